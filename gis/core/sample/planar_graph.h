#pragma once
/// A planar graph of straight edges whose faces are the blocks of a town: streets are added by cutting faces in two.
///
///   PlanarGraph graph = PlanarGraph::arrange(segments);      // crossings become vertices
///   int far = graph.splitEdge(h, point);                     // both neighbouring blocks get the vertex
///   int newFace = graph.splitFace(h1, h2, {StreetKind::Residential, street});
///
/// Half-edges 2e and 2e+1 are the two sides of edge e; a half-edge has its face on its left. Faces run counter-clockwise,
/// but the outer face runs clockwise (its signed area is negative).

#include "gis/core/sample/sample_random.h"

#include <cstdint>
#include <vector>

namespace isopolis::sample {

/// None: a field boundary or the edge of the plan, not a street.
enum class StreetKind : std::uint8_t { None, RingRoad, Primary, Secondary, Tertiary, Residential, Pedestrian, Footway };

struct EdgeInfo {
    StreetKind kind = StreetKind::None;
    int street = -1;
};

struct PlanSegment {
    Point2 a, b;
    EdgeInfo info;
};

class PlanarGraph {
public:
    struct HalfEdge {
        int origin = -1, next = -1, previous = -1, face = -1;
    };

    /// Loose ends inside the square of half side `frame` are pruned; the lines must hang together.
    static PlanarGraph arrange(const std::vector<PlanSegment>& segments, double frame);

    static int twin(int h) { return h ^ 1; }
    const HalfEdge& half(int h) const { return m_half[static_cast<std::size_t>(h)]; }
    int target(int h) const { return half(twin(h)).origin; }
    Point2 vertex(int v) const { return m_vertices[static_cast<std::size_t>(v)]; }
    Point2 originOf(int h) const { return vertex(half(h).origin); }
    EdgeInfo& info(int h) { return m_info[static_cast<std::size_t>(h) / 2]; }
    const EdgeInfo& info(int h) const { return m_info[static_cast<std::size_t>(h) / 2]; }
    int faceCount() const { return static_cast<int>(m_faceStart.size()); }
    int edgeCount() const { return static_cast<int>(m_info.size()); }
    int vertexCount() const { return static_cast<int>(m_vertices.size()); }
    /// Half-edges around a face, in order.
    std::vector<int> loop(int face) const;
    /// Half-edges that leave the origin of `h`, `h` first.
    std::vector<int> around(int h) const;

    /// Puts a vertex on an edge; `h` then ends there. Returns the half-edge that leaves the new vertex in the direction of `h`.
    int splitEdge(int h, Point2 at);
    /// Joins the origins of two half-edges of one face; returns the new face, left of the new edge from h2's to h1's origin.
    int splitFace(int h1, int h2, EdgeInfo info);

private:
    HalfEdge& edit(int h) { return m_half[static_cast<std::size_t>(h)]; }
    void link(int h, int next);
    void joinAroundVertices();
    void nameFaces();
    std::vector<Point2> m_vertices;
    std::vector<HalfEdge> m_half;
    std::vector<EdgeInfo> m_info;
    std::vector<int> m_faceStart;
};

}  // namespace isopolis::sample
