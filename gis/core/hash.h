#pragma once
/// SHA-256 (FIPS 180-4) over values in a fixed byte order: the content hashes of cities, scenarios and runs.
///
///   Hasher h; h.add(3.5).add("osm:way/12"); Hash key = h.finish(); key.hex();
///
/// Doubles are hashed by their bits, but -0.0 counts as 0.0 (databases drop the sign) and every NaN as one. Strings carry their length.

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace isopolis {

struct Hash {
    std::array<std::uint8_t, 32> bytes{};
    std::string hex() const;
    std::string shortHex() const { return hex().substr(0, 12); }
    static Hash fromHex(std::string_view text);  ///< all zero if the text is not 64 hex digits
    friend auto operator<=>(const Hash&, const Hash&) = default;
};

class Hasher {
public:
    Hasher();
    Hasher& bytes(std::span<const std::uint8_t> data);
    Hasher& add(std::string_view text);
    Hasher& add(const char* text) { return add(std::string_view(text)); }
    Hasher& add(const std::string& text) { return add(std::string_view(text)); }
    Hasher& add(double value);
    Hasher& add(std::uint64_t value);
    Hasher& add(std::int64_t value) { return add(static_cast<std::uint64_t>(value)); }
    Hasher& add(std::uint32_t value) { return add(static_cast<std::uint64_t>(value)); }
    Hasher& add(int value) { return add(static_cast<std::uint64_t>(static_cast<std::int64_t>(value))); }
    Hasher& add(bool value) { return add(static_cast<std::uint64_t>(value ? 1 : 0)); }
    Hasher& add(const Hash& hash) { return bytes(hash.bytes); }
    Hash finish();

private:
    void block(const std::uint8_t* data);
    std::array<std::uint32_t, 8> m_state;
    std::array<std::uint8_t, 64> m_buffer{};
    std::size_t m_used = 0;
    std::uint64_t m_total = 0;
};

/// SHA-256 of raw bytes, as every other tool computes it.
Hash sha256(std::string_view data);

}  // namespace isopolis
