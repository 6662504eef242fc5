#pragma once
/// The streets as line sources and the weather as a kernel: what the concentration field and the attribution share.

#include "simulation/air/air_result.h"
#include "simulation/air/annual_kernel.h"
#include "simulation/emissions/emission_result.h"
#include "simulation/scenario/apply_scenario.h"

#include "gis/core/expected.h"
#include "gis/core/geometry/spatial_grid.h"

#include <array>
#include <memory>
#include <span>

namespace isopolis {

/// Emission strength of a line, g/(m s).
struct LineStrength {
    double nox = 0, primaryNo2 = 0, pm25 = 0, pm10 = 0;
    bool any() const { return nox > 0 || primaryNo2 > 0 || pm25 > 0 || pm10 > 0; }
    LineStrength& operator+=(const LineStrength& other);
};

/// One line on the ground: a link, or both directions of a street that share their geometry.
struct RoadLine {
    std::array<LinkId, 2> links;            ///< the second is invalid on a one-way street
    std::array<LineStrength, 2> strengths;  ///< of each
    LineStrength total;
    KernelLine geometry;  ///< refers to the polyline of the AppliedScenario
    Box bounds;
};

/// Lines in ascending order of their first link; links without emission and tunnels are left out. Tunnels with emission are counted
/// in an issue.
std::vector<RoadLine> roadLines(const AppliedScenario& applied, const EmissionResult& emissions, std::vector<Issue>& issues);

/// All streets for motor vehicles above ground as lines without emission: mapped ones first, then those of a scheme. A closure takes none
/// away.
std::vector<RoadLine> groundLines(const AppliedScenario& applied);
/// Puts the emissions of a run on such lines.
void setStrengths(std::vector<RoadLine>& lines, const AppliedScenario& applied, const EmissionResult& emissions);
LineStrength lineStrength(const AppliedScenario& applied, const EmissionResult& emissions, LinkId link);
/// Conflict if the emissions belong to another network, BadValue with the street if one is negative or not a number.
Expected<void> checkEmissions(const AppliedScenario& applied, const EmissionResult& emissions);

/// Lines near a receptor, in ascending order.
class RoadLineIndex {
public:
    RoadLineIndex(std::span<const RoadLine> lines, double reach_m);
    std::vector<std::uint32_t> near(Point2 receptor) const { return m_grid.query(receptor, m_reach_m); }

private:
    double m_reach_m = 0;
    SpatialGrid m_grid;
};

/// NO2 from the roads by van den Hout's relation: the direct part, and what background ozone makes of the rest, µg/m³.
struct RoadNo2 {
    double primary = 0, secondary = 0;
};
RoadNo2 roadNo2(double roadNox, double roadPrimaryNo2, double backgroundO3, double halfValue);

/// Background concentrations that the model uses: the city's, or parameters where it has none.
struct UsedBackground {
    double no2 = 0, pm25 = 0, o3 = 0;
    double pm10 = 0;  ///< from PM2.5, by the parameter `air.background.pm_ratio`
};
UsedBackground usedBackground(const AppliedScenario& applied, std::vector<Issue>& issues);

/// The surface and the position of a city for its hourly weather.
MetSite metSite(const AppliedScenario& applied);
/// Shares of the day's emission at night, by day and in the peaks.
std::array<double, kDayPeriodCount> periodShares(const ParameterSet& parameters);

/// Surface, source and mast as the kernel takes them; a mast within the roughness counts as 10 m high.
KernelSettings kernelSettings(const AppliedScenario& applied);
/// Hash of the weather and the parameters: all that kernels depend on.
Hash weatherKey(const AppliedScenario& applied);

/// The kernel of a city's weather and a scenario's parameters: of its hours with their stability, else of its rose in neutral air.
/// Missing or damaged weather is mended and told in an issue.
AnnualKernel annualKernel(const AppliedScenario& applied, std::vector<Issue>& issues, RunControl& control);
/// The same, kept for the scenarios that follow on the same weather and parameters (the last few kernels; equal input, equal bits).
std::shared_ptr<const AnnualKernel> sharedKernel(const AppliedScenario& applied, std::vector<Issue>& issues, RunControl& control);

}  // namespace isopolis
