#pragma once
/// Ways that buses drive between two places: shortest ones, with streets along a drawn line preferred.
///
///   BusWays ways(applied, BusWays::Streets::OfScenario);
///   ways.prefer(line.geometry);
///   Expected<BusWay> way = …;  if (auto way = ways.find(stopA, stopB)) way->length_m;
///
/// Places are joined to the nearest junction for buses. Turning round is allowed at junctions; one-way rules hold, and so do the turns that
/// signs forbid to buses (forbidden_turns.h): the search goes from link to link.
/// A street farther than `kNear_m` from the drawn line counts `kDetourWeight` times its length when ways are compared.

#include "simulation/access/reach.h"
#include "simulation/scenario/forbidden_turns.h"

#include <optional>

namespace isopolis {

struct BusWay {
    std::vector<LinkId> links;
    double length_m = 0;
};

class BusWays {
public:
    enum class Streets { AsMapped, OfScenario };
    /// `applied` must outlive it and keep its links.
    BusWays(const AppliedScenario& applied, Streets streets);
    /// From now on ways keep to this line where they can; an empty one: no preference.
    void prefer(const Polyline& line);
    NodeId join(Point2 place) const { return m_finder.nearest(place).node; }
    /// Empty if there is none; a way from a junction to itself has no links.
    std::optional<BusWay> find(NodeId from, NodeId to);
    /// Links that this street plan lets buses use.
    bool open(LinkId link) const;

private:
    struct Entry {
        double cost;
        std::uint32_t link;
        friend bool operator>(const Entry& a, const Entry& b) { return a.cost != b.cost ? a.cost > b.cost : a.link > b.link; }
    };
    double cost(LinkId link) const;
    bool mayTurn(LinkId from, LinkId to) const;
    const AppliedScenario& m_applied;
    Streets m_streets;
    NodeFinder m_finder;
    SpatialGrid m_grid;  ///< of the middles of open links
    std::vector<std::uint32_t> m_begin, m_out;
    std::vector<bool> m_near;                ///< per link
    std::vector<ForbiddenTurn> m_forbidden;  ///< ascending
    std::vector<bool> m_ruled;               ///< per link: there are turns out of it that are forbidden
    std::vector<double> m_cost;              ///< per link, to its end
    std::vector<LinkId> m_via;               ///< per link: the one before
    std::vector<std::uint32_t> m_touched;
    std::vector<Entry> m_heap;
    bool m_preferring = false;
};

}  // namespace isopolis
