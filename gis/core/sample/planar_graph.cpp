#include "gis/core/sample/planar_graph.h"

#include <algorithm>
#include <map>
#include <utility>

namespace isopolis::sample {

namespace {

// Ends of main streets that lie closer than this are one junction.
constexpr double kMerge_m = 1.0;

class VertexPool {
public:
    explicit VertexPool(std::vector<Point2>& vertices) : m_vertices(vertices) {}
    int idOf(Point2 p)
    {
        const long cx = static_cast<long>(std::floor(p.x / kMerge_m)), cy = static_cast<long>(std::floor(p.y / kMerge_m));
        for (long x = cx - 1; x <= cx + 1; ++x)
            for (long y = cy - 1; y <= cy + 1; ++y)
                if (const auto found = m_cells.find({x, y}); found != m_cells.end())
                    if (norm(m_vertices[static_cast<std::size_t>(found->second)] - p) < kMerge_m)
                        return found->second;
        const int id = static_cast<int>(m_vertices.size());
        m_vertices.push_back(p);
        m_cells[{cx, cy}] = id;
        return id;
    }

private:
    std::vector<Point2>& m_vertices;
    std::map<std::pair<long, long>, int> m_cells;
};

/// Places along each segment where others meet it, 0 and 1 included.
std::vector<std::vector<double>> crossings(const std::vector<PlanSegment>& segments)
{
    std::vector<std::vector<double>> at(segments.size(), {0.0, 1.0});
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Point2 d = segments[i].b - segments[i].a;
        for (std::size_t j = i + 1; j < segments.size(); ++j) {
            const Point2 e = segments[j].b - segments[j].a;
            const double det = cross(d, e);
            if (std::fabs(det) < 1e-9 * norm(d) * norm(e))
                continue;
            const Point2 between = segments[j].a - segments[i].a;
            const double t = cross(between, e) / det, s = cross(between, d) / det;
            const double slackT = kMerge_m / norm(d), slackS = kMerge_m / norm(e);
            if (t < -slackT || t > 1 + slackT || s < -slackS || s > 1 + slackS)
                continue;
            at[i].push_back(std::clamp(t, 0.0, 1.0));
            at[j].push_back(std::clamp(s, 0.0, 1.0));
        }
    }
    return at;
}

struct RawEdge {
    int from, to;
    EdgeInfo info;
};

void pruneLooseEnds(std::vector<RawEdge>& edges, const std::vector<Point2>& vertices, double frame)
{
    for (bool changed = true; changed;) {
        std::vector<int> degree(vertices.size(), 0);
        for (const RawEdge& edge : edges) {
            ++degree[static_cast<std::size_t>(edge.from)];
            ++degree[static_cast<std::size_t>(edge.to)];
        }
        const auto loose = [&](int v) {
            const Point2 p = vertices[static_cast<std::size_t>(v)];
            return degree[static_cast<std::size_t>(v)] == 1 && std::fabs(p.x) < frame && std::fabs(p.y) < frame;
        };
        changed = std::erase_if(edges, [&](const RawEdge& e) { return loose(e.from) || loose(e.to); }) > 0;
    }
}

}  // namespace

PlanarGraph PlanarGraph::arrange(const std::vector<PlanSegment>& segments, double frame)
{
    PlanarGraph graph;
    VertexPool pool(graph.m_vertices);
    std::map<std::pair<int, int>, int> known;
    std::vector<RawEdge> edges;
    auto at = crossings(segments);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        std::sort(at[i].begin(), at[i].end());
        int from = pool.idOf(segments[i].a);
        for (const double t : at[i]) {
            const int to = pool.idOf(lerp(segments[i].a, segments[i].b, t));
            if (to == from)
                continue;
            if (known.emplace(std::minmax(from, to), 1).second)
                edges.push_back({from, to, segments[i].info});
            from = to;
        }
    }
    pruneLooseEnds(edges, graph.m_vertices, frame);
    for (const RawEdge& edge : edges) {
        graph.m_half.push_back({edge.from, -1, -1, -1});
        graph.m_half.push_back({edge.to, -1, -1, -1});
        graph.m_info.push_back(edge.info);
    }
    graph.joinAroundVertices();
    graph.nameFaces();
    return graph;
}

void PlanarGraph::link(int h, int next)
{
    edit(h).next = next;
    edit(next).previous = h;
}

void PlanarGraph::joinAroundVertices()
{
    std::vector<std::vector<int>> leaving(m_vertices.size());
    for (int h = 0; h < static_cast<int>(m_half.size()); ++h)
        leaving[static_cast<std::size_t>(half(h).origin)].push_back(h);
    for (auto& fan : leaving) {
        const auto angle = [&](int h) { return pseudoAngle(vertex(target(h)) - originOf(h)); };
        std::sort(fan.begin(), fan.end(), [&](int a, int b) { return angle(a) < angle(b); });
        // Arriving against fan[i], the next edge with the same face on the left is the one clockwise from it.
        for (std::size_t i = 0; i < fan.size(); ++i)
            link(twin(fan[i]), fan[(i + fan.size() - 1) % fan.size()]);
    }
}

void PlanarGraph::nameFaces()
{
    for (int h = 0; h < static_cast<int>(m_half.size()); ++h) {
        if (half(h).face >= 0)
            continue;
        const int face = faceCount();
        m_faceStart.push_back(h);
        for (int at = h; half(at).face < 0; at = half(at).next)
            edit(at).face = face;
    }
}

std::vector<int> PlanarGraph::loop(int face) const
{
    std::vector<int> halves;
    const int start = m_faceStart[static_cast<std::size_t>(face)];
    int h = start;
    do {
        halves.push_back(h);
        h = half(h).next;
    } while (h != start);
    return halves;
}

std::vector<int> PlanarGraph::around(int h) const
{
    std::vector<int> fan;
    int at = h;
    do {
        fan.push_back(at);
        at = half(twin(at)).next;
    } while (at != h);
    return fan;
}

int PlanarGraph::splitEdge(int h, Point2 at)
{
    const int v = vertexCount();
    m_vertices.push_back(at);
    const int back = twin(h);
    const int fresh = static_cast<int>(m_half.size()), freshBack = fresh + 1;
    m_half.push_back({v, -1, -1, half(h).face});
    m_half.push_back({half(back).origin, -1, -1, half(back).face});
    m_info.push_back(info(h));
    const int after = half(h).next, before = half(back).previous;
    edit(back).origin = v;
    // At a dead end the edge is its own successor.
    link(fresh, after == back ? freshBack : after);
    link(before == h ? fresh : before, freshBack);
    link(h, fresh);
    link(freshBack, back);
    return fresh;
}

int PlanarGraph::splitFace(int h1, int h2, EdgeInfo edge)
{
    const int old = half(h1).face, face = faceCount();
    const int forth = static_cast<int>(m_half.size()), back = forth + 1;
    m_half.push_back({half(h1).origin, -1, -1, old});
    m_half.push_back({half(h2).origin, -1, -1, face});
    m_info.push_back(edge);
    const int before1 = half(h1).previous, before2 = half(h2).previous;
    link(before1, forth);
    link(forth, h2);
    link(before2, back);
    link(back, h1);
    m_faceStart[static_cast<std::size_t>(old)] = forth;
    m_faceStart.push_back(back);
    for (int h = back;;) {
        edit(h).face = face;
        h = half(h).next;
        if (h == back)
            break;
    }
    return face;
}

}  // namespace isopolis::sample
