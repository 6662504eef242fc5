#include "simulation/traffic/zone_costs.h"

#include <algorithm>

namespace isopolis {

ZoneCosts::ZoneCosts(const AssignmentNetwork& network)
    : m_network(network), m_index(network.streets()), m_starts(StreetTrees::kLanes), m_cost(network.zoneCount() * StreetTrees::kLanes)
{
    if (m_index->usesHierarchy())
        m_sweep.emplace(m_index->hierarchy(), *m_index->m_zones);
}

bool ZoneCosts::runExact(const StreetCosts& costs, std::span<const std::uint32_t> origins)
{
    constexpr std::size_t lanes = StreetTrees::kLanes;
    if (!m_sweep) {
        if (!m_trees)
            m_trees.emplace(m_network);
        const bool exact = m_trees->runExact(costs, origins);
        takeTrees(origins.size());
        return exact;
    }
    for (std::size_t lane = 0; lane < origins.size(); ++lane)
        startsOf(m_network, costs, origins[lane], m_starts[lane]);
    m_sweep->run(costs.m_arcs, std::span(m_starts).first(origins.size()));
    const double* const rows = m_sweep->rows();
    double longest = m_sweep->longest();
    for (std::uint32_t zone = 0; zone < m_network.zoneCount(); ++zone) {
        double* const here = m_cost.data() + zone * lanes;
        if (zone >= m_network.firstThrough()) {
            const double* const there = rows + std::size_t{m_index->m_zoneRow[zone]} * lanes;
            std::copy(there, there + lanes, here);
        } else {
            std::fill(here, here + lanes, kNoPath);
            for (const StreetIndex::Into& into : m_index->into(zone)) {
                const double units = costs.m_units[into.link];
                if (into.tail >= m_network.firstThrough()) {
                    const double* const there = rows + std::size_t{m_index->m_zoneRow[into.tail]} * lanes;
                    for (std::size_t lane = 0; lane < lanes; ++lane)
                        here[lane] = std::min(here[lane], there[lane] + units);
                } else {
                    for (std::size_t lane = 0; lane < origins.size(); ++lane)
                        if (origins[lane] == into.tail)
                            here[lane] = std::min(here[lane], units);
                }
            }
            for (std::size_t lane = 0; lane < origins.size(); ++lane)
                if (origins[lane] == zone)
                    here[lane] = 0;
        }
        for (std::size_t lane = 0; lane < origins.size(); ++lane)
            longest = here[lane] < kNoPath ? std::max(longest, here[lane]) : longest;
    }
    for (double& cost : m_cost)
        cost *= costs.unit();
    m_longest = longest * costs.unit();
    return longest < kExactUnits;
}

void ZoneCosts::run(const StreetCosts& costs, std::span<const std::uint32_t> origins)
{
    if (runExact(costs, origins))
        return;
    if (!m_trees)
        m_trees.emplace(m_network);
    m_trees->run(costs, origins);
    takeTrees(origins.size());
}

void ZoneCosts::takeTrees(std::size_t lanes)
{
    for (std::size_t lane = 0; lane < lanes; ++lane)
        for (std::uint32_t zone = 0; zone < m_network.zoneCount(); ++zone)
            m_cost[zone * StreetTrees::kLanes + lane] = m_trees->tree(lane).cost(zone);
    m_longest = m_trees->longest();
}

}  // namespace isopolis
