#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/format_figure.h"
#include "simulation/explain/figure_provenance.h"
#include "simulation/health/health_parameters.h"
#include "simulation/report/report_sections.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

namespace isopolis::report {

namespace {
constexpr int kIndexDecimals = 3;
constexpr std::size_t kMostWarnings = 10;

/// A parameter's value: as many digits as it needs, no more.
std::string plain(double value)
{
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
    return {buffer, end.ptr};
}

std::string withUnit(const std::string& figure, const std::string& unit) { return unit.empty() ? figure : figure + " " + unit; }

std::string indexText(const IndexSet& set, const std::string& key)
{
    const auto found = set.values.find(key);
    return found == set.values.end() ? ISO_TR("report", "not defined") : formatFigure(found->second, kIndexDecimals);
}

std::vector<TraceParameter> usedParameters(const Study& study, const Indicators& indicators)
{
    std::set<std::string> ids;
    std::vector<TraceParameter> out;
    for (const ParameterSpec* spec : kEquityParameters)
        if (ids.insert(std::string(spec->id)).second)
            out.push_back(traceParameter(*study.after, *spec));
    for (Indicator indicator : indicators)
        for (TraceParameter& p : parametersBehind(*study.after, indicator))
            if (ids.insert(p.id).second)
                out.push_back(std::move(p));
    if (std::find(indicators.begin(), indicators.end(), Indicator::No2AboveEu) != indicators.end())
        for (const ParameterSpec* spec : kHealthParameters)
            if (ids.insert(std::string(spec->id)).second)
                out.push_back(traceParameter(*study.after, *spec));
    std::stable_sort(out.begin(), out.end(), [](const TraceParameter& a, const TraceParameter& b) { return a.id < b.id; });
    return out;
}

ReportTable changedParameters(const Study& study, const std::vector<TraceParameter>& parameters)
{
    ReportTable table;
    table.caption = ISO_TR("report", "Parameters changed for this scheme");
    table.header = {ISO_TR("report", "Parameter"), ISO_TR("report", "Value"), ISO_TR("report", "Usual value"), ISO_TR("report", "Range"),
                    ISO_TR("report", "Reason")};
    table.numeric = {false, true, true, true, false};
    const auto& overrides = study.after->applied.parameters.overrides();
    for (const TraceParameter& p : parameters) {
        const auto found = overrides.find(p.id);
        if (found == overrides.end())
            continue;
        const std::string& reason = found->second.reason;
        table.rows.push_back({p.label, withUnit(plain(p.value), p.unit), plain(p.standard), plain(p.low) + " to " + plain(p.high),
                              (reason.empty() ? ISO_TR("report", "no reason given") : reason) +
                                  (found->second.evidence.empty() ? "" : " (" + found->second.evidence + ")")});
    }
    return table;
}

struct ParameterPart {
    std::string_view prefix, caption;
};
constexpr ParameterPart kParameterParts[] = {
    {"equity.", ISO_TR("report", "Parameters of the assessment, with their sources")},
    {"traffic.", ISO_TR("report", "Parameters of the traffic model, with their sources")},
    {"access.", ISO_TR("report", "Parameters of access to jobs, with their sources")},
    {"transit.", ISO_TR("report", "Parameters of public transport, with their sources")},
    {"emissions.", ISO_TR("report", "Parameters of the emission model, with their sources")},
    {"air.", ISO_TR("report", "Parameters of the air model, with their sources")},
    {"noise.", ISO_TR("report", "Parameters of the noise model, with their sources")},
    {"health.", ISO_TR("report", "Parameters of health, with their sources")},
};

void addUsed(Blocks& blocks, const std::vector<TraceParameter>& parameters)
{
    for (const ParameterPart& part : kParameterParts) {
        ReportTable table;
        table.caption = part.caption;
        table.header = {ISO_TR("report", "Parameter"), ISO_TR("report", "Value"), ISO_TR("report", "Range"), ISO_TR("report", "Source")};
        table.numeric = {false, true, true, false};
        for (const TraceParameter& p : parameters)
            if (p.id.starts_with(part.prefix))
                table.rows.push_back({p.label + (p.overridden ? ISO_TR("report", " (changed)") : ""), withUnit(plain(p.value), p.unit),
                                      plain(p.low) + " to " + plain(p.high), p.source});
        if (!table.rows.empty())
            blocks.push_back(tableBlock(std::move(table)));
    }
}

void addOnce(std::vector<std::string>& out, const std::string& text)
{
    if (std::find(out.begin(), out.end(), text) == out.end())
        out.push_back(text);
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
    return {
        heading1(ISO_TR("report", "Inequality")),
        paragraph(ISO_TR("report", "Indices describe values before and with the scheme. Changes can be negative, so they have no Gini.")),
        tableBlock(std::move(table))};
}

Blocks methodSection(const Study& study, const Indicators& indicators)
{
    const EquityReport& r = study.report;
    std::vector<std::string> limits = {
        ISO_TR("report", "Incomes and figures are those of neighbourhoods. They say nothing about single persons."),
        ISO_TR("report", "Fifths are cut where a fifth of the people is reached. A neighbourhood on a cut counts in both by its share."),
        ISO_TR("report", "Other borders of neighbourhoods would give somewhat other figures."),
        ISO_TR("report", "People are those who live there today. New residents of a scheme are neither winners nor losers."),
        ISO_TR("report", "Uncertainty intervals are not computed yet. A difference between two fifths is shown, not proven."),
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
        bullets(std::move(limits))};
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

Blocks parameterSection(const Study& study, const Indicators& indicators)
{
    const std::vector<TraceParameter> parameters = usedParameters(study, indicators);
    Blocks blocks{heading1(ISO_TR("report", "Parameters"))};
    ReportTable changed = changedParameters(study, parameters);
    if (changed.rows.empty())
        blocks.push_back(paragraph(ISO_TR("report", "All parameters have their usual values.")));
    else
        blocks.push_back(tableBlock(std::move(changed)));
    addUsed(blocks, parameters);
    if (study.city->assumptions().empty())
        return blocks;
    ReportTable table;
    table.caption = ISO_TR("report", "Assumptions made when the city was imported");
    table.header = {ISO_TR("report", "Assumption"), ISO_TR("report", "Value"), ISO_TR("report", "Range"), ISO_TR("report", "Source")};
    table.numeric = {false, true, true, false};
    for (const CityAssumption& a : study.city->assumptions())
        table.rows.push_back({a.meaning.empty() ? a.label : a.label + ": " + a.meaning, withUnit(plain(a.value), a.unit),
                              plain(a.low) + " to " + plain(a.high), a.source});
    blocks.push_back(tableBlock(std::move(table)));
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

Blocks reproducibilitySection(const Study& study)
{
    ReportTable table;
    table.caption = ISO_TR("report", "What is needed to compute these figures again");
    table.header = {ISO_TR("report", "Item"), ISO_TR("report", "Value")};
    table.numeric = {false, false};
    const Run& after = *study.after;
    table.rows = {{ISO_TR("report", "Run before the scheme"), study.before->key.hash().hex()},
                  {ISO_TR("report", "Run with the scheme"), after.key.hash().hex()},
                  {ISO_TR("report", "City"), after.key.city.hex()},
                  {ISO_TR("report", "Scheme"), after.key.scenario.hex()},
                  {ISO_TR("report", "Version of the models"), std::to_string(after.key.engine)},
                  {ISO_TR("report", "Random seed"), std::to_string(after.applied.seed)},
                  {ISO_TR("report", "Relative gap of traffic, before and with the scheme"),
                   plain(study.before->traffic.relativeGap) + " and " + plain(after.traffic.relativeGap)},
                  {ISO_TR("report", "Both runs reached the wanted gap"),
                   study.before->traffic.converged && after.traffic.converged ? ISO_TR("report", "yes") : ISO_TR("report", "no")}};
    table.note = ISO_TR("report", "The same city, scheme and version give the same figures, bit for bit.");
    return {heading1(ISO_TR("report", "Reproducibility")), tableBlock(std::move(table))};
}

}  // namespace isopolis::report
