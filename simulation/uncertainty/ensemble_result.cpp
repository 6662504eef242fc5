#include "simulation/uncertainty/ensemble_result.h"

#include "simulation/equity/format_figure.h"
#include "simulation/uncertainty/uncertainty_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace isopolis {

namespace {
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

/// Who stands for a figure: people per neighbourhood.
struct Weighting {
    std::string key, label;
    IdVector<NeighbourhoodId, double> people;
};

std::vector<Weighting> weightings(const City& city, const EquityReport& report)
{
    const auto& all = city.neighbourhoods();
    std::vector<Weighting> list;
    for (int q = 1; q <= 5; ++q) {
        Weighting w{std::string(quintileKey(q)), std::string(quintileLabel(q)), {}};
        for (const NeighbourhoodId id : idsOf(all))
            w.people.push(all[id].population * report.quintileShares[id][static_cast<std::size_t>(q - 1)]);
        list.push_back(std::move(w));
    }
    Weighting everyone{"everyone", ISO_TR("quintile", "Everybody"), {}};
    for (const NeighbourhoodId id : idsOf(all))
        everyone.people.push(all[id].population);
    list.push_back(std::move(everyone));
    for (std::size_t g = 0; g < city.groups().size(); ++g) {
        Weighting w{city.groups()[g].key, city.groups()[g].label, {}};
        for (const NeighbourhoodId id : idsOf(all))
            w.people.push(g < all[id].groups.size() ? all[id].groups[g] : kNoValue);
        list.push_back(std::move(w));
    }
    return list;
}

/// Mean change of the people, over neighbourhoods with a value on both sides.
double meanChange(const Weighting& who, const IdVector<NeighbourhoodId, double>& before, const IdVector<NeighbourhoodId, double>& after)
{
    double people = 0, sum = 0;
    for (const NeighbourhoodId id : idsOf(who.people)) {
        if (!(who.people[id] > 0) || !before.contains(id) || !after.contains(id))
            continue;
        const double change = after[id] - before[id];
        if (!std::isfinite(change))
            continue;
        people += who.people[id];
        sum += who.people[id] * change;
    }
    return people > 0 ? sum / people : kNoValue;
}

double peopleOf(const Weighting& who)
{
    double sum = 0;
    for (const double n : who.people)
        sum += n > 0 ? n : 0;
    return sum;
}

std::string intervalText(const UncertainFigure& f, const IndicatorInfo& info)
{
    return formatChange(f.low, info.decimals) + " to " + formatChange(f.high, info.decimals) + " " + std::string(unitSymbol(info.unit));
}

std::string headlineOf(const UncertainIndicator& u, double confidence)
{
    const IndicatorInfo& info = indicatorInfo(u.indicator);
    const std::string percent = formatFigure(100 * confidence, 0);
    std::string text(info.label);
    if (!(u.better + u.worse + u.unchanged + u.tooClose > 0))
        return text + ": no value is known where people live.";
    text += ": with " + percent + " % confidence better for " + formatFigure(u.better, 0) + " people and worse for " +
            formatFigure(u.worse, 0) + "; too close to call for " + formatFigure(u.tooClose, 0) + ", little or no change for " +
            formatFigure(u.unchanged, 0);
    if (u.gap.draws == 0)
        return text + ".";
    const bool apart = u.gap.low > 0 || u.gap.high < 0;
    if (!apart)
        return text +
               "; no difference can be shown between people living in the fifths of neighbourhoods with lowest and with highest income.";
    const bool lowestGain = (u.gap.low > 0) == (info.better == Direction::MoreIsBetter);
    return text + "; people living in the fifth of neighbourhoods with lowest income fare " + (lowestGain ? "better" : "worse") +
           " by it than those in the fifth with highest income: difference of " + intervalText(u.gap, info) + ".";
}

/// The same figure of every draw.
template <class Figure>
std::vector<double> overDraws(const Ensemble& ensemble, const Figure& figure)
{
    std::vector<double> values;
    values.reserve(ensemble.draws.size());
    for (const auto& [index, draw] : ensemble.draws)
        values.push_back(figure(draw));
    return values;
}

void countPeople(UncertainIndicator& u, const City& city)
{
    for (const NeighbourhoodId id : idsOf(u.places)) {
        const double people = city.neighbourhoods()[id].population;
        if (!(people > 0))
            continue;
        switch (u.places[id].verdict) {
        case SureVerdict::Better: u.better += people; break;
        case SureVerdict::Worse: u.worse += people; break;
        case SureVerdict::Unchanged: u.unchanged += people; break;
        case SureVerdict::TooClose: u.tooClose += people; break;
        case SureVerdict::NoData: u.noData += people; break;
        }
    }
}

}  // namespace

std::string_view sureVerdictKey(SureVerdict verdict)
{
    switch (verdict) {
    case SureVerdict::Better: return "better";
    case SureVerdict::Worse: return "worse";
    case SureVerdict::Unchanged: return "unchanged";
    case SureVerdict::TooClose: return "too_close";
    case SureVerdict::NoData: break;
    }
    return "no_data";
}

std::string_view sureVerdictLabel(SureVerdict verdict)
{
    switch (verdict) {
    case SureVerdict::Better: return ISO_TR("verdict", "Better");
    case SureVerdict::Worse: return ISO_TR("verdict", "Worse");
    case SureVerdict::Unchanged: return ISO_TR("verdict", "Little or no change");
    case SureVerdict::TooClose: return ISO_TR("verdict", "Too close to call");
    case SureVerdict::NoData: break;
    }
    return ISO_TR("verdict", "No data");
}

double quantile(std::span<const double> sorted, double share)
{
    if (sorted.empty())
        return kNoValue;
    const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= sorted.size())
        return sorted.back();
    const double part = at - static_cast<double>(below);
    // Between equal neighbours nothing is interpolated, so that a change of nothing stays exactly 0.
    return sorted[below] == sorted[below + 1] ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

UncertainFigure uncertainFigure(std::vector<double> changes, double standard, double threshold, bool good, double confidence)
{
    UncertainFigure f;
    f.standard = standard;
    std::erase_if(changes, [](double c) { return !std::isfinite(c); });
    f.draws = changes.size();
    f.low = f.median = f.high = kNoValue;
    if (changes.empty())
        return f;
    std::sort(changes.begin(), changes.end());
    f.low = quantile(changes, (1 - confidence) / 2);
    f.median = quantile(changes, 0.5);
    f.high = quantile(changes, (1 + confidence) / 2);
    std::size_t more = 0, less = 0;
    for (const double c : changes) {
        // As in the assessment: a threshold of 0 counts every change, but nothing is not a change.
        if (c == 0 || std::abs(c) < threshold)
            continue;
        ++(c > 0 ? more : less);
    }
    const auto n = static_cast<double>(changes.size());
    f.pBetter = static_cast<double>(good ? more : less) / n;
    f.pWorse = static_cast<double>(good ? less : more) / n;
    const bool apart = f.low > 0 || f.high < 0;
    if (f.pBetter >= confidence && apart)
        f.verdict = SureVerdict::Better;
    else if (f.pWorse >= confidence && apart)
        f.verdict = SureVerdict::Worse;
    else if (static_cast<double>(changes.size() - more - less) / n >= confidence)
        f.verdict = SureVerdict::Unchanged;
    else
        f.verdict = SureVerdict::TooClose;
    return f;
}

const UncertainIndicator* EnsembleResult::of(Indicator indicator) const
{
    for (const UncertainIndicator& u : indicators)
        if (u.indicator == indicator)
            return &u;
    return nullptr;
}

EnsembleResult summarise(const City& city, const Ensemble& ensemble, const EquityReport& report)
{
    EnsembleResult result;
    const DrawDesign& design = ensemble.plan.design;
    result.key = ensemble.plan.key;
    result.samples = design.samples;
    result.done = ensemble.draws.size();
    result.seed = design.seed;
    result.confidence = design.base.value(kConfidence);
    result.parameters = design.parameters.size();
    const std::vector<Weighting> who = weightings(city, report);
    for (std::size_t k = 0; k < allIndicators().size(); ++k) {
        const IndicatorInfo& info = allIndicators()[k];
        const IndicatorAssessment& standard = report.of(info.indicator);
        const bool good = info.better == Direction::MoreIsBetter;
        UncertainIndicator u;
        u.indicator = info.indicator;
        u.threshold = standard.threshold;
        const auto sure = [&](std::vector<double> changes, double value) {
            return uncertainFigure(std::move(changes), value, u.threshold, good, result.confidence);
        };
        IdVector<NeighbourhoodId, double> before, after;
        for (const Score& score : standard.scores) {
            before.push(score.before);
            after.push(score.after);
            u.places.push(
                sure(overDraws(ensemble, [&](const DrawFigures& d) { return d.after[k][score.where] - d.before[k][score.where]; }),
                     score.change));
        }
        for (const Weighting& w : who)
            u.groups.push_back({w.key, w.label, peopleOf(w),
                                sure(overDraws(ensemble, [&](const DrawFigures& d) { return meanChange(w, d.before[k], d.after[k]); }),
                                     meanChange(w, before, after))});
        const auto gap = [&](const auto& b, const auto& a) { return meanChange(who[0], b, a) - meanChange(who[4], b, a); };
        u.gap = sure(overDraws(ensemble, [&](const DrawFigures& d) { return gap(d.before[k], d.after[k]); }), gap(before, after));
        countPeople(u, city);
        u.headline = headlineOf(u, result.confidence);
        result.indicators.push_back(std::move(u));
    }
    return result;
}

}  // namespace isopolis
