#include "simulation/traffic/city/zone_skim.h"

#include "simulation/traffic/city/city_network.h"

#include <algorithm>

namespace isopolis {

ZoneSkim::ZoneSkim(const AssignmentNetwork& network, std::vector<Point2> at, int threads)
    : m_network(network), m_hierarchy(streetsOf(network, std::move(at)), threads)
{}

PathTopology ZoneSkim::streetsOf(const AssignmentNetwork& network, std::vector<Point2> at)
{
    PathTopology streets{std::move(at), {}};
    const std::size_t zones = network.zoneCount();
    for (std::size_t l = 0; l < network.linkCount(); ++l) {
        // Connectors stay outside: a loop keeps the numbering of arcs and is never used.
        const std::uint32_t tail = network.tail(l), head = network.head(l);
        streets.arcs.push_back(tail < zones || head < zones ? PathArc{tail, tail} : PathArc{tail, head});
    }
    return streets;
}

ZoneMatrix ZoneSkim::skim(std::span<const double> cost, int threads) const
{
    const std::size_t zones = m_network.zoneCount();
    struct Arrival {
        std::uint32_t zone;
        std::size_t node;  ///< position in `nodes`
        double cost;
    };
    std::vector<std::vector<PathStart>> starts(zones);
    std::vector<Arrival> arrivals;
    std::vector<std::uint32_t> nodes;
    for (std::size_t l = 0; l < m_network.linkCount(); ++l) {
        const std::uint32_t tail = m_network.tail(l), head = m_network.head(l);
        if (tail < zones && head >= zones)
            starts[tail].push_back({head, cost[l]});
        if (head < zones && tail >= zones) {
            arrivals.push_back({head, nodes.size(), cost[l]});
            nodes.push_back(tail);
        }
    }
    const PathCosts customised = m_hierarchy.customise(cost, threads);
    const std::vector<double> ways = manyToMany(m_hierarchy, customised, starts, nodes, threads);
    ZoneMatrix matrix(zones, kNoPath);
    for (std::size_t o = 0; o < zones; ++o)
        for (const Arrival& arrival : arrivals) {
            double& best = matrix.values[o * zones + arrival.zone];
            best = std::min(best, ways[o * nodes.size() + arrival.node] + arrival.cost);
        }
    fillWithinZones(matrix);
    return matrix;
}

}  // namespace isopolis
