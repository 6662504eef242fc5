// Tables of archives by a profile: one column a quantity, one column a sensor, or one row a value. Separator, decimal comma, byte
// order mark, quoted cells (RFC 4180). A table without times but with positions is a list of stations.

#include "gis/feeds/json_value.h"
#include "gis/feeds/parsers/parsers.h"
#include "gis/feeds/result_builder.h"

#include <QUtf8StringView>

#include <algorithm>
#include <cmath>

namespace isopolis::parsers {

namespace {

constexpr std::size_t kMostColumns = 20'000, kMostRows = 10'000'000;

/// Cells of one row; `at` moves behind its end. False if a quoted cell does not end.
bool readRow(std::string_view body, std::size_t& at, char separator, std::vector<std::string>& cells)
{
    cells.clear();
    std::string cell;
    bool quoted = false;
    for (;; ++at) {
        if (at >= body.size()) {
            cells.push_back(std::move(cell));
            return !quoted;
        }
        const char c = body[at];
        if (quoted) {
            if (c != '"')
                cell += c;
            else if (at + 1 < body.size() && body[at + 1] == '"')
                cell += body[++at];
            else
                quoted = false;
        } else if (c == '"' && cell.empty()) {
            quoted = true;
        } else if (c == separator) {
            cells.push_back(std::move(cell));
            cell.clear();
        } else if (c == '\n') {
            if (!cell.empty() && cell.back() == '\r')
                cell.pop_back();
            cells.push_back(std::move(cell));
            ++at;
            return true;
        } else {
            cell += c;
        }
    }
}

bool isMissing(std::string_view cell)
{
    return cell.empty() || cell == "NA" || cell == "NaN" || cell == "nan" || cell == "null" || cell == "-" || cell == "NULL";
}

class CsvReader {
public:
    CsvReader(const RawItem& item, ResultBuilder& out) : m_body(item.body), m_profile(out.catalogue().profile.csv), m_out(out)
    {
        if (m_body.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
    }

    void table()
    {
        const std::string_view first = m_body.substr(m_at, m_body.find('\n', m_at) - m_at);
        m_separator = m_profile.separator;
        if (!m_separator)
            m_separator = std::max({',', ';', '\t'}, [first](char a, char b) {
                return std::count(first.begin(), first.end(), a) < std::count(first.begin(), first.end(), b);
            });
        if (!readRow(m_body, m_at, m_separator, m_header) || m_header.size() < 2 || m_header.size() > kMostColumns) {
            m_out.refuse("the first line is no header of a table");
            return;
        }
        m_time = column({m_profile.time, "date", "time", "datetime", "timestamp", "date_time", "phenomenonTime"});
        m_sensor = column({m_profile.sensor, "site", "sensor", "station", "sensor_id", "site_id", "id"});
        m_lat = column({"lat", "latitude"});
        m_lon = column({"lon", "longitude", "lng"});
        if (!m_time && !(m_sensor && m_lat && m_lon)) {
            m_out.refuse("the table has no column of times '" + m_profile.time + "'");
            return;
        }
        if (m_time && !columns())
            return;
        std::vector<std::string> cells;
        for (std::size_t rows = 0; m_at < m_body.size(); ++rows) {
            const std::size_t offset = m_at;
            if (rows >= kMostRows) {
                m_out.refuse("the table has more than ten million rows", offset);
                return;
            }
            if (!readRow(m_body, m_at, m_separator, cells)) {
                m_out.reject("a quoted cell does not end", offset);
                return;
            }
            if (cells.size() == 1 && cells[0].empty())
                continue;
            if (cells.size() != m_header.size())
                m_out.reject("the row has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(m_header.size()),
                             offset);
            else if (m_time)
                row(cells, offset);
            else
                m_out.sensor({cells[*m_sensor], {}, geoPosition(number(cells[*m_lon]), number(cells[*m_lat]))});
        }
    }

private:
    struct Column {
        std::size_t at;
        std::string word, unit, sensor;
    };

    std::optional<std::size_t> column(std::initializer_list<std::string> names) const
    {
        for (const std::string& name : names)
            if (const auto found = std::find(m_header.begin(), m_header.end(), name); !name.empty() && found != m_header.end())
                return static_cast<std::size_t>(found - m_header.begin());
        return std::nullopt;
    }

    bool columns()
    {
        if (m_profile.layout == CsvLayout::Long) {
            m_quantity = column({m_profile.quantity, "quantity", "parameter", "pollutant"});
            m_value = column({m_profile.value, "value"});
            m_unit = column({"unit", "units"});
            if (!m_quantity || !m_value)
                m_out.refuse("a table of one value a row needs the columns 'quantity' and 'value'");
            return m_quantity && m_value;
        }
        for (std::size_t c = 0; c < m_header.size(); ++c) {
            if (c == *m_time || (m_profile.layout == CsvLayout::Columns && m_sensor == c))
                continue;
            const std::string& name = m_header[c];
            const auto mapped = m_profile.columns.find(name);
            if (m_profile.layout == CsvLayout::Wide)
                m_columns.push_back({c, m_profile.quantity, m_profile.unit, name});
            else if (mapped != m_profile.columns.end())
                m_columns.push_back({c, mapped->second.quantity, mapped->second.unit, {}});
            else if (m_profile.columns.empty() && findQuantity(name))
                m_columns.push_back({c, name, {}, {}});
        }
        if (m_columns.empty())
            m_out.refuse("no column of the table is a quantity that is known; name them in the profile");
        return !m_columns.empty();
    }

    std::optional<double> number(std::string cell) const
    {
        while (!cell.empty() && cell.back() == ' ')
            cell.pop_back();
        cell.erase(0, cell.find_first_not_of(' '));
        if (m_profile.decimal == ',')
            std::replace(cell.begin(), cell.end(), ',', '.');
        return wholeNumber(cell);
    }

    std::optional<FeedTime> timeOf(const std::string& cell) const
    {
        const std::string& format = m_profile.timeFormat;
        if (format == "dmy" || format == "mdy")
            return parseSlashTime(cell, format == "dmy");
        if (format == "unix" || format == "unix_ms" || format == "row") {
            const auto value = wholeNumber(cell);
            if (!value || std::abs(*value) > 1e15)
                return std::nullopt;
            if (format == "row")
                return FeedTime{m_profile.epoch_s + static_cast<std::int64_t>(*value) * m_out.catalogue().profile.period_s, {}};
            return FeedTime{static_cast<std::int64_t>(std::floor(format == "unix" ? *value : *value / 1000)), 0};
        }
        return parseIsoTime(cell);
    }

    void row(const std::vector<std::string>& cells, std::size_t offset)
    {
        const auto time = timeOf(cells[*m_time]);
        if (!time) {
            m_out.reject("'" + cells[*m_time].substr(0, 40) + "' is no time that the profile describes", offset);
            return;
        }
        const std::string sensor = m_profile.layout == CsvLayout::Wide ? std::string() : m_sensor ? cells[*m_sensor] : "table";
        std::uint32_t marks = 0;
        std::optional<std::int64_t>& previous = m_previous[sensor + (m_quantity ? "/" + cells[*m_quantity] : std::string())];
        const auto at = m_out.utc(*time, previous, offset, marks);
        if (!at)
            return;
        previous = at;
        if (m_quantity) {
            value({*m_value, cells[*m_quantity], m_unit ? cells[*m_unit] : m_profile.unit, sensor}, cells, *at, marks, offset);
            return;
        }
        for (Column& c : m_columns) {
            if (m_profile.layout != CsvLayout::Wide)
                c.sensor = sensor;
            value(c, cells, *at, marks, offset);
        }
    }

    void value(const Column& c, const std::vector<std::string>& cells, std::int64_t at, std::uint32_t marks, std::size_t offset)
    {
        const std::string& cell = cells[c.at];
        if (isMissing(cell)) {
            ++m_out.result().counts["missing"];
            return;
        }
        const auto read = number(cell);
        if (!read) {
            m_out.reject("'" + cell.substr(0, 40) + "' is no number", offset);
            return;
        }
        if (!findQuantity(c.word)) {
            m_out.reject("the quantity '" + c.word.substr(0, 60) + "' is not known", offset);
            return;
        }
        if (c.unit.empty())
            marks |= bits(Mark::UnitAssumed);
        if (const auto stream = m_out.stream({.sensor = c.sensor, .word = c.word, .unit = c.unit}, offset))
            m_out.accept(*stream, m_out.stamped(*stream, at, marks), *read, offset);
    }

    std::string_view m_body;
    const CsvProfile& m_profile;
    ResultBuilder& m_out;
    char m_separator = ',';
    std::size_t m_at = 0;
    std::vector<std::string> m_header;
    std::optional<std::size_t> m_time, m_sensor, m_lat, m_lon, m_quantity, m_value, m_unit;
    std::vector<Column> m_columns;
    std::map<std::string, std::optional<std::int64_t>> m_previous;  ///< by sensor: tells the two hours of autumn apart
};

}  // namespace

ParseResult csvArchive(const RawItem& item, const Catalogue& catalogue)
{
    ResultBuilder out(FeedKind::Csv, catalogue);
    if (!QUtf8StringView(item.body.data(), static_cast<qsizetype>(item.body.size())).isValidUtf8())
        out.refuse("the table is not UTF-8");
    else
        CsvReader(item, out).table();
    return out.finish();
}

}  // namespace isopolis::parsers
