#pragma once
/// Which parameters the effect of a scheme hangs on: Morris over all of them, then Sobol and a tornado over the few that matter.
///
///   auto outputs = sensitivityOutputs(city, report, {Indicator::No2}, {});
///   Expected<SensitivityResult> s = sensitivityStudy(plan, rememberingFigures(city, before, after), outputs, {}, &store, control);
///   s->outputs[0].inputs[0].name   // the parameter that moves the mean change of NO2 most
///
/// Inputs are the axes of the ensemble's design (correlated parameters move together), in the unit cube of their distributions, so effects
/// are per whole range. Outputs are differences, after − before. Neighbouring points differ in one input: stages of the chain that do not
/// depend on it are taken over (`rememberingFigures`). Points are stored like draws, so that a study goes on after an interruption.
/// The ends of the unit interval mean the 0.5 % and 99.5 % quantiles: distributions without ends have no others.
/// Errors: those of the chain, with the number of the point; Cancelled.

#include "simulation/equity/assessment.h"
#include "simulation/uncertainty/ensemble.h"
#include "simulation/uncertainty/sensitivity.h"

#include <optional>

namespace isopolis {

struct SensitivityOutput {
    std::string key, label, unit;
    std::function<double(const DrawFigures&)> of;
};

/// For each indicator: mean change of everybody, gap between the lowest and the highest fifth by income, the change in `where` if that is
/// valid, and the mean change of each fifth ("KEY/q1" …) in which people live.
std::vector<SensitivityOutput> sensitivityOutputs(const City& city, const EquityReport& report, std::span<const Indicator> indicators,
                                                  NeighbourhoodId where);

struct SensitivitySettings {
    std::size_t trajectories = 10;
    std::size_t keep = 6;      ///< inputs that go on to Sobol and the tornado: those that matter most to any output; 0: none
    std::size_t samples = 32;  ///< of the Sobol design, each keep + 2 runs
    std::uint64_t seed = 1;
};

struct InputSensitivity {
    std::string name, label;  ///< parameter, or group of them
    ElementaryEffects effects;
    bool kept = false;
    double first = 0, firstError = 0, total = 0, totalError = 0;  ///< NaN unless kept
    TornadoBar bar;                                               ///< NaN unless kept
};

struct OutputSensitivity {
    std::string key, label, unit;
    double standard = 0;                   ///< at the middle of all inputs
    double mean = 0, variance = 0;         ///< over the Sobol design
    std::vector<InputSensitivity> inputs;  ///< by mu*, largest first
};

struct SensitivityResult {
    Hash key;
    std::size_t points = 0, taken = 0;  ///< pairs of runs, and how many came from the store
    std::vector<OutputSensitivity> outputs;
};

/// Both branches through the chain, stages taken over from the last few points. For calls one after the other.
FiguresOfDraw rememberingFigures(const CityPtr& city, const Scenario& before, const Scenario& after);

Expected<SensitivityResult> sensitivityStudy(const EnsemblePlan& plan, const FiguresOfDraw& figures,
                                             std::span<const SensitivityOutput> outputs, const SensitivitySettings& settings,
                                             DrawStore* store, RunControl& control, const DrawsDone& done = {});

}  // namespace isopolis
