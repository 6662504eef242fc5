#pragma once
/// One table of a GTFS feed, row by row, forgiving what can be forgiven and reporting it with its line.
///
///   GtfsTable stops("stops.txt", text, log);
///   for (const int id = stops.column("stop_id"); stops.next();) use(stops.text(id));
///
/// Column names may stand in any order, in any case and with blanks around them; values are trimmed. A row that is too short lacks its
/// last values (reported once a row), a row with more values than columns is left out and reported.

#include "gis/io/format/csv_scanner.h"

#include <chrono>
#include <map>
#include <optional>

namespace isopolis {

class GtfsTable {
public:
    GtfsTable(const std::string& file, std::string_view bytes, IssueLog& log);
    int column(std::string_view name) const;  ///< −1 if the table lacks it
    bool has(std::string_view name) const { return column(name) >= 0; }
    bool next();
    std::string row() const { return "line " + std::to_string(m_line); }
    std::uint32_t line() const { return static_cast<std::uint32_t>(m_line); }
    std::string_view text(int column) const;  ///< empty if the column or the value is missing
    std::optional<double> number(int column) const;
    /// Reports a value that is there and is not a whole number.
    int whole(int column, int otherwise);
    /// Seconds of "H:MM:SS", also above 24 hours; kNoTime if the value is missing, or wrong and reported.
    int time(int column, std::string_view name);
    std::optional<std::chrono::sys_days> date(int column) const;  ///< of "YYYYMMDD"

private:
    std::string m_converted;
    IssueLog& m_log;
    CsvScanner m_scanner;
    std::map<std::string, int, std::less<>> m_columns;
    std::vector<std::string> m_cells;
    std::size_t m_line = 1, m_width = 0;
};

}  // namespace isopolis
