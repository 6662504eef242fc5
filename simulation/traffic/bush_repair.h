#pragma once
/// Carries bushes over to a network that has changed, and mends those that the change has cut.
///
///   BushRepair repair(state, map);                    // map: mapRoutes, route_state.h; one object a thread
///   BushDamage damage = repair.damage(then, kind);
///   repair.carry(then, now);                          // nothing with flow is gone: numbers of now, without what is closed
///   repair.reroute(then, now, changes);               // cut, but each place keeps a way: flow moves to what is left
///   repair.mend(then, trips, true, tree, now, changes);   // torn: places that lost all their ways get new ones; trips are spread anew
///
/// Places that still have a way keep their order and what is left of their links; the others come after them, in the order of their least
/// costs, each with the least way to it: so no cycle can close. Trips go by the shares that the links into each place had, or by the
/// cheapest link where none is left that was used.

#include "simulation/traffic/route_state.h"

namespace isopolis {

/// What a change has done to a bush.
struct BushDamage {
    bool closed = false;  ///< links of it are gone
    bool cut = false;     ///< some with flow
    bool torn = false;    ///< a place lost all its ways; in a lean bush only one with flow counts
};

/// What a bush puts on a link beyond what it did then.
struct FlowChange {
    std::uint32_t link = 0;
    double flow = 0;
};

class BushRepair {
public:
    BushRepair(const AssignmentState& state, const RouteMap& map);
    BushDamage damage(const Bush& then, BushKind kind) const;
    /// Places without flow that lost all their ways are left out.
    void carry(const Bush& then, Bush& now);
    /// False if a place has no way after all: then it must be mended.
    bool reroute(const Bush& then, Bush& now, std::vector<FlowChange>& changes);
    /// `tree`: of the origin, on the costs as they are, for a lean bush; null for a full one. `spread`: the trips, all of them, else flows
    /// stay as they are, which is right if only unused links are gone. False, with a full bush, where a place is reached now that the bush
    /// does not hold: then it must be planted anew. Places without a way are left out.
    bool mend(const Bush& then, std::span<const OdDemand::Pair> trips, bool spread, const StreetTree* tree, Bush& now,
              std::vector<FlowChange>& changes);

private:
    bool open(std::uint32_t was, std::uint32_t userClass) const { return m_closed[userClass][was] == 0; }
    std::uint32_t cheapestInto(const Bush& bush, std::uint32_t position);
    void labelLeast(const Bush& bush);
    void findLost(const Bush& then);
    void append(const Bush& then, std::uint32_t node, std::uint32_t was, std::uint32_t via, Bush& now, std::vector<FlowChange>& changes);
    void attachAlongTree(const Bush& then, std::span<const OdDemand::Pair> trips, const StreetTree& tree, Bush& now,
                         std::vector<FlowChange>& changes);
    void attachBySearch(const Bush& then, Bush& now, std::vector<FlowChange>& changes);
    void spreadTrips(Bush& now, std::span<const OdDemand::Pair> trips);
    bool holdsAllReached(const Bush& bush) const;

    const AssignmentState& m_state;
    const RouteMap& m_map;
    std::vector<std::vector<char>> m_closed;  ///< per class and link of then
    std::vector<std::uint32_t> m_place;       ///< per node: position in the bush that is made; kNowhere elsewhere
    std::vector<std::uint32_t> m_was;         ///< per node: position in the bush of then if it has lost its ways there
    std::vector<std::uint32_t> m_newPlace;    ///< per position then
    std::vector<char> m_lost;                 ///< per position then
    std::vector<double> m_least;              ///< per position of the bush that is made; empty until asked for
    std::vector<double> m_old;                ///< per slot of the bush that is made: its flow then
    std::vector<double> m_through;            ///< per position
    std::vector<std::uint32_t> m_wanted;
    std::vector<char> m_seen;  ///< per node, zero between uses
};

}  // namespace isopolis
