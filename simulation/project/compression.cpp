#include "simulation/project/city_tables.h"

#include <zstd.h>

namespace isopolis {

namespace {
constexpr int kLevel = 3;
constexpr int kDamaged = 11;  // as SQLITE_CORRUPT
}  // namespace

std::vector<std::uint8_t> compressed(std::span<const std::uint8_t> raw)
{
    std::vector<std::uint8_t> out(ZSTD_compressBound(raw.size()));
    const std::size_t n = ZSTD_compress(out.data(), out.size(), raw.data(), raw.size(), kLevel);
    if (ZSTD_isError(n))
        throw SqliteError(kDamaged, ZSTD_getErrorName(n));
    out.resize(n);
    return out;
}

std::vector<std::uint8_t> decompressed(std::span<const std::uint8_t> packed, std::size_t limit)
{
    const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > limit)
        throw SqliteError(kDamaged, "a packed value is damaged or too large");
    std::vector<std::uint8_t> out(static_cast<std::size_t>(size));
    const std::size_t n = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
    if (ZSTD_isError(n) || n != out.size())
        throw SqliteError(kDamaged, "a packed value is damaged");
    return out;
}

}  // namespace isopolis
