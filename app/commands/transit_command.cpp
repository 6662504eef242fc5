#include "app/commands/console.h"
#include "app/commands/files.h"
#include "app/project_session.h"
#include "gis/io/crs.h"
#include "gis/io/format/csv_reader.h"
#include "simulation/scenario/clock_text.h"
#include "simulation/transit/journey.h"
#include "simulation/transit/transit_parameters.h"
#include "simulation/transit/travel_times.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <memory>
#include <ostream>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

constexpr std::size_t kMostPoints = 20000;
constexpr int kSecondsPerMinute = 60;

struct Options {
    std::string project, from, to, depart = "07:00", scenario = std::string(kBaseScenarioName), matrix, output;
    int window_min = 0, step_min = 1;
};

/// A place that was asked for, and how it is called.
struct Place {
    std::string name;
    Point2 at;
};

std::optional<LonLat> lonLatOf(std::string_view text)
{
    const auto comma = text.find(',');
    LonLat p;
    const auto parse = [](std::string_view part, double& value) {
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        return error == std::errc() && end == part.data() + part.size();
    };
    if (comma == std::string_view::npos || !parse(text.substr(0, comma), p.lon) || !parse(text.substr(comma + 1), p.lat))
        return {};
    return p;
}

/// "6.14,46.2", or a neighbourhood: the mean place of the people there, else its middle.
Expected<Place> placeOf(const City& city, const std::string& text, const char* option)
{
    if (const auto p = lonLatOf(text)) {
        auto at = toCity(city.frame(), p->lon, p->lat);
        if (!at)
            return unexpected(Error(at.error()).about(option));
        return Place{text, *at};
    }
    const NeighbourhoodId id = city.findNeighbourhood(text);
    if (!id.valid())
        return unexpected(
            Error{ErrorCode::NotFound, "'" + text + "' is neither LON,LAT nor a neighbourhood of the city"}.about(option).cure(
                "Write degrees as 6.14,46.2, or the id or unique name of a neighbourhood (see `city info`)"));
    Point2 sum;
    double people = 0;
    for (const ActivityPoint& p : city.activity())
        if (p.neighbourhood == id) {
            sum = sum + p.at * p.people;
            people += p.people;
        }
    const Neighbourhood& n = city.neighbourhoods()[id];
    return Place{n.name, people > 0 ? sum * (1 / people) : interiorPoint(n.outline)};
}

Expected<std::vector<Place>> placesOf(const City& city, const std::string& file)
{
    IssueLog log;
    const auto table = readCsv(file, log);
    if (!table)
        return unexpected(table.error());
    const auto column = [&](std::string_view name) {
        const auto found = std::find(table->columns.begin(), table->columns.end(), name);
        return found == table->columns.end() ? std::string::npos : static_cast<std::size_t>(found - table->columns.begin());
    };
    const std::size_t id = column("id"), lon = column("lon"), lat = column("lat");
    for (const auto& [position, name] : {std::pair(id, "id"), std::pair(lon, "lon"), std::pair(lat, "lat")})
        if (position == std::string::npos)
            return unexpected(Error{ErrorCode::NotFound, "the table has no column '" + std::string(name) + "'"}.in(file).about(name).cure(
                "A table of points has the columns id, lon and lat (degrees)"));
    if (table->rows.empty() || table->rows.size() > kMostPoints)
        return unexpected(
            Error{ErrorCode::BadValue, "a matrix needs 1 to " + std::to_string(kMostPoints) + " points"}.in(file).cure("Split the table"));
    auto projector = Projector::forFrame(city.frame());
    if (!projector)
        return unexpected(projector.error());
    std::vector<Place> places;
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        const auto p = lonLatOf(table->rows[i][lon] + "," + table->rows[i][lat]);
        const Point2 at = p ? projector->forward(p->lon, p->lat) : Point2{std::nan(""), 0};
        if (!std::isfinite(at.x) || !std::isfinite(at.y))
            return unexpected(Error{ErrorCode::BadValue, "the point has no usable coordinates"}
                                  .in(file)
                                  .at("row " + std::to_string(table->lines[i]))
                                  .about("lon/lat")
                                  .cure("Write degrees with a point, e.g. -51.23 and -30.03"));
        places.push_back({table->rows[i][id], at});
    }
    return places;
}

json percentilesJson(const TravelTime& t)
{
    json all;
    for (std::size_t i = 0; i < kTravelPercentileCount; ++i)
        all["p" + std::to_string(kTravelPercentiles[i]) + "_min"] = number(t.percentile_min[i]);
    all["not_reachable"] = t.notReachable;
    return all;
}

std::vector<std::string> percentileCells(const TravelTime& t)
{
    std::vector<std::string> cells;
    for (const double p : t.percentile_min)
        cells.push_back(fixed(p, 1));
    cells.push_back(fixed(100 * t.notReachable, 0) + " %");
    return cells;
}

class TransitAnswer {
public:
    TransitAnswer(const Options& options, Console& console) : m_options(options), m_console(console), m_control(console) {}

    Expected<json> run()
    {
        const auto depart = clockSeconds(m_options.depart);
        if (!depart)
            return unexpected(
                Error{ErrorCode::BadValue, "'" + m_options.depart + "' is not a time"}.about("--depart").cure("Write it as 07:30"));
        m_window = {
            .first_s = *depart, .length_s = m_options.window_min * kSecondsPerMinute, .step_s = m_options.step_min * kSecondsPerMinute};
        auto project = openProject(m_options.project);
        if (!project)
            return unexpected(project.error());
        auto scenario = findScenario(*project, m_options.scenario);
        if (!scenario)
            return unexpected(scenario.error());
        auto applied = applyScenario(project->city, *scenario);
        if (!applied)
            return unexpected(applied.error());
        m_applied = std::move(*applied);
        auto model = makeTransitModel(m_applied, m_control);
        if (!model)
            return unexpected(model.error());
        m_model = *model;
        m_answer = {{"scenario", m_options.scenario},
                    {"depart", clockText(*depart)},
                    {"window_min", m_options.window_min},
                    {"service_day", m_applied.transit().serviceDay},
                    {"diagnostics", toJson(m_model->issues)}};
        m_console.issues(m_model->issues);
        auto done = m_options.matrix.empty() ? from() : matrix();
        if (!done)
            return unexpected(done.error());
        return m_answer;
    }

private:
    const City& city() const { return *m_applied.city; }
    std::string stopName(StopId stop) const { return stop.valid() ? m_applied.transit().stops[stop].name : "the door"; }

    Expected<void> from()
    {
        auto start = placeOf(city(), m_options.from, "--from");
        if (!start)
            return unexpected(start.error());
        m_answer["from"] = start->name;
        if (m_options.to.empty())
            return toEverywhere(*start);
        auto goal = placeOf(city(), m_options.to, "--to");
        if (!goal)
            return unexpected(goal.error());
        m_answer["to"] = goal->name;
        journey(findJourney(*m_model, start->at, goal->at, m_window.first_s));
        if (m_window.count() == 0)
            return {};
        const auto times = travelTimes(*m_model, {start->at}, {goal->at}, m_window, m_control);
        if (times.times.empty())
            return cancelledError();
        m_answer["travel_time"] = percentilesJson(times.at(0, 0));
        m_console.line("over " + std::to_string(m_window.count()) + " departures:");
        m_console.table({"5 %", "25 %", "50 %", "75 %", "95 %", "not reachable"}, {percentileCells(times.at(0, 0))});
        return {};
    }

    void journey(const Journey& j)
    {
        json legs = json::array();
        std::vector<std::vector<std::string>> rows;
        for (const JourneyLeg& leg : j.legs) {
            json item = {{"mode", leg.isWalk() ? "walk" : m_applied.transit().lines[leg.line].mode},
                         {"from", stopName(leg.from)},
                         {"to", stopName(leg.to)},
                         {"departure", clockText(leg.departure_s)},
                         {"arrival", clockText(leg.arrival_s)}};
            if (!leg.isWalk()) {
                item["line"] = m_applied.transit().lines[leg.line].externalId;
                item["line_name"] = m_applied.transit().lines[leg.line].name;
                item["stops"] = leg.stops.size();
            }
            rows.push_back({clockText(leg.departure_s), clockText(leg.arrival_s),
                            leg.isWalk() ? "on foot" : m_applied.transit().lines[leg.line].name, stopName(leg.from), stopName(leg.to)});
            legs.push_back(std::move(item));
        }
        m_answer["journey"] = j.found()
                                  ? json{{"minutes", j.minutes()}, {"arrival", clockText(j.arrival_s)}, {"rides", j.rides}, {"legs", legs}}
                                  : json(nullptr);
        m_console.line(j.found() ? "arrives at " + clockText(j.arrival_s) + " after " + fixed(j.minutes(), 1) + " minutes, " +
                                       std::to_string(j.rides) + (j.rides == 1 ? " ride" : " rides")
                                 : "not reachable within the longest journey");
        if (j.found())
            m_console.table({"from", "to", "by", "start", "end"}, rows);
    }

    Expected<void> toEverywhere(const Place& start)
    {
        std::vector<Point2> goals;
        for (const Neighbourhood& n : city().neighbourhoods())
            goals.push_back(placeOf(city(), n.externalId, "--to").value_or(Place{n.name, interiorPoint(n.outline)}).at);
        DepartureWindow window = m_window;
        window.length_s = std::max(window.length_s, window.step_s);
        const auto times = travelTimes(*m_model, {start.at}, goals, window, m_control);
        if (times.times.empty())
            return cancelledError();
        json list = json::array();
        std::vector<std::vector<std::string>> rows;
        for (const NeighbourhoodId id : idsOf(city().neighbourhoods())) {
            const Neighbourhood& n = city().neighbourhoods()[id];
            json item = percentilesJson(times.at(0, id.index()));
            item["id"] = n.externalId;
            item["name"] = n.name;
            list.push_back(std::move(item));
            rows.push_back({n.name});
            const auto cells = percentileCells(times.at(0, id.index()));
            rows.back().insert(rows.back().end(), cells.begin(), cells.end());
        }
        m_answer["neighbourhoods"] = std::move(list);
        m_console.table({"minutes to", "5 %", "25 %", "50 %", "75 %", "95 %", "not reachable"}, rows);
        return {};
    }

    Expected<void> matrix()
    {
        if (auto writable = canWriteTo(m_options.output); !writable)
            return unexpected(writable.error());
        auto places = placesOf(city(), m_options.matrix);
        if (!places)
            return unexpected(places.error());
        std::vector<Point2> points;
        for (const Place& p : *places)
            points.push_back(p.at);
        DepartureWindow window = m_window;
        window.length_s = std::max(window.length_s, window.step_s);
        const auto begin = std::chrono::steady_clock::now();
        const auto times = travelTimes(*m_model, points, points, window, m_control);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        if (times.times.empty())
            return cancelledError();
        std::size_t reachable = 0;
        const auto written = writeTextFile(m_options.output, [&](std::ostream& out) {
            out << "from,to,p5_min,p25_min,p50_min,p75_min,p95_min,not_reachable\n";
            for (std::size_t i = 0; i < points.size(); ++i)
                for (std::size_t j = 0; j < points.size(); ++j) {
                    const TravelTime& t = times.at(i, j);
                    out << (*places)[i].name << ',' << (*places)[j].name;
                    for (const double p : t.percentile_min) {
                        out << ',';
                        if (std::isfinite(p))
                            out << fixed(p, 2);
                    }
                    out << ',' << fixed(t.notReachable, 4) << '\n';
                    reachable += std::isfinite(t.percentile_min[2]) ? 1 : 0;
                }
        });
        if (!written)
            return unexpected(written.error());
        m_answer["points"] = points.size();
        m_answer["pairs"] = times.times.size();
        m_answer["departures"] = window.count();
        m_answer["median_reachable_pairs"] = reachable;
        m_answer["seconds"] = seconds;
        m_console.line(std::to_string(times.times.size()) + " pairs of " + std::to_string(points.size()) + " points over " +
                       std::to_string(window.count()) + " departures in " + fixed(seconds, 1) + " s; " + std::to_string(reachable) +
                       " are reached in half of the departures");
        return {};
    }

    const Options& m_options;
    Console& m_console;
    ConsoleControl m_control;
    DepartureWindow m_window;
    AppliedScenario m_applied;
    TransitModelPtr m_model;
    json m_answer;
};

}  // namespace

void addTransitCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<Options>();
    CLI::App* transit = app.add_subcommand("transit", "Journeys and travel times by public transport and on foot");
    transit->add_option("PROJECT", o->project, "project, *.gpkg")->required();
    auto* from = transit->add_option("--from", o->from, "start: LON,LAT in degrees, or the id or unique name of a neighbourhood");
    transit->add_option("--to", o->to, "destination, written alike; without it: times to every neighbourhood")->needs(from);
    transit->add_option("--depart", o->depart, "departure, HH:MM of the timetable's day (25:10 is after midnight)")->capture_default_str();
    transit->add_option("--window", o->window_min, "minutes of departures after it; figures are percentiles over all of them")
        ->check(CLI::Range(0, 1440))
        ->capture_default_str();
    transit->add_option("--step", o->step_min, "minutes between two departures")->check(CLI::Range(1, 60))->capture_default_str();
    transit->add_option("--scenario", o->scenario, "its name")->capture_default_str();
    auto* matrix = transit->add_option("--matrix", o->matrix, "CSV of points (id, lon, lat): times between all of them")->excludes(from);
    auto* output = transit->add_option("--output", o->output, "CSV to write: from, to, p5_min … p95_min, not_reachable")->needs(matrix);
    matrix->needs(output);
    transit->callback([o, &console] {
        if (o->from.empty() && o->matrix.empty()) {
            console.wrongUsage("transit needs --from or --matrix");
            return;
        }
        auto answer = TransitAnswer(*o, console).run();
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        console.answer(*answer);
    });
}

}  // namespace isopolis
