#pragma once
/// Classes of a change: three to each side of "no noticeable change", told by colour and by pattern.
///
///   ChangeClasses classes = changeClasses({0.7, 1.2, 3.1}, 0.4, Direction::LessIsBetter);
///   Colour c = classes.legend[classes.classOf(-1.2)].colour;   // a better class
///
/// Limits are rounded thirds of the sizes, the threshold first and the largest size last. Without sizes there is one class.

#include "ui/scene/overlay.h"

#include <array>

namespace isopolis {

struct ChangeClasses {
    std::vector<LegendClass> legend;  ///< from most negative to most positive
    std::array<double, 4> limits{};   ///< of |change|
    int decimals = 1;                 ///< with which the threshold shows two digits
    std::size_t classOf(double change) const;
};

/// `sizes`: |change| of all that exceed the threshold. `decimals`: where the threshold is 0.
ChangeClasses changeClasses(std::vector<double> sizes, double threshold, Direction better, int decimals = 1);

/// |change| limits of three classes beyond a threshold; sizes must not be empty.
std::array<double, 4> symmetricLimits(std::vector<double> sizes, double threshold);
/// Position 0…2 of |change| among symmetric limits.
std::size_t strength(const std::array<double, 4>& limits, double size);
/// Classes from most negative to most positive, "unchanged" in the middle. `negativeIsBetter` decides colour and pattern.
void addChangeClasses(Legend& legend, const std::array<double, 4>& limits, bool negativeIsBetter);
/// Decimals with which a threshold shows two digits: 0.40, 1.0, 1244.
int twoDigits(double threshold, int otherwise);

}  // namespace isopolis
