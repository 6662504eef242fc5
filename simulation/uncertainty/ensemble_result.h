#pragma once
/// What an ensemble says: intervals of the *difference*, the chance of better and worse, and whom one can be sure of.
///
///   EnsembleResult result = summarise(city, ensemble, report);
///   const UncertainFigure& f = result.of(Indicator::No2)->places[where];   // f.low … f.high, f.pBetter, f.verdict
///
/// The interval is the central one of `confidence` (0.9: from the 5th to the 95th of 100 draws; quantiles of type 7), of differences of
/// pairs: what errs alike in both branches cancels. P(better) is the share of draws that gain at least the threshold of the standard
/// assessment. Better (worse) is said only if P is at least `confidence` *and* the interval excludes 0; little or no change if that
/// share of draws stays below the threshold; anything else is too close to call. Weights are people, as in the assessment.
/// Figures without a value in any draw are NoData; draws without a value elsewhere are left out and counted.

#include "simulation/equity/assessment.h"
#include "simulation/uncertainty/ensemble.h"

namespace isopolis {

enum class SureVerdict : std::uint8_t { Better, Worse, Unchanged, TooClose, NoData };
std::string_view sureVerdictKey(SureVerdict verdict);    ///< "better", "worse", "unchanged", "too_close", "no_data"
std::string_view sureVerdictLabel(SureVerdict verdict);  ///< ISO_TR("verdict", …)

/// A difference, after − before.
struct UncertainFigure {
    double standard = 0;  ///< of the run with standard values
    double low = 0, median = 0, high = 0;
    double pBetter = 0, pWorse = 0;  ///< of a change of at least the threshold
    SureVerdict verdict = SureVerdict::NoData;
    std::size_t draws = 0;
};

struct UncertainGroup {
    std::string key, label;  ///< "q1" …, "everyone", or a group of the city
    double people = 0;
    UncertainFigure change;
};

struct UncertainIndicator {
    Indicator indicator = Indicator::No2;
    double threshold = 0;
    IdVector<NeighbourhoodId, UncertainFigure> places;
    std::vector<UncertainGroup> groups;  ///< five fifths by income, everybody, then the city's groups
    UncertainFigure gap;                 ///< change of the lowest fifth − change of the highest fifth
    /// People in neighbourhoods of each verdict.
    double better = 0, worse = 0, unchanged = 0, tooClose = 0, noData = 0;
    std::string headline;  ///< one cautious English sentence; who loses more is said only if the interval of the gap excludes 0
};

struct EnsembleResult {
    Hash key;
    std::size_t samples = 0, done = 0;
    std::uint64_t seed = 1;
    double confidence = 0.9;
    std::size_t parameters = 0;  ///< drawn
    std::vector<UncertainIndicator> indicators;
    const UncertainIndicator* of(Indicator indicator) const;  ///< null if the ensemble does not hold it
};

/// `report`: the assessment of the standard runs, which gives thresholds and fifths. The confidence is the parameter
/// `uncertainty.confidence` of the ensemble.
EnsembleResult summarise(const City& city, const Ensemble& ensemble, const EquityReport& report);

/// Quantile of type 7 (linear between order statistics) of sorted values.
double quantile(std::span<const double> sorted, double share);
/// A verdict of any paired sample; `good`: more is better.
UncertainFigure uncertainFigure(std::vector<double> changes, double standard, double threshold, bool good, double confidence);

}  // namespace isopolis
