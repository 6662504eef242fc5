#include "simulation/traffic/street_trees.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isopolis {

namespace {

/// Below so many nodes a Dijkstra search is as fast, and nothing has to be prepared.
constexpr std::size_t kSmallestHierarchy = 500;
/// More triangles per arc than this: no street network, and customising takes longer than the searches that it saves.
constexpr std::size_t kMostTrianglesPerArc = 200;
/// The longest way is aimed at 2^51 units. Up to 2^53 whole numbers are exact.
constexpr int kAim = 51;
/// Adding and taking away 2^52 rounds to whole numbers.
constexpr double kRound = 4503599627370496.0;
/// Units of a link that is dear beyond all measure, but open; and the least power of two for a unit.
constexpr double kDearest = 1e300;
constexpr int kLeastPower = -900;

double unitFor(double longest)
{
    return longest > 0 && longest < kNoPath ? std::ldexp(1.0, std::max(std::ilogb(longest) - kAim, kLeastPower)) : std::ldexp(1.0, -kAim);
}

/// Streets between nodes that carry through traffic; others keep their place as loops, which nothing uses.
PathTopology topologyOf(const AssignmentNetwork& network, std::vector<Point2> at)
{
    PathTopology topology{std::move(at), {}};
    topology.arcs.reserve(network.linkCount());
    for (std::size_t l = 0; l < network.linkCount(); ++l) {
        const std::uint32_t tail = network.tail(l), head = network.head(l);
        topology.arcs.push_back(std::min(tail, head) < network.firstThrough() ? PathArc{tail, tail} : PathArc{tail, head});
    }
    return topology;
}

/// Links to each node from `from`, along streets in either direction.
std::vector<std::uint32_t> hops(const AssignmentNetwork& network, std::uint32_t from)
{
    std::vector<std::uint32_t> count(network.nodeCount(), ~0U), queue{from};
    count[from] = 0;
    for (std::size_t at = 0; at < queue.size(); ++at) {
        const auto visit = [&](std::uint32_t node) {
            if (node < network.firstThrough() || count[node] != ~0U)
                return;
            count[node] = count[queue[at]] + 1;
            queue.push_back(node);
        };
        for (const std::uint32_t head : network.outHeads(queue[at]))
            visit(head);
        for (const std::uint32_t l : network.into(queue[at]))
            visit(network.tail(l));
    }
    return count;
}

/// Places for a network without: hops from two ends that lie far apart, and from a third far from both. They need only tell near from far.
std::vector<Point2> placesByHops(const AssignmentNetwork& network)
{
    std::vector<Point2> at(network.nodeCount());
    if (network.nodeCount() <= network.firstThrough())
        return at;
    const auto farthest = [&](const auto& value) {
        auto best = static_cast<std::uint32_t>(network.firstThrough());
        for (std::uint32_t n = best; n < network.nodeCount(); ++n)
            if (value(n) > value(best))
                best = n;
        return best;
    };
    const auto known = [](std::uint32_t h) { return h == ~0U ? 0.0 : static_cast<double>(h); };
    const std::vector<std::uint32_t> start = hops(network, static_cast<std::uint32_t>(network.firstThrough()));
    const std::vector<std::uint32_t> a = hops(network, farthest([&](std::uint32_t n) { return known(start[n]); }));
    const std::vector<std::uint32_t> b = hops(network, farthest([&](std::uint32_t n) { return known(a[n]); }));
    const std::vector<std::uint32_t> c = hops(network, farthest([&](std::uint32_t n) { return std::min(known(a[n]), known(b[n])); }));
    for (std::size_t n = 0; n < at.size(); ++n)
        at[n] = {known(a[n]) - known(b[n]), 2 * known(c[n]) - known(a[n]) - known(b[n])};
    return at;
}

}  // namespace

StreetIndex::StreetIndex(const AssignmentNetwork& network, std::span<const Point2> at)
{
    if (network.nodeCount() >= kSmallestHierarchy) {
        std::vector<Point2> places(at.begin(), at.end());
        if (places.empty())
            places = placesByHops(network);
        m_hierarchy.emplace(topologyOf(network, std::move(places)), 1);
    }
    prepare(network);
}

StreetIndex::StreetIndex(const AssignmentNetwork& network, std::span<const std::uint32_t> rank)
{
    std::vector<std::uint32_t> order(network.nodeCount());
    std::iota(order.begin(), order.end(), 0U);
    // New nodes last, as separators: few of them cost little there, whatever they join.
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b] || (rank[a] == rank[b] && a < b); });
    m_hierarchy.emplace(topologyOf(network, std::vector<Point2>(network.nodeCount())), order);
    prepare(network);
}

void StreetIndex::prepare(const AssignmentNetwork& network)
{
    if (m_hierarchy && (!m_hierarchy->complete() || m_hierarchy->triangles() > kMostTrianglesPerArc * m_hierarchy->upArcs()))
        m_hierarchy.reset();
    m_row.resize(network.nodeCount());
    std::iota(m_row.begin(), m_row.end(), 0U);
    if (m_hierarchy) {
        m_targets.emplace(*m_hierarchy);
        for (std::uint32_t node = 0; node < network.nodeCount(); ++node)
            m_row[node] = m_targets->position(m_hierarchy->rankOf(node));
        std::vector<std::uint32_t> doors;
        for (std::uint32_t zone = 0; zone < network.zoneCount(); ++zone) {
            if (zone >= network.firstThrough())
                doors.push_back(zone);
            else
                for (const std::uint32_t l : network.into(zone))
                    if (network.tail(l) >= network.firstThrough())
                        doors.push_back(network.tail(l));
        }
        m_zones.emplace(*m_hierarchy, doors);
        m_zoneRow.assign(network.nodeCount(), PathHierarchy::kNone);
        for (const std::uint32_t node : doors)
            m_zoneRow[node] = m_zones->position(m_hierarchy->rankOf(node));
    }
    m_into.reserve(network.linkCount());
    m_intoBegin.push_back(0);
    for (std::uint32_t node = 0; node < network.nodeCount(); ++node) {
        for (const std::uint32_t l : network.into(node))
            m_into.push_back({l, network.tail(l), m_row[network.tail(l)]});
        m_intoBegin.push_back(static_cast<std::uint32_t>(m_into.size()));
    }
}

StreetCosts::StreetCosts(const AssignmentNetwork& network, std::span<const double> cost, double longest, int threads)
    : m_index(network.streets()), m_cost(cost), m_units(cost.size()), m_unit(unitFor(longest))
{
    const double perCost = 1 / m_unit;  // exact: a power of two
    for (std::size_t l = 0; l < cost.size(); ++l) {
        const double units = cost[l] < kNoPath ? std::min(cost[l] * perCost, kDearest) : kNoPath;
        m_units[l] = units < kRound ? std::max(1.0, (units + kRound) - kRound) : units;
    }
    if (m_index->usesHierarchy())
        m_arcs = m_index->hierarchy().customise(m_units, threads);
}

void startsOf(const AssignmentNetwork& network, const StreetCosts& costs, std::uint32_t origin, std::vector<PathStart>& starts)
{
    starts.clear();
    if (origin >= network.firstThrough()) {
        starts.push_back({origin, 0});
        return;
    }
    for (const std::uint32_t l : network.out(origin))
        if (network.head(l) >= network.firstThrough())
            starts.push_back({network.head(l), costs.m_units[l]});
}

StreetTrees::StreetTrees(const AssignmentNetwork& network) : m_network(network), m_index(network.streets())
{
    m_starts.resize(kLanes);
    m_outer.resize(network.firstThrough() * kLanes);
    if (m_index->usesHierarchy()) {
        m_sweep.emplace(*m_index->m_hierarchy, *m_index->m_targets);
    } else {
        m_paths.emplace(network);
        m_searched.resize(network.nodeCount() * kLanes);
    }
}

void StreetTrees::run(const StreetCosts& costs, std::span<const std::uint32_t> origins)
{
    for (bool exact = runExact(costs, origins); !exact; exact = runExact(*m_coarser, origins)) {
        std::optional<StreetCosts> coarser;
        coarser.emplace(m_network, costs.m_cost, longest(), 1);
        m_coarser = std::move(coarser);
    }
}

bool StreetTrees::runExact(const StreetCosts& costs, std::span<const std::uint32_t> origins)
{
    m_costs = &costs;
    m_origins.assign(origins.begin(), origins.end());
    if (m_sweep)
        sweep(origins);
    else
        search(origins);
    return m_longest < kExactUnits;
}

void StreetTrees::sweep(std::span<const std::uint32_t> origins)
{
    for (std::size_t lane = 0; lane < origins.size(); ++lane)
        startsOf(m_network, *m_costs, origins[lane], m_starts[lane]);
    m_sweep->run(m_costs->m_arcs, std::span(m_starts).first(origins.size()));
    m_rows = m_sweep->rows();
    m_longest = m_sweep->longest();
    enterZones(origins);
}

void StreetTrees::search(std::span<const std::uint32_t> origins)
{
    m_longest = 0;
    for (std::size_t lane = 0; lane < origins.size(); ++lane) {
        m_paths->run(origins[lane], m_costs->m_units);
        for (std::uint32_t node = 0; node < m_network.nodeCount(); ++node) {
            const double units = m_paths->cost(node);
            m_searched[node * kLanes + lane] = units;
            if (units < kNoPath)
                m_longest = std::max(m_longest, units);
        }
    }
    m_rows = m_searched.data();
    enterZones(origins);
}

/// Nodes that carry no through traffic are only reached, from streets or from the origin itself.
void StreetTrees::enterZones(std::span<const std::uint32_t> origins)
{
    for (std::uint32_t zone = 0; zone < m_network.firstThrough(); ++zone) {
        double* const here = m_outer.data() + zone * kLanes;
        std::fill(here, here + kLanes, kNoPath);
        for (const StreetIndex::Into& into : m_index->into(zone)) {
            const double units = m_costs->m_units[into.link];
            if (into.tail >= m_network.firstThrough()) {
                const double* const there = m_rows + std::size_t{into.row} * kLanes;
                for (std::size_t lane = 0; lane < kLanes; ++lane)
                    here[lane] = std::min(here[lane], there[lane] + units);
            } else {
                for (std::size_t lane = 0; lane < origins.size(); ++lane)
                    if (origins[lane] == into.tail)
                        here[lane] = std::min(here[lane], units);
            }
        }
        for (std::size_t lane = 0; lane < origins.size(); ++lane) {
            if (origins[lane] == zone)
                here[lane] = 0;
            if (here[lane] < kNoPath)
                m_longest = std::max(m_longest, here[lane]);
        }
    }
}

StreetTree StreetTrees::tree(std::size_t lane) const { return {*this, lane}; }

std::uint32_t StreetTree::via(std::uint32_t node) const
{
    const double here = units(node);
    if (node == m_origin || !(here < kNoPath))
        return kNoLink;
    const std::size_t first = m_trees.m_network.firstThrough();
    // Sums are exact: a link that the least way ends with is met to the bit.
    for (const StreetIndex::Into& into : m_trees.m_index->into(node)) {
        if (into.tail < first && into.tail != m_origin)
            continue;
        const double there = into.tail < first ? 0 : m_trees.m_rows[std::size_t{into.row} * StreetTrees::kLanes + m_lane];
        if (there + m_trees.m_costs->units(into.link) == here)
            return into.link;
    }
    return kNoLink;
}

}  // namespace isopolis
