#pragma once
/// A city recipe (`*.city.json`): which files make up a city, how their columns are to be read, and where they come from.
///
///   Expected<CityRecipe> recipe = readRecipe("geneva.city.json");
///   recipe->sources[0].path;      // resolved against the recipe's folder
///
/// The format is described in gis/io/RECIPE.md. Everything is checked here: unknown entries, missing fields, sources that
/// need a licence. The one error names the file, the JSON path (`sources[2].fields.population`) and the cure.
/// Files are not opened here; that is the importer's part.

#include "gis/core/city/city.h"

#include <filesystem>
#include <map>
#include <optional>

namespace isopolis {

enum class SourceKind {
    Osm,             ///< streets, buildings, land, places from an OpenStreetMap extract
    Neighbourhoods,  ///< polygons with people, income, jobs, groups
    ZonePoints,      ///< the same for zones that are known by their centres
    Grid,            ///< square zones made here, for cities without zone data
    Terrain,         ///< GeoTIFF of heights
    Counts,          ///< traffic counting points
    Sensors,
    Places,           ///< schools, clinics, parks, shops from another file than OSM
    Areas,            ///< water or green polygons from another file than OSM
    Buildings,        ///< CityJSON or CityGML: buildings with their roofs
    Stops,            ///< public transport stops
    Gtfs,             ///< a timetable of public transport, with its stops
    Weather,          ///< hourly wind of a station
    EmissionFactors,  ///< the user's own export of HBEFA
};
std::string_view sourceKindKey(SourceKind kind);
/// What columns of a source of this kind may be, e.g. "population", and which of them must be named.
const std::vector<std::string_view>& sourceRoles(SourceKind kind);
const std::vector<std::string_view>& requiredSourceRoles(SourceKind kind);
/// Whether a coordinate system can be stated for its file.
bool takesCrs(SourceKind kind);

/// One column, or a sum of columns each multiplied by an assumption: `[{"field": "couples", "times": "people.per_couple"}]`.
struct FieldTerm {
    std::string field;
    std::string times;  ///< id of an assumption; empty: once
    friend bool operator==(const FieldTerm&, const FieldTerm&) = default;
};
using FieldMapping = std::vector<FieldTerm>;

struct RecipeGroup {
    GroupDefinition definition;
    FieldMapping mapping;
};

struct RecipeSource {
    SourceKind kind = SourceKind::Osm;
    std::filesystem::path path;                  ///< empty for a grid
    std::string layer;                           ///< empty: the file's only layer
    std::string crs;                             ///< in which the file was made; empty: as it says, for a CSV file WGS 84
    std::map<std::string, FieldMapping> fields;  ///< role → columns
    std::map<std::string, std::string> filter;   ///< keep rows whose column has this value
    std::vector<RecipeGroup> groups;
    std::string incomeMeaning;
    std::string what;        ///< place, area or sensor kind key
    std::string quantities;  ///< of sensors
    std::string date;        ///< of a timetable, "2019-05-13"; empty: the weekday with most trips
    double cell_m = 0;       ///< of a grid or terrain; 0: chosen
    double height_m = 10;    ///< of a wind instrument
    SourceRecord record;

    bool maps(const std::string& role) const { return fields.contains(role); }
    /// The single column of a role; empty if it is not mapped.
    std::string column(const std::string& role) const;
};

struct CityRecipe {
    std::filesystem::path file;
    std::string name;
    std::string crs = "auto";
    std::optional<Ring> window;  ///< degrees; none: the extent of the OSM extract
    std::vector<CityAssumption> assumptions;
    std::vector<RecipeSource> sources;
    std::optional<Weather> weather;  ///< a stated wind rose
    std::optional<Background> background;
};

Expected<CityRecipe> readRecipe(const std::filesystem::path& file);
/// From text, with `folder` in the place of the recipe's folder.
Expected<CityRecipe> parseRecipe(const std::string& name, std::string_view text, const std::filesystem::path& folder);

}  // namespace isopolis
