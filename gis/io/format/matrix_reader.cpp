#include "gis/io/format/matrix_reader.h"

#include "gis/io/file_bytes.h"
#include "gis/io/format/csv_reader.h"
#include "gis/io/format/feature_table.h"
#include "gis/io/format/omx_file.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostZones = 10000;
constexpr std::uint64_t kMostBytes = std::uint64_t{2} << 30;

std::string joined(const std::vector<std::string>& names)
{
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ", ") + name;
    return all;
}

tl::unexpected<Error> wrongSize(const std::string& file, const std::string& matrix, std::uint64_t rows, std::uint64_t columns,
                                std::size_t zones)
{
    return unexpected(Error{ErrorCode::BadValue, "the matrix has " + std::to_string(rows) + " × " + std::to_string(columns) +
                                                     " zones where " + std::to_string(zones) + " are wanted"}
                          .in(file)
                          .at(matrix)
                          .cure("Use a matrix made for the same zones, in the same order."));
}

Expected<void> checkValues(const TripMatrix& m, const std::string& file)
{
    for (std::size_t k = 0; k < m.values.size(); ++k)
        if (!std::isfinite(m.values[k]) || m.values[k] < 0)
            return unexpected(Error{ErrorCode::BadValue, "trips are negative or no number in row " + std::to_string(k / m.zones + 1) +
                                                             ", column " + std::to_string(k % m.zones + 1)}
                                  .in(file)
                                  .at(m.name)
                                  .cure("Trips are counts: 0 or more. Write 0 where nobody travels."));
    return {};
}

Expected<TripMatrix> readOmx(const std::string& file, const std::string& wanted, std::size_t zones)
{
    const auto omx = OmxFile::open(file);
    if (!omx)
        return unexpected(omx.error());
    const std::vector<std::string> names = omx->matrices();
    if (wanted.empty() && names.size() != 1)
        return unexpected(Error{ErrorCode::BadValue, "the file has " + std::to_string(names.size()) + " matrices"}.in(file).cure(
            names.empty() ? "It needs one under /data." : "Name one of: " + joined(names) + "."));
    const std::string name = wanted.empty() ? names.front() : wanted;
    if (std::find(names.begin(), names.end(), name) == names.end())
        return unexpected(
            Error{ErrorCode::NotFound, "there is no matrix of this name"}.in(file).at(name).cure("Name one of: " + joined(names) + "."));
    const auto shape = omx->shapeOf(name);
    if (!shape)
        return unexpected(shape.error());
    if ((*shape)[0] != zones || (*shape)[1] != zones)
        return wrongSize(file, name, (*shape)[0], (*shape)[1], zones);
    auto values = omx->read(name);
    if (!values)
        return unexpected(values.error());
    return TripMatrix{name, zones, std::move(*values)};
}

/// A zone's number in a table, from 1.
Expected<std::size_t> zoneOf(const std::string& cell, std::size_t zones, const std::string& file, std::size_t line)
{
    const auto v = number(FieldValue(cell));
    if (!v || *v != std::floor(*v) || *v < 1 || *v > static_cast<double>(zones))
        return unexpected(Error{ErrorCode::BadValue, "'" + cell + "' is no zone of 1 to " + std::to_string(zones)}
                              .in(file)
                              .at("line " + std::to_string(line))
                              .cure("Number the zones from 1 in their order."));
    return static_cast<std::size_t>(*v) - 1;
}

Expected<double> tripsOf(const std::string& cell, const std::string& file, std::size_t line)
{
    const auto v = number(FieldValue(cell));
    if (!v || !std::isfinite(*v) || *v < 0)
        return unexpected(Error{ErrorCode::BadValue, "'" + cell + "' is not a number of trips"}
                              .in(file)
                              .at("line " + std::to_string(line))
                              .cure("Trips are counts: 0 or more."));
    return *v;
}

Expected<void> fillLong(const CsvTable& table, TripMatrix& m, const std::string& file, IssueLog& log)
{
    std::vector<char> seen(m.values.size(), 0);
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto from = zoneOf(table.rows[r][0], m.zones, file, table.lines[r]);
        const auto to = from ? zoneOf(table.rows[r][1], m.zones, file, table.lines[r]) : from;
        if (!to)
            return unexpected(to.error());
        const auto trips = tripsOf(table.rows[r][2], file, table.lines[r]);
        if (!trips)
            return unexpected(trips.error());
        const std::size_t k = *from * m.zones + *to;
        if (seen[k] != 0)
            log.note("pair_twice", "the pair " + table.rows[r][0] + " to " + table.rows[r][1] + " is there twice: its trips add up",
                     "line " + std::to_string(table.lines[r]));
        seen[k] = 1;
        m.values[k] += *trips;
    }
    return {};
}

Expected<void> fillSquare(const CsvTable& table, TripMatrix& m, const std::string& file)
{
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
        const auto from = zoneOf(table.rows[r][0], m.zones, file, table.lines[r]);
        if (!from)
            return unexpected(from.error());
        for (std::size_t c = 1; c < table.columns.size(); ++c) {
            const auto to = zoneOf(table.columns[c], m.zones, file, 1);
            if (!to)
                return unexpected(to.error());
            const auto trips = tripsOf(table.rows[r][c], file, table.lines[r]);
            if (!trips)
                return unexpected(trips.error());
            m.values[*from * m.zones + *to] = *trips;
        }
    }
    return {};
}

Expected<TripMatrix> readCsvMatrix(const std::string& file, std::size_t zones, IssueLog& log)
{
    const auto table = readCsv(file, log);
    if (!table)
        return unexpected(table.error());
    TripMatrix m{std::filesystem::path(file).filename().string(), zones, std::vector<double>(zones * zones, 0)};
    const bool square = table->columns.size() == table->rows.size() + 1;
    const bool threeColumns = table->columns.size() == 3 && !(square && number(FieldValue(table->columns[1])));
    if (!threeColumns && (!square || table->rows.size() != zones))
        return wrongSize(file, {}, table->rows.size(), table->columns.empty() ? 0 : table->columns.size() - 1, zones);
    if (auto filled = threeColumns ? fillLong(*table, m, file, log) : fillSquare(*table, m, file); !filled)
        return unexpected(filled.error());
    return m;
}

}  // namespace

Expected<TripMatrix> readTripMatrix(const std::filesystem::path& file, const std::string& matrix, std::size_t zones, IssueLog& log)
{
    const std::string name = file.string();
    if (zones == 0 || zones > kMostZones)
        return unexpected(Error{ErrorCode::Unsupported, "matrices of " + std::to_string(zones) + " zones are not read"}.in(name).cure(
            "From 1 to " + std::to_string(kMostZones) + " zones."));
    if (auto size = checkedSize(file, kMostBytes); !size)
        return unexpected(size.error());
    std::string ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    auto read = ending == ".omx" ? readOmx(name, matrix, zones)
                : ending == ".csv"
                    ? readCsvMatrix(name, zones, log)
                    : Expected<TripMatrix>(unexpected(Error{ErrorCode::Unsupported, "this kind of matrix is not read"}.in(name).cure(
                          "Use a file ending in .omx or .csv.")));
    if (!read)
        return read;
    if (auto fine = checkValues(*read, name); !fine)
        return unexpected(fine.error());
    return read;
}

Expected<std::vector<std::string>> omxMatrices(const std::filesystem::path& file)
{
    const auto omx = OmxFile::open(file);
    if (!omx)
        return unexpected(omx.error());
    return omx->matrices();
}

}  // namespace isopolis
