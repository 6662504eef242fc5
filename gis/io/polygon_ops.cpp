#include "gis/io/polygon_ops.h"

#include "gis/core/geometry/spatial_grid.h"

#include <geos_c.h>

#include <cmath>
#include <memory>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kLeastArea_m2 = 0.01;
constexpr int kCircleCorners = 24;

/// One GEOS context with owned geometries; contexts are not shared, so calls may run side by side.
class Geos {
public:
    Geos() : m_context(GEOS_init_r()) {}
    ~Geos() { GEOS_finish_r(m_context); }
    Geos(const Geos&) = delete;
    Geos& operator=(const Geos&) = delete;

    struct Destroy {
        GEOSContextHandle_t context;
        void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(context, g); }
    };
    using Geometry = std::unique_ptr<GEOSGeometry, Destroy>;
    Geometry own(GEOSGeometry* g) const { return Geometry(g, Destroy{m_context}); }
    GEOSContextHandle_t context() const { return m_context; }

    Geometry make(const MultiPolygon& polygons) const
    {
        std::vector<GEOSGeometry*> parts;
        for (const Polygon& polygon : polygons) {
            std::vector<GEOSGeometry*> holes;
            for (const Ring& hole : polygon.holes)
                if (hole.size() >= 3)
                    holes.push_back(ring(hole));
            if (polygon.outer.size() >= 3)
                parts.push_back(
                    GEOSGeom_createPolygon_r(m_context, ring(polygon.outer), holes.data(), static_cast<unsigned>(holes.size())));
        }
        Geometry all = own(GEOSGeom_createCollection_r(m_context, GEOS_MULTIPOLYGON, parts.data(), static_cast<unsigned>(parts.size())));
        if (all && GEOSisValid_r(m_context, all.get()) != 1)
            all = own(GEOSMakeValid_r(m_context, all.get()));
        return all;
    }

    Geometry make(const std::vector<Polyline>& lines) const
    {
        std::vector<GEOSGeometry*> parts;
        for (const Polyline& line : lines) {
            GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(m_context, static_cast<unsigned>(line.size()), 2);
            for (unsigned i = 0; i < line.size(); ++i)
                GEOSCoordSeq_setXY_r(m_context, sequence, i, line[i].x, line[i].y);
            parts.push_back(GEOSGeom_createLineString_r(m_context, sequence));
        }
        return own(GEOSGeom_createCollection_r(m_context, GEOS_MULTILINESTRING, parts.data(), static_cast<unsigned>(parts.size())));
    }

    MultiPolygon read(const GEOSGeometry* g) const
    {
        MultiPolygon out;
        collect(g, out);
        return out;
    }

private:
    GEOSGeometry* ring(const Ring& points) const
    {
        GEOSCoordSequence* sequence = GEOSCoordSeq_create_r(m_context, static_cast<unsigned>(points.size() + 1), 2);
        for (unsigned i = 0; i <= points.size(); ++i)
            GEOSCoordSeq_setXY_r(m_context, sequence, i, points[i % points.size()].x, points[i % points.size()].y);
        return GEOSGeom_createLinearRing_r(m_context, sequence);
    }
    Ring readRing(const GEOSGeometry* g) const
    {
        const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(m_context, g);
        unsigned size = 0;
        GEOSCoordSeq_getSize_r(m_context, sequence, &size);
        Ring ring;
        for (unsigned i = 0; i + 1 < size; ++i) {
            Point2 p;
            GEOSCoordSeq_getXY_r(m_context, sequence, i, &p.x, &p.y);
            ring.push_back(p);
        }
        return ring;
    }
    void collect(const GEOSGeometry* g, MultiPolygon& out) const
    {
        const int type = GEOSGeomTypeId_r(m_context, g);
        if (type == GEOS_POLYGON) {
            if (GEOSisEmpty_r(m_context, g) == 1)
                return;
            Polygon polygon{readRing(GEOSGetExteriorRing_r(m_context, g))};
            for (int i = 0; i < GEOSGetNumInteriorRings_r(m_context, g); ++i)
                polygon.holes.push_back(readRing(GEOSGetInteriorRingN_r(m_context, g, i)));
            if (area(polygon) >= kLeastArea_m2)
                out.push_back(std::move(polygon));
        } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
            for (int i = 0; i < GEOSGetNumGeometries_r(m_context, g); ++i)
                collect(GEOSGetGeometryN_r(m_context, g, i), out);
        }
    }
    GEOSContextHandle_t m_context;
};

Error impossible() { return Error{ErrorCode::BadValue, "the outline cannot be overlaid with the city's window"}; }

/// Keeps the half of a convex ring that is nearer to `centre` than to `other`.
Ring nearerHalf(const Ring& ring, Point2 centre, Point2 other)
{
    const Point2 axis = other - centre, middle = (centre + other) * 0.5;
    const auto side = [&](Point2 p) { return (p.x - middle.x) * axis.x + (p.y - middle.y) * axis.y; };
    Ring out;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 a = ring[i], b = ring[(i + 1) % ring.size()];
        const double sideA = side(a), sideB = side(b);
        if (sideA <= 0)
            out.push_back(a);
        if ((sideA < 0 && sideB > 0) || (sideA > 0 && sideB < 0))
            out.push_back(a + (b - a) * (sideA / (sideA - sideB)));
    }
    return out;
}

}  // namespace

Expected<MultiPolygon> intersection(const MultiPolygon& a, const MultiPolygon& b)
{
    const Geos geos;
    const auto ga = geos.make(a), gb = geos.make(b);
    if (!ga || !gb)
        return unexpected(impossible());
    const auto common = geos.own(GEOSIntersection_r(geos.context(), ga.get(), gb.get()));
    if (!common)
        return unexpected(impossible());
    return geos.read(common.get());
}

Expected<MultiPolygon> unite(const MultiPolygon& polygons)
{
    const Geos geos;
    // Each on its own, since the repair of a multipolygon takes what lies in two of its parts for a hole.
    std::vector<GEOSGeometry*> parts;
    for (const Polygon& polygon : polygons)
        if (auto part = geos.make(MultiPolygon{polygon}))
            parts.push_back(part.release());
    const auto all =
        geos.own(GEOSGeom_createCollection_r(geos.context(), GEOS_GEOMETRYCOLLECTION, parts.data(), static_cast<unsigned>(parts.size())));
    const auto whole = all ? geos.own(GEOSUnaryUnion_r(geos.context(), all.get())) : geos.own(nullptr);
    if (!whole)
        return unexpected(impossible());
    return geos.read(whole.get());
}

Expected<std::vector<Polygon>> facesBetween(const std::vector<Polyline>& lines, const MultiPolygon& window)
{
    const Geos geos;
    const auto context = geos.context();
    const auto shape = geos.make(window), shores = geos.make(lines);
    if (!shape || !shores)
        return unexpected(impossible());
    const auto edge = geos.own(GEOSBoundary_r(context, shape.get()));
    // The lines stay whole: cut beforehand, their ends would miss the edge by a rounding error and enclose nothing.
    const auto noded = edge ? geos.own(GEOSUnion_r(context, shores.get(), edge.get())) : geos.own(nullptr);
    const GEOSGeometry* const all[] = {noded.get()};
    const auto faces = noded ? geos.own(GEOSPolygonize_r(context, all, 1)) : geos.own(nullptr);
    if (!faces)
        return unexpected(impossible());
    MultiPolygon out = geos.read(faces.get());
    std::erase_if(out, [&](const Polygon& face) { return !contains(window, interiorPoint({face})); });
    return out;
}

std::vector<Ring> nearestZones(const std::vector<Point2>& centres, double radius_m)
{
    SpatialGrid grid(bounds(centres), 2 * radius_m);
    for (std::size_t i = 0; i < centres.size(); ++i)
        grid.insert(Box{centres[i].x, centres[i].y, centres[i].x, centres[i].y}, static_cast<std::uint32_t>(i));
    std::vector<Ring> zones;
    for (std::size_t i = 0; i < centres.size(); ++i) {
        const Point2 centre = centres[i];
        Ring zone;
        for (int corner = 0; corner < kCircleCorners; ++corner) {
            const double angle = 2 * std::numbers::pi * corner / kCircleCorners;
            zone.push_back({centre.x + radius_m * std::cos(angle), centre.y + radius_m * std::sin(angle)});
        }
        for (const std::uint32_t other : grid.query(centre, 2 * radius_m)) {
            if (other == i || zone.empty())
                continue;
            if (centres[other] == centre) {
                if (other < i)
                    zone.clear();
                continue;
            }
            zone = nearerHalf(zone, centre, centres[other]);
        }
        zones.push_back(std::move(zone));
    }
    return zones;
}

}  // namespace isopolis
