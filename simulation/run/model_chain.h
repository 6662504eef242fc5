#pragma once
/// The chain: apply the scenario, trips, traffic, access, public transport, emissions, air, noise, health.
///
///   Expected<RunPtr> run = runChain(city, scenario, control);   // scenario already flattened()
///
/// Deterministic: the same city and scenario give the same bits at any number of threads.

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"

namespace isopolis {

RunKey runKey(const City& city, const Scenario& flattened);
Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control);

}  // namespace isopolis
