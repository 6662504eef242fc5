#include "simulation/traffic/calibration/link_shares.h"

#include "simulation/traffic/route_state.h"

namespace isopolis {

namespace {

double flowInto(const Bush& bush, std::size_t k)
{
    double in = 0;
    for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
        in += bush.flow[s];
    return in;
}

}  // namespace

ZoneMatrix meanOverWays(const RouteState& routes, std::span<const double> perLink)
{
    ZoneMatrix mean(routes.zones);
    std::vector<double> sum, ofNode(routes.nodes, 0);
    for (const Bush& bush : routes.bushes) {
        sum.assign(bush.size(), 0);
        for (std::size_t k = 1; k < bush.size(); ++k) {
            const double in = flowInto(bush, k);
            if (in <= 0)
                continue;
            for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
                sum[k] += bush.flow[s] / in * (sum[bush.tail[s]] + perLink[bush.link[s]]);
            ofNode[bush.order[k]] = sum[k];
        }
        for (const OdDemand::Pair& pair : routes.demand[bush.userClass].from(bush.origin))
            if (pair.to != bush.origin)
                mean.values[bush.origin * mean.zones + pair.to] = ofNode[pair.to];
        for (const std::uint32_t node : bush.order)
            ofNode[node] = 0;
    }
    return mean;
}

std::vector<double> loadOnWays(const RouteState& routes, const ZoneMatrix& trips)
{
    std::vector<double> flow(routes.from.size(), 0), amount, ofNode(routes.nodes, 0);
    for (const Bush& bush : routes.bushes) {
        for (const OdDemand::Pair& pair : routes.demand[bush.userClass].from(bush.origin))
            if (pair.to != bush.origin)
                ofNode[pair.to] = trips.values[bush.origin * trips.zones + pair.to];
        amount.assign(bush.size(), 0);
        for (std::size_t k = 1; k < bush.size(); ++k)
            amount[k] = ofNode[bush.order[k]];
        for (std::size_t k = bush.size(); k-- > 1;) {
            const double in = flowInto(bush, k);
            if (in <= 0 || amount[k] == 0)
                continue;
            for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
                const double part = amount[k] * bush.flow[s] / in;
                flow[bush.link[s]] += part;
                amount[bush.tail[s]] += part;
            }
        }
        for (const OdDemand::Pair& pair : routes.demand[bush.userClass].from(bush.origin))
            ofNode[pair.to] = 0;
    }
    return flow;
}

}  // namespace isopolis
