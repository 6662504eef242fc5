#pragma once
/// Results as layers for other programs: neighbourhoods with every indicator before, after and as change; streets with their flows.
///
///   auto written = exportLayer(study, ExportedLayer::Streets, "streets.geojson");   // .gpkg, .geojson or .csv

#include "gis/io/format/layer_writer.h"
#include "simulation/explain/explanation.h"

namespace isopolis {

enum class ExportedLayer : std::uint8_t { Neighbourhoods, Streets };
std::string_view exportedLayerKey(ExportedLayer layer);  ///< "neighbourhoods", "streets": also the layer's name in the file

FeatureLayer neighbourhoodLayer(const Study& study);
/// Streets that cars may use before or after; one row a direction. A street that a scheme makes has no figures before.
FeatureLayer streetLayer(const Study& study);
Expected<void> exportLayer(const Study& study, ExportedLayer layer, const std::filesystem::path& path);

}  // namespace isopolis
