#include "simulation/equity/format_figure.h"
#include "simulation/health/health_model.h"
#include "simulation/health/health_parameters.h"
#include "simulation/report/report_sections.h"

#include <algorithm>
#include <cmath>

namespace isopolis::report {

namespace {

constexpr double kPercent = 0.01;

std::string people(double count) { return formatFigure(count, 0); }
std::string peopleChange(double count) { return formatChange(count, 0); }

/// "12.3 (6.1 to 24.0)". A change has the risks' limits of both sides in common, so that they do not widen it.
std::string interval(const AttributableCases& c, bool change)
{
    // Small places have small numbers: two digits or so of each.
    const double size = std::max(std::abs(c.low), std::abs(c.high));
    const int decimals = size >= 10 ? 1 : size >= 1 ? 2 : 3;
    const auto figure = [=](double v) { return change ? formatChange(v, decimals) : formatFigure(v, decimals); };
    return figure(c.central) + " (" + figure(c.low) + ISO_TR("report", " to ") + figure(c.high) + ")";
}

AttributableCases difference(const AttributableCases& a, const AttributableCases& b)
{
    return {a.central - b.central, a.low - b.low, a.high - b.high};
}

std::vector<std::string> deathsRow(std::string what, const AttributableCases& before, const AttributableCases& after)
{
    return {std::move(what), interval(before, false), interval(after, false), interval(difference(after, before), true)};
}

std::vector<std::string> countRow(std::string what, double before, double after)
{
    return {std::move(what), people(before), people(after), peopleChange(after - before)};
}

ReportTable beforeAndAfter(std::string caption, std::string first)
{
    ReportTable table;
    table.caption = std::move(caption);
    table.header = {std::move(first), ISO_TR("report", "Before"), ISO_TR("report", "With scheme"), ISO_TR("report", "Change")};
    table.numeric = {false, true, true, true};
    return table;
}

std::string limitName(std::string_view pollutant, std::string_view whose, double limit)
{
    return std::string(pollutant) + ", " + std::string(whose) + ": " + formatFigure(limit, 0) + " µg/m³";
}

ReportTable aboveLimits(const Study& study)
{
    const HealthResult &before = study.before->health, &after = study.after->health;
    const ParameterSet& p = study.after->applied.parameters;
    ReportTable table = beforeAndAfter(ISO_TR("report", "People whose homes are above guideline and limit values (annual means)"),
                                       ISO_TR("report", "Value"));
    const std::string who = ISO_TR("report", "WHO guideline 2021"), eu = ISO_TR("report", "EU limit from 2030");
    table.rows = {countRow(limitName("NO2", who, p.value(kNo2Who)), before.no2.aboveWho, after.no2.aboveWho),
                  countRow(limitName("NO2", eu, p.value(kNo2Eu)), before.no2.aboveEu, after.no2.aboveEu),
                  countRow(limitName("PM2.5", who, p.value(kPm25Who)), before.pm25.aboveWho, after.pm25.aboveWho),
                  countRow(limitName("PM2.5", eu, p.value(kPm25Eu)), before.pm25.aboveEu, after.pm25.aboveEu),
                  countRow(limitName("PM10", who, p.value(kPm10Who)), before.pm10.aboveWho, after.pm10.aboveWho),
                  countRow(limitName("PM10", eu, p.value(kPm10Eu)), before.pm10.aboveEu, after.pm10.aboveEu)};
    table.note = ISO_TR("report", "WHO global air quality guidelines 2021; Directive (EU) 2024/2881. Of ") + people(before.people) +
                 ISO_TR("report", " people before and ") + people(after.people) + ISO_TR("report", " with the scheme.");
    return table;
}

/// People of an income fifth (0: everybody) in the share of their neighbourhood's residents.
double peopleIn(const Study& study, const IdVector<NeighbourhoodId, double>& share_percent, int quintile)
{
    double sum = 0;
    for (const NeighbourhoodId id : idsOf(study.city->neighbourhoods())) {
        if (!share_percent.contains(id) || !std::isfinite(share_percent[id]))
            continue;
        const double weight = quintile > 0 ? study.report.quintileShares[id][static_cast<std::size_t>(quintile - 1)] : 1;
        sum += weight * study.city->neighbourhoods()[id].population * kPercent * share_percent[id];
    }
    return sum;
}

struct Share {
    std::string_view label;
    const IdVector<NeighbourhoodId, double>&before, &after;
};

/// People by income fifth, before and with the scheme, for two shares side by side.
ReportTable byFifth(const Study& study, std::string caption, const Share& left, const Share& right)
{
    ReportTable table;
    table.caption = std::move(caption);
    table.header = {ISO_TR("report", "People living in")};
    table.numeric = {false, true, true, true, true};
    for (const Share* share : {&left, &right})
        for (const char* when : {ISO_TR("report", ", before"), ISO_TR("report", ", with scheme")})
            table.header.push_back(std::string(share->label) + when);
    constexpr int kFifths = 5;
    for (int quintile = 1; quintile <= kFifths + 1; ++quintile) {
        const bool all = quintile > kFifths;
        std::vector<std::string> row{all ? ISO_TR("quintile", "Everybody") : std::string(quintileLabel(quintile))};
        for (const Share* share : {&left, &right})
            for (const auto* side : {&share->before, &share->after})
                row.push_back(people(peopleIn(study, *side, all ? 0 : quintile)));
        table.rows.push_back(std::move(row));
    }
    table.note = ISO_TR("report", "Residents of today, by the share of their neighbourhood.");
    return table;
}

ReportTable deaths(const Study& study)
{
    const Run &before = *study.before, &after = *study.after;
    ParameterSet all = after.applied.parameters;
    // 0 lies within both parameters' ranges.
    (void)all.set(kNo2Counterfactual, {.value = 0, .reason = {}, .evidence = {}});
    (void)all.set(kPm25Counterfactual, {.value = 0, .reason = {}, .evidence = {}});
    const HealthResult allBefore = computeHealth(*study.city, all, before.air), allAfter = computeHealth(*study.city, all, after.air);
    const auto from = [&](std::string_view pollutant, double level) {
        return std::string(pollutant) + ISO_TR("report", ", counted from ") + formatFigure(level, 0) + " µg/m³";
    };
    const ParameterSet& p = after.applied.parameters;
    ReportTable table =
        beforeAndAfter(ISO_TR("report", "Deaths a year attributable to polluted air, with the interval of the relative risk"),
                       ISO_TR("report", "Pollutant"));
    const auto add = [&](std::string_view pollutant, const ParameterSpec& level, const PollutantHealth HealthResult::*which) {
        table.rows.push_back(deathsRow(from(pollutant, p.value(level)), (before.health.*which).deaths, (after.health.*which).deaths));
        if (p.value(level) > 0)
            table.rows.push_back(deathsRow(from(pollutant, 0), (allBefore.*which).deaths, (allAfter.*which).deaths));
    };
    add("PM2.5", kPm25Counterfactual, &HealthResult::pm25);
    add("NO2", kNo2Counterfactual, &HealthResult::no2);
    table.note = ISO_TR("report", "Deaths by NO2 and by PM2.5 overlap: they must not be added.");
    return table;
}

ReportTable noiseCounts(const Study& study)
{
    const NoiseResult &before = study.before->noise, &after = study.after->noise;
    const auto above = [&](const IdVector<NeighbourhoodId, double>& share) { return peopleIn(study, share, 0); };
    ReportTable table = beforeAndAfter(ISO_TR("report", "People affected by road noise"), ISO_TR("report", "People"));
    table.rows = {countRow(ISO_TR("report", "Highly annoyed"), before.highlyAnnoyed, after.highlyAnnoyed),
                  countRow(ISO_TR("report", "Sleep highly disturbed"), before.sleepDisturbed, after.sleepDisturbed),
                  countRow(ISO_TR("report", "Above 55 dB Lden"), above(before.above55_pct), above(after.above55_pct)),
                  countRow(ISO_TR("report", "Above 50 dB Lnight"), above(before.nightAbove50_pct), above(after.nightAbove50_pct))};
    table.note = ISO_TR("report", "Curves of Directive (EU) 2020/367; 55 dB and 50 dB are the bands of Directive 2002/49/EC.");
    return table;
}

std::vector<std::string> validity()
{
    return {
        ISO_TR("report", "The interval is that of the relative risk alone. It holds no error of traffic, air model or death rate."),
        ISO_TR("report", "Relative risks hold for long exposure of people of 30 years and more. They say nothing about single persons."),
        ISO_TR("report", "The death rate and the share of people of 30 years and more are assumptions. Replace them by the city's own."),
        ISO_TR("report", "Exposure is that before the home. Time at work, on the way and indoors is not counted."),
        ISO_TR("report", "A few homes close to a limit can move many people across it. Read the counts with the mean values."),
        ISO_TR("report", "Curves of annoyance and sleep are means of many studies. They hold from 45 and 40 dB upwards."),
    };
}

std::vector<std::string> notOffered()
{
    return {
        ISO_TR("report",
               "Particles taken up by trees: below 1 to 5 % in a street. Crowns also hold back the wind and mostly raise values."),
        ISO_TR("report", "Quiet by trees: a row of trees brings less than 1 dB. The directive's method has no term for it."),
        ISO_TR("report", "Days and hours above limits: the air model gives annual means only."),
        ISO_TR("report", "Money: a value of life is a political choice, and none is set here."),
        ISO_TR("report", "Lost years of healthy life: the weights differ by a factor of ten between sources."),
        ISO_TR("report", "Heart disease by noise: the city's disease rates are not known."),
    };
}

}  // namespace

Blocks healthSection(const Study& study)
{
    const HealthResult &before = study.before->health, &after = study.after->health;
    Blocks blocks{heading1(ISO_TR("report", "Health")),
                  paragraph(ISO_TR("report", "What air and noise before people's homes mean for health, by published relations."))};
    if (before.people > 0 && after.people > 0) {
        blocks.push_back(tableBlock(aboveLimits(study)));
        blocks.push_back(
            tableBlock(byFifth(study, ISO_TR("report", "People above the WHO guideline values, by income of the neighbourhood"),
                               {"NO2", before.no2AboveWho_percent, after.no2AboveWho_percent},
                               {"PM2.5", before.pm25AboveWho_percent, after.pm25AboveWho_percent})));
        blocks.push_back(tableBlock(byFifth(study, ISO_TR("report", "People above the EU limit values, by income of the neighbourhood"),
                                            {"NO2", before.no2AboveEu_percent, after.no2AboveEu_percent},
                                            {"PM2.5", before.pm25AboveEu_percent, after.pm25AboveEu_percent})));
        blocks.push_back(tableBlock(deaths(study)));
    }
    if (!study.before->noise.receptors.empty() && !study.after->noise.receptors.empty()) {
        const NoiseResult &earlier = study.before->noise, &later = study.after->noise;
        blocks.push_back(tableBlock(noiseCounts(study)));
        blocks.push_back(tableBlock(byFifth(study, ISO_TR("report", "People affected by road noise, by income of the neighbourhood"),
                                            {ISO_TR("report", "Highly annoyed"), earlier.highlyAnnoyed_pct, later.highlyAnnoyed_pct},
                                            {ISO_TR("report", "Sleep disturbed"), earlier.sleepDisturbed_pct, later.sleepDisturbed_pct})));
    }
    blocks.push_back(heading2(ISO_TR("report", "How far these figures hold")));
    blocks.push_back(bullets(validity()));
    blocks.push_back(heading2(ISO_TR("report", "Not offered, and why")));
    blocks.push_back(bullets(notOffered()));
    return blocks;
}

}  // namespace isopolis::report
