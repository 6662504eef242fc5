#include "simulation/access/access_model.h"

#include "simulation/access/access_memory.h"
#include "simulation/access/access_parameters.h"
#include "simulation/access/mode_network.h"
#include "simulation/access/nearest_places.h"
#include "simulation/access/reach_sweep.h"
#include "simulation/access/walk_cycle_parameters.h"
#include "simulation/scenario/number_text.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// Someone who starts: where, standing for how many people.
struct Starter {
    Point2 at;
    NeighbourhoodId neighbourhood;
    double people = 0;
};

/// Interleaves the bits of two 16-bit coordinates: neighbours on this curve are neighbours in the plane.
std::uint64_t mortonCode(Point2 p, const Box& box)
{
    constexpr double kCells = 65535;
    const auto cell = [](double value, double low, double width) {
        return width > 0 ? static_cast<std::uint64_t>(std::clamp((value - low) / width, 0.0, 1.0) * kCells) : 0U;
    };
    const std::uint64_t x = cell(p.x, box.minX, box.width()), y = cell(p.y, box.minY, box.height());
    std::uint64_t code = 0;
    for (unsigned bit = 0; bit < 16; ++bit)
        code |= ((x >> bit) & 1U) << (2 * bit) | ((y >> bit) & 1U) << (2 * bit + 1);
    return code;
}

/// At most `most` of the starters, each standing for an equal share of all people: the middle one of each stretch of the curve.
std::vector<Starter> representatives(std::vector<Starter> all, std::size_t most)
{
    if (all.size() <= most)
        return all;
    Box box;
    double people = 0;
    for (const Starter& s : all) {
        box.add(s.at);
        people += s.people;
    }
    std::stable_sort(all.begin(), all.end(),
                     [&](const Starter& a, const Starter& b) { return mortonCode(a.at, box) < mortonCode(b.at, box); });
    std::vector<Starter> chosen;
    const double share = people / static_cast<double>(most);
    double passed = 0;
    for (const Starter& s : all) {
        passed += s.people;
        while (chosen.size() < most && passed > (static_cast<double>(chosen.size()) + 0.5) * share)
            chosen.push_back({s.at, s.neighbourhood, share});
    }
    return chosen;
}

/// The city's people are represented by the same places in every scenario, fewer of them where a building goes; people of new buildings
/// come on top.
std::vector<Starter> representativeStarters(const AppliedScenario& applied, const std::vector<ActivityPoint>& activity,
                                            const ParameterSpec& number)
{
    const auto most = static_cast<std::size_t>(std::lround(applied.parameters.value(number)));
    const std::size_t ofCity = applied.city->activity().size();
    std::vector<std::vector<Starter>> byNeighbourhood(applied.city->neighbourhoods().size());
    for (const ActivityPoint& point : applied.city->activity())
        if (point.people > 0)
            byNeighbourhood[point.neighbourhood.index()].push_back({point.at, point.neighbourhood, point.people});
    const auto left = applied.shareLeft();
    std::vector<Starter> starters;
    for (auto& residents : byNeighbourhood)
        for (Starter chosen : representatives(std::move(residents), most)) {
            chosen.people *= left[chosen.neighbourhood];
            if (chosen.people > 0)
                starters.push_back(chosen);
        }
    for (std::size_t i = ofCity; i < activity.size(); ++i)
        if (activity[i].people > 0)
            starters.push_back({activity[i].at, activity[i].neighbourhood, activity[i].people});
    return starters;
}

std::vector<Starter> walkStarters(const std::vector<ActivityPoint>& activity)
{
    std::vector<Starter> starters;
    for (const ActivityPoint& point : activity)
        if (point.people > 0)
            starters.push_back({point.at, point.neighbourhood, point.people});
    return starters;
}

/// People and jobs that no junction serves, as one finding.
void noteUnjoined(double people, double jobs, double reach_m, const char* mode, std::vector<Issue>& issues)
{
    if (people <= 0 && jobs <= 0)
        return;
    issues.push_back({Severity::Warning, "no_junction",
                      "for " + std::to_string(std::lround(people)) + " people and " + std::to_string(std::lround(jobs)) +
                          " jobs no junction " + mode + " lies within " + numberText(reach_m) +
                          " m: they reach nothing and are not reached"});
}

/// People-weighted mean of the starters' figures per neighbourhood, NaN where nobody lives.
IdVector<NeighbourhoodId, double> meanOverPeople(const AppliedScenario& applied, const std::vector<Starter>& starters,
                                                 const std::vector<double>& values)
{
    IdVector<NeighbourhoodId, double> people(applied.city->neighbourhoods().size()), mean(people.size());
    for (std::size_t i = 0; i < starters.size(); ++i) {
        people[starters[i].neighbourhood] += starters[i].people;
        mean[starters[i].neighbourhood] += starters[i].people * values[i];
    }
    for (const NeighbourhoodId id : idsOf(mean))
        mean[id] = people[id] > 0 ? mean[id] / people[id] : kUnknown;
    return mean;
}

/// Part of the stage's progress.
struct Share {
    double from, to;
};

/// Mean number of jobs within the cut-off; empty if cancelled.
IdVector<NeighbourhoodId, double> meanJobs(const AppliedScenario& applied, const ModeNetwork& net, double cutoff_min,
                                           const std::vector<Starter>& starters, const std::vector<ActivityPoint>& activity,
                                           const char* mode, RunControl& control, Share progress, std::vector<Issue>& issues,
                                           AccessMemory& memory)
{
    const std::vector<Point2>& places = net.places;
    const NodeFinder starts(places, net.canStart, net.reach_m), ends(places, net.canEnd, net.reach_m);

    double lostPeople = 0, lostJobs = 0;
    std::vector<TravelEnd> origins, destinations;
    for (const Starter& s : starters) {
        const NodeFinder::Found found = starts.nearest(s.at);
        origins.push_back({found.node, found.distance_m * net.connectorPerMetre_min});
        lostPeople += found.node.valid() ? 0 : s.people;
    }
    for (const ActivityPoint& point : activity) {
        if (!(point.jobs > 0))
            continue;
        const NodeFinder::Found found = ends.nearest(point.at);
        destinations.push_back({found.node, found.distance_m * net.connectorPerMetre_min, point.jobs});
        lostJobs += found.node.valid() ? 0 : point.jobs;
    }
    noteUnjoined(lostPeople, lostJobs, net.reach_m, mode, issues);

    AccessQuestion question{AccessQuestion::Kind::Jobs, places.size(),           net.edges,
                            std::move(origins),         std::move(destinations), cutoff_min - net.terminal_min};
    const std::vector<double> jobs = memory.obtain(std::move(question), [&](const AccessQuestion& q) {
        return jobsWithin({places, q.edges}, q.origins, q.destinations, q.limit_min, control, progress.from, progress.to);
    });
    if (control.cancelled())
        return {};
    return meanOverPeople(applied, starters, jobs);
}

/// What the model calls one kind of place, and what it says where there is none.
struct NearestKind {
    PlaceKind kind;
    const char *code, *missing;
    IdVector<NeighbourhoodId, double> AccessResult::*result;
};
constexpr NearestKind kNearest[] = {
    {PlaceKind::School, "no_schools", "the city's data name no school: the walk to the nearest one is not known",
     &AccessResult::schoolOnFoot_min},
    {PlaceKind::Clinic, "no_clinics", "the city's data name no clinic: the walk to the nearest one is not known",
     &AccessResult::clinicOnFoot_min},
    {PlaceKind::Park, "no_parks", "the city's data name no park of the size asked for: the walk to the nearest one is not known",
     &AccessResult::parkOnFoot_min}};

/// Mean walk to the nearest place of each kind.
void walksToPlaces(const AppliedScenario& applied, const ModeNetwork& net, const std::vector<Starter>& starters, AccessMemory& memory,
                   AccessResult& result)
{
    const double longest = applied.parameters.value(kWalkLongest);
    const std::size_t nodes = net.places.size();
    const NodeFinder starts(net.places, net.canStart, net.reach_m);
    std::vector<NodeFinder::Found> joined;
    for (const Starter& s : starters)
        joined.push_back(starts.nearest(s.at));
    for (const NearestKind& kind : kNearest) {
        PlaceEnds places = placeEnds(applied, kind.kind, net);
        if (places.ends.empty()) {
            result.*kind.result = IdVector<NeighbourhoodId, double>(applied.city->neighbourhoods().size(), kUnknown);
            result.issues.push_back({Severity::Note, kind.code, kind.missing});
            continue;
        }
        const std::vector<double> nearest =
            memory.obtain({AccessQuestion::Kind::Nearest, nodes, net.edges, {}, std::move(places.ends), longest},
                          [](const AccessQuestion& q) { return timeToNearest(q.nodes, q.edges, q.destinations, q.limit_min); });
        std::vector<double> walk_min;
        for (const NodeFinder::Found& found : joined)
            walk_min.push_back(found.node.valid()
                                   ? std::min(longest, nearest[found.node.index()] + found.distance_m * net.connectorPerMetre_min)
                                   : longest);
        result.*kind.result = meanOverPeople(applied, starters, walk_min);
    }
}

IdVector<NeighbourhoodId, double> meanCarTimes(const AppliedScenario& applied, const TrafficResult& traffic)
{
    IdVector<NeighbourhoodId, double> mean(applied.city->neighbourhoods().size(), kUnknown);
    for (const NeighbourhoodId id : idsOf(mean)) {
        const ZoneId from = ZoneId::fromIndex(id.index());
        double trips = 0, minutes = 0;
        for (std::size_t j = 0; j < traffic.zones.count(); ++j) {
            const ZoneId to = ZoneId::fromIndex(j);
            if (to == from || !std::isfinite(traffic.time_min.at(from, to)))
                continue;
            trips += traffic.trips_veh_h.at(from, to);
            minutes += traffic.trips_veh_h.at(from, to) * traffic.time_min.at(from, to);
        }
        if (trips > 0)
            mean[id] = minutes / trips;
    }
    return mean;
}

bool fits(const AppliedScenario& applied, const TrafficResult& traffic)
{
    const std::size_t zones = traffic.zones.count();
    return traffic.time_s.size() == applied.linkCount() && traffic.speed_kmh.size() == applied.linkCount() &&
           traffic.zones.internal == applied.city->neighbourhoods().size() && traffic.trips_veh_h.values.size() == zones * zones &&
           traffic.time_min.values.size() == zones * zones && traffic.trips_veh_h.zones == zones && traffic.time_min.zones == zones;
}

}  // namespace

Expected<AccessResult> computeAccess(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control,
                                     AccessMemory* shared)
{
    AccessMemory own;
    AccessMemory& memory = shared != nullptr ? *shared : own;
    if (!fits(applied, traffic))
        return unexpected(Error{ErrorCode::Conflict, "the traffic result belongs to another network"}.cure("Calculate the traffic again."));
    AccessResult result;
    result.carCutoff_min = applied.parameters.value(kCarCutoff);
    result.walkCutoff_min = applied.parameters.value(kWalkCutoff);
    const std::vector<ActivityPoint> activity = applied.activity();
    result.cycleCutoff_min = applied.parameters.value(kCycleCutoff);
    const ModeNetwork walk = walkNetwork(applied);
    const std::vector<Starter> everybody = walkStarters(activity);
    control.progress(Stage::Access, 0);
    result.jobsByCar =
        meanJobs(applied, carNetwork(applied, traffic), result.carCutoff_min, representativeStarters(applied, activity, kCarOrigins),
                 activity, "for cars", control, {0, 0.4}, result.issues, memory);
    if (control.cancelled())
        return cancelledError();
    result.jobsOnFoot =
        meanJobs(applied, walk, result.walkCutoff_min, everybody, activity, "for walking", control, {0.4, 0.6}, result.issues, memory);
    if (control.cancelled())
        return cancelledError();
    result.jobsByCycle =
        meanJobs(applied, cycleNetwork(applied), result.cycleCutoff_min, representativeStarters(applied, activity, kCycleOrigins), activity,
                 "for cycling", control, {0.6, 0.95}, result.issues, memory);
    if (control.cancelled())
        return cancelledError();
    walksToPlaces(applied, walk, everybody, memory, result);
    result.carTime_min = meanCarTimes(applied, traffic);
    control.progress(Stage::Access, 1);
    return result;
}

}  // namespace isopolis
