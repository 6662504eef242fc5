#pragma once
/// The figures that neighbourhoods are judged by.
///
///   indicatorInfo(Indicator::No2).key == "no2_ug_m3";   valueOf(run, Indicator::No2, neighbourhood)

#include "gis/core/ids.h"
#include "gis/core/units.h"
#include "simulation/run/run.h"

#include <optional>
#include <span>

namespace isopolis {

enum class Indicator : std::uint8_t {
    No2,
    Pm25,
    Co2,
    JobsByCar,
    JobsOnFoot,
    CarTime,
    JobsByCycle,
    SchoolOnFoot,
    ClinicOnFoot,
    ParkOnFoot,
    JobsByTransit,
    NoiseLden,
    NoiseAnnoyed,
    NoiseSleep,
    No2AboveEu,
    Pm25AboveEu,
    Pm10,
    Pm10AboveEu,
    RoadCharge
};

enum class Direction : std::uint8_t { LessIsBetter, MoreIsBetter };

struct IndicatorInfo {
    Indicator indicator;
    std::string_view key;      ///< with unit suffix: "no2_ug_m3"; used in JSON, files and `--overlay`
    std::string_view label;    ///< ISO_TR("indicator", "Nitrogen dioxide (NO2)")
    std::string_view meaning;  ///< ISO_TR("indicator", …): one plain sentence
    Unit unit;
    Direction better;
    int decimals;                         ///< for display
    std::string_view thresholdParameter;  ///< ParameterSpec id: the smallest change that counts as one
    bool linearInStreets;                 ///< a street's contribution is exact
};

std::span<const IndicatorInfo> allIndicators();
const IndicatorInfo& indicatorInfo(Indicator indicator);
std::optional<Indicator> indicatorFromKey(std::string_view key);

/// Why the indicator has nothing to tell in this run, e.g. a city without a timetable or streets that cost nothing, in the context
/// "indicator"; empty if it has.
std::string_view whyUnknown(const Run& run, Indicator indicator);
/// Value of a neighbourhood in a run; NaN where it is not defined (nobody lives there, or the city's data name no such place).
double valueOf(const Run& run, Indicator indicator, NeighbourhoodId where);
IdVector<NeighbourhoodId, double> valuesOf(const Run& run, Indicator indicator);

}  // namespace isopolis
