#include "simulation/uncertainty/interval_note.h"

#include "gis/core/text.h"
#include "simulation/equity/format_figure.h"
#include "simulation/explain/no_interval.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

std::string intervalNote(const UncertainFigure& figure, Indicator indicator, const EnsembleResult& result)
{
    constexpr double kHundred = 100;
    if (figure.verdict == SureVerdict::NoData)
        return {};
    const IndicatorInfo& info = indicatorInfo(indicator);
    const std::string unit(unitSymbol(info.unit));
    const auto percent = [](double share) { return formatFigure(kHundred * share, 0) + " %"; };
    return percent(result.confidence) + " interval of the change from " + std::to_string(figure.draws) + " paired draws of " +
           std::to_string(result.parameters) + " assumptions: " + formatChange(figure.low, info.decimals + 1) + " to " +
           formatChange(figure.high, info.decimals + 1) + (unit.empty() ? std::string() : " " + unit) +
           "; better by the threshold or more in " + percent(figure.pBetter) + " of them, worse in " + percent(figure.pWorse) +
           ". What can be said: " + std::string(sureVerdictLabel(figure.verdict)) +
           ". It covers the ranges of the assumptions, not errors of the models' form.";
}

void sayInterval(TraceNode& change, const UncertainFigure& figure, Indicator indicator, const EnsembleResult& result)
{
    std::string note = intervalNote(figure, indicator, result);
    const auto none = std::find(change.caveats.begin(), change.caveats.end(), kNoInterval);
    if (note.empty() || none == change.caveats.end())
        return;
    *none = std::move(note);
}

std::string_view gridlockNote(const UncertainIndicator& sure)
{
    // Longer than an interval of the mean of a fifth of the people can be where traffic still moves.
    constexpr double kGridlock_min = 60;
    if (sure.indicator != Indicator::CarTime)
        return {};
    const bool beyond = std::any_of(sure.groups.begin(), sure.groups.end(), [&](const UncertainGroup& g) {
        return g.change.verdict != SureVerdict::NoData && std::max(std::abs(g.change.low), std::abs(g.change.high)) > kGridlock_min;
    });
    if (!beyond)
        return {};
    return ISO_TR("uncertainty",
                  "In some draws streets are asked to carry far more cars than they can. The model keeps all trips and lets times grow "
                  "without end. Read the far end of these intervals as gridlock, not as minutes. Let travellers respond (the "
                  "assumption “What people may change under a scheme”) for times that people would accept.");
}

}  // namespace isopolis
