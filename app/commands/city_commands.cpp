#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/project_session.h"
#include "gis/io/file_check.h"
#include "simulation/emissions/factor_sheet.h"
#include "simulation/project/sensor_store.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

json countsJson(const std::vector<ImportCount>& counts)
{
    json all = json::object();
    for (const ImportCount& c : counts)
        all[c.kind] = {{"considered", c.considered}, {"kept", c.kept}};
    return all;
}

void printCounts(const Console& console, const std::vector<ImportCount>& counts)
{
    std::vector<std::vector<std::string>> rows;
    for (const ImportCount& c : counts)
        rows.push_back({c.kind, std::to_string(c.considered), std::to_string(c.kept)});
    console.table({"what", "considered", "kept"}, rows);
}

json cityJson(const City& city)
{
    std::size_t withIncome = 0, carLinks = 0;
    for (const Neighbourhood& n : city.neighbourhoods())
        withIncome += std::isnan(n.income) ? 0 : 1;
    for (const RoadLink& link : city.roads().links())
        carLinks += link.modes.has(Mode::Car) ? 1 : 0;
    json sources = json::array(), assumptions = json::array();
    for (const SourceRecord& s : city.sources())
        sources.push_back({{"id", s.id},
                           {"title", s.title},
                           {"publisher", s.publisher},
                           {"licence", s.licence},
                           {"attribution", s.attribution},
                           {"retrieved", s.retrieved},
                           {"sha256", s.hash},
                           {"purpose", s.purpose},
                           {"personal", s.personal}});
    for (const CityAssumption& a : city.assumptions())
        assumptions.push_back({{"id", a.id},
                               {"label", a.label},
                               {"unit", a.unit},
                               {"value", number(a.value)},
                               {"low", number(a.low)},
                               {"high", number(a.high)},
                               {"source", a.source}});
    return {{"name", city.name()},
            {"synthetic", city.synthetic()},
            {"crs", city.frame().crs},
            {"crs_name", city.frame().name},
            {"extent_m", {city.extent().minX, city.extent().minY, city.extent().maxX, city.extent().maxY}},
            {"revision", city.revision().hex()},
            {"population", city.population()},
            {"neighbourhoods", city.neighbourhoods().size()},
            {"neighbourhoods_with_income", withIncome},
            {"road_links", city.roads().links().size()},
            {"car_links", carLinks},
            {"buildings", city.buildings().size()},
            {"land_areas", city.areas().size()},
            {"places", city.places().size()},
            {"trees", city.trees().size()},
            {"transit_lines", city.transit().lines.size()},
            {"transit_stops", city.transit().stops.size()},
            {"traffic_counts", city.counts().size()},
            {"sensors", city.sensors().size()},
            {"terrain", !city.terrain().empty()},
            {"sources", sources},
            {"assumptions", assumptions}};
}

void printCity(const Console& console, const City& city)
{
    const json info = cityJson(city);
    console.line(city.name() + (city.synthetic() ? " (synthetic: an invented city)" : ""));
    console.line("  coordinate system  " + city.frame().crs + " " + city.frame().name);
    for (const char* key : {"population", "neighbourhoods", "neighbourhoods_with_income", "road_links", "car_links", "buildings",
                            "land_areas", "places", "trees", "transit_lines", "transit_stops", "traffic_counts", "sensors"}) {
        std::string label = key;
        std::replace(label.begin(), label.end(), '_', ' ');
        const double value = info[key].get<double>();
        console.line("  " + label + std::string(label.size() < 28 ? 28 - label.size() : 1, ' ') + fixed(value, 0));
    }
    for (const SourceRecord& s : city.sources())
        console.line("  source " + s.id + ": " + s.title + " · " + s.licence + " · " + s.attribution);
    for (const CityAssumption& a : city.assumptions())
        console.line("  assumed " + a.id + " = " + fixed(a.value, 3) + " " + a.unit + " (" + a.label + "; " + a.source + ")");
}

void addBuild(CLI::App& city, Console& console)
{
    struct Options {
        std::string recipe, out;
        bool replace = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* build =
        city.add_subcommand("build", "Build a project from the sources that a recipe lists; prints all problems with feature ids");
    build->add_option("RECIPE", options->recipe, "recipe, *.city.json")->required();
    build->add_option("OUT", options->out, "project to make, *.gpkg")->required();
    build->add_flag("--replace", options->replace, "replace an existing project");
    build->callback([options, &console] {
        ImportReport report;
        auto project = createFromRecipe(options->recipe, options->out, options->replace ? IfExists::Replace : IfExists::Refuse, report);
        console.issues(report.issues);
        if (!project) {
            console.fail(project.error());
            return;
        }
        printCounts(console, report.counts);
        printCity(console, *project->city);
        console.line("made " + options->out + " with " + std::to_string(report.issues.size()) + " notes on the data");
        json answer = cityJson(*project->city);
        answer["project"] = options->out;
        answer["counts"] = countsJson(report.counts);
        answer["issues"] = toJson(report.issues);
        console.answer(answer);
    });
}

void addSample(CLI::App& city, Console& console)
{
    struct Options {
        std::string out;
        SampleRequest request;
        bool replace = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* sample = city.add_subcommand("sample", "Make the synthetic sample city, of any size");
    sample->add_option("OUT", options->out, "project to make, *.gpkg")->required();
    sample->add_option("--population", options->request.population, "people")->check(CLI::Range(2000.0, 5e6))->capture_default_str();
    sample->add_option("--seed", options->request.seed, "same seed, same city")->capture_default_str();
    sample->add_flag("--replace", options->replace, "replace an existing project");
    sample->callback([options, &console] {
        auto project = createSampleProject(options->out, options->request, options->replace ? IfExists::Replace : IfExists::Refuse);
        if (!project) {
            console.fail(project.error());
            return;
        }
        printCity(console, *project->city);
        json answer = cityJson(*project->city);
        answer["project"] = options->out;
        console.answer(answer);
    });
}

void addCheck(CLI::App& city, Console& console)
{
    struct Options {
        std::vector<std::string> files;
        std::string kind;
    };
    auto options = std::make_shared<Options>();
    CLI::App* check = city.add_subcommand("check", "Read input files as an import would, and write nothing; exit 1 if one is unusable");
    check->add_option("FILE", options->files, "files to read")->required();
    check->add_option("--kind", options->kind, "osm, vector, terrain, csv, gtfs or recipe; guessed from the name if left out");
    check->callback([options, &console] {
        json all = json::array();
        for (const std::string& file : options->files) {
            auto seen = checkFile(file, options->kind);
            if (!seen) {
                console.fail(seen.error());
                return;
            }
            console.line(file + ": " + seen->description + (seen->crs.empty() ? "" : ", " + seen->crs) +
                         (seen->usable ? "" : " – NOT USABLE"));
            printCounts(console, seen->counts);
            console.issues(seen->issues);
            all.push_back({{"file", file},
                           {"kind", seen->kind},
                           {"description", seen->description},
                           {"crs", seen->crs},
                           {"usable", seen->usable},
                           {"fields", seen->fields},
                           {"counts", countsJson(seen->counts)},
                           {"issues", toJson(seen->issues)}});
            if (!seen->usable)
                console.exitCode = kCouldNot;
        }
        console.answer({{"files", all}});
    });
}

/// UTC, ISO 8601 to the minute.
std::string timeText(std::int64_t at_s)
{
    using namespace std::chrono;
    const sys_seconds at{seconds(at_s)};
    const auto midnight = floor<days>(at);
    const year_month_day date(midnight);
    const auto minutes = duration_cast<std::chrono::minutes>(at - midnight).count();
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02dZ", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return text;
}

/// What the sensors beside a project have said; null if nothing was ever recorded. A store that cannot be read is told, and harms
/// nothing else.
json recordedJson(const std::filesystem::path& project, const Console& console)
{
    const std::filesystem::path path = sensorStorePath(project);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored))
        return nullptr;
    auto store = SensorStore::open(path);
    auto summary = store ? store->summary() : unexpected(store.error());
    if (!summary) {
        console.note(summary.error().text());
        return {{"error", summary.error().text()}};
    }
    json recorded = {{"observations", summary->observations}, {"streams", summary->streams}, {"from", nullptr}, {"to", nullptr}};
    if (summary->observations > 0) {
        recorded["from"] = timeText(summary->from_s);
        recorded["to"] = timeText(summary->to_s);
    }
    return recorded;
}

void printRecorded(const Console& console, const json& recorded)
{
    if (!recorded.contains("observations"))
        return;
    std::string text = "  stored observations         " + fixed(recorded["observations"].get<double>(), 0);
    if (recorded["from"].is_string())
        text += " of " + fixed(recorded["streams"].get<double>(), 0) + " streams, " + recorded["from"].get<std::string>() + " to " +
                recorded["to"].get<std::string>();
    console.line(text);
}

void addInfo(CLI::App& city, Console& console)
{
    auto path = std::make_shared<std::string>();
    CLI::App* info = city.add_subcommand("info", "What is in a project: layers, counts, coordinate system, sources, assumptions");
    info->add_option("PROJECT", *path, "project, *.gpkg")->required();
    info->callback([path, &console] {
        auto project = openProject(*path);
        if (!project) {
            console.fail(project.error());
            return;
        }
        auto layers = project->store->layers();
        if (!layers) {
            console.fail(layers.error());
            return;
        }
        printCity(console, *project->city);
        const json recorded = recordedJson(*path, console);
        printRecorded(console, recorded);
        std::vector<std::vector<std::string>> rows;
        json tables = json::array(), names = json::array();
        for (const LayerInfo& layer : *layers) {
            rows.push_back({layer.table, layer.kind, std::to_string(layer.rows)});
            tables.push_back({{"table", layer.table}, {"kind", layer.kind}, {"rows", layer.rows}});
        }
        console.table({"table", "kind", "rows"}, rows);
        for (const Scenario& s : project->scenarios)
            names.push_back(s.name);
        json answer = cityJson(*project->city);
        answer["layers"] = tables;
        answer["stored_observations"] = recorded;
        answer["scenarios"] = names;
        console.answer(answer);
    });
}

json factorsJson(const FactorSheet& sheet)
{
    if (sheet.text.empty())
        return nullptr;
    const auto table = obtainFactorSheet(sheet);
    json answer = {{"file", sheet.file}, {"sha256", sheet.sha256}};
    if (!table)
        return answer;
    answer.update({{"name", (*table)->name()},
                   {"version", (*table)->version()},
                   {"year", (*table)->year()},
                   {"rows", (*table)->rows()},
                   {"factors", (*table)->factors()},
                   {"traffic_situations", (*table)->situations()},
                   {"issues", toJson((*table)->issues())}});
    return answer;
}

void addFactors(CLI::App& city, Console& console)
{
    struct Options {
        std::string project, file;
        bool remove = false;
    };
    auto o = std::make_shared<Options>();
    CLI::App* factors = city.add_subcommand("factors", "The user's own HBEFA emission factors in a project: show, put in, take out");
    factors->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    auto* file = factors->add_option("FILE", o->file, "hot emission factors as HBEFA's program exports them, *.csv; see emission --help");
    factors->add_flag("--remove", o->remove, "takes them out")->excludes(file);
    factors->footer(
        "Factors replace those of the guidebook for the classes and substances that the file holds, in all scenarios; the parameter\n"
        "emissions.own_factors=0 leaves them aside. The project then holds licensed figures: hand it on only as your licence allows.");
    factors->callback([o, &console] {
        auto project = openProject(o->project);
        if (!project) {
            console.fail(project.error());
            return;
        }
        CityPtr now = project->city;
        if (o->remove || !o->file.empty()) {
            FactorSheet sheet;
            if (!o->remove) {
                auto read = factorSheetOf(o->file);
                if (!read) {
                    console.fail(read.error());
                    return;
                }
                sheet = std::move(*read);
            }
            auto changed = project->store->useFactors(std::move(sheet));
            if (!changed) {
                console.fail(changed.error());
                return;
            }
            now = *changed;
        }
        const std::string name = factorSheetName(now->factors());
        console.line(name.empty() ? "no emission factors of the user: EMEP/EEA guidebook" : name);
        const json answer = factorsJson(now->factors());
        if (answer.is_object() && answer.contains("rows"))
            console.line(answer["rows"].dump() + " rows, " + answer["factors"].dump() + " factors, " + answer["traffic_situations"].dump() +
                         " traffic situations");
        if (const auto table = obtainFactorSheet(now->factors()); table && *table)
            console.issues((*table)->issues());
        console.answer({{"emission_factors", answer}, {"city_revision", now->revision().hex()}});
    });
}

}  // namespace

void addCityCommands(CLI::App& app, Console& console)
{
    CLI::App* city = app.add_subcommand("city", "Build, make, check and describe cities");
    city->require_subcommand(1);
    addBuild(*city, console);
    addSample(*city, console);
    addCheck(*city, console);
    addInfo(*city, console);
    addFactors(*city, console);
}

}  // namespace isopolis
