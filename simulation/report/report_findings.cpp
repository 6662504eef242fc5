#include "simulation/equity/format_figure.h"
#include "simulation/report/report_sections.h"
#include "simulation/uncertainty/ensemble_result.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

namespace isopolis::report {

namespace {
constexpr int kThresholdDecimals = 2;

std::string people(double count) { return formatFigure(count, 0); }

std::string interventionText(const Intervention& intervention)
{
    std::vector<std::string> kinds;
    for (const Operation& operation : intervention.operations)
        if (const std::string kind(operationLabel(operation)); std::find(kinds.begin(), kinds.end(), kind) == kinds.end())
            kinds.push_back(kind);
    std::string text = intervention.name;
    for (std::size_t i = 0; i < kinds.size(); ++i)
        text += (i == 0 ? " (" : ", ") + kinds[i];
    return kinds.empty() ? text : text + ")";
}

/// One indicator in one or two sentences.
std::string finding(const IndicatorAssessment& a)
{
    const IndicatorInfo& info = indicatorInfo(a.indicator);
    if (!(a.everyone.people > 0))
        return ISO_TR("report", "No value is known where people live.");
    if (a.everyone.better <= 0 && a.everyone.worse <= 0)
        return ISO_TR("report", "Nobody sees a change of ") + thresholdText(a, info) + ISO_TR("report", " or more.");
    std::string text = ISO_TR("report", "Better for ") + people(a.everyone.better) + ISO_TR("report", " people, worse for ") +
                       people(a.everyone.worse) + ".";
    if (const GroupScore& lowest = a.quintiles.front(); lowest.people > 0)
        text += ISO_TR("report", " For people living in the fifth of neighbourhoods with lowest income it is ") +
                changeFigure(lowest.change, info, true) + ISO_TR("report", " on average.");
    return text;
}

/// The same where draws are known: what is claimed first is what most of them say.
std::string finding(const UncertainIndicator& u)
{
    const IndicatorInfo& info = indicatorInfo(u.indicator);
    if (!(u.better + u.worse + u.unchanged + u.tooClose > 0))
        return ISO_TR("report", "No value is known where people live.");
    if (!(u.better + u.worse + u.tooClose > 0))
        return ISO_TR("report", "Little or no change for everybody.");
    std::string text = ISO_TR("report", "Surely better for ") + people(u.better) + ISO_TR("report", " people, surely worse for ") +
                       people(u.worse) + ISO_TR("report", ". Too close to call for ") + people(u.tooClose) + ".";
    if (u.gap.draws == 0)
        return text;
    if (!(u.gap.low > 0 || u.gap.high < 0))
        return text + ISO_TR("report", " Between the fifths with lowest and with highest income no difference can be shown.");
    const bool gains = (u.gap.low > 0) == (info.better == Direction::MoreIsBetter);
    return text +
           (gains ? ISO_TR("report", " People living in the fifth of neighbourhoods with lowest income gain more, or lose less, than those "
                                     "in the fifth with highest income.")
                  : ISO_TR("report", " People living in the fifth of neighbourhoods with lowest income gain less, or lose more, than those "
                                     "in the fifth with highest income."));
}

/// A neighbourhood and the indicator that changes most there, in thresholds.
struct Affected {
    NeighbourhoodId where;
    Indicator indicator = Indicator::No2;
    double severity = 0;
    bool loss = false;
    bool felt = false;  ///< carbon dioxide acts on the climate, not on those who live there: it stands behind all others
    auto order() const { return std::tuple(felt, loss, severity); }
};

std::vector<Affected> mostAffected(const Study& study, const Indicators& indicators, std::size_t most)
{
    std::vector<Affected> all;
    for (NeighbourhoodId id : idsOf(study.city->neighbourhoods())) {
        Affected top{.where = id};
        if (!(study.city->neighbourhoods()[id].population > 0))
            continue;
        for (Indicator indicator : indicators) {
            const IndicatorAssessment& a = study.report.of(indicator);
            if (!a.scores.contains(id))
                continue;
            const Score& score = a.scores[id];
            const bool loss = score.verdict == Verdict::Worse;
            if (!loss && score.verdict != Verdict::Better)
                continue;
            // A threshold of zero makes every change infinitely large beside it; the change itself orders these.
            const double severity = a.threshold > 0 ? std::abs(score.change) / a.threshold : std::abs(score.change);
            const Affected candidate{
                .where = id, .indicator = indicator, .severity = severity, .loss = loss, .felt = indicator != Indicator::Co2};
            if (candidate.order() > top.order())
                top = candidate;
        }
        if (top.severity > 0)
            all.push_back(top);
    }
    std::stable_sort(all.begin(), all.end(), [](const Affected& a, const Affected& b) { return a.order() > b.order(); });
    all.resize(std::min(all.size(), most));
    return all;
}

/// The three highest (or lowest) neighbourhoods of a map, e.g. "Rive (31.2), Centre (30.9)".
std::string extremes(const Study& study, std::vector<std::pair<double, NeighbourhoodId>> values, bool highest, const ReportMap& map)
{
    constexpr std::size_t kNamed = 3;
    const IndicatorInfo& info = indicatorInfo(map.indicator);
    std::stable_sort(values.begin(), values.end(),
                     [highest](const auto& a, const auto& b) { return highest ? a.first > b.first : a.first < b.first; });
    std::string text;
    for (std::size_t i = 0; i < std::min(kNamed, values.size()); ++i) {
        const double v = values[i].first;
        text += (i ? ", " : "") + study.city->neighbourhoods()[values[i].second].name + " (" +
                (map.moment == Moment::Change ? changeFigure(v, info) : figureText(v, info)) + ")";
    }
    return text;
}

std::string sourcesText(const City& city)
{
    std::set<std::string> wanted = {city.roadSource(), city.populationSource()};
    std::string text;
    for (const SourceRecord& source : city.sources())
        if (wanted.contains(source.id))
            text += (text.empty() ? "" : "; ") + source.title;
    return text.empty() ? ISO_TR("report", "not registered") : text;
}

ReportMap mapOf(const Study& study, Indicator indicator, Moment moment, const UncertainIndicator* sure)
{
    const IndicatorInfo& info = indicatorInfo(indicator);
    ReportMap map{.indicator = indicator, .moment = moment, .caption = {}, .altText = {}};
    const std::string when = moment == Moment::Before  ? ISO_TR("report", "before the scheme")
                             : moment == Moment::After ? ISO_TR("report", "with the scheme")
                                                       : ISO_TR("report", "change");
    map.caption = std::string(info.label) + ", " + when + ", " + std::string(unitSymbol(info.unit));
    std::vector<std::pair<double, NeighbourhoodId>> values;
    for (const Score& score : study.report.of(indicator).scores) {
        const double v = moment == Moment::Before ? score.before : moment == Moment::After ? score.after : score.change;
        if (std::isfinite(v))
            values.emplace_back(v, score.where);
    }
    map.altText = ISO_TR("report", "Map of ") + study.city->name() + ": " + map.caption + ISO_TR("report", ", by neighbourhood. ");
    if (values.empty())
        map.altText += ISO_TR("report", "No neighbourhood has a value.");
    else if (std::all_of(values.begin(), values.end(), [&](const auto& v) { return moment == Moment::Change && v.first == 0; }))
        map.altText += ISO_TR("report", "No neighbourhood changes.");
    else if (const auto [low, high] = std::minmax_element(values.begin(), values.end());
             moment != Moment::Change && figureText(low->first, info) == figureText(high->first, info))
        map.altText += ISO_TR("report", "All neighbourhoods have ") + figureText(low->first, info, true) + ".";
    else
        map.altText += ISO_TR("report", "Highest: ") + extremes(study, values, true, map) + ISO_TR("report", ". Lowest: ") +
                       extremes(study, values, false, map) + ".";
    if (moment == Moment::Change && sure) {
        map.sure = std::make_shared<const UncertainIndicator>(*sure);
        map.altText += ISO_TR("report", " Too close to call for ") + people(sure->tooClose) + ISO_TR("report", " people.");
    }
    map.altText += ISO_TR("report", " Source: model results from ") + sourcesText(*study.city) + ".";
    return map;
}

/// The intervention with the largest share in the direction of the change.
std::string mainMeasure(const Explanation& why, const IndicatorInfo& info)
{
    const Contribution* main = nullptr;
    for (const Contribution& c : why.interventions)
        if (c.delta * why.change > 0 && (!main || std::abs(c.delta) > std::abs(main->delta)))
            main = &c;
    return main ? main->label + " (" + changeFigure(main->delta, info) + ")" : std::string("–");
}

std::vector<std::string> groupRow(const GroupScore& g, const IndicatorInfo& info)
{
    return {g.label,         figureText(g.before, info), figureText(g.after, info), changeFigure(g.change, info), people(g.better),
            people(g.worse), people(g.unchanged)};
}
}  // namespace

std::string thresholdText(const IndicatorAssessment& a, const IndicatorInfo& info)
{
    const std::string figure = formatFigure(a.threshold, std::max(info.decimals, a.threshold < 1 ? kThresholdDecimals : 0));
    const std::string unit(unitSymbol(info.unit));
    return unit.empty() ? figure : figure + " " + unit;
}

Blocks summarySection(const Study& study, const Indicators& indicators, const EnsembleResult* sure)
{
    Blocks blocks{heading1(ISO_TR("report", "Summary"))};
    if (study.city->synthetic())
        blocks.push_back(paragraph(ISO_TR("report", "This city is synthetic. Its streets, people and figures are made up.")));
    std::vector<std::string> measures;
    for (const Intervention& intervention : study.scenario.interventions)
        if (intervention.enabled)
            measures.push_back(interventionText(intervention));
    if (measures.empty()) {
        blocks.push_back(paragraph(ISO_TR("report", "The scheme has no measures that are switched on.")));
    } else {
        blocks.push_back(paragraph(ISO_TR("report", "The scheme consists of these measures:")));
        blocks.push_back(bullets(std::move(measures)));
    }
    blocks.push_back(paragraph(
        std::string(ISO_TR("report", "This is what the models expect, compared with the city before the scheme. It is not measured. ")) +
        (sure ? ISO_TR("report", "“Surely” stands for what most of many calculations say: see the part “How sure this is”.")
              : ISO_TR("report", "How sure these effects are is not yet calculated."))));
    std::vector<std::string> items;
    for (Indicator indicator : indicators) {
        const UncertainIndicator* drawn = sure ? sure->of(indicator) : nullptr;
        items.push_back(std::string(indicatorInfo(indicator).label) + ": " +
                        (drawn ? finding(*drawn) : finding(study.report.of(indicator))));
    }
    blocks.push_back(bullets(std::move(items)));
    return blocks;
}

Expected<Blocks> worstSection(const Study& study, const Indicators& indicators, std::size_t most, RunControl& control)
{
    Blocks blocks{heading1(ISO_TR("report", "Neighbourhoods most affected"))};
    const std::vector<Affected> affected = mostAffected(study, indicators, most);
    if (affected.empty()) {
        blocks.push_back(paragraph(ISO_TR("report", "No neighbourhood changes by as much as the stated thresholds.")));
        return blocks;
    }
    ReportTable table;
    table.caption = ISO_TR("report", "T6. Neighbourhoods with the largest changes, losses first");
    table.header = {ISO_TR("report", "Neighbourhood"), ISO_TR("report", "Indicator"),
                    ISO_TR("report", "People"),        ISO_TR("report", "Before"),
                    ISO_TR("report", "With scheme"),   ISO_TR("report", "Change"),
                    ISO_TR("report", "Result"),        ISO_TR("report", "Measure that brings most of it")};
    table.numeric = {false, false, true, true, true, true, false, false};
    std::vector<std::string> reasons;
    double done = 0;
    for (const Affected& a : affected) {
        if (control.cancelled())
            return cancelledError();
        control.progress(Stage::Report, done++ / static_cast<double>(affected.size()));
        const IndicatorInfo& info = indicatorInfo(a.indicator);
        const Score& score = study.report.of(a.indicator).scores[a.where];
        const Neighbourhood& n = study.city->neighbourhoods()[a.where];
        table.rows.push_back({n.name, std::string(info.label), people(n.population), figureText(score.before, info),
                              figureText(score.after, info), changeFigure(score.change, info, true),
                              std::string(verdictLabel(score.verdict))});
        Expected<Explanation> why = explain(study, a.where, a.indicator, control);
        if (!why && why.error().code == ErrorCode::Cancelled)
            return unexpected(why.error());
        table.rows.back().push_back(why ? mainMeasure(*why, info) : std::string("–"));
        reasons.push_back(why ? why->sentence : n.name + ISO_TR("report", ": no reason could be computed: ") + why.error().text() + ".");
    }
    table.note = ISO_TR("report", "Each neighbourhood stands with the indicator that changes most there, counted in thresholds. "
                                  "Carbon dioxide stands last, because it acts on the climate and not on those who live there. "
                                  "The measure is the one with the largest share in the change (Shapley value, in brackets). "
                                  "The program proposes no remedy: what is done for a neighbourhood is for those who plan.");
    blocks.push_back(tableBlock(std::move(table)));
    blocks.push_back(heading2(ISO_TR("report", "Why")));
    blocks.push_back(bullets(std::move(reasons)));
    return blocks;
}

bool anybodyNotices(const Study& study, Indicator indicator)
{
    const GroupScore& everyone = study.report.of(indicator).everyone;
    return everyone.better > 0 || everyone.worse > 0;
}

Blocks unchangedSection(const Study& study, const Indicators& indicators)
{
    if (indicators.empty())
        return {};
    ReportTable table;
    table.caption = ISO_TR("report", "Indicators in which nobody sees a change that counts");
    table.header = {ISO_TR("report", "Indicator"),        ISO_TR("report", "Unit"),         ISO_TR("report", "Mean before"),
                    ISO_TR("report", "Mean with scheme"), ISO_TR("report", "Largest fall"), ISO_TR("report", "Largest rise"),
                    ISO_TR("report", "Counts from")};
    table.numeric = {false, false, true, true, true, true, true};
    for (Indicator indicator : indicators) {
        const IndicatorInfo& info = indicatorInfo(indicator);
        const IndicatorAssessment& a = study.report.of(indicator);
        double fall = 0, rise = 0;
        for (const Score& score : a.scores)
            if (score.verdict != Verdict::NoData) {
                fall = std::min(fall, score.change);
                rise = std::max(rise, score.change);
            }
        const auto largest = [&](double change) {
            return change == 0 ? std::string(ISO_TR("report", "none")) : formatChange(change, info.decimals + 1);
        };
        const bool known = a.everyone.people > 0;
        table.rows.push_back({std::string(info.label), std::string(unitSymbol(info.unit)), figureText(a.everyone.before, info),
                              figureText(a.everyone.after, info), known ? largest(fall) : std::string(),
                              known ? largest(rise) : std::string(),
                              formatFigure(a.threshold, std::max(info.decimals, a.threshold < 1 ? kThresholdDecimals : 0))});
    }
    table.note = ISO_TR("report", "Falls and rises are those of single neighbourhoods. “None” means that not one figure differs.");
    return {heading2(ISO_TR("report", "Little or no change")), tableBlock(std::move(table))};
}

Blocks indicatorSection(const Study& study, Indicator indicator, const EnsembleResult* sure)
{
    const IndicatorInfo& info = indicatorInfo(indicator);
    const IndicatorAssessment& a = study.report.of(indicator);
    const UncertainIndicator* drawn = sure ? sure->of(indicator) : nullptr;
    Blocks blocks{heading2(std::string(info.label)), paragraph(std::string(info.meaning) + " " + (drawn ? finding(*drawn) : finding(a)))};
    ReportBlock maps;
    maps.kind = ReportBlock::Kind::Map;
    maps.indicator = indicator;
    for (Moment moment : {Moment::Before, Moment::After, Moment::Change})
        maps.maps.push_back(mapOf(study, indicator, moment, drawn));
    blocks.push_back(std::move(maps));
    ReportTable table;
    table.caption = std::string(info.label) + ISO_TR("report", " by income of the neighbourhood, ") + std::string(unitSymbol(info.unit)) +
                    (drawn ? ISO_TR("report", ", with the standard assumptions") : "");
    table.header = {ISO_TR("report", "People living in"),   ISO_TR("report", "Before"),
                    ISO_TR("report", "With scheme"),        ISO_TR("report", "Change"),
                    ISO_TR("report", "Better off"),         ISO_TR("report", "Worse off"),
                    ISO_TR("report", "Little or no change")};
    table.numeric = {false, true, true, true, true, true, true};
    for (const GroupScore& group : a.quintiles)
        table.rows.push_back(groupRow(group, info));
    table.rows.push_back(groupRow(a.everyone, info));
    table.note =
        ISO_TR("report", "Each fifth holds a fifth of the people. Means are weighted by people; the last three columns count people.");
    blocks.push_back(tableBlock(table));
    if (std::any_of(a.quintiles.begin(), a.quintiles.end(), [](const GroupScore& g) { return g.people > 0; })) {
        ReportBlock chart;
        chart.kind = ReportBlock::Kind::QuintileChart;
        chart.indicator = indicator;
        chart.text = ISO_TR("report", "Chart: change of ") + std::string(info.label) + ISO_TR("report", " per fifth of neighbourhoods. ");
        for (const GroupScore& group : a.quintiles)
            chart.text += group.label + ": " + changeFigure(group.change, info, true) + ". ";
        blocks.push_back(std::move(chart));
    }
    return blocks;
}

}  // namespace isopolis::report
