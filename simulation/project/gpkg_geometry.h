#pragma once
/// GeoPackage geometry blobs (OGC 12-128r17 §2.1.3): header with envelope, then little-endian WKB.
///
/// Rings are closed on writing and opened on reading. Decoders check every count against the bytes that are left before
/// they allocate, and throw SqliteError on anything else than the expected type.

#include "gis/core/geometry/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace isopolis {

using Blob = std::vector<std::uint8_t>;

Blob encodePoint(Point2 p, int srs);
Blob encodeLine(std::span<const Point2> line, int srs);
Blob encodeMultiPolygon(const MultiPolygon& polygons, int srs);

Point2 decodePoint(std::span<const std::uint8_t> blob);
Polyline decodeLine(std::span<const std::uint8_t> blob);
MultiPolygon decodeMultiPolygon(std::span<const std::uint8_t> blob);

}  // namespace isopolis
