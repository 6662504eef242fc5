#pragma once
/// Costs between zones for many cost vectors on one network, through a path hierarchy.
///
///   ZoneSkim skims(net.graph, places, control.threads());   // once per network: orders and contracts the streets
///   ZoneMatrix free = skims.skim(freeTimes, threads), congested = skims.skim(e.cost, threads);
///
/// The same figures as `skim` up to rounding (sums run in another order). No way leads through a zone's centre. It pays where one network
/// has several cost vectors or many zones; making it costs as much as some hundred Dijkstra trees (tests/bench/bench_paths).

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
