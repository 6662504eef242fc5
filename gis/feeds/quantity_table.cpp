#include "gis/feeds/quantity_table.h"

#include <algorithm>
#include <string>

namespace isopolis {

namespace {

using Words = std::string_view;

constexpr Words kNo2[] = {"no2", "nitrogendioxide", "nitrogendioxideair"};
constexpr Words kNo[] = {"no", "nitrogenmonoxide", "nitricoxide", "nitrogenmonoxideair"};
constexpr Words kNox[] = {"nox", "noxasno2", "nitrogenoxides", "nitrogenoxidesasno2", "nitrogenoxidesair"};
constexpr Words kO3[] = {"o3", "ozone", "ozoneair"};
constexpr Words kSo2[] = {"so2", "sulphurdioxide", "sulfurdioxide", "sulphurdioxideair"};
constexpr Words kCo[] = {"co", "carbonmonoxide", "carbonmonoxideair"};
constexpr Words kPm1[] = {"pm1", "pm10atm1", "p0"};
constexpr Words kPm25[] = {"pm25", "p2", "particulatematter25m", "particulatematterlessthan25microm",
                           "particulatematterlessthan25micromaerosol"};
constexpr Words kPm10[] = {"pm10", "p1", "particulatematter10m", "particulatematterlessthan10microm",
                           "particulatematterlessthan10micromaerosol"};
constexpr Words kPm4[] = {"pm4"};
constexpr Words kTsp[] = {"tsp"};
constexpr Words kFlow[] = {"flow", "flowvehh", "trafficflow", "vehicleflow", "vehicleflowrate", "intensidad"};
constexpr Words kCount[] = {"count", "countveh", "intensity", "vehicles", "vehiclecount"};
constexpr Words kCars[] = {"countcar", "car", "cars"};
constexpr Words kHeavy[] = {"countheavy", "heavy", "trucks"};
constexpr Words kBikes[] = {"countbike", "bike", "bicycles", "cyclists"};
constexpr Words kWalkers[] = {"countpedestrian", "pedestrian", "pedestrians"};
constexpr Words kSpeed[] = {"speed", "speedms", "trafficspeed", "averagevehiclespeed", "averagespeed", "speedkmh", "speedmph", "meanspeed"};
constexpr Words kSpeed85[] = {"speedv85", "v85"};
constexpr Words kOccupancy[] = {"occupancy", "trafficconcentration", "ocupacion"};
constexpr Words kHeadway[] = {"headway", "trafficheadway", "averagetimeheadway", "averageheadwaytime"};
constexpr Words kTravel[] = {"traveltime", "traveltimedata", "duration"};
constexpr Words kDelay[] = {"delay"};
constexpr Words kWait[] = {"predictedwait"};
constexpr Words kSeen[] = {"vehiclesseen"};
constexpr Words kTemperature[] = {"temperature", "airtemp", "airtemperature", "temp"};
constexpr Words kHumidity[] = {"humidity", "relativehumidity", "rh"};
constexpr Words kPressure[] = {"pressure", "airpressure", "atmosphericpressure"};
constexpr Words kWind[] = {"windspeed", "ws"};
constexpr Words kWindFrom[] = {"winddirection", "wd"};
constexpr Words kSight[] = {"visibility"};
constexpr Words kLeq[] = {"leq", "laeq", "leqdb", "noise", "soundlevel", "noiselaeq"};

constexpr QuantityInfo kQuantities[] = {
    {"no2_ug_m3", "µg/m³", Dimension::Concentration, 46.0055, kNo2},
    {"no_ug_m3", "µg/m³", Dimension::Concentration, 30.006, kNo},
    {"nox_ug_m3", "µg/m³", Dimension::Concentration, 46.0055, kNox},  // the sum is counted as NO2
    {"o3_ug_m3", "µg/m³", Dimension::Concentration, 47.998, kO3},
    {"so2_ug_m3", "µg/m³", Dimension::Concentration, 64.064, kSo2},
    {"co_ug_m3", "µg/m³", Dimension::Concentration, 28.010, kCo},
    {"pm1_ug_m3", "µg/m³", Dimension::Concentration, 0, kPm1},
    {"pm25_ug_m3", "µg/m³", Dimension::Concentration, 0, kPm25},
    {"pm10_ug_m3", "µg/m³", Dimension::Concentration, 0, kPm10},
    {"pm4_ug_m3", "µg/m³", Dimension::Concentration, 0, kPm4},
    {"tsp_ug_m3", "µg/m³", Dimension::Concentration, 0, kTsp},
    {"flow_veh_h", "veh/h", Dimension::Rate, 0, kFlow},
    {"count_veh", "veh", Dimension::Count, 0, kCount},
    {"count_car", "veh", Dimension::Count, 0, kCars},
    {"count_heavy", "veh", Dimension::Count, 0, kHeavy},
    {"count_bike", "veh", Dimension::Count, 0, kBikes},
    {"count_pedestrian", "persons", Dimension::Count, 0, kWalkers},
    {"speed_m_s", "m/s", Dimension::Speed, 0, kSpeed},
    {"speed_v85_m_s", "m/s", Dimension::Speed, 0, kSpeed85},
    {"occupancy_share", "1", Dimension::Share, 0, kOccupancy},
    {"headway_s", "s", Dimension::Duration, 0, kHeadway},
    {"travel_time_s", "s", Dimension::Duration, 0, kTravel},
    {"delay_s", "s", Dimension::Duration, 0, kDelay},
    {"predicted_wait_s", "s", Dimension::Duration, 0, kWait},
    {"stops_skipped", "1", Dimension::Count, 0, {}},
    {"travel_time_p15_s", "s", Dimension::Duration, 0, {}},
    {"travel_time_p85_s", "s", Dimension::Duration, 0, {}},
    {"journeys", "1", Dimension::Count, 0, {}},
    {"vehicles_seen", "veh", Dimension::Count, 0, kSeen},
    {"temperature_c", "°C", Dimension::Temperature, 0, kTemperature},
    {"humidity_share", "1", Dimension::Share, 0, kHumidity},
    {"pressure_pa", "Pa", Dimension::Pressure, 0, kPressure},
    {"wind_speed_m_s", "m/s", Dimension::Speed, 0, kWind},
    {"wind_direction_deg", "°", Dimension::Angle, 0, kWindFrom},
    {"visibility_m", "m", Dimension::Length, 0, kSight},
    {"leq_db", "dB", Dimension::Level, 0, kLeq},
};

/// Lower-case letters and digits of a word: "PM2.5" → "pm25", "Particulate Matter < 2.5 µm" → "particulatematter25m".
std::string plain(std::string_view word)
{
    std::string out;
    for (const char c : word.substr(0, 200))
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
    return out;
}

/// A unit in a spelling without blanks, superscripts and micro signs: "µg/m³", "ug.m-3", "GQ" → "ug/m3".
std::string plainUnit(std::string_view unit)
{
    std::string s(unit.substr(0, 60));
    const std::pair<std::string_view, std::string_view> kSpellings[] = {{"µ", "u"},     {"μ", "u"},      {"³", "3"},    {"²", "2"},
                                                                        {"⁻", "-"},     {"°", ""},       {" ", ""},     {"^", ""},
                                                                        {"micro", "u"}, {".m-3", "/m3"}, {"m-3", "/m3"}};
    for (const auto& [from, to] : kSpellings)
        for (std::size_t at = 0; (at = s.find(from, at)) != std::string::npos; at += to.size())
            s.replace(at, from.size(), to);
    for (std::size_t at = 0; (at = s.find("//", at)) != std::string::npos;)
        s.erase(at, 1);
    std::transform(s.begin(), s.end(), s.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return s;
}

struct UnitRow {
    std::string_view name;
    double factor, shift;
};

// UN/CEFACT codes stand beside the spellings: GQ is µg/m³, GP mg/m³, KMH km/h, CEL °C.
constexpr UnitRow kConcentration[] = {{"ug/m3", 1, 0},    {"gq", 1, 0},     {"mg/m3", 1e3, 0},           {"gp", 1e3, 0},
                                      {"ng/m3", 1e-3, 0}, {"g/m3", 1e6, 0}, {"ugrampercubicmetre", 1, 0}};
constexpr UnitRow kShare[] = {{"1", 1, 0}, {"%", 0.01, 0}, {"percent", 0.01, 0}, {"p1", 0.01, 0}, {"c62", 1, 0}};
constexpr UnitRow kSpeedUnits[] = {
    {"m/s", 1, 0},       {"mts", 1, 0},        {"km/h", 1 / 3.6, 0}, {"kmh", 1 / 3.6, 0},         {"kph", 1 / 3.6, 0},
    {"mph", 0.44704, 0}, {"mi/h", 0.44704, 0}, {"hm", 0.44704, 0},   {"knots", 1852 / 3600.0, 0}, {"kn", 1852 / 3600.0, 0}};
constexpr UnitRow kRate[] = {{"veh/h", 1, 0}, {"vehicles/hour", 1, 0}, {"1/h", 1, 0}, {"veh/min", 60, 0}};
constexpr UnitRow kCountUnits[] = {{"veh", 1, 0}, {"1", 1, 0}, {"c62", 1, 0}, {"vehicles", 1, 0}, {"persons", 1, 0}, {"count", 1, 0}};
constexpr UnitRow kDuration[] = {{"s", 1, 0}, {"sec", 1, 0}, {"ms", 1e-3, 0}, {"min", 60, 0}, {"h", 3600, 0}};
constexpr UnitRow kTemperatureUnits[] = {{"c", 1, 0},
                                         {"cel", 1, 0},
                                         {"degc", 1, 0},
                                         {"k", 1, -273.15},
                                         {"kel", 1, -273.15},
                                         {"f", 5 / 9.0, -32 * 5 / 9.0},
                                         {"degf", 5 / 9.0, -32 * 5 / 9.0}};
constexpr UnitRow kPressureUnits[] = {{"pa", 1, 0},          {"hpa", 100, 0}, {"mbar", 100, 0},
                                      {"millibars", 100, 0}, {"kpa", 1e3, 0}, {"bar", 1e5, 0}};
constexpr UnitRow kLevel[] = {{"db", 1, 0}, {"db(a)", 1, 0}, {"dba", 1, 0}};
constexpr UnitRow kAngle[] = {{"", 1, 0}, {"deg", 1, 0}, {"degrees", 1, 0}, {"dd", 1, 0}};
constexpr UnitRow kLength[] = {{"m", 1, 0}, {"km", 1e3, 0}};

std::span<const UnitRow> unitsOf(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Concentration: return kConcentration;
    case Dimension::Share: return kShare;
    case Dimension::Speed: return kSpeedUnits;
    case Dimension::Rate: return kRate;
    case Dimension::Count: return kCountUnits;
    case Dimension::Duration: return kDuration;
    case Dimension::Temperature: return kTemperatureUnits;
    case Dimension::Pressure: return kPressureUnits;
    case Dimension::Level: return kLevel;
    case Dimension::Angle: return kAngle;
    case Dimension::Length: return kLength;
    }
    return {};
}

}  // namespace

std::span<const QuantityInfo> allQuantities() { return kQuantities; }

const QuantityInfo* quantityOfKey(std::string_view key)
{
    const auto* found = std::find_if(std::begin(kQuantities), std::end(kQuantities), [key](const QuantityInfo& q) { return q.key == key; });
    return found == std::end(kQuantities) ? nullptr : found;
}

const QuantityInfo* findQuantity(std::string_view word)
{
    if (const QuantityInfo* exact = quantityOfKey(word))
        return exact;
    const std::string wanted = plain(word);
    for (const QuantityInfo& q : kQuantities)
        if (plain(q.key) == wanted || std::find(q.words.begin(), q.words.end(), wanted) != q.words.end())
            return &q;
    return nullptr;
}

std::optional<UnitConversion> unitConversion(const QuantityInfo& quantity, std::string_view unit, double reference_C)
{
    if (unit.empty() || unit == quantity.unit)
        return UnitConversion{};
    const std::string name = plainUnit(unit);
    for (const UnitRow& row : unitsOf(quantity.dimension))
        if (row.name == name)
            return UnitConversion{row.factor, row.shift};
    if (quantity.molar_g_mol > 0 && (name == "ppb" || name == "ppbv" || name == "ppm" || name == "ppmv" || name == "59")) {
        const double perPpb = 12.187 * quantity.molar_g_mol / (273.15 + reference_C);
        return UnitConversion{name.starts_with("ppb") ? perPpb : 1000 * perPpb, 0};
    }
    return std::nullopt;
}

}  // namespace isopolis
