#pragma once
/// The chain: apply the scenario, trips, traffic, access, public transport, emissions, air, noise, health.
///
///   Expected<RunPtr> run = runChain(city, scenario, control);   // scenario already flattened()
///
/// Deterministic: the same city and scenario give the same bits at any number of threads.

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"
#include "simulation/traffic/traffic_model.h"

#include <span>

namespace isopolis {

RunKey runKey(const City& city, const Scenario& flattened);
/// `traffic`: memory shared by several runs of a city, or a given matrix of car trips; a run with given trips must not be stored under its
/// key.
Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control, const TrafficOptions& traffic = {});

struct ChainMemory;  // chain_memory.h

/// With what runs of a city share.
Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control, ChainMemory& memory);

/// A finished run and what it was made from.
struct Relative {
    Scenario scenario;
    RunPtr run;
};
/// Takes the results of a stage over from one of `relatives` where everything that leads to it is the same (stage_keys.h): equal bits,
/// less time. Relatives of other cities are ignored.
Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control, std::span<const Relative> relatives,
                          const TrafficOptions& traffic = {});

}  // namespace isopolis
