#pragma once
/// Whole text files with a size limit, for commands.

#include "gis/core/city/city.h"
#include "gis/core/expected.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace isopolis {

/// Asked before a long calculation, so that a mistyped folder costs no time.
Expected<void> canWriteTo(const std::filesystem::path& path);
/// All or nothing: written beside the target and moved there; what was there before stays if this fails.
Expected<void> writeTextFile(const std::filesystem::path& path, std::string_view text);
/// The same for a file that is written piece by piece.
Expected<void> writeTextFile(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);
Expected<std::string> readTextFile(const std::filesystem::path& path, std::uintmax_t limitBytes);

/// A file of the user's own emission factors, read and checked to its last row.
Expected<FactorSheet> factorSheetOf(const std::filesystem::path& file);

}  // namespace isopolis
