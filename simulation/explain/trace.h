#pragma once
/// A displayed figure as a tree of where it comes from: formula, inputs, parameters, data, run. No figure without its trace.
///
///   TraceNode why = traceFigure(*city, *before, *after, report, {.indicator = Indicator::No2, .neighbourhood = where});
///   evaluate(why) == why.value      // to 1e-9: every inner node follows from its inputs
///
/// Change = after − before. A group's figure is the mean of its neighbourhoods, weighted by people; those are leaves that name
/// their own trace in `id`. A neighbourhood's air or carbon dioxide is the background plus the ten streets that add most and all
/// others; a street is traffic × emission × effect. The time of car trips is the time on its streets. Jobs are counted by the
/// access model, place by place: a leaf with formula and parameters. NaN figures are leaves that say why.

#include "gis/core/units.h"
#include "simulation/equity/assessment.h"

namespace isopolis {

struct StreetParts;

struct TraceParameter {
    std::string id, label, unit, source;
    double value = 0, standard = 0, low = 0, high = 0;
    bool overridden = false;
};

struct TraceData {
    std::string sourceId, title, licence, attribution;
};

/// How a node follows from its inputs: what `evaluate` recomputes.
enum class TraceKind : std::uint8_t { Leaf, Sum, Difference, Product, Ratio, WeightedMean };

struct TraceNode {
    std::string id;    ///< e.g. "no2_ug_m3/n12/after"
    std::string what;  ///< in plain English
    double value = 0;
    std::string unit;
    std::string formula;  ///< text, with symbols explained by the inputs; empty for a leaf
    std::string run;      ///< run key, hex
    std::vector<TraceParameter> parameters;
    std::vector<TraceData> data;
    std::vector<std::string> caveats;
    std::vector<TraceNode> inputs;
    TraceKind kind = TraceKind::Leaf;  ///< Difference: first − second input; Ratio: first / second
    double weight = 1;                 ///< in the weighted mean of the node above: people or trips
};

/// Which figure: a neighbourhood (`neighbourhood` valid), a quintile (1…5), or everybody (both unset).
enum class Moment : std::uint8_t { Before, After, Change };
struct FigureRef {
    Indicator indicator = Indicator::No2;
    NeighbourhoodId neighbourhood = {};
    int quintile = 0;
    Moment moment = Moment::Change;
};

/// The trace of any figure of an assessment. The value equals the one displayed.
TraceNode traceFigure(const City& city, const Run& before, const Run& after, const EquityReport& report, const FigureRef& figure);
/// Parts that streets have in the figure, where they are known already: finding those of air takes longest.
struct KnownParts {
    const StreetParts *before = nullptr, *after = nullptr;
};
TraceNode traceFigure(const City& city, const Run& before, const Run& after, const EquityReport& report, const FigureRef& figure,
                      const KnownParts& known);
/// Recomputes a figure from the leaves of its trace, by the kind of each node; NaN if a node cannot be evaluated.
double evaluate(const TraceNode& node);

}  // namespace isopolis
