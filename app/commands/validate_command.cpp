#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/commands/measured_means.h"
#include "app/commands/sensor_output.h"
#include "app/commands/survey_file.h"
#include "app/project_session.h"
#include "gis/io/format/vector_reader.h"
#include "simulation/traffic/validation/count_validation.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct Options {
    std::string project, scenario = std::string(kBaseScenarioName), csv, screenlines, survey, measured;
};

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string figure(double v) { return std::isfinite(v) ? json(v).dump() : std::string(); }

Expected<void> writeCounts(const std::string& path, const CountValidation& v)
{
    return writeTextFile(path, [&](std::ostream& out) {
        out << "count,street,direction,year,counted_veh_h,modelled_veh_h,geh,counted_veh_day,modelled_veh_day,used_as_input\n";
        for (const ComparedCount& c : v.counts)
            out << quoted(c.externalId) << ',' << quoted(c.street) << ',' << quoted(c.direction) << ',' << c.year << ','
                << figure(c.counted_veh_h) << ',' << figure(c.modelled_veh_h) << ',' << figure(c.geh) << ',' << figure(c.counted_veh_day)
                << ',' << figure(c.modelled_veh_day) << ',' << (c.usedAsInput ? 1 : 0) << '\n';
    });
}

/// Lines of a file, each a screenline named by its column "name" (else by its feature).
Expected<std::vector<Screenline>> readScreenlines(const std::string& file, const AppliedScenario& applied, Console& console)
{
    IssueLog log;
    auto table = readVector(file, {}, applied.city->frame(), log);
    console.issues(log.take());
    if (!table)
        return unexpected(table.error());
    const auto nameColumn = table->column("name");
    std::vector<Screenline> lines;
    for (const Feature& feature : table->features) {
        Screenline all{nameColumn ? text(feature.values[*nameColumn]) : std::string(), {}};
        if (all.name.empty())
            all.name = feature.id;
        for (const Polyline& line : feature.lines) {
            const Screenline part = screenlineAcross(applied, all.name, line);
            all.links.insert(all.links.end(), part.links.begin(), part.links.end());
        }
        std::sort(all.links.begin(), all.links.end());
        all.links.erase(std::unique(all.links.begin(), all.links.end()), all.links.end());
        if (all.links.empty())
            console.note("screenline '" + all.name + "' crosses no street for cars");
        lines.push_back(std::move(all));
    }
    if (lines.empty())
        return unexpected(Error{ErrorCode::NotFound, "there is no line in this file"}.in(file).cure(
            "Draw each screenline as a line with a column 'name'."));
    return lines;
}

json fitJson(const FitStatistics& f)
{
    return {{"n", f.n},
            {"left_out", f.leftOut},
            {"mean_counted", number(f.meanCounted)},
            {"mean_modelled", number(f.meanModelled)},
            {"geh_below_5_share", number(f.gehBelow5)},
            {"geh_below_10_share", number(f.gehBelow10)},
            {"mean_geh", number(f.meanGeh)},
            {"flow_criterion_share", number(f.withinCriterion)},
            {"rmse_percent", number(f.rmsePercent)},
            {"r2", number(f.r2)},
            {"slope_through_origin", number(f.slope)},
            {"bias_percent", number(f.biasPercent)}};
}

json criteriaJson(const std::vector<Criterion>& all)
{
    json criteria = json::array();
    for (const Criterion& c : all)
        criteria.push_back({{"key", c.key},
                            {"what", c.what},
                            {"value", number(c.value)},
                            {"limit", c.limit},
                            {"upper_limit", c.upperLimit > c.limit ? json(c.upperLimit) : json(nullptr)},
                            {"n", c.n},
                            {"met", c.n > 0 ? json(c.met) : json(nullptr)},
                            {"source", c.source}});
    return criteria;
}

json demandJson(const DemandValidation& v)
{
    json figures = json::array(), lengths = json::object();
    for (const DemandFigure& f : v.figures)
        figures.push_back({{"key", f.key},
                           {"unit", f.unit},
                           {"observed", number(f.observed)},
                           {"modelled", number(f.modelled)},
                           {"fitted_to_a_parameter", f.fitted}});
    for (const TripMode mode : kTripModes)
        lengths[std::string(tripModeKey(mode))] = v.lengthShare[indexOf(mode)];
    return {{"figures", figures},
            {"length_classes_upper_km", kTripLengthClasses_km},
            {"length_share", lengths},
            {"criteria", criteriaJson(v.criteria)},
            {"caveats", v.caveats}};
}

json validationJson(const SessionRun& result, const CountValidation& v, const DemandValidation& demand)
{
    json counts = json::array(), lines = json::array(), years = json::object();
    for (const ComparedCount& c : v.counts)
        counts.push_back({{"id", c.externalId},
                          {"street", c.street},
                          {"direction", c.direction},
                          {"year", c.year > 0 ? json(c.year) : json(nullptr)},
                          {"counted_veh_h", number(c.counted_veh_h)},
                          {"modelled_veh_h", number(c.modelled_veh_h)},
                          {"geh", number(c.geh)},
                          {"counted_veh_day", number(c.counted_veh_day)},
                          {"modelled_veh_day", number(c.modelled_veh_day)},
                          {"used_as_input", c.usedAsInput}});
    for (const ScreenlineResult& s : v.screenlines)
        lines.push_back({{"name", s.name},
                         {"links", s.links},
                         {"counts", s.counts},
                         {"counted_veh_h", s.counted_veh_h},
                         {"modelled_veh_h", s.modelled_veh_h},
                         {"difference_percent", number(s.differencePercent)},
                         {"covered_share", number(s.covered)},
                         {"geh", number(s.geh)}});
    for (const auto& [year, n] : v.years)
        years[year > 0 ? std::to_string(year) : "unknown"] = n;
    return {{"run_key", result.run->key.hash().hex()},
            {"scenario", result.run->scenarioName},
            {"counts", counts},
            {"hourly", fitJson(v.hourly)},
            {"daily", fitJson(v.daily)},
            {"screenlines", lines},
            {"criteria", criteriaJson(v.criteria)},
            {"demand", demandJson(demand)},
            {"left_out", {{"no_street", v.noStreet}, {"no_figure", v.noFigure}, {"closed", v.closed}, {"used_as_input", v.usedAsInput}}},
            {"years", years},
            {"caveats", v.caveats}};
}

void printCriteria(const Console& console, const std::vector<Criterion>& criteria)
{
    std::vector<std::vector<std::string>> rows;
    for (const Criterion& c : criteria)
        rows.push_back({c.what, fixed(c.value, 2), std::to_string(c.n), c.n == 0 ? "not judged" : c.met ? "met" : "NOT MET", c.source});
    console.line("");
    console.table({"criterion", "value", "n", "verdict", "source"}, rows);
}

void printDemandValidation(const Console& console, const DemandValidation& v)
{
    std::vector<std::vector<std::string>> rows;
    const auto known = [](double value, int decimals) { return std::isfinite(value) ? fixed(value, decimals) : std::string("–"); };
    for (const DemandFigure& f : v.figures)
        rows.push_back({f.label, known(f.observed, 2), known(f.modelled, 2), f.unit, f.fitted ? "fitted to a parameter" : ""});
    console.line("");
    console.table({"travel of residents", "survey", "model", "unit", ""}, rows);
    rows.clear();
    for (std::size_t c = 0; c < kTripLengthClassCount; ++c) {
        rows.push_back({c < kTripLengthClasses_km.size() ? "to " + fixed(kTripLengthClasses_km[c], 1) + " km" : std::string("farther")});
        for (const TripMode mode : {TripMode::Car, TripMode::Cycle, TripMode::Walk})
            rows.back().push_back(fixed(100 * v.lengthShare[indexOf(mode)][c], 1));
    }
    console.line("");
    console.table({"modelled lengths, % of the mode's trips", "car", "cycle", "walk"}, rows);
    printCriteria(console, v.criteria);
    for (const std::string& caveat : v.caveats)
        console.line("note: " + caveat);
}

void printValidation(const Console& console, const CountValidation& v)
{
    std::vector<std::vector<std::string>> rows;
    for (const ComparedCount& c : v.counts)
        rows.push_back({c.externalId, c.street + (c.direction.empty() ? "" : " → " + c.direction),
                        c.year > 0 ? std::to_string(c.year) : "–", fixed(c.counted_veh_h, 0), fixed(c.modelled_veh_h, 0), fixed(c.geh, 1),
                        fixed(c.counted_veh_day, 0), fixed(c.modelled_veh_day, 0), c.usedAsInput ? "input" : ""});
    console.table({"count", "street", "year", "counted veh/h", "modelled", "GEH", "counted veh/day", "modelled", ""}, rows);
    rows.clear();
    const auto row = [&](const std::string& what, const FitStatistics& f) {
        rows.push_back({what, std::to_string(f.n), fixed(f.meanCounted, 0), fixed(f.meanModelled, 0), fixed(100 * f.gehBelow5, 1),
                        fixed(100 * f.gehBelow10, 1), fixed(f.meanGeh, 1), fixed(f.rmsePercent, 1), fixed(f.r2, 3), fixed(f.slope, 3)});
    };
    row("modelled hour", v.hourly);
    row("day", v.daily);
    console.line("");
    console.table({"flows", "n", "mean counted", "mean modelled", "GEH<5 %", "GEH<10 %", "mean GEH", "RMSE %", "R²", "slope"}, rows);
    rows.clear();
    for (const ScreenlineResult& s : v.screenlines)
        rows.push_back({s.name, std::to_string(s.links), std::to_string(s.counts), fixed(s.counted_veh_h, 0), fixed(s.modelled_veh_h, 0),
                        fixed(s.differencePercent, 1), fixed(100 * s.covered, 0)});
    if (!rows.empty()) {
        console.line("");
        console.table({"screenline", "links", "counted", "counted veh/h", "modelled", "difference %", "of its flow %"}, rows);
    }
    printCriteria(console, v.criteria);
    console.line("left out: " + std::to_string(v.noStreet) + " without a street near, " + std::to_string(v.noFigure) +
                 " without a figure, " + std::to_string(v.closed) + " closed by the scenario");
    for (const std::string& caveat : v.caveats)
        console.line("note: " + caveat);
}

int validate(const Options& o, Console& console)
{
    if (!o.csv.empty())
        if (auto writable = canWriteTo(o.csv); !writable)
            return console.fail(writable.error());
    auto project = openProject(o.project);
    if (!project)
        return console.fail(project.error());
    auto scenario = findScenario(*project, o.scenario);
    if (!scenario)
        return console.fail(scenario.error());
    SurveyFigures survey;
    if (!o.survey.empty()) {
        IssueLog log;
        auto read = readSurvey(o.survey, log);
        console.issues(log.take());
        if (!read)
            return console.fail(read.error());
        survey = *read;
    }
    IssueLog measuredLog;
    auto measured = o.measured.empty() ? storedMeans(o.project) : measuredMeans(o.measured, measuredLog);
    console.issues(measuredLog.take());
    if (!measured)
        return console.fail(measured.error());
    if (project->city->counts().empty() && o.survey.empty() && measured->empty())
        return console.fail(
            Error{ErrorCode::NotFound, "this city has no traffic counts and no measurements to compare with"}.in(o.project).cure(
                "Add a source of kind 'counts' to the recipe and build the project again, or give --survey or --measured."));
    ConsoleControl control(console);
    auto result = runScenario(*project, *scenario, control);
    if (!result)
        return console.fail(result.error());
    const Run& run = *result->run;
    ValidationRequest request{waterScreenlines(run.applied)};
    if (!o.screenlines.empty()) {
        auto lines = readScreenlines(o.screenlines, run.applied, console);
        if (!lines)
            return console.fail(lines.error());
        request.screenlines = std::move(*lines);
    }
    const CountValidation v = validateCounts(run.applied, run.traffic, request);
    if (!o.csv.empty())
        if (auto written = writeCounts(o.csv, v); !written)
            return console.fail(written.error());
    const DemandValidation demand = validateDemand(run.traffic.demand, survey);
    printValidation(console, v);
    printDemandValidation(console, demand);
    const SensorValidation sensors = validateSensors(run, *measured, control);
    printSensors(console, sensors);
    json answer = validationJson(*result, v, demand);
    answer["sensors"] = sensorsJson(sensors);
    answer["weather_classes"] = weatherClasses(run, console, control);
    console.answer(answer);
    return kDone;
}

}  // namespace

void addValidateCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "validate", "Compare a run with traffic counts (GEH, errors, screenlines, criteria) and with air and noise sensors");
    command->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    command->add_option("--scenario", o->scenario, "its name")->capture_default_str();
    command->add_option("--csv", o->csv, "write the table of counts here");
    command->add_option("--screenlines", o->screenlines,
                        "file of lines with a column 'name' (GeoJSON, GeoPackage, Shapefile); else rivers");
    command->add_option("--survey", o->survey, "observed travel, CSV with the columns figure,mode,upper_km,value");
    command->add_option("--measured", o->measured,
                        "table of measurements with the columns sensor, quantity, value and time; else the project's sensor store");
    command->footer(
        "Air and noise: rows of one sensor (external id or name of the city's sensor) and quantity are averaged, decibels by energy.\n"
        "Quantities: no2_ug_m3, pm25_ug_m3, pm10_ug_m3 against the annual mean in the open; leq_db and lday_db against the modelled\n"
        "level of the day (7 to 19 o'clock), lden_db, lnight_db. The answer has bias, RMSE, FAC2 (share within a factor of two), R\n"
        "and what limits the comparison.");
    command->callback([o, &console] { validate(*o, console); });
}

}  // namespace isopolis
