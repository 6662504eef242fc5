#include "simulation/equity/equity_parameters.h"
#include "simulation/explain/figure_provenance.h"
#include "simulation/health/health_parameters.h"
#include "simulation/report/report_sections.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace isopolis::report {

namespace {
/// Parameters in one row of the short list: a row never fills a page.
constexpr std::size_t kInOneRow = 20;

std::string plain(double value) { return plainNumber(value); }
std::string withUnit(const std::string& figure, const std::string& unit) { return unit.empty() ? figure : figure + " " + unit; }

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
    std::string_view prefix, name, caption;
};
constexpr ParameterPart kParameterParts[] = {
    {"equity.", ISO_TR("report", "Assessment"), ISO_TR("report", "Parameters of the assessment, with their sources")},
    {"traffic.", ISO_TR("report", "Traffic"), ISO_TR("report", "Parameters of the traffic model, with their sources")},
    {"access.", ISO_TR("report", "Access"), ISO_TR("report", "Parameters of access to jobs, with their sources")},
    {"transit.", ISO_TR("report", "Public transport"), ISO_TR("report", "Parameters of public transport, with their sources")},
    {"emissions.", ISO_TR("report", "Emissions"), ISO_TR("report", "Parameters of the emission model, with their sources")},
    {"air.", ISO_TR("report", "Air"), ISO_TR("report", "Parameters of the air model, with their sources")},
    {"noise.", ISO_TR("report", "Noise"), ISO_TR("report", "Parameters of the noise model, with their sources")},
    {"health.", ISO_TR("report", "Health"), ISO_TR("report", "Parameters of health, with their sources")},
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
        if (table.rows.empty())
            continue;
        blocks.push_back(tableBlock(std::move(table)));
        blocks.back().medium = Medium::Web;
    }
}

/// Thresholds and limits decide who counts as better, worse or above a limit; a changed value is somebody's choice.
bool inFull(const TraceParameter& p) { return p.overridden || p.id.starts_with("equity.") || p.id.starts_with("health.limit."); }

ReportBlock deciding(const std::vector<TraceParameter>& parameters)
{
    ReportTable table;
    table.caption = ISO_TR("report", "Parameters that decide the verdicts above, with their sources");
    table.header = {ISO_TR("report", "Parameter"), ISO_TR("report", "Value"), ISO_TR("report", "Range"), ISO_TR("report", "Source")};
    table.numeric = {false, true, true, false};
    for (const TraceParameter& p : parameters)
        if (inFull(p))
            table.rows.push_back({p.label + (p.overridden ? ISO_TR("report", " (changed)") : ""), withUnit(plain(p.value), p.unit),
                                  plain(p.low) + " to " + plain(p.high), p.source});
    ReportBlock block = tableBlock(std::move(table));
    block.medium = Medium::Pages;
    return block;
}

/// "Value of time 12 €/h; …", a few rows a model.
ReportBlock shortList(const std::vector<TraceParameter>& parameters)
{
    ReportTable table;
    table.caption = ISO_TR("report", "All other parameters, at their usual values");
    table.header = {ISO_TR("report", "Part"), ISO_TR("report", "Parameters and values")};
    table.numeric = {false, false};
    for (const ParameterPart& part : kParameterParts) {
        std::size_t count = 0;
        for (const TraceParameter& p : parameters) {
            if (inFull(p) || !p.id.starts_with(part.prefix))
                continue;
            const std::string text = p.label + " " + withUnit(plain(p.value), p.unit);
            if (count++ % kInOneRow == 0)
                table.rows.push_back({std::string(part.name), text});
            else
                table.rows.back()[1] += "; " + text;
        }
    }
    table.note = ISO_TR("report", "Their ranges and sources stand on the web page of this report, in the manifest and in the program.");
    ReportBlock block = tableBlock(std::move(table));
    block.medium = Medium::Pages;
    return block;
}
}  // namespace

std::string plainNumber(double value)
{
    char buffer[64];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
    return {buffer, end.ptr};
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
    blocks.push_back(deciding(parameters));
    blocks.push_back(shortList(parameters));
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

}  // namespace isopolis::report
