#include "gis/core/sample/street_network.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

bool sameStreet(const Piece& p, const Piece& q)
{
    return p.kind == q.kind && p.street == q.street && p.bridge == q.bridge && p.onSquare == q.onSquare && p.quarter == q.quarter;
}

Piece pieceOf(const StreetPlan& plan, const TownShape& shape, int h)
{
    const auto& graph = plan.graph;
    const EdgeInfo& info = graph.info(h);
    Piece piece;
    piece.a = graph.half(h).origin;
    piece.b = graph.target(h);
    piece.kind = info.kind;
    piece.street = info.street;
    piece.bridge = plan.isBridge(h);
    const auto use = [&](int side) { return plan.use[static_cast<std::size_t>(graph.half(side).face)]; };
    piece.onSquare = use(h) == BlockUse::Square || use(h + 1) == BlockUse::Square;
    piece.quarter = shape.quarterAt(lerp(graph.vertex(piece.a), graph.vertex(piece.b), 0.5));
    piece.line = plan.line(h);
    return piece;
}

void turnRound(Piece& piece)
{
    std::swap(piece.a, piece.b);
    std::reverse(piece.line.begin(), piece.line.end());
}

}  // namespace

std::vector<std::vector<int>> PieceGraph::incident() const
{
    std::vector<std::vector<int>> at(vertices.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        at[static_cast<std::size_t>(pieces[i].a)].push_back(static_cast<int>(i));
        at[static_cast<std::size_t>(pieces[i].b)].push_back(static_cast<int>(i));
    }
    return at;
}

PieceGraph collectPieces(const StreetPlan& plan, const TownShape& shape)
{
    PieceGraph edges, joined;
    for (int v = 0; v < plan.graph.vertexCount(); ++v)
        edges.vertices.push_back(shape.toCity(plan.graph.vertex(v)));
    for (int h = 0; h < 2 * plan.graph.edgeCount(); h += 2)
        if (plan.isStreet(h))
            edges.pieces.push_back(pieceOf(plan, shape, h));
    // Edges that meet where nothing else does are one piece.
    const auto at = edges.incident();
    const auto junction = [&](int v) {
        const auto& fan = at[static_cast<std::size_t>(v)];
        return fan.size() != 2 ||
               !sameStreet(edges.pieces[static_cast<std::size_t>(fan[0])], edges.pieces[static_cast<std::size_t>(fan[1])]);
    };
    joined.vertices = edges.vertices;
    std::vector<char> used(edges.pieces.size(), 0);
    for (const bool closedLoops : {false, true})
        for (std::size_t i = 0; i < edges.pieces.size(); ++i) {
            if (used[i])
                continue;
            Piece piece = edges.pieces[i];
            if (!closedLoops && !junction(piece.a)) {
                if (!junction(piece.b))
                    continue;
                turnRound(piece);
            }
            used[i] = 1;
            const int start = piece.a;
            for (std::size_t last = i; !junction(piece.b) && piece.b != start;) {
                const auto& fan = at[static_cast<std::size_t>(piece.b)];
                last = static_cast<std::size_t>(fan[0]) == last ? static_cast<std::size_t>(fan[1]) : static_cast<std::size_t>(fan[0]);
                if (used[last])
                    break;
                used[last] = 1;
                Piece more = edges.pieces[last];
                if (more.a != piece.b)
                    turnRound(more);
                piece.line.insert(piece.line.end(), more.line.begin() + 1, more.line.end());
                piece.b = more.b;
            }
            if (piece.a != piece.b)
                joined.pieces.push_back(std::move(piece));
        }
    return joined;
}

}  // namespace isopolis::sample
