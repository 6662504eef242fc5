#pragma once
/// Figures within English sentences of the Qt-free layers: the same text under every locale.
///
///   formatFigure(14000, 0) == "14,000";   formatFigure(-0.8, 1) == "−0.8";   formatChange(0.8, 1) == "+0.8"
///
/// The window formats numbers of its own through QLocale. A value that rounds to zero has no sign; NaN reads "no value".

#include <string>

namespace isopolis {

std::string formatFigure(double value, int decimals);
/// With "+" in front of what is above zero.
std::string formatChange(double value, int decimals);

}  // namespace isopolis
