#pragma once
/// What is written on a map: neighbourhood names, legend, north arrow, scale bar, attribution, "synthetic" badge and title.
///
///   paintDecoration(painter, camera, ground, decoration);   // by CityViewport on the screen and by mapPicture() in reports
///
/// The map is as large as the camera's picture, its corner where the painter's origin is. All sizes are in points of the painter's device;
/// `fontScale` enlarges text and what belongs to it alike. Names never overlap each other or a box; the neighbourhoods with most people
/// come first.

#include "gis/core/city/city.h"
#include "ui/scene/ground_surface.h"
#include "ui/scene/map_camera.h"
#include "ui/scene/overlay.h"

#include <QColor>
#include <QImage>
#include <QString>
#include <QStringList>

class QPainter;

namespace isopolis {

class PaintedWords;

/// Where names stand, largest neighbourhoods first: computed once for a city.
struct LabelAnchor {
    NeighbourhoodId neighbourhood;
    Point2 at;
    double size_m = 0;  ///< side of a square of the neighbourhood's area
    QString name;
};
std::shared_ptr<const std::vector<LabelAnchor>> labelAnchors(const City& city);

struct MapDecoration {
    CityPtr city = {};
    std::shared_ptr<const std::vector<LabelAnchor>> anchors = {};  ///< null: computed
    Legend legend = {};                                            ///< no classes: no box
    QString title = {};                                            ///< above the map; empty: none
    double titleScale = 1.5;                                       ///< of the other letters
    bool dark = false;
    bool labels = true, showLegend = true, northArrow = true, scaleBar = true, attribution = true;
    double fontScale = 1;
    QString legendHeading = {};    ///< above the legend, e.g. that it is for two maps; empty: none
    PaintedWords* kept = nullptr;  ///< what was painted before, for a map that moves
};

/// Between two maps side by side.
inline const QColor kBetweenMaps(0x4A, 0x53, 0x5D);

void paintDecoration(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const MapDecoration& decoration);

/// The legend alone, its top left corner at `topLeft`; returns what it covers. For reports that put it beside the map.
QRectF paintLegend(QPainter& painter, QPointF topLeft, const Legend& legend, bool dark, double fontScale);
QSizeF legendSize(const Legend& legend, double fontScale);

/// Text of one class, e.g. "12.5 – 15.0", "less than −2.0", "Unchanged": translated, in the locale's digits.
QString legendClassText(const Legend& legend, std::size_t position);
/// Title of a legend with its unit, e.g. "Nitrogen dioxide (NO2), change, µg/m³".
QString legendTitle(const Legend& legend);
/// Fills a rectangle as the map fills an area: colour and pattern.
void paintSwatch(QPainter& painter, const QRectF& box, Colour colour, Pattern pattern);
/// What the sources ask to print, joined, e.g. "© OpenStreetMap contributors".
QString attributionLine(const City& city);

}  // namespace isopolis
