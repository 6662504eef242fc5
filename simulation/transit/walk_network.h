#pragma once
/// The streets that people walk on, and shortest ways along them.
///
///   const WalkNetwork streets(applied, 500);
///   WalkSearch search(streets);
///   search.run(streets.join(door), 1000);   search.distance_m(streets.join(stop));
///
/// Streets are walked in both directions, also against one-way rules; stops and places are joined in a straight line to the nearest
/// junction. Distances include these straight ends. Slopes do not slow people down. Source: Dijkstra 1959.

#include "simulation/access/reach.h"
#include "simulation/scenario/apply_scenario.h"

#include <limits>
#include <span>

namespace isopolis {

inline constexpr double kNoWay = std::numeric_limits<double>::infinity();

/// Where a stop or place meets the streets.
struct WalkJoint {
    std::uint32_t node = ~0U;
    double distance_m = kNoWay;
    bool joined() const { return node != ~0U; }
};

class WalkNetwork {
public:
    WalkNetwork(const AppliedScenario& applied, double reach_m);
    WalkJoint join(Point2 p) const;
    std::size_t nodes() const { return m_begin.size() - 1; }
    struct Arc {
        std::uint32_t to;
        double length_m;
    };
    std::span<const Arc> from(std::uint32_t node) const { return {m_arcs.data() + m_begin[node], m_begin[node + 1] - m_begin[node]}; }

private:
    NodeFinder m_finder;
    std::vector<std::uint32_t> m_begin;
    std::vector<Arc> m_arcs;
};

/// Shortest ways from one or several starts; keeps its memory from one search to the next. Not for two threads at once.
class WalkSearch {
public:
    explicit WalkSearch(const WalkNetwork& streets) : m_streets(streets), m_distance(streets.nodes(), kNoWay) {}
    void clear();
    /// A start at a junction, with what has been walked or spent so far. Between `clear` and `expand`.
    void addStart(std::uint32_t node, double distance_m);
    /// All junctions within `limit_m`.
    void expand(double limit_m);
    void run(const WalkJoint& from, double limit_m);
    double distance_m(std::uint32_t node) const { return m_distance[node]; }
    double distance_m(const WalkJoint& to) const { return to.joined() ? m_distance[to.node] + to.distance_m : kNoWay; }
    const std::vector<std::uint32_t>& reached() const { return m_reached; }

private:
    struct Entry {
        double distance_m;
        std::uint32_t node;
        friend bool operator>(const Entry& a, const Entry& b)
        {
            return a.distance_m != b.distance_m ? a.distance_m > b.distance_m : a.node > b.node;
        }
    };
    void put(std::uint32_t node, double distance_m);
    const WalkNetwork& m_streets;
    std::vector<double> m_distance;
    std::vector<std::uint32_t> m_reached;
    std::vector<Entry> m_heap;
};

}  // namespace isopolis
