#include "simulation/equity/format_figure.h"
#include "simulation/equity/zoning.h"
#include "simulation/explain/figure_provenance.h"
#include "simulation/report/report_sections.h"
#include "simulation/uncertainty/ensemble_result.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace isopolis::report {

namespace {
constexpr int kIndexDecimals = 3;
constexpr std::size_t kMostWarnings = 10;

std::string indexText(const IndexSet& set, const std::string& key)
{
    const auto found = set.values.find(key);
    return found == set.values.end() ? ISO_TR("report", "not defined") : formatFigure(found->second, kIndexDecimals);
}

void addOnce(std::vector<std::string>& out, const std::string& text)
{
    if (std::find(out.begin(), out.end(), text) == out.end())
        out.push_back(text);
}
/// Residents of the neighbourhood in the middle.
double medianResidents(const City& city)
{
    std::vector<double> sizes;
    for (const Neighbourhood& n : city.neighbourhoods())
        if (n.population > 0)
            sizes.push_back(n.population);
    std::sort(sizes.begin(), sizes.end());
    return sizes.empty() ? 0 : sizes[sizes.size() / 2];
}

ReportTable methodTable(const Study& study, const EnsembleResult* sure)
{
    const auto count = [](std::size_t n) { return formatFigure(static_cast<double>(n), 0); };
    ReportTable table;
    table.caption = ISO_TR("report", "T7. Method in short");
    table.header = {ISO_TR("report", "Item"), ISO_TR("report", "Statement")};
    table.numeric = {false, false};
    table.rows = {
        {ISO_TR("report", "Zoning"),
         count(study.city->neighbourhoods().size()) + ISO_TR("report", " neighbourhoods; the one in the middle has ") +
             formatFigure(medianResidents(*study.city), 0) + ISO_TR("report", " residents. Results for other borders are not calculated.")},
        {ISO_TR("report", "Groups"), ISO_TR("report", "Fifths of the people by income of their neighbourhood.")},
        {ISO_TR("report", "Compared with"), ISO_TR("report", "The city without the scheme, with the same parameters and the same seed.")},
        {ISO_TR("report", "Changed parameters"), count(study.after->applied.parameters.overrides().size())},
        {ISO_TR("report", "How sure"), sure ? count(sure->done) + ISO_TR("report", " paired draws of ") + count(sure->parameters) +
                                                  ISO_TR("report", " parameters, seed ") + std::to_string(sure->seed)
                                            : std::string(ISO_TR("report", "Not yet calculated"))},
        {ISO_TR("report", "Version of the models"), std::to_string(study.after->key.engine)},
        {ISO_TR("report", "Objections"), ISO_TR("report", "This version keeps no register of objections.")}};
    return table;
}

/// What inequality of the values costs: how much of the mean people would give up for equality (Kolm-Pollak).
ReportTable costTable(const Study& study, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "Kolm-Pollak: the equal value that would count as much as the unequal ones");
    table.header = {ISO_TR("report", "Indicator"),
                    ISO_TR("report", "Before"),
                    ISO_TR("report", "With scheme"),
                    ISO_TR("report", "Change"),
                    ISO_TR("report", "Cost of inequality, before"),
                    ISO_TR("report", "Cost of inequality, with scheme")};
    table.numeric = {false, true, true, true, true, true};
    const auto valueOfIndex = [](const IndexSet& set, const char* key) {
        const auto found = set.values.find(key);
        return found == set.values.end() ? std::nan("") : found->second;
    };
    for (const Indicator indicator : indicators) {
        const IndicatorAssessment& a = study.report.of(indicator);
        const IndicatorInfo& info = indicatorInfo(indicator);
        const double before = valueOfIndex(a.indicesBefore, "kolm_pollak_ede"), after = valueOfIndex(a.indicesAfter, "kolm_pollak_ede");
        if (!std::isfinite(before) || !std::isfinite(after))
            continue;
        const auto cost = [&](const IndexSet& set) { return formatFigure(valueOfIndex(set, "kolm_pollak_cost"), info.decimals + 1); };
        const std::string unit(unitSymbol(info.unit));
        table.rows.push_back({std::string(info.label) + (unit.empty() ? "" : ", " + unit), formatFigure(before, info.decimals + 1),
                              formatFigure(after, info.decimals + 1), formatChange(after - before, info.decimals + 1),
                              cost(a.indicesBefore), cost(a.indicesAfter)});
    }
    table.note = ISO_TR(
        "report",
        "The cost is the distance from the mean. Aversion to inequality is a parameter; it is fixed by the values before the scheme.");
    return table;
}
}  // namespace

namespace {

/// The neighbourhoods beside larger squares; none where there is no coarser zoning with more than one zone.
std::optional<ReportTable> zoningTable(const Study& study, const Indicators& indicators)
{
    const auto zoning = coarserZoning(*study.city, study.report, study.after->applied.parameters, suggestedCell_m(*study.city));
    if (!zoning || zoning->zones->neighbourhoods().size() < 2)
        return std::nullopt;
    ReportTable table;
    table.caption = ISO_TR("report", "Neighbourhoods and squares: change, people better and worse off, and inequality with the scheme");
    table.header = {ISO_TR("report", "Indicator"),
                    ISO_TR("report", "Zoning"),
                    ISO_TR("report", "Change, lowest-income fifth"),
                    ISO_TR("report", "Change, highest-income fifth"),
                    ISO_TR("report", "Better off"),
                    ISO_TR("report", "Worse off"),
                    ISO_TR("report", "Gini"),
                    ISO_TR("report", "Theil T")};
    table.numeric = {false, false, true, true, true, true, true, true};
    for (const Indicator indicator : indicators) {
        const IndicatorInfo& info = indicatorInfo(indicator);
        const auto row = [&](std::string name, std::string which, const IndicatorAssessment& a) {
            table.rows.push_back({std::move(name), std::move(which), changeFigure(a.quintiles.front().change, info),
                                  changeFigure(a.quintiles.back().change, info), formatFigure(a.everyone.better, 0),
                                  formatFigure(a.everyone.worse, 0), indexText(a.indicesAfter, "gini"),
                                  indexText(a.indicesAfter, "theil_t")});
        };
        row(std::string(info.label), ISO_TR("report", "Neighbourhoods"), study.report.of(indicator));
        row(std::string(info.label), ISO_TR("report", "Squares"), zoning->report.of(indicator));
    }
    table.note = formatFigure(static_cast<double>(zoning->neighbourhoods - zoning->emptyNeighbourhoods), 0) +
                 ISO_TR("report", " neighbourhoods with people, ") + formatFigure(static_cast<double>(zoning->emptyNeighbourhoods), 0) +
                 ISO_TR("report", " without, which are in no square. ") +
                 formatFigure(static_cast<double>(zoning->zones->neighbourhoods().size()), 0) +
                 ISO_TR("report", " squares with sides of ") + formatFigure(zoning->cell_m, 0) +
                 ISO_TR("report", " m, with very few people in ") + formatFigure(static_cast<double>(zoning->smallZones), 0) +
                 ISO_TR("report", " of them.");
    return table;
}

}  // namespace

Blocks inequalitySection(const Study& study, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "Inequality of the values, before and with the scheme");
    table.header = {ISO_TR("report", "Indicator"), ISO_TR("report", "Gini, before"), ISO_TR("report", "Gini, with scheme"),
                    ISO_TR("report", "Concentration by income, before"), ISO_TR("report", "Concentration by income, with scheme")};
    table.numeric = {false, true, true, true, true};
    std::vector<std::string> reasons;
    for (Indicator indicator : indicators) {
        const IndicatorAssessment& a = study.report.of(indicator);
        table.rows.push_back({std::string(indicatorInfo(indicator).label), indexText(a.indicesBefore, "gini"),
                              indexText(a.indicesAfter, "gini"), indexText(a.indicesBefore, "concentration_index"),
                              indexText(a.indicesAfter, "concentration_index")});
        for (const IndexSet* set : {&a.indicesBefore, &a.indicesAfter})
            for (const char* key : {"gini", "concentration_index"})
                if (const auto refused = set->refused.find(key); refused != set->refused.end())
                    addOnce(reasons, refused->second);
    }
    table.note = ISO_TR("report",
                        "Gini: 0 if everybody has the same, towards 1 if few have all. Concentration: below 0 if neighbourhoods with lower "
                        "income have more of it, above 0 if less. Neither says who gains: read them with the tables above.");
    for (const std::string& reason : reasons)
        table.note += ISO_TR("report", " Not defined: ") + reason;
    Blocks blocks{
        heading1(ISO_TR("report", "Inequality")),
        paragraph(ISO_TR("report", "Indices describe values before and with the scheme. Changes can be negative, so they have no Gini.")),
        tableBlock(std::move(table))};
    if (ReportTable cost = costTable(study, indicators); !cost.rows.empty())
        blocks.push_back(tableBlock(std::move(cost)));
    if (std::optional<ReportTable> zones = zoningTable(study, indicators)) {
        blocks.push_back(heading2(ISO_TR("report", "On another zoning")));
        blocks.push_back(
            paragraph(ISO_TR("report", "What is said of inequality depends on how the map is cut. So here are both: the neighbourhoods, "
                                       "and larger squares with the mean of their people.")));
        blocks.push_back(tableBlock(std::move(*zones)));
    }
    return blocks;
}

Blocks methodSection(const Study& study, const Indicators& indicators, const EnsembleResult* sure)
{
    const EquityReport& r = study.report;
    std::vector<std::string> limits = {
        ISO_TR("report", "Incomes and figures are those of neighbourhoods. They say nothing about single persons."),
        ISO_TR("report", "Fifths are cut where a fifth of the people is reached. A neighbourhood on a cut counts in both by its share."),
        ISO_TR("report", "Other borders of neighbourhoods would give somewhat other figures."),
        ISO_TR("report", "People are those who live there today. New residents of a scheme are neither winners nor losers."),
        sure ? ISO_TR("report", "Intervals tell how assumptions within their ranges move the results, not how wrong the models may be.")
             : ISO_TR("report", "Intervals are not yet calculated. A difference between two fifths is shown, not proven."),
        ISO_TR("report", "Thresholds decide what counts as a change. They are parameters and listed below."),
    };
    if (r.neighbourhoodsWithoutIncome > 0)
        limits.push_back(formatFigure(static_cast<double>(r.neighbourhoodsWithoutIncome), 0) + ISO_TR("report", " neighbourhoods with ") +
                         formatFigure(r.peopleWithoutIncome, 0) + ISO_TR("report", " people have no known income. They are in no fifth."));
    if (r.emptyNeighbourhoods > 0)
        limits.push_back(formatFigure(static_cast<double>(r.emptyNeighbourhoods), 0) +
                         ISO_TR("report", " neighbourhoods have no residents. They are left out."));
    if (!study.city->incomeMeaning().empty())
        limits.push_back(ISO_TR("report", "Income means: ") + study.city->incomeMeaning() + ".");
    for (Indicator indicator : indicators)
        for (const std::string& caveat : caveatsOf(*study.city, *study.after, indicator, false))
            addOnce(limits, caveat);
    std::vector<std::string> warnings;
    for (const RunPtr& run : {study.before, study.after})
        for (const Issue& issue : run->diagnostics)
            if (issue.severity != Severity::Note)
                addOnce(warnings, issue.message);
    Blocks blocks{
        heading1(ISO_TR("report", "Method and limits")),
        paragraph(ISO_TR("report",
                         "Models for trips, traffic, emissions, air, noise and access run one after the other. Both runs use the same "
                         "parameters unless listed.")),
        tableBlock(methodTable(study, sure)), bullets(std::move(limits))};
    if (!warnings.empty()) {
        blocks.push_back(heading2(ISO_TR("report", "What the models reported")));
        if (warnings.size() > kMostWarnings) {
            const std::string more = formatFigure(static_cast<double>(warnings.size() - kMostWarnings), 0);
            warnings.resize(kMostWarnings);
            warnings.push_back(more + ISO_TR("report", " further messages are in the project."));
        }
        blocks.push_back(bullets(std::move(warnings)));
    }
    return blocks;
}

Blocks sourceSection(const City& city)
{
    Blocks blocks{heading1(ISO_TR("report", "Data sources"))};
    if (city.sources().empty()) {
        blocks.push_back(paragraph(ISO_TR("report", "No data source is registered for this city.")));
        return blocks;
    }
    ReportTable table;
    table.caption = ISO_TR("report", "Data sets, with attribution and licence");
    table.header = {ISO_TR("report", "Data set"), ISO_TR("report", "Attribution"), ISO_TR("report", "Licence"),
                    ISO_TR("report", "Retrieved")};
    table.numeric = {false, false, false, false};
    for (const SourceRecord& source : city.sources())
        table.rows.push_back(
            {source.title, source.attribution.empty() ? source.publisher : source.attribution, source.licence, source.retrieved});
    blocks.push_back(tableBlock(std::move(table)));
    return blocks;
}

}  // namespace isopolis::report
