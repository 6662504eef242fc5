#pragma once
/// Where the files of a city-to-be lie, and what is wrong with those that lie elsewhere, in words: beside the small map of the import and
/// as its description.
///
///   placeWords(placed, {"streets.osm.pbf", "blocks.shp"});
///   // "46.20° N, 6.14° E; within the area of EPSG:2056 (Switzerland and Liechtenstein)." and a sentence with the cure for each finding

#include "gis/io/place_check.h"

#include <QStringList>

namespace isopolis {

QString placeText(LonLat place);
QString systemText(const CrsFacts& crs);  ///< "EPSG:2056 (Switzerland and Liechtenstein)"
QStringList placeWords(const CityPlacement& placed, const QStringList& names);

}  // namespace isopolis
