#include "gis/io/gtfs/gtfs_table.h"

#include "gis/io/gtfs/gtfs_feed.h"

#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostColumns = 500;
constexpr int kMostHours = 240;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(kBlank);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::optional<int> wholeNumber(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::optional<int> secondsOf(std::string_view text)
{
    const auto first = text.find(':');
    const auto second = first == std::string_view::npos ? first : text.find(':', first + 1);
    if (second == std::string_view::npos)
        return {};
    const auto hours = wholeNumber(text.substr(0, first)), minutes = wholeNumber(text.substr(first + 1, second - first - 1)),
               seconds = wholeNumber(text.substr(second + 1));
    if (!hours || !minutes || !seconds || *hours < 0 || *hours > kMostHours || *minutes < 0 || *minutes > 59 || *seconds < 0 ||
        *seconds > 59)
        return {};
    return *hours * 3600 + *minutes * 60 + *seconds;
}

}  // namespace

GtfsTable::GtfsTable(const std::string& file, std::string_view bytes, IssueLog& log)
    : m_log((log.inFile(file), log)), m_scanner(asUtf8(bytes, m_converted, log), ',', kMostColumns)
{
    while (!m_scanner.atEnd() && m_width == 0) {  // blank lines may come before the header
        m_scanner.record(m_cells);
        m_width = m_cells.size() == 1 && trimmed(m_cells[0]).empty() ? 0 : m_cells.size();
    }
    for (std::size_t i = 0; i < m_width; ++i) {
        std::string name(trimmed(m_cells[i]));
        for (char& c : name)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if (!m_columns.emplace(name, static_cast<int>(i)).second)
            m_log.warn("column_twice", "the table has the column twice; the first counts", "line 1", name);
    }
}

int GtfsTable::column(std::string_view name) const
{
    const auto found = m_columns.find(name);
    return found == m_columns.end() ? -1 : found->second;
}

bool GtfsTable::next()
{
    while (!m_scanner.atEnd()) {
        m_line = m_scanner.line();
        m_scanner.record(m_cells);
        if (m_scanner.unterminated()) {
            m_log.error("open_quote", "a quote is opened and never closed: the table is not read beyond this row", row());
            return false;
        }
        if (m_cells.size() == 1 && trimmed(m_cells[0]).empty())
            continue;
        if (m_cells.size() < m_width) {
            m_log.note("short_row", "the row has " + std::to_string(m_cells.size()) + " of " + std::to_string(m_width) + " values", row());
        } else if (m_cells.size() > m_width) {
            bool extra = false;
            for (std::size_t i = m_width; i < m_cells.size(); ++i)
                extra = extra || !trimmed(m_cells[i]).empty();
            if (extra) {
                m_log.warn("wrong_column_count",
                           "the row has " + std::to_string(m_cells.size()) + " values instead of " + std::to_string(m_width) +
                               " and is left out",
                           row());
                continue;
            }
        }
        return true;
    }
    return false;
}

std::string_view GtfsTable::text(int column) const
{
    return column < 0 || static_cast<std::size_t>(column) >= m_cells.size() ? std::string_view()
                                                                            : trimmed(m_cells[static_cast<std::size_t>(column)]);
}

std::optional<double> GtfsTable::number(int column) const
{
    const std::string_view value = text(column);
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (value.empty() || error != std::errc() || end != value.data() + value.size() || !std::isfinite(number))
        return {};
    return number;
}

int GtfsTable::whole(int column, int otherwise)
{
    const std::string_view value = text(column);
    if (value.empty())
        return otherwise;
    if (const auto number = wholeNumber(value))
        return *number;
    m_log.warn("bad_number", "'" + std::string(value.substr(0, 40)) + "' is not a whole number", row());
    return otherwise;
}

int GtfsTable::time(int column, std::string_view name)
{
    const std::string_view value = text(column);
    if (value.empty())
        return kNoTime;
    if (const auto seconds = secondsOf(value))
        return *seconds;
    m_log.warn("bad_time", "'" + std::string(value.substr(0, 40)) + "' is not a time of the form HH:MM:SS and counts as missing", row(),
               std::string(name));
    return kNoTime;
}

std::optional<std::chrono::sys_days> GtfsTable::date(int column) const
{
    const std::string_view value = text(column);
    const auto number = value.size() == 8 ? wholeNumber(value) : std::nullopt;
    if (!number || *number < 0)
        return {};
    const std::chrono::year_month_day day{std::chrono::year(*number / 10000),
                                          std::chrono::month(static_cast<unsigned>(*number / 100 % 100)),
                                          std::chrono::day(static_cast<unsigned>(*number % 100))};
    return day.ok() ? std::optional(std::chrono::sys_days(day)) : std::nullopt;
}

}  // namespace isopolis
