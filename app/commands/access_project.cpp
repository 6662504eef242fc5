#include "app/commands/access_options.h"
#include "app/commands/files.h"
#include "app/project_session.h"
#include "gis/io/crs.h"
#include "simulation/access/access_matrix.h"
#include "simulation/access/isochrone.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

Error wrong(std::string what, std::string option, std::string cure)
{
    return Error{ErrorCode::BadValue, std::move(what)}.about(std::move(option)).cure(std::move(cure));
}

/// A project with a scenario applied, and the traffic by car.
struct Ready {
    OpenProject project;
    AppliedScenario applied;
    RunPtr run;  ///< by car only
    TravelMode mode = TravelMode::Walk;
};

Expected<Ready> prepare(const AccessOptions& o, RunControl& control)
{
    Ready ready;
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    ready.project = std::move(*project);
    auto scenario = findScenario(ready.project, o.scenario);
    if (!scenario)
        return unexpected(scenario.error());
    ready.mode = o.mode == "car" ? TravelMode::Car : o.mode == "cycle" ? TravelMode::Cycle : TravelMode::Walk;
    if (ready.mode == TravelMode::Car) {
        auto run = runScenario(ready.project, *scenario, control);
        if (!run)
            return unexpected(run.error());
        ready.run = run->run;
        ready.applied = ready.run->applied;
        return ready;
    }
    auto applied = applyScenario(ready.project.city, *scenario);
    if (!applied)
        return unexpected(applied.error());
    ready.applied = std::move(*applied);
    return ready;
}

/// "6.14,46.2" as a point of the city; nothing if it is no pair of numbers.
std::optional<Expected<Point2>> pointOf(const std::string& text, const City& city)
{
    double lon = 0, lat = 0;
    const char *begin = text.data(), *end = begin + text.size();
    const auto first = std::from_chars(begin, end, lon);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',')
        return {};
    const auto second = std::from_chars(first.ptr + 1, end, lat);
    if (second.ec != std::errc() || second.ptr != end)
        return {};
    return toCityOf(city)(lon, lat);
}

json ringJson(const Ring& ring, const Projector& projector)
{
    json points = json::array();
    for (std::size_t i = 0; i <= ring.size() && !ring.empty(); ++i) {
        const Point2 at = projector.inverse(ring[i % ring.size()].x, ring[i % ring.size()].y);
        constexpr double kDigits = 1e7;  // a centimetre
        points.push_back({std::round(at.x * kDigits) / kDigits, std::round(at.y * kDigits) / kDigits});
    }
    return points;
}

Opportunity opportunityOf(const std::string& key)
{
    for (const Opportunity what : {Opportunity::Schools, Opportunity::Health, Opportunity::Shops, Opportunity::Parks})
        if (key == opportunityKey(what))
            return what;
    return Opportunity::Jobs;
}

}  // namespace

Expected<void> isochroneOfProject(const AccessOptions& o, Console& console)
{
    if (!o.output.empty())
        if (auto writable = canWriteTo(o.output); !writable)
            return writable;
    ConsoleControl control(console);
    const auto ready = prepare(o, control);
    if (!ready)
        return unexpected(ready.error());
    const City& city = *ready->project.city;
    const auto from = pointOf(o.from, city);
    Expected<Point2> at = Point2{};
    if (from)
        at = *from;
    else if (const NeighbourhoodId where = city.findNeighbourhood(o.from); where.valid())
        at = interiorPoint(city.neighbourhoods()[where].outline);
    else
        return unexpected(
            wrong("'" + o.from + "' is neither LON,LAT nor a neighbourhood", "--from", "Write for example --from 6.1432,46.2044."));
    if (!at)
        return unexpected(at.error());
    const auto reach = isochrone(ready->applied, ready->mode, *at, o.minutes, ready->run ? &ready->run->traffic : nullptr);
    if (!reach)
        return unexpected(reach.error());
    const auto projector = Projector::forFrame(city.frame());
    if (!projector)
        return unexpected(projector.error());
    json features = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Isochrone::Area& reached : reach->areas) {
        json polygons = json::array();
        for (const Polygon& polygon : reached.outline) {
            json rings = json::array({ringJson(polygon.outer, *projector)});
            for (const Ring& hole : polygon.holes)
                rings.push_back(ringJson(hole, *projector));
            polygons.push_back(std::move(rings));
        }
        const double km2 = area(reached.outline) / 1e6;
        features.push_back({{"type", "Feature"},
                            {"properties", {{"mode", o.mode}, {"minutes", reached.minutes}, {"area_km2", km2}}},
                            {"geometry", {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}}}});
        rows.push_back({fixed(reached.minutes, 1), fixed(km2, 3)});
    }
    const json collection = {{"type", "FeatureCollection"}, {"features", std::move(features)}};
    if (!o.output.empty())
        if (auto written = writeTextFile(o.output, collection.dump() + "\n"); !written)
            return written;
    console.table({"minutes", "km²"}, rows);
    console.answer(collection);
    return {};
}

Expected<void> accessOfProject(const AccessOptions& o, Console& console)
{
    ConsoleControl control(console);
    const auto ready = prepare(o, control);
    if (!ready)
        return unexpected(ready.error());
    const City& city = *ready->project.city;
    CityAccessRequest request{.what = opportunityOf(o.opportunity), .limit_min = o.limit, .extra = {}};
    NeighbourhoodId only;
    const auto point = o.from.empty() ? std::nullopt : pointOf(o.from, city);
    if (point && !*point)
        return unexpected(point->error());
    if (point)
        request.extra.push_back(**point);
    else if (!o.from.empty() && !(only = city.findNeighbourhood(o.from)).valid())
        return unexpected(
            wrong("'" + o.from + "' is neither LON,LAT nor a neighbourhood", "--from", "Write for example --from 6.1432,46.2044."));
    // What lies beyond the cut-off need not be looked for.
    if (o.measure == "cumulative")
        request.limit_min = o.cutoff;
    const ModeNetwork net = ready->mode == TravelMode::Car     ? carNetwork(ready->applied, ready->run->traffic)
                            : ready->mode == TravelMode::Cycle ? cycleNetwork(ready->applied)
                                                               : walkNetwork(ready->applied);
    const auto access = cityAccess(ready->applied, net, request, control);
    if (!access)
        return unexpected(access.error());
    const auto values = measured(o, access->minutes, access->supply, access->demand);
    if (!values)
        return unexpected(values.error());
    json answer = measureJson(o);
    answer["mode"] = o.mode;
    answer["opportunity"] = o.opportunity;
    answer["limit_min"] = request.limit_min;
    answer["pairs"] = access->minutes.pairs();
    if (point) {
        const double value = (*values)[AccessPlaceId::fromIndex(access->firstExtra)];
        answer["value"] = number(value);
        console.line(o.opportunity + ": " + fixed(value, 2));
        console.answer(answer);
        return {};
    }
    json places = json::array();
    std::vector<std::vector<std::string>> rows;
    const auto means = meanOf(*access, city.neighbourhoods().size(), *values);
    for (const NeighbourhoodId id : idsOf(means)) {
        if (only.valid() && id != only)
            continue;
        const Neighbourhood& n = city.neighbourhoods()[id];
        const PeopleMean& m = means[id];
        places.push_back({{"id", n.externalId},
                          {"name", n.name},
                          {"people", m.people + m.without},
                          {"people_without", m.without},
                          {"mean", number(m.mean)},
                          {"standard_deviation", number(m.deviation)},
                          {"lowest", number(m.lowest)},
                          {"highest", number(m.highest)}});
        rows.push_back({n.name, fixed(m.people + m.without, 0), fixed(m.mean, 2), fixed(m.deviation, 2), fixed(m.lowest, 2),
                        fixed(m.highest, 2), fixed(m.without, 0)});
    }
    console.table({"neighbourhood", "people", "mean", "deviation", "lowest", "highest", "without"}, rows);
    answer["neighbourhoods"] = std::move(places);
    console.answer(answer);
    return {};
}

}  // namespace isopolis
