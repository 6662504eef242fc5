#pragma once
/// Fills blocks with buildings that touch neither streets nor each other.
///
///   std::vector<PlannedBuilding> buildings = makeBuildings(plan, shape, roundabouts, seed);
///
/// Every footprint lies within its block, at least the street's half width away from the axes of the streets around it.

#include "gis/core/city/city.h"
#include "gis/core/sample/street_plan.h"

namespace isopolis::sample {

struct PlannedBuilding {
    Polygon footprint;
    double height_m = 0;
    BuildingUse use = BuildingUse::Residential;
    double dwelling_m2 = 0, work_m2 = 0;  ///< floor areas; work in equivalents of office space
    double perPerson_m2 = 45;             ///< dwelling space of one person here
    int face = -1;
};

std::vector<PlannedBuilding> makeBuildings(const StreetPlan& plan, const TownShape& shape, const std::vector<Point2>& roundabouts,
                                           std::uint64_t seed);

/// A block as seen from inside: its outline and how far buildings stay from each side.
struct Site {
    Ring ring;
    std::vector<double> clear_m;   ///< per side, from the street's axis
    std::vector<StreetKind> kind;  ///< per side
    Box box;
};
Site siteOf(const StreetPlan& plan, const TownShape& shape, int face);

/// A straight or gently curved row of sides.
struct Frontage {
    Polyline line;
    double length_m = 0, clear_m = 0;
    StreetKind kind = StreetKind::Residential;
    /// The point `in` metres to the left of the line, `along` metres from its start.
    Point2 at(double along, double in) const;
};
std::vector<Frontage> frontagesOf(const Site& site);

using Quad = std::array<Point2, 4>;  ///< counter-clockwise

/// What stands on a site so far.
class SiteBook {
public:
    SiteBook(const Site& site, const std::vector<Point2>& roundabouts);
    bool fits(const Quad& quad) const;
    void take(const Quad& quad) { m_taken.push_back(quad); }
    const std::vector<Quad>& taken() const { return m_taken; }

private:
    const Site& m_site;
    std::vector<Point2> m_roundabouts;
    std::vector<Quad> m_taken;
};

}  // namespace isopolis::sample
