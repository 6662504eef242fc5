#pragma once
/// The JSON form of scenarios (`*.scenario.json`, schema in `assets/scenario.schema.json`).
///
///   Expected<Scenario> s = scenarioFromJson(text, "scheme.scenario.json", toCity);
///
/// `toCity` turns longitude/latitude into the city's CRS, since this layer has no projections; coordinates of a file with
/// `"crs": "city"` are taken as they are. Errors name the file and the JSON path, e.g. `interventions[0].operations[1].speed_kmh`.

#include "simulation/scenario/scenario.h"

#include <functional>

namespace isopolis {

using ToCity = std::function<Expected<Point2>(double longitude, double latitude)>;

Expected<Scenario> scenarioFromJson(std::string_view text, std::string_view file, const ToCity& toCity);
/// Always written with `"crs": "city"`, so that it reads back to the same bits.
std::string scenarioToJson(const Scenario& scenario);

}  // namespace isopolis
