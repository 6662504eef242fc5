#include "gis/io/format/csv_reader.h"

#include "gis/io/file_bytes.h"
#include "gis/io/format/csv_scanner.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::uint64_t kMostBytes = 256u << 20;
constexpr std::size_t kMostColumns = 2000, kMostCells = 20'000'000;

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

Error badTable(const std::string& name, std::string why, std::string cure)
{
    return Error{ErrorCode::BadFile, std::move(why)}.in(name).cure(std::move(cure));
}

}  // namespace

Expected<CsvTable> parseCsv(const std::string& name, std::string_view bytes, IssueLog& log)
{
    if (bytes.substr(0, 4096).find('\0') != std::string_view::npos)
        return unexpected(badTable(name, "the file is not a text table", "Export it as CSV in UTF-8"));
    std::string converted;
    bytes = asUtf8(bytes, converted, log);
    CsvTable table;
    table.separator = guessSeparator(bytes);
    CsvScanner scanner(bytes, table.separator, kMostColumns);
    scanner.record(table.columns);
    if (table.columns.size() > kMostColumns || (table.columns.size() == 1 && table.columns[0].empty()))
        return unexpected(badTable(name, "the first line does not name the columns", "Export the table with a header line"));
    while (!scanner.atEnd()) {
        const std::size_t line = scanner.line();
        std::vector<std::string> cells;
        scanner.record(cells);
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
