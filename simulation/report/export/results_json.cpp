#include "simulation/report/export/results_json.h"

#include "simulation/equity/city_groups.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/limit_lines.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json triple(double before, double after)
{
    return {{"before", number(before)}, {"after", number(after)}, {"change", number(after - before)}};
}

json indicesJson(const IndexSet& set)
{
    json all = json::object();
    for (const auto& [name, value] : set.values)
        all[name] = number(value);
    return all;
}

json groupJson(const GroupScore& g)
{
    return {{"group", g.key},           {"label", g.label},           {"people", g.people}, {"before", number(g.before)},
            {"after", number(g.after)}, {"change", number(g.change)}, {"better", g.better}, {"worse", g.worse},
            {"unchanged", g.unchanged}};
}

json crossingsJson(const Study& study, const IndicatorAssessment& a)
{
    json all = json::object();
    for (const LimitLine& line : limitLines(*study.city, a, study.after->applied.parameters)) {
        const Crossings c = crossed(*study.city, study.report, a, line.value);
        all[line.key] = {{"label", line.label},
                         {"value", number(line.value)},
                         {"people", c.people},
                         {"above_before", c.aboveBefore},
                         {"above_after", c.aboveAfter},
                         {"up", c.up},
                         {"down", c.down}};
    }
    return all;
}

json matrixJson(const Study& study, const IndicatorAssessment& a)
{
    json all = json::object();
    const std::vector<MatrixCell> cells = matrixCells(a, study.after->applied.parameters.value(kMatrixTolerance));
    for (std::size_t q = 0; q < cells.size(); ++q)
        if (cells[q].people > 0)
            all[a.quintiles[q].key] = {{"net", cells[q].net},
                                       {"share_of_net", cells[q].shareOfNet ? number(*cells[q].shareOfNet) : json(nullptr)},
                                       {"share_of_people", cells[q].shareOfPeople},
                                       {"score", cells[q].score}};
    return all;
}

json equityJson(const Study& study, const IndicatorAssessment& a)
{
    json quintiles = json::array(), refused = json::object();
    for (const GroupScore& g : a.quintiles)
        quintiles.push_back(groupJson(g));
    json groups = json::array();
    for (const CityGroup& g : cityGroups(*study.city, a, 0))
        groups.push_back(groupJson(g.score));
    for (const auto& [name, reason] : a.indicesAfter.refused)
        refused[name] = reason;
    for (const auto& [name, reason] : a.indicesOfChange.refused)
        refused["change." + name] = reason;
    return {{"by_quintile", quintiles},
            {"by_group", groups},
            {"everyone", groupJson(a.everyone)},
            {"better", a.everyone.better},
            {"worse", a.everyone.worse},
            {"unchanged", a.everyone.unchanged},
            {"no_data", a.noData},
            {"threshold", a.threshold},
            {"headline", a.headline},
            {"crossings", crossingsJson(study, a)},
            {"matrix", matrixJson(study, a)},
            {"indices_before", indicesJson(a.indicesBefore)},
            {"indices_after", indicesJson(a.indicesAfter)},
            {"indices_of_change", indicesJson(a.indicesOfChange)},
            {"refused", refused}};
}

json exposureJson(const PollutantHealth& before, const PollutantHealth& after)
{
    return {{"mean_ug_m3", triple(before.mean_ug_m3, after.mean_ug_m3)},
            {"people_above_who", triple(before.aboveWho, after.aboveWho)},
            {"people_above_eu", triple(before.aboveEu, after.aboveEu)}};
}

json pollutantJson(const PollutantHealth& before, const PollutantHealth& after)
{
    json out = exposureJson(before, after);
    out["deaths_per_year"] = {{"central", triple(before.deaths.central, after.deaths.central)},
                              {"low", triple(before.deaths.low, after.deaths.low)},
                              {"high", triple(before.deaths.high, after.deaths.high)}};
    return out;
}

json healthJson(const Run& before, const Run& after)
{
    return {{"no2", pollutantJson(before.health.no2, after.health.no2)},
            {"pm25", pollutantJson(before.health.pm25, after.health.pm25)},
            {"pm10", exposureJson(before.health.pm10, after.health.pm10)},
            {"noise",
             {{"highly_annoyed", triple(before.noise.highlyAnnoyed, after.noise.highlyAnnoyed)},
              {"sleep_disturbed", triple(before.noise.sleepDisturbed, after.noise.sleepDisturbed)}}}};
}

}  // namespace

json resultsJson(const Study& study)
{
    const EquityReport& report = study.report;
    json places = json::array(), equity = json::object();
    for (const NeighbourhoodId id : idsOf(study.city->neighbourhoods())) {
        const Neighbourhood& n = study.city->neighbourhoods()[id];
        json indicators = json::object();
        for (const IndicatorAssessment& a : report.indicators) {
            const Score& s = a.scores[id];
            indicators[std::string(indicatorInfo(a.indicator).key)] = {{"before", number(s.before)},
                                                                       {"after", number(s.after)},
                                                                       {"change", number(s.change)},
                                                                       {"low", nullptr},
                                                                       {"high", nullptr},
                                                                       {"p_better", nullptr},
                                                                       {"p_worse", nullptr},
                                                                       {"verdict", verdictKey(s.verdict)}};
        }
        places.push_back({{"id", n.externalId},
                          {"name", n.name},
                          {"population", n.population},
                          {"income_quintile", report.quintile[id] > 0 ? json(report.quintile[id]) : json(nullptr)},
                          {"indicators", indicators}});
    }
    for (const IndicatorAssessment& a : report.indicators)
        equity[std::string(indicatorInfo(a.indicator).key)] = equityJson(study, a);
    return {{"run_before", report.runBefore.hex()},
            {"run_after", report.runAfter.hex()},
            {"synthetic", study.city->synthetic()},
            {"people_without_income", report.peopleWithoutIncome},
            {"neighbourhoods", places},
            {"equity", equity},
            {"health", healthJson(*study.before, *study.after)}};
}

}  // namespace isopolis
