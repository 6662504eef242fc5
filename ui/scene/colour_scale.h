#pragma once
/// Classes and colours of maps that people with any colour vision can tell apart, and round class limits.
///
///   std::vector<double> limits = classLimits(values, 5);   // 6 round numbers that enclose all finite values
///   Colour c = sequentialPalette(Ramp::Warm)[classOf(limits, value)];
///
/// Palettes: smallest CIEDE2000 distance between any two classes at least 10 under normal vision and Machado's (2009) full
/// protanopia, deuteranopia and tritanopia; luminance falls with the value, or to both sides of the middle.

#include "ui/scene/overlay.h"

#include <array>
#include <span>

namespace isopolis {

enum class Ramp : std::uint8_t { Warm, Cool };  ///< Warm for burdens (less is better), Cool for goods

inline constexpr std::size_t kLevelClasses = 5;
std::span<const Colour, 5> sequentialPalette(Ramp ramp);  ///< light (low) to dark (high)
/// 1 to 8 classes of a burden, light (low) to dark (high); beyond 8 the darkest repeats.
std::vector<Colour> burdenPalette(std::size_t classes);
std::span<const Colour, 3> betterPalette();  ///< slightly, clearly, much better
std::span<const Colour, 3> worsePalette();
Colour unchangedColour();
Colour tooCloseColour();  ///< darker, so that an area says that it is not "no change" either
Colour hiddenColour();    ///< of what is not shown: nearly the ground, told by its hatching
/// Streets by volume/capacity, from free to over capacity.
std::span<const Colour, 4> loadPalette();

/// Two variables at once: rows from low to high by the first, in them from low to high by the second. Both high is darkest.
std::span<const Colour, 9> bivariatePalette();

/// Kinds of public transport: bus, tram, rail, other.
std::span<const Colour, 4> transitPalette();

/// Largest of 1, 2, 2.5, 5 × 10^n that is not above the value; 0 for 0.
double roundDown(double value);
/// Limits of at most `classes` classes of about equally many values, rounded; at least two limits if any value is finite.
std::vector<double> classLimits(std::span<const double> values, std::size_t classes);
/// Class of a value, clamped to the ends; limits as from classLimits.
std::size_t classOf(std::span<const double> limits, double value);
/// Decimals needed to print the limits apart and exactly, 0…4.
int decimalsOf(std::span<const double> limits);

Colour mixed(Colour a, Colour b, double shareOfB);
double luminance(Colour colour);  ///< relative luminance of WCAG 2.2, 0…1

}  // namespace isopolis
