#pragma once
/// Where the figures come from that draws, shares of measures and sensitivities give: no part of a single pair of runs, so that
/// `traceFigureAt` does not know them. Their addresses begin with the page's word.
///
///   foundTrace("sure/no2_ug_m3/q1", {.draws = result.get()})->inputs   // the standard run, the ends of the interval, the chances
///
/// Addresses: sure/INDICATOR/GROUP; measure/group/N/PART, measure/place/N/PART, with PART a position or
/// "rest"; assumption/OUTPUT KEY/N. A null value: nothing of that address has been found yet.

#include "simulation/uncertainty/sensitivity_study.h"
#include "ui/jobs/attribution_finder.h"

#include <QString>

#include <optional>

namespace isopolis {

struct Found {
    const City* city = nullptr;
    const EnsembleResult* draws = nullptr;
    const AttributionAnswer* measures = nullptr;
    const SensitivityResult* sensitivity = nullptr;
    const Scenario* scenario = nullptr;  ///< whose assumptions hold; null: the standard ones
};

bool isFoundAddress(const QString& address);
/// What the draws say of a change, "equity/no2_ug_m3/by_quintile/q1/change" or that of a neighbourhood; empty if they do not know it.
std::string howSure(const QString& address, const Found& found);
std::optional<TraceNode> foundTrace(const QString& address, const Found& found);

}  // namespace isopolis
