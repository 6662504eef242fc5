#pragma once
/// A finished calculation: all results of one scenario, immutable, found again by its RunKey.

#include "gis/core/hash.h"
#include "simulation/access/access_result.h"
#include "simulation/air/air_result.h"
#include "simulation/emissions/emission_result.h"
#include "simulation/health/health_result.h"
#include "simulation/noise/noise_result.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"
#include "simulation/transit/transit_result.h"

namespace isopolis {

/// Raised whenever a model changes its results.
inline constexpr int kEngineVersion = 13;

struct RunKey {
    Hash city, scenario;  ///< City::revision(), hashScenario() (operations, parameters, seed)
    int engine = kEngineVersion;
    Hash hash() const;  ///< one hash over all three
    friend bool operator==(const RunKey&, const RunKey&) = default;
};

struct StageTime {
    std::string stage;
    double seconds = 0;
};

struct Run {
    RunKey key;
    std::string scenarioName;
    AppliedScenario applied;
    TrafficResult traffic;
    EmissionResult emissions;
    AirResult air;
    NoiseResult noise;
    HealthResult health;
    AccessResult access;
    TransitResult transit;
    std::vector<StageTime> stageTimes;  ///< wall time; not part of the result hash
    std::vector<Issue> diagnostics;
};
using RunPtr = std::shared_ptr<const Run>;

/// SHA-256 over all results in a fixed order: equal bits, equal hash.
Hash resultHash(const Run& run);

}  // namespace isopolis
