#pragma once
/// Air and noise sensors in the answer of the command `validate`, for people and as JSON.
///
///   printSensors(console, validation);   answer["sensors"] = sensorsJson(validation);

#include "app/commands/console.h"
#include "simulation/run/sensor_validation.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

nlohmann::json sensorsJson(const SensorValidation& v);
void printSensors(const Console& console, const SensorValidation& v);
/// How well classes of weather stand for single hours; null where the city has none.
nlohmann::json weatherClasses(const Run& run, Console& console, RunControl& control);

}  // namespace isopolis
