#include "simulation/equity/format_figure.h"
#include "simulation/report/report_sections.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace report {

ReportBlock heading1(std::string text)
{
    ReportBlock block;
    block.kind = ReportBlock::Kind::Heading1;
    block.text = std::move(text);
    return block;
}

ReportBlock heading2(std::string text)
{
    ReportBlock block = heading1(std::move(text));
    block.kind = ReportBlock::Kind::Heading2;
    return block;
}

ReportBlock paragraph(std::string text)
{
    ReportBlock block = heading1(std::move(text));
    block.kind = ReportBlock::Kind::Paragraph;
    return block;
}

ReportBlock bullets(std::vector<std::string> items)
{
    ReportBlock block;
    block.kind = ReportBlock::Kind::Bullets;
    block.bullets = std::move(items);
    return block;
}

ReportBlock tableBlock(ReportTable table)
{
    ReportBlock block;
    block.kind = ReportBlock::Kind::Table;
    block.table = std::move(table);
    return block;
}

namespace {
std::string withUnit(std::string figure, const IndicatorInfo& info, double value, bool unit)
{
    return unit && std::isfinite(value) ? figure + " " + std::string(unitSymbol(info.unit)) : figure;
}
}  // namespace

std::string figureText(double value, const IndicatorInfo& info, bool unit)
{
    return withUnit(formatFigure(value, info.decimals), info, value, unit);
}

std::string changeFigure(double change, const IndicatorInfo& info, bool unit)
{
    return withUnit(formatChange(change, info.decimals), info, change, unit);
}

}  // namespace report

namespace {
constexpr double kIndicatorsDone = 0.9;  // of the progress; the reasons take longest

void append(std::vector<ReportBlock>& blocks, std::vector<ReportBlock> more)
{
    std::move(more.begin(), more.end(), std::back_inserter(blocks));
}

/// The study with a memory of the runs of parts: ten explanations ask for the same ones.
Study remembering(const Study& study)
{
    if (!study.runOf)
        return study;
    Study out = study;
    auto known = std::make_shared<std::map<Hash, RunPtr>>();
    out.runOf = [known, runOf = study.runOf](const Scenario& scenario, RunControl& control) -> Expected<RunPtr> {
        const Hash hash = hashScenario(scenario);
        if (const auto found = known->find(hash); found != known->end())
            return found->second;
        Expected<RunPtr> run = runOf(scenario, control);
        if (run)
            known->emplace(hash, *run);
        return run;
    };
    return out;
}

std::vector<std::string> attributionsOf(const City& city)
{
    std::vector<std::string> out;
    for (const SourceRecord& source : city.sources())
        if (!source.attribution.empty() && std::find(out.begin(), out.end(), source.attribution) == out.end())
            out.push_back(source.attribution);
    return out;
}
}  // namespace

Expected<ReportModel> buildReport(const Study& study, const ReportSettings& settings, RunControl& control)
{
    if (!study.city || !study.before || !study.after)
        return unexpected(Error{ErrorCode::Internal, "a report needs the city and both runs"});
    std::vector<Indicator> indicators = settings.indicators;
    if (indicators.empty())
        for (const IndicatorInfo& info : allIndicators())
            if (whyUnknown(*study.before, info.indicator).empty() || whyUnknown(*study.after, info.indicator).empty())
                indicators.push_back(info.indicator);
    ReportModel model;
    model.city = study.city->name();
    model.scenario = study.scenario.name;
    model.synthetic = study.city->synthetic();
    model.title = ISO_TR("report", "Impact of “") + model.scenario + ISO_TR("report", "” on ") + model.city;
    // The sample city has the word in its name.
    if (model.synthetic && model.city.find("synthetic") == std::string::npos)
        model.title += ISO_TR("report", " (synthetic city)");
    model.subtitle = ISO_TR("report", "Who gains and who loses, neighbourhood by neighbourhood");
    model.language = settings.language;
    model.date = settings.date;
    model.runKey = study.after->key.hash().hex();
    model.attributions = attributionsOf(*study.city);

    append(model.blocks, report::summarySection(study, indicators, settings.sure));
    append(model.blocks, report::winnersSection(study, indicators, settings.sure));
    Expected<report::Blocks> worst = report::worstSection(remembering(study), indicators, settings.worstNeighbourhoods, control);
    if (!worst)
        return unexpected(worst.error());
    append(model.blocks, std::move(*worst));
    if (control.cancelled())
        return cancelledError();
    control.progress(Stage::Report, kIndicatorsDone);
    model.blocks.push_back(report::heading1(ISO_TR("report", "Results by indicator")));
    // Who asks for an indicator by name gets its maps, also if they are equal.
    std::vector<Indicator> unchanged;
    for (Indicator indicator : indicators)
        if (!settings.indicators.empty() || report::anybodyNotices(study, indicator))
            append(model.blocks, report::indicatorSection(study, indicator, settings.sure));
        else
            unchanged.push_back(indicator);
    append(model.blocks, report::unchangedSection(study, unchanged));
    if (settings.indicators.empty())
        append(model.blocks, report::healthSection(study));
    append(model.blocks, report::inequalitySection(study, indicators));
    append(model.blocks, report::methodSection(study, indicators, settings.sure));
    append(model.blocks, report::parameterSection(study, indicators));
    append(model.blocks, report::modelSection());
    append(model.blocks, report::sourceSection(*study.city));
    Expected<report::Blocks> reproducibility = report::reproducibilitySection(study, settings.program);
    if (!reproducibility)
        return unexpected(reproducibility.error());
    append(model.blocks, std::move(*reproducibility));
    control.progress(Stage::Report, 1);
    return model;
}

}  // namespace isopolis
