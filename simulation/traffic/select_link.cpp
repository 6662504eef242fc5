#include "simulation/traffic/select_link.h"

#include "simulation/traffic/route_state.h"

#include <algorithm>

namespace isopolis {

namespace {

/// Share of the flow into each node of the bush that came over one of the links.
std::vector<double> shareOver(const Bush& bush, const std::vector<char>& chosen)
{
    std::vector<double> share(bush.size(), 0);
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double in = 0, over = 0;
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            in += bush.flow[s];
            over += bush.flow[s] * (chosen[bush.link[s]] != 0 ? 1 : share[bush.tail[s]]);
        }
        share[k] = in > 0 ? over / in : 0;
    }
    return share;
}

}  // namespace

Expected<SelectLink> selectLink(const RouteState& routes, std::span<const std::uint32_t> links)
{
    std::vector<char> chosen(routes.from.size(), 0);
    for (const std::uint32_t link : links) {
        if (link >= chosen.size())
            return unexpected(Error{ErrorCode::NotFound, "there is no link at position " + std::to_string(link)});
        chosen[link] = 1;
    }
    SelectLink result;
    result.trips.assign(routes.classes, 0);
    std::vector<double> through(routes.nodes, 0);
    for (const Bush& bush : routes.bushes) {
        if (std::none_of(bush.link.begin(), bush.link.end(), [&](std::uint32_t l) { return chosen[l] != 0; }))
            continue;
        const std::vector<double> share = shareOver(bush, chosen);
        for (std::size_t k = 0; k < bush.size(); ++k)
            through[bush.order[k]] = share[k];
        for (const OdDemand::Pair& pair : routes.demand[bush.userClass].from(bush.origin))
            if (const double trips = pair.to == bush.origin ? 0 : pair.trips * through[pair.to]; trips > 0) {
                result.pcu += trips;
                result.trips[bush.userClass] += trips / routes.pcu[bush.userClass];
                result.pairs.push_back({bush.origin, pair.to, bush.userClass, trips / routes.pcu[bush.userClass]});
            }
        for (const std::uint32_t node : bush.order)
            through[node] = 0;
    }
    return result;
}

Expected<std::vector<double>> selectedFlow(const RouteState& routes, std::uint32_t link)
{
    if (link >= routes.from.size())
        return unexpected(Error{ErrorCode::NotFound, "there is no link at position " + std::to_string(link)});
    std::vector<char> chosen(routes.from.size(), 0);
    chosen[link] = 1;
    std::vector<double> flow(routes.from.size(), 0), ahead;
    for (const Bush& bush : routes.bushes) {
        if (std::find(bush.link.begin(), bush.link.end(), link) == bush.link.end())
            continue;
        const double vehicles = 1 / routes.pcu[bush.userClass];
        const std::vector<double> share = shareOver(bush, chosen);
        ahead.assign(bush.size(), 0);  // of the flow through each position: what will use the link
        for (std::size_t k = bush.size(); k-- > 1;) {
            double in = 0;
            for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s)
                in += bush.flow[s];
            for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
                const double before = in > 0 ? ahead[k] * bush.flow[s] / in : 0;
                const double users = bush.link[s] == link ? bush.flow[s] : before + bush.flow[s] * share[bush.tail[s]];
                flow[bush.link[s]] += users * vehicles;
                ahead[bush.tail[s]] += bush.link[s] == link ? bush.flow[s] : before;
            }
        }
    }
    return flow;
}

}  // namespace isopolis
