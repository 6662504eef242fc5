#include "simulation/explain/figures/figure_tree.h"

namespace isopolis {

namespace {
struct Rule {
    FigureOperation operation;
    std::string_view key, text;
};

// x: value, w: weight, r: beside (rank), p = w / Σw, m = Σ p x; only inputs without a role whose value is known and whose weight is above
// 0.
constexpr Rule kRules[] = {
    {FigureOperation::Datum, "datum", ISO_TR("operation", "a given number")},
    {FigureOperation::Sum, "sum", ISO_TR("operation", "Σ x")},
    {FigureOperation::Difference, "difference", ISO_TR("operation", "first − second")},
    {FigureOperation::Product, "product", ISO_TR("operation", "Π x")},
    {FigureOperation::Ratio, "ratio", ISO_TR("operation", "first ÷ second")},
    {FigureOperation::Absolute, "absolute", ISO_TR("operation", "|x|")},
    {FigureOperation::Logarithm, "logarithm", ISO_TR("operation", "ln x")},
    {FigureOperation::Power, "power", ISO_TR("operation", "first to the power of the second")},
    {FigureOperation::WeightedMean, "weighted_mean", ISO_TR("operation", "m = Σ w x ÷ Σ w")},
    {FigureOperation::WeightedMedian, "weighted_median",
     ISO_TR("operation", "smallest x up to which at least half of Σ w lies, in the order of x")},
    {FigureOperation::PeopleCounted, "people_counted", ISO_TR("operation", "Σ w")},
    {FigureOperation::PeopleUp, "people_up", ISO_TR("operation", "Σ w of those with x above 0 and at least the threshold")},
    {FigureOperation::PeopleDown, "people_down", ISO_TR("operation", "Σ w of those with x below 0 and at most −threshold")},
    {FigureOperation::PeopleStill, "people_still", ISO_TR("operation", "Σ w of those with x of 0, or |x| below the threshold")},
    {FigureOperation::PeopleAbove, "people_above", ISO_TR("operation", "Σ w of those with x above the line")},
    {FigureOperation::PeopleCrossUp, "people_cross_up",
     ISO_TR("operation", "Σ w of those whose r is at or below the line and whose x is above it")},
    {FigureOperation::PeopleCrossDown, "people_cross_down",
     ISO_TR("operation", "Σ w of those whose r is above the line and whose x is at or below it")},
    {FigureOperation::PeopleAnnoyed, "people_annoyed",
     ISO_TR("operation", "Σ w s, s = (78.927 − 3.1162 L + 0.0342 L²) ÷ 100 with L = x held to 45 … 80, 0 below 45; 0 ≤ s ≤ 1")},
    {FigureOperation::PeopleSleepDisturbed, "people_sleep_disturbed",
     ISO_TR("operation", "Σ w s, s = (19.4312 − 0.9336 L + 0.0126 L²) ÷ 100 with L = x held to 40 … 70, 0 below 40; 0 ≤ s ≤ 1")},
    {FigureOperation::AttributableDeaths, "attributable_deaths",
     ISO_TR("operation", "Σ w · adults · rate ÷ 1000 · (1 − RR^(−max(0, x − level) ÷ 10))")},
    {FigureOperation::FifthOfPeople, "fifth_of_people",
     ISO_TR("operation",
            "fifth, 1 … 5, that holds most of the subject's people, if all are ranked by r and cut where a fifth of Σ w is reached")},
    {FigureOperation::Minimum, "minimum", ISO_TR("operation", "smallest x")},
    {FigureOperation::Maximum, "maximum", ISO_TR("operation", "largest x")},
    {FigureOperation::StandardDeviation, "standard_deviation", ISO_TR("operation", "√ Σ p (x − m)²")},
    {FigureOperation::AbsoluteGini, "absolute_gini", ISO_TR("operation", "½ Σ Σ p p′ |x − x′|")},
    {FigureOperation::TheilT, "theil_t", ISO_TR("operation", "Σ p (x ÷ m) ln(x ÷ m), 0 ln 0 = 0")},
    {FigureOperation::TheilL, "theil_l", ISO_TR("operation", "Σ p ln(m ÷ x)")},
    {FigureOperation::GeneralisedEntropy2, "generalised_entropy_2", ISO_TR("operation", "½ (Σ p (x ÷ m)² − 1)")},
    {FigureOperation::Hoover, "hoover", ISO_TR("operation", "½ Σ p |x ÷ m − 1|")},
    {FigureOperation::AtkinsonEde, "atkinson_ede", ISO_TR("operation", "(Σ p x^(1 − ε))^(1 ÷ (1 − ε)); for ε = 1 exp(Σ p ln x)")},
    {FigureOperation::Palma, "palma",
     ISO_TR("operation", "mean x of the tenth of Σ w with highest r ÷ mean x of the 40 % with lowest r; equal r are taken alike")},
    {FigureOperation::GeneralisedConcentration, "generalised_concentration",
     ISO_TR("operation", "2 Σ p (x − m)(R − ½), R = Σ of p with lower r + ½ Σ of p with equal r; only those with a known r")},
    {FigureOperation::KolmPollakKappa, "kolm_pollak_kappa",
     ISO_TR("operation", "direction · aversion · m ÷ Σ p x²; direction 1 where more is better, −1 where less is")},
    {FigureOperation::KolmPollakEde, "kolm_pollak_ede", ISO_TR("operation", "−ln(Σ p exp(−κ x)) ÷ κ")},
    {FigureOperation::Quantile, "quantile",
     ISO_TR("operation", "x in ascending order, the smallest at 0 and the largest at 1 in equal steps: its value at the share, between two "
                         "in a straight line (type 7 of Hyndman & Fan 1996)")},
    {FigureOperation::MatrixScore, "matrix_score",
     ISO_TR("operation",
            "sign of the net; 3 if its share of the net is above its share of people by more than the tolerance, 1 if below, else 2")},
};

const Rule& ruleOf(FigureOperation operation)
{
    for (const Rule& rule : kRules)
        if (rule.operation == operation)
            return rule;
    return kRules[0];
}
}  // namespace

std::string_view operationKey(FigureOperation operation) { return ruleOf(operation).key; }
std::string_view operationRule(FigureOperation operation) { return ruleOf(operation).text; }

}  // namespace isopolis
