#include "simulation/traffic/zone_costs.h"

#include <algorithm>

namespace isopolis {

ZoneCosts::ZoneCosts(const AssignmentNetwork& network)
    : m_network(network), m_index(network.streets()), m_starts(StreetTrees::kLanes), m_cost(network.zoneCount() * StreetTrees::kLanes)
{
    if (m_index->usesHierarchy())
        m_sweep.emplace(m_index->hierarchy(), *m_index->m_zones);
}

void ZoneCosts::run(const StreetCosts& costs, std::span<const std::uint32_t> origins)
{
    constexpr std::size_t lanes = StreetTrees::kLanes;
    bool exact = m_sweep.has_value();
    if (m_sweep) {
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
        exact = longest < kExactUnits;
        for (double& cost : m_cost)
            cost *= costs.unit();
    }
    if (exact)
        return;
    if (!m_trees)
        m_trees.emplace(m_network);
    m_trees->run(costs, origins);
    for (std::size_t lane = 0; lane < origins.size(); ++lane)
        for (std::uint32_t zone = 0; zone < m_network.zoneCount(); ++zone)
            m_cost[zone * lanes + lane] = m_trees->tree(lane).cost(zone);
}

}  // namespace isopolis
