#include "simulation/scenario/parameter_spec.h"

#include "simulation/access/access_parameters.h"
#include "simulation/access/walk_cycle_parameters.h"
#include "simulation/air/air_parameters.h"
#include "simulation/emissions/emission_parameters.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/health/health_parameters.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/scenario/scenario_parameters.h"
#include "simulation/sensing/sensing_parameters.h"
#include "simulation/traffic/calibration/calibration_parameters.h"
#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/profile_parameters.h"
#include "simulation/traffic/traffic_parameters.h"
#include "simulation/transit/transit_parameters.h"
#include "simulation/uncertainty/uncertainty_parameters.h"

#include <algorithm>
#include <vector>

namespace isopolis {

namespace {

std::vector<const ParameterSpec*> collect()
{
    std::vector<const ParameterSpec*> all;
    const auto add = [&all](std::span<const ParameterSpec* const> table) { all.insert(all.end(), table.begin(), table.end()); };
    add(kAccessParameters);
    add(kAirParameters);
    add(kCalibrationParameters);
    add(kEmissionParameters);
    add(kEquityParameters);
    add(kHealthParameters);
    add(kNoiseParameters);
    add(kScenarioParameters);
    add(kSensingParameters);
    add(kDemandParameters);
    add(kProfileParameters);
    add(kTrafficParameters);
    add(kWalkCycleParameters);
    add(kTransitParameters);
    add(kUncertaintyParameters);
    std::sort(all.begin(), all.end(), [](const ParameterSpec* a, const ParameterSpec* b) { return a->id < b->id; });
    return all;
}

}  // namespace

std::span<const ParameterSpec* const> allParameters()
{
    static const std::vector<const ParameterSpec*> all = collect();
    return all;
}

const ParameterSpec* findParameter(std::string_view id)
{
    const auto all = allParameters();
    const auto found =
        std::lower_bound(all.begin(), all.end(), id, [](const ParameterSpec* spec, std::string_view wanted) { return spec->id < wanted; });
    return found != all.end() && (*found)->id == id ? *found : nullptr;
}

}  // namespace isopolis
