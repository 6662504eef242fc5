#include "gis/core/sample/street_network.h"

#include <algorithm>
#include <deque>
#include <set>

namespace isopolis::sample {

namespace {

bool isForCars(const Piece& piece) { return piece.kind != StreetKind::Footway && piece.kind != StreetKind::Pedestrian; }

/// Whether cars get from one vertex to another without a given piece; looks only nearby, which is enough in a town.
class Detour {
public:
    explicit Detour(const PieceGraph& graph) : m_graph(graph), m_at(graph.incident()) {}

    bool exists(int from, int to, int without) const
    {
        constexpr std::size_t kSearch = 900;
        std::set<int> seen = {from};
        std::deque<int> queue = {from};
        while (!queue.empty() && seen.size() < kSearch) {
            const int v = queue.front();
            queue.pop_front();
            for (const int i : m_at[static_cast<std::size_t>(v)]) {
                const Piece& piece = m_graph.pieces[static_cast<std::size_t>(i)];
                if (i == without || !isForCars(piece) || (piece.oneWay && piece.a != v))
                    continue;
                const int next = piece.a == v ? piece.b : piece.a;
                if (next == to)
                    return true;
                if (seen.insert(next).second)
                    queue.push_back(next);
            }
        }
        return false;
    }

    int carDegree(int v) const
    {
        return static_cast<int>(std::count_if(m_at[static_cast<std::size_t>(v)].begin(), m_at[static_cast<std::size_t>(v)].end(),
                                              [&](int i) { return isForCars(m_graph.pieces[static_cast<std::size_t>(i)]); }));
    }

    /// Whether the network stays connected for cars if this piece is closed to them.
    bool canClose(int i) const
    {
        const Piece& piece = m_graph.pieces[static_cast<std::size_t>(i)];
        return carDegree(piece.a) == 1 || carDegree(piece.b) == 1 || exists(piece.a, piece.b, i);
    }

private:
    const PieceGraph& m_graph;
    std::vector<std::vector<int>> m_at;
};

void makePedestrianQuarter(PieceGraph& graph, const TownShape& shape, SampleRandom& random)
{
    const Detour detour(graph);
    const Point2 centre = shape.centreOfCity();
    for (std::size_t i = 0; i < graph.pieces.size(); ++i) {
        Piece& piece = graph.pieces[i];
        if (piece.kind != StreetKind::Residential && piece.kind != StreetKind::Tertiary)
            continue;
        const double far = norm(piece.line[piece.line.size() / 2] - centre);
        if (!piece.onSquare && !(far < 0.55 * shape.oldTownRadius() && random.chance(0.45)))
            continue;
        if (detour.canClose(static_cast<int>(i)))
            piece.kind = StreetKind::Pedestrian;
    }
}

/// Splits a line at a share of its length.
std::pair<Polyline, Polyline> cutLine(const Polyline& line, double at_m)
{
    Polyline first = {line.front()}, second;
    double gone = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double step = norm(line[i] - line[i - 1]);
        if (second.empty() && gone + step >= at_m) {
            const Point2 p = lerp(line[i - 1], line[i], step > 0 ? (at_m - gone) / step : 0);
            first.push_back(p);
            second.push_back(p);
        }
        (second.empty() ? first : second).push_back(line[i]);
        gone += step;
    }
    return {first, second};
}

void makeDeadEnds(PieceGraph& graph, SampleRandom& random)
{
    std::vector<std::size_t> chosen;
    {
        // Chosen first, checked one after the other: each closing must leave a way round.
        const Detour detour(graph);
        for (std::size_t i = 0; i < graph.pieces.size(); ++i) {
            Piece& piece = graph.pieces[i];
            const bool quiet = piece.quarter == Quarter::Detached || piece.quarter == Quarter::Rows || piece.quarter == Quarter::Slabs;
            if (piece.kind != StreetKind::Residential || !quiet || lineLength(piece.line) < 105 || !random.chance(0.14))
                continue;
            if (!detour.exists(piece.a, piece.b, static_cast<int>(i)))
                continue;
            piece.kind = StreetKind::Footway;
            chosen.push_back(i);
        }
    }
    for (const std::size_t i : chosen) {
        Piece path = graph.pieces[i], left = path, right = path;
        const double whole = lineLength(path.line), from = whole * random.between(0.25, 0.45), gap = random.between(18, 30);
        std::tie(left.line, path.line) = cutLine(path.line, from);
        std::tie(path.line, right.line) = cutLine(path.line, gap);
        left.kind = right.kind = StreetKind::Residential;
        const int v = static_cast<int>(graph.vertices.size());
        graph.vertices.push_back(path.line.front());
        graph.vertices.push_back(path.line.back());
        left.b = path.a = v;
        path.b = right.a = v + 1;
        graph.pieces[i] = path;
        graph.pieces.push_back(left);
        graph.pieces.push_back(right);
    }
}

void makeOneWays(PieceGraph& graph, SampleRandom& random)
{
    const Detour detour(graph);
    for (std::size_t i = 0; i < graph.pieces.size(); ++i) {
        Piece& piece = graph.pieces[i];
        const double share = piece.quarter == Quarter::OldTown ? 0.6 : piece.quarter == Quarter::Inner ? 0.16 : 0;
        if (piece.kind != StreetKind::Residential || !random.chance(share))
            continue;
        if (random.chance(0.5)) {
            std::swap(piece.a, piece.b);
            std::reverse(piece.line.begin(), piece.line.end());
        }
        if (detour.exists(piece.b, piece.a, static_cast<int>(i)))
            piece.oneWay = true;
    }
}

/// A line from a vertex outward, without what lies within the roundabout.
Polyline trimmed(Polyline line, Point2 centre)
{
    for (std::size_t i = 1; i < line.size(); ++i) {
        if (norm(line[i] - centre) <= kRoundabout_m)
            continue;
        Point2 in = line[i - 1], out = line[i];
        for (int step = 0; step < 50; ++step) {
            const Point2 middle = lerp(in, out, 0.5);
            (norm(middle - centre) > kRoundabout_m ? out : in) = middle;
        }
        line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(i));
        line.insert(line.begin(), out);
        return line;
    }
    return line;
}

Polyline arc(Point2 centre, Point2 from, Point2 to)
{
    constexpr double kStep = kPi / 10;
    const Point2 u = unitVector(from - centre), w = unitVector(to - centre);
    double sweep = pseudoAngle(w) - pseudoAngle(u);
    if (sweep <= 0)
        sweep += 4;
    Polyline line = {from};
    for (int i = 1; i < 20; ++i) {
        const double c = cosine(kStep * i), s = sine(kStep * i);
        const Point2 d{u.x * c - u.y * s, u.x * s + u.y * c};
        double turned = pseudoAngle(d) - pseudoAngle(u);
        if (turned <= 0)
            turned += 4;
        if (turned > sweep - 0.1)
            break;
        line.push_back(centre + d * kRoundabout_m);
    }
    line.push_back(to);
    return line;
}

void makeRoundabout(PieceGraph& graph, int v, const std::vector<int>& fan, int street)
{
    const Point2 centre = graph.vertices[static_cast<std::size_t>(v)];
    std::vector<std::pair<double, int>> ends;
    for (const int i : fan) {
        Piece& piece = graph.pieces[static_cast<std::size_t>(i)];
        const bool leaves = piece.a == v;
        if (!leaves)
            std::reverse(piece.line.begin(), piece.line.end());
        piece.line = trimmed(piece.line, centre);
        const int end = static_cast<int>(graph.vertices.size());
        graph.vertices.push_back(piece.line.front());
        (leaves ? piece.a : piece.b) = end;
        if (!leaves)
            std::reverse(piece.line.begin(), piece.line.end());
        ends.emplace_back(pseudoAngle(graph.vertices.back() - centre), end);
    }
    std::sort(ends.begin(), ends.end());
    for (std::size_t i = 0; i < ends.size(); ++i) {
        Piece ring;
        ring.a = ends[i].second;
        ring.b = ends[(i + 1) % ends.size()].second;
        ring.kind = StreetKind::Primary;
        ring.street = street;
        ring.roundabout = ring.oneWay = true;
        ring.line = arc(centre, graph.vertices[static_cast<std::size_t>(ring.a)], graph.vertices[static_cast<std::size_t>(ring.b)]);
        graph.pieces.push_back(std::move(ring));
    }
    graph.roundabouts.push_back(centre);
}

/// Where a radial crosses the ring road.
void makeRoundabouts(PieceGraph& graph, StreetPlan& plan)
{
    const auto at = graph.incident();
    std::set<int> touched;
    for (std::size_t v = 0; v < at.size(); ++v) {
        int ring = 0, primary = 0, street = -1;
        bool room = at[v].size() >= 3;
        for (const int i : at[v]) {
            const Piece& piece = graph.pieces[static_cast<std::size_t>(i)];
            ring += piece.kind == StreetKind::RingRoad;
            if (piece.kind == StreetKind::Primary) {
                ++primary;
                street = piece.street;
            }
            room = room && !piece.bridge && !touched.contains(i) && lineLength(piece.line) > 3 * kRoundabout_m &&
                   norm(piece.line.front() - piece.line.back()) > 2 * kRoundabout_m;
        }
        if (ring < 2 || primary == 0 || !room)
            continue;
        plan.streets.push_back({plan.streets[static_cast<std::size_t>(street)].name + " Roundabout", {}, StreetKind::Primary});
        touched.insert(at[v].begin(), at[v].end());
        makeRoundabout(graph, static_cast<int>(v), at[v], static_cast<int>(plan.streets.size()) - 1);
    }
}

}  // namespace

void civilise(PieceGraph& graph, StreetPlan& plan, const TownShape& shape, SampleRandom& random)
{
    makePedestrianQuarter(graph, shape, random);
    makeDeadEnds(graph, random);
    makeOneWays(graph, random);
    makeRoundabouts(graph, plan);
}

}  // namespace isopolis::sample
