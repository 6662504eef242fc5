#include "simulation/scenario/bus_lanes.h"

#include "simulation/scenario/bus_ways.h"
#include "simulation/scenario/operation_applier.h"
#include "simulation/transit/transit_parameters.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

/// How far a way may bulge beyond the straight line between two stops and still be looked at: as for line_conflicts.
constexpr double kBulge_m = 1000;
/// A direction of fewer lanes has none to give.
constexpr double kFewestLanes = 2;

int whole(double seconds) { return static_cast<int>(std::lround(seconds)); }

std::string streetOf(const AppliedScenario& applied, LinkId link)
{
    const std::string& name = applied.name(link);
    return name.empty() ? applied.externalId(link) : name;
}

/// Shares of the ways from stop to stop that lie on links with a bus lane.
class LaneShares {
public:
    explicit LaneShares(const AppliedScenario& applied) : m_applied(applied), m_ways(applied, BusWays::Streets::AsMapped)
    {
        for (const LinkId id : applied.busLanes)
            if (applied.links[id].modes.has(Mode::Bus))
                m_box.add(bounds(applied.geometry(id)));
        if (!m_box.empty())
            m_box = m_box.grown(kBulge_m);
    }
    bool any() const { return !m_box.empty(); }
    void follow(const Polyline& line)
    {
        m_line = &line;
        m_known.clear();
    }
    double between(StopId from, StopId to)
    {
        const Point2 a = m_applied.transit().stops[from].at, b = m_applied.transit().stops[to].at;
        Box box;
        box.add(a);
        box.add(b);
        if (!box.intersects(m_box))
            return 0;
        if (m_line) {
            m_ways.prefer(*m_line);
            m_line = nullptr;
        }
        const auto [known, fresh] = m_known.try_emplace({from, to}, 0.0);
        if (!fresh)
            return known->second;
        const NodeId start = m_ways.join(a), end = m_ways.join(b);
        const auto way = start.valid() && end.valid() ? m_ways.find(start, end) : std::nullopt;
        double reserved_m = 0;
        if (way && way->length_m > 0)
            for (const LinkId link : way->links)
                if (m_applied.busLanes.contains(link) && m_applied.links[link].modes.has(Mode::Bus))
                    reserved_m += m_applied.length_m(link);
        known->second = reserved_m > 0 ? std::min(1.0, reserved_m / way->length_m) : 0;
        return known->second;
    }

private:
    const AppliedScenario& m_applied;
    BusWays m_ways;
    Box m_box;
    const Polyline* m_line = nullptr;  ///< to be preferred from the next search on
    std::map<std::pair<StopId, StopId>, double> m_known;
};

/// The pattern with each ride shorter by gain × share; the seconds that a whole trip saves.
double quicken(TransitPattern& pattern, double gain, LaneShares& shares)
{
    const TransitPattern before = pattern;
    double time = before.stops.empty() ? 0 : before.arrival_s.front();
    double saved = 0;
    for (std::size_t i = 0; i < before.stops.size(); ++i) {
        if (i > 0) {
            const double ride = before.arrival_s[i] - before.departure_s[i - 1];
            const double part = gain * ride * shares.between(before.stops[i - 1], before.stops[i]);
            time += ride - part;
            saved += part;
        }
        pattern.arrival_s[i] = whole(time);
        time += before.departure_s[i] - before.arrival_s[i];
        pattern.departure_s[i] = whole(time);
    }
    if (!(saved > 0))
        pattern = before;
    return saved;
}

}  // namespace

Expected<void> OperationApplier::operator()(const BusLane& operation)
{
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    std::vector<LinkId> wide, narrow;
    bool possible = m_widenedElsewhere;
    for (const LinkId id : *links) {
        const LinkState& state = m_applied.links[id];
        if (!state.modes.has(Mode::Bus))
            continue;  // footpaths, and directions that are closed to all traffic
        if (m_applied.busLanes.contains(id)) {
            possible = true;
            continue;
        }
        (state.lanes >= kFewestLanes ? wide : narrow).push_back(id);
        // Another operation took the second lane: that is told below, and is no mistake of this one.
        possible = possible || (!m_applied.isAdded(id) && m_applied.city->roads().links()[id].lanes >= kFewestLanes);
    }
    if (wide.empty() && !narrow.empty() && !possible)
        return unexpected(Error{ErrorCode::Conflict,
                                "“" + streetOf(m_applied, narrow.front()) + "” has one lane in each direction and none to give to buses"}
                              .about(operation.where.target.empty() ? "geometry" : operation.where.target)
                              .cure("Widen it first, or take a traffic filter: it lets buses pass and keeps cars out."));
    for (const LinkId id : wide) {
        m_applied.links[id].lanes -= 1;
        m_applied.busLanes.insert(id);
        m_changed = true;
    }
    if (!narrow.empty()) {
        double metres = 0;
        for (const LinkId id : narrow)
            metres += m_applied.length_m(id);
        note(Severity::Warning, "no_lane_to_give",
             std::to_string(narrow.size()) + " links (" + std::to_string(std::lround(metres)) + " m, the first is “" +
                 streetOf(m_applied, narrow.front()) +
                 "”) have one lane in their direction and keep it for all traffic: there the bus lane has a gap");
    }
    return {};
}

void giveBusLaneTimes(AppliedScenario& applied)
{
    if (applied.busLanes.empty() || applied.transit().lines.empty())
        return;
    const double gain = applied.parameters.value(kBusLaneGain);
    LaneShares shares(applied);
    std::shared_ptr<TransitNetwork> changed;
    bool used = false;
    const std::size_t ofCity = applied.city->transit().lines.size();
    for (std::size_t i = 0; shares.any() && i < ofCity; ++i) {
        const TransitLineId id = TransitLineId::fromIndex(i);
        const TransitLine& line = applied.transit().lines[id];
        if (line.mode != "bus")
            continue;
        shares.follow(line.geometry);
        double most = 0;
        for (std::size_t p = 0; p < line.patterns.size(); ++p) {
            TransitPattern pattern = line.patterns[p];
            const double saved = quicken(pattern, gain, shares);
            most = std::max(most, saved);
            if (!(saved > 0) || pattern == line.patterns[p])
                continue;
            if (!changed)
                changed = std::make_shared<TransitNetwork>(applied.transit());
            changed->lines[id].patterns[p] = std::move(pattern);
        }
        if (!(most > 0))
            continue;
        used = true;
        applied.issues.push_back({Severity::Note,
                                  "bus_lane_time",
                                  "the line “" + line.name + "” saves up to " + std::to_string(std::lround(most)) +
                                      " s a trip by its lane of its own (" + std::string(kBusLaneGain.id) + ")",
                                  {},
                                  line.externalId,
                                  {}});
    }
    if (changed)
        applied.changedTransit = std::move(changed);
    if (!used && gain > 0)
        applied.issues.push_back({Severity::Warning, "bus_lane_unused",
                                  "no bus of the timetable runs along the bus lane: cars lose a lane and nobody gains time"});
}

}  // namespace isopolis
