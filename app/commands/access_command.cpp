/// `access`: measures of access for a table of travel costs or for a project, and isochrones.

#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/project_session.h"
#include "gis/io/crs.h"
#include "gis/io/format/csv_reader.h"
#include "gis/io/format/pair_reader.h"
#include "simulation/access/access_matrix.h"
#include "simulation/access/isochrone.h"
#include "simulation/access/measures/competition.h"
#include "simulation/access/measures/opportunities.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <unordered_map>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

const std::vector<std::string> kMeasures = {"cumulative", "interval", "gravity",   "closest", "balancing",
                                            "2sfca",      "bfca",     "available", "total",   "doubly"};

struct Options {
    std::string project, matrix, landUse, measure = "cumulative", decay = "exponential:0.1", opportunity = "jobs", demand = "population";
    std::string id = "id", mode = "walk", from, scenario = std::string(kBaseScenarioName), output;
    PairColumns columns;
    double cutoff = 30, number = 1, step = 1, alpha = 1, limit = 60;
    std::vector<double> interval = {20, 40}, minutes = {5, 10, 15};
    bool passive = false, isochrone = false;
};

Error wrong(std::string what, std::string option, std::string cure)
{
    return Error{ErrorCode::BadValue, std::move(what)}.about(std::move(option)).cure(std::move(cure));
}

/// The measure that the options name; passive ones on the transposed matrix.
Expected<PlaceValues> measured(const Options& o, const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand)
{
    const auto decay = parseDecay(o.decay);
    if (!decay)
        return unexpected(decay.error());
    if (o.measure == "cumulative")
        return cumulative(costs, supply, o.cutoff);
    if (o.measure == "interval") {
        constexpr std::size_t kMostCutoffs = 10000;
        const CutoffInterval interval{o.interval[0], o.interval[1], o.step};
        if (!(o.step > 0) || !(interval.high >= interval.low) || interval.count() > kMostCutoffs)
            return unexpected(
                wrong("the interval must rise, in at most 10,000 steps", "--interval", "Write for example --interval 20 40."));
        return cumulativeInterval(costs, supply, interval);
    }
    if (o.measure == "gravity")
        return gravity(costs, supply, *decay);
    if (o.measure == "closest")
        return costToClosest(costs, supply, o.number);
    if (o.measure == "balancing")
        return balancingCost(costs, supply, demand, o.step);
    if (o.measure == "2sfca")
        return twoStepCatchment(costs, supply, demand, *decay);
    if (o.measure == "bfca")
        return balancedCatchment(costs, supply, demand, *decay);
    if (o.measure == "available")
        return spatialAvailability(costs, supply, demand, *decay, o.alpha);
    if (o.measure == "total")
        return totalConstrained(costs, supply, *decay);
    return unexpected(Error{ErrorCode::Internal, "the measure '" + o.measure + "' is not known"});
}

/// A column as numbers of at least 0; empty cells and NA are none.
Expected<PlaceValues> columnOf(const CsvTable& table, const std::string& name, const std::string& file)
{
    const auto found = std::find(table.columns.begin(), table.columns.end(), name);
    if (found == table.columns.end()) {
        std::string names;
        for (const std::string& column : table.columns)
            names += (names.empty() ? "" : ", ") + column;
        return unexpected(
            Error{ErrorCode::NotFound, "there is no column '" + name + "'"}.in(file).about(name).cure("It has: " + names + "."));
    }
    const auto index = static_cast<std::size_t>(found - table.columns.begin());
    PlaceValues values;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string& text = table.rows[row][index];
        double value = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool none = text.empty() || text == "NA";
        if (!none && (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || !(value >= 0) || !std::isfinite(value)))
            return unexpected(Error{ErrorCode::BadValue, "'" + text.substr(0, 40) + "' is not a number of at least 0"}
                                  .in(file)
                                  .at("row " + std::to_string(table.lines[row]))
                                  .about(name)
                                  .cure("Correct the cell, or leave it empty for none."));
        values.push(none ? 0 : value);
    }
    return values;
}

struct Table {
    std::vector<std::string> ids;
    CostMatrix costs;
    PlaceValues supply, demand;
    std::size_t unknownPairs = 0;  ///< pairs of places that the land use does not name
};

Expected<Table> readTable(const Options& o, Console& console)
{
    IssueLog log;
    const auto land = readCsv(o.landUse, log);
    if (!land)
        return unexpected(land.error());
    console.issues(log.take());
    const auto id = std::find(land->columns.begin(), land->columns.end(), o.id);
    if (id == land->columns.end())
        return unexpected(Error{ErrorCode::NotFound, "there is no column '" + o.id + "'"}.in(o.landUse).about(o.id).cure(
            "Name the column of ids with --id."));
    const auto idColumn = static_cast<std::size_t>(id - land->columns.begin());
    const bool competes =
        o.measure == "balancing" || o.measure == "2sfca" || o.measure == "bfca" || o.measure == "available" || o.measure == "doubly";
    auto supply = columnOf(*land, o.passive && !competes ? o.demand : o.opportunity, o.landUse);
    if (!supply)
        return unexpected(supply.error());
    auto demand = competes ? columnOf(*land, o.demand, o.landUse) : Expected<PlaceValues>(PlaceValues(land->rows.size(), 0.0));
    if (!demand)
        return unexpected(demand.error());
    Table table;
    std::unordered_map<std::string_view, std::uint32_t> places;
    for (std::size_t row = 0; row < land->rows.size(); ++row) {
        table.ids.push_back(land->rows[row][idColumn]);
        if (!places.emplace(land->rows[row][idColumn], static_cast<std::uint32_t>(row)).second)
            return unexpected(Error{ErrorCode::BadValue, "the place is named twice"}
                                  .in(o.landUse)
                                  .at("row " + std::to_string(land->lines[row]))
                                  .about(o.id)
                                  .cure("Keep one row a place."));
    }
    auto pairs = readPairs(o.matrix, o.columns);
    if (!pairs)
        return unexpected(pairs.error());
    std::vector<std::uint32_t> place;
    for (const std::string& name : pairs->ids)
        place.push_back(places.contains(name) ? places.at(name) : ~0U);
    std::vector<TravelCost> costs;
    costs.reserve(pairs->pairs.size());
    for (const PairTable::Pair& p : pairs->pairs) {
        if (place[p.from] == ~0U || place[p.to] == ~0U)
            ++table.unknownPairs;
        else
            costs.push_back({AccessPlaceId(place[p.from]), AccessPlaceId(place[p.to]), p.value});
    }
    if (costs.empty())
        return unexpected(Error{ErrorCode::Conflict, "no pair of the matrix names places of the land use"}.in(o.matrix).cure(
            "Check that both files use the same ids."));
    table.costs = CostMatrix(table.ids.size(), costs);
    if (o.passive)
        table.costs = table.costs.transposed();
    table.supply = o.passive && competes ? std::move(*demand) : std::move(*supply);
    table.demand = o.passive && competes ? std::move(*supply) : std::move(*demand);
    return table;
}

json measureJson(const Options& o)
{
    json about = {{"measure", o.measure}, {"passive", o.passive}};
    if (o.measure == "cumulative")
        about["cut_off_min"] = o.cutoff;
    if (o.measure == "interval")
        about["interval_min"] = o.interval;
    if (o.measure == "closest")
        about["number"] = o.number;
    if (o.measure == "gravity" || o.measure == "2sfca" || o.measure == "bfca" || o.measure == "available" || o.measure == "total" ||
        o.measure == "doubly")
        about["decay"] = o.decay;
    return about;
}

/// The doubly constrained measure is one of pairs: what every place has is given.
Expected<void> flowsOfTable(const Options& o, const Table& table, Console& console)
{
    const auto decay = parseDecay(o.decay);
    if (!decay)
        return unexpected(decay.error());
    const auto found = doublyConstrained(table.costs, table.supply, table.demand, *decay);
    if (!found)
        return unexpected(found.error());
    json answer = measureJson(o), flows = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const TravelCost& f : found->flow) {
        flows.push_back({{"from", table.ids[f.from.index()]}, {"to", table.ids[f.to.index()]}, {"flow", f.cost}});
        rows.push_back({table.ids[f.from.index()], table.ids[f.to.index()], json(f.cost).dump()});
    }
    console.table({"from", "to", "flow"}, rows);
    answer["iterations"] = found->iterations;
    answer["largest_relative_error"] = found->largestError;
    answer["flows"] = std::move(flows);
    console.answer(answer);
    return {};
}

Expected<void> accessOfTable(const Options& o, Console& console)
{
    const auto table = readTable(o, console);
    if (!table)
        return unexpected(table.error());
    if (o.measure == "doubly")
        return flowsOfTable(o, *table, console);
    const auto values = measured(o, table->costs, table->supply, table->demand);
    if (!values)
        return unexpected(values.error());
    json answer = measureJson(o), places = json::array();
    std::vector<std::vector<std::string>> rows;
    double sum = 0;
    for (const AccessPlaceId place : idsOf(*values)) {
        const double value = (*values)[place];
        places.push_back({{"id", table->ids[place.index()]}, {"value", number(value)}});
        rows.push_back({table->ids[place.index()], json(value).dump()});
        sum += std::isfinite(value) ? value : 0;
    }
    console.table({"place", o.passive ? o.demand : o.opportunity}, rows);
    if (table->unknownPairs > 0)
        console.note(std::to_string(table->unknownPairs) + " pairs name places that the land use lacks; they are left out");
    answer["pairs"] = table->costs.pairs();
    answer["pairs_left_out"] = table->unknownPairs;
    answer["sum"] = sum;
    answer["places"] = std::move(places);
    console.answer(answer);
    return {};
}

Expected<void> writeWhole(const std::string& path, const std::string& text)
{
    const std::string part = path + ".part";
    std::ofstream out(part, std::ios::binary);
    out << text;
    out.close();
    std::error_code failed;
    if (out)
        std::filesystem::rename(part, path, failed);
    if (!out || failed) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        return unexpected(Error{ErrorCode::Io, "the file could not be written"}.in(path).cure("Check the folder and its rights."));
    }
    return {};
}

/// A project with a scenario applied, and the traffic by car.
struct Ready {
    OpenProject project;
    AppliedScenario applied;
    RunPtr run;  ///< by car only
    TravelMode mode = TravelMode::Walk;
};

Expected<Ready> prepare(const Options& o, RunControl& control)
{
    Ready ready;
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    ready.project = std::move(*project);
    auto scenario = findScenario(ready.project, o.scenario);
    if (!scenario)
        return unexpected(scenario.error());
    ready.mode = o.mode == "car" ? TravelMode::Car : o.mode == "cycle" ? TravelMode::Cycle : TravelMode::Walk;
    if (ready.mode == TravelMode::Car) {
        auto run = runScenario(ready.project, *scenario, control);
        if (!run)
            return unexpected(run.error());
        ready.run = run->run;
        ready.applied = ready.run->applied;
        return ready;
    }
    auto applied = applyScenario(ready.project.city, *scenario);
    if (!applied)
        return unexpected(applied.error());
    ready.applied = std::move(*applied);
    return ready;
}

/// "6.14,46.2" as a point of the city; nothing if it is no pair of numbers.
std::optional<Expected<Point2>> pointOf(const std::string& text, const City& city)
{
    double lon = 0, lat = 0;
    const char *begin = text.data(), *end = begin + text.size();
    const auto first = std::from_chars(begin, end, lon);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != ',')
        return {};
    const auto second = std::from_chars(first.ptr + 1, end, lat);
    if (second.ec != std::errc() || second.ptr != end)
        return {};
    return toCityOf(city)(lon, lat);
}

json ringJson(const Ring& ring, const Projector& projector)
{
    json points = json::array();
    for (std::size_t i = 0; i <= ring.size() && !ring.empty(); ++i) {
        const Point2 at = projector.inverse(ring[i % ring.size()].x, ring[i % ring.size()].y);
        constexpr double kDigits = 1e7;  // a centimetre
        points.push_back({std::round(at.x * kDigits) / kDigits, std::round(at.y * kDigits) / kDigits});
    }
    return points;
}

Expected<void> isochroneOfProject(const Options& o, Console& console)
{
    if (!o.output.empty())
        if (auto writable = canWriteTo(o.output); !writable)
            return writable;
    ConsoleControl control(console);
    const auto ready = prepare(o, control);
    if (!ready)
        return unexpected(ready.error());
    const City& city = *ready->project.city;
    const auto from = pointOf(o.from, city);
    Expected<Point2> at = Point2{};
    if (from)
        at = *from;
    else if (const NeighbourhoodId where = city.findNeighbourhood(o.from); where.valid())
        at = interiorPoint(city.neighbourhoods()[where].outline);
    else
        return unexpected(
            wrong("'" + o.from + "' is neither LON,LAT nor a neighbourhood", "--from", "Write for example --from 6.1432,46.2044."));
    if (!at)
        return unexpected(at.error());
    const auto reach = isochrone(ready->applied, ready->mode, *at, o.minutes, ready->run ? &ready->run->traffic : nullptr);
    if (!reach)
        return unexpected(reach.error());
    const auto projector = Projector::forFrame(city.frame());
    if (!projector)
        return unexpected(projector.error());
    json features = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const Isochrone::Area& reached : reach->areas) {
        json polygons = json::array();
        for (const Polygon& polygon : reached.outline) {
            json rings = json::array({ringJson(polygon.outer, *projector)});
            for (const Ring& hole : polygon.holes)
                rings.push_back(ringJson(hole, *projector));
            polygons.push_back(std::move(rings));
        }
        const double km2 = area(reached.outline) / 1e6;
        features.push_back({{"type", "Feature"},
                            {"properties", {{"mode", o.mode}, {"minutes", reached.minutes}, {"area_km2", km2}}},
                            {"geometry", {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}}}});
        rows.push_back({fixed(reached.minutes, 1), fixed(km2, 3)});
    }
    const json collection = {{"type", "FeatureCollection"}, {"features", std::move(features)}};
    if (!o.output.empty())
        if (auto written = writeWhole(o.output, collection.dump() + "\n"); !written)
            return written;
    console.table({"minutes", "km²"}, rows);
    console.answer(collection);
    return {};
}

Opportunity opportunityOf(const std::string& key)
{
    for (const Opportunity what : {Opportunity::Schools, Opportunity::Health, Opportunity::Shops, Opportunity::Parks})
        if (key == opportunityKey(what))
            return what;
    return Opportunity::Jobs;
}

Expected<void> accessOfProject(Options o, Console& console)
{
    ConsoleControl control(console);
    const auto ready = prepare(o, control);
    if (!ready)
        return unexpected(ready.error());
    const City& city = *ready->project.city;
    CityAccessRequest request{.what = opportunityOf(o.opportunity), .limit_min = o.limit, .extra = {}};
    NeighbourhoodId only;
    const auto point = o.from.empty() ? std::nullopt : pointOf(o.from, city);
    if (point && !*point)
        return unexpected(point->error());
    if (point)
        request.extra.push_back(**point);
    else if (!o.from.empty() && !(only = city.findNeighbourhood(o.from)).valid())
        return unexpected(
            wrong("'" + o.from + "' is neither LON,LAT nor a neighbourhood", "--from", "Write for example --from 6.1432,46.2044."));
    // What lies beyond the cut-off need not be looked for.
    if (o.measure == "cumulative")
        request.limit_min = o.cutoff;
    const ModeNetwork net = ready->mode == TravelMode::Car     ? carNetwork(ready->applied, ready->run->traffic)
                            : ready->mode == TravelMode::Cycle ? cycleNetwork(ready->applied)
                                                               : walkNetwork(ready->applied);
    const auto access = cityAccess(ready->applied, net, request, control);
    if (!access)
        return unexpected(access.error());
    const auto values = measured(o, access->minutes, access->supply, access->demand);
    if (!values)
        return unexpected(values.error());
    json answer = measureJson(o);
    answer["mode"] = o.mode;
    answer["opportunity"] = o.opportunity;
    answer["limit_min"] = request.limit_min;
    answer["pairs"] = access->minutes.pairs();
    if (point) {
        const double value = (*values)[AccessPlaceId::fromIndex(access->firstExtra)];
        answer["value"] = number(value);
        console.line(o.opportunity + ": " + fixed(value, 2));
        console.answer(answer);
        return {};
    }
    json places = json::array();
    std::vector<std::vector<std::string>> rows;
    const auto means = meanOf(*access, city.neighbourhoods().size(), *values);
    for (const NeighbourhoodId id : idsOf(means)) {
        if (only.valid() && id != only)
            continue;
        const Neighbourhood& n = city.neighbourhoods()[id];
        const PeopleMean& m = means[id];
        places.push_back({{"id", n.externalId},
                          {"name", n.name},
                          {"people", m.people + m.without},
                          {"people_without", m.without},
                          {"mean", number(m.mean)},
                          {"standard_deviation", number(m.deviation)},
                          {"lowest", number(m.lowest)},
                          {"highest", number(m.highest)}});
        rows.push_back({n.name, fixed(m.people + m.without, 0), fixed(m.mean, 2), fixed(m.deviation, 2), fixed(m.lowest, 2),
                        fixed(m.highest, 2), fixed(m.without, 0)});
    }
    console.table({"neighbourhood", "people", "mean", "deviation", "lowest", "highest", "without"}, rows);
    answer["neighbourhoods"] = std::move(places);
    console.answer(answer);
    return {};
}

constexpr const char* kHelp =
    "Measures of access, and isochrones.\n\n"
    "For a table of travel costs:\n"
    "  access --matrix times.csv.gz --land-use places.csv --measure cumulative --cut-off 30 --opportunity jobs\n"
    "The matrix has a line a pair (from_id, to_id, travel_time); pairs that cannot be travelled are absent.\n\n"
    "For a project, from where people live:\n"
    "  access town.gpkg --mode cycle --opportunity schools --measure closest\n"
    "  access town.gpkg --mode walk --from 6.1432,46.2044 --isochrone --minutes 5 10 15 --output reach.geojson\n\n"
    "Measures: cumulative (within --cut-off), interval (median over the cut-offs of --interval), gravity (weighted by --decay),\n"
    "closest (time to the --number nearest), balancing (time in which more opportunities than people are met), 2sfca and bfca\n"
    "(two-step and balanced floating catchment, opportunities a person), available (spatial availability), total and doubly\n"
    "(constrained). Figures of a neighbourhood are means over its people; 'without' counts people who reach nothing.";

}  // namespace

void addAccessCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("access", kHelp);
    command->add_option("PROJECT", o->project, "project, *.gpkg; not with --matrix");
    command->add_option("--matrix", o->matrix, "travel costs between places, *.csv or *.csv.gz");
    command->add_option("--land-use", o->landUse, "places with people and opportunities, *.csv");
    command->add_option("--measure", o->measure, "which measure")->check(CLI::IsMember(kMeasures))->capture_default_str();
    command->add_option("--opportunity", o->opportunity, "column of the land use; of a project: jobs, schools, health, shops or parks")
        ->capture_default_str();
    command->add_option("--demand", o->demand, "column of people who compete (land use)")->capture_default_str();
    command->add_flag("--passive", o->passive, "who reaches a place, instead of what it reaches (matrix)");
    command->add_option("--cut-off", o->cutoff, "minutes, for cumulative")->check(CLI::Range(0.0, 100000.0))->capture_default_str();
    command->add_option("--interval", o->interval, "first and last cut-off, minutes")->expected(2)->capture_default_str();
    command->add_option("--step", o->step, "between cut-offs, for interval and balancing")
        ->check(CLI::Range(0.001, 1000.0))
        ->capture_default_str();
    command->add_option("--number", o->number, "how many must be reached, for closest")->check(CLI::Range(0.0, 1e9))->capture_default_str();
    command
        ->add_option("--decay", o->decay, "binary:30, linear:60, exponential:0.1, power:2, logistic:30,5 or stepped:10=0.67,20=0.33,30=0")
        ->capture_default_str();
    command->add_option("--alpha", o->alpha, "weight of large places, for available")->check(CLI::Range(0.0, 10.0))->capture_default_str();
    command->add_option("--id", o->id, "column of ids in the land use")->capture_default_str();
    command->add_option("--from-column", o->columns.from, "column of origins in the matrix")->capture_default_str();
    command->add_option("--to-column", o->columns.to, "column of destinations in the matrix")->capture_default_str();
    command->add_option("--cost-column", o->columns.value, "column of costs in the matrix")->capture_default_str();
    command->add_option("--mode", o->mode, "walk, cycle or car (in the traffic of the modelled hour)")
        ->check(CLI::IsMember({"walk", "cycle", "car"}))
        ->capture_default_str();
    command->add_option("--from", o->from, "LON,LAT, or a neighbourhood's id or name");
    command->add_option("--scenario", o->scenario, "scenario of the project")->capture_default_str();
    command->add_option("--limit", o->limit, "longest trip that is looked for, minutes")
        ->check(CLI::Range(1.0, 240.0))
        ->capture_default_str();
    command->add_flag("--isochrone", o->isochrone, "the area within --minutes of --from, as GeoJSON");
    command->add_option("--minutes", o->minutes, "limits of the isochrone")->expected(1, 24)->capture_default_str();
    command->add_option("--output", o->output, "GeoJSON to write, with --isochrone");
    command->callback([o, &console] {
        const bool table = !o->matrix.empty();
        if (table != !o->landUse.empty() || table != o->project.empty()) {
            console.wrongUsage("name either a PROJECT, or both --matrix and --land-use");
            return;
        }
        if (o->isochrone && (table || o->from.empty())) {
            console.wrongUsage("an isochrone needs a PROJECT and --from");
            return;
        }
        const std::vector<std::string> known = {"jobs", "schools", "health", "shops", "parks"};
        if (!table && std::find(known.begin(), known.end(), o->opportunity) == known.end()) {
            console.wrongUsage("--opportunity of a project is jobs, schools, health, shops or parks");
            return;
        }
        if (!table && (o->passive || o->measure == "doubly")) {
            console.wrongUsage("--passive and the doubly constrained measure need a --matrix");
            return;
        }
        const Expected<void> done = table          ? accessOfTable(*o, console)
                                    : o->isochrone ? isochroneOfProject(*o, console)
                                                   : accessOfProject(*o, console);
        if (!done)
            console.fail(done.error());
    });
}

}  // namespace isopolis
