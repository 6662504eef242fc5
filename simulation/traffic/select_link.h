#pragma once
/// Whose trips use a link: by origin, destination and class.
///
///   auto e = solveEquilibrium(network, demand, {.relativeGap = 1e-10, .keepRoutes = true, .proportional = true}, control);
///   Expected<SelectLink> users = selectLink(*e->routes, {{link}});   // Σ users->pairs[…].trips × pcu == e->flow[link]
///
/// The trips of one origin split at each junction in the same proportions wherever they go, so the answer is the most likely one for the
/// flows of that origin and class. Exact in an acyclic bush: the sum over pairs is the link's flow up to rounding. Several links: trips
/// that use at least one of them, so a screen line is not counted twice.
///
/// What surprises: link flows of an equilibrium are unique, their split over origins is not. Ask for `proportional` when solving, or it is
/// the one that the solver happened to reach. Errors: NotFound (no such link).
/// Source: Bar-Gera 2010, Transportation Research B 44(8–9), doi:10.1016/j.trb.2009.11.003.

#include "simulation/traffic/equilibrium.h"

#include <span>

namespace isopolis {

struct SelectLinkPair {
    std::uint32_t from = 0, to = 0;  ///< zones
    std::uint32_t userClass = 0;
    double trips = 0;  ///< vehicles
};

struct SelectLink {
    std::vector<SelectLinkPair> pairs;  ///< by class, origin, destination; only those with trips
    std::vector<double> trips;          ///< vehicles per class
    double pcu = 0;                     ///< of all classes
};

Expected<SelectLink> selectLink(const RouteState& routes, std::span<const std::uint32_t> links);

/// The trips that use a link, on all links that they use on their way: vehicles of all classes per link. On the link itself that is its
/// whole flow; at every node between origins and destinations what comes in goes on. Trips of an origin that are past the link keep the
/// shares of the bush, those before it come from where the bush's flow into each node comes from.
Expected<std::vector<double>> selectedFlow(const RouteState& routes, std::uint32_t link);

}  // namespace isopolis
