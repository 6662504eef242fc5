#pragma once
/// Edges that a ray in a vertical plane meets, path differences on straight and curved rays, and the diffraction term.
///
///   RayFrame frame(source, receiver, true);                  // favourable: arcs of radius max(1000 m, 8 d)
///   EdgeSearch search = findEdges(profile, frame);           // convex hull, else the edge nearest below the ray
///
/// Source: Directive (EU) 2015/996 §2.5.6, equations 2.5.21 to 2.5.27; Rayleigh's rule as amended by (EU) 2021/1226.

#include "simulation/noise/cut_profile.h"

#include <array>
#include <cstdint>
#include <span>

namespace isopolis {

/// More edges than a path can sensibly have over a city; further ones are left out of the hull.
inline constexpr std::size_t kMostEdges = 64;

/// Straight rays, or arcs through source and receiver.
struct RayFrame {
    RayFrame(PlanePoint source, PlanePoint receiver, bool curvedRays);
    PlanePoint source, receiver;
    bool curved = false;
    double radius_m = 0, chord_m = 0;
    double rayLength(PlanePoint a, PlanePoint b) const;
    double chordAt(double x) const;  ///< height of the straight line from source to receiver
    double rise(double x) const;     ///< of the arc above that line; 0 for straight rays
};

class EdgeList {
public:
    std::size_t size() const { return m_size; }
    std::size_t operator[](std::size_t i) const { return m_index[i]; }
    std::size_t front() const { return m_index[0]; }
    std::size_t back() const { return m_index[m_size - 1]; }
    void clear() { m_size = 0; }
    void push(std::size_t index)
    {
        if (m_size < kMostEdges)
            m_index[m_size++] = static_cast<std::uint32_t>(index);
    }
    void pop() { --m_size; }

private:
    std::array<std::uint32_t, kMostEdges> m_index{};
    std::size_t m_size = 0;
};

struct EdgeSearch {
    bool blocked = false;   ///< `edges` is the hull above the ray
    bool nearEdge = false;  ///< `edges` is the one edge below the ray with the largest path difference
    EdgeList edges;         ///< indices into the profile, from source to receiver
};

EdgeSearch findEdges(const CutProfile& profile, const RayFrame& frame);

/// δ over edges: positive where they stand above the straight line from a to b, negative below.
double pathDifference(const RayFrame& frame, PlanePoint a, std::span<const PlanePoint> edges, PlanePoint b);

/// Δ = 10 lg(3 + 40 C'' δ/λ), C'' by the way between the outermost edges; 0 far below the ray.
double diffractionTerm(double delta_m, double wavelength_m, double spread_m);

}  // namespace isopolis
