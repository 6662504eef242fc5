#pragma once
/// Costs between zones for many cost vectors on one network, through a path hierarchy.
///
///   ZoneSkim skims(net.graph, places, control.threads());   // once per network: orders and contracts the streets
///   ZoneMatrix free = skims.skim(freeTimes, threads), congested = skims.skim(e.cost, threads);
///
/// The same figures as `skim` up to rounding: sums run in an order that hangs on all streets of the network, so figures of two networks
/// differ in their last bits even where both have the same ways. No way leads through a zone's centre. Making it costs as much as about
/// a hundred Dijkstra trees, each skim less than a tenth of the trees' (tests/bench/bench_paths).

#include "simulation/traffic/assignment_network.h"
#include "simulation/traffic/paths/path_sweep.h"

namespace isopolis {

class ZoneSkim {
public:
    /// Zones are the nodes below the first that carries through traffic; `at` holds a place for every node.
    ZoneSkim(const AssignmentNetwork& network, std::vector<Point2> at, int threads);
    ZoneMatrix skim(std::span<const double> cost, int threads) const;
    const PathHierarchy& hierarchy() const { return m_hierarchy; }

private:
    static PathTopology streetsOf(const AssignmentNetwork& network, std::vector<Point2> at);
    const AssignmentNetwork& m_network;
    PathHierarchy m_hierarchy;
};

}  // namespace isopolis
