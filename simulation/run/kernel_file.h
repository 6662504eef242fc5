#pragma once
/// Files of kernels: what takes seconds to calculate and depends on a hash alone, kept in a folder beyond the program.
///
///   setKernelFolder("~/.cache/isopolis/kernels");              // by the program, once at its start; empty: none
///   std::string content = loadKernelFile(key, ".air-kernel");  // empty: not there, damaged, or of another version
///   saveKernelFile(key, ".air-kernel", content);
///
/// A file is named by its key and the engine's version; it carries a checksum and is only believed if that fits. Files are written aside
/// and renamed. The folder keeps the files of each suffix used last, at most 1 GB of them, and may be deleted at any time: results never
/// depend on it. Callable from several threads and programs. Nothing here fails loudly: a folder that cannot be written only costs time.

#include "gis/core/geometry/geometry.h"
#include "gis/core/hash.h"

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>

namespace isopolis {

void setKernelFolder(const std::filesystem::path& folder);
std::string loadKernelFile(const Hash& key, std::string_view suffix);
void saveKernelFile(const Hash& key, std::string_view suffix, const std::string& content);
/// Whether `saveKernelFile` would write anything.
bool keepsKernelFiles();

/// Values one after another.
class KernelWriter {
public:
    template <class T>
    requires std::is_arithmetic_v<T>
    void put(T value) { m_bytes.append(reinterpret_cast<const char*>(&value), sizeof value); }
    void put(std::string_view text)
    {
        put(static_cast<std::uint64_t>(text.size()));
        m_bytes.append(text);
    }
    void put(Point2 p)
    {
        put(p.x);
        put(p.y);
    }
    void put(const Box& b)
    {
        put(Point2{b.minX, b.minY});
        put(Point2{b.maxX, b.maxY});
    }
    void raw(const void* data, std::size_t size) { m_bytes.append(static_cast<const char*>(data), size); }
    std::string m_bytes;
};

/// The same way back; never beyond the end: afterwards `ok()` is false and all values are 0.
class KernelReader {
public:
    explicit KernelReader(std::string_view bytes) : m_left(bytes) {}
    bool ok() const { return m_ok; }
    bool atEnd() const { return m_left.empty(); }
    template <class T>
    T get()
    {
        T value{};
        raw(&value, sizeof value);
        return value;
    }
    /// A count of things that take at least `each` bytes.
    std::size_t count(std::size_t each)
    {
        const auto n = get<std::uint64_t>();
        if (n > m_left.size() / each)
            m_ok = false;
        return m_ok ? static_cast<std::size_t>(n) : 0;
    }
    std::string text()
    {
        std::string value(count(1), '\0');
        raw(value.data(), value.size());
        return value;
    }
    Point2 point()
    {
        Point2 p;
        p.x = get<double>();
        p.y = get<double>();
        return p;
    }
    Box box()
    {
        Box b;
        b.minX = get<double>();
        b.minY = get<double>();
        b.maxX = get<double>();
        b.maxY = get<double>();
        return b;
    }
    void raw(void* data, std::size_t size)
    {
        if (!m_ok || size > m_left.size()) {
            m_ok = false;
            return;
        }
        if (size > 0)
            std::memcpy(data, m_left.data(), size);
        m_left.remove_prefix(size);
    }

private:
    std::string_view m_left;
    bool m_ok = true;
};

}  // namespace isopolis
