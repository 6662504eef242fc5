#include "app/commands/console.h"
#include "app/commands/files.h"
#include "simulation/emissions/factor_sheet.h"

#include <algorithm>
#include <charconv>
#include <memory>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

struct EmissionCommand {
    std::string vehicle, technology, situation = "urban_peak";
    double speed_kmh = 50, slope_percent = 0, air_c = 10;
    std::vector<std::string> set;
    std::string factors, traffic;
    bool list = false;
};

constexpr std::pair<std::string_view, DrivingSituation> kSituations[] = {{"urban_peak", DrivingSituation::UrbanPeak},
                                                                         {"urban_off_peak", DrivingSituation::UrbanOffPeak},
                                                                         {"rural", DrivingSituation::Rural},
                                                                         {"highway", DrivingSituation::Highway}};

DrivingSituation situationOf(std::string_view key)
{
    for (const auto& [name, situation] : kSituations)
        if (name == key)
            return situation;
    return DrivingSituation::UrbanPeak;
}

Expected<ParameterSet> parametersOf(const std::vector<std::string>& assignments)
{
    ParameterSet parameters;
    for (const std::string& assignment : assignments) {
        const std::size_t at = assignment.find('=');
        double value = 0;
        const char* end = assignment.data() + assignment.size();
        if (at == std::string::npos || at + 1 == assignment.size() || std::from_chars(assignment.data() + at + 1, end, value).ptr != end)
            return unexpected(Error{ErrorCode::BadValue, "'" + assignment + "' is not of the form id=value"}.about("--set").cure(
                "Example: --set emissions.trip_length=10"));
        if (auto set = parameters.set(assignment.substr(0, at), {.value = value, .reason = "set on the command line", .evidence = {}});
            !set)
            return unexpected(set.error());
    }
    return parameters;
}

json processJson(const ProcessEmission& e)
{
    return {{"nox_g_km", number(e.nox)},  {"primary_no2_g_km", number(e.primaryNo2)},
            {"co_g_km", number(e.co)},    {"voc_g_km", number(e.voc)},
            {"nh3_g_km", number(e.nh3)},  {"pm25_g_km", number(e.pm25)},
            {"pm10_g_km", number(e.pm10)}};
}

json conditionsJson(const EmissionCommand& o)
{
    return {{"speed_kmh", o.speed_kmh}, {"slope_percent", o.slope_percent}, {"air_temperature_c", o.air_c}, {"situation", o.situation}};
}

/// What the user's file says of a vehicle, and of which of its situations.
json ownJson(const FactorSheetTable& own, FleetClass vehicle, const TrafficSituation& wanted, double slope_percent)
{
    json factors = json::object();
    for (std::size_t c = 0; c < kSheetComponentCount; ++c) {
        const auto component = static_cast<SheetComponent>(c);
        const auto value = own.factor(vehicle, component, wanted, slope_percent);
        if (!value)
            continue;
        const std::string unit = component == SheetComponent::Energy ? "_mj_km" : "_g_km";
        factors[std::string(sheetComponentKey(component)) + unit] = {
            {"value", number(*value)}, {"traffic_situation", trafficSituationName(*own.nearest(vehicle, component, wanted))}};
    }
    return {{"source", own.name()}, {"year", own.year()}, {"traffic_situation", trafficSituationName(wanted)}, {"hot", factors}};
}

Expected<json> vehicleAnswer(const EmissionCommand& o)
{
    const VehicleClass* vehicle = vehicleClassFromKey(o.vehicle);
    if (!vehicle)
        return unexpected(Error{ErrorCode::NotFound, "there is no vehicle class '" + o.vehicle.substr(0, 60) + "'"}
                              .about("--vehicle")
                              .cure("See the list with: isopolis-cli emission --list"));
    const auto parameters = parametersOf(o.set);
    if (!parameters)
        return unexpected(parameters.error());
    FactorSheetPtr own;
    std::optional<TrafficSituation> traffic;
    if (!o.factors.empty()) {
        const auto sheet = factorSheetOf(o.factors);
        if (!sheet)
            return unexpected(sheet.error());
        own = obtainFactorSheet(*sheet).value();
        traffic = trafficSituationFrom(o.traffic);
        if (!traffic)
            return unexpected(Error{ErrorCode::BadValue, "'" + o.traffic.substr(0, 60) + "' is no traffic situation"}
                                  .about("--traffic-situation")
                                  .cure("Its form is area/road/limit/level, e.g. URB/Distr./50/Heavy"));
    }
    VehicleConditions where{o.speed_kmh, situationOf(o.situation), o.slope_percent, o.air_c};
    where.traffic = traffic ? &*traffic : nullptr;
    const VehicleEmission e = emissionOf(vehicle->id, where, EmissionSettings(*parameters), FactorTable(own));
    json answer = conditionsJson(o);
    if (own)
        answer["own_factors"] = ownJson(*own, vehicle->id, *traffic, o.slope_percent);
    answer.update({{"vehicle", vehicle->key},
                   {"label", vehicle->label},
                   {"technology", vehicle->technology},
                   {"hot", processJson(e.hot)},
                   {"cold", processJson(e.cold)},
                   {"tyre", processJson(e.tyre)},
                   {"brake", processJson(e.brake)},
                   {"road", processJson(e.road)},
                   {"total", processJson(e.total())},
                   {"cold_distance_share", number(e.coldShare)},
                   {"primary_no2_share", vehicle->primaryNo2},
                   {"fuel_mj_km", number(e.fuel_MJ_km)},
                   {"cold_fuel_mj_km", number(e.coldFuel_MJ_km)},
                   {"electricity_mj_km", number(e.electricity_MJ_km)},
                   {"co2_tank_to_wheel_g_km", number(e.co2_g_km)},
                   {"co2_grid_g_km", number(e.gridCo2_g_km)}});
    return answer;
}

Expected<json> technologyAnswer(const EmissionCommand& o)
{
    const HotTable& table = HotTable::published();
    const auto id = table.find(o.technology);
    if (!id)
        return unexpected(Error{ErrorCode::NotFound, "the guidebook has no technology '" + o.technology.substr(0, 80) + "'"}
                              .about("--technology")
                              .cure("Its form is category|fuel|segment|Euro|technology, e.g. 'PC|petrol|Medium|4|PFI'; see --list."));
    json answer = conditionsJson(o);
    json hot = json::object();
    for (std::size_t k = 0; k < kFactorKindCount; ++k) {
        const auto kind = static_cast<FactorKind>(k);
        if (!table.has(*id, kind))
            continue;
        const std::string key = std::string(factorKindKey(kind)) + (kind == FactorKind::Energy ? "_mj_km" : "_g_km");
        hot[key] = number(table.factor(*id, kind, situationOf(o.situation), o.speed_kmh, o.slope_percent));
        const FactorCurve* curve = table.curve(*id, kind, situationOf(o.situation));
        const HotFunction& f = curve->function();
        answer["functions"][key] = {{"minimum_kmh", f.minimum_kmh},
                                    {"maximum_kmh", f.maximum_kmh},
                                    {"alpha", f.alpha},
                                    {"beta", f.beta},
                                    {"gamma", f.gamma},
                                    {"delta", f.delta},
                                    {"epsilon", f.epsilon},
                                    {"zeta", f.zeta},
                                    {"eta", f.eta},
                                    {"reduction", f.reduction},
                                    {"mended", curve->mended()}};
    }
    answer["technology"] = o.technology;
    answer["hot"] = hot;
    return answer;
}

json listAnswer()
{
    json classes = json::array(), technologies = json::array();
    for (const VehicleClass& vehicle : vehicleClasses())
        classes.push_back({{"vehicle", vehicle.key}, {"label", vehicle.label}, {"technology", vehicle.technology}});
    const HotTable& table = HotTable::published();
    for (std::uint32_t i = 0; i < table.size(); ++i)
        technologies.push_back(table.name({i}));
    return {{"vehicles", classes}, {"technologies", technologies}};
}

void printPeople(const Console& console, const json& answer)
{
    if (answer.contains("vehicles")) {
        std::vector<std::vector<std::string>> rows;
        for (const json& v : answer["vehicles"])
            rows.push_back({v["vehicle"], v["label"], v["technology"]});
        console.table({"vehicle", "label", "technology of the guidebook"}, rows);
        console.line(std::to_string(answer["technologies"].size()) + " technologies for --technology: see --json --list");
        return;
    }
    for (const auto& [key, value] : answer.items())
        console.line(key + std::string(key.size() < 26 ? 26 - key.size() : 1, ' ') +
                     (value.is_string() ? value.get<std::string>() : value.dump()));
}

}  // namespace

void addEmissionCommand(CLI::App& app, Console& console)
{
    auto o = std::make_shared<EmissionCommand>();
    CLI::App* command = app.add_subcommand(
        "emission", "What one vehicle emits on a kilometre, with all terms (EMEP/EEA guidebook 2019: hot, cold start, wear, CO2)");
    auto* vehicle = command->add_option("--vehicle", o->vehicle, "a class of the fleet, e.g. diesel_euro5; see --list");
    command->add_option("--technology", o->technology, "any technology of the guidebook, e.g. 'PC|petrol|Medium|4|PFI': hot factors only")
        ->excludes(vehicle);
    command->add_option("--speed", o->speed_kmh, "mean speed, km/h; functions hold their value beyond their own limits")
        ->check(CLI::Range(0.0, 300.0))
        ->capture_default_str();
    command->add_option("--slope", o->slope_percent, "slope, percent; acts on lorries and buses, from -6 to 6")
        ->check(CLI::Range(-30.0, 30.0))
        ->capture_default_str();
    command->add_option("--temperature", o->air_c, "air, degrees Celsius; acts on cold starts")
        ->check(CLI::Range(-60.0, 60.0))
        ->capture_default_str();
    command->add_option("--situation", o->situation, "urban_peak, urban_off_peak, rural or highway")
        ->check(CLI::IsMember({"urban_peak", "urban_off_peak", "rural", "highway"}))
        ->capture_default_str();
    command->add_option("--factors", o->factors,
                        "the user's own HBEFA hot emission factors, *.csv, in place of the guidebook's where it has them");
    command->add_option("--traffic-situation", o->traffic, "which of them, e.g. URB/Distr./50/Heavy; needed with --factors");
    command->add_option("--set", o->set, "a parameter, id=value; can be repeated")->take_all();
    command->add_flag("--list", o->list, "all vehicle classes and technologies");
    command->footer(
        "Example: isopolis-cli --json emission --vehicle diesel_euro5 --speed 30 --temperature 5\n"
        "Own factors: a table of hot emission factors as HBEFA's program exports it (semicolon, comma or tab), one year a file, with the\n"
        "columns Case, VehCat, Year, Component, TrafficSit, Gradient and EFA or EFA_weighted (g/km; FC_MJ in MJ/km), and Technology,\n"
        "EmConcept, Subsegment, %OfSubsegment if it tells vehicles apart. VehCat: pass. car, LCV, HGV, coach, urban bus, motorcycle.\n"
        "Component: NOx, NO2, PM, CO, HC or NMHC, NH3, FC_MJ, CO2(rep) or CO2(total); others are passed over. TrafficSit: "
        "area/road/limit/level,\n"
        "e.g. URB/Local/50/Freeflow; roads MW-Nat., MW-City, Semi-MW, Trunk-Nat., Trunk-City, Distr., Distr-sin., Local, Local-sin., "
        "Access-res.;\n"
        "levels Freeflow, Heavy, Satur., St+Go, St+Go2. Gradient: -6% to 6%. Rows that mean nothing here are named by line. HBEFA is "
        "licensed:\n"
        "no factor of it comes with this program. For a whole city: isopolis-cli city factors PROJECT FILE, or a source of the kind\n"
        "emission_factors in the recipe.");
    command->callback([o, &console] {
        if (!o->factors.empty() && (o->vehicle.empty() || o->traffic.empty())) {
            console.wrongUsage("--factors goes with --vehicle and --traffic-situation");
            return;
        }
        if (!o->list && o->vehicle.empty() && o->technology.empty()) {
            console.wrongUsage("name --vehicle, --technology or --list");
            return;
        }
        const Expected<json> answer = o->list              ? Expected<json>(listAnswer())
                                      : o->vehicle.empty() ? technologyAnswer(*o)
                                                           : vehicleAnswer(*o);
        if (!answer) {
            console.fail(answer.error());
            return;
        }
        printPeople(console, *answer);
        console.answer(*answer);
    });
}

}  // namespace isopolis
