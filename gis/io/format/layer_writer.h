#pragma once
/// Writes a layer of features with their values for other programs: GeoPackage, GeoJSON, or a table without geometry (CSV).
///
///   FeatureLayer layer{"streets", frame, {{"name", FieldKind::Text}, {"flow_veh_h", FieldKind::Number}}, {}};
///   layer.rows.push_back({.lines = {axis}, .values = {"Main", 812.0}});
///   auto written = writeLayer(layer, "streets.gpkg");      // the ending says the format
///
/// GeoPackage keeps the layer's own system, GeoJSON is in longitude and latitude as its standard asks. Values that are not finite are
/// left empty. Written under another name and moved when it is whole: a failure leaves what was there. Errors: an ending that is none
/// of the three, a folder that cannot be written to, a system without a definition (GeoJSON alone asks for it).

#include "gis/core/expected.h"
#include "gis/core/geometry/local_frame.h"

#include <filesystem>
#include <variant>

namespace isopolis {

enum class FieldKind : std::uint8_t { Text, Number, Whole };

struct LayerField {
    std::string name;
    FieldKind kind = FieldKind::Number;
};

struct LayerRow {
    MultiPolygon polygons = {};
    std::vector<Polyline> lines = {};
    std::vector<std::variant<double, std::string>> values;  ///< one for each field
};

struct FeatureLayer {
    std::string name;
    LocalFrame frame;
    std::vector<LayerField> fields;
    std::vector<LayerRow> rows;
    std::string about = {};  ///< source and licence: the layer's description, where the format has a place for it
};

Expected<void> writeLayer(const FeatureLayer& layer, const std::filesystem::path& path);

}  // namespace isopolis
