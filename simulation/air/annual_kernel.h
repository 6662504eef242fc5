#pragma once
/// The annual mean concentration around a point of a street under a wind rose, tabulated once and read millions of times.
///
///   AnnualKernel kernel = AnnualKernel::build(settings, rose, control);
///   kernel.at({100, 0});                              // µg/m³ per g/s, 100 m east of the point
///   kernel.alongLine(KernelLine(polyline), receptor); // µg/m³ per g/(m s) along the line
///
/// Hours with stability count by classes of wind speed and stability (meteorology.h); without hours a rose in neutral air.
/// What surprises: it is exact superposition, since the weather is the same everywhere. Each wind class is spread evenly over its
/// sector of the rose, so that no spokes appear. Speeds between tabulated ones are interpolated on U·K, which hardly varies in
/// neutral air. Zero beyond the reach; distances below `nearest_m` (at least 1 m) count as that. Table error below 0.5 % against the plume
/// formula. The initial lateral spread is that of the mean square over all angles between wind and road: w / (2 √2).

#include "gis/core/city/city.h"
#include "simulation/air/meteorology.h"
#include "simulation/run/run_control.h"

#include <span>

namespace isopolis {

struct KernelSettings {
    double roughness_m = 0.5, displacement_m = 2.5;
    double sourceHeight_m = 0.5, sigmaZ0_m = 1.5, roadWidth_m = 7;
    double receptorHeight_m = 1.5;
    double minimumWind_ms = 0.28, windHeight_m = 10;
    double reach_m = 1500;
    double nearest_m = 1;  ///< street points nearer than this count as this far: people live at façades, not on the carriageway
    friend bool operator==(const KernelSettings&, const KernelSettings&) = default;
};

/// A line with what its far field needs; refers to the polyline, which must outlive it.
struct KernelLine {
    explicit KernelLine(const Polyline& line);
    const Polyline* line;
    double length_m = 0;
    Point2 middle, first, second;  ///< half-way, and the two Gauss points along the line
};

/// Splits the kernel smoothly by distance: the near part is integrated along streets, the far part, smooth enough for a grid, summed
/// on one. Both together are the kernel.
struct KernelSplit {
    double from_m = 80, to_m = 200;  ///< all near up to here, all far from there on
    double farShare(double r_m) const;
};

class AnnualKernel {
public:
    /// `rose`: classes with finite directions, speeds and positive frequencies that sum to one; at least one.
    static AnnualKernel build(const KernelSettings& settings, std::span<const WindClass> rose, RunControl& control);
    /// From hourly weather: classes of speed and stability with their directions (meteorology.h). Weights sum to one.
    static AnnualKernel build(const KernelSettings& settings, std::span<const MetClass> classes, RunControl& control);

    double reach_m() const { return m_reach_m; }
    /// The winds behind it, with frequencies that sum to one: for street canyons.
    const std::vector<WindClass>& winds() const { return m_winds; }
    /// µg/m³ per g/s at a receptor that lies `offset` (east, north) from the source.
    double at(Point2 offset) const;
    /// Integral of `at` along a line, µg/m³ per g/(m s).
    double alongLine(const KernelLine& line, Point2 receptor) const;
    /// The near part of that integral.
    double nearAlongLine(const Polyline& line, Point2 receptor, const KernelSplit& split) const;

private:
    struct Wind;
    static AnnualKernel tabulate(const KernelSettings& settings, std::span<const Wind> winds, RunControl& control);
    double polarAt(double r_m, Point2 offset) const;
    double segment(Point2 a, Point2 b) const;
    double nearSegment(Point2 a, Point2 b, const KernelSplit& split) const;

    double m_reach_m = 0, m_nearestSquare_m2 = 1;
    double m_logStep = 1;  ///< of the radii from 1 m on
    std::size_t m_radii = 0;
    std::vector<double> m_polar;  ///< r²K by radius, then azimuth in steps of kAzimuthStep
    std::vector<WindClass> m_winds;
    double m_cell_m = 10;
    int m_halfCells = 0;
    std::vector<double> m_grid;  ///< r²K on a square grid centred on the source, rows northwards
};

}  // namespace isopolis
