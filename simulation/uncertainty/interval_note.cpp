#include "simulation/uncertainty/interval_note.h"

#include "simulation/equity/format_figure.h"
#include "simulation/explain/no_interval.h"

#include <algorithm>

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

}  // namespace isopolis
