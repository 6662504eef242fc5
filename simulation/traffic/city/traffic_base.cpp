#include "simulation/traffic/city/traffic_base.h"

#include "simulation/scenario/demand_factors.h"
#include "simulation/traffic/demand/adjusted_demand.h"

namespace isopolis {

namespace {

Hash keyOf(const AppliedScenario& applied)
{
    Hasher h;
    h.add(applied.city->revision());
    applied.parameters.addTo(h);
    for (const AddedBuilding& b : applied.addedBuildings) {
        h.add(b.residents).add(b.jobs).add(b.neighbourhood.value());
        for (const Polygon& part : b.footprint)
            for (const Point2& p : part.outer)
                h.add(p.x).add(p.y);
    }
    for (const RemovedBuilding& gone : applied.removedBuildings)
        h.add("gone").add(gone.building.value()).add(gone.residents).add(gone.jobs);
    if (applied.demandAdjustment)
        h.add(applied.demandAdjustment->name).add(applied.demandAdjustment->source).add(applied.demandAdjustment->factors->hash().hex());
    return h.finish();
}

}  // namespace

ModeCosts costsOf(const CityNetwork& net, const Hours& hours, const OtherModes& modes, int threads)
{
    HourMatrices times;
    ZoneMatrix km;
    for (const Equilibrium& e : hours) {
        Skim s = skimWithLength(net.graph, e.cost, threads);
        if (times.empty())
            km = std::move(s.length_km);
        times.push_back(std::move(s.time_min));
    }
    return modeCosts(times, km, modes);
}

Expected<std::shared_ptr<const Hours>> TrafficBase::hours(RunControl& control) const
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_hours)
            return m_hours;
    }
    auto solved = assignHours(net.graph, demand.trips_veh_h, settings, control);
    if (!solved)
        return unexpected(solved.error());
    auto made = std::make_shared<const Hours>(std::move(*solved));
    const std::scoped_lock lock(m_mutex);
    m_hours = made;
    return made;
}

Expected<std::shared_ptr<const CongestedBase>> TrafficBase::congested(RunControl& control) const
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_congested)
            return m_congested;
    }
    auto made = std::make_shared<CongestedBase>();
    auto solved = hours(control);
    if (!solved)
        return unexpected(solved.error());
    made->costs = costsOf(net, **solved, modes, control.threads());
    auto called = demandAt(demand, made->costs, demandSettings, control);
    if (!called)
        return unexpected(called.error());
    made->called = std::move(*called);
    const std::scoped_lock lock(m_mutex);
    m_congested = made;
    return m_congested;
}

TrafficBasePtr TrafficMemory::find(const Hash& key)
{
    const std::scoped_lock lock(m_mutex);
    for (auto it = m_recent.begin(); it != m_recent.end(); ++it)
        if (it->first == key) {
            m_recent.splice(m_recent.begin(), m_recent, it);
            return it->second;
        }
    return {};
}

void TrafficMemory::keep(const Hash& key, TrafficBasePtr base)
{
    const std::scoped_lock lock(m_mutex);
    m_recent.emplace_front(key, std::move(base));
    if (m_recent.size() > kMost)
        m_recent.pop_back();
}

Expected<TrafficBasePtr> TrafficMemory::obtain(const AppliedScenario& applied, RunControl& control)
{
    const Hash key = keyOf(applied);
    if (TrafficBasePtr held = find(key))
        return held;
    auto base = std::make_shared<TrafficBase>();
    base->settings = trafficSettings(applied.parameters);
    base->demandSettings = demandSettings(applied.parameters);
    const AppliedScenario unchanged = withoutNetworkChanges(applied);
    auto net = buildCityNetwork(unchanged, base->settings);
    if (!net)
        return unexpected(net.error());
    base->net = std::move(*net);
    m_orders->follow(base->net.graph);
    // Times of the other modes and mode constants are those of the city as it is: a scheme's buildings must not move them.
    TrafficBasePtr mapped;
    if (!applied.buildingsAsMapped()) {
        AppliedScenario without = unchanged;
        without.addedBuildings.clear();
        without.removedBuildings.clear();
        auto made = obtain(without, control);
        if (!made)
            return made;
        mapped = *made;
        base->modes = mapped->modes;
    } else {
        auto modes = otherModes(unchanged, base->settings, base->demandSettings, control, m_orders.get());
        if (!modes)
            return unexpected(modes.error());
        base->modes = std::move(*modes);
    }
    auto demand = cityDemand(unchanged, base->net, base->modes, mapped ? &mapped->demand.constants : nullptr, base->settings,
                             base->demandSettings, control);
    if (!demand)
        return unexpected(demand.error());
    base->demand = std::move(*demand);
    if (auto adjusted = adjustDemand(base->demand, base->net.zones, unchanged); !adjusted)
        return unexpected(adjusted.error());
    keep(key, base);
    return TrafficBasePtr(base);
}

}  // namespace isopolis
