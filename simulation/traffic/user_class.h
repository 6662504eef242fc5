#pragma once
/// A class of road users: cars, lorries, residents with a permit …
///
///   UserClass lorries{.name = "lorries", .pcu = 2.5, .tollWeight = 1 / vot_cent_min, .banned = bans};
///
/// Cost of a link for the class = time + w_toll·toll + w_dist·length + extra, in the unit of time: money is divided by the class's value of
/// time. All classes share the time of a link, which depends on the sum of flow × pcu; so each class's cost is the same function plus a
/// constant, and Beckmann's objective Σ ∫ t dx + Σ_class Σ_link constant × flow × pcu has its minimum at the equilibrium of all classes.

#include "simulation/traffic/assignment_network.h"

#include <string>

namespace isopolis {

struct UserClass {
    std::string name;
    double pcu = 1;                             ///< passenger-car units of a vehicle
    double tollWeight = 0, distanceWeight = 0;  ///< time per unit of toll and length: cost over value of time
    std::vector<double> extraCost = {};         ///< own toll or slower speed, in time, per link; empty: none
    std::vector<char> banned = {};              ///< not 0: the class may not use the link; empty: may use all
};

struct ClassDemand {
    UserClass userClass;
    OdDemand trips;  ///< vehicles
};

/// Everything that wants to use the network.
struct AssignmentDemand {
    std::vector<ClassDemand> classes;
    std::vector<double> preload = {};  ///< passenger-car units per link that are there anyway (buses); empty: none
};

}  // namespace isopolis
