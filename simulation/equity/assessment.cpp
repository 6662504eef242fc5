#include "simulation/equity/assessment.h"

#include "simulation/equity/assess_values.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/format_figure.h"
#include "simulation/equity/tally.h"
#include "simulation/scenario/parameter_spec.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {
constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();
constexpr int kQuintiles = 5;
constexpr double kPercent = 0.01;

struct QuintileText {
    std::string_view key, label;
};
constexpr QuintileText kQuintileTexts[kQuintiles] = {{"q1", ISO_TR("quintile", "Lowest-income fifth of neighbourhoods")},
                                                     {"q2", ISO_TR("quintile", "Second fifth")},
                                                     {"q3", ISO_TR("quintile", "Middle fifth")},
                                                     {"q4", ISO_TR("quintile", "Fourth fifth")},
                                                     {"q5", ISO_TR("quintile", "Highest-income fifth of neighbourhoods")}};

bool ranked(const Neighbourhood& n) { return n.population > 0 && std::isfinite(n.income); }

double weightedMean(const City& city, const IdVector<NeighbourhoodId, double>& values)
{
    double people = 0, sum = 0;
    for (NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const double w = city.neighbourhoods()[id].population;
        if (!values.contains(id) || !std::isfinite(values[id]) || !(w > 0))
            continue;
        people += w;
        sum += w * values[id];
    }
    return people > 0 ? sum / people : kNoValue;
}

double thresholdOf(const City& city, const IndicatorInfo& info, const IdVector<NeighbourhoodId, double>& before,
                   const ParameterSet& parameters)
{
    for (const ParameterSpec* spec : kEquityParameters) {
        if (spec->id != info.thresholdParameter)
            continue;
        const double value = parameters.value(*spec);
        if (spec->unit != Unit::Percent)
            return value;
        const double mean = weightedMean(city, before);
        return std::isfinite(mean) ? value * kPercent * std::abs(mean) : 0;
    }
    return 0;
}

Score scoreOf(NeighbourhoodId where, double before, double after, double threshold, Direction better)
{
    Score score{.where = where, .before = before, .after = after, .change = kNoValue, .verdict = Verdict::NoData};
    if (!std::isfinite(before) || !std::isfinite(after))
        return score;
    score.change = after - before;
    // A threshold of 0 counts every change, but nothing is not a change.
    if (score.change == 0 || std::abs(score.change) < threshold)
        score.verdict = Verdict::Unchanged;
    else
        score.verdict = (score.change > 0) == (better == Direction::MoreIsBetter) ? Verdict::Better : Verdict::Worse;
    return score;
}

std::string peopleText(double people) { return formatFigure(people, 0) + (formatFigure(people, 0) == "1" ? " person" : " people"); }

std::string figureWithUnit(const std::string& figure, const IndicatorInfo& info)
{
    return figure + " " + std::string(unitSymbol(info.unit));
}

/// One decimal more than the map shows, where the threshold would otherwise read 0.
std::string thresholdText(double threshold, const IndicatorInfo& info)
{
    int decimals = info.decimals;
    double shown = std::pow(10.0, -decimals);
    while (threshold > 0 && threshold < shown && decimals < 6) {
        ++decimals;
        shown /= 10;
    }
    return figureWithUnit(formatFigure(threshold, decimals), info);
}

std::string headlineOf(const IndicatorAssessment& a, const IndicatorInfo& info)
{
    const std::string label(info.label);
    if (!(a.everyone.people > 0))
        return label + ": no value is known where people live.";
    if (a.everyone.better <= 0 && a.everyone.worse <= 0)
        return label + ": no neighbourhood changes by " + thresholdText(a.threshold, info) + " or more.";
    std::string text = label + ": better for " + peopleText(a.everyone.better) + ", worse for " + peopleText(a.everyone.worse) +
                       ", little or no change for " + peopleText(a.everyone.unchanged);
    const GroupScore& lowest = a.quintiles.front();
    if (lowest.people > 0)
        text += "; people living in the fifth of neighbourhoods with lowest income: " +
                figureWithUnit(formatChange(lowest.change, info.decimals), info) + " on average";
    return text + ".";
}

WeightedSample sampleOf(const City& city, const IdVector<NeighbourhoodId, double>& values)
{
    WeightedSample sample;
    for (NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Neighbourhood& n = city.neighbourhoods()[id];
        sample.value.push_back(values[id]);
        sample.weight.push_back(std::isfinite(n.population) ? std::max(0.0, n.population) : 0);
        sample.rank.push_back(n.income);
    }
    return sample;
}

void addIndices(IndicatorAssessment& a, const City& city, const IdVector<NeighbourhoodId, double>& before,
                const IdVector<NeighbourhoodId, double>& after, const EquitySettings& settings)
{
    IndexOptions options;
    options.good = indicatorInfo(a.indicator).better == Direction::MoreIsBetter;
    options.epsilon = settings.parameters.value(kKolmPollakEpsilon);
    a.indicesBefore = inequalityIndices(sampleOf(city, before), options);
    // The same kappa on both sides, or a change of the mean would pass for a change of inequality.
    if (const auto kappa = a.indicesBefore.values.find("kolm_pollak_kappa"); kappa != a.indicesBefore.values.end())
        options.kappa = kappa->second;
    a.indicesAfter = inequalityIndices(sampleOf(city, after), options);
    IdVector<NeighbourhoodId, double> change(a.scores.size(), kNoValue);
    for (const Score& score : a.scores)
        change[score.where] = score.change;
    options.change = true;
    a.indicesOfChange = inequalityIndices(sampleOf(city, change), options);
}

IndicatorAssessment assessIndicator(const City& city, PairedValues values, const EquitySettings& settings, const EquityReport& report)
{
    const IndicatorInfo& info = indicatorInfo(values.indicator);
    IdVector<NeighbourhoodId, double>&valuesBefore = values.before, &valuesAfter = values.after;
    const std::size_t n = city.neighbourhoods().size();
    valuesBefore.resize(n, kNoValue);
    valuesAfter.resize(n, kNoValue);
    IndicatorAssessment a;
    a.indicator = info.indicator;
    a.threshold = thresholdOf(city, info, valuesBefore, settings.parameters);
    std::array<Tally, kQuintiles> quintiles;
    Tally everyone;
    for (NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Score score = scoreOf(id, valuesBefore[id], valuesAfter[id], a.threshold, info.better);
        const double people = city.neighbourhoods()[id].population;
        a.scores.push(score);
        everyone.add(score, people);
        if (score.verdict == Verdict::NoData && people > 0)
            a.noData += people;
        for (std::size_t q = 0; q < quintiles.size(); ++q)
            quintiles[q].add(score, people * report.quintileShares[id][q]);
    }
    for (std::size_t q = 0; q < quintiles.size(); ++q)
        a.quintiles[q] = quintiles[q].group(kQuintileTexts[q].key, kQuintileTexts[q].label);
    a.everyone = everyone.group("everyone", ISO_TR("quintile", "Everybody"));
    addIndices(a, city, valuesBefore, valuesAfter, settings);
    a.headline = headlineOf(a, info);
    return a;
}
}  // namespace

std::string_view verdictKey(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Better: return "better";
    case Verdict::Worse: return "worse";
    case Verdict::Unchanged: return "unchanged";
    case Verdict::NoData: break;
    }
    return "no_data";
}

std::string_view verdictLabel(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Better: return ISO_TR("verdict", "Better");
    case Verdict::Worse: return ISO_TR("verdict", "Worse");
    case Verdict::Unchanged: return ISO_TR("verdict", "Little or no change");
    case Verdict::NoData: break;
    }
    return ISO_TR("verdict", "No data");
}

std::string_view quintileKey(int quintile) { return quintile >= 1 && quintile <= kQuintiles ? kQuintileTexts[quintile - 1].key : ""; }
std::string_view quintileLabel(int quintile) { return quintile >= 1 && quintile <= kQuintiles ? kQuintileTexts[quintile - 1].label : ""; }

IdVector<NeighbourhoodId, std::array<double, 5>> incomeQuintileShares(const City& city)
{
    const auto& all = city.neighbourhoods();
    std::vector<NeighbourhoodId> order;
    double total = 0;
    for (NeighbourhoodId id : idsOf(all))
        if (ranked(all[id])) {
            order.push_back(id);
            total += all[id].population;
        }
    std::stable_sort(order.begin(), order.end(), [&](NeighbourhoodId a, NeighbourhoodId b) { return all[a].income < all[b].income; });
    IdVector<NeighbourhoodId, std::array<double, 5>> shares(all.size(), std::array<double, 5>{});
    double begin = 0;
    for (std::size_t i = 0; i < order.size();) {
        std::size_t j = i;
        double people = 0;
        for (; j < order.size() && all[order[j]].income == all[order[i]].income; ++j)
            people += all[order[j]].population;
        const double end = j == order.size() ? total : begin + people;
        for (int q = 0; q < kQuintiles; ++q) {
            const double from = total * q / kQuintiles, to = total * (q + 1) / kQuintiles;
            const double part = std::max(0.0, std::min(end, to) - std::max(begin, from)) / (end - begin);
            for (std::size_t k = i; k < j; ++k)
                shares[order[k]][static_cast<std::size_t>(q)] = part;
        }
        begin = end;
        i = j;
    }
    return shares;
}

const IndicatorAssessment& EquityReport::of(Indicator indicator) const
{
    for (const IndicatorAssessment& a : indicators)
        if (a.indicator == indicator)
            return a;
    static const IndicatorAssessment none;
    return none;
}

EquityReport assessValues(const City& city, std::vector<PairedValues> values, const EquitySettings& settings)
{
    EquityReport report;
    report.quintileShares = incomeQuintileShares(city);
    report.quintile.resize(city.neighbourhoods().size(), 0);
    for (NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Neighbourhood& n = city.neighbourhoods()[id];
        if (!(n.population > 0)) {
            ++report.emptyNeighbourhoods;
        } else if (!ranked(n)) {
            ++report.neighbourhoodsWithoutIncome;
            report.peopleWithoutIncome += n.population;
        } else {
            const auto& shares = report.quintileShares[id];
            report.quintile[id] = 1 + static_cast<int>(std::max_element(shares.begin(), shares.end()) - shares.begin());
        }
    }
    for (PairedValues& each : values)
        report.indicators.push_back(assessIndicator(city, std::move(each), settings, report));
    return report;
}

EquityReport assess(const City& city, const Run& before, const Run& after, const EquitySettings& settings)
{
    std::vector<PairedValues> values;
    for (const IndicatorInfo& info : allIndicators())
        values.push_back({info.indicator, valuesOf(before, info.indicator), valuesOf(after, info.indicator)});
    EquityReport report = assessValues(city, std::move(values), settings);
    report.runBefore = before.key.hash();
    report.runAfter = after.key.hash();
    return report;
}

}  // namespace isopolis
