#pragma once
/// The eight sides of the sky in words: compassText(45) == "north-east".

#include <QString>

namespace isopolis {

/// Degrees from north, clockwise; any number of turns.
QString compassText(double azimuth_deg);

}  // namespace isopolis
