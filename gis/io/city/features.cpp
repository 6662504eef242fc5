#include "gis/io/city/features.h"

#include "gis/core/geometry/spatial_grid.h"
#include "gis/io/polygon_ops.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace isopolis {

namespace {

constexpr double kGridCell_m = 100;

/// Calls `each(table, feature, at)` for the features whose place lies in the window; returns true to count it as kept.
template <class Each>
Expected<ImportCount> importPoints(const FeatureImport& input, const char* kind, const Each& each)
{
    const auto table = SourceTable::read(input.source, input.frame, input.log);
    if (!table)
        return unexpected(table.error());
    ImportCount count{kind};
    for (const Feature& feature : table->features()) {
        ++count.considered;
        const auto at = feature.anchor();
        if (at && input.window.contains(*at) && each(*table, feature, *at))
            ++count.kept;
    }
    return count;
}

double positive(std::optional<double> value) { return value && *value > 0 ? *value : kUnknown; }

SensorKind sensorKind(const std::string& word)
{
    return word == "air"       ? SensorKind::Air
           : word == "noise"   ? SensorKind::Noise
           : word == "weather" ? SensorKind::Weather
                               : SensorKind::Traffic;
}

bool coversAll(const Box& outer, const Box& inner)
{
    return inner.minX >= outer.minX && inner.maxX <= outer.maxX && inner.minY >= outer.minY && inner.maxY <= outer.maxY;
}

}  // namespace

Expected<ImportCount> importCounts(const FeatureImport& input, CityData& city, std::vector<double>& bearings_deg)
{
    return importPoints(input, "traffic counts", [&](const SourceTable& table, const Feature& feature, Point2 at) {
        TrafficCount count;
        count.externalId = table.externalId(feature);
        count.at = at;
        count.veh_day = positive(table.number(feature, "veh_day"));
        count.workday_veh_day = positive(table.number(feature, "workday_veh_day"));
        count.am_peak_veh_h = positive(table.number(feature, "am_peak_veh_h"));
        count.pm_peak_veh_h = positive(table.number(feature, "pm_peak_veh_h"));
        count.direction = table.text(feature, "direction");
        const double year = table.number(feature, "year").value_or(0);
        count.year = year >= 1900 && year <= 2200 ? static_cast<int>(year) : 0;
        const bool any = std::isfinite(count.veh_day) || std::isfinite(count.workday_veh_day) || std::isfinite(count.am_peak_veh_h) ||
                         std::isfinite(count.pm_peak_veh_h);
        if (!any) {
            input.log.note("no_volume", "the counting point has no volume and is left out", feature.id);
            return false;
        }
        const auto bearing = table.number(feature, "bearing_deg");
        const bool known = bearing && *bearing >= 0 && *bearing <= 360;
        if (bearing && !known)
            input.log.warn("bad_bearing", "the bearing does not lie between 0 and 360 degrees and is not used", feature.id, "bearing_deg");
        bearings_deg.push_back(known ? *bearing : kUnknown);
        city.counts.push_back(std::move(count));
        return true;
    });
}

Expected<ImportCount> importSensors(const FeatureImport& input, CityData& city)
{
    return importPoints(input, "sensors", [&](const SourceTable& table, const Feature& feature, Point2 at) {
        Sensor sensor;
        sensor.externalId = table.externalId(feature);
        sensor.name = table.text(feature, "name");
        sensor.kind = sensorKind(input.source.what);
        sensor.at = at;
        sensor.height_m = table.number(feature, "height_m").value_or(kUnknown);
        sensor.quantities = input.source.quantities;
        city.sensors.push(std::move(sensor));
        return true;
    });
}

Expected<ImportCount> importPlaces(const FeatureImport& input, CityData& city)
{
    const PlaceKind kind = placeKindFromKey(input.source.what);
    return importPoints(input, "places", [&](const SourceTable& table, const Feature& feature, Point2 at) {
        city.places.push_back(
            {table.externalId(feature), table.text(feature, "name"), kind, at, positive(table.number(feature, "capacity"))});
        return true;
    });
}

Expected<ImportCount> importStops(const FeatureImport& input, CityData& city)
{
    std::set<std::string> seen;
    return importPoints(input, "stops", [&](const SourceTable& table, const Feature& feature, Point2 at) {
        const std::string id = table.externalId(feature);
        // Some operators list a stop once per line: the first record stands for it.
        if (!seen.insert(id).second)
            return false;
        city.transit.stops.push({id, table.text(feature, "name"), at});
        return true;
    });
}

Expected<ImportCount> importAreas(const FeatureImport& input, CityData& city)
{
    const auto table = SourceTable::read(input.source, input.frame, input.log);
    if (!table)
        return unexpected(table.error());
    ImportCount count{"areas"};
    for (const Feature& feature : table->features()) {
        ++count.considered;
        if (feature.polygons.empty() || !input.window.box().intersects(bounds(feature.polygons)))
            continue;
        ++count.kept;
        city.areas.push_back(
            {table->externalId(feature), areaKindFromKey(input.source.what), feature.polygons, table->text(feature, "name")});
    }
    return count;
}

namespace {

/// Cosine of the largest turn at which a street still runs the way of a count.
constexpr double kSameWay = 0.5;
constexpr double kDegree = std::numbers::pi / 180;

/// True if the stretch of the line nearest to a count runs its way, or the count tells none.
bool runsAlong(const Polyline& line, const PointOnLine& nearest, double bearing_deg)
{
    if (!std::isfinite(bearing_deg) || line.size() < 2)
        return true;
    const std::size_t at = std::min(nearest.segment, line.size() - 2);
    const Point2 d = line[at + 1] - line[at];
    return d.x * std::sin(bearing_deg * kDegree) + d.y * std::cos(bearing_deg * kDegree) >= kSameWay * std::hypot(d.x, d.y);
}

constexpr std::size_t kBuildingsInWater = 20;  // house boats and boathouses are fewer
constexpr double kDensityInWater = 0.1;        // of the buildings per area in the whole window

}  // namespace

void matchCounts(CityData& city, const std::vector<double>& bearings_deg, AssumptionSet& assumptions, IssueLog& log)
{
    if (city.counts.empty())
        return;
    const double reach_m = assumptions.use(kMatchDistance);
    SpatialGrid grid(city.extent, kGridCell_m);
    for (const LinkId id : idsOf(city.links))
        if (city.links[id].modes.has(Mode::Car))
            grid.insert(bounds(city.links[id].geometry), id.value());
    std::set<LinkId> taken;
    for (std::size_t c = 0; c < city.counts.size(); ++c) {
        TrafficCount& count = city.counts[c];
        const double bearing_deg = c < bearings_deg.size() ? bearings_deg[c] : kUnknown;
        double nearest_m = reach_m;
        for (const std::uint32_t candidate : grid.query(count.at, reach_m)) {
            const LinkId id(candidate);
            const PointOnLine nearest = nearestOnLine(city.links[id].geometry, count.at);
            if (nearest.distance_m < nearest_m && runsAlong(city.links[id].geometry, nearest, bearing_deg)) {
                nearest_m = nearest.distance_m;
                count.link = id;
            }
        }
        if (!count.link.valid()) {
            log.note("no_road_near",
                     "no road for cars lies within " + std::to_string(std::lround(reach_m)) + " m of the counting point" +
                         (std::isfinite(bearing_deg) ? " and runs the way of its traffic" : ""),
                     count.externalId);
            continue;
        }
        const LinkId opposite = city.links[count.link].reverse;
        if (!std::isfinite(bearing_deg) && taken.contains(count.link) && opposite.valid() && city.links[opposite].modes.has(Mode::Car) &&
            !taken.contains(opposite))
            count.link = opposite;
        taken.insert(count.link);
    }
}

void clipAreas(std::vector<LandArea>& areas, const CityWindow& window, IssueLog& log)
{
    std::erase_if(areas, [&](LandArea& land) {
        if (coversAll(window.box().grown(-0.02 * window.box().width()), bounds(land.outline)))
            return false;
        auto inside = intersection(land.outline, window.outline());
        if (!inside) {
            log.warn("broken_outline", "the area cannot be cut at the window and is left out", land.externalId);
            return true;
        }
        land.outline = std::move(*inside);
        return land.outline.empty();
    });
}

void checkWaters(const CityData& city, IssueLog& log)
{
    SpatialGrid grid(city.extent, kGridCell_m);
    std::vector<Point2> at;
    for (const Building& building : city.buildings) {
        at.push_back(interiorPoint(building.footprint));
        grid.insert(Box{at.back().x, at.back().y, at.back().x, at.back().y}, static_cast<std::uint32_t>(at.size() - 1));
    }
    const double usual = static_cast<double>(at.size()) / (city.extent.width() * city.extent.height());
    for (const LandArea& land : city.areas) {
        if (land.kind != AreaKind::Water)
            continue;
        std::size_t standing = 0;
        for (const std::uint32_t b : grid.query(bounds(land.outline)))
            standing += contains(land.outline, at[b]) ? 1 : 0;
        if (standing >= kBuildingsInWater && static_cast<double>(standing) > kDensityInWater * usual * area(land.outline))
            log.warn("buildings_in_water",
                     std::to_string(standing) + " buildings stand in this water: it may be displaced. Check its source's coordinate system",
                     land.externalId);
    }
}

}  // namespace isopolis
