#include "ui/scene/change_classes.h"

#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

std::array<double, 4> symmetricLimits(std::vector<double> sizes, double threshold)
{
    std::sort(sizes.begin(), sizes.end());
    const double top = sizes.back();
    const auto at = [&sizes](double share) { return sizes[static_cast<std::size_t>(share * static_cast<double>(sizes.size() - 1))]; };
    double first = roundDown(at(1.0 / 3)), second = roundDown(at(2.0 / 3));
    // Too few or too equal values for thirds: the range itself is divided.
    if (first <= threshold)
        first = roundDown(threshold + (top - threshold) / 3);
    if (first <= threshold)
        first = threshold + (top - threshold) / 3;
    if (second <= first)
        second = roundDown(first + (top - first) / 2);
    if (second <= first)
        second = first + (top - first) / 2;
    const double step = std::max(roundDown(top) / 10, 1e-12);
    return {threshold, first, second, std::max(std::ceil(top / step - 1e-9) * step, second)};
}

std::size_t strength(const std::array<double, 4>& limits, double size) { return size < limits[1] ? 0 : size < limits[2] ? 1 : 2; }

void addChangeClasses(Legend& legend, const std::array<double, 4>& limits, bool negativeIsBetter)
{
    const auto colour = [](bool better, std::size_t i) { return better ? betterPalette()[i] : worsePalette()[i]; };
    const auto pattern = [](bool better) { return better ? Pattern::Better : Pattern::Worse; };
    for (std::size_t i = 3; i-- > 0;)
        legend.classes.push_back(
            {.colour = colour(negativeIsBetter, i), .pattern = pattern(negativeIsBetter), .from = -limits[i + 1], .to = -limits[i]});
    legend.classes.push_back(
        {.colour = unchangedColour(), .from = -limits[0], .to = limits[0], .label = ISO_TR("legend", "No noticeable change")});
    for (std::size_t i = 0; i < 3; ++i)
        legend.classes.push_back(
            {.colour = colour(!negativeIsBetter, i), .pattern = pattern(!negativeIsBetter), .from = limits[i], .to = limits[i + 1]});
}

int twoDigits(double threshold, int otherwise)
{
    return threshold > 0 ? std::clamp(1 - static_cast<int>(std::floor(std::log10(threshold))), 0, 4) : otherwise;
}

ChangeClasses changeClasses(std::vector<double> sizes, double threshold, Direction better, int decimals)
{
    ChangeClasses classes;
    classes.decimals = twoDigits(threshold, decimals);
    classes.limits = sizes.empty() ? std::array<double, 4>{threshold, 0, 0, 0} : symmetricLimits(std::move(sizes), threshold);
    Legend legend;
    if (classes.limits[3] > 0)
        addChangeClasses(legend, classes.limits, better == Direction::LessIsBetter);
    else
        legend.classes.push_back(
            {.colour = unchangedColour(), .from = -threshold, .to = threshold, .label = ISO_TR("legend", "No noticeable change")});
    classes.legend = std::move(legend.classes);
    return classes;
}

std::size_t ChangeClasses::classOf(double change) const
{
    constexpr std::size_t kSide = 3;
    if (legend.size() < 2 * kSide + 1)
        return 0;
    const double size = std::abs(change);
    if (change == 0 || size < limits[0])
        return kSide;
    const std::size_t i = strength(limits, size);
    return change < 0 ? kSide - 1 - i : kSide + 1 + i;
}

}  // namespace isopolis
