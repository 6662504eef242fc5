#pragma once
/// R-LINE: the steady plume of a street in a homogeneous wind, as an integral of point plumes along the line.
///
///   RlinePlume plume(met, RlineCoefficients::Year2023, {.height_m = 0.5, .sigmaZ0_m = 1.5}, 1.5);
///   plume.at(50, 0);                                       // s/m³: g/m³ per g/s, 50 m downwind of a point
///   rlineConcentration(met, coefficients, line, {0, 0}, 1.5);   // µg/m³ per g/(m s)
///
/// A point's concentration is a mix of a plume and, in light winds, a meander that spreads in all directions. Two published sets of
/// coefficients: 2013 (R-LINE 1.2) and 2023 (AERMOD 24142). The lateral spread leaves out the initial vertical one. Flat ground,
/// no buildings; distances below 1 m count as 1 m. Walls beside the road are taken with the coefficients of 2023 only: behind a wall that
/// the wind blows against the plume is mixed up to 1.25 of its height, behind an upwind wall it starts at the wall and higher. A wall is
/// as long as the road; its effect depends on the wind, so that no kernel of a whole year holds it.
/// Source: Snyder et al. 2013, Atmospheric Environment 77; US EPA AERMOD 24142; walls: Venkatram et al. 2021, Francisco et al. 2022.

#include "gis/core/geometry/geometry.h"

#include <vector>

namespace isopolis {

struct RlineMeteorology {
    double frictionVelocity_ms = 0;    ///< u*
    double convectiveVelocity_ms = 0;  ///< w*; 0 or less: none
    double mixingHeight_m = 0;         ///< the larger of the convective and the mechanical one
    double mechanicalHeight_m = 0;
    double moninObukhov_m = 0;  ///< L; positive stable, negative unstable, beyond ±1e6 m neutral
    double roughness_m = 0, displacement_m = 0;
    double wind_ms = 0, windHeight_m = 0;
    double windFrom_deg = 0;  ///< clockwise from north
};

/// Neutral air: u* from the logarithmic profile through the wind at its height, mechanical mixing height 2300 u*^1.5.
RlineMeteorology neutralMeteorology(double wind_ms, double windHeight_m, double roughness_m, double displacement_m);

enum class RlineCoefficients { Year2013, Year2023 };

struct RlineRelease {
    double height_m = 0, sigmaZ0_m = 0, sigmaY0_m = 0;
};

/// Walls as one wind meets them: height (0: none) and distance from the source along the wind.
struct RlineWallsInWind {
    double downwind_m = 0, downwindAway_m = 0;
    double upwind_m = 0;
    bool startsAtUpwind = false;  ///< the source lies in the lee of the upwind wall; distances count from there
};

/// The plume of a point in wind coordinates.
class RlinePlume {
public:
    RlinePlume(const RlineMeteorology& met, RlineCoefficients coefficients, const RlineRelease& release, double receptorHeight_m);
    /// s/m³ at x along the wind and y across it.
    double at(double x_m, double y_m) const;
    /// The same with what depends on the distance alone computed before: for many points on one circle.
    struct Spread {
        double sigmaZ = 0, sigmaY = 0, wind = 0;
    };
    Spread around(double r_m) const;
    double at(double x_m, double y_m, const Spread& round) const;
    /// What distance alone decides: vertical parts of plume (with lid) and meander, s/m²; lateral spread, m; share of the meander.
    struct Profile {
        double plume = 0, meander = 0, sigmaY = 0, meanderShare = 0;
    };
    Profile profileAt(double x_m) const;
    /// The same between or behind walls; `r_m` is the distance to the receptor as the crow flies, x and y count from where the plume
    /// starts.
    double atWalls(double x_m, double y_m, double r_m, const RlineWallsInWind& walls) const;
    /// The direct plume alone, without meander and its share: for comparison with the analytic line.
    double directAt(double x_m, double y_m) const;
    double sigmaZ(double x_m) const { return spreadAt(x_m).sigmaZ; }
    double effectiveWind(double x_m) const { return spreadAt(x_m).wind; }

private:
    /// What the wind blows over: the open ground, or ground behind a wall, which is rougher.
    struct Ground {
        double frictionVelocity_ms = 0, moninObukhov_m = 0, roughness_m = 0, displacement_m = 0;
    };
    /// Where a plume starts: effective height, initial spread, and how much higher a wall lifts its mean.
    struct Start {
        double height_m = 0, sigmaZ0_m = 0, lift_m = 0;
    };
    Ground behindWall(double height_m) const;
    double windAt(double z_m, const Ground& ground) const;
    double meanderShare(double wind_ms) const;
    double profile(double z_m, const Ground& ground) const;
    double verticalSpread(double x_m, double wind_ms, const Ground& ground) const;
    double lateralSpread(double verticalSpread_m) const;
    Spread spreadAt(double x_m) const { return spreadAt(x_m, m_ground, {m_release.height_m, m_release.sigmaZ0_m, 0}); }
    Spread spreadAt(double x_m, const Ground& ground, const Start& start) const;
    double vertical(const Spread& spread, bool lid) const { return vertical(spread, lid, m_release.height_m); }
    double vertical(const Spread& spread, bool lid, double height_m) const;
    double mixedWake(double x_m, const RlineWallsInWind& walls, double height_m, const Ground& before, double& sigmaY_m,
                     double& edge_m) const;
    double direct(const Spread& spread, double y_m) const;

    RlineMeteorology m_met;
    Ground m_ground;
    RlineCoefficients m_coefficients;
    RlineRelease m_release;
    double m_receptorHeight_m = 0;
    double m_sigmaV_ms = 0, m_windScale = 1, m_windFloor_ms = 0;
};

/// A wall along the whole source, `offset_m` from its middle: positive on the left of the way from start to end, negative on the right.
struct RlineWall {
    double height_m = 0, offset_m = 0;
};

struct RlineSource {
    Point2 start, end;
    double height_m = 0, sigmaZ0_m = 0, width_m = 0;
    std::vector<RlineWall> walls = {};  ///< of several on one side the nearest counts
};

/// µg/m³ at a receptor per g/(m s) along the source.
double rlineConcentration(const RlineMeteorology& met, RlineCoefficients coefficients, const RlineSource& source, Point2 receptor,
                          double receptorHeight_m);

}  // namespace isopolis
