/// `access`: measures of access for a table of travel costs or for a project, and isochrones.

#include "app/commands/access_options.h"
#include "simulation/access/measures/competition.h"
#include "simulation/access/measures/opportunities.h"

#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

const std::vector<std::string> kMeasures = {"cumulative", "interval", "gravity",   "closest", "balancing",
                                            "2sfca",      "bfca",     "available", "total",   "doubly"};

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

/// The measure that the options name; passive ones on the transposed matrix.
Expected<PlaceValues> measured(const AccessOptions& o, const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand)
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
            return unexpected(Error{ErrorCode::BadValue, "the interval must rise, in at most 10,000 steps"}
                                  .about("--interval")
                                  .cure("Write for example --interval 20 40."));
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

nlohmann::json measureJson(const AccessOptions& o)
{
    nlohmann::json about = {{"measure", o.measure}, {"passive", o.passive}};
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

void addAccessCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<AccessOptions>();
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
