#include "simulation/access/reach.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::size_t kBlocks = 64;
/// Time slots of a search: more are narrower, with fewer corrections and more empty ones.
constexpr std::size_t kSlots = 2048;
/// Cells of the node index, and the first radius of a search in it: a numerical choice without effect on results.
constexpr double kCell_m = 150;

/// Shortest times up to a limit, by labels that are corrected in the order of narrow time slots: the same times as Dijkstra's, to the
/// last bit (a label is the least sum over ways, whoever finds it first), in a third of the time. Memory is cleared by what the last
/// search touched.
class Search {
public:
    Search(const TravelGraph& graph, double longest)
        : m_graph(graph), m_labels(graph.nodes()), m_slots(kSlots + 1), m_perMinute(longest > 0 ? kSlots / longest : 0)
    {}

    void run(std::uint32_t source, double limit)
    {
        for (const std::uint32_t node : m_touched)
            m_labels[node] = {};
        m_touched.clear();
        put(source, 0);
        for (m_now = 0; m_now <= m_last; ++m_now)
            for (std::size_t i = 0; i < m_slots[m_now].size(); ++i)
                expand(m_slots[m_now][i], limit);
        for (std::size_t slot = 0; slot <= m_last; ++slot)
            m_slots[slot].clear();
        m_last = 0;
    }
    double time(std::uint32_t node) const { return m_labels[node].time; }
    std::vector<std::uint32_t>& touched() { return m_touched; }

private:
    struct Label {
        double time = kNever, expanded = kNever;  ///< expanded: at which time its arcs were looked at last
    };
    std::size_t slotOf(double time) const { return std::min(static_cast<std::size_t>(time * m_perMinute), kSlots); }

    void put(std::uint32_t node, double time)
    {
        if (m_labels[node].time == kNever)
            m_touched.push_back(node);
        m_labels[node].time = time;
        const std::size_t slot = slotOf(time);
        m_slots[slot].push_back(node);
        m_last = std::max(m_last, slot);
    }
    void expand(std::uint32_t node, double limit)
    {
        Label& label = m_labels[node];
        if (label.expanded == label.time || slotOf(label.time) != m_now)
            return;  // done already, or reached earlier than when it was put here
        label.expanded = label.time;
        const double time = label.time;
        for (const TravelGraph::Arc& arc : m_graph.from(node))
            if (const double there = time + arc.time_min; there <= limit && there < m_labels[arc.to].time)
                put(arc.to, there);
    }

    const TravelGraph& m_graph;
    std::vector<Label> m_labels;
    std::vector<std::uint32_t> m_touched;
    std::vector<std::vector<std::uint32_t>> m_slots;
    double m_perMinute;
    std::size_t m_now = 0, m_last = 0;
};

/// Destinations by node, in their order.
class JobsAtNodes {
public:
    JobsAtNodes(std::size_t nodes, const std::vector<TravelEnd>& destinations) : m_begin(nodes + 1, 0)
    {
        std::vector<const TravelEnd*> joined;
        for (const TravelEnd& end : destinations)
            if (end.node.valid() && end.jobs > 0)
                joined.push_back(&end);
        std::stable_sort(joined.begin(), joined.end(), [](const TravelEnd* a, const TravelEnd* b) { return a->node < b->node; });
        for (const TravelEnd* end : joined) {
            m_ends.push_back(*end);
            ++m_begin[end->node.index() + 1];
        }
        std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
    }
    const std::vector<TravelEnd>& all() const { return m_ends; }
    std::span<const TravelEnd> at(std::uint32_t node) const { return {m_ends.data() + m_begin[node], m_begin[node + 1] - m_begin[node]}; }

private:
    std::vector<std::uint32_t> m_begin;
    std::vector<TravelEnd> m_ends;
};

struct Reached {
    double time_min, jobs;
};

/// Way and far connector of everything that the search met, by ascending node.
void collect(Search& search, const JobsAtNodes& jobs, std::vector<Reached>& reached)
{
    reached.clear();
    const auto add = [&](const TravelEnd& end) {
        reached.push_back({search.time(static_cast<std::uint32_t>(end.node.value())) + end.connector_min, end.jobs});
    };
    std::vector<std::uint32_t>& touched = search.touched();
    if (touched.size() > jobs.all().size()) {  // sorting would cost more than looking at all
        for (const TravelEnd& end : jobs.all())
            add(end);
        return;
    }
    std::sort(touched.begin(), touched.end());
    for (const std::uint32_t node : touched)
        for (const TravelEnd& end : jobs.at(node))
            add(end);
}

/// Positions of the joined origins, those of one node side by side; `begin` marks where nodes change.
struct OriginsByNode {
    std::vector<std::uint32_t> order, begin;
    explicit OriginsByNode(const std::vector<TravelEnd>& origins)
    {
        for (std::uint32_t i = 0; i < origins.size(); ++i)
            if (origins[i].node.valid())
                order.push_back(i);
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return origins[a].node < origins[b].node; });
        for (std::uint32_t i = 0; i < order.size(); ++i)
            if (i == 0 || origins[order[i]].node != origins[order[i - 1]].node)
                begin.push_back(i);
        begin.push_back(static_cast<std::uint32_t>(order.size()));
    }
    std::size_t nodes() const { return begin.size() - 1; }
    std::span<const std::uint32_t> at(std::size_t node) const { return {order.data() + begin[node], begin[node + 1] - begin[node]}; }
};

double sumWithin(const std::vector<Reached>& reached, double limit)
{
    double sum = 0;
    for (const Reached& r : reached)
        if (r.time_min <= limit)
            sum += r.jobs;
    return sum;
}

}  // namespace

TravelGraph::TravelGraph(std::size_t nodes, const std::vector<TravelEdge>& edges) : m_begin(nodes + 1, 0), m_arcs(edges.size())
{
    for (const TravelEdge& edge : edges)
        ++m_begin[edge.from.index() + 1];
    std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
    std::vector<std::uint32_t> next(m_begin.begin(), m_begin.end() - 1);
    for (const TravelEdge& edge : edges)
        m_arcs[next[edge.from.index()]++] = {edge.to.value(), edge.time_min};
}

std::vector<double> jobsWithin(const TravelGraph& graph, const std::vector<TravelEnd>& origins, const std::vector<TravelEnd>& destinations,
                               double limit_min, RunControl& control, double progressFrom, double progressTo)
{
    const JobsAtNodes jobs(graph.nodes(), destinations);
    const OriginsByNode groups(origins);
    std::vector<double> result(origins.size(), 0);
    std::atomic<std::size_t> done = 0;
    parallelBlocks(groups.nodes(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        Search search(graph, limit_min);
        std::vector<Reached> reached;
        for (std::size_t group = begin; group < end && !control.cancelled(); ++group) {
            const auto here = groups.at(group);
            double nearest = kNever;
            for (const std::uint32_t i : here)
                nearest = std::min(nearest, origins[i].connector_min);
            if (nearest > limit_min)
                continue;
            search.run(origins[here.front()].node.value(), limit_min - nearest);
            collect(search, jobs, reached);
            for (const std::uint32_t i : here)
                result[i] = sumWithin(reached, limit_min - origins[i].connector_min);
        }
        const std::size_t now = done.fetch_add(end - begin) + (end - begin);
        control.progress(Stage::Access,
                         progressFrom + (progressTo - progressFrom) * static_cast<double>(now) / static_cast<double>(groups.nodes()));
    });
    if (control.cancelled())
        result.clear();
    return result;
}

NodeFinder::NodeFinder(std::vector<Point2> places, const std::vector<bool>& wanted, double reach_m)
    : m_places(std::move(places)), m_reach_m(reach_m)
{
    Box extent;
    for (std::size_t i = 0; i < m_places.size(); ++i)
        if (wanted[i])
            extent.add(m_places[i]);
    if (extent.empty())
        return;
    m_grid = SpatialGrid(extent, kCell_m);
    for (std::size_t i = 0; i < m_places.size(); ++i)
        if (wanted[i])
            m_grid.insert(Box{m_places[i].x, m_places[i].y, m_places[i].x, m_places[i].y}, static_cast<std::uint32_t>(i));
}

NodeFinder::Found NodeFinder::nearest(Point2 p) const
{
    Found best{NodeId(), kNever};
    for (double radius = std::min(kCell_m, m_reach_m);; radius = std::min(2 * radius, m_reach_m)) {
        for (const std::uint32_t i : m_grid.query(p, radius))
            if (const double d = distance(m_places[i], p); d < best.distance_m && d <= m_reach_m)
                best = {NodeId(i), d};
        // A node beyond the circle, in a corner of the box, may not be the nearest one: look again in a wider box.
        if (best.distance_m <= radius || radius >= m_reach_m)
            return best;
    }
}

}  // namespace isopolis
