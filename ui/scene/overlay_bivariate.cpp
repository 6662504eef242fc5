#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kThirds = 3;

struct Placed {
    std::vector<NeighbourhoodId> where;
    std::vector<double> income, value, people;
};

/// Third of the people, by a variable: 0 for the third with the lowest values. Equal values share a third.
std::size_t thirdOf(double fractionalRank)
{
    return std::min(static_cast<std::size_t>(fractionalRank * static_cast<double>(kThirds)), kThirds - 1);
}

/// What most draws say goes before the standard run.
Verdict verdictOf(SureVerdict drawn, Verdict standard)
{
    switch (drawn) {
    case SureVerdict::Better: return Verdict::Better;
    case SureVerdict::Worse: return Verdict::Worse;
    case SureVerdict::Unchanged: return Verdict::Unchanged;
    default: return standard;
    }
}

/// 0 better, 1 no noticeable change, 2 worse.
std::size_t columnOf(Verdict verdict) { return verdict == Verdict::Better ? 0 : verdict == Verdict::Worse ? 2 : 1; }

Pattern patternOf(std::size_t column) { return column == 0 ? Pattern::Better : column == 2 ? Pattern::Worse : Pattern::None; }

}  // namespace

Overlay makeBivariateOverlay(const City& city, const IndicatorAssessment& assessment, Moment moment, const UncertainIndicator* sure)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    const bool change = moment == Moment::Change;
    Overlay overlay;
    overlay.key = std::string(info.key) + (change ? "/income_change" : moment == Moment::Before ? "/income_before" : "/income_after");
    Legend& legend = overlay.legend;
    legend.title = info.label;
    legend.change = change;
    legend.grid.columns = kThirds;
    legend.grid.rowTitle = ISO_TR("legend", "Income");
    legend.grid.rows = {ISO_TR("legend", "Lowest third"), ISO_TR("legend", "Middle third"), ISO_TR("legend", "Highest third")};
    if (change)
        legend.grid.columnLabels = {ISO_TR("legend", "Better"), ISO_TR("legend", "Little change"), ISO_TR("legend", "Worse")};
    else
        legend.grid.columnLabels = {ISO_TR("legend", "Best third"), ISO_TR("legend", "Middle third"), ISO_TR("legend", "Worst third")};
    const auto palette = bivariatePalette();
    for (std::size_t row = 0; row < kThirds; ++row)
        for (std::size_t column = 0; column < kThirds; ++column)
            legend.classes.push_back(
                {.colour = palette[(kThirds - 1 - row) * kThirds + column], .pattern = change ? patternOf(column) : Pattern::None});

    Placed placed;
    bool left = false;
    for (const Score& score : assessment.scores) {
        const Neighbourhood& place = city.neighbourhoods()[score.where];
        if (score.verdict == Verdict::NoData || !(place.population > 0))
            continue;
        if (!std::isfinite(place.income)) {
            left = true;
            continue;
        }
        placed.where.push_back(score.where);
        placed.income.push_back(place.income);
        placed.people.push_back(place.population);
        const double level = moment == Moment::Before ? score.before : score.after;
        placed.value.push_back(info.better == Direction::LessIsBetter ? level : -level);
    }
    if (left)
        legend.note = ISO_TR("legend", "Areas without colour: no value or no income is known. Thirds are of people.");
    else
        legend.note = ISO_TR("legend", "Thirds are of people. Areas without colour: nobody lives there.");
    overlay.neighbourhoods.resize(assessment.scores.size());
    const std::vector<double> income = fractionalRanks(placed.income, placed.people), value = fractionalRanks(placed.value, placed.people);
    for (std::size_t i = 0; i < placed.where.size(); ++i) {
        const NeighbourhoodId where = placed.where[i];
        const SureVerdict drawn = change && sure && sure->places.contains(where) ? sure->places[where].verdict : SureVerdict::NoData;
        const std::size_t column = change ? columnOf(verdictOf(drawn, assessment.scores[where].verdict)) : thirdOf(value[i]);
        const LegendClass& shown = legend.classes[thirdOf(income[i]) * kThirds + column];
        overlay.neighbourhoods[where] = {shown.colour, shown.pattern};
        if (drawn == SureVerdict::TooClose) {
            overlay.neighbourhoods[where] = {tooCloseColour(), Pattern::TooClose};
            legend.note = ISO_TR("legend", "Thirds are of people. Grey with crosses: too close to call. Areas without colour: no value.");
        }
    }
    return overlay;
}

}  // namespace isopolis
