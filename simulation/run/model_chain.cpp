#include "simulation/run/model_chain.h"

#include "simulation/access/access_model.h"
#include "simulation/air/air_model.h"
#include "simulation/emissions/emission_model.h"
#include "simulation/health/health_model.h"
#include "simulation/noise/noise_model.h"
#include "simulation/run/chain_memory.h"
#include "simulation/run/stage_keys.h"
#include "simulation/transit/transit_access.h"

#include <chrono>
#include <exception>

namespace isopolis {

namespace {

/// Runs the stages of one chain: time, progress, cancellation and findings of each.
class Chain {
public:
    Chain(Run& run, RunControl& control, const Scenario& scenario, std::span<const Relative> relatives)
        : m_run(run), m_control(control), m_scenario(scenario), m_relatives(relatives)
    {}

    /// A stage whose result a relative may already have.
    template <class Result, class Model>
    bool stage(Stage which, Result Run::*result, const Model& model)
    {
        for (const Relative& r : m_relatives)
            if (r.run && r.run->applied.city == m_run.applied.city && r.run->key.engine == m_run.key.engine &&
                stageKey(r.scenario, which) == stageKey(m_scenario, which))
                return stage(which, m_run.*result, [&]() -> Expected<Result> { return (*r.run).*result; });
        return stage(which, m_run.*result, model);
    }

    /// Calls a model and puts its result away; false after an error, which is then in `error`.
    template <class Result, class Model>
    bool stage(Stage which, Result& result, const Model& model)
    {
        if (m_control.cancelled())
            return fail(cancelledError().value());
        // The traffic model begins with the trips, which have a stage of their own.
        m_control.progress(which == Stage::Traffic ? Stage::Demand : which, 0);
        const auto begin = std::chrono::steady_clock::now();
        Expected<Result> made = model();
        if (!made)
            return fail(made.error());
        result = std::move(*made);
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
        m_run.stageTimes.push_back({std::string(stageKey(which)), seconds.count()});
        m_run.diagnostics.insert(m_run.diagnostics.end(), result.issues.begin(), result.issues.end());
        m_control.progress(which, 1);
        return true;
    }

    Error error;

private:
    bool fail(Error why)
    {
        error = std::move(why);
        return false;
    }
    Run& m_run;
    RunControl& m_control;
    const Scenario& m_scenario;
    std::span<const Relative> m_relatives;
};

Expected<RunPtr> calculate(const CityPtr& city, const Scenario& scenario, RunControl& control, std::span<const Relative> relatives,
                           const TrafficOptions& traffic, ChainMemory* memory)
{
    auto run = std::make_shared<Run>();
    run->key = runKey(*city, scenario);
    run->scenarioName = scenario.name;
    AppliedScenario& applied = run->applied;
    Chain chain(*run, control, scenario, relatives);
    const bool done =
        chain.stage(Stage::Prepare, applied, [&] { return applyScenario(city, scenario); }) &&
        chain.stage(Stage::Traffic, &Run::traffic, [&] { return runTraffic(applied, control, traffic); }) &&
        chain.stage(Stage::Access, &Run::access,
                    [&] { return computeAccess(applied, run->traffic, control, memory ? &memory->access : nullptr); }) &&
        chain.stage(Stage::Transit, &Run::transit, [&] { return computeTransit(applied, control, memory ? &memory->transit : nullptr); }) &&
        chain.stage(Stage::Emissions, &Run::emissions, [&] { return computeEmissions(applied, run->traffic, control); }) &&
        chain.stage(Stage::Air, &Run::air, [&] { return computeAir(applied, run->emissions, control); }) &&
        chain.stage(Stage::Noise, &Run::noise, [&] { return computeNoise(applied, run->traffic, control); }) &&
        chain.stage(Stage::Health, &Run::health, [&] { return Expected<HealthResult>(computeHealth(applied, run->air)); });
    if (!done)
        return unexpected(chain.error);
    if (control.cancelled())
        return cancelledError();
    return RunPtr(std::move(run));
}

Error internal(const std::string& what)
{
    return Error{ErrorCode::Internal, "the calculation stopped on a fault of the program: " + what}.cure(
        "Please report it with the project's name and the scenario.");
}

/// Models report what can go wrong in the world; whatever else their libraries throw ends here.
Expected<RunPtr> guardedChain(const CityPtr& city, const Scenario& flattened, RunControl& control, std::span<const Relative> relatives,
                              const TrafficOptions& traffic, ChainMemory* memory)
{
    if (!city)
        return unexpected(internal("there is no city"));
    try {
        return calculate(city, flattened, control, relatives, traffic, memory);
    } catch (const std::bad_alloc&) {
        return unexpected(
            Error{ErrorCode::Io, "there is not enough memory for this calculation"}.cure("Close other programs or use a smaller city."));
    } catch (const std::exception& e) {
        return unexpected(internal(e.what()));
    }
}

}  // namespace

RunKey runKey(const City& city, const Scenario& flattened) { return {city.revision(), hashScenario(flattened), kEngineVersion}; }

Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control, const TrafficOptions& traffic)
{
    return guardedChain(city, flattened, control, {}, traffic, nullptr);
}

Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control, ChainMemory& memory)
{
    return guardedChain(city, flattened, control, {}, {.memory = &memory.traffic}, &memory);
}

Expected<RunPtr> runChain(const CityPtr& city, const Scenario& flattened, RunControl& control, std::span<const Relative> relatives,
                          const TrafficOptions& traffic)
{
    return guardedChain(city, flattened, control, relatives, traffic, nullptr);
}

}  // namespace isopolis
