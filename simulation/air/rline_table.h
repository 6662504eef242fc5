#pragma once
/// One hour of R-LINE prepared for many streets and receptors: what depends on distance alone is tabulated once, and a street is
/// integrated with few points that crowd where the plume is sharp.
///
///   RlineTable hour(met, RlineCoefficients::Year2023, {.height_m = 0.5, .sigmaZ0_m = 1.5}, 1.5);
///   hour.line({{0, -100}, {0, 100}, 0.5, 1.5, 7}, {50, 0});   // µg/m³ per g/(m s), as rlineConcentration within 0.5 %
///
/// The source's height and initial vertical spread are those of the table; a line's own are not looked at. Sources farther than
/// `farthest_m` add what lies at that distance. At most 41 pieces of four Gauss points a line.

#include "simulation/air/rline.h"

#include <span>
#include <vector>

namespace isopolis {

class RlineTable {
public:
    RlineTable(const RlineMeteorology& met, RlineCoefficients coefficients, const RlineRelease& release, double receptorHeight_m,
               double farthest_m = 50000);
    /// The mean of several hours, turned to one direction: vertical parts and meander as weighted means, lateral spread as the mean that
    /// keeps the value on the axis. Weights are positive; at least one hour.
    RlineTable(std::span<const RlineMeteorology> hours, std::span<const double> weights, RlineCoefficients coefficients,
               const RlineRelease& release, double receptorHeight_m, double farthest_m);
    /// s/m³ at x along the wind and y across it.
    double at(double x_m, double y_m, double sigmaY0_m) const;
    /// µg/m³ per g/(m s) along the source.
    double line(const RlineSource& source, Point2 receptor) const;

private:
    struct Node {
        double plume = 0, meander = 0, sigmaY = 0, meanderShare = 0;  ///< plume · x, meander, sigmaY / x
    };
    Node read(double distance_m) const;

    RlineCoefficients m_coefficients;
    Point2 m_wind;              ///< unit vector downwind
    std::vector<Node> m_nodes;  ///< at exp(i · step)
};

}  // namespace isopolis
