#pragma once
/// Carries bushes over to a network that has changed, and mends those that the change has cut.
///
///   BushRepair repair(state, map);                    // map: mapRoutes, route_state.h; one object a thread
///   repair.damage(then);                              // None: only the numbers of links and nodes are others
///   repair.mend(then, trips, tree, bush);             // else: places that lost all their ways get new ones, and the trips are spread anew
///
/// Places that still have a way keep their order and what is left of their links; the others come after them, in the order of their least
/// costs, each with the least way to it: so no cycle can close. Trips go by the shares that the links into each place had, or by the
/// cheapest link where none is left that was used.

#include "simulation/traffic/route_state.h"

namespace isopolis {

enum class BushDamage { None, Unused, Cut };  ///< Unused: only links without flow of the bush are gone

class BushRepair {
public:
    BushRepair(const AssignmentState& state, const RouteMap& map);
    BushDamage damage(const Bush& then) const;
    /// `tree`: of the origin, on the costs as they are, for a lean bush; null for a full one. `spread`: the trips, all of them, else flows
    /// stay as they are, which is right if only unused links are gone. False, with a full bush, where a place is reached now that the bush
    /// does not hold: then it must be planted anew. Places without a way are left out.
    bool mend(const Bush& then, std::span<const OdDemand::Pair> trips, bool spread, const StreetTree* tree, Bush& now);

private:
    bool open(std::uint32_t was, std::uint32_t userClass) const
    {
        const std::uint32_t now = m_map.link[was];
        return now != kNoLink && std::isfinite(m_state.cost(userClass)[now]);
    }
    void findLost(const Bush& then);
    void append(const Bush& then, std::uint32_t node, std::uint32_t was, std::uint32_t via, Bush& now);
    void attachAlongTree(const Bush& then, std::span<const OdDemand::Pair> trips, const StreetTree& tree, Bush& now);
    void attachBySearch(const Bush& then, Bush& now);
    void spreadTrips(Bush& now, std::span<const OdDemand::Pair> trips);
    bool holdsAllReached(const Bush& bush) const;

    const AssignmentState& m_state;
    const RouteMap& m_map;
    std::vector<std::uint32_t> m_place;     ///< per node: position in the bush that is made; kNowhere elsewhere
    std::vector<std::uint32_t> m_was;       ///< per node: position in the bush of then if it has lost its ways there
    std::vector<std::uint32_t> m_newPlace;  ///< per position then
    std::vector<char> m_lost;               ///< per position then
    std::vector<double> m_least;            ///< per position of the bush that is made
    std::vector<double> m_through, m_share;
};

}  // namespace isopolis
