#pragma once
/// The routes behind an equilibrium: the bushes of all origins and classes, kept for a warm start, select-link and shares of groups.
///
/// Opaque to users of `Equilibrium`; only the solver and the functions of `select_link.h` look inside. Flows are passenger-car units.

#include "simulation/traffic/bush.h"

namespace isopolis {

class RouteState {
public:
    std::size_t zones = 0, nodes = 0, classes = 1;
    std::vector<std::uint32_t> from, to;    ///< nodes of each link
    std::vector<double> pcu;                ///< per class
    std::vector<OdDemand> demand;           ///< per class, passenger-car units
    std::vector<Bush> bushes;               ///< by class, then by origin
    std::vector<std::vector<double>> flow;  ///< per class and link: the sum over its bushes
    std::vector<double> longest;            ///< per class: about the longest way; 0 if not known
};

/// Which links and nodes of a network now were which then.
struct RouteMap {
    std::vector<std::uint32_t> link;  ///< per link of then: now, or kNoLink
    std::vector<std::uint32_t> node;  ///< per node of then: now, or ~0
    bool grown = false;               ///< there are links now that were not then
};
/// Refuses states of other zones or classes, and maps that tear a node apart.
Expected<RouteMap> mapRoutes(const AssignmentNetwork& network, std::size_t classes, const WarmStart& warm);

}  // namespace isopolis
