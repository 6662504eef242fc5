#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/format_figure.h"
#include "simulation/equity/limit_lines.h"
#include "simulation/report/report_sections.h"
#include "simulation/uncertainty/interval_note.h"

#include <algorithm>
#include <cmath>

namespace isopolis::report {

namespace {
constexpr int kFifths = 5;
constexpr double kPercent = 100;

std::string people(double count) { return formatFigure(count, 0); }
std::string percent(double share) { return formatFigure(kPercent * share, 0) + " %"; }

std::string withUnit(const IndicatorInfo& info)
{
    const std::string unit(unitSymbol(info.unit));
    return std::string(info.label) + (unit.empty() ? "" : ", " + unit);
}

/// "Lowest-income fifth", "Second fifth", …: short, for the head of a column.
std::vector<std::string> fifthHeads(std::string first, bool everybody)
{
    std::vector<std::string> head{std::move(first),
                                  ISO_TR("report", "Lowest-income fifth"),
                                  ISO_TR("quintile", "Second fifth"),
                                  ISO_TR("quintile", "Middle fifth"),
                                  ISO_TR("quintile", "Fourth fifth"),
                                  ISO_TR("report", "Highest-income fifth")};
    if (everybody)
        head.emplace_back(ISO_TR("quintile", "Everybody"));
    return head;
}

Indicators noticed(const Study& study, const Indicators& indicators)
{
    Indicators out;
    std::copy_if(indicators.begin(), indicators.end(), std::back_inserter(out),
                 [&](Indicator indicator) { return anybodyNotices(study, indicator); });
    return out;
}

/// Smallest share of a group's people whose figure is known, over the indicators.
double coverage(const Study& study, const Indicators& indicators, int quintile, double residents)
{
    double least = 1;
    for (const Indicator indicator : indicators) {
        const IndicatorAssessment& a = study.report.of(indicator);
        const GroupScore& g = quintile > 0 ? a.quintiles[static_cast<std::size_t>(quintile - 1)] : a.everyone;
        least = std::min(least, residents > 0 ? g.people / residents : 0);
    }
    return least;
}

ReportTable peopleTable(const Study& study, const Indicators& indicators)
{
    const City& city = *study.city;
    ReportTable table;
    table.caption = ISO_TR("report", "T1. People by income of the neighbourhood, and for how many there are figures");
    table.header = {ISO_TR("report", "People living in"), ISO_TR("report", "People"), ISO_TR("report", "Share"),
                    ISO_TR("report", "Neighbourhoods"), ISO_TR("report", "With all figures")};
    table.numeric = {false, true, true, true, true};
    double all = 0;
    for (const Neighbourhood& n : city.neighbourhoods())
        all += std::max(0.0, n.population);
    const auto row = [&](std::string label, double count, std::size_t places, std::string known) {
        table.rows.push_back({std::move(label), people(count), all > 0 ? percent(count / all) : "",
                              places > 0 ? std::to_string(places) : "", std::move(known)});
    };
    for (int q = 1; q <= kFifths; ++q) {
        double residents = 0;
        std::size_t places = 0;
        for (const NeighbourhoodId id : idsOf(city.neighbourhoods())) {
            residents +=
                std::max(0.0, city.neighbourhoods()[id].population) * study.report.quintileShares[id][static_cast<std::size_t>(q - 1)];
            places += study.report.quintile[id] == q ? 1 : 0;
        }
        if (residents > 0)
            row(std::string(quintileLabel(q)), residents, places, percent(coverage(study, indicators, q, residents)));
    }
    if (study.report.neighbourhoodsWithoutIncome > 0)
        row(ISO_TR("report", "Neighbourhoods without a known income"), study.report.peopleWithoutIncome,
            study.report.neighbourhoodsWithoutIncome, "");
    row(ISO_TR("quintile", "Everybody"), all, city.neighbourhoods().size() - study.report.emptyNeighbourhoods,
        percent(coverage(study, indicators, 0, all)));
    for (std::size_t g = 0; g < city.groups().size(); ++g) {
        double members = 0;
        std::size_t places = 0;
        for (const Neighbourhood& n : city.neighbourhoods())
            if (g < n.groups.size() && n.groups[g] > 0) {
                members += n.groups[g];
                ++places;
            }
        row(city.groups()[g].label, members, places, "");
    }
    table.note = ISO_TR("report", "A neighbourhood stands with the fifth that holds most of its people. Figures are shown by income; for "
                                  "other groups the city's data have counts only.");
    return table;
}

std::string changeWithInterval(double change, const UncertainFigure* f, const IndicatorInfo& info)
{
    if (!std::isfinite(change))
        return "–";
    std::string text = changeFigure(change, info);
    if (f && f->draws > 0)
        text += " (" + formatChange(f->low, info.decimals) + ISO_TR("report", " to ") + formatChange(f->high, info.decimals) + ")";
    return text;
}

const UncertainFigure* drawn(const EnsembleResult* sure, Indicator indicator, const std::string& group)
{
    const UncertainIndicator* u = sure ? sure->of(indicator) : nullptr;
    if (u)
        for (const UncertainGroup& g : u->groups)
            if (g.key == group)
                return &g.change;
    return nullptr;
}

ReportTable changeTable(const Study& study, const Indicators& indicators, const EnsembleResult* sure)
{
    ReportTable table;
    table.caption = ISO_TR("report", "T2. Change by income of the neighbourhood");
    table.header = fifthHeads(ISO_TR("report", "Indicator"), true);
    table.numeric = {false, true, true, true, true, true, true};
    for (const Indicator indicator : indicators) {
        const IndicatorInfo& info = indicatorInfo(indicator);
        const IndicatorAssessment& a = study.report.of(indicator);
        std::vector<std::string> row{withUnit(info)};
        for (const GroupScore& g : a.quintiles)
            row.push_back(changeWithInterval(g.change, drawn(sure, indicator, g.key), info));
        row.push_back(changeWithInterval(a.everyone.change, drawn(sure, indicator, a.everyone.key), info));
        table.rows.push_back(std::move(row));
    }
    if (sure)
        table.note = ISO_TR("report", "In brackets: where the change lies in ") + formatFigure(kPercent * sure->confidence, 0) +
                     ISO_TR("report", " % of ") + people(static_cast<double>(sure->done)) + ISO_TR("report", " draws of the assumptions.");
    else
        table.note = ISO_TR("report", "Intervals are not yet calculated: a difference between two fifths is shown, not proven.");
    return table;
}

ReportTable matrixTable(const Study& study, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "T3. Appraisal matrix: who carries gains and losses");
    table.header = fifthHeads(ISO_TR("report", "Indicator"), false);
    table.numeric = {false, false, false, false, false, false};
    const double tolerance = study.after->applied.parameters.value(kMatrixTolerance);
    for (const Indicator indicator : indicators) {
        std::vector<std::string> row{std::string(indicatorInfo(indicator).label)};
        for (const MatrixCell& cell : matrixCells(study.report.of(indicator), tolerance)) {
            if (!(cell.people > 0)) {
                row.emplace_back(ISO_TR("report", "no people"));
                continue;
            }
            std::string text(scoreWord(cell.score));
            if (cell.shareOfNet)
                text += ": " + formatChange(cell.net, 0) + "; " + percent(*cell.shareOfNet) + ISO_TR("report", " of net, ") +
                        percent(cell.shareOfPeople) + ISO_TR("report", " of people");
            row.push_back(std::move(text));
        }
        table.rows.push_back(std::move(row));
    }
    table.note =
        ISO_TR("report", "Net: people better off less people worse off. A score is large where a fifth has more of the net gains or "
                         "losses than of the people, by more than ") +
        formatFigure(kPercent * tolerance, 0) +
        ISO_TR("report", " points, slight where it has less, else moderate. After UK TAG unit A4.2.");
    return table;
}

ReportTable betterTable(const Study& study, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "T4. People better and worse off, by indicator");
    table.header = {ISO_TR("report", "Indicator"), ISO_TR("report", "Counts from"),         ISO_TR("report", "Better off"),
                    ISO_TR("report", "Worse off"), ISO_TR("report", "Little or no change"), ISO_TR("report", "No data")};
    table.numeric = {false, true, true, true, true, true};
    for (Indicator indicator : indicators) {
        const IndicatorAssessment& a = study.report.of(indicator);
        const IndicatorInfo& info = indicatorInfo(indicator);
        table.rows.push_back({std::string(info.label), thresholdText(a, info), people(a.everyone.better), people(a.everyone.worse),
                              people(a.everyone.unchanged), people(a.noData)});
    }
    table.note = ISO_TR("report", "People counted by where they live today. Smaller changes than “counts from” are little or no change.");
    return table;
}

ReportTable betterByFifth(const Study& study, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "T4, continued. The same by income of the neighbourhood: people better off / worse off");
    table.header = fifthHeads(ISO_TR("report", "Indicator"), true);
    table.numeric = {false, true, true, true, true, true, true};
    for (const Indicator indicator : indicators) {
        const IndicatorAssessment& a = study.report.of(indicator);
        std::vector<std::string> row{std::string(indicatorInfo(indicator).label)};
        for (const GroupScore& g : a.quintiles)
            row.push_back(people(g.better) + " / " + people(g.worse));
        row.push_back(people(a.everyone.better) + " / " + people(a.everyone.worse));
        table.rows.push_back(std::move(row));
    }
    return table;
}

ReportTable crossedTable(const Study& study, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "T5. People in neighbourhoods that cross a limit or a line");
    table.header = {ISO_TR("report", "Line"),
                    ISO_TR("report", "Value"),
                    ISO_TR("report", "Beyond it, before"),
                    ISO_TR("report", "Beyond it, with scheme"),
                    ISO_TR("report", "Newly beyond it"),
                    ISO_TR("report", "No longer beyond it")};
    table.numeric = {false, true, true, true, true, true};
    for (const Indicator indicator : indicators) {
        const IndicatorAssessment& a = study.report.of(indicator);
        const IndicatorInfo& info = indicatorInfo(indicator);
        const bool bad = info.better == Direction::LessIsBetter;
        for (const LimitLine& line : limitLines(*study.city, a, study.after->applied.parameters)) {
            const Crossings c = crossed(*study.city, study.report, a, line.value);
            const double wrongBefore = bad ? c.aboveBefore : c.people - c.aboveBefore,
                         wrongAfter = bad ? c.aboveAfter : c.people - c.aboveAfter;
            // A limit of the law is told also if nobody is beyond it.
            if (!(c.people > 0) || (!bad && wrongBefore == 0 && wrongAfter == 0))
                continue;
            table.rows.push_back({bad ? line.label : std::string(info.label) + ": " + line.label, figureText(line.value, info, true),
                                  people(wrongBefore), people(wrongAfter), people(bad ? c.up : c.down), people(bad ? c.down : c.up)});
        }
    }
    table.note =
        ISO_TR("report", "Beyond: above a limit of what is bad, at or below a line of what is good. Neighbourhoods count with their "
                         "mean; the section on health counts home by home.");
    return table;
}

ReportTable sureTable(const EnsembleResult& sure, const Indicators& indicators)
{
    ReportTable table;
    table.caption = ISO_TR("report", "For how many people the effect is sure");
    table.header = {ISO_TR("report", "Indicator"),         ISO_TR("report", "Surely better"),
                    ISO_TR("report", "Surely worse"),      ISO_TR("report", "Little or no change"),
                    ISO_TR("report", "Too close to call"), ISO_TR("report", "Lowest less highest fifth")};
    table.numeric = {false, true, true, true, true, false};
    for (const Indicator indicator : indicators) {
        const UncertainIndicator* u = sure.of(indicator);
        if (!u)
            continue;
        const IndicatorInfo& info = indicatorInfo(indicator);
        const bool apart = u->gap.draws > 0 && (u->gap.low > 0 || u->gap.high < 0);
        const std::string gap = u->gap.draws == 0 ? std::string("–")
                                : apart ? changeWithInterval(u->gap.standard, &u->gap, info) + " " + std::string(unitSymbol(info.unit))
                                        : std::string(ISO_TR("report", "no difference can be shown"));
        table.rows.push_back(
            {std::string(info.label), people(u->better), people(u->worse), people(u->unchanged), people(u->tooClose), gap});
    }
    return table;
}

void addHowSure(Blocks& blocks, const Indicators& indicators, const EnsembleResult* sure)
{
    blocks.push_back(heading2(ISO_TR("report", "How sure this is")));
    if (!sure) {
        blocks.push_back(paragraph(ISO_TR("report", "How sure these effects are is not yet calculated. All figures hold for the stated "
                                                    "values of the assumptions. Other values within their ranges give other figures.")));
        return;
    }
    blocks.push_back(paragraph(ISO_TR("report", "City and scheme were computed ") + people(static_cast<double>(sure->done)) +
                               ISO_TR("report", " times, each time with other assumptions within their ranges. An effect is sure if ") +
                               formatFigure(kPercent * sure->confidence, 0) +
                               ISO_TR("report", " % of these draws show it. Errors of the models themselves are not in it.")));
    if (sure->done < sure->samples)
        blocks.push_back(paragraph(ISO_TR("report", "Only ") + people(static_cast<double>(sure->done)) + ISO_TR("report", " of ") +
                                   people(static_cast<double>(sure->samples)) + ISO_TR("report", " wanted draws are done.")));
    blocks.push_back(tableBlock(sureTable(*sure, indicators)));
    for (const Indicator indicator : indicators)
        if (const UncertainIndicator* u = sure->of(indicator); u && !gridlockNote(*u).empty())
            blocks.push_back(paragraph(std::string(indicatorInfo(indicator).label) + ": " + std::string(gridlockNote(*u))));
}
}  // namespace

Blocks winnersSection(const Study& study, const Indicators& indicators, const EnsembleResult* sure)
{
    const Indicators changed = noticed(study, indicators);
    Blocks blocks{heading1(ISO_TR("report", "Who gains and who loses")), tableBlock(peopleTable(study, indicators))};
    if (changed.empty()) {
        blocks.push_back(
            paragraph(ISO_TR("report", "Nobody sees a change that counts. So there is no table of changes by income (T2) and no "
                                       "appraisal matrix (T3).")));
    } else {
        blocks.push_back(tableBlock(changeTable(study, changed, sure)));
        blocks.push_back(tableBlock(matrixTable(study, changed)));
    }
    blocks.push_back(tableBlock(betterTable(study, indicators)));
    if (!changed.empty())
        blocks.push_back(tableBlock(betterByFifth(study, changed)));
    if (ReportTable crossings = crossedTable(study, indicators); !crossings.rows.empty())
        blocks.push_back(tableBlock(std::move(crossings)));
    addHowSure(blocks, indicators, sure);
    return blocks;
}

}  // namespace isopolis::report
