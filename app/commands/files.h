#pragma once
/// Whole text files with a size limit, for commands.

#include "gis/core/expected.h"

#include <cstdint>
#include <filesystem>

namespace isopolis {

/// Asked before a long calculation, so that a mistyped folder costs no time.
Expected<void> canWriteTo(const std::filesystem::path& path);
Expected<std::string> readTextFile(const std::filesystem::path& path, std::uintmax_t limitBytes);

}  // namespace isopolis
