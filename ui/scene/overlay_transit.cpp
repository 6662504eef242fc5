#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace isopolis {
namespace {

/// Departures are counted over the morning, when most people travel.
constexpr int kFrom_s = 7 * 3600, kTo_s = 9 * 3600;
/// Drawing widths: what is legible, not what is true.
constexpr double kFullWidth_m = 18, kFullWidthDepartures_h = 24, kThinnest_m = 4;
constexpr float kStop_px = 5;

struct Kind {
    std::string_view mode, label;
};
constexpr std::array<Kind, 4> kKinds{{{"bus", ISO_TR("legend", "Bus")},
                                      {"tram", ISO_TR("legend", "Tram")},
                                      {"rail", ISO_TR("legend", "Rail")},
                                      {"", ISO_TR("legend", "Other (ferry, cable car)")}}};

std::size_t kindOf(std::string_view mode)
{
    const auto found = std::find_if(kKinds.begin(), kKinds.end() - 1, [mode](const Kind& kind) { return kind.mode == mode; });
    return static_cast<std::size_t>(found - kKinds.begin());
}

double departuresInAnHour(const TransitLine& line)
{
    std::size_t starts = 0;
    for (const TransitPattern& pattern : line.patterns)
        starts += static_cast<std::size_t>(
            std::count_if(pattern.starts_s.begin(), pattern.starts_s.end(), [](int s) { return s >= kFrom_s && s < kTo_s; }));
    return static_cast<double>(starts) * 3600 / (kTo_s - kFrom_s);
}

/// The mapped course, or straight lines between stops where a source has none.
Polyline courseOf(const TransitLine& line, const TransitNetwork& transit)
{
    if (line.geometry.size() >= 2 || line.patterns.empty())
        return line.geometry;
    const auto longest = std::max_element(line.patterns.begin(), line.patterns.end(),
                                          [](const auto& a, const auto& b) { return a.stops.size() < b.stops.size(); });
    Polyline course;
    for (StopId stop : longest->stops)
        course.push_back(transit.stops[stop].at);
    return course;
}

}  // namespace

Overlay makeTransitOverlay(const TransitNetwork& transit)
{
    Overlay overlay;
    overlay.key = "transit";
    overlay.legend.title = ISO_TR("indicator", "Public transport");
    overlay.legend.note = ISO_TR("legend", "Width: departures per hour between 7 and 9 in the morning, both directions. Dots: stops.");
    if (transit.lines.empty())
        overlay.legend.note = ISO_TR("legend", "This city has no timetable. Dots: stops.");
    std::array<bool, kKinds.size()> used{};
    std::set<StopId> served;
    for (const TransitLine& line : transit.lines) {
        const std::size_t kind = kindOf(line.mode);
        used[kind] = true;
        const double share = std::sqrt(departuresInAnHour(line) / kFullWidthDepartures_h);
        const Polyline course = courseOf(line, transit);
        if (course.size() >= 2)
            overlay.lines.push_back(
                {course, transitPalette()[kind], static_cast<float>(std::clamp(kFullWidth_m * share, kThinnest_m, 1.5 * kFullWidth_m))});
        for (const TransitPattern& pattern : line.patterns)
            served.insert(pattern.stops.begin(), pattern.stops.end());
    }
    // Thin lines last, or they would vanish under the wide ones that they share a street with.
    std::stable_sort(overlay.lines.begin(), overlay.lines.end(), [](const auto& a, const auto& b) { return a.width_m > b.width_m; });
    for (std::size_t i = 0; i < kKinds.size(); ++i)
        if (used[i])
            overlay.legend.classes.push_back({.colour = transitPalette()[i], .label = std::string(kKinds[i].label)});
    constexpr Colour kServed{0x33, 0x37, 0x3D}, kUnserved{0x9A, 0x9F, 0xA6};
    const bool timetable = !transit.lines.empty();
    for (StopId stop : idsOf(transit.stops))
        overlay.spots.push_back({transit.stops[stop].at, served.count(stop) || !timetable ? kServed : kUnserved, kStop_px});
    if (overlay.legend.classes.empty())
        overlay.legend.classes.push_back({.colour = kServed, .label = ISO_TR("legend", "Stop")});
    return overlay;
}

}  // namespace isopolis
