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
      m_near(applied.linkCount(), false), m_forbidden(forbiddenTurns(applied, Mode::Bus, [this](LinkId id) { return open(id); })),
      m_ruled(applied.linkCount(), false), m_cost(applied.linkCount(), kFar), m_via(m_cost.size())
{
    std::sort(m_forbidden.begin(), m_forbidden.end());
    for (const ForbiddenTurn& turn : m_forbidden)
        m_ruled[turn.from.index()] = true;
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

bool BusWays::mayTurn(LinkId from, LinkId to) const
{
    return !m_ruled[from.index()] || !std::binary_search(m_forbidden.begin(), m_forbidden.end(), ForbiddenTurn{from, to});
}

std::optional<BusWay> BusWays::find(NodeId from, NodeId to)
{
    if (from == to)
        return BusWay{};
    for (const std::uint32_t link : m_touched)
        m_cost[link] = kFar;
    m_touched.clear();
    m_heap.clear();
    // From the end of a link, or from the start of the way, along all links that go on.
    const auto goOn = [this](NodeId node, double so_far, LinkId via) {
        for (std::uint32_t i = m_begin[node.index()]; i < m_begin[node.index() + 1]; ++i) {
            const LinkId link(m_out[i]);
            const double there = so_far + cost(link);
            if (!(there < m_cost[link.index()]) || (via.valid() && !mayTurn(via, link)))
                continue;
            if (m_cost[link.index()] == kFar)
                m_touched.push_back(link.value());
            m_cost[link.index()] = there;
            m_via[link.index()] = via;
            m_heap.push_back({there, link.value()});
            std::push_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        }
    };
    goOn(from, 0, {});
    while (!m_heap.empty()) {
        std::pop_heap(m_heap.begin(), m_heap.end(), std::greater<>());
        const Entry at = m_heap.back();
        m_heap.pop_back();
        const LinkId last(at.link);
        if (at.cost > m_cost[at.link])
            continue;
        if (m_applied.to(last) != to) {
            goOn(m_applied.to(last), at.cost, last);
            continue;
        }
        BusWay way;
        for (LinkId link = last; link.valid(); link = m_via[link.index()]) {
            way.links.push_back(link);
            way.length_m += m_applied.length_m(link);
        }
        std::reverse(way.links.begin(), way.links.end());
        return way;
    }
    return {};
}

}  // namespace isopolis
