#include "gis/core/geometry/spatial_grid.h"
#include "gis/core/text.h"
#include "ui/scene/change_classes.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/level_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace isopolis {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
constexpr double kNoLevel = std::numeric_limits<double>::quiet_NaN();

constexpr LevelLimit kDenLimits[] = {{53, ISO_TR("legend", "above the WHO guideline 2018")},
                                     {55, ISO_TR("legend", "counted by the Environmental Noise Directive")}};
constexpr LevelLimit kNightLimits[] = {{45, ISO_TR("legend", "above the WHO guideline 2018")},
                                       {50, ISO_TR("legend", "counted by the Environmental Noise Directive")}};
constexpr LevelLimit kNo2Limits[] = {{10, ISO_TR("legend", "above the WHO guideline 2021")},
                                     {20, ISO_TR("legend", "above the EU limit from 2030")},
                                     {40, ISO_TR("legend", "above the EU limit until 2029")}};
constexpr LevelLimit kPm25Limits[] = {{5, ISO_TR("legend", "above the WHO guideline 2021")},
                                      {10, ISO_TR("legend", "above the EU limit from 2030")},
                                      {25, ISO_TR("legend", "above the EU limit until 2029")}};
constexpr LevelLimit kPm10Limits[] = {{15, ISO_TR("legend", "above the WHO guideline 2021")},
                                      {20, ISO_TR("legend", "above the EU limit from 2030")},
                                      {40, ISO_TR("legend", "above the EU limit until 2029")}};

constexpr LevelFieldInfo kFields[] = {
    {LevelField::NoiseLden, "noise_lden_db/street", ISO_TR("indicator", "Road noise at the street (Lden)"), Unit::DecibelA,
     Indicator::NoiseLden, kDenLimits},
    {LevelField::NoiseLnight, "noise_lnight_db/street", ISO_TR("indicator", "Road noise at night (Lnight)"), Unit::DecibelA,
     Indicator::NoiseLden, kNightLimits},
    // By day and in the evening alone no limit is set.
    {LevelField::NoiseLday,
     "noise_lday_db/street",
     ISO_TR("indicator", "Road noise by day (7 to 19 o'clock)"),
     Unit::DecibelA,
     Indicator::NoiseLden,
     {}},
    {LevelField::NoiseLevening,
     "noise_levening_db/street",
     ISO_TR("indicator", "Road noise in the evening (19 to 23 o'clock)"),
     Unit::DecibelA,
     Indicator::NoiseLden,
     {}},
    {LevelField::No2, "no2_ug_m3/street", ISO_TR("indicator", "NO2 at the street"), Unit::MicrogramPerM3, Indicator::No2, kNo2Limits},
    {LevelField::Pm25, "pm25_ug_m3/street", ISO_TR("indicator", "PM2.5 at the street"), Unit::MicrogramPerM3, Indicator::Pm25, kPm25Limits},
    {LevelField::Pm10, "pm10_ug_m3/street", ISO_TR("indicator", "PM10 at the street"), Unit::MicrogramPerM3, Indicator::Pm10, kPm10Limits},
};

/// Class limits of noise: 5 dB steps with the guideline among them.
constexpr double kDenClasses[] = {45, 50, 53, 55, 60, 65, 70}, kNightClasses[] = {40, 45, 50, 55, 60, 65};

/// How much finer the picture is than the grid, for smooth edges of classes.
constexpr int kFiner = 3;
constexpr std::size_t kMostFineCells = 4'000'000;
constexpr double kRingStep_m = 4, kOutside_m = 1;

std::vector<double> finite(const LevelSide& a, const LevelSide& b)
{
    std::vector<double> out;
    for (const LevelSide* side : {&a, &b})
        for (const float v : side->raster.values)
            if (std::isfinite(v))
                out.push_back(v);
    return out;
}

/// Mean of the known values among a cell and its eight neighbours; NaN if there is none.
float around(const Raster& raster, int column, int row)
{
    double sum = 0;
    int known = 0;
    for (int r = std::max(0, row - 1); r <= std::min(raster.rows - 1, row + 1); ++r)
        for (int c = std::max(0, column - 1); c <= std::min(raster.columns - 1, column + 1); ++c)
            if (const float v = raster.at(c, r); std::isfinite(v)) {
                sum += v;
                ++known;
            }
    return known > 0 ? static_cast<float>(sum / known) : std::numeric_limits<float>::quiet_NaN();
}

/// The grid with its holes of houses closed from their rims, two cells deep.
Raster closed(Raster raster)
{
    constexpr int kDeep = 2;
    for (int round = 0; round < kDeep; ++round) {
        const Raster from = raster;
        for (int r = 0; r < raster.rows; ++r)
            for (int c = 0; c < raster.columns; ++c)
                if (!std::isfinite(from.at(c, r)))
                    raster.at(c, r) = around(from, c, r);
    }
    return raster;
}

/// The value between cell centres; at the rim of what is known that of the nearest cell.
double smooth(const Raster& raster, Point2 p)
{
    if (const double v = raster.sample(p); std::isfinite(v))
        return v;
    const int c = static_cast<int>(std::floor((p.x - raster.origin.x) / raster.cell_m));
    const int r = static_cast<int>(std::floor((p.y - raster.origin.y) / raster.cell_m));
    return c >= 0 && r >= 0 && c < raster.columns && r < raster.rows ? raster.at(c, r) : kNoLevel;
}

std::size_t classAbove(const std::vector<double>& limits, double value)
{
    return static_cast<std::size_t>(std::upper_bound(limits.begin(), limits.end(), value) - limits.begin());
}

/// Style of a value, or none: 0.
using StyleOf = std::function<std::uint8_t(Point2)>;

std::shared_ptr<const OverlayRaster> paint(const Raster& grid, std::vector<AreaStyle> styles, const StyleOf& styleAt)
{
    auto out = std::make_shared<OverlayRaster>();
    const auto cells = static_cast<std::size_t>(grid.columns) * static_cast<std::size_t>(grid.rows);
    const int finer = cells * kFiner * kFiner <= kMostFineCells ? kFiner : 1;
    out->box = grid.bounds();
    out->columns = grid.columns * finer;
    out->rows = grid.rows * finer;
    out->styles = std::move(styles);
    out->cells.reserve(static_cast<std::size_t>(out->columns) * static_cast<std::size_t>(out->rows));
    const double step = grid.cell_m / finer;
    for (int r = 0; r < out->rows; ++r)
        for (int c = 0; c < out->columns; ++c)
            out->cells.push_back(styleAt({grid.origin.x + (c + 0.5) * step, grid.origin.y + (r + 0.5) * step}));
    return out;
}

std::string_view limitAt(const LevelFieldInfo& info, double value)
{
    for (const LevelLimit& limit : info.limits)
        if (limit.value == value)
            return limit.label;
    return {};
}

void addNotes(Overlay& overlay, const LevelMap& map)
{
    const bool alone = map.field == LevelField::NoiseLday || map.field == LevelField::NoiseLevening;
    const bool noise = alone || map.field == LevelField::NoiseLden || map.field == LevelField::NoiseLnight;
    if (!noise && !map.hours.annual()) {
        overlay.legend.hours = airHoursParts(map.hours);
        overlay.legend.note =
            ISO_TR("legend", "Mean of these hours alone: limit values are for annual means and do not apply. The background is "
                             "that of the year.");
        return;
    }
    overlay.legend.note = alone ? ISO_TR("legend", "Without the penalties of Lden. Buildings: the level of the map around them.")
                          : noise
                              ? ISO_TR("legend", "Buildings: the loudest façade, from receptors where people live, elsewhere from the map "
                                                 "around them. Ground under houses: the mean around them.")
                              : ISO_TR("legend", "Buildings: the highest value, from receptors where people live, elsewhere from the map "
                                                 "around them.");
}

Overlay levelPicture(const LevelMap& map, const LevelSide& side)
{
    Overlay overlay;
    const LevelFieldInfo& info = levelFieldInfo(map.field);
    const std::vector<double> limits = levelClassLimits(map);
    const std::vector<Colour> colours = burdenPalette(limits.size() + 1);
    std::vector<AreaStyle> styles;
    for (std::size_t i = 0; i < colours.size(); ++i) {
        styles.push_back({colours[i], Pattern::None});
        const double from = i == 0 ? -kInfinite : limits[i - 1];
        overlay.legend.classes.push_back({.colour = colours[i],
                                          .from = from,
                                          .to = i < limits.size() ? limits[i] : kInfinite,
                                          .mark = std::string(i == 0 || !map.hours.annual() ? std::string_view() : limitAt(info, from))});
    }
    if (limits.empty())
        overlay.legend.classes.front().label = ISO_TR("legend", "About the same everywhere");
    overlay.legend.decimals = limits.empty() ? 0 : decimalsOf(limits);
    const Raster grid = closed(side.raster);
    overlay.raster = paint(grid, std::move(styles), [&](Point2 p) {
        const double v = smooth(grid, p);
        return static_cast<std::uint8_t>(std::isfinite(v) ? classAbove(limits, v) + 1 : 0);
    });
    overlay.buildings.resize(side.buildings.size(), Colour{0, 0, 0, 0});
    for (const BuildingId id : idsOf(side.buildings))
        if (std::isfinite(side.buildings[id]))
            overlay.buildings[id] = colours[classAbove(limits, side.buildings[id])];
    return overlay;
}

Overlay changePicture(const LevelMap& map)
{
    Overlay overlay;
    overlay.legend.change = true;
    const Raster before = closed(map.before.raster), after = closed(map.after.raster);
    std::vector<double> sizes;
    for (std::size_t i = 0; i < std::min(before.values.size(), after.values.size()); ++i)
        if (const double change = std::abs(static_cast<double>(after.values[i]) - before.values[i]); change >= map.threshold && change > 0)
            sizes.push_back(change);
    const ChangeClasses classes = changeClasses(std::move(sizes), map.threshold, Direction::LessIsBetter);
    overlay.legend.classes = classes.legend;
    overlay.legend.decimals = classes.decimals;
    std::vector<AreaStyle> styles;
    for (const LegendClass& c : classes.legend)
        styles.push_back({c.colour, c.pattern});
    overlay.raster = paint(before, styles, [&](Point2 p) {
        const double change = smooth(after, p) - smooth(before, p);
        return static_cast<std::uint8_t>(std::isfinite(change) ? classes.classOf(change) + 1 : 0);
    });
    const std::size_t n = std::min(map.before.buildings.size(), map.after.buildings.size());
    overlay.buildings.resize(n, Colour{0, 0, 0, 0});
    for (const BuildingId id : idsOf(overlay.buildings))
        if (const double change = map.after.buildings[id] - map.before.buildings[id]; std::isfinite(change))
            overlay.buildings[id] = styles[classes.classOf(change)].colour;
    return overlay;
}

/// The building that a receptor stands in or before.
BuildingId buildingAt(const City& city, const SpatialGrid& grid, const IdVector<BuildingId, Box>& boxes, Point2 at, double reach_m)
{
    BuildingId best;
    double nearest = reach_m;
    for (const std::uint32_t i : grid.query(at, reach_m)) {
        const BuildingId id(i);
        if (!boxes[id].grown(reach_m).contains(at))
            continue;
        for (const Polygon& polygon : city.buildings()[id].footprint) {
            if (contains(polygon, at))
                return id;
            Polyline ring = polygon.outer;
            if (ring.empty())
                continue;
            ring.push_back(ring.front());
            if (const double away = distance(nearestOnLine(ring, at).at, at); away <= nearest) {
                nearest = away;
                best = id;
            }
        }
    }
    return best;
}

/// The highest value of the grid on the rim of a footprint.
double highestAround(const Raster& grid, const MultiPolygon& footprint)
{
    double highest = kNoLevel;
    for (const Polygon& polygon : footprint) {
        const Point2 middle = centroid(polygon);
        for (std::size_t i = 0; i < polygon.outer.size(); ++i) {
            const Point2 a = polygon.outer[i], b = polygon.outer[(i + 1) % polygon.outer.size()];
            const int steps = std::clamp(static_cast<int>(distance(a, b) / kRingStep_m), 1, 64);
            for (int s = 0; s < steps; ++s) {
                const Point2 on = a + (b - a) * (static_cast<double>(s) / steps), out = on - middle;
                const double size = std::hypot(out.x, out.y);
                const double v = smooth(grid, size > 0 ? on + out * (kOutside_m / size) : on);
                if (std::isfinite(v) && !(v <= highest))
                    highest = v;
            }
        }
    }
    return highest;
}

}  // namespace

std::span<const LevelFieldInfo> allLevelFields() { return kFields; }

const LevelFieldInfo& levelFieldInfo(LevelField field)
{
    for (const LevelFieldInfo& info : kFields)
        if (info.field == field)
            return info;
    return kFields[0];
}

std::vector<double> levelClassLimits(const LevelMap& map)
{
    if (map.field == LevelField::NoiseLden || map.field == LevelField::NoiseLday || map.field == LevelField::NoiseLevening)
        return {std::begin(kDenClasses), std::end(kDenClasses)};
    if (map.field == LevelField::NoiseLnight)
        return {std::begin(kNightClasses), std::end(kNightClasses)};
    constexpr std::size_t kAirClasses = 7;
    const std::vector<double> values = finite(map.before, map.after);
    std::vector<double> limits = classLimits(values, kAirClasses);
    if (limits.size() < 2)
        return {};
    const double low = limits.front(), high = limits.back();
    // The ends of the first and the last class are open.
    limits = {limits.begin() + 1, limits.end() - 1};
    if (!map.hours.annual())
        return limits;
    for (const LevelLimit& limit : levelFieldInfo(map.field).limits) {
        if (!(limit.value > low && limit.value < high))
            continue;
        // A limit value takes the place of the class limit next to it, so that there are not too many classes.
        auto nearest = limits.end();
        for (auto it = limits.begin(); it != limits.end(); ++it)
            if (limitAt(levelFieldInfo(map.field), *it).empty() &&
                (nearest == limits.end() || std::abs(*it - limit.value) < std::abs(*nearest - limit.value)))
                nearest = it;
        if (nearest != limits.end() && limits.size() + 1 >= kAirClasses)
            *nearest = limit.value;
        else
            limits.push_back(limit.value);
        std::sort(limits.begin(), limits.end());
        limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
    }
    return limits;
}

LevelSide levelSide(const City& city, Raster raster, std::span<const LevelPlace> receptors, double reach_m)
{
    LevelSide side;
    side.raster = std::move(raster);
    const auto& all = city.buildings();
    side.buildings.resize(all.size(), kNoLevel);
    IdVector<BuildingId, Box> boxes;
    Box extent;
    for (const Building& building : all) {
        boxes.push(bounds(building.footprint));
        extent.add(boxes.raw().back());
    }
    if (extent.empty())
        return side;
    constexpr double kGrid_m = 100;
    SpatialGrid grid(extent, kGrid_m);
    for (const BuildingId id : idsOf(boxes))
        if (!boxes[id].empty())
            grid.insert(boxes[id], static_cast<std::uint32_t>(id.index()));
    for (const LevelPlace& place : receptors) {
        const BuildingId id = std::isfinite(place.value) ? buildingAt(city, grid, boxes, place.at, reach_m) : BuildingId();
        if (!id.valid())
            continue;
        double& level = side.buildings[id];
        side.fromReceptors += std::isfinite(level) ? 0 : 1;
        level = std::isfinite(level) ? std::max(level, place.value) : place.value;
    }
    if (side.raster.empty())
        return side;
    const Raster closedGrid = closed(side.raster);
    for (const BuildingId id : idsOf(all))
        if (!std::isfinite(side.buildings[id]))
            side.buildings[id] = highestAround(closedGrid, all[id].footprint);
    return side;
}

Overlay makeLevelOverlay(const LevelMap& map, Moment moment)
{
    const LevelFieldInfo& info = levelFieldInfo(map.field);
    Overlay overlay = moment == Moment::Change   ? changePicture(map)
                      : moment == Moment::Before ? levelPicture(map, map.before)
                                                 : levelPicture(map, map.after);
    overlay.key = std::string(info.key) + (moment == Moment::Change ? "/change" : moment == Moment::Before ? "/before" : "/after");
    overlay.legend.title = info.title;
    overlay.legend.unit = info.unit;
    addNotes(overlay, map);
    return overlay;
}

}  // namespace isopolis
