#include "simulation/project/gpkg_geometry.h"

#include "simulation/project/byte_stream.h"
#include "simulation/project/sqlite_connection.h"

namespace isopolis {

namespace {

constexpr std::uint32_t kWkbPoint = 1, kWkbLine = 2, kWkbPolygon = 3, kWkbMultiPolygon = 6;
constexpr std::size_t kPointBytes = 16;

ByteWriter header(const Box& box, int srs)
{
    ByteWriter out;
    out.byte('G').byte('P').byte(0);
    // Little endian; with an x/y envelope, or marked empty.
    out.byte(box.empty() ? 0x11 : 0x03).u32(static_cast<std::uint32_t>(srs));
    if (!box.empty())
        out.real(box.minX).real(box.maxX).real(box.minY).real(box.maxY);
    return out;
}

void writeRing(ByteWriter& out, const Ring& ring)
{
    out.u32(static_cast<std::uint32_t>(ring.size() + 1));
    for (const Point2 p : ring)
        out.real(p.x).real(p.y);
    out.real(ring.front().x).real(ring.front().y);
}

ByteReader skipHeader(std::span<const std::uint8_t> blob)
{
    static constexpr std::size_t kEnvelopeBytes[] = {0, 32, 48, 48, 64};
    ByteReader in(blob);
    if (in.byte() != 'G' || in.byte() != 'P' || in.byte() != 0)
        in.fail("not a GeoPackage geometry");
    const unsigned flags = in.byte();
    const unsigned envelope = (flags >> 1) & 7;
    if ((flags & 1) == 0 || envelope > 4)
        in.fail("a geometry encoding that this program does not read");
    in.u32();
    in.skip(kEnvelopeBytes[envelope]);
    return in;
}

void expectType(ByteReader& in, std::uint32_t type)
{
    if (in.byte() != 1 || in.u32() != type)
        in.fail("a geometry of an unexpected type");
}

Polyline readPoints(ByteReader& in)
{
    const std::size_t n = in.count(kPointBytes);
    Polyline points(n);
    for (Point2& p : points) {
        p.x = in.real();
        p.y = in.real();
    }
    return points;
}

Ring readRing(ByteReader& in)
{
    Ring ring = readPoints(in);
    if (ring.size() > 1 && ring.front() == ring.back())
        ring.pop_back();
    return ring;
}

}  // namespace

Blob encodePoint(Point2 p, int srs)
{
    ByteWriter out;
    // Points carry no envelope: it would repeat them.
    out.byte('G').byte('P').byte(0).byte(0x01).u32(static_cast<std::uint32_t>(srs));
    out.byte(1).u32(kWkbPoint).real(p.x).real(p.y);
    return out.take();
}

Blob encodeLine(std::span<const Point2> line, int srs)
{
    ByteWriter out = header(bounds(line), srs);
    out.byte(1).u32(kWkbLine).u32(static_cast<std::uint32_t>(line.size()));
    for (const Point2 p : line)
        out.real(p.x).real(p.y);
    return out.take();
}

Blob encodeMultiPolygon(const MultiPolygon& polygons, int srs)
{
    ByteWriter out = header(bounds(polygons), srs);
    out.byte(1).u32(kWkbMultiPolygon);
    std::uint32_t parts = 0;
    for (const Polygon& polygon : polygons)
        parts += polygon.outer.empty() ? 0 : 1;
    out.u32(parts);
    for (const Polygon& polygon : polygons) {
        if (polygon.outer.empty())
            continue;
        std::uint32_t rings = 1;
        for (const Ring& hole : polygon.holes)
            rings += hole.empty() ? 0 : 1;
        out.byte(1).u32(kWkbPolygon).u32(rings);
        writeRing(out, polygon.outer);
        for (const Ring& hole : polygon.holes)
            if (!hole.empty())
                writeRing(out, hole);
    }
    return out.take();
}

Point2 decodePoint(std::span<const std::uint8_t> blob)
{
    ByteReader in = skipHeader(blob);
    expectType(in, kWkbPoint);
    const double x = in.real();
    return {x, in.real()};
}

Polyline decodeLine(std::span<const std::uint8_t> blob)
{
    ByteReader in = skipHeader(blob);
    expectType(in, kWkbLine);
    return readPoints(in);
}

MultiPolygon decodeMultiPolygon(std::span<const std::uint8_t> blob)
{
    ByteReader in = skipHeader(blob);
    expectType(in, kWkbMultiPolygon);
    const std::size_t parts = in.count(9);
    MultiPolygon polygons(parts);
    for (Polygon& polygon : polygons) {
        expectType(in, kWkbPolygon);
        const std::size_t rings = in.count(4);
        for (std::size_t i = 0; i < rings; ++i) {
            Ring ring = readRing(in);
            if (i == 0)
                polygon.outer = std::move(ring);
            else
                polygon.holes.push_back(std::move(ring));
        }
    }
    return polygons;
}

}  // namespace isopolis
