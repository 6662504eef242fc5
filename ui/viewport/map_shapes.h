#pragma once
/// City metres to shapes of a flat map, and patterns as geometry, for painters that can neither clip nor repeat a tile.
///
///   const MapShapes shapes(camera);
///   painter.drawPath(shapes.outline(neighbourhood.outline));   painter.drawPath(patternMarks(shapes.rings(outline), Pattern::Worse,
///   view));

#include "gis/core/geometry/geometry.h"
#include "ui/scene/map_camera.h"
#include "ui/scene/overlay.h"

#include <QPainterPath>
#include <QPen>
#include <QPolygonF>

namespace isopolis {

class MapShapes {
public:
    explicit MapShapes(const MapCamera& camera);
    QPointF at(Point2 p) const;
    double pixels(double metres) const { return metres / m_metresPerPixel; }
    double metresPerPixel() const { return m_metresPerPixel; }
    const QRectF& view() const { return m_view; }
    bool seen(const Box& box) const;        ///< whether any of it lies in the picture
    bool belowPixel(const Box& box) const;  ///< neither wide nor high enough to be seen
    QPolygonF ring(const Polyline& points) const;
    std::vector<QPolygonF> rings(const MultiPolygon& outline) const;
    QPainterPath outline(const MultiPolygon& outline) const;
    /// `right_px`: so far to the right of the line, looking along it.
    QPainterPath line(const Polyline& points, double right_px = 0) const;

private:
    Point2 m_centre;
    double m_metresPerPixel;
    QRectF m_view;
};

/// The marks of a pattern within rings (even-odd): to be stroked with patternPen(). Empty for Pattern::None.
QPainterPath patternMarks(const std::vector<QPolygonF>& rings, Pattern pattern, const QRectF& view);
QPen patternPen(Colour area, Pattern pattern);

}  // namespace isopolis
