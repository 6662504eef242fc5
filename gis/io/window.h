#pragma once
/// The part of the world that a city covers, prepared for many questions.
///
///   CityWindow window(outline);   window.contains(p);   window.touches(footprint);
///
/// `windowFromDegrees` adds points along the edges, because a straight line of latitude is curved in metres.

#include "gis/io/crs.h"

namespace isopolis {

class CityWindow {
public:
    explicit CityWindow(MultiPolygon outline);
    const MultiPolygon& outline() const { return m_outline; }
    const Box& box() const { return m_box; }
    bool contains(Point2 p) const { return m_box.contains(p) && isopolis::contains(m_outline, p); }
    /// True if a point of an outer ring lies in the window (or a corner of the window in the area).
    bool touches(const MultiPolygon& area) const;

private:
    MultiPolygon m_outline;
    Box m_box;
};

/// A box of degrees as a ring of points no further apart than a 64th of its sides.
Ring ringOfDegrees(double west, double south, double east, double north);
/// A ring given in degrees in the city's frame; refuses points outside its reach.
Expected<MultiPolygon> windowFromDegrees(const Ring& degrees, const LocalFrame& frame);

}  // namespace isopolis
