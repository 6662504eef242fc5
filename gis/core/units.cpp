#include "gis/core/units.h"

namespace isopolis {

namespace {
struct UnitNames {
    std::string_view symbol, key;
};

constexpr UnitNames names(Unit unit)
{
    switch (unit) {
    case Unit::One: return {"", "one"};
    case Unit::Percent: return {"%", "percent"};
    case Unit::Metre: return {"m", "m"};
    case Unit::Kilometre: return {"km", "km"};
    case Unit::SquareMetre: return {"m²", "m2"};
    case Unit::Second: return {"s", "s"};
    case Unit::Minute: return {"min", "min"};
    case Unit::Hour: return {"h", "h"};
    case Unit::KmPerHour: return {"km/h", "km_h"};
    case Unit::MetrePerSecond: return {"m/s", "m_s"};
    case Unit::VehPerHour: return {"veh/h", "veh_h"};
    case Unit::VehPerDay: return {"veh/day", "veh_day"};
    case Unit::People: return {"people", "people"};
    case Unit::Jobs: return {"jobs", "jobs"};
    case Unit::GramPerKm: return {"g/km", "g_km"};
    case Unit::GramPerDay: return {"g/day", "g_day"};
    case Unit::KilogramPerDay: return {"kg/day", "kg_day"};
    case Unit::TonnePerYear: return {"t/year", "t_year"};
    case Unit::MicrogramPerM3: return {"µg/m³", "ug_m3"};
    case Unit::DecibelA: return {"dB(A)", "dba"};
    case Unit::Degree: return {"°", "deg"};
    case Unit::Kelvin: return {"K", "k"};
    case Unit::PerMinute: return {"1/min", "per_min"};
    case Unit::PersonsPerUnit: return {"persons each", "persons_each"};
    case Unit::TripsPerPersonHour: return {"trips/person/h", "trips_person_h"};
    case Unit::MegajoulePerKm: return {"MJ/km", "mj_km"};
    case Unit::GramPerMegajoule: return {"g/MJ", "g_mj"};
    case Unit::Euro: return {"€", "eur"};
    case Unit::EuroPerDay: return {"€/day", "eur_day"};
    }
    return {"", "one"};
}
}  // namespace

std::string_view unitSymbol(Unit unit) { return names(unit).symbol; }
std::string_view unitKey(Unit unit) { return names(unit).key; }

}  // namespace isopolis
