#pragma once
/// What lies under a ray: found on the CPU, without OpenGL, the same at every level of detail.
///
///   Picker picker(city, applied, ground);
///   Pick pick = picker.pick(camera.ray(pixel), {.reach_m = 8 * camera.metresPerPixel()});

#include "gis/core/geometry/spatial_grid.h"
#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/ground_surface.h"
#include "ui/scene/map_camera.h"
#include "ui/scene/pick.h"

namespace isopolis {

struct PickOptions {
    double reach_m = 10;    ///< how far from the ray's ground point a street or sensor may lie
    bool buildings = true;  ///< false where they are not shown
};

class Picker {
public:
    Picker(CityPtr city, std::shared_ptr<const AppliedScenario> applied, std::shared_ptr<const GroundSurface> ground);
    Pick pick(const Ray& ray, const PickOptions& options) const;
    /// Where the ray meets the ground; false above the horizon.
    bool groundHit(const Ray& ray, Point2& at) const;
    LinkId linkNear(Point2 at, double reach_m) const;

private:
    /// Distance along the ray to a building's prism, or infinity.
    double hit(const Ray& ray, const MultiPolygon& footprint, double height_m) const;
    /// The nearest building before the ground; its distance along the ray comes in `distance_m`.
    BuildingId buildingHit(const Ray& ray, double groundDistance_m, double& distance_m) const;
    NeighbourhoodId neighbourhoodAt(Point2 at) const;

    CityPtr m_city;
    std::shared_ptr<const AppliedScenario> m_applied;
    std::shared_ptr<const GroundSurface> m_ground;
    SpatialGrid m_buildings, m_links, m_neighbourhoods;
    double m_top_m = 0;
};

}  // namespace isopolis
