#pragma once
/// Bounded reading of whole files, and their fingerprints.

#include "gis/core/expected.h"
#include "gis/core/hash.h"

#include <filesystem>

namespace isopolis {

/// The content of a regular file of at most `mostBytes`.
Expected<std::string> readFile(const std::filesystem::path& file, std::uint64_t mostBytes);
/// Refuses what is missing, not a regular file, empty or too large; nothing is read.
Expected<std::uint64_t> checkedSize(const std::filesystem::path& file, std::uint64_t mostBytes);
/// SHA-256 of the content, read in pieces.
Expected<Hash> hashFile(const std::filesystem::path& file);

}  // namespace isopolis
