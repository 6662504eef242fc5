#pragma once
/// Reads one input file as the import would and keeps nothing: what `city check FILE` prints.
///
///   Expected<FileCheck> seen = checkFile("streets.osm.pbf");   seen->usable;   seen->counts;   seen->issues;
///
/// The error is for a file that cannot be read at all (missing, not what its name says); a file that can be read but
/// not used (polygons without coordinate system) is a FileCheck with `usable == false` and its reasons in `issues`.
/// `kind` overrides the guess from the name: "osm", "vector", "terrain", "csv", "gtfs", "recipe".

#include "gis/io/city_importer.h"

namespace isopolis {

struct FileCheck {
    std::string kind;         ///< "osm", "vector", "terrain", "csv", "gtfs", "recipe"
    std::string description;  ///< e.g. "GeoPackage, layer 'blocks', polygons"
    std::string crs;          ///< e.g. "EPSG:2056 (CH1903+ / LV95)"; empty if the format has none
    std::vector<ImportCount> counts;
    std::vector<std::string> fields;  ///< columns, or tag keys that are looked at
    std::vector<Issue> issues;
    bool usable = true;
};

/// `crs`: of a file with areas or points that names no coordinate system.
Expected<FileCheck> checkFile(const std::filesystem::path& file, std::string_view kind = {}, const std::string& crs = {});

}  // namespace isopolis
