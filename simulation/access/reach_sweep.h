#pragma once
/// Jobs within a time limit on a network with known places: eight starting points at once, down a contraction hierarchy.
///
///   std::vector<double> jobs = jobsWithin({places, net.edges}, origins, destinations, 30, control, 0, 1);   // as in reach.h
///
/// The figures are those of reach.h, bit for bit. Distances of a hierarchy are sums in another order, so a starting point with a job
/// within a billionth of the limit is searched once more as there; and where the limit reaches a small part of the network, or few start,
/// all are searched so. The hierarchy hangs on the streets and not on times: the process keeps the few used last, for other times on
/// the same streets (draws of an ensemble, another scheme). Parallel over starting points.
/// Source: simulation/traffic/paths/path_sweep.h.

#include "simulation/access/reach.h"

namespace isopolis {

struct StreetsInReach {
    const std::vector<Point2>& places;  ///< of all nodes
    const std::vector<TravelEdge>& edges;
};

/// Empty if cancelled.
std::vector<double> jobsWithin(const StreetsInReach& streets, const std::vector<TravelEnd>& origins,
                               const std::vector<TravelEnd>& destinations, double limit_min, RunControl& control, double progressFrom,
                               double progressTo);

}  // namespace isopolis
