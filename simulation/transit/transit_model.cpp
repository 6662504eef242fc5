#include "simulation/transit/transit_model.h"

#include "simulation/run/parallel.h"
#include "simulation/transit/transit_parameters.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 64;
constexpr int kSecondsPerMinute = 60;
/// A walk of a whole number of seconds must not become one longer by the last bit of a sum.
constexpr double kHair_s = 1e-6;

}  // namespace

int TransitSettings::walk_s(double metres) const { return static_cast<int>(std::ceil(metres / walk_ms - kHair_s)); }

TransitSettings transitSettings(const ParameterSet& p)
{
    TransitSettings s;
    s.walk_ms = Speed::kmh(p.value(kTransitWalkSpeed)).ms();
    s.walkReach_m = p.value(kTransitWalkReach);
    s.directWalk_m = p.value(kTransitDirectWalk);
    s.connector_m = p.value(kTransitConnector);
    s.change_s = static_cast<int>(std::lround(p.value(kTransitChangeTime)));
    s.longest_s = static_cast<int>(std::lround(p.value(kTransitLongest) * kSecondsPerMinute));
    s.boardings = static_cast<int>(std::lround(p.value(kTransitBoardings)));
    return s;
}

bool hasTimetable(const TransitNetwork& network)
{
    for (const TransitLine& line : network.lines)
        for (const TransitPattern& pattern : line.patterns)
            if (pattern.stops.size() >= 2 && !pattern.starts_s.empty())
                return true;
    return false;
}

TransitModel::TransitModel(const AppliedScenario& applied, const TransitSettings& chosen)
    : settings(chosen), streets(applied, chosen.connector_m)
{
    const TransitNetwork& network = applied.transit();
    timetable = Timetable(network, issues);
    joinStops(network);
}

void TransitModel::joinStops(const TransitNetwork& network)
{
    stopJoints.resize(network.stops.size());
    m_stopsAtBegin.assign(streets.nodes() + 1, 0);
    std::size_t apart = 0;
    for (const StopId id : idsOf(network.stops)) {
        stopJoints[id] = streets.join(network.stops[id].at);
        if (stopJoints[id].joined())
            ++m_stopsAtBegin[stopJoints[id].node + 1];
        else
            apart += timetable.calls(id.index()).empty() ? 0 : 1;
    }
    std::partial_sum(m_stopsAtBegin.begin(), m_stopsAtBegin.end(), m_stopsAtBegin.begin());
    m_stopsAt.resize(m_stopsAtBegin.back());
    std::vector<std::size_t> next(m_stopsAtBegin.begin(), m_stopsAtBegin.end() - 1);
    for (const StopId id : idsOf(stopJoints))
        if (stopJoints[id].joined())
            m_stopsAt[next[stopJoints[id].node]++] = id.value();
    if (apart > 0)
        issues.push_back({Severity::Warning,
                          "stop_without_street",
                          std::to_string(apart) + " stops have no street for walking within " +
                              std::to_string(std::lround(settings.connector_m)) + " m: nobody boards or alights there",
                          {},
                          {},
                          {}});
}

void TransitModel::stopsNear(const WalkJoint& place, WalkSearch& search, std::vector<StopWalk>& out) const
{
    out.clear();
    search.run(place, settings.walkReach_m);
    for (const std::uint32_t node : search.reached())
        for (std::size_t i = m_stopsAtBegin[node]; i < m_stopsAtBegin[node + 1]; ++i) {
            const std::uint32_t stop = m_stopsAt[i];
            const double metres = search.distance_m(stopJoints[StopId(stop)]);
            if (metres <= settings.walkReach_m && !timetable.calls(stop).empty())
                out.push_back({stop, settings.walk_s(metres)});
        }
    std::sort(out.begin(), out.end(), [](const StopWalk& a, const StopWalk& b) { return a.stop < b.stop; });
}

std::vector<StopWalk> TransitModel::stopsNear(Point2 place) const
{
    WalkSearch search(streets);
    std::vector<StopWalk> out;
    stopsNear(streets.join(place), search, out);
    return out;
}

bool TransitModel::addFootpaths(const TransitNetwork& network, RunControl& control)
{
    const std::size_t stops = network.stops.size();
    std::map<std::pair<std::uint32_t, std::uint32_t>, const TransitTransfer*> rules;
    stay_s.assign(stops, 0);
    for (const TransitTransfer& t : network.transfers) {
        if (t.from == t.to)
            stay_s[t.from.index()] = t.forbidden ? kNoChange : std::max(0, t.minTime_s - settings.change_s);
        else
            rules[{t.from.value(), t.to.value()}] = &t;
    }
    std::vector<std::vector<StopWalk>> walks(stops);
    parallelBlocks(stops, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        WalkSearch search(streets);
        for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
            if (timetable.calls(i).empty())
                continue;
            const StopId id = StopId::fromIndex(i);
            stopsNear(stopJoints[id], search, walks[i]);
            std::erase_if(walks[i], [&](StopWalk& walk) {
                const auto rule = rules.find({id.value(), walk.stop});
                if (rule != rules.end())
                    walk.walk_s = std::max(walk.walk_s, rule->second->minTime_s - settings.change_s);
                return walk.stop == id.value() || (rule != rules.end() && rule->second->forbidden);
            });
            std::stable_sort(walks[i].begin(), walks[i].end(), [](const StopWalk& a, const StopWalk& b) { return a.walk_s < b.walk_s; });
        }
    });
    m_walkBegin.assign(1, 0);
    for (const auto& list : walks) {
        m_walks.insert(m_walks.end(), list.begin(), list.end());
        m_walkBegin.push_back(m_walks.size());
    }
    return !control.cancelled();
}

Expected<TransitModelPtr> makeTransitModel(const AppliedScenario& applied, const TransitSettings& settings, RunControl& control)
{
    const TransitNetwork& network = applied.transit();
    if (!hasTimetable(network))
        return unexpected(Error{ErrorCode::NotFound, "the city has no timetable of public transport"}.cure(
            "Add a GTFS feed to the city's recipe (a source of the kind gtfs) and build the city again."));
    std::shared_ptr<TransitModel> model(new TransitModel(applied, settings));
    if (!model->addFootpaths(network, control))
        return cancelledError();
    return TransitModelPtr(std::move(model));
}

Expected<TransitModelPtr> makeTransitModel(const AppliedScenario& applied, RunControl& control)
{
    return makeTransitModel(applied, transitSettings(applied.parameters), control);
}

}  // namespace isopolis
