#include "simulation/scenario/bus_ways.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kJoin_m = 300, kNear_m = 30, kDetourWeight = 3, kCell_m = 100;
constexpr double kFar = std::numeric_limits<double>::infinity();

std::vector<Point2> placesOf(const City& city)
{
    std::vector<Point2> places;
    for (const RoadNode& node : city.roads().nodes())
        places.push_back(node.at);
    return places;
}

std::vector<bool> nodesWith(const AppliedScenario& applied, const std::function<bool(LinkId)>& open)
{
    std::vector<bool> wanted(applied.city->roads().nodes().size(), false);
    for (const LinkId id : idsOf(applied.links))
        if (open(id))
            wanted[applied.from(id).index()] = wanted[applied.to(id).index()] = true;
    return wanted;
}

Point2 middle(const Polyline& line) { return pointAlong(line, length(line) / 2); }

bool openIn(const AppliedScenario& applied, BusWays::Streets streets, LinkId link)
{
    if (streets == BusWays::Streets::OfScenario)
        return applied.links[link].modes.has(Mode::Bus);
    return !applied.isAdded(link) && applied.city->roads().links()[link].modes.has(Mode::Bus);
}

}  // namespace

BusWays::BusWays(const AppliedScenario& applied, Streets streets)
    : m_applied(applied), m_streets(streets),
      // Stops join the mapped streets in both plans: a closed street must not move them to another junction.
      m_finder(placesOf(*applied.city), nodesWith(applied, [&](LinkId id) { return openIn(applied, Streets::AsMapped, id); }), kJoin_m),
      m_grid(applied.city->roads().bounds().grown(kCell_m), kCell_m), m_begin(applied.city->roads().nodes().size() + 1, 0),
      m_near(applied.linkCount(), false), m_cost(applied.city->roads().nodes().size(), kFar), m_via(m_cost.size())
{
    for (const LinkId id : idsOf(applied.links))
        if (open(id))
            ++m_begin[applied.from(id).index() + 1];
    std::partial_sum(m_begin.begin(), m_begin.end(), m_begin.begin());
    m_out.resize(m_begin.back());
    std::vector<std::uint32_t> next(m_begin.begin(), m_begin.end() - 1);
    for (const LinkId id : idsOf(applied.links))
        if (open(id)) {
            m_out[next[applied.from(id).index()]++] = id.value();
            const Point2 at = middle(applied.geometry(id));
            m_grid.insert(Box{at.x, at.y, at.x, at.y}, id.value());
        }
}

bool BusWays::open(LinkId link) const { return openIn(m_applied, m_streets, link); }

void BusWays::prefer(const Polyline& line)
{
    m_near.assign(m_applied.linkCount(), false);
    m_preferring = line.size() >= 2;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Polyline piece = {line[i - 1], line[i]};
        for (const std::uint32_t id : m_grid.query(bounds(piece).grown(kNear_m)))
            if (!m_near[id] && nearestOnLine(piece, middle(m_applied.geometry(LinkId(id)))).distance_m <= kNear_m)
                m_near[id] = true;
    }
}

double BusWays::cost(LinkId link) const { return m_applied.length_m(link) * (m_preferring && !m_near[link.index()] ? kDetourWeight : 1); }

std::optional<BusWay> BusWays::find(NodeId from, NodeId to)
{
    for (const std::uint32_t node : m_touched)
        m_cost[node] = kFar;
    m_touched.clear();
    m_heap.clear();
    const auto put = [this](NodeId node, double value, LinkId via) {
        if (m_cost[node.index()] == kFar)
            m_touched.push_back(node.value());
        m_cost[node.index()] = value;
        m_via[node.index()] = via;
        m_heap.push_back({value, node.value()});
        std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>());
    };
    put(from, 0, {});
    while (!m_heap.empty()) {
        std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        const Entry at = m_heap.back();
        m_heap.pop_back();
        if (at.cost > m_cost[at.node])
            continue;
        if (NodeId(at.node) == to)
            break;
        for (std::uint32_t i = m_begin[at.node]; i < m_begin[at.node + 1]; ++i) {
            const LinkId link(m_out[i]);
            if (const double there = at.cost + cost(link); there < m_cost[m_applied.to(link).index()])
                put(m_applied.to(link), there, link);
        }
    }
    if (m_cost[to.index()] == kFar)
        return {};
    BusWay way;
    for (NodeId at = to; at != from; at = m_applied.from(way.links.back())) {
        way.links.push_back(m_via[at.index()]);
        way.length_m += m_applied.length_m(way.links.back());
    }
    std::reverse(way.links.begin(), way.links.end());
    return way;
}

}  // namespace isopolis
