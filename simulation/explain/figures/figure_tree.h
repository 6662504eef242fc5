#pragma once
/// Any figure of an assessment as a tree of numbers and stated operations: enough for somebody else to compute it again.
///
///   auto node = traceFigureAt(study, "equity/no2_ug_m3/by_quintile/q1/better");
///   node->operation == FigureOperation::PeopleDown;   node->inputs   // the neighbourhoods with change, people and income; the threshold
///
/// The address of a figure is its path in the answer of `compare --json`, with the id in the place of the position in a list:
/// "neighbourhoods/ID/indicators/KEY/change", "equity/KEY/indices_before/gini", "health/no2/deaths_per_year/low/after". Each number of that
/// answer has a node, and its value is the one shown, bit for bit. An input may have an address of its own that can be traced further;
/// models end at what they say of one home, one street, one pair of places, or one neighbourhood (reach of jobs and places).
///
/// What surprises: operations on lists take `weight` (people) and `beside` (income, or the value before) of each input; inputs with a
/// `role` are not in the list. With `fifth` 1…5 the weights are first cut to that fifth of the people by income. Values that are
/// not known are NaN and left out, but their people still take part in the cut. `operationRule` states each operation.
/// Errors: NotFound for an address that names no figure.

#include "simulation/explain/explanation.h"

#include <limits>

namespace isopolis {

enum class FigureOperation : std::uint8_t {
    Datum,
    Sum,
    Difference,
    Product,
    Ratio,
    Absolute,
    Logarithm,
    Power,
    WeightedMean,
    WeightedMedian,
    PeopleCounted,
    PeopleUp,
    PeopleDown,
    PeopleStill,
    PeopleAbove,
    PeopleCrossUp,
    PeopleCrossDown,
    PeopleAnnoyed,
    PeopleSleepDisturbed,
    AttributableDeaths,
    FifthOfPeople,
    Minimum,
    Maximum,
    StandardDeviation,
    AbsoluteGini,
    TheilT,
    TheilL,
    GeneralisedEntropy2,
    Hoover,
    AtkinsonEde,
    Palma,
    GeneralisedConcentration,
    KolmPollakKappa,
    KolmPollakEde,
    MatrixScore,
    Quantile
};
std::string_view operationKey(FigureOperation operation);   ///< "weighted_mean": stable, in files
std::string_view operationRule(FigureOperation operation);  ///< what it computes, in symbols and English

struct FigureNode {
    std::string address;  ///< of the figure; of a part that has none of its own: that of the figure and the part's name
    std::string what;     ///< in plain English
    double value = 0;     ///< NaN: not known
    std::string unit;
    FigureOperation operation = FigureOperation::Datum;
    std::string role;                                          ///< empty: one of the list
    double weight = 1;                                         ///< in the list of the node above: people, trips
    double beside = std::numeric_limits<double>::quiet_NaN();  ///< in the list of the node above: rank, or value before
    int fifth = 0;                                             ///< 1…5: the list is cut to this fifth of the people
    std::string formula;                                       ///< what the model behind a datum does
    std::string run;                                           ///< run key, hex
    std::vector<TraceParameter> parameters;
    std::vector<TraceData> data;
    std::vector<std::string> caveats;
    std::vector<FigureNode> inputs;
};

Expected<FigureNode> traceFigureAt(const Study& study, std::string_view address);
/// The trace that an explanation shows, in this form.
FigureNode figureNode(const TraceNode& trace);

}  // namespace isopolis
