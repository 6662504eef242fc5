#pragma once
/// How far the nearest school, clinic, shop or park is, from every junction at once.
///
///   std::vector<double> minutes = timeToNearest(nodes, net.edges, placeEnds(applied, PlaceKind::School, net).ends, 60);   // per node
///   std::vector<double> away = timesFrom(graph, {{node, 0}}, 60);                                                     // the other way
///   round
///
/// One search from all places against the direction of travel: infinity beyond the limit. A park is reached at its edge, not at its
/// middle: places whose outline is known as a land area are joined along it.
/// Source: Dijkstra 1959, with many sources.

#include "simulation/access/mode_network.h"

namespace isopolis {

/// Where places meet the network; a park has many ends.
struct PlaceEnds {
    std::vector<TravelEnd> ends;
    std::vector<std::size_t> place;  ///< position in City::places(), one per end; after these the scenario's new parks
};
/// The places of a kind, and the new parks. Parks below the smallest size are left out.
PlaceEnds placeEnds(const AppliedScenario& applied, PlaceKind kind, const ModeNetwork& net);

std::vector<double> timeToNearest(std::size_t nodes, const std::vector<TravelEdge>& edges, const std::vector<TravelEnd>& destinations,
                                  double limit_min);

/// Least times from any of the starts, per node; infinity beyond the limit.
std::vector<double> timesFrom(const TravelGraph& graph, const std::vector<TravelEnd>& starts, double limit_min);

/// Positions of all nodes, in order: for NodeFinder.
std::vector<Point2> nodePlaces(const City& city);

}  // namespace isopolis
