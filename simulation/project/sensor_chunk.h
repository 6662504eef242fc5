#pragma once
/// One day of one stream as a small blob, and back, bit for bit.
///
///   std::vector<std::uint8_t> blob = encodeChunk(rows);      // rows by (t, ord)
///   std::vector<Obs> same = decodeChunk(blob);               // throws SqliteError on damage
///
/// Codec 1: times as differences of differences; lengths, orders, quality and result times as runs; values as differences of whole
/// numbers k where v == (k / scale) · unit to the last bit for every value (units: 1, km/h and mph in m/s, per cent), else as
/// doubles; then Zstandard. So nothing is ever lost: a value that no scale gives back exactly is stored as it is.
/// Source: Pelkonen et al. 2015 (differences of differences of times).

#include "gis/core/observation/observation.h"

#include <span>
#include <vector>

namespace isopolis {

inline constexpr int kChunkCodec = 1;

std::vector<std::uint8_t> encodeChunk(std::span<const Obs> rows);
std::vector<Obs> decodeChunk(std::span<const std::uint8_t> blob);
/// CRC-32 (IEEE 802.3), as zlib and gzip compute it.
std::uint32_t crc32Of(std::span<const std::uint8_t> bytes);

/// Sums of some rows in their order: what rollups and chunk headers hold. Failed and missing values count in `nbad` alone.
struct RowSums {
    std::int64_t n = 0, nbad = 0;
    double sum = 0, least = 0, most = 0;
    void add(const Obs& row);
    friend bool operator==(const RowSums&, const RowSums&) = default;
};

}  // namespace isopolis
