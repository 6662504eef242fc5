#pragma once
/// Light, dark or as the system has it: Fusion style with palettes of our own, text contrast at least 4.5:1.

#include <QPalette>

namespace isopolis {

enum class Theme { System, Light, Dark };

QPalette themePalette(bool dark);
/// Applies a theme to the application; returns whether it is dark.
bool applyTheme(Theme theme);

}  // namespace isopolis
