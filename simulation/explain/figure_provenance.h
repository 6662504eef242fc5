#pragma once
/// What stands behind a kind of figure: formula in words, parameters of the models used, data sets, limits of knowledge.

#include "simulation/explain/trace.h"

namespace isopolis {

std::string formulaText(Indicator indicator);
/// Parameters of the models that lead to the figure, overridden ones first, with the values of the run.
std::vector<TraceParameter> parametersBehind(const Run& run, Indicator indicator);
TraceParameter traceParameter(const Run& run, const ParameterSpec& spec);
/// Data sets of the city's register; one that is named but not registered has only its id.
std::vector<TraceData> dataBehind(const City& city, Indicator indicator, bool byIncome);
std::vector<std::string> caveatsOf(const City& city, const Run& run, Indicator indicator, bool byIncome);

}  // namespace isopolis
