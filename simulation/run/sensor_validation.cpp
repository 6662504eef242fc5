#include "simulation/run/sensor_validation.h"

#include "simulation/air/air_field.h"
#include "simulation/noise/noise_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace isopolis {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewestForR = 3;
constexpr std::string_view kAir[] = {"no2_ug_m3", "pm25_ug_m3", "pm10_ug_m3"};
constexpr std::string_view kNoise[] = {"leq_db", "lday_db", "lden_db", "lnight_db"};

bool isAir(std::string_view quantity) { return std::find(std::begin(kAir), std::end(kAir), quantity) != std::end(kAir); }

const Sensor* sensorOf(const City& city, const std::string& key)
{
    const Sensor* byName = nullptr;
    for (const Sensor& sensor : city.sensors()) {
        if (sensor.externalId == key)
            return &sensor;
        if (!byName && sensor.name == key)
            byName = &sensor;
    }
    return byName;
}

double levelOf(const AirLevels& levels, std::string_view quantity)
{
    return quantity == kAir[0] ? levels.no2_ug_m3 : quantity == kAir[1] ? levels.pm25_ug_m3 : levels.pm10_ug_m3;
}

double levelOf(const NoiseAtPlace& place, std::string_view quantity)
{
    return quantity == kNoise[2] ? place.lden_dB : quantity == kNoise[3] ? place.lnight_dB : place.lday_dB;
}

SensorFit fitOf(const std::string& quantity, const std::vector<ComparedSensor>& rows)
{
    SensorFit f;
    f.quantity = quantity;
    double squares = 0, within = 0, mm = 0, oo = 0, mo = 0;
    for (const ComparedSensor& row : rows) {
        if (row.quantity != quantity)
            continue;
        ++f.n;
        f.meanMeasured += row.measured;
        f.meanModelled += row.modelled;
        squares += (row.modelled - row.measured) * (row.modelled - row.measured);
        within += row.modelled >= 0.5 * row.measured && row.modelled <= 2 * row.measured ? 1 : 0;
    }
    const auto n = static_cast<double>(f.n);
    f.meanMeasured /= n;
    f.meanModelled /= n;
    for (const ComparedSensor& row : rows) {
        if (row.quantity != quantity)
            continue;
        const double m = row.modelled - f.meanModelled, o = row.measured - f.meanMeasured;
        mm += m * m;
        oo += o * o;
        mo += m * o;
    }
    f.bias = f.meanModelled - f.meanMeasured;
    f.rmse = std::sqrt(squares / n);
    f.nmb = isAir(quantity) && f.meanMeasured > 0 ? f.bias / f.meanMeasured : kNone;
    f.fac2 = isAir(quantity) ? within / n : kNone;
    f.r = f.n >= kFewestForR && mm > 0 && oo > 0 ? mo / std::sqrt(mm * oo) : kNone;
    return f;
}

void addCaveats(SensorValidation& v)
{
    const auto any = [&](const auto& test) { return std::any_of(v.rows.begin(), v.rows.end(), test); };
    if (v.rows.empty())
        return;
    v.caveats.push_back(
        "The model gives an average year of its traffic, fleet and weather; each measurement covers its own period. Nothing "
        "is scaled to the other.");
    if (any([](const ComparedSensor& r) { return isAir(r.quantity); }))
        v.caveats.push_back("Air: heating, ships, the airport and industry are in the background only, which is one value for the city.");
    if (any([](const ComparedSensor& r) { return r.quantity == kNoise[0]; }))
        v.caveats.push_back(
            "Noise: a measured Leq holds all sounds of its hours; it is compared with the roads' level of an average day, 7 to "
            "19 o'clock. Early mornings and Sundays are quieter.");
    if (any([](const ComparedSensor& r) { return !r.inBuilding.empty(); }))
        v.caveats.push_back("Some sensors' mapped positions lie inside buildings: their modelled values are those of the open air there.");
    for (const SensorFit& f : v.fits)
        if (f.n < kFewestForR)
            v.caveats.push_back("Only " + std::to_string(f.n) + (f.n == 1 ? " sensor" : " sensors") + " measured " + f.quantity +
                                ": no correlation is given.");
}

}  // namespace

bool isDecibel(std::string_view quantity) { return std::find(std::begin(kNoise), std::end(kNoise), quantity) != std::end(kNoise); }

bool isComparable(std::string_view quantity) { return isAir(quantity) || isDecibel(quantity); }

SensorValidation validateSensors(const Run& run, std::span<const MeasuredMean> measured, RunControl& control)
{
    SensorValidation v;
    const City& city = *run.applied.city;
    std::optional<AirProbe> air;
    std::optional<NoiseProbe> noise;
    for (const MeasuredMean& m : measured) {
        if (control.cancelled())
            break;
        const Sensor* sensor = sensorOf(city, m.sensor);
        if (!isComparable(m.quantity) || !sensor || !std::isfinite(m.value) || (isAir(m.quantity) && m.value < 0)) {
            ++(!isComparable(m.quantity) ? v.unknownQuantity : !sensor ? v.unknownSensor : v.badValue);
            continue;
        }
        ComparedSensor row{sensor->externalId, sensor->name, m.quantity, m.value, kNone, m.observations, m.from, m.to, {}};
        if (isAir(m.quantity)) {
            if (!air)
                air.emplace(run.applied, run.emissions, control);
            const AirAtPlace here = air->at(sensor->at);
            row.modelled = levelOf(here.levels, m.quantity);
            for (const Issue& issue : here.issues)
                if (issue.code == "receptor_in_building")
                    row.inBuilding = issue.feature;
        } else {
            if (!noise)
                noise.emplace(run.applied);
            row.modelled = levelOf(noiseAt(*noise, run.applied, run.traffic, sensor->at), m.quantity);
        }
        v.rows.push_back(std::move(row));
    }
    std::vector<std::string> quantities;
    for (const ComparedSensor& row : v.rows)
        if (std::find(quantities.begin(), quantities.end(), row.quantity) == quantities.end())
            quantities.push_back(row.quantity);
    for (const std::string& quantity : quantities)
        v.fits.push_back(fitOf(quantity, v.rows));
    addCaveats(v);
    return v;
}

}  // namespace isopolis
