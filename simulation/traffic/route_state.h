#pragma once
/// The routes behind an equilibrium: the bushes of all origins and classes, kept for a warm start, select-link and shares of groups.
///
/// Opaque to users of `Equilibrium`; only the solver and the functions of `select_link.h` look inside. Flows are passenger-car units.

#include "simulation/traffic/bush.h"

namespace isopolis {

class RouteState {
public:
    std::size_t zones = 0, nodes = 0, classes = 1;
    std::vector<std::uint32_t> from, to;  ///< nodes of each link
    std::vector<double> pcu;              ///< per class
    std::vector<OdDemand> demand;         ///< per class, passenger-car units
    std::vector<Bush> bushes;             ///< by class, then by origin
};

/// Which links and nodes of a network now were which then.
struct RouteMap {
    std::vector<std::uint32_t> link;  ///< per link of then: now, or kNoLink
    std::vector<std::uint32_t> node;  ///< per node of then: now, or ~0
    bool grown = false;               ///< there are links now that were not then
};
/// Refuses states of other zones or classes, and maps that tear a node apart.
Expected<RouteMap> mapRoutes(const AssignmentNetwork& network, std::size_t classes, const WarmStart& warm);

/// Links that lead to a node.
class LinksInto {
public:
    explicit LinksInto(const AssignmentNetwork& network);
    std::span<const std::uint32_t> operator[](std::uint32_t node) const
    {
        return {m_link.data() + m_begin[node], m_link.data() + m_begin[node + 1]};
    }

private:
    std::vector<std::uint32_t> m_link, m_begin;
};

/// Carries bushes of then over to the network of now. A node that lost its links gets the cheapest one that keeps the order.
class BushMover {
public:
    BushMover(const AssignmentState& state, const RouteMap& map);
    /// The same bush with the links' numbers of now; false if one of its links is gone.
    bool renumber(const Bush& then, BushKind kind, Bush& now);
    /// A link that carried flow of the bush is gone.
    bool lostFlow(const Bush& then) const;
    /// False if the bush cannot be carried over and must be planted anew.
    bool move(const Bush& then, BushKind kind, Bush& now);

private:
    bool open(std::uint32_t was, std::uint32_t userClass) const
    {
        const std::uint32_t now = m_map.link[was];
        return now != kNoLink && std::isfinite(m_state.cost(userClass)[now]);
    }
    bool closed(const Bush& bush) const;  ///< every link that leaves a node of the bush leads to one

    const AssignmentState& m_state;
    const RouteMap& m_map;
    LinksInto m_into;
    std::vector<std::uint32_t> m_position;
    std::vector<double> m_least;
};

}  // namespace isopolis
