#include "gis/io/zip_archive.h"

#include "gis/io/file_bytes.h"

#include <algorithm>

#include <zip.h>

namespace isopolis {

namespace {

struct Entry {
    zip_uint64_t index = 0;
    std::uint64_t bytes = 0;
    std::size_t depth = 0;  ///< folders above it
};

struct CloseArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

Error bad(const std::string& file, ErrorCode code, std::string message, std::string cure)
{
    return Error{code, std::move(message)}.in(file).cure(std::move(cure));
}

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20) + " MB"; }

}  // namespace

struct ZipArchive::State {
    std::string file, bytes;
    ZipLimits limits;
    std::unique_ptr<zip_t, CloseArchive> archive;
    std::map<std::string, Entry> entries;

    Expected<void> list();
    Expected<void> check(const zip_stat_t& stat) const;
};

Expected<void> ZipArchive::State::check(const zip_stat_t& stat) const
{
    constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
    if ((stat.valid & kNeeded) != kNeeded)
        return unexpected(bad(file, ErrorCode::BadFile, "the zip archive is damaged", "Download it again"));
    if (stat.encryption_method != ZIP_EM_NONE)
        return unexpected(bad(file, ErrorCode::Unsupported, "the zip archive is encrypted", "Pack it again without a password"));
    if (stat.size > limits.entryBytes)
        return unexpected(bad(file, ErrorCode::Unsupported, "an entry unpacks to more than " + megabytes(limits.entryBytes),
                              "Cut the data to the city first")
                              .at(stat.name));
    if (stat.size > limits.smallBytes && static_cast<double>(stat.size) > limits.ratio * static_cast<double>(stat.comp_size))
        return unexpected(bad(file, ErrorCode::Unsupported, "an entry is packed so tightly that it can hold no timetable",
                              "Use the archive of the publisher")
                              .at(stat.name));
    return {};
}

Expected<void> ZipArchive::State::list()
{
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    if (count == 0)
        return unexpected(bad(file, ErrorCode::BadFile, "the zip archive is empty", "Download it again"));
    if (count < 0 || static_cast<std::size_t>(count) > limits.entries)
        return unexpected(bad(file, ErrorCode::Unsupported, "the zip archive has more than " + std::to_string(limits.entries) + " entries",
                              "Pack the tables alone"));
    std::uint64_t total = 0;
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        if (zip_stat_index(archive.get(), i, 0, &stat) != 0)
            return unexpected(bad(file, ErrorCode::BadFile, "the zip archive is damaged", "Download it again"));
        if (auto fits = check(stat); !fits)
            return fits;
        total += stat.size;
        if (total > limits.totalBytes)
            return unexpected(bad(file, ErrorCode::Unsupported, "the archive unpacks to more than " + megabytes(limits.totalBytes),
                                  "Cut the data to the city first"));
        std::string path = stat.name;
        std::replace(path.begin(), path.end(), '\\', '/');
        const std::string name = path.substr(path.rfind('/') + 1);
        if (name.empty() || name.front() == '.' || path.starts_with("__MACOSX/"))
            continue;
        const Entry entry{i, stat.size, static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'))};
        const auto [known, fresh] = entries.emplace(name, entry);
        if (!fresh && entry.depth < known->second.depth)
            known->second = entry;
    }
    return {};
}

ZipArchive::ZipArchive(std::unique_ptr<State> state) : m_state(std::move(state)) {}
ZipArchive::ZipArchive(ZipArchive&&) noexcept = default;
ZipArchive& ZipArchive::operator=(ZipArchive&&) noexcept = default;
ZipArchive::~ZipArchive() = default;

Expected<ZipArchive> ZipArchive::open(const std::filesystem::path& file, const ZipLimits& limits)
{
    auto bytes = readFile(file, limits.archiveBytes);
    if (!bytes)
        return unexpected(bytes.error());
    return fromBytes(file.string(), std::move(*bytes), limits);
}

Expected<ZipArchive> ZipArchive::fromBytes(std::string name, std::string bytes, const ZipLimits& limits)
{
    auto state = std::make_unique<State>();
    state->file = std::move(name);
    state->bytes = std::move(bytes);
    state->limits = limits;
    zip_error_t why;
    zip_error_init(&why);
    zip_source_t* source = zip_source_buffer_create(state->bytes.data(), state->bytes.size(), 0, &why);
    zip_t* archive = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &why);
    zip_error_fini(&why);
    if (archive == nullptr) {
        if (source != nullptr)
            zip_source_free(source);
        return unexpected(bad(state->file, ErrorCode::BadFile, "the file is not an intact zip archive", "Download it again"));
    }
    state->archive.reset(archive);
    if (auto listed = state->list(); !listed)
        return unexpected(listed.error());
    return ZipArchive(std::move(state));
}

std::vector<std::string> ZipArchive::names() const
{
    std::vector<std::string> all;
    for (const auto& [name, entry] : m_state->entries)
        all.push_back(name);
    return all;
}

bool ZipArchive::has(const std::string& name) const { return m_state->entries.contains(name); }

Expected<std::string> ZipArchive::read(const std::string& name) const
{
    const auto found = m_state->entries.find(name);
    if (found == m_state->entries.end())
        return unexpected(bad(m_state->file, ErrorCode::NotFound, "the archive holds no " + name, "Use a complete feed"));
    const Error damaged =
        bad(m_state->file, ErrorCode::BadFile, "the entry " + name + " of the zip archive is damaged", "Download the archive again");
    zip_file_t* in = zip_fopen_index(m_state->archive.get(), found->second.index, 0);
    if (in == nullptr)
        return unexpected(damaged);
    std::string text(found->second.bytes, '\0');
    std::uint64_t got = 0;
    for (zip_int64_t n = 1; n > 0 && got < text.size(); got += static_cast<std::uint64_t>(std::max<zip_int64_t>(n, 0)))
        n = zip_fread(in, text.data() + got, text.size() - got);
    char more = 0;
    // The last read also compares the checksum; an entry that goes on is longer than it said.
    const bool whole = got == text.size() && zip_fread(in, &more, 1) == 0;
    zip_fclose(in);
    if (!whole)
        return unexpected(damaged);
    return text;
}

}  // namespace isopolis
