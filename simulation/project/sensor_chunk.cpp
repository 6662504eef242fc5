#include "simulation/project/sensor_chunk.h"

#include "simulation/project/byte_stream.h"
#include "simulation/project/city_tables.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostRows = 10'000'000, kLargestRaw = std::size_t{1} << 29;
constexpr int kDamaged = 11;  // as SQLITE_CORRUPT
constexpr double kScales[] = {1, 10, 100, 1000, 10000};
constexpr double kUnits[] = {1, 1 / 3.6, 0.44704, 0.01};
constexpr double kLargestWhole = 9007199254740992.0 / 2;

[[noreturn]] void damaged() { throw SqliteError(kDamaged, "a day of observations is damaged"); }

std::uint64_t zigzag(std::int64_t v) { return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63); }
std::int64_t unzigzag(std::uint64_t v) { return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1); }
/// Differences wrap, as unsigned numbers do: hostile blobs must not overflow.
std::int64_t plus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
std::int64_t minus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

class Packer {
public:
    void varint(std::uint64_t v)
    {
        for (; v >= 0x80; v >>= 7)
            m_bytes.push_back(static_cast<std::uint8_t>(v | 0x80));
        m_bytes.push_back(static_cast<std::uint8_t>(v));
    }
    void real(double v)
    {
        const auto word = std::bit_cast<std::uint64_t>(v);
        for (int i = 0; i < 8; ++i)
            m_bytes.push_back(static_cast<std::uint8_t>(word >> (8 * i)));
    }
    /// Runs of equal values: value, how often.
    template <class F>
    void runs(std::size_t n, const F& at)
    {
        for (std::size_t i = 0; i < n;) {
            const std::int64_t value = at(i);
            std::size_t end = i + 1;
            while (end < n && at(end) == value)
                ++end;
            varint(zigzag(value));
            varint(end - i);
            i = end;
        }
    }
    std::vector<std::uint8_t> m_bytes;
};

class Unpacker {
public:
    explicit Unpacker(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}
    std::uint64_t varint()
    {
        std::uint64_t v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size())
                damaged();
            const std::uint8_t byte = m_bytes[m_at++];
            v |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (!(byte & 0x80))
                return v;
        }
        damaged();
    }
    double real()
    {
        if (m_bytes.size() - m_at < 8)
            damaged();
        std::uint64_t word = 0;
        for (int i = 0; i < 8; ++i)
            word |= static_cast<std::uint64_t>(m_bytes[m_at++]) << (8 * i);
        return std::bit_cast<double>(word);
    }
    template <class F>
    void runs(std::size_t n, const F& set)
    {
        for (std::size_t i = 0; i < n;) {
            const std::int64_t value = unzigzag(varint());
            const std::uint64_t length = varint();
            if (length == 0 || length > n - i)
                damaged();
            for (std::uint64_t k = 0; k < length; ++k)
                set(i++, value);
        }
    }
    std::size_t left() const { return m_bytes.size() - m_at; }

private:
    std::span<const std::uint8_t> m_bytes;
    std::size_t m_at = 0;
};

double valueOf(std::int64_t k, double scale, double unit) { return static_cast<double>(k) / scale * unit; }

/// Whole numbers that give all values back bit for bit; empty if this scale and unit cannot.
bool wholeNumbers(std::span<const Obs> rows, double scale, double unit, std::vector<std::int64_t>& out)
{
    out.clear();
    for (const Obs& row : rows) {
        const double k = std::round(row.v / unit * scale);
        if (!(std::abs(k) < kLargestWhole))
            return false;
        const auto whole = static_cast<std::int64_t>(k);
        if (std::bit_cast<std::uint64_t>(valueOf(whole, scale, unit)) != std::bit_cast<std::uint64_t>(row.v))
            return false;
        out.push_back(whole);
    }
    return true;
}

constexpr std::uint64_t kAsDoubles = 255;

}  // namespace

void RowSums::add(const Obs& row)
{
    const Quality flag = qualityFlag(row.q);
    if (flag == Quality::Fail || flag == Quality::Missing) {
        ++nbad;
        return;
    }
    least = n == 0 ? row.v : std::min(least, row.v);
    most = n == 0 ? row.v : std::max(most, row.v);
    sum += row.v;
    ++n;
}

std::vector<std::uint8_t> encodeChunk(std::span<const Obs> rows)
{
    Packer out;
    const std::size_t n = rows.size();
    out.varint(n);
    std::int64_t last = 0, step = 0;
    for (const Obs& row : rows) {
        const std::int64_t now = row.t - last;
        out.varint(zigzag(now - step));
        step = now;
        last = row.t;
    }
    out.runs(n, [&](std::size_t i) { return static_cast<std::int64_t>(rows[i].dur); });
    out.runs(n, [&](std::size_t i) { return static_cast<std::int64_t>(rows[i].ord); });
    out.runs(n, [&](std::size_t i) { return static_cast<std::int64_t>(rows[i].q); });
    // Result times follow the interval at a constant distance, or are unknown.
    out.runs(n, [&](std::size_t i) { return rows[i].resultTime < 0 ? std::int64_t{-1} : 0; });
    out.runs(n, [&](std::size_t i) { return rows[i].resultTime < 0 ? rows[i].resultTime + 1 : minus(rows[i].resultTime, rows[i].t); });
    std::vector<std::int64_t> whole;
    for (std::size_t u = 0; u < std::size(kUnits); ++u)
        for (std::size_t s = 0; s < std::size(kScales); ++s)
            if (wholeNumbers(rows, kScales[s], kUnits[u], whole)) {
                out.varint(u * 16 + s);
                std::int64_t before = 0;
                for (const std::int64_t k : whole) {
                    out.varint(zigzag(k - before));
                    before = k;
                }
                return compressed(out.m_bytes);
            }
    out.varint(kAsDoubles);
    for (const Obs& row : rows)
        out.real(row.v);
    return compressed(out.m_bytes);
}

std::vector<Obs> decodeChunk(std::span<const std::uint8_t> blob)
{
    const std::vector<std::uint8_t> raw = decompressed(blob, kLargestRaw);
    Unpacker in(raw);
    const std::uint64_t n = in.varint();
    if (n > kMostRows || n > in.left())  // each row has at least the byte of its time
        damaged();
    std::vector<Obs> rows(static_cast<std::size_t>(n));
    std::int64_t last = 0, step = 0;
    for (Obs& row : rows) {
        step = plus(step, unzigzag(in.varint()));
        last = plus(last, step);
        row.t = last;
    }
    in.runs(rows.size(), [&](std::size_t i, std::int64_t v) { rows[i].dur = static_cast<std::uint32_t>(v); });
    in.runs(rows.size(), [&](std::size_t i, std::int64_t v) { rows[i].ord = static_cast<std::uint16_t>(v); });
    in.runs(rows.size(), [&](std::size_t i, std::int64_t v) { rows[i].q = static_cast<std::uint32_t>(v); });
    in.runs(rows.size(), [&](std::size_t i, std::int64_t v) { rows[i].resultTime = v; });
    in.runs(rows.size(),
            [&](std::size_t i, std::int64_t v) { rows[i].resultTime = rows[i].resultTime < 0 ? minus(v, 1) : plus(v, rows[i].t); });
    const std::uint64_t form = in.varint();
    if (form == kAsDoubles) {
        for (Obs& row : rows) {
            row.v = in.real();
            if (!std::isfinite(row.v))
                damaged();
        }
        return rows;
    }
    if (form / 16 >= std::size(kUnits) || form % 16 >= std::size(kScales))
        damaged();
    std::int64_t k = 0;
    for (Obs& row : rows) {
        k = plus(k, unzigzag(in.varint()));
        row.v = valueOf(k, kScales[form % 16], kUnits[form / 16]);
    }
    return rows;
}

std::uint32_t crc32Of(std::span<const std::uint8_t> bytes)
{
    static const auto kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t c = i;
            for (int k = 0; k < 8; ++k)
                c = c & 1 ? 0xEDB88320U ^ (c >> 1) : c >> 1;
            table[i] = c;
        }
        return table;
    }();
    std::uint32_t c = 0xFFFFFFFFU;
    for (const std::uint8_t byte : bytes)
        c = kTable[(c ^ byte) & 255] ^ (c >> 8);
    return c ^ 0xFFFFFFFFU;
}

}  // namespace isopolis
