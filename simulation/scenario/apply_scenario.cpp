#include "simulation/scenario/apply_scenario.h"

#include "simulation/scenario/bus_lanes.h"
#include "simulation/scenario/line_conflicts.h"
#include "simulation/scenario/operation_applier.h"
#include "simulation/scenario/road_charges.h"

namespace isopolis {

Expected<AppliedScenario> applyScenario(const CityPtr& city, const Scenario& scenario)
{
    if (!city)
        return unexpected(Error{ErrorCode::Internal, "a scenario was applied without a city"});
    if (!scenario.base.empty() && scenario.base != kBaseScenarioName)
        return unexpected(Error{ErrorCode::Internal, "a branch was applied without its base “" + scenario.base + "”"}.at(
            "scenario “" + scenario.name + "”"));
    AppliedScenario applied;
    applied.city = city;
    applied.parameters = scenario.parameters;
    applied.seed = scenario.seed;
    applied.links.reserve(city->roads().links().size());
    for (const RoadLink& link : city->roads().links())
        applied.links.push({link.speed_kmh, link.lanes, link.modes, link.cycle});

    OperationApplier applier(applied);
    for (const Intervention& intervention : scenario.interventions) {
        if (!intervention.enabled) {
            applier.passOver(intervention);
            continue;
        }
        for (std::size_t i = 0; i < intervention.operations.size(); ++i)
            if (auto done = applier.apply(intervention, i); !done)
                return unexpected(done.error());
    }
    chargeEntries(applied);
    giveBusLaneTimes(applied);
    findLineConflicts(applied);
    return applied;
}

}  // namespace isopolis
