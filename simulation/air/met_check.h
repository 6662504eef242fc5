#pragma once
/// How well classes of weather stand for single hours: the annual means of both, side by side.
///
///   Expected<MeteorologyCheck> check = checkMeteorology(applied, control);   check->largest_percent < 3
///
/// Three streets of some 900 m that cross, 50 receptors 40 to 380 m around, the city's own hours and parameters. At most 1500 hours are
/// taken, every k-th with k prime to 24 so that all times of the day count; the classes are made of the same hours. What is left is the
/// error of classes and of the tables. The specification of the model asks for less than 3 %.
/// Errors: NotFound if the city has no hourly weather (the wind rose is used as it is), Cancelled.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"

namespace isopolis {

struct MeteorologyCheck {
    std::size_t hours = 0, hoursOfCity = 0, classes = 0, receptors = 0;
    double largest_percent = 0;  ///< largest deviation of a receptor's mean
    double mean_percent = 0;     ///< mean over receptors, signed
};
inline constexpr double kMeteorologyLimit_percent = 3;

Expected<MeteorologyCheck> checkMeteorology(const AppliedScenario& applied, RunControl& control);

}  // namespace isopolis
