#include "gis/core/sample/street_plan.h"

#include <algorithm>
#include <array>
#include <optional>

namespace isopolis::sample {

namespace {

/// Gross block area up to the street axes at which cutting stops, m².
double blockArea(Quarter quarter)
{
    switch (quarter) {
    case Quarter::OldTown: return 5500;
    case Quarter::Inner: return 10500;
    case Quarter::Rows: return 12500;
    case Quarter::Detached: return 15500;
    case Quarter::Slabs: return 30000;
    case Quarter::Industrial: return 52000;
    case Quarter::Fields: return 95000;
    }
    return 15000;
}

constexpr double kSnap_m = 24;         ///< junctions on one street keep this distance
constexpr double kSecondary_m2 = 9e5;  ///< faces larger than this are cut by secondary streets
constexpr double kTertiary_m2 = 1.3e5;
constexpr double kSharpest = 0.57;  ///< sine of the sharpest angle at which streets meet

struct Hit {
    std::size_t edge = 0;  ///< position in the loop
    double t = 0, along = 0;
    int vertex = -1;  ///< position in the loop of the vertex that the hit snapped to
    Point2 at;
};

struct Cut {
    Hit first, second;
    double score = -1;
};

double compactness(const std::vector<Point2>& ring)
{
    double round = 0;
    for (std::size_t i = 0; i < ring.size(); ++i)
        round += norm(ring[(i + 1) % ring.size()] - ring[i]);
    return 4 * kPi * ringArea(ring) / (round * round);
}

class Cutter {
public:
    Cutter(StreetPlan& plan, SampleRandom& random) : m_plan(plan), m_random(random) {}

    /// The new face, or none if no decent cut exists.
    std::optional<int> cut(int face, StreetKind kind)
    {
        m_loop = m_plan.graph.loop(face);
        m_ring.clear();
        for (const int h : m_loop)
            m_ring.push_back(m_plan.graph.originOf(h));
        m_area = ringArea(m_ring);
        Cut best;
        for (const Point2 across : directions())
            for (int attempt = 0; attempt < 6; ++attempt)
                consider(across, best);
        if (best.score < 0.32)
            return {};
        return carryOut(best, kind);
    }

private:
    std::vector<Point2> directions() const;
    void consider(Point2 across, Cut& best);
    std::optional<Hit> nearest(Point2 from, Point2 toward) const;
    bool meetsWell(const Hit& hit, Point2 d) const;
    double scoreOf(const Hit& a, const Hit& b) const;
    int carryOut(const Cut& cut, StreetKind kind);
    int streetFor(int h1, int h2, StreetKind kind);

    StreetPlan& m_plan;
    SampleRandom& m_random;
    std::vector<int> m_loop;
    std::vector<Point2> m_ring;
    double m_area = 0;
};

/// Cuts run across the long sides: perpendicular to the face's longest straight runs.
std::vector<Point2> Cutter::directions() const
{
    std::vector<std::pair<double, Point2>> runs;
    for (std::size_t i = 0; i < m_ring.size(); ++i) {
        const Point2 d = m_ring[(i + 1) % m_ring.size()] - m_ring[i];
        const double n = norm(d);
        if (!runs.empty() && cross(unitVector(runs.back().second), d) < 0.15 * n && cross(unitVector(runs.back().second), d) > -0.15 * n &&
            dot(runs.back().second, d) > 0) {
            runs.back().second = runs.back().second + d;
            runs.back().first += n;
        } else {
            runs.emplace_back(n, d);
        }
    }
    std::stable_sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Point2> across;
    for (std::size_t i = 0; i < std::min<std::size_t>(4, runs.size()); ++i)
        across.push_back(leftOf(unitVector(runs[i].second)));
    return across;
}

void Cutter::consider(Point2 across, Cut& best)
{
    const Point2 along = leftOf(across) * -1.0;
    double low = 1e300, high = -1e300;
    for (const Point2 p : m_ring) {
        low = std::min(low, dot(p, along));
        high = std::max(high, dot(p, along));
    }
    const double share = 0.5 + 0.13 * m_random.bell();
    const double tilt = 0.07 * m_random.bell();
    const Point2 centre = ringCentre(m_ring);
    const Point2 from = centre + along * (low + (high - low) * share - dot(centre, along));
    if (!contains(m_ring, from))
        return;
    const Point2 d = unitVector(across + along * tilt);
    const auto ahead = nearest(from, d), behind = nearest(from, d * -1.0);
    if (!ahead || !behind)
        return;
    const double score = scoreOf(*behind, *ahead);
    if (score > best.score)
        best = {*behind, *ahead, score};
}

std::optional<Hit> Cutter::nearest(Point2 from, Point2 toward) const
{
    std::optional<Hit> found;
    for (std::size_t i = 0; i < m_ring.size(); ++i) {
        const Point2 a = m_ring[i], e = m_ring[(i + 1) % m_ring.size()] - a;
        const double det = cross(toward, e);
        if (std::fabs(det) < 1e-9)
            continue;
        const double s = cross(a - from, e) / det, t = cross(a - from, toward) / det;
        if (s > 0.5 && t >= 0 && t <= 1 && (!found || s < found->along))
            found = Hit{i, t, s, -1, a + e * t};
    }
    if (!found)
        return found;
    const std::size_t i = found->edge, next = (i + 1) % m_ring.size();
    const double edgeLength = norm(m_ring[next] - m_ring[i]);
    const bool toStart = found->t * edgeLength < kSnap_m, toEnd = (1 - found->t) * edgeLength < kSnap_m;
    if (toStart || toEnd) {
        const std::size_t v = toStart && (!toEnd || found->t < 0.5) ? i : next;
        found->vertex = static_cast<int>(v);
        found->at = m_ring[v];
    }
    return found;
}

bool Cutter::meetsWell(const Hit& hit, Point2 d) const
{
    const auto steep = [&](std::size_t from, std::size_t to) {
        const Point2 e = unitVector(m_ring[to] - m_ring[from]);
        return std::fabs(cross(d, e)) > kSharpest || dot(d, e) < 0;
    };
    const std::size_t n = m_ring.size();
    if (hit.vertex < 0)
        return std::fabs(cross(d, unitVector(m_ring[(hit.edge + 1) % n] - m_ring[hit.edge]))) > kSharpest;
    const auto v = static_cast<std::size_t>(hit.vertex);
    return steep(v, (v + 1) % n) && steep(v, (v + n - 1) % n);
}

double Cutter::scoreOf(const Hit& a, const Hit& b) const
{
    const Point2 d = unitVector(b.at - a.at);
    if (norm(b.at - a.at) < 30 || !meetsWell(a, d) || !meetsWell(b, d * -1.0))
        return -1;
    const std::size_t n = m_ring.size();
    // From hit a along the ring to hit b is one part, the rest the other.
    const auto part = [&](const Hit& from, const Hit& to) {
        std::vector<Point2> ring = {from.at};
        const std::size_t first = from.vertex >= 0 ? (static_cast<std::size_t>(from.vertex) + 1) % n : (from.edge + 1) % n;
        const std::size_t last = to.vertex >= 0 ? static_cast<std::size_t>(to.vertex) : (to.edge + 1) % n;
        for (std::size_t i = first; i != last && ring.size() <= n; i = (i + 1) % n)
            ring.push_back(m_ring[i]);
        ring.push_back(to.at);
        return ring;
    };
    const auto one = part(a, b), two = part(b, a);
    const double areaOne = ringArea(one), areaTwo = ringArea(two);
    if (areaOne <= 0 || areaTwo <= 0 || std::fabs(areaOne + areaTwo - m_area) > 0.001 * m_area)
        return -1;
    const double shape = std::min(compactness(one), compactness(two));
    return shape < 0.32 ? -1 : shape + 0.5 * std::min(areaOne, areaTwo) / std::max(areaOne, areaTwo);
}

/// A street that goes straight on beyond a junction keeps its name.
int Cutter::streetFor(int h1, int h2, StreetKind kind)
{
    const auto& graph = m_plan.graph;
    const Point2 d = unitVector(graph.originOf(h2) - graph.originOf(h1));
    for (const auto& [start, towards] : {std::pair{h1, d}, std::pair{h2, d * -1.0}})
        for (const int h : graph.around(start)) {
            const Point2 e = unitVector(graph.vertex(graph.target(h)) - graph.originOf(h));
            if (dot(e, towards) < -0.96 && graph.info(h).kind == kind)
                return graph.info(h).street;
        }
    m_plan.streets.push_back({{}, {}, kind});
    return static_cast<int>(m_plan.streets.size()) - 1;
}

int Cutter::carryOut(const Cut& cut, StreetKind kind)
{
    auto& graph = m_plan.graph;
    const auto anchor = [&](const Hit& hit) {
        return hit.vertex >= 0 ? m_loop[static_cast<std::size_t>(hit.vertex)] : graph.splitEdge(m_loop[hit.edge], hit.at);
    };
    const int h1 = anchor(cut.first), h2 = anchor(cut.second);
    return graph.splitFace(h1, h2, {kind, streetFor(h1, h2, kind)});
}

double parkChance(Quarter quarter)
{
    switch (quarter) {
    case Quarter::Inner: return 0.055;
    case Quarter::Rows: return 0.04;
    case Quarter::Detached: return 0.035;
    case Quarter::Slabs: return 0.09;
    default: return 0;
    }
}

}  // namespace

void cutIntoBlocks(StreetPlan& plan, const TownShape& shape, SampleRandom& random)
{
    Cutter cutter(plan, random);
    struct Task {
        int face, park;
    };
    std::vector<Task> tasks;
    for (int face = plan.graph.faceCount() - 1; face >= 0; --face)
        tasks.push_back({face, -1});
    int parks = 0;
    plan.park.assign(static_cast<std::size_t>(plan.graph.faceCount()), -1);
    while (!tasks.empty()) {
        Task task = tasks.back();
        tasks.pop_back();
        const auto ring = planRing(plan.graph, task.face);
        const double area = ringArea(ring);
        const Point2 centre = ringCentre(ring);
        if (area <= 0 || shape.inRiver(centre))
            continue;
        const Quarter quarter = shape.quarterAt(centre);
        const double target = blockArea(quarter) * random.between(0.8, 1.5);
        if (task.park < 0 && area > 22000 && area < 95000 && random.chance(parkChance(quarter)))
            task.park = parks++;
        // Now and then a large block stays whole: room for a school, a hospital or a sports ground.
        const bool stays = task.park < 0 && area < 3.2 * target && area > 2 * target && random.chance(0.035);
        bool reserved = false;
        for (const auto& place : {shape.hospital(), shape.stadium()})
            if (area < 4 * place.most_m2 && contains(ring, place.at)) {
                task.park = -1;
                reserved = reserved || area < place.most_m2;
            }
        plan.park[static_cast<std::size_t>(task.face)] = task.park;
        if (stays || reserved || area < (task.park >= 0 ? 16000 : target))
            continue;
        const StreetKind kind = task.park >= 0                                      ? StreetKind::Footway
                                : area > kSecondary_m2                              ? StreetKind::Secondary
                                : area > kTertiary_m2 && quarter != Quarter::Fields ? StreetKind::Tertiary
                                                                                    : StreetKind::Residential;
        const auto fresh = cutter.cut(task.face, kind);
        if (!fresh)
            continue;
        plan.park.push_back(task.park);
        tasks.push_back({task.face, task.park});
        tasks.push_back({*fresh, task.park});
    }
}

}  // namespace isopolis::sample
