#pragma once
/// A quick stand-in for the chain of models, where full runs are too dear: what it says is always labelled, with how well it predicts.
///
///   SurrogateResult s = surrogateFigures(city, fullRuns, manyDraws, report);   // 64 full pairs of runs → 10,000 draws
///   s.figures[0].r2                                                            // cross-validated, of pairs it has not seen
///   if (!s.figures[0].refused) s.figures[0].change.low …
///
/// One model an output, on the unit cube of the draws: polynomial chaos of the second degree (shifted Legendre polynomials, products of the
/// strongest axes) over axes that are chosen one by one by what they explain of the rest, fitted by ridge regression whose penalty
/// minimises generalised cross-validation. R² is of ten folds, and every fold chooses axes, penalty and weights anew: 1 − Σ(y − ŷ)² ÷ Σ(y −
/// ȳ)². Below `uncertainty.surrogate.least_r2` a figure is refused. To each prediction the error of some pair that was left out is added,
/// so that intervals are not narrower for what the stand-in does not know. Sources: Xiu & Karniadakis 2002; Tropp & Gilbert 2007; Hoerl &
/// Kennard 1970; Golub, Heath & Wahba 1979; Stone 1974.

#include "simulation/uncertainty/ensemble_result.h"
#include "simulation/uncertainty/sensitivity.h"

namespace isopolis {

/// One output on the unit cube. Points all have the same number of axes; values are finite and at least two differ.
class QuadraticSurrogate {
public:
    static QuadraticSurrogate fit(std::span<const UnitPoint> points, std::span<const double> values);
    double at(const UnitPoint& point) const;
    const std::vector<std::size_t>& axes() const { return m_axes; }  ///< that it looks at, in the order of choice

private:
    std::vector<double> features(const UnitPoint& point) const;
    std::vector<std::size_t> m_axes;
    std::vector<double> m_weights;
    double m_mean = 0;
};

struct CrossValidation {
    double r2 = 0;               ///< NaN if the output does not vary
    std::vector<double> errors;  ///< of each point, predicted without its fold: value − prediction
};
CrossValidation crossValidate(std::span<const UnitPoint> points, std::span<const double> values, std::size_t folds = 10);

struct SurrogateFigure {
    std::string key, label, unit;  ///< as of `sensitivityOutputs`
    double r2 = 0;
    bool refused = false;
    UncertainFigure change = {};  ///< NoData if refused
};

struct SurrogateResult {
    std::size_t runs = 0, draws = 0;  ///< full pairs that it learnt from; draws that it answers
    double leastR2 = 0;
    std::vector<SurrogateFigure> figures;
};

/// Mean change of everybody and gap between the fifths, of every indicator. `many`: a design of the same axes as the ensemble's.
SurrogateResult surrogateFigures(const City& city, const Ensemble& fullRuns, const DrawDesign& many, const EquityReport& report);

}  // namespace isopolis
