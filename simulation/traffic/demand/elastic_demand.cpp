#include "simulation/traffic/demand/elastic_demand.h"

#include <cmath>
#include <string>

namespace isopolis {

namespace {

Expected<void> check(const ElasticPair& pair, std::size_t position, std::size_t zones)
{
    const auto bad = [&](const char* what, const char* cure) {
        return unexpected(Error{ErrorCode::BadValue, what}.at("pair " + std::to_string(position + 1)).cure(cure));
    };
    if (pair.from >= zones || pair.to >= zones || pair.from == pair.to)
        return bad("the pair does not join two different zones of the network", "Name zones by their position, from 0.");
    if (!std::isfinite(pair.potential) || pair.potential < 0)
        return bad("the potential trips are negative or no number", "Trips are counts: 0 or more.");
    if (!(pair.excess.freeTime > 0) || !(pair.excess.power >= 1) || pair.excess.b < 0 || (pair.excess.b > 0 && !(pair.excess.capacity > 0)))
        return bad("the demand function does not fall with cost", "It needs a free cost above 0, a power of at least 1 and a capacity.");
    return {};
}

/// The network with centres of its own before those zones that carry through traffic, and one extra link per pair behind all others.
Expected<AssignmentNetwork> withExtraLinks(const AssignmentNetwork& network, const std::vector<ElasticPair>& pairs)
{
    const auto zones = static_cast<std::uint32_t>(network.zoneCount());
    const auto nodes = static_cast<std::uint32_t>(network.nodeCount());
    std::uint32_t closed = 0;  // nodes before this one carry nothing through
    while (closed < nodes && !network.passable(closed, nodes))
        ++closed;
    const std::uint32_t copies = closed < zones ? zones - closed : 0;
    const auto place = [&](std::uint32_t node) { return node < closed ? node : node + copies; };
    std::vector<AssignmentLink> links = network.links();
    for (AssignmentLink& link : links) {
        link.from = place(link.from);
        link.to = place(link.to);
    }
    for (std::uint32_t z = closed; z < zones; ++z) {
        links.push_back({z, place(z), {}});
        links.push_back({place(z), z, {}});
    }
    for (const ElasticPair& pair : pairs)
        links.push_back({pair.from, pair.to, pair.excess});
    return AssignmentNetwork::create({zones, nodes + copies, std::max(closed, zones)}, std::move(links));
}

}  // namespace

VolumeDelay linearDemand(double potential, double freeCost, double slope)
{
    return {.freeTime = freeCost, .capacity = potential, .b = freeCost > 0 ? slope * potential / freeCost : 0, .power = 1};
}

Expected<ElasticEquilibrium> solveElastic(const AssignmentNetwork& network, const std::vector<ElasticPair>& pairs,
                                          const EquilibriumOptions& options, RunControl& control)
{
    OdDemand demand(network.zoneCount());
    for (std::size_t p = 0; p < pairs.size(); ++p) {
        if (auto fine = check(pairs[p], p, network.zoneCount()); !fine)
            return unexpected(fine.error());
        if (pairs[p].potential > 0)
            demand.add(pairs[p].from, pairs[p].to, pairs[p].potential);
    }
    const auto extended = withExtraLinks(network, pairs);
    if (!extended)
        return unexpected(extended.error());
    auto solved = solveEquilibrium(*extended, demand, options, control);
    if (!solved)
        return unexpected(solved.error());
    ElasticEquilibrium result;
    const std::size_t firstExtra = extended->linkCount() - pairs.size();
    for (std::size_t p = 0; p < pairs.size(); ++p) {
        result.made.push_back(pairs[p].potential - solved->flow[firstExtra + p]);
        result.cost.push_back(solved->cost[firstExtra + p]);
    }
    result.routes = std::move(*solved);
    result.routes.flow.resize(network.linkCount());
    result.routes.cost.resize(network.linkCount());
    return result;
}

}  // namespace isopolis
