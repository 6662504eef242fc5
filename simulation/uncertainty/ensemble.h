#pragma once
/// Many paired runs: the same draw of parameters before and with the scheme, so that only what the scheme does differs.
///
///   Ensemble e = *drawEnsemble(ensemblePlan(city, before, after, {.samples = 256}), chainFigures(city, before, after), &store, control);
///   EnsembleResult result = summarise(*city, e, report, after.parameters);      // ensemble_result.h
///
/// Draws are independent of each other: they run in parallel, are handed to the store as soon as they are done, and those that the store
/// holds already are not calculated again: after a crash only the draws in flight are lost. A branch whose scenario has the key of the
/// other one gets the same figures bit for bit. Results depend on the plan alone, not on threads, order or interruptions.
/// Dear tables (the noise kernel) are made once per block of draws.
/// Errors: that of the first draw that failed, with its number; Cancelled.

#include "simulation/equity/indicator.h"
#include "simulation/run/run_control.h"
#include "simulation/uncertainty/parameter_draws.h"

#include <map>

namespace isopolis {

/// Figures of one pair of runs, in the order of `allIndicators()`, then deaths a year (ensemble_health.h).
struct DrawFigures {
    std::vector<IdVector<NeighbourhoodId, double>> before, after;
};

struct EnsemblePlan {
    Hash key;  ///< of city, both scenarios, engine and draws
    DrawDesign design;
};

struct Ensemble {
    EnsemblePlan plan;
    std::map<std::size_t, DrawFigures> draws;  ///< by number of the draw
    std::size_t taken = 0;                     ///< of them from the store
};

/// Where finished draws are kept; called from one thread at a time.
class DrawStore {
public:
    virtual ~DrawStore() = default;
    virtual Expected<std::map<std::size_t, DrawFigures>> load(const EnsemblePlan& plan) = 0;
    virtual Expected<void> save(const EnsemblePlan& plan, std::size_t index, const DrawFigures& figures) = 0;
};

using FiguresOfDraw = std::function<Expected<DrawFigures>(const ParameterSet& values, RunControl& control)>;

struct EnsembleSettings {
    std::size_t samples = 256;
    std::uint64_t seed = 1;
    std::size_t blocks = 8;
    std::vector<std::string> only = {};  ///< draw only parameters whose id begins with one of these; all if empty
};

/// `before` and `after` are flattened; their parameters are those of `after` (the change is the scheme's alone).
EnsemblePlan ensemblePlan(const CityPtr& city, const Scenario& before, const Scenario& after, const EnsembleSettings& settings);
/// Both branches through the chain.
FiguresOfDraw chainFigures(const CityPtr& city, const Scenario& before, const Scenario& after);

using DrawsDone = std::function<void(std::size_t done, std::size_t all)>;  ///< called after each draw, from any thread, one at a time
Expected<Ensemble> drawEnsemble(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, RunControl& control,
                                const DrawsDone& done = {});

}  // namespace isopolis
