#include "gis/io/window.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

CityWindow::CityWindow(MultiPolygon outline) : m_outline(std::move(outline)), m_box(bounds(m_outline)) {}

bool CityWindow::touches(const MultiPolygon& area) const
{
    const Box box = bounds(area);
    if (!m_box.intersects(box))
        return false;
    for (const Polygon& part : area)
        if (std::any_of(part.outer.begin(), part.outer.end(), [&](Point2 p) { return contains(p); }))
            return true;
    for (const Polygon& part : m_outline)
        if (std::any_of(part.outer.begin(), part.outer.end(), [&](Point2 p) { return box.contains(p) && isopolis::contains(area, p); }))
            return true;
    return false;
}

Ring ringOfDegrees(double west, double south, double east, double north)
{
    constexpr int kSteps = 64;
    const Point2 corners[] = {{west, south}, {east, south}, {east, north}, {west, north}};
    Ring ring;
    for (int side = 0; side < 4; ++side)
        for (int step = 0; step < kSteps; ++step) {
            const double share = static_cast<double>(step) / kSteps;
            const Point2 from = corners[side], to = corners[(side + 1) % 4];
            ring.push_back(from * (1 - share) + to * share);
        }
    return ring;
}

Expected<MultiPolygon> windowFromDegrees(const Ring& degrees, const LocalFrame& frame)
{
    auto projector = Projector::forFrame(frame);
    if (!projector)
        return unexpected(projector.error());
    Polygon polygon{degrees};
    projector->forward(polygon.outer);
    if (polygon.outer.size() < 3 || !std::all_of(polygon.outer.begin(), polygon.outer.end(), [](Point2 p) { return std::isfinite(p.x); }))
        return unexpected(Error{ErrorCode::BadValue, "the window does not fit the coordinate system " + frame.crs}.about("window").cure(
            "Give longitudes and latitudes in degrees, or another crs"));
    return MultiPolygon{std::move(polygon)};
}

}  // namespace isopolis
