#pragma once
/// Features of a vector or CSV file in the city's frame: what all importers of zones, counts, sensors and places read.
///
///   Expected<FeatureTable> table = readVector("counts.shp", {}, frame, log);
///   auto column = table->require("TJM", "sources[2].fields.veh_day");
///   std::optional<double> veh_day = number(table->features[0].values[*column]);
///
/// A feature whose geometry is empty or broken keeps its place, with no geometry; it has been reported.

#include "gis/core/expected.h"
#include "gis/core/geometry/geometry.h"

#include <optional>
#include <variant>

namespace isopolis {

using FieldValue = std::variant<std::monostate, double, std::string>;
/// The value as a number: also from text such as " 12.5 " or "12,5"; nothing if it is missing or no number.
std::optional<double> number(const FieldValue& value);
std::string text(const FieldValue& value);
bool missing(const FieldValue& value);  ///< null or an empty text

struct Feature {
    std::string id;  ///< as people find it in the file: "feature 238", "row 12"
    MultiPolygon polygons;
    std::vector<Polyline> lines;
    std::vector<Point2> points;
    std::vector<FieldValue> values;  ///< one per column

    /// The point, or a point inside the polygon; nothing if there is no geometry.
    std::optional<Point2> anchor() const;
};

struct FeatureTable {
    std::string file, layer, format;
    std::string crs;  ///< of the file: "EPSG:4326 (WGS 84)"
    std::vector<std::string> columns;
    std::vector<Feature> features;

    std::optional<std::size_t> column(std::string_view name) const;
    /// The position of a column that a recipe names; the error lists the columns that there are.
    Expected<std::size_t> require(const std::string& name, const std::string& recipePath) const;
};

}  // namespace isopolis
