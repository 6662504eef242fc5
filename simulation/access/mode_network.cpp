#include "simulation/access/mode_network.h"

#include "simulation/access/access_parameters.h"
#include "simulation/access/cycle_stress.h"
#include "simulation/access/junction_turns.h"
#include "simulation/access/nearest_places.h"
#include "simulation/access/walk_cycle_parameters.h"
#include "simulation/traffic/traffic_parameters.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kSecondsPerMinute = 60, kMetresPerMinuteOfKmh = 1000.0 / 60.0, kPercent = 100;

/// Minutes that links take on foot, and when riding.
class ActiveTimes {
public:
    explicit ActiveTimes(const AppliedScenario& applied) : m_applied(applied), m_slopes(slopes(applied))
    {
        const ParameterSet& p = applied.parameters;
        m_walk_m_min = p.value(kWalkSpeed) * kMetresPerMinuteOfKmh;
        m_ride_m_min = p.value(kCycleSpeed) * kMetresPerMinuteOfKmh;
        m_decay = p.value(kWalkSlopeDecay);
        m_best = p.value(kWalkBestSlope);
        m_loss = p.value(kCycleUphillLoss);
        m_gain = p.value(kCycleDownhillGain);
        m_fastest = p.value(kCycleFastest);
    }
    double walkPerMetre_min() const { return 1 / m_walk_m_min; }
    double walk_min(LinkId link, double direction) const
    {
        const double slope = direction * m_slopes[link];
        return m_applied.length_m(link) / (m_walk_m_min * std::exp(-m_decay * (std::abs(slope + m_best) - m_best)));
    }
    double ride_min(LinkId link) const
    {
        const double rise = kPercent * m_slopes[link];
        const double factor = rise > 0 ? 1 - m_loss * rise : std::min(m_fastest, 1 - m_gain * rise);
        return m_applied.length_m(link) / std::max(m_ride_m_min * factor, m_walk_m_min);
    }

private:
    const AppliedScenario& m_applied;
    IdVector<LinkId, double> m_slopes;
    double m_walk_m_min = 0, m_ride_m_min = 0, m_decay = 0, m_best = 0, m_loss = 0, m_gain = 0, m_fastest = 1;
};

void addEdge(ModeNetwork& net, NodeId from, NodeId to, double time_min, LinkId link)
{
    net.edges.push_back({from, to, time_min});
    net.link.push_back(link);
    net.canStart[from.index()] = net.canEnd[to.index()] = true;
}

ModeNetwork emptyNetwork(const AppliedScenario& applied)
{
    ModeNetwork net;
    net.places = nodePlaces(*applied.city);
    net.canStart.assign(net.places.size(), false);
    net.canEnd = net.canStart;
    return net;
}

/// On foot everywhere, or riding where `mayRide(link)`.
template <class MayRide>
ModeNetwork activeNetwork(const AppliedScenario& applied, const ActiveTimes& times, const MayRide& mayRide)
{
    ModeNetwork net = emptyNetwork(applied);
    net.reach_m = applied.parameters.value(kAccessConnector);
    for (const LinkId id : idsOf(applied.links)) {
        const bool walk = applied.links[id].modes.has(Mode::Walk), ride = mayRide(id);
        if (walk || ride)
            addEdge(net, applied.from(id), applied.to(id), ride ? times.ride_min(id) : times.walk_min(id, 1), id);
        if (!walk)
            continue;
        // People walk against one-way streets: each link serves both directions, unless its opposite does.
        const LinkId opposite = applied.isAdded(id) ? LinkId() : applied.city->roads().links()[id].reverse;
        if (!opposite.valid() || !applied.links[opposite].modes.has(Mode::Walk))
            addEdge(net, applied.to(id), applied.from(id), times.walk_min(id, -1), id);
    }
    return net;
}

}  // namespace

std::string_view travelModeKey(TravelMode mode)
{
    switch (mode) {
    case TravelMode::Walk: return "walk";
    case TravelMode::Cycle: return "cycle";
    case TravelMode::Car: break;
    }
    return "car";
}

IdVector<LinkId, double> slopes(const AppliedScenario& applied)
{
    IdVector<LinkId, double> slope(applied.linkCount(), 0.0);
    const Raster& terrain = applied.city->terrain();
    if (terrain.empty())
        return slope;
    const auto& nodes = applied.city->roads().nodes();
    IdVector<NodeId, double> height(nodes.size());
    for (const NodeId node : idsOf(nodes))
        height[node] = terrain.sample(nodes[node].at);
    const double steepest = applied.parameters.value(kSteepestSlope);
    for (const LinkId id : idsOf(slope)) {
        const double rise = height[applied.to(id)] - height[applied.from(id)], length = applied.length_m(id);
        if (std::isfinite(rise) && length > 0)
            slope[id] = std::clamp(rise / length, -steepest, steepest);
    }
    return slope;
}

ModeNetwork walkNetwork(const AppliedScenario& applied)
{
    const ActiveTimes times(applied);
    ModeNetwork net = activeNetwork(applied, times, [](LinkId) { return false; });
    net.connectorPerMetre_min = times.walkPerMetre_min();
    return net;
}

ModeNetwork cycleNetwork(const AppliedScenario& applied)
{
    const ActiveTimes times(applied);
    const IdVector<LinkId, int> stress = cycleStress(applied);
    const double most = applied.parameters.value(kMostStress);
    ModeNetwork net = activeNetwork(applied, times, [&](LinkId id) { return stress[id] > 0 && stress[id] <= most; });
    net.connectorPerMetre_min = 1 / (applied.parameters.value(kCycleSpeed) * kMetresPerMinuteOfKmh);
    return net;
}

ModeNetwork carNetwork(const AppliedScenario& applied, const TrafficResult& traffic)
{
    const ParameterSet& p = applied.parameters;
    ModeNetwork net = emptyNetwork(applied);
    net.connectorPerMetre_min = p.value(kConnectorDetour) / (p.value(kConnectorSpeed) * kMetresPerMinuteOfKmh);
    net.reach_m = p.value(kConnectorReach);
    net.terminal_min = p.value(kTerminalTime);
    for (const LinkId id : idsOf(applied.links)) {
        const double time_s = traffic.time_s[id];
        if (applied.links[id].modes.has(Mode::Car) && traffic.speed_kmh[id] > 0 && time_s >= 0 && std::isfinite(time_s))
            addEdge(net, applied.from(id), applied.to(id), time_s / kSecondsPerMinute, id);
    }
    obeyTurnBans(net, applied);
    return net;
}

}  // namespace isopolis
