#include "gis/io/format/csv_reader.h"

#include "gis/io/file_bytes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;
constexpr std::size_t kMostColumns = 2000, kMostCells = 20'000'000;

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t more = lead < 0x80 ? 0 : (lead >> 5) == 6 ? 1 : (lead >> 4) == 14 ? 2 : (lead >> 3) == 30 ? 3 : 9;
        if (more == 9 || i + more >= text.size() + (more == 0 ? 1 : 0))
            return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) >> 6) != 2)
                return false;
        i += more + 1;
    }
    return true;
}

/// ISO 8859-1: each byte is the code point of the same number.
std::string fromLatin1(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xC0 | (byte >> 6));
            out += static_cast<char>(0x80 | (byte & 0x3F));
        }
    }
    return out;
}

char guessSeparator(std::string_view text)
{
    const std::string_view first = text.substr(0, text.find('\n'));
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char candidate : {',', ';', '\t', '|'})
        if (const auto n = std::count(first.begin(), first.end(), candidate); n > most) {
            most = n;
            best = candidate;
        }
    return best;
}

/// Walks the text record by record.
class Scanner {
public:
    Scanner(std::string_view text, char separator) : m_text(text), m_separator(separator) {}
    bool atEnd() const { return m_at >= m_text.size(); }
    std::size_t line() const { return m_line; }
    bool unterminated() const { return m_unterminated; }

    std::vector<std::string> record()
    {
        std::vector<std::string> cells(1);
        while (!atEnd() && cells.size() <= kMostColumns) {
            const char c = m_text[m_at++];
            if (c == '"' && cells.back().empty()) {
                quoted(cells.back());
            } else if (c == m_separator) {
                cells.emplace_back();
            } else if (c == '\n') {
                ++m_line;
                break;
            } else if (c != '\r') {
                cells.back() += c;
            }
        }
        return cells;
    }

private:
    void quoted(std::string& cell)
    {
        while (!atEnd()) {
            const char c = m_text[m_at++];
            m_line += c == '\n' ? 1 : 0;
            if (c != '"') {
                cell += c;
            } else if (!atEnd() && m_text[m_at] == '"') {
                cell += '"';
                ++m_at;
            } else {
                return;
            }
        }
        m_unterminated = true;
    }
    std::string_view m_text;
    char m_separator;
    std::size_t m_at = 0, m_line = 1;
    bool m_unterminated = false;
};

Error badTable(const std::string& name, std::string why, std::string cure)
{
    return Error{ErrorCode::BadFile, std::move(why)}.in(name).cure(std::move(cure));
}

}  // namespace

Expected<CsvTable> parseCsv(const std::string& name, std::string_view bytes, IssueLog& log)
{
    if (bytes.substr(0, 4096).find('\0') != std::string_view::npos)
        return unexpected(badTable(name, "the file is not a text table", "Export it as CSV in UTF-8"));
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.remove_prefix(3);
    std::string converted;
    if (!isUtf8(bytes)) {
        converted = fromLatin1(bytes);
        bytes = converted;
        log.note("not_utf8", "the file is not in UTF-8 and is read as Western European text (ISO 8859-1)");
    }
    CsvTable table;
    table.separator = guessSeparator(bytes);
    Scanner scanner(bytes, table.separator);
    table.columns = scanner.record();
    if (table.columns.size() > kMostColumns || (table.columns.size() == 1 && table.columns[0].empty()))
        return unexpected(badTable(name, "the first line does not name the columns", "Export the table with a header line"));
    while (!scanner.atEnd()) {
        const std::size_t line = scanner.line();
        auto cells = scanner.record();
        if (cells.size() == 1 && cells[0].empty())
            continue;
        if (cells.size() != table.columns.size()) {
            log.warn("wrong_column_count",
                     "the row has " + std::to_string(cells.size()) + " columns instead of " + std::to_string(table.columns.size()),
                     "row " + std::to_string(line));
            continue;
        }
        table.rows.push_back(std::move(cells));
        table.lines.push_back(line);
        if (table.rows.size() * table.columns.size() > kMostCells)
            return unexpected(badTable(name, "the table has more than 20 million cells", "Cut it to the city and the columns needed"));
    }
    if (scanner.unterminated())
        return unexpected(badTable(name, "a quote is opened and never closed", "Export the table again"));
    return table;
}

Expected<CsvTable> readCsv(const std::filesystem::path& file, IssueLog& log)
{
    const auto bytes = readFile(file, kMostBytes);
    if (!bytes)
        return unexpected(bytes.error());
    log.inFile(file.string());
    return parseCsv(file.string(), *bytes, log);
}

Expected<FeatureTable> readCsvPoints(const std::filesystem::path& file, const CsvCoordinates& where, const LocalFrame& frame, IssueLog& log)
{
    auto csv = readCsv(file, log);
    if (!csv)
        return unexpected(csv.error());
    FeatureTable table;
    table.file = file.string();
    table.format = "CSV";
    table.crs = where.crs.empty() ? "EPSG:4326 (WGS 84)" : where.crs;
    table.columns = std::move(csv->columns);
    const bool located = !where.x.empty() && !where.y.empty();
    std::size_t x = 0, y = 0;
    if (located) {
        const auto foundX = table.require(where.x, "fields.lon"), foundY = table.require(where.y, "fields.lat");
        if (!foundX || !foundY)
            return unexpected(foundX ? foundY.error() : foundX.error());
        x = *foundX;
        y = *foundY;
    }
    auto projector = where.crs.empty() ? Projector::forFrame(frame) : Projector::between(where.crs, frame);
    if (!projector)
        return unexpected(projector.error().in(table.file));
    for (std::size_t i = 0; i < csv->rows.size(); ++i) {
        Feature feature;
        feature.id = "row " + std::to_string(csv->lines[i]);
        for (std::string& cell : csv->rows[i])
            feature.values.emplace_back(std::move(cell));
        if (located) {
            const auto px = number(feature.values[x]), py = number(feature.values[y]);
            const Point2 p = px && py ? projector->forward(*px, *py) : Point2{std::nan(""), 0};
            if (std::isfinite(p.x))
                feature.points.push_back(p);
            else
                log.warn("bad_coordinates", "the row has no usable coordinates", feature.id, where.x + "/" + where.y);
        }
        table.features.push_back(std::move(feature));
    }
    return table;
}

}  // namespace isopolis
