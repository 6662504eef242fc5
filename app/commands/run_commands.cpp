#include "app/commands/car_matrix.h"
#include "app/commands/console.h"
#include "app/commands/demand_output.h"
#include "app/commands/parameter_option.h"
#include "app/commands/publication.h"
#include "app/project_session.h"
#include "simulation/equity/city_groups.h"
#include "simulation/equity/zoning.h"
#include "simulation/health/health_model.h"
#include "simulation/report/export/results_json.h"
#include "simulation/run/model_chain.h"

#include <cmath>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

json noiseJson(const NoiseResult& noise)
{
    return {{"receptors", noise.receptors.size()},
            {"highly_annoyed_people", noise.highlyAnnoyed},
            {"highly_sleep_disturbed_people", noise.sleepDisturbed},
            {"people_by_lden_from_45_step_5_db", noise.peopleByDen},
            {"people_by_lnight_from_40_step_5_db", noise.peopleByNight}};
}

json pollutantJson(const PollutantHealth& p)
{
    return {{"mean_ug_m3", number(p.mean_ug_m3)},
            {"people_above_who", p.aboveWho},
            {"people_above_eu", p.aboveEu},
            {"deaths_per_year", {{"central", p.deaths.central}, {"low", p.deaths.low}, {"high", p.deaths.high}}}};
}

/// Deaths by the two pollutants overlap: no sum is given.
json healthJson(const HealthResult& health)
{
    json pm10 = pollutantJson(health.pm10);
    pm10.erase("deaths_per_year");  // those of PM2.5 are a part of them: none are counted
    return {{"people", health.people}, {"no2", pollutantJson(health.no2)}, {"pm25", pollutantJson(health.pm25)}, {"pm10", std::move(pm10)}};
}

/// By income fifth of the home: 0 where it is not known.
json roadChargeJson(const RoadChargePayments& paid)
{
    ByFifth<double> fifths{};
    double homes = 0;
    for (const ByFifth<double>& home : paid.paid_eur_day)
        for (std::size_t f = 0; f < kFifthCount; ++f) {
            fifths[f] += home[f];
            homes += home[f];
        }
    return {{"revenue_eur_day", paid.revenue_eur_day},
            {"residents_from_and_to_home_eur_day", homes},
            {"residents_by_income_fifth_eur_day", {fifths[1], fifths[2], fifths[3], fifths[4], fifths[5]}},
            {"residents_income_unknown_eur_day", fifths[0]},
            {"between_other_places_eur_day", paid.elsewhere_eur_day},
            {"across_the_edge_eur_day", paid.edge_eur_day}};
}

json runJson(const SessionRun& result)
{
    const Run& run = *result.run;
    json stages = json::object();
    for (const StageTime& s : run.stageTimes)
        stages[s.stage] = s.seconds;
    const TrafficResult& t = run.traffic;
    json out = {{"run_key", run.key.hash().hex()},
                {"result_hash", resultHash(run).hex()},
                {"scenario", run.scenarioName},
                {"cached", result.cached},
                {"stage_seconds", stages},
                {"traffic",
                 {{"trips_veh_h", t.trips_veh_h.total()},
                  {"intrazonal_veh_h", t.intrazonal_veh_h},
                  {"unassigned_veh_h", t.unassigned_veh_h},
                  {"external_stations", t.zones.external.size()},
                  {"iterations", t.iterations},
                  {"converged", t.converged},
                  {"relative_gap", t.relativeGap},
                  {"conservation_error_veh_h", t.conservationError_veh_h},
                  {"total_time_veh_h", t.totalTime_veh_h},
                  {"total_distance_veh_km", t.totalDistance_veh_km}}},
                {"demand", demandJson(t.demand)},
                {"emissions",
                 {{"nox_kg_day", run.emissions.totalNox_kg_day},
                  {"pm25_kg_day", run.emissions.totalPm25_kg_day},
                  {"co2_t_day", run.emissions.totalCo2_t_day}}},
                {"air",
                 {{"receptors", run.air.receptors.size()},
                  {"background_no2_ug_m3", number(run.air.backgroundNo2_ug_m3)},
                  {"background_pm25_ug_m3", number(run.air.backgroundPm25_ug_m3)},
                  {"background_pm10_ug_m3", number(run.air.backgroundPm10_ug_m3)}}},
                {"noise", noiseJson(run.noise)},
                {"health", healthJson(run.health)},
                {"diagnostics", toJson(run.diagnostics)}};
    if (t.roadCharge.charged())
        out["road_charge"] = roadChargeJson(t.roadCharge);
    return out;
}

void printRun(const Console& console, const SessionRun& result)
{
    const Run& run = *result.run;
    console.line("run " + run.key.hash().shortHex() + " of '" + run.scenarioName + "'" +
                 (result.cached ? " (from the project, not computed again)" : ""));
    if (!result.cached) {
        std::vector<std::vector<std::string>> rows;
        for (const StageTime& s : run.stageTimes)
            rows.push_back({s.stage, fixed(s.seconds, 3)});
        console.table({"stage", "seconds"}, rows);
    }
    const TrafficResult& t = run.traffic;
    console.table({"total", "value", "unit"},
                  {{"car trips in the modelled hour", fixed(t.trips_veh_h.total(), 0), "veh/h"},
                   {"of these within one zone", fixed(t.intrazonal_veh_h, 0), "veh/h"},
                   {"without a way to the network", fixed(t.unassigned_veh_h, 1), "veh/h"},
                   {"time on the road", fixed(t.totalTime_veh_h, 0), "veh·h/h"},
                   {"distance", fixed(t.totalDistance_veh_km, 0), "veh·km/h"},
                   {"NOx", fixed(run.emissions.totalNox_kg_day, 1), "kg/day"},
                   {"PM2.5", fixed(run.emissions.totalPm25_kg_day, 2), "kg/day"},
                   {"CO2", fixed(run.emissions.totalCo2_t_day, 1), "t/day"},
                   {"people highly annoyed by road noise", fixed(run.noise.highlyAnnoyed, 0), "people"},
                   {"people whose sleep it disturbs", fixed(run.noise.sleepDisturbed, 0), "people"},
                   {"people above the EU limit of NO2", fixed(run.health.no2.aboveEu, 0), "people"},
                   {"people above the EU limit of PM2.5", fixed(run.health.pm25.aboveEu, 0), "people"},
                   {"people above the EU limit of PM10", fixed(run.health.pm10.aboveEu, 0), "people"},
                   {"deaths attributable to NO2", casesText(run.health.no2.deaths), ""},
                   {"deaths attributable to PM2.5 (never to be added)", casesText(run.health.pm25.deaths), ""}});
    if (t.demand.total() > 0)
        printDemand(console, t.demand);
    console.line(std::string(t.converged ? "equilibrium reached" : "EQUILIBRIUM NOT REACHED") + ": relative gap " +
                 json(t.relativeGap).dump() + " after " + std::to_string(t.iterations) +
                 " iterations; flow is conserved at every node to " + json(t.conservationError_veh_h).dump() + " veh/h");
    console.line("result hash " + resultHash(run).hex());
    console.issues(run.diagnostics);
}

struct RunOptions {
    std::string project, scenario = std::string(kBaseScenarioName), matrix, matrixName;
    std::vector<std::string> set;
};

/// With a given matrix the run is shown and not stored: its key does not know of the file.
Expected<SessionRun> runWithMatrix(const OpenProject& project, const Scenario& scenario, const RunOptions& o, Console& console,
                                   RunControl& control)
{
    auto applied = applyScenario(project.city, scenario);
    if (!applied)
        return unexpected(applied.error());
    IssueLog log;
    auto cars = readCarMatrix(o.matrix, o.matrixName, *applied, log);
    if (!cars)
        return unexpected(cars.error());
    console.issues(log.take());
    auto run = runChain(project.city, scenario, control, {.memory = nullptr, .givenCars = &*cars});
    if (!run)
        return unexpected(run.error());
    console.note("this run is not stored in the project: its car trips come from '" + o.matrix + "'");
    return SessionRun{*run, false};
}

void addRun(CLI::App& app, Console& console)
{
    auto o = std::make_shared<RunOptions>();
    CLI::App* run = app.add_subcommand("run", "Run the chain of models for a scenario and store the results");
    run->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    run->add_option("--scenario", o->scenario, "its name")->capture_default_str();
    run->add_option("--set", o->set, "a parameter for this run only, id=value; can be repeated")->take_all();
    run->add_option("--matrix", o->matrix,
                    "car trips of the modelled hour from this file (*.csv, *.omx, *.tntp) instead of modelled demand; not stored");
    run->add_option("--matrix-name", o->matrixName, "which matrix of an OMX file");
    run->callback([o, &console] {
        auto project = openProject(o->project);
        if (!project) {
            console.fail(project.error());
            return;
        }
        auto scenario = findScenario(*project, o->scenario);
        if (!scenario) {
            console.fail(scenario.error());
            return;
        }
        for (const std::string& assignment : o->set)
            if (auto set = setParameter(*scenario, assignment); !set) {
                console.fail(set.error());
                return;
            }
        ConsoleControl control(console);
        auto result =
            o->matrix.empty() ? runScenario(*project, *scenario, control) : runWithMatrix(*project, *scenario, *o, console, control);
        if (!result) {
            console.fail(result.error());
            return;
        }
        printRun(console, *result);
        console.answer(runJson(*result));
    });
}

void printCompare(const Console& console, const Study& study)
{
    for (const IndicatorAssessment& a : study.report.indicators) {
        const IndicatorInfo& info = indicatorInfo(a.indicator);
        console.line("\n" + std::string(info.label) + " (" + std::string(unitSymbol(info.unit)) + ")");
        console.line("  " + a.headline);
        std::vector<std::vector<std::string>> rows;
        const auto add = [&](const GroupScore& g) {
            rows.push_back({g.label, fixed(g.people, 0), fixed(g.before, info.decimals), fixed(g.after, info.decimals),
                            fixed(g.change, info.decimals + 1), fixed(g.better, 0), fixed(g.worse, 0), fixed(g.unchanged, 0)});
        };
        for (const GroupScore& g : a.quintiles)
            add(g);
        add(a.everyone);
        for (const CityGroup& g : cityGroups(*study.city, a, 0))
            add(g.score);
        console.table({"group", "people", "before", "after", "change", "better", "worse", "unchanged"}, rows);
    }
}

json zoningJson(const EquityReport& report, const ZoningReport& zoning)
{
    json indicators = json::object();
    for (const IndicatorAssessment& a : report.indicators) {
        json lines = json::object();
        for (const ZoningLine& line : zoningLines(a, zoning.report.of(a.indicator)))
            lines[line.key] = {{"neighbourhoods", number(line.neighbourhoods)}, {"zones", number(line.zones)}};
        indicators[std::string(indicatorInfo(a.indicator).key)] = lines;
    }
    return {{"cell_m", zoning.cell_m},
            {"neighbourhoods", zoning.neighbourhoods},
            {"empty_neighbourhoods", zoning.emptyNeighbourhoods},
            {"zones", zoning.zones->neighbourhoods().size()},
            {"small_zones", zoning.smallZones},
            {"indicators", indicators}};
}

void printZoning(const Console& console, const EquityReport& report, const ZoningReport& zoning)
{
    console.line("\nThe same on two zonings: " + std::to_string(zoning.neighbourhoods - zoning.emptyNeighbourhoods) +
                 " neighbourhoods with people (" + std::to_string(zoning.emptyNeighbourhoods) + " without), and " +
                 std::to_string(zoning.zones->neighbourhoods().size()) + " squares of " + fixed(zoning.cell_m, 0) + " m (" +
                 std::to_string(zoning.smallZones) + " with few people)");
    for (const IndicatorAssessment& a : report.indicators) {
        const IndicatorInfo& info = indicatorInfo(a.indicator);
        std::vector<std::vector<std::string>> rows;
        for (const ZoningLine& line : zoningLines(a, zoning.report.of(a.indicator))) {
            const int digits = line.inUnit ? info.decimals + line.decimals : std::max(0, line.decimals);
            rows.push_back({line.label, fixed(line.neighbourhoods, digits), fixed(line.zones, digits)});
        }
        console.line("\n" + std::string(info.label));
        console.table({"figure", "neighbourhoods", "squares"}, rows);
    }
}

void addCompare(CLI::App& app, Console& console)
{
    struct Options {
        std::string project, scenario, against = std::string(kBaseScenarioName);
        std::optional<double> zoning;
        Publication publication;
    };
    auto o = std::make_shared<Options>();
    CLI::App* compare =
        app.add_subcommand("compare", "Who gains and who loses: before, after and change per neighbourhood and income group");
    compare->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    compare->add_option("--scenario", o->scenario, "its name")->required();
    compare->add_option("--against", o->against, "what it is compared with")->capture_default_str();
    compare
        ->add_option("--zoning", o->zoning,
                     "also on squares of this side in metres: what is said of inequality depends on how the map is cut; 0: a suitable side")
        ->check(CLI::Range(0.0, 1e6));
    addPublicationOptions(*compare, o->publication);
    compare->callback([o, &console] {
        if (auto possible = canPublish(o->publication); !possible) {
            console.fail(possible.error());
            return;
        }
        ConsoleControl control(console);
        auto opened = studyProject(o->project, o->scenario, o->against, control);
        if (!opened) {
            console.fail(opened.error());
            return;
        }
        auto& [project, study] = *opened;
        auto before = findScenario(project, o->against);
        auto published = before ? publish(o->publication, study, *before, {}) : Expected<void>(unexpected(before.error()));
        if (!published) {
            console.fail(published.error());
            return;
        }
        printCompare(console, study);
        json results = resultsJson(study);
        if (o->zoning) {
            const double cell_m = *o->zoning > 0 ? *o->zoning : suggestedCell_m(*study.city);
            auto zoning = coarserZoning(*study.city, study.report, study.scenario.parameters, cell_m);
            if (!zoning) {
                console.fail(Error(zoning.error()).about("--zoning"));
                return;
            }
            printZoning(console, study.report, *zoning);
            results["zoning"] = zoningJson(study.report, *zoning);
        }
        console.answer(results);
    });
}

}  // namespace

void addRunCommands(CLI::App& app, Console& console)
{
    addRun(app, console);
    addCompare(app, console);
}

}  // namespace isopolis
