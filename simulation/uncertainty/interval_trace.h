#pragma once
/// How a figure of an ensemble follows from its draws: ends of intervals, chances and verdicts as nodes that others can compute again.
///
///   Expected<FigureNode> n = traceIntervalAt(study, ensemble, "indicators/no2_ug_m3/gap_q1_q5/low");
///   n->operation == FigureOperation::Quantile;   n->inputs[3].address   // "draws/3/indicators/no2_ug_m3/gap_q1_q5": traceable itself
///
/// The address of a figure is its path in the answer of `ensemble --json`, with ids in the place of positions in lists:
/// "neighbourhoods/ID/indicators/KEY/FIELD", "indicators/KEY/groups/GROUP/FIELD", "indicators/KEY/gap_q1_q5/FIELD", "indicators/KEY/
/// people_better" (… _worse, _unchanged, _too_close), "deaths/no2/FIELD", with FIELD one of low, median, high, p_better, p_worse, draws.
/// What one draw says has the same path without FIELD behind "draws/NUMBER/": its tree ends at what the chain says of a neighbourhood
/// before and with the scheme, and names all drawn values. Values equal those of `summarise` to the last bit.
/// Errors: NotFound for an address that names no figure of the ensemble.

#include "simulation/explain/figures/figure_tree.h"
#include "simulation/uncertainty/ensemble_result.h"

namespace isopolis {

Expected<FigureNode> traceIntervalAt(const Study& study, const Ensemble& ensemble, std::string_view address);

}  // namespace isopolis
