#include "gis/io/format/pair_reader.h"

#include "gis/io/file_bytes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>
#include <unordered_map>

#include <zlib.h>

namespace isopolis {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30, kMostText = std::uint64_t{4} << 30;
constexpr std::size_t kMostPairs = 100'000'000, kMostIds = 5'000'000, kLongestLine = 65536, kPiece = 1 << 20, kMostColumns = 200;

struct CloseFile {
    void operator()(gzFile_s* file) const { gzclose(file); }
};

/// Lines of a file that may be compressed.
class Lines {
public:
    explicit Lines(const std::filesystem::path& file) : m_file(gzopen(file.string().c_str(), "rb")), m_name(file.string()) {}

    /// False at the end; then `error` says whether it was a proper one.
    bool next(std::string_view& line)
    {
        while (true) {
            const auto end = std::find(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at), m_buffer.end(), '\n');
            if (end != m_buffer.end() || (m_ended && m_at < m_buffer.size())) {
                const auto length = static_cast<std::size_t>(end - m_buffer.begin()) - m_at;
                line = std::string_view(m_buffer).substr(m_at, length);
                m_at += length + (end != m_buffer.end() ? 1 : 0);
                if (line.ends_with('\r'))
                    line.remove_suffix(1);
                ++number;
                return true;
            }
            if (m_ended || !fill())
                return false;
        }
    }
    std::size_t number = 0;  ///< of the line last given, from 1
    std::optional<Error> error;

private:
    bool fill()
    {
        m_buffer.erase(0, m_at);
        m_at = 0;
        if (m_buffer.size() > kLongestLine)
            return fail("the line is longer than 64 KB", "Export the table with one pair a line");
        const std::size_t kept = m_buffer.size();
        m_buffer.resize(kept + kPiece);
        const int got = m_file ? gzread(m_file.get(), m_buffer.data() + kept, kPiece) : -1;
        if (got < 0)
            return fail("the file cannot be read to its end, or its compression is damaged", "Copy or download the file again");
        m_buffer.resize(kept + static_cast<std::size_t>(got));
        m_total += static_cast<std::uint64_t>(got);
        if (m_total > kMostText)
            return fail("the file holds more than 4 GB of text", "Cut the table to the city");
        m_ended = got == 0;
        return true;
    }
    bool fail(std::string what, std::string cure)
    {
        error = Error{ErrorCode::BadFile, std::move(what)}.in(m_name).at("row " + std::to_string(number + 1)).cure(std::move(cure));
        return false;
    }

    std::unique_ptr<gzFile_s, CloseFile> m_file;
    std::string m_name, m_buffer;
    std::size_t m_at = 0;
    std::uint64_t m_total = 0;
    bool m_ended = false;
};

void split(std::string_view line, char separator, std::vector<std::string_view>& cells)
{
    cells.clear();
    for (std::size_t begin = 0; begin <= line.size() && cells.size() <= kMostColumns;) {
        const std::size_t end = std::min(line.find(separator, begin), line.size());
        std::string_view cell = line.substr(begin, end - begin);
        if (cell.size() >= 2 && cell.front() == '"' && cell.back() == '"')
            cell = cell.substr(1, cell.size() - 2);
        cells.push_back(cell);
        begin = end + 1;
    }
}

char separatorOf(std::string_view header)
{
    char best = ',';
    for (const char candidate : {';', '\t', '|'})
        if (std::count(header.begin(), header.end(), candidate) > std::count(header.begin(), header.end(), best))
            best = candidate;
    return best;
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

class Reader {
public:
    Reader(const std::filesystem::path& file, const PairColumns& columns) : m_name(file.string()), m_columns(columns), m_lines(file) {}

    Expected<PairTable> read()
    {
        std::string_view line;
        if (!m_lines.next(line))
            return unexpected(m_lines.error ? *m_lines.error : bad(ErrorCode::BadFile, "the file is empty", {}, "Export it again"));
        if (line.starts_with("\xEF\xBB\xBF"))
            line.remove_prefix(3);
        m_separator = separatorOf(line);
        if (auto error = header(line))
            return unexpected(*error);
        while (m_lines.next(line))
            if (!line.empty())
                if (auto error = row(line))
                    return unexpected(*error);
        if (m_lines.error)
            return unexpected(*m_lines.error);
        return std::move(m_table);
    }

private:
    Error bad(ErrorCode code, std::string what, const std::string& field, std::string cure) const
    {
        return Error{code, std::move(what)}
            .in(m_name)
            .at("row " + std::to_string(std::max<std::size_t>(1, m_lines.number)))
            .about(field)
            .cure(std::move(cure));
    }

    std::optional<Error> header(std::string_view line)
    {
        split(line, m_separator, m_cells);
        const std::array<const std::string*, 3> wanted = {&m_columns.from, &m_columns.to, &m_columns.value};
        for (std::size_t k = 0; k < wanted.size(); ++k) {
            const auto found = std::find(m_cells.begin(), m_cells.end(), *wanted[k]);
            if (found == m_cells.end()) {
                std::string names;
                for (const std::string_view cell : m_cells)
                    names += (names.empty() ? "" : ", ") + std::string(cell.substr(0, 40));
                return bad(ErrorCode::NotFound, "there is no column '" + *wanted[k] + "'", *wanted[k],
                           "Name the column; the table has: " + names.substr(0, 400));
            }
            m_position[k] = static_cast<std::size_t>(found - m_cells.begin());
        }
        m_width = m_cells.size();
        return {};
    }

    std::optional<Error> row(std::string_view line)
    {
        split(line, m_separator, m_cells);
        if (m_cells.size() != m_width)
            return bad(ErrorCode::BadFile,
                       "the row has " + std::to_string(m_cells.size()) + " columns instead of " + std::to_string(m_width), {},
                       "Correct the row, or export the table again");
        double value = 0;
        const std::string_view text = m_cells[m_position[2]];
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !(value >= 0) || !std::isfinite(value))
            return bad(ErrorCode::BadValue, "'" + std::string(text.substr(0, 40)) + "' is not a number of at least 0", m_columns.value,
                       "Leave out the rows of pairs that cannot be travelled");
        if (m_table.pairs.size() >= kMostPairs)
            return bad(ErrorCode::Unsupported, "the table has more than 100 million pairs", {}, "Cut it to the city, or use larger cells");
        const auto from = idOf(m_cells[m_position[0]]), to = idOf(m_cells[m_position[1]]);
        if (!from || !to)
            return bad(ErrorCode::Unsupported, "the table names more than 5 million places", {}, "Cut it to the city");
        m_table.pairs.push_back({*from, *to, value});
        return {};
    }

    std::optional<std::uint32_t> idOf(std::string_view id)
    {
        if (const auto found = m_ids.find(id); found != m_ids.end())
            return found->second;
        if (m_table.ids.size() >= kMostIds)
            return {};
        const auto position = static_cast<std::uint32_t>(m_table.ids.size());
        m_table.ids.emplace_back(id);
        m_ids.emplace(std::string(id), position);
        return position;
    }

    std::string m_name;
    const PairColumns& m_columns;
    Lines m_lines;
    PairTable m_table;
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> m_ids;
    std::vector<std::string_view> m_cells;
    std::array<std::size_t, 3> m_position{};
    std::size_t m_width = 0;
    char m_separator = ',';
};

}  // namespace

Expected<PairTable> readPairs(const std::filesystem::path& file, const PairColumns& columns)
{
    if (const auto size = checkedSize(file, kMostBytes); !size)
        return unexpected(size.error());
    return Reader(file, columns).read();
}

}  // namespace isopolis
