#pragma once
/// Bounded reading of zip archives, in memory only: nothing is ever unpacked to the disk, so no entry can write outside a folder.
///
///   Expected<ZipArchive> zip = ZipArchive::open("feed.zip", {});
///   Expected<std::string> text = zip->read("stops.txt");
///
/// What surprises: entries are found by their last path component, so that a feed zipped together with its folder still reads; of two
/// entries with one name the one nearest to the root counts. Hidden files and those of "__MACOSX" are not listed. Sizes that the
/// archive states are checked before memory is taken, and again while unpacking, because they may lie.
/// Errors: BadFile (no zip archive, damaged), Unsupported (encrypted, too many entries, too large, packed suspiciously tight), NotFound.

#include "gis/core/expected.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

namespace isopolis {

struct ZipLimits {
    std::uint64_t archiveBytes = std::uint64_t{1} << 30;  ///< of the packed file
    std::uint64_t entryBytes = std::uint64_t{1} << 30;    ///< of one unpacked entry
    std::uint64_t totalBytes = std::uint64_t{2} << 30;    ///< of all unpacked entries
    std::size_t entries = 10000;
    /// Text packs about 10 to 1, bombs 1,000 to 1; asked for entries above `smallBytes` only.
    double ratio = 200;
    std::uint64_t smallBytes = std::uint64_t{16} << 20;
};

class ZipArchive {
public:
    static Expected<ZipArchive> open(const std::filesystem::path& file, const ZipLimits& limits);
    /// From bytes; `name` stands in errors.
    static Expected<ZipArchive> fromBytes(std::string name, std::string bytes, const ZipLimits& limits);
    ZipArchive(ZipArchive&&) noexcept;
    ZipArchive& operator=(ZipArchive&&) noexcept;
    ~ZipArchive();

    /// Last path components of all entries that are files, ascending.
    std::vector<std::string> names() const;
    bool has(const std::string& name) const;
    Expected<std::string> read(const std::string& name) const;

private:
    struct State;
    explicit ZipArchive(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace isopolis
