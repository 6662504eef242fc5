#pragma once
/// Annual means (or means of some hours, air_hours.h) of NO2, PM2.5 and PM10 as a map and at points such as façades, computed on demand
/// from a run.
///
///   AirPlaces places{.area = box, .cell_m = 10, .points = facades};
///   Expected<AirField> field = airField(run.applied, run.emissions, places, control);   // kernels are kept (air_kernels.h)
///   field->no2.sample(p);   field->points[i].no2_ug_m3;
///   AirProbe probe(run.applied, run.emissions, control);                                // once a run
///   AirAtPlace here = probe.at(p);   here.levels.no2_ug_m3;   here.streets[0].link;     // exact sum, with every street's part
///
/// What surprises: the map shows the air in the open, also between the walls of canyons, while `AirResult` is a mean over the rooms of
/// homes, of which only some face the street. Places inside houses have no value on the map; a point there gets the value of the open air
/// and a warning. PM10 has no background of its own: that of PM2.5 divided by `air.background.pm_ratio`. Parts of streets nearer than
/// `air.facade_distance` count as that far. Parts at a place sum to its value to rounding; the map lies within 0.5 % of that value's road
/// part. Errors: Conflict if the emissions or kernels belong to another network, BadValue if an emission is not a number, Cancelled.

#include "simulation/air/air_kernels.h"

namespace isopolis {

struct TrafficResult;

struct AirLevels {
    double no2_ug_m3 = 0, pm25_ug_m3 = 0, pm10_ug_m3 = 0;  ///< with background
    double roadNox_ug_m3 = 0, roadPrimaryNo2_ug_m3 = 0, roadPm25_ug_m3 = 0, roadPm10_ug_m3 = 0;
    friend bool operator==(const AirLevels&, const AirLevels&) = default;
};

struct AirField {
    Raster no2, pm25, pm10;         ///< µg/m³; NaN inside houses
    std::vector<AirLevels> points;  ///< in the order of AirPlaces::points
    UsedBackground background;
    std::vector<Issue> issues;
};

Expected<AirField> airField(const AppliedScenario& applied, const EmissionResult& emissions, const AirPlaces& places, RunControl& control);
/// With the emissions of `places.hours`: of the period that it names, else those of the run.
Expected<AirField> airFieldOfHours(const AppliedScenario& applied, const TrafficResult& traffic, const EmissionResult& emissions,
                                   const AirPlaces& places, RunControl& control);
Expected<AirField> airField(const AirKernels& kernels, const AppliedScenario& applied, const EmissionResult& emissions,
                            RunControl& control);

/// What a street adds at a place. NO2: direct part exact, the part from ozone in proportion to NOx.
struct AirShare {
    LinkId link;
    double no2_ug_m3 = 0, pm25_ug_m3 = 0, pm10_ug_m3 = 0;
};

struct AirAtPlace {
    AirLevels levels;
    UsedBackground background;
    std::vector<AirShare> streets;  ///< largest part of NO2 first; sums with the background to the levels
    std::string canyon;             ///< street between whose walls the place lies, else empty
    std::vector<Issue> issues;      ///< `receptor_in_building` with the building's id
};

/// Exact sums over all streets within reach: the answer to a click on the map or on a façade.
class AirProbe {
public:
    AirProbe(const AppliedScenario& applied, const EmissionResult& emissions, RunControl& control);
    ~AirProbe();
    AirAtPlace at(Point2 place) const;

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
