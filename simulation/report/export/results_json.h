#pragma once
/// The results of a comparison as one JSON object: the answer of `compare --json`, and what the result hash of a manifest covers.
///
///   json results = resultsJson(study);   results["equity"]["no2_ug_m3"]["by_quintile"][0]["change"]
///
/// Each number in it is a figure with a trace (`traceFigureAt`): its address is the path with the `id` or `group` of list items. Keys
/// carry units; NaN is null. Intervals are null: a single pair of runs has none, and draws are no part of the result hash. Deaths by NO2
/// and PM2.5 overlap and are never added.

#include "simulation/explain/explanation.h"

#include <nlohmann/json_fwd.hpp>

namespace isopolis {

nlohmann::json resultsJson(const Study& study);

struct FigureNode;
struct TraceData;
struct TraceParameter;
/// A parameter with its value, range and source, and a data set with its licence, as every trace writes them.
nlohmann::json parameterJson(const TraceParameter& parameter);
nlohmann::json dataJson(const TraceData& data);
/// A tree for other programs: "operation", "rule" (what it computes, told once per operation under "operations"), "inputs", "weight",
/// "beside", "role", "fifth"; enough to compute the figure again.
nlohmann::json figureJson(const FigureNode& figure);
/// W3C PROV-JSON (submission of 2013-04-24): figures, parameters and data sets are entities, runs are activities, `program` is the agent.
nlohmann::json provJson(const FigureNode& figure, std::string_view program);

}  // namespace isopolis
