#pragma once
/// The map from above as an SVG file: shapes in the legend's colours, names as text, legend, scale bar, north arrow, title and sources.
///
///   Expected<MapSvg> svg = mapSvg({.city = city, .overlay = overlay, .size = {1600, 1000}});   file.write(svg->bytes);
///   svg->drawn.tooSmall   // what the picture leaves out, also told in its <desc>
///
/// Errors: BadValue for a size outside 64…8192 pixels or no city. Needs a QGuiApplication for its text, but no OpenGL.

#include "ui/viewport/map_decoration.h"
#include "ui/viewport/map_picture.h"
#include "ui/viewport/vector_map.h"

#include <QByteArray>

namespace isopolis {

struct MapSvg {
    QByteArray bytes = {};
    QSize size = {};
    QString title = {}, description = {};
    VectorMapCounts drawn = {};
};

/// What a flat camera sees.
MapSvg mapSvg(const MapCamera& camera, const VectorMap& map, const MapDecoration& decoration);
/// As mapPicture() from above: the presets of the camera that are not from above are taken as if they were.
Expected<MapSvg> mapSvg(const MapPictureRequest& request);
Expected<MapSvg> mapSvg(const MapPictureRequest& left, const MapPictureRequest& right);
/// Two maps side by side, each cut at its own edge.
MapSvg mapSvg(const MapSvg& left, const MapSvg& right);
/// "Shapes left out, being too small for this scale: 1,200."; empty if there are none.
QString leftOutText(const VectorMapCounts& drawn);

}  // namespace isopolis
