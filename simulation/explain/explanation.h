#pragma once
/// Why a neighbourhood's figure changes: shares of the interventions and of the ten streets that matter most.
///
///   Expected<Explanation> why = explain(study, neighbourhood, Indicator::No2, control);
///   sum(why->interventions) + why->residual == why->change   // likewise for streets
///
/// Interventions: exact Shapley values over the enabled interventions (each subset is a run, cached), up to eight.
/// Streets: exact for indicators that are linear in streets, by the unit contributions of the run; others say why not.

#include "simulation/explain/trace.h"
#include "simulation/run/run_control.h"

#include <functional>

namespace isopolis {

struct Contribution {
    std::string id, label;       ///< intervention name, or street name with external id
    double delta = 0;            ///< in the indicator's unit
    double first = 0, last = 0;  ///< change if added first / last (interventions only)
    LinkId link = {};            ///< streets only: one link of it, to fly to
};

struct Explanation {
    NeighbourhoodId where;
    Indicator indicator = Indicator::No2;
    double before = 0, after = 0, change = 0;
    std::vector<Contribution> interventions;
    double interventionResidual = 0;
    std::vector<Contribution> streets;  ///< the ten largest by magnitude
    double streetResidual = 0;          ///< all other streets and what is not linear (named in `notes`)
    std::string streetsRefused;         ///< reason if streets have no share for this indicator
    std::string sentence;               ///< plain English
    std::vector<std::string> notes;
    TraceNode trace;  ///< of the change
};

/// Everything an explanation needs; runs of subsets are obtained through `runOf` so that a cache can serve them.
struct Study {
    CityPtr city;
    Scenario scenario;  ///< flattened
    RunPtr before, after;
    EquityReport report;
    std::function<Expected<RunPtr>(const Scenario&, RunControl&)> runOf;
};

Expected<Explanation> explain(const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control);

}  // namespace isopolis
