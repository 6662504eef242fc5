#pragma once
/// Pieces that trees of figures are made of; `traceFigureAt` puts them together.
///
///   FigureNode n = figures::group(study, Indicator::No2, 1, "better", "equity/no2_ug_m3/by_quintile/q1/better");
///
/// A figure that does not exist is a null value.

#include "simulation/explain/figures/figure_tree.h"

#include <optional>

namespace isopolis::figures {

using Figure = std::optional<FigureNode>;

FigureNode datum(std::string address, std::string what, double value, std::string unit, std::string role = {});
FigureNode node(std::string address, std::string what, double value, std::string unit, FigureOperation operation,
                std::vector<FigureNode> inputs);
FigureNode parameterDatum(const Study& study, const ParameterSpec& spec, std::string role);
const Run& runOf(const Study& study, Moment moment);
std::optional<Moment> momentFromKey(std::string_view key);  ///< "before", "after", "change"
std::string_view momentKey(Moment moment);
std::string neighbourhoodAddress(const Study& study, NeighbourhoodId where, Indicator indicator, Moment moment);

/// What a run says of one neighbourhood, down to homes, streets and trips where the run keeps them.
FigureNode neighbourhood(const Study& study, NeighbourhoodId where, Indicator indicator, Moment moment);
/// "health/no2/people_above_eu/before", "health/noise/highly_annoyed/change", …
Figure health(const Study& study, std::string_view address);

/// Figures of an indicator: `field` is a name in the answer of `compare --json`, e.g. "better"; `quintile` 0: everybody.
Figure group(const Study& study, Indicator indicator, int quintile, std::string_view field, const std::string& address);
/// One of the city's own groups, by its key in `City::groups`.
Figure cityGroup(const Study& study, Indicator indicator, std::string_view key, std::string_view field);
FigureNode threshold(const Study& study, Indicator indicator);
Figure index(const Study& study, Indicator indicator, std::string_view set, std::string_view key);
/// `line`: a key of `limitLines`, or "at:40.5" for a line of the planner's own.
Figure crossing(const Study& study, Indicator indicator, std::string_view line, std::string_view field, int quintile = 0);
Figure matrix(const Study& study, Indicator indicator, int quintile, std::string_view field);
Figure people(const Study& study, std::string_view address);  ///< "people_without_income", "neighbourhoods/ID/population", …

}  // namespace isopolis::figures
