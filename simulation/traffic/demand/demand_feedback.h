#pragma once
/// Demand and travel cost brought to agree: demand makes cost, cost makes demand.
///
///   auto f = iterateDemand(start, demandOf, costOf, {.tolerance = 1e-3}, control);   f->converged;
///
/// Each round assigns the present demand, asks the demand model what these costs would call forth, and moves part of the way there:
/// 1/(n+1) of it in round n (successive averages) or a constant part. It stops when what is called forth differs from what is assigned by
/// less than `tolerance`, measured as root mean square change of the cells relative to their mean. The demand that comes back is the
/// assigned one, so that costs and demand belong together. Not reached in `maxIterations`: `converged` is false and the figures say how
/// far. `gap` is Σ cost·|called − assigned| / Σ cost·assigned, the measure of UK TAG unit M2.1 §6.3 (there at most 0.1 to 0.2 %). Source:
/// Boyce & Zhang 1997; Ortúzar & Willumsen 2011, Modelling Transport, §11.4.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/traffic/traffic_result.h"

#include <functional>
#include <vector>

namespace isopolis {

/// One matrix per modelled hour.
using HourMatrices = std::vector<ZoneMatrix>;

enum class Averaging { Successive, Constant };

struct FeedbackOptions {
    double tolerance = 1e-3;
    int maxIterations = 20;
    Averaging averaging = Averaging::Constant;
    double weight = 0.5;  ///< of the new demand, for Constant
};

struct FeedbackResult {
    HourMatrices demand, cost;    ///< assigned, and the costs that came of it
    std::vector<double> changes;  ///< relative RMS change, one a round
    double gap = 0;
    int iterations = 0;
    bool converged = false;
};

/// Root mean square of the differences divided by the mean of `before`; 0 for two empty demands.
double relativeChange(const HourMatrices& before, const HourMatrices& after);

Expected<FeedbackResult> iterateDemand(HourMatrices start, const std::function<Expected<HourMatrices>(const HourMatrices& cost)>& demandOf,
                                       const std::function<Expected<HourMatrices>(const HourMatrices& demand)>& costOf,
                                       const FeedbackOptions& options, RunControl& control);

}  // namespace isopolis
