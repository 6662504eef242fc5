#include "simulation/traffic/city/street_users.h"

#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/city/traffic_settings.h"
#include "simulation/traffic/select_link.h"

#include <algorithm>

namespace isopolis {

Expected<StreetRoutes> streetRoutes(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control)
{
    const TrafficSettings settings = trafficSettings(applied.parameters);
    const Expected<CityNetwork> net = buildCityNetwork(applied, settings);
    if (!net)
        return unexpected(net.error());
    if (net->zones.count() != traffic.trips_veh_h.zones || traffic.flow_veh_h.size() != applied.linkCount())
        return unexpected(Error{ErrorCode::Conflict, "the traffic result belongs to another network"}.cure("Calculate the scheme again."));
    const Expected<Equilibrium> e = solveEquilibrium(net->graph, OdDemand::fromMatrix(traffic.trips_veh_h),
                                                     {.relativeGap = settings.relativeGap,
                                                      .maxIterations = settings.maxIterations,
                                                      .tollWeight = settings.charge_min_per_eur,
                                                      .keepRoutes = true,
                                                      .proportional = true},
                                                     control);
    if (!e)
        return unexpected(e.error());
    StreetRoutes routes;
    routes.m_routes = e->routes;
    routes.m_zones = net->zones;
    routes.m_links = applied.linkCount();
    for (std::size_t l = 0; l < net->linkOf.size(); ++l)
        if (net->linkOf[l].valid())
            routes.m_position.emplace(net->linkOf[l], static_cast<std::uint32_t>(l));
    return routes;
}

Expected<StreetUsers> StreetRoutes::usersOf(LinkId link) const
{
    const auto found = m_position.find(link);
    if (found == m_position.end())
        return unexpected(
            Error{ErrorCode::NotFound, "cars may not use this street in this direction"}.cure("Choose another street or direction."));
    const std::uint32_t position = found->second;
    const Expected<SelectLink> selected = selectLink(*m_routes, {&position, 1});
    if (!selected)
        return unexpected(selected.error());
    const Expected<std::vector<double>> flow = selectedFlow(*m_routes, position);
    if (!flow)
        return unexpected(flow.error());
    StreetUsers users;
    users.flow_veh_h.resize(m_links, 0);
    for (const auto& [street, at] : m_position)
        users.flow_veh_h[street] = (*flow)[at];
    for (const SelectLinkPair& pair : selected->pairs) {
        users.pairs.push_back({ZoneId(pair.from), ZoneId(pair.to), pair.trips});
        users.total_veh_h += pair.trips;
    }
    std::stable_sort(users.pairs.begin(), users.pairs.end(),
                     [](const StreetUsers::Pair& a, const StreetUsers::Pair& b) { return a.trips_veh_h > b.trips_veh_h; });
    return users;
}

}  // namespace isopolis
