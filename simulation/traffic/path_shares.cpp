#include "simulation/traffic/path_shares.h"

#include "simulation/traffic/city/city_network.h"
#include "simulation/traffic/shortest_path.h"

namespace isopolis {

OriginTime timeOnLinks_min(const AppliedScenario& applied, const TrafficResult& traffic, ZoneId origin)
{
    OriginTime result{IdVector<LinkId, double>(applied.linkCount(), 0)};
    const TrafficSettings settings = trafficSettings(applied.parameters);
    const Expected<CityNetwork> net = buildCityNetwork(applied, settings);
    const std::size_t zones = traffic.trips_veh_h.zones;
    if (!net || net->zones.count() != zones || !origin.valid() || origin.index() >= zones || traffic.time_s.size() != applied.linkCount())
        return result;
    std::vector<double> time(net->graph.linkCount()), cost(time.size());
    for (std::size_t l = 0; l < cost.size(); ++l) {
        time[l] = net->linkOf[l].valid() ? traffic.time_s[net->linkOf[l]] / 60 : net->graph.link(l).delay.time(0);
        cost[l] = time[l] + settings.charge_min_per_eur * net->graph.link(l).toll;
    }
    ShortestPaths paths(net->graph);
    paths.run(origin.value(), cost);

    std::vector<double> through(net->graph.nodeCount(), 0);
    double trips = 0;
    for (std::size_t j = 0; j < zones; ++j)
        if (const ZoneId to = ZoneId::fromIndex(j); to != origin && paths.reached(to.value())) {
            through[j] += traffic.trips_veh_h.at(origin, to);
            trips += traffic.trips_veh_h.at(origin, to);
        }
    if (trips <= 0)
        return result;
    for (std::size_t k = paths.order().size(); k-- > 1;) {
        const std::uint32_t node = paths.order()[k], via = paths.via(node);
        if (through[node] <= 0)
            continue;
        const double minutes = through[node] / trips * time[via];
        (net->linkOf[via].valid() ? result.minutes[net->linkOf[via]] : result.connector_min) += minutes;
        result.total_min += minutes;
        through[net->graph.tail(via)] += through[node];
    }
    return result;
}

}  // namespace isopolis
