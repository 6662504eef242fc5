#pragma once
/// The lie of the town: where the river runs, how far the town reaches, what kind of quarter stands where.
///
///   TownShape shape(50000, seed);   shape.toCity({0, 0});   shape.quarterAt(p) == Quarter::OldTown
///
/// The town is planned on a straight plane, where the river is the band |v - riverV| < riverHalf, and then bent: `toCity` makes
/// the river meander and streets curve. The bend is smooth and one-to-one, so what does not cross on the plane never crosses.

#include "gis/core/sample/sample_random.h"

#include <cstdint>
#include <vector>

namespace isopolis::sample {

enum class Quarter : std::uint8_t { OldTown, Inner, Rows, Detached, Slabs, Industrial, Fields };

class TownShape {
public:
    TownShape(double population, std::uint64_t seed);

    double radius() const { return m_radius; }  ///< of the built-up area, m
    double oldTownRadius() const { return m_oldTown; }
    double riverV() const { return m_riverV; }
    double riverHalf() const { return m_riverHalf; }  ///< between the axes of the quay streets
    double waterHalf() const { return m_riverHalf - kQuay_m; }
    double frame() const { return 1.42 * m_radius + 250; }  ///< half the side of the mapped window
    bool inRiver(Point2 plan) const { return std::fabs(plan.y - m_riverV) < m_riverHalf; }

    Point2 toCity(Point2 plan) const;  ///< metres of the city's frame
    Point2 toPlan(Point2 city) const;  ///< the inverse, to a millimetre
    Quarter quarterAt(Point2 plan) const;
    /// 0 in the middle, 1 at the edge of town, more outside.
    double remoteness(Point2 plan) const;
    double wealth(Point2 plan) const;    ///< -1…1
    double ground_m(Point2 plan) const;  ///< terrain height
    double woodland(Point2 plan) const { return m_woods.at(plan); }
    /// Places that keep a whole large block, with the block area they need.
    struct Reserved {
        Point2 at;
        double least_m2, most_m2;
    };
    Reserved hospital() const { return {{-0.52 * m_radius, 0.38 * m_radius}, 18000, 46000}; }
    Reserved stadium() const { return {{0.3 * m_radius, 0.74 * m_radius}, 34000, 78000}; }
    Point2 centreOfCity() const { return toCity({0, 0}); }

    static constexpr double kQuay_m = 14;              ///< from the axis of a quay street to the water
    static constexpr Point2 kOrigin{500000, 5094000};  ///< UTM 31N at 3° E, 46.0° N

private:
    struct Spot {
        Point2 at;
        double radius;
    };
    double m_radius, m_oldTown, m_riverV, m_riverHalf;
    double m_bend_m, m_bendWave_m, m_bendPhase, m_bendPhase2;
    SmoothField m_shiftX, m_shiftY, m_edge, m_mix, m_rich, m_woods, m_hills;
    std::vector<Spot> m_slabs, m_industry;
    Point2 m_hillAt;
};

}  // namespace isopolis::sample
