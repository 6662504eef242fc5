#include "simulation/noise/noise_kernel_folder.h"

#include "simulation/run/run.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <mutex>
#include <random>
#include <type_traits>

namespace isopolis {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMagic = "isopolis noise kernel 1";
constexpr std::string_view kSuffix = ".noise-kernel";
constexpr std::uintmax_t kMostBytes = std::uintmax_t{1} << 30;
/// Bytes are written as they lie in memory: files are not for other kinds of machines.
constexpr bool kSupported = std::endian::native == std::endian::little && sizeof(float) == 4 && sizeof(double) == 8;
static_assert(std::is_trivially_copyable_v<NoiseTransfer> && sizeof(NoiseTransfer) == 4 + 2 * sizeof(OctavesF));

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

fs::path fileOf(const fs::path& folder, const Hash& key)
{
    return folder / (key.hex() + "-" + std::to_string(kEngineVersion) + std::string(kSuffix));
}

/// Values one after another.
class Writer {
public:
    template <class T>
    requires std::is_arithmetic_v<T>
    void put(T value) { m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void put(std::string_view text)
    {
        put(static_cast<std::uint64_t>(text.size()));
        m_bytes.append(text);
    }
    void put(Point2 p)
    {
        put(p.x);
        put(p.y);
    }
    void put(const Box& b)
    {
        put(Point2{b.minX, b.minY});
        put(Point2{b.maxX, b.maxY});
    }
    void raw(const void* data, std::size_t size) { m_bytes.append(static_cast<const char*>(data), size); }
    std::string m_bytes;
};

/// The same way back; never beyond the end: afterwards `ok()` is false and all values are 0.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_left(bytes) {}
    bool ok() const { return m_ok; }
    bool atEnd() const { return m_left.empty(); }
    template <class T>
    T get()
    {
        T value{};
        raw(&value, sizeof value);
        return value;
    }
    /// A count of things that take at least `each` bytes.
    std::size_t count(std::size_t each)
    {
        const auto n = get<std::uint64_t>();
        if (n > m_left.size() / each)
            m_ok = false;
        return m_ok ? static_cast<std::size_t>(n) : 0;
    }
    std::string text()
    {
        std::string value(count(1), '\0');
        raw(value.data(), value.size());
        return value;
    }
    Point2 point()
    {
        Point2 p;
        p.x = get<double>();
        p.y = get<double>();
        return p;
    }
    Box box()
    {
        Box b;
        b.minX = get<double>();
        b.minY = get<double>();
        b.maxX = get<double>();
        b.maxY = get<double>();
        return b;
    }
    void raw(void* data, std::size_t size)
    {
        if (!m_ok || size > m_left.size()) {
            m_ok = false;
            return;
        }
        if (size > 0)
            std::memcpy(data, m_left.data(), size);
        m_left.remove_prefix(size);
    }

private:
    std::string_view m_left;
    bool m_ok = true;
};

std::string checksum(std::string_view bytes) { return sha256(bytes).hex(); }

/// Removes the files used longest ago until the rest fits.
void shrink(const fs::path& folder)
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
        if (entry.path().extension() == kSuffix && entry.is_regular_file(ignored)) {
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

/// Reads and writes what a kernel keeps to itself.
class NoiseKernelFile {
public:
    static std::string pack(const NoiseKernel& k)
    {
        Writer w;
        w.put(kMagic);
        w.raw(k.m_base.bytes.data(), k.m_base.bytes.size());
        w.put(static_cast<std::uint64_t>(k.m_lines.size()));
        for (const NoiseLine& line : k.m_lines) {
            for (const LinkId link : line.links)
                w.put(link.value());
            w.put(static_cast<std::uint64_t>(line.axis.size()));
            for (const Point2 p : line.axis)
                w.put(p);
            w.put(line.bounds);
        }
        w.put(static_cast<std::uint64_t>(k.m_receptors.size()));
        for (const NoiseReceptor& r : k.m_receptors) {
            w.put(r.at);
            w.put(r.ground_m);
            w.put(r.neighbourhood.value());
            w.put(r.people);
            w.put(static_cast<std::uint8_t>(r.atFacade));
        }
        for (const auto& transfers : k.m_transfers) {
            w.put(static_cast<std::uint64_t>(transfers.size()));
            w.raw(transfers.data(), transfers.size() * sizeof(NoiseTransfer));
        }
        w.put(static_cast<std::uint64_t>(k.m_additions.size()));
        for (const Box& box : k.m_additions)
            w.put(box);
        w.put(static_cast<std::uint64_t>(k.m_issues.size()));
        for (const Issue& issue : k.m_issues) {
            w.put(static_cast<std::uint8_t>(issue.severity));
            for (const std::string* text : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
                w.put(std::string_view(*text));
        }
        return std::move(w.m_bytes);
    }

    static NoiseKernelPtr unpack(std::string_view bytes)
    {
        Reader r(bytes);
        auto k = std::make_shared<NoiseKernel>();
        if (r.text() != kMagic)
            return nullptr;
        r.raw(k->m_base.bytes.data(), k->m_base.bytes.size());
        k->m_lines.resize(r.count(sizeof(std::uint32_t)));
        for (NoiseLine& line : k->m_lines) {
            for (LinkId& link : line.links)
                link = LinkId(r.get<std::uint32_t>());
            line.axis.resize(r.count(2 * sizeof(double)));
            for (Point2& p : line.axis)
                p = r.point();
            line.bounds = r.box();
        }
        k->m_receptors.resize(r.count(4 * sizeof(double)));
        for (NoiseReceptor& receptor : k->m_receptors) {
            receptor.at = r.point();
            receptor.ground_m = r.get<double>();
            receptor.neighbourhood = NeighbourhoodId(r.get<std::uint32_t>());
            receptor.people = r.get<double>();
            receptor.atFacade = r.get<std::uint8_t>() != 0;
        }
        k->m_transfers.resize(k->m_receptors.size());
        for (auto& transfers : k->m_transfers) {
            transfers.resize(r.count(sizeof(NoiseTransfer)));
            r.raw(transfers.data(), transfers.size() * sizeof(NoiseTransfer));
            for (const NoiseTransfer& t : transfers)
                if (t.line >= k->m_lines.size())
                    return nullptr;
        }
        k->m_additions.resize(r.count(4 * sizeof(double)));
        for (Box& box : k->m_additions)
            box = r.box();
        k->m_issues.resize(r.count(1));
        for (Issue& issue : k->m_issues) {
            issue.severity = static_cast<Severity>(r.get<std::uint8_t>());
            for (std::string* text : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
                *text = r.text();
        }
        return r.ok() && r.atEnd() ? k : nullptr;
    }
};

void setNoiseKernelFolder(const fs::path& folder)
{
    const std::lock_guard lock(folderMutex());
    folderPath() = folder;
}

NoiseKernelPtr loadNoiseKernel(const Hash& key)
{
    const fs::path folder = folderNow();
    if (folder.empty() || !kSupported)
        return nullptr;
    const fs::path path = fileOf(folder, key);
    std::error_code failed;
    const std::uintmax_t size = fs::file_size(path, failed);
    if (failed || size < 64 || size > kMostBytes)
        return nullptr;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream in(path, std::ios::binary);
    if (!in.read(bytes.data(), static_cast<std::streamsize>(bytes.size())))
        return nullptr;
    const std::string_view all = bytes, sum = all.substr(0, 64), content = all.substr(64);
    if (checksum(content) != sum)
        return nullptr;
    fs::last_write_time(path, fs::file_time_type::clock::now(), failed);
    return NoiseKernelFile::unpack(content);
}

void saveNoiseKernel(const Hash& key, const NoiseKernel& kernel)
{
    const fs::path folder = folderNow();
    if (folder.empty() || !kSupported)
        return;
    std::error_code failed;
    fs::create_directories(folder, failed);
    const std::string content = NoiseKernelFile::pack(kernel), sum = checksum(content);
    if (content.size() + sum.size() > kMostBytes)
        return;
    const fs::path path = fileOf(folder, key);
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
    shrink(folder);
}

}  // namespace isopolis
