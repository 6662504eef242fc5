#pragma once
/// Reads comma-separated tables (RFC 4180), also with semicolons, tabs or bars, with a byte-order mark, quotes and CRLF.
///
///   Expected<CsvTable> table = readCsv("stations.csv", log);
///   Expected<FeatureTable> points = readCsvPoints("stations.csv", {"lon", "lat", ""}, frame, log);
///
/// The separator is the one that cuts the first line into most columns. Text that is not UTF-8 is taken as ISO 8859-1
/// and reported. Rows with too few or too many columns are reported and left out. Bounded: 256 MB, 20 million cells.

#include "gis/io/crs.h"
#include "gis/io/format/feature_table.h"
#include "gis/io/issue_log.h"

#include <filesystem>

namespace isopolis {

struct CsvTable {
    char separator = ',';
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
    std::vector<std::size_t> lines;  ///< line of the file in which each row begins, from 1
};

Expected<CsvTable> readCsv(const std::filesystem::path& file, IssueLog& log);
Expected<CsvTable> parseCsv(const std::string& name, std::string_view text, IssueLog& log);

struct CsvCoordinates {
    std::string x, y;  ///< columns
    std::string crs;   ///< empty: WGS 84 longitude and latitude
};
/// Each row as a point feature "row N" (N is the line in the file). Empty columns: rows without geometry.
Expected<FeatureTable> readCsvPoints(const std::filesystem::path& file, const CsvCoordinates& where, const LocalFrame& frame,
                                     IssueLog& log);

}  // namespace isopolis
