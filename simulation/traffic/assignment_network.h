#pragma once
/// The graph on which trips are assigned, independent of any city: nodes, links with a volume-delay function, zones.
///
///   auto network = AssignmentNetwork::create({.zones = 2, .nodes = 4, .firstThrough = 0}, links);
///   for (std::uint32_t l : network->out(node)) network->head(l);
///
/// Nodes and links are positions in this network (they are no city ids and never leave the solver). Zone z starts and ends at node
/// z. Nodes below `firstThrough` may start and end trips and carry none through. Parallel links and loops of two are allowed.

#include "gis/core/expected.h"
#include "gis/core/geometry/geometry.h"
#include "simulation/traffic/traffic_result.h"
#include "simulation/traffic/volume_delay.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace isopolis {

class StreetIndex;  ///< street_trees.h

struct AssignmentLink {
    std::uint32_t from = 0, to = 0;
    VolumeDelay delay;
    double toll = 0, length = 0;  ///< units of the source; enter the cost by the weights of EquilibriumOptions
};

struct AssignmentSize {
    std::size_t zones = 0, nodes = 0, firstThrough = 0;
};

class AssignmentNetwork {
public:
    AssignmentNetwork() = default;
    /// Refuses links to nodes that do not exist and figures that are negative or not finite; names the link by its position.
    /// `at`: a place for every node, or none; helps to find shortest ways fast and changes no figure.
    static Expected<AssignmentNetwork> create(AssignmentSize size, std::vector<AssignmentLink> links, std::vector<Point2> at = {});

    std::size_t zoneCount() const { return m_size.zones; }
    std::size_t nodeCount() const { return m_size.nodes; }
    std::size_t linkCount() const { return m_links.size(); }
    std::size_t firstThrough() const { return m_size.firstThrough; }
    const AssignmentLink& link(std::size_t l) const { return m_links[l]; }
    const std::vector<AssignmentLink>& links() const { return m_links; }
    std::uint32_t tail(std::size_t l) const { return m_links[l].from; }
    std::uint32_t head(std::size_t l) const { return m_links[l].to; }
    /// True if a trip from `origin` may go on from this node.
    bool passable(std::uint32_t node, std::uint32_t origin) const { return node >= m_size.firstThrough || node == origin; }
    std::span<const std::uint32_t> out(std::uint32_t node) const
    {
        return {m_out.data() + m_outBegin[node], m_out.data() + m_outBegin[node + 1]};
    }
    /// Heads of the links of `out(node)`, in the same order.
    std::span<const std::uint32_t> outHeads(std::uint32_t node) const
    {
        return {m_outHead.data() + m_outBegin[node], m_outHead.data() + m_outBegin[node + 1]};
    }
    /// Links that lead to a node, ascending.
    std::span<const std::uint32_t> into(std::uint32_t node) const
    {
        return {m_into.data() + m_intoBegin[node], m_into.data() + m_intoBegin[node + 1]};
    }

    /// What fast shortest paths need of the streets; made when first asked for and shared by all copies. Callable from several threads.
    std::shared_ptr<const StreetIndex> streets() const;
    /// Takes over the order of nodes that another network of much the same streets has found by now: saves time, changes no figure.
    void orderLike(const AssignmentNetwork& other);

private:
    struct Streets;
    AssignmentSize m_size;
    std::vector<AssignmentLink> m_links;
    std::vector<std::uint32_t> m_out, m_outHead, m_outBegin, m_into, m_intoBegin;
    std::shared_ptr<Streets> m_streets;
};

/// Trips from one zone to another, kept sparse: rows by origin, destinations ascending.
class OdDemand {
public:
    struct Pair {
        std::uint32_t to = 0;
        double trips = 0;
        friend bool operator==(const Pair&, const Pair&) = default;
    };
    explicit OdDemand(std::size_t zones = 0) : m_rows(zones) {}
    static OdDemand fromMatrix(const ZoneMatrix& trips);
    void add(std::size_t from, std::uint32_t to, double trips);  ///< adds up if the pair is there already
    std::size_t zoneCount() const { return m_rows.size(); }
    std::span<const Pair> from(std::size_t origin) const { return m_rows[origin]; }
    double total() const;

private:
    std::vector<std::vector<Pair>> m_rows;
};

}  // namespace isopolis
