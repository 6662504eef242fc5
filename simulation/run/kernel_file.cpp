#include "simulation/run/kernel_file.h"

#include "simulation/run/run.h"

#include <algorithm>
#include <bit>
#include <fstream>
#include <mutex>
#include <random>
#include <vector>

namespace isopolis {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30;
constexpr std::size_t kSumLength = 64;
/// Bytes are written as they lie in memory: files are not for other kinds of machines.
constexpr bool kSupported = std::endian::native == std::endian::little && sizeof(float) == 4 && sizeof(double) == 8;

std::mutex& folderMutex()
{
    static std::mutex mutex;
    return mutex;
}

fs::path& folderPath()
{
    static fs::path folder;
    return folder;
}

fs::path folderNow()
{
    const std::lock_guard lock(folderMutex());
    return folderPath();
}

fs::path fileOf(const fs::path& folder, const Hash& key, std::string_view suffix)
{
    return folder / (key.hex() + "-" + std::to_string(kEngineVersion) + std::string(suffix));
}

std::string checksum(std::string_view bytes) { return sha256(bytes).hex(); }

/// Removes the files used longest ago until the rest fits.
void shrink(const fs::path& folder, std::string_view suffix)
{
    struct File {
        fs::path path;
        std::uintmax_t size;
        fs::file_time_type used;
    };
    std::vector<File> files;
    std::uintmax_t sum = 0;
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
        if (entry.path().extension() == suffix && entry.is_regular_file(ignored)) {
            files.push_back({entry.path(), entry.file_size(ignored), entry.last_write_time(ignored)});
            sum += files.back().size;
        }
    std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.used < b.used; });
    for (auto file = files.begin(); file != files.end() && sum > kMostBytes; ++file) {
        sum -= file->size;
        fs::remove(file->path, ignored);
    }
}

}  // namespace

void setKernelFolder(const fs::path& folder)
{
    const std::lock_guard lock(folderMutex());
    folderPath() = folder;
}

bool keepsKernelFiles() { return kSupported && !folderNow().empty(); }

std::string loadKernelFile(const Hash& key, std::string_view suffix)
{
    if (!keepsKernelFiles())
        return {};
    const fs::path path = fileOf(folderNow(), key, suffix);
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(path, failed);
    if (failed || size < kSumLength || size > kMostBytes)
        return {};
    std::string sum(kSumLength, '\0'), content(static_cast<std::size_t>(size) - kSumLength, '\0');
    std::ifstream in(path, std::ios::binary);
    if (!in.read(sum.data(), static_cast<std::streamsize>(sum.size())) ||
        !in.read(content.data(), static_cast<std::streamsize>(content.size())) || checksum(content) != sum)
        return {};
    fs::last_write_time(path, fs::file_time_type::clock::now(), failed);
    return content;
}

void saveKernelFile(const Hash& key, std::string_view suffix, const std::string& content)
{
    const fs::path folder = folderNow();
    if (folder.empty() || !kSupported || content.size() + kSumLength > kMostBytes)
        return;
    std::error_code failed;
    fs::create_directories(folder, failed);
    const std::string sum = checksum(content);
    const fs::path path = fileOf(folder, key, suffix);
    fs::path aside = path;
    aside += "." + std::to_string(std::random_device{}()) + ".part";
    {
        std::ofstream out(aside, std::ios::binary | std::ios::trunc);
        out.write(sum.data(), static_cast<std::streamsize>(sum.size()));
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        out.close();
        if (!out) {
            fs::remove(aside, failed);
            return;
        }
    }
    fs::rename(aside, path, failed);
    if (failed)
        fs::remove(aside, failed);
    shrink(folder, suffix);
}

}  // namespace isopolis
