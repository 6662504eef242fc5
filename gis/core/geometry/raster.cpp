#include "gis/core/geometry/raster.h"

#include <algorithm>

namespace isopolis {

double Raster::sample(Point2 p) const
{
    if (empty() || !bounds().contains(p))
        return std::numeric_limits<double>::quiet_NaN();
    const double u = std::clamp((p.x - origin.x) / cell_m - 0.5, 0.0, static_cast<double>(columns - 1));
    const double v = std::clamp((p.y - origin.y) / cell_m - 0.5, 0.0, static_cast<double>(rows - 1));
    const int c0 = static_cast<int>(u), r0 = static_cast<int>(v);
    const int c1 = std::min(c0 + 1, columns - 1), r1 = std::min(r0 + 1, rows - 1);
    const double fu = u - c0, fv = v - r0;
    const double south = double{at(c0, r0)} * (1 - fu) + double{at(c1, r0)} * fu;
    const double north = double{at(c0, r1)} * (1 - fu) + double{at(c1, r1)} * fu;
    return south * (1 - fv) + north * fv;
}

}  // namespace isopolis
