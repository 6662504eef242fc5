#include "app/commands/sensor_output.h"

#include "simulation/air/met_check.h"

#include <nlohmann/json.hpp>

namespace isopolis {

nlohmann::json sensorsJson(const SensorValidation& v)
{
    nlohmann::json rows = nlohmann::json::array(), fits = nlohmann::json::array();
    for (const ComparedSensor& r : v.rows)
        rows.push_back({{"sensor", r.sensor},
                        {"name", r.name},
                        {"quantity", r.quantity},
                        {"measured", number(r.measured)},
                        {"modelled", number(r.modelled)},
                        {"observations", r.observations},
                        {"from", r.from},
                        {"to", r.to},
                        {"in_building", r.inBuilding.empty() ? nlohmann::json(nullptr) : nlohmann::json(r.inBuilding)}});
    for (const SensorFit& f : v.fits)
        fits.push_back({{"quantity", f.quantity},
                        {"n", f.n},
                        {"mean_measured", number(f.meanMeasured)},
                        {"mean_modelled", number(f.meanModelled)},
                        {"bias", number(f.bias)},
                        {"nmb_share", number(f.nmb)},
                        {"rmse", number(f.rmse)},
                        {"fac2_share", number(f.fac2)},
                        {"r", number(f.r)}});
    return {{"compared", rows},
            {"fits", fits},
            {"left_out", {{"unknown_sensor", v.unknownSensor}, {"unknown_quantity", v.unknownQuantity}, {"bad_value", v.badValue}}},
            {"caveats", v.caveats}};
}

void printSensors(const Console& console, const SensorValidation& v)
{
    std::vector<std::vector<std::string>> rows;
    for (const ComparedSensor& r : v.rows)
        rows.push_back({r.sensor, r.quantity, fixed(r.measured, 1), fixed(r.modelled, 1), fixed(r.modelled - r.measured, 1),
                        std::to_string(r.observations), r.from.empty() ? "–" : r.from + " … " + r.to, r.inBuilding});
    if (rows.empty())
        return;
    console.line("");
    console.table({"sensor", "quantity", "measured", "modelled", "difference", "values", "period", "in building"}, rows);
    rows.clear();
    for (const SensorFit& f : v.fits)
        rows.push_back({f.quantity, std::to_string(f.n), fixed(f.meanMeasured, 1), fixed(f.meanModelled, 1), fixed(f.bias, 1),
                        fixed(100 * f.nmb, 0), fixed(f.rmse, 1), fixed(f.fac2, 2), fixed(f.r, 2)});
    console.line("");
    console.table({"air and noise", "n", "mean measured", "mean modelled", "bias", "bias %", "RMSE", "FAC2", "R"}, rows);
    if (v.unknownSensor + v.unknownQuantity + v.badValue > 0)
        console.line("left out: " + std::to_string(v.unknownSensor) + " of unknown sensors, " + std::to_string(v.unknownQuantity) +
                     " of other quantities, " + std::to_string(v.badValue) + " out of range");
    for (const std::string& caveat : v.caveats)
        console.line("note: " + caveat);
}

nlohmann::json weatherClasses(const Run& run, Console& console, RunControl& control)
{
    const auto check = checkMeteorology(run.applied, control);
    if (!check) {
        console.note(check.error().text());
        return nullptr;
    }
    console.line("weather: classes against " + std::to_string(check->hours) + " of " + std::to_string(check->hoursOfCity) +
                 " single hours at " + std::to_string(check->receptors) + " receptors: largest deviation " +
                 fixed(check->largest_percent, 2) + " %, mean " + fixed(check->mean_percent, 2) + " %, allowed " +
                 fixed(kMeteorologyLimit_percent, 0) + " %");
    return {{"hours", check->hours},
            {"hours_of_city", check->hoursOfCity},
            {"classes", check->classes},
            {"receptors", check->receptors},
            {"largest_percent", number(check->largest_percent)},
            {"mean_percent", number(check->mean_percent)},
            {"limit_percent", kMeteorologyLimit_percent}};
}

}  // namespace isopolis
