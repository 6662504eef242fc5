#pragma once
/// Little-endian bytes in memory. The reader checks every length against what is left and throws SqliteError.

#include "simulation/project/sqlite_connection.h"

#include <bit>
#include <cstring>

namespace isopolis {

class ByteWriter {
public:
    ByteWriter& byte(unsigned value)
    {
        m_bytes.push_back(static_cast<std::uint8_t>(value));
        return *this;
    }
    ByteWriter& u32(std::uint32_t value) { return little(value); }
    ByteWriter& u64(std::uint64_t value) { return little(value); }
    ByteWriter& real(double value) { return little(std::bit_cast<std::uint64_t>(value)); }
    ByteWriter& text(std::string_view value)
    {
        u64(value.size());
        m_bytes.insert(m_bytes.end(), value.begin(), value.end());
        return *this;
    }
    ByteWriter& reals(const std::vector<double>& values)
    {
        u64(values.size());
        for (const double v : values)
            real(v);
        return *this;
    }
    std::vector<std::uint8_t> take() { return std::move(m_bytes); }

private:
    template <class T>
    ByteWriter& little(T value)
    {
        for (std::size_t i = 0; i < sizeof(T); ++i)
            m_bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        return *this;
    }
    std::vector<std::uint8_t> m_bytes;
};

class ByteReader {
public:
    explicit ByteReader(std::span<const std::uint8_t> bytes) : m_bytes(bytes) {}
    unsigned byte() { return static_cast<unsigned>(little<std::uint8_t>()); }
    std::uint32_t u32() { return little<std::uint32_t>(); }
    std::uint64_t u64() { return little<std::uint64_t>(); }
    double real() { return std::bit_cast<double>(little<std::uint64_t>()); }
    /// A 32-bit count of items of at least `itemBytes` each, refused if they cannot all be there.
    std::size_t count(std::size_t itemBytes) { return bounded(u32(), itemBytes); }
    std::size_t count64(std::size_t itemBytes) { return bounded(u64(), itemBytes); }
    std::string text()
    {
        const std::size_t n = count64(1);
        std::string out(reinterpret_cast<const char*>(m_bytes.data()), n);
        skip(n);
        return out;
    }
    std::vector<double> reals()
    {
        std::vector<double> out(count64(8));
        for (double& v : out)
            v = real();
        return out;
    }
    void skip(std::size_t n)
    {
        need(n);
        m_bytes = m_bytes.subspan(n);
    }
    bool atEnd() const { return m_bytes.empty(); }
    [[noreturn]] void fail(const char* why) const { throw SqliteError(11 /* damaged, as SQLITE_CORRUPT */, why); }

private:
    void need(std::size_t n) const
    {
        if (n > m_bytes.size())
            fail("a stored value ends too early");
    }
    std::size_t bounded(std::uint64_t n, std::size_t itemBytes) const
    {
        if (n > m_bytes.size() / itemBytes)
            fail("a stored count is larger than the data");
        return static_cast<std::size_t>(n);
    }
    template <class T>
    T little()
    {
        need(sizeof(T));
        T value = 0;
        for (std::size_t i = 0; i < sizeof(T); ++i)
            value = static_cast<T>(value | static_cast<T>(T{m_bytes[i]} << (8 * i)));
        m_bytes = m_bytes.subspan(sizeof(T));
        return value;
    }
    std::span<const std::uint8_t> m_bytes;
};

}  // namespace isopolis
