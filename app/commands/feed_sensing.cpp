#include "app/commands/feed_sensing.h"

#include "app/commands/console.h"
#include "app/project_session.h"
#include "simulation/project/stored_stations.h"
#include "simulation/sensing/sensing_equity.h"
#include "simulation/sensing/sensing_parameters.h"
#include "ui/jobs/corrected_air.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct Options {
    std::string project, quantity = "no2_ug_m3", scenario;
    std::size_t places = 5;
    double weight = kWorstOffWeight.standard;
    int hours = 0;
};

std::vector<PlacedSensor> sensorsOf(const City& city, const std::string& quantity)
{
    std::vector<PlacedSensor> sensors;
    for (const Sensor& sensor : city.sensors())
        if (sensor.kind == SensorKind::Air && (sensor.quantities.empty() || sensor.quantities.find(quantity) != std::string::npos))
            sensors.push_back({sensor.externalId, sensor.at, DeviceClass::Reference});
    return sensors;
}

Expected<void> coverage(const Options& o, Console& console)
{
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    auto scenario = findScenario(*project, kBaseScenarioName);
    auto applied = scenario ? applyScenario(project->city, *scenario) : Expected<AppliedScenario>(unexpected(scenario.error()));
    if (!applied)
        return unexpected(applied.error());
    SensingEquityRequest request{sensorsOf(*project->city, o.quantity), standardCovariance(1), o.places, o.weight};
    const SensingEquity e = sensingEquity(*applied, request);
    const auto& hoods = project->city->neighbourhoods();
    json places = json::array(), groups = json::array(), next = json::array();
    std::vector<std::vector<std::string>> rows;
    for (const NeighbourhoodSensing& n : e.neighbourhoods) {
        places.push_back({{"id", hoods[n.id].externalId},
                          {"name", hoods[n.id].name},
                          {"people", n.people},
                          {"sensors", n.sensors},
                          {"nearest_m", number(n.nearest_m)},
                          {"sigma_share", n.sigma},
                          {"interval_widening", n.widening}});
        rows.push_back({hoods[n.id].name, fixed(n.people, 0), std::to_string(n.sensors), fixed(n.nearest_m, 0), fixed(n.widening, 2)});
    }
    console.table({"neighbourhood", "people", "sensors", "nearest m", "interval ×"}, rows);
    rows.clear();
    for (const GroupSensing& g : e.groups) {
        groups.push_back({{"group", g.key},
                          {"people", g.people},
                          {"unseen_percent", g.unseen_percent},
                          {"mean_nearest_m", number(g.meanNearest_m)},
                          {"mean_interval_widening", g.meanWidening}});
        rows.push_back({g.key, fixed(g.people, 0), fixed(g.unseen_percent, 1), fixed(g.meanNearest_m, 0), fixed(g.meanWidening, 2)});
    }
    console.line("");
    console.table({"group", "people", "without a sensor %", "nearest m", "interval ×"}, rows);
    rows.clear();
    for (const SuggestedSensor& s : e.suggestions) {
        next.push_back({{"neighbourhood", hoods[s.neighbourhood].externalId},
                        {"name", hoods[s.neighbourhood].name},
                        {"x_m", s.at.x},
                        {"y_m", s.at.y},
                        {"variance_drop_percent", s.varianceDrop_percent},
                        {"worst_off_variance_drop_percent", number(s.worstOffVarianceDrop_percent)}});
        rows.push_back({std::to_string(rows.size() + 1), hoods[s.neighbourhood].name, fixed(s.varianceDrop_percent, 1),
                        fixed(s.worstOffVarianceDrop_percent, 1)});
    }
    console.line("");
    console.table({"next", "in", "variance falls by %", "of the lowest-income fifth %"}, rows);
    console.line(std::to_string(e.sensors) + " sensors of " + o.quantity + ", " + std::to_string(e.outside) + " in no neighbourhood");
    console.line("note: how far a sensor sees is assumed: background 5 km, street 300 m (parameters sensing.*)");
    console.answer({{"quantity", o.quantity},
                    {"sensors", e.sensors},
                    {"outside", e.outside},
                    {"neighbourhoods", places},
                    {"groups", groups},
                    {"suggestions", next}});
    return {};
}

Expected<void> correct(const Options& o, Console& console)
{
    auto project = openProject(o.project);
    if (!project)
        return unexpected(project.error());
    const AirQuantity quantity = o.quantity == airQuantityKey(AirQuantity::No2) ? AirQuantity::No2 : AirQuantity::Pm25;
    AirCorrectionRequest request{.quantity = quantity, .stations = {}, .from_s = 0, .to_s = 0};
    auto stations =
        storedStations(o.project, *project->city, quantity, [toCity = toCityOf(*project->city)](double lon_deg, double lat_deg) {
            const auto at = toCity(lon_deg, lat_deg);
            return at ? std::optional(*at) : std::nullopt;
        });
    if (!stations)
        return unexpected(stations.error());
    request.stations = std::move(*stations);
    chooseLastHours(request, o.hours);
    ConsoleControl control(console);
    const auto runOf = [&](const std::string& name) -> Expected<SessionRun> {
        auto scenario = findScenario(*project, name);
        return scenario ? runScenario(*project, *scenario, control) : Expected<SessionRun>(unexpected(scenario.error()));
    };
    auto base = runOf(std::string(kBaseScenarioName));
    if (!base)
        return unexpected(base.error());
    auto c = correctAir(*base->run, request, control);
    if (!c)
        return unexpected(c.error());
    json rows = json::array(), places = json::array();
    std::vector<std::vector<std::string>> table;
    for (const CorrectedStation& s : c->stations) {
        rows.push_back({{"id", s.id},
                        {"name", s.name},
                        {"modelled_ug_m3", s.modelled_ug_m3},
                        {"measured_ug_m3", number(s.measured_ug_m3)},
                        {"corrected_ug_m3", s.corrected_ug_m3},
                        {"left_out_error_before_ug_m3", number(s.errorBefore_ug_m3)},
                        {"left_out_error_after_ug_m3", number(s.errorAfter_ug_m3)},
                        {"beside_street", s.besideStreet}});
        table.push_back({s.name, fixed(s.modelled_ug_m3, 1), fixed(s.measured_ug_m3, 1), fixed(s.corrected_ug_m3, 1),
                         fixed(s.errorBefore_ug_m3, 1), fixed(s.errorAfter_ug_m3, 1)});
    }
    console.table({"station", "modelled µg/m³", "measured", "corrected", "left out: error before", "after"}, table);
    const auto& hoods = project->city->neighbourhoods();
    IdVector<ReceptorId, double> scheme;
    if (!o.scenario.empty()) {
        auto run = runOf(o.scenario);
        if (!run)
            return unexpected(run.error());
        scheme = correctedByRatio(*c, *base->run, *run->run);
    }
    const auto& model = quantity == AirQuantity::No2 ? base->run->air.no2Mean_ug_m3 : base->run->air.pm25Mean_ug_m3;
    for (const NeighbourhoodId id : idsOf(hoods)) {
        json place = {
            {"id", hoods[id].externalId}, {"modelled_ug_m3", number(model[id])}, {"corrected_ug_m3", number(c->correctedMean_ug_m3[id])}};
        double people = 0, sum = 0, variance = 0;
        for (const ReceptorId r : idsOf(base->run->air.receptors))
            if (const Receptor& receptor = base->run->air.receptors[r]; receptor.neighbourhood == id) {
                people += receptor.people;
                variance += receptor.people * c->sigma_ug_m3[r] * c->sigma_ug_m3[r];
                sum += scheme.empty() ? 0 : receptor.people * scheme[r];
            }
        place["sigma_ug_m3"] = people > 0 ? number(std::sqrt(variance / people)) : json(nullptr);
        if (!scheme.empty())
            place["scheme_by_ratio_ug_m3"] = people > 0 ? number(sum / people) : json(nullptr);
        places.push_back(std::move(place));
    }
    console.line(c->gate.sentence);
    for (const std::string& caveat : c->caveats)
        console.line("note: " + caveat);
    console.answer({{"quantity", o.quantity},
                    {"applied", c->gate.applied},
                    {"sentence", c->gate.sentence},
                    {"left_out_error_before_ug_m3", number(c->gate.left.before)},
                    {"left_out_error_after_ug_m3", number(c->gate.left.after)},
                    {"values", c->gate.left.values},
                    {"position_chance", number(c->gate.positionChance)},
                    {"background_length_m", c->covariance.backgroundLength_m},
                    {"street_length_m", c->covariance.streetLength_m},
                    {"stations", rows},
                    {"neighbourhoods", places},
                    {"caveats", c->caveats}});
    return {};
}

}  // namespace

void addFeedSensing(CLI::App& feed, Console& console)
{
    auto o = std::make_shared<Options>();
    const auto command = [&](const char* name, const char* what, Expected<void> (*act)(const Options&, Console&)) {
        CLI::App* c = feed.add_subcommand(name, what);
        c->add_option("PROJECT", o->project, "project, *.gpkg")->required();
        c->add_option("--quantity", o->quantity, "what is measured")
            ->check(CLI::IsMember({"no2_ug_m3", "pm25_ug_m3"}))
            ->capture_default_str();
        c->callback([o, act, &console] {
            if (auto done = act(*o, console); !done)
                console.fail(done.error());
        });
        return c;
    };
    CLI::App* seen =
        command("coverage", "Which neighbourhoods and income groups no sensor sees, and where the next ones would tell most", coverage);
    seen->add_option("--places", o->places, "how many places to suggest")->check(CLI::Range(0, 100))->capture_default_str();
    seen->add_option("--worst-off-weight", o->weight, "how much more a person of the lowest-income fifth counts than one of the highest")
        ->check(CLI::Range(kWorstOffWeight.low, kWorstOffWeight.high))
        ->capture_default_str();
    CLI::App* better = command("correct", "The modelled air corrected by stations, where leaving one out shows that this helps", correct);
    better->add_option("--hours", o->hours, "the last hours that were measured; else the mean of all")->check(CLI::Range(1, 24 * 366));
    better->add_option("--scenario", o->scenario, "a scheme too, times the ratio of the base");
}

}  // namespace isopolis
