#include "gis/io/file_check.h"

#include "gis/io/format/csv_reader.h"
#include "gis/io/format/gdal_session.h"
#include "gis/io/format/raster_reader.h"
#include "gis/io/format/vector_reader.h"
#include "gis/io/gtfs/gtfs_network.h"
#include "gis/io/gtfs/gtfs_reader.h"
#include "gis/io/osm/network_builder.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {

namespace fs = std::filesystem;

constexpr double kLargestLook_m = 100000;

std::string guessKind(const fs::path& file)
{
    const std::string name = file.filename().string();
    for (const std::string_view ending : {".pbf", ".osm", ".osm.xml", ".osm.bz2", ".osm.gz"})
        if (name.ends_with(ending))
            return "osm";
    if (name.ends_with(".zip"))
        return "gtfs";
    if (name.ends_with(".city.json"))
        return "recipe";
    for (const std::string_view ending : {".csv", ".txt", ".tsv"})
        if (name.ends_with(ending))
            return "csv";
    const std::string driver = allowedDriver(file);
    return driver.empty() ? "" : driver == "GTiff" ? "terrain" : "vector";
}

std::string describe(const LocalFrame& frame) { return frame.crs + " (" + frame.name + ")"; }

/// A file that can be read, but not used: its reason becomes an issue.
FileCheck unusable(std::string kind, const Error& error)
{
    FileCheck check;
    check.kind = std::move(kind);
    check.usable = false;
    check.issues.push_back({Severity::Error, error.field == "crs" ? "no_crs" : "unusable",
                            error.message + (error.remedy.empty() ? "" : ". " + error.remedy), error.file, error.feature, error.field});
    return check;
}

Expected<FileCheck> checkOsm(const fs::path& file)
{
    const auto extent = osmExtent(file);
    if (!extent)
        return unexpected(extent.error());
    const auto frame = chooseFrame({0.5 * (extent->west + extent->east), 0.5 * (extent->south + extent->north)});
    if (!frame)
        return unexpected(frame.error());
    auto outline = windowFromDegrees(ringOfDegrees(extent->west, extent->south, extent->east, extent->north), *frame);
    if (!outline)
        return unexpected(outline.error());
    auto assumptions = AssumptionSet::make({});
    if (!assumptions)
        return unexpected(assumptions.error());
    const CityWindow window(std::move(*outline));
    IssueLog log;
    auto data = readOsm(file, *frame, window, *assumptions, log);
    if (!data)
        return unexpected(data.error());
    const RoadTables roads =
        buildNetwork(data->ways, data->restrictions, {.simplify_m = 0.5, .gateway_m = assumptions->peek(kGatewayDistance)}, log);
    FileCheck check;
    check.kind = "osm";
    check.description = "OpenStreetMap extract, longitude " + std::to_string(extent->west) + " to " + std::to_string(extent->east) +
                        ", latitude " + std::to_string(extent->south) + " to " + std::to_string(extent->north);
    check.crs = "EPSG:4326 (WGS 84); the city would use " + describe(*frame);
    check.counts = data->counts;
    for (const ImportCount& count : roads.counts) {
        const auto known =
            std::find_if(check.counts.begin(), check.counts.end(), [&](const ImportCount& c) { return c.kind == count.kind; });
        if (known == check.counts.end())
            check.counts.push_back(count);
        else
            known->kept += count.kept;
    }
    check.issues = log.take();
    return check;
}

Expected<FileCheck> checkVector(const fs::path& file, const std::string& crs)
{
    const auto outline = vectorOutline(file, crs);
    if (!outline)
        return outline.error().field == "crs" ? Expected<FileCheck>(unusable("vector", outline.error())) : unexpected(outline.error());
    auto frame = chooseFrame(outline->centre);
    if (!frame) {
        Error error = frame.error();
        error.in(file.string()).about("crs");
        return unusable("vector", error);
    }
    IssueLog log;
    FileCheck check;
    check.kind = "vector";
    for (const std::string& layer : outline->layers) {
        const auto table = readVector(file, layer, *frame, log, crs);
        if (!table) {
            check.usable = false;
            check.issues.push_back({Severity::Error, "unusable_layer", table.error().message, file.string(), layer, table.error().field});
            continue;
        }
        ImportCount count{"features of " + layer, table->features.size(), 0};
        std::array<std::size_t, 3> kinds{};
        for (const Feature& feature : table->features) {
            count.kept += feature.anchor() ? 1 : 0;
            kinds[0] += feature.polygons.empty() ? 0 : 1;
            kinds[1] += feature.lines.empty() ? 0 : 1;
            kinds[2] += feature.points.empty() ? 0 : 1;
        }
        const char* shape = kinds[0] >= kinds[1] && kinds[0] >= kinds[2] ? "polygons" : kinds[1] >= kinds[2] ? "lines" : "points";
        check.counts.push_back(count);
        check.description += (check.description.empty() ? table->format : "") + ", layer '" + layer + "', " + shape;
        check.crs = table->crs;
        check.fields.insert(check.fields.end(), table->columns.begin(), table->columns.end());
        check.usable = check.usable && count.kept > 0;
    }
    auto found = log.take();
    check.issues.insert(check.issues.end(), found.begin(), found.end());
    return check;
}

Expected<FileCheck> checkTerrain(const fs::path& file)
{
    const auto outline = rasterOutline(file);
    if (!outline)
        return outline.error().field == "crs" ? Expected<FileCheck>(unusable("terrain", outline.error())) : unexpected(outline.error());
    auto frame = chooseFrame(outline->centre);
    if (!frame)
        return unexpected(Error(frame.error()).in(file.string()));
    IssueLog log;
    const Point2 o = frame->origin;
    const auto terrain = readTerrain(file, Box{o.x, o.y, o.x, o.y}.grown(std::min(outline->half_m, kLargestLook_m)), *frame, 0, log);
    if (!terrain)
        return unexpected(terrain.error());
    FileCheck check;
    check.kind = "terrain";
    check.description = "GeoTIFF, " + std::to_string(terrain->sourceColumns) + " × " + std::to_string(terrain->sourceRows) + " pixels, " +
                        std::to_string(std::lround(terrain->lowest_m)) + " to " + std::to_string(std::lround(terrain->highest_m)) + " m";
    check.crs = terrain->crs;
    const auto& values = terrain->raster.values;
    check.counts.push_back(
        {"terrain cells", values.size(),
         static_cast<std::uint64_t>(std::count_if(values.begin(), values.end(), [](float v) { return std::isfinite(v); }))});
    check.issues = log.take();
    return check;
}

/// The first of the usual names of a coordinate that the table has.
std::string coordinateColumn(const CsvTable& table, const std::vector<std::string_view>& names)
{
    for (const std::string_view name : names)
        if (std::find(table.columns.begin(), table.columns.end(), name) != table.columns.end())
            return std::string(name);
    return {};
}

Expected<FileCheck> checkCsv(const fs::path& file)
{
    IssueLog log;
    const auto table = readCsv(file, log);
    if (!table)
        return unexpected(table.error());
    FileCheck check;
    check.kind = "csv";
    check.fields = table->columns;
    ImportCount count{"rows", table->rows.size(), table->rows.size()};
    const std::string x = coordinateColumn(*table, {"lon", "longitude", "lng", "Longitude", "LON", "stop_lon"});
    const std::string y = coordinateColumn(*table, {"lat", "latitude", "Latitude", "LAT", "stop_lat"});
    check.description = "CSV, separator '" + std::string(1, table->separator) + "', " + std::to_string(table->columns.size()) + " columns";
    if (!x.empty() && !y.empty()) {
        check.description += ", points from " + x + " and " + y;
        check.crs = "EPSG:4326 (WGS 84)";
        LocalFrame degrees;
        degrees.crs = "EPSG:4326";
        IssueLog located;
        const auto points = readCsvPoints(file, {x, y, ""}, degrees, located);
        if (!points)
            return unexpected(points.error());
        count.kept = static_cast<std::uint64_t>(
            std::count_if(points->features.begin(), points->features.end(), [](const Feature& f) { return !f.points.empty(); }));
        check.issues = located.take();
    } else {
        check.issues = log.take();
    }
    check.counts.push_back(count);
    check.usable = count.kept > 0;
    return check;
}

Expected<FileCheck> checkGtfs(const fs::path& file)
{
    IssueLog log;
    const auto feed = readGtfs(file, log);
    if (!feed)
        return unexpected(feed.error());
    log.inFile(file.string());
    noteIdleServices(*feed, log);
    FileCheck check;
    check.kind = "gtfs";
    check.crs = "EPSG:4326 (WGS 84)";
    check.description = "GTFS timetable";
    const auto best = busiestDay({&*feed});
    if (best)
        check.description += "; weekday with most trips " + dayText(best->date) + " (" + std::to_string(best->trips) + ")";
    check.counts = {{"stops", feed->stops.size(), feed->stops.size()},
                    {"routes", feed->routes.size(), feed->routes.size()},
                    {"trips", feed->trips.size(), feed->trips.size()},
                    {"stop times", feed->stopTimeRows, feed->stopTimeRows}};
    check.issues = log.take();
    return check;
}

Expected<FileCheck> checkRecipe(const fs::path& file)
{
    auto made = importCity(file, {});
    if (!made)
        return unexpected(made.error());
    FileCheck check;
    check.kind = "recipe";
    check.description = "City recipe of " + made->city->name() + ", " + std::to_string(made->city->sources().size()) + " sources";
    check.crs = describe(made->city->frame());
    check.counts = std::move(made->report.counts);
    check.issues = std::move(made->report.issues);
    return check;
}

}  // namespace

Expected<FileCheck> checkFile(const fs::path& file, std::string_view kind, const std::string& crs)
try {
    const std::string chosen = kind.empty() ? guessKind(file) : std::string(kind);
    if (chosen == "osm")
        return checkOsm(file);
    if (chosen == "vector")
        return checkVector(file, crs);
    if (chosen == "terrain")
        return checkTerrain(file);
    if (chosen == "csv")
        return checkCsv(file);
    if (chosen == "gtfs")
        return checkGtfs(file);
    if (chosen == "recipe")
        return checkRecipe(file);
    return unexpected(
        Error{ErrorCode::Unsupported, "files of this kind are not read"}
            .in(file.string())
            .about("kind")
            .cure("Read are .osm.pbf, .osm, .gpkg, .geojson, .shp, .fgb, .tif, .csv, .zip (GTFS) and .city.json; or state the "
                  "kind: osm, vector, terrain, csv, gtfs, recipe"));
} catch (const std::exception& e) {
    return unexpected(Error{ErrorCode::BadFile, std::string("the file cannot be read (") + e.what() + ")"}
                          .in(file.string())
                          .cure("Export or download the file again"));
}

}  // namespace isopolis
