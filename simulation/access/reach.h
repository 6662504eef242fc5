#pragma once
/// Jobs within a time limit on a network, from many starting points at once.
///
///   TravelGraph graph(nodeCount, edges);
///   std::vector<double> jobs = jobsWithin(graph, origins, destinations, 30, control);   // one figure an origin
///
/// A destination counts if connector + way + connector ≤ limit. Jobs are summed in ascending order of nodes, never in the order
/// in which the search meets them: a changed travel time elsewhere cannot move the last bit. Parallel over origins.

#include "gis/core/geometry/spatial_grid.h"
#include "gis/core/ids.h"
#include "simulation/run/run_control.h"

#include <vector>

namespace isopolis {

struct TravelEdge {
    NodeId from, to;
    double time_min = 0;
    friend bool operator==(const TravelEdge&, const TravelEdge&) = default;
};

/// Edges by their start node, compressed.
class TravelGraph {
public:
    struct Arc {
        std::uint32_t to;
        double time_min;
    };
    TravelGraph(std::size_t nodes, const std::vector<TravelEdge>& edges);
    std::size_t nodes() const { return m_begin.size() - 1; }
    std::span<const Arc> from(std::size_t node) const { return {m_arcs.data() + m_begin[node], m_begin[node + 1] - m_begin[node]}; }

private:
    std::vector<std::uint32_t> m_begin;
    std::vector<Arc> m_arcs;
};

/// A place at the network: where it is joined and how long that takes.
struct TravelEnd {
    NodeId node;  ///< invalid: not joined, reaches nothing
    double connector_min = 0;
    double jobs = 0;  ///< of destinations
    friend bool operator==(const TravelEnd&, const TravelEnd&) = default;
};

/// Empty if cancelled.
std::vector<double> jobsWithin(const TravelGraph& graph, const std::vector<TravelEnd>& origins, const std::vector<TravelEnd>& destinations,
                               double limit_min, RunControl& control, double progressFrom, double progressTo);

/// Finds the nearest of some nodes; the lowest id of equals.
class NodeFinder {
public:
    NodeFinder(std::vector<Point2> places, const std::vector<bool>& wanted, double reach_m);
    struct Found {
        NodeId node;
        double distance_m = 0;
    };
    Found nearest(Point2 p) const;

private:
    std::vector<Point2> m_places;
    SpatialGrid m_grid;
    double m_reach_m;
};

}  // namespace isopolis
