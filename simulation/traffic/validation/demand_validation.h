#pragma once
/// Modelled travel against a survey: shares of modes, lengths of trips, trips within a neighbourhood, each with a criterion and a verdict.
///
///   DemandValidation v = validateDemand(run.traffic.demand, survey);
///   for (const DemandFigure& f : v.figures) …     // observed NaN: the survey does not tell
///
/// The coincidence ratio of two distributions is Σ min(m, o) / Σ max(m, o) over the classes of length: 1 where they are equal.
/// What surprises: shares of car drivers and cycles were *fitted* to parameters, so agreement with those says nothing; only a survey of its
/// own can judge. A figure that the survey does not tell is shown and not judged. Mean lengths of public transport are not modelled.
/// Source: FHWA, Travel Model Validation and Reasonability Checking Manual, 2nd edition 2010, §6.2.4, which calls its limits guidelines,
/// no standards.

#include "simulation/traffic/demand/demand_summary.h"
#include "simulation/traffic/validation/count_validation.h"

#include <span>

namespace isopolis {

/// NaN where nothing was observed.
struct SurveyFigures {
    ByMode<double> modeShare{}, meanLength_km{};
    ByMode<std::array<double, kTripLengthClassCount>> lengthShare{};
    double intrazonalShare = 0;
    SurveyFigures();
    bool empty() const;
};

struct DemandFigure {
    std::string key, label, unit;
    double observed = 0, modelled = 0;
    bool fitted = false;  ///< the model was fitted to a parameter of this meaning
};

struct DemandValidation {
    std::vector<DemandFigure> figures;
    ByMode<std::array<double, kTripLengthClassCount>> lengthShare{};  ///< modelled; all 0 for a mode without lengths
    std::vector<Criterion> criteria;
    std::vector<std::string> caveats;
};

double coincidenceRatio(std::span<const double> modelled, std::span<const double> observed);

DemandValidation validateDemand(const DemandSummary& demand, const SurveyFigures& survey);

}  // namespace isopolis
