#pragma once
/// Least costs from many zones to all zones: the figures of `StreetTrees`, to the bit where no way is too long for
/// the unit of the costs, without the rest of the streets.
///
///   ZoneCosts zones(network);   zones.run(costs, origins);   zones.cost(lane, zone);   // infinity where no way leads
///
/// One object a thread; the network must outlive it. Source: see path_sweep.h (restricted sweeps).

#include "simulation/traffic/street_trees.h"

namespace isopolis {

class ZoneCosts {
public:
    explicit ZoneCosts(const AssignmentNetwork& network);
    /// At most StreetTrees::kLanes origins.
    void run(const StreetCosts& costs, std::span<const std::uint32_t> origins);
    /// The same but for false, and costs that are not exact, if ways are too long for the unit.
    bool runExact(const StreetCosts& costs, std::span<const std::uint32_t> origins);
    double longest() const { return m_longest; }  ///< cost of the longest way of the last run
    double cost(std::size_t lane, std::uint32_t zone) const { return m_cost[zone * StreetTrees::kLanes + lane]; }

private:
    void takeTrees(std::size_t lanes);
    const AssignmentNetwork& m_network;
    std::shared_ptr<const StreetIndex> m_index;
    std::optional<PathSweep> m_sweep;
    std::optional<StreetTrees> m_trees;  ///< where there is no hierarchy, and for ways that are too long for the unit
    std::vector<std::vector<PathStart>> m_starts;
    std::vector<double> m_cost;  ///< zones × lanes
    double m_longest = 0;
};

}  // namespace isopolis
