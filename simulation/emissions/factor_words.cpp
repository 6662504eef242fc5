#include "simulation/emissions/factor_words.h"

#include <algorithm>
#include <utility>

namespace isopolis {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::string plainWord(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
    return out;
}

bool namesMoped(std::string_view segment) { return holds(lower(segment), "moped"); }

std::string versionIn(std::string_view caseName)
{
    const std::size_t open = caseName.rfind('['), close = caseName.rfind(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open + 2 || close > open + 9)
        return {};
    const std::string_view version = caseName.substr(open + 1, close - open - 1);
    const bool sound = std::all_of(version.begin(), version.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return sound ? std::string(version) : std::string();
}

std::optional<VehicleCategory> categoryFrom(std::string_view vehCat, std::string_view segment)
{
    const std::string name = plainWord(vehCat), what = lower(segment);
    if (name == "passcar" || name == "pc")
        return VehicleCategory::Car;
    if (name == "lcv" || name == "ldv")
        return VehicleCategory::Van;
    if (name == "coach")
        return VehicleCategory::Coach;
    if (name == "urbanbus" || name == "ubus" || name == "bus")
        return VehicleCategory::Bus;
    if (name == "motorcycle" || name == "mc" || name == "moped")
        return VehicleCategory::TwoWheeler;
    if (name == "hgv" || name == "hdv")
        return holds(what, "tt/at") || what.starts_with("tt") || what.starts_with("at ") || holds(what, "artic")
                   ? VehicleCategory::Articulated
                   : VehicleCategory::Rigid;
    return std::nullopt;
}

std::optional<Fuel> fuelFrom(std::string_view technology, std::string_view concept_)
{
    const std::string t = lower(technology), c = lower(concept_);
    for (const std::string* text : {&t, &c}) {
        if (holds(*text, "plug-in") || holds(*text, "phev"))
            return Fuel::PlugIn;
        if (holds(*text, "bev") || *text == "electricity" || holds(*text, "electric"))
            return holds(*text, "petrol") && !holds(*text, "bev") ? Fuel::Hybrid : Fuel::Electric;
        if (holds(*text, "hybrid"))
            return Fuel::Hybrid;
        if (holds(*text, "lpg"))
            return Fuel::Lpg;
        if (holds(*text, "cng") || holds(*text, "lng"))
            return Fuel::Cng;
        if (holds(*text, "diesel"))
            return Fuel::Diesel;
        if (holds(*text, "petrol") || holds(*text, "(4s)") || holds(*text, "(2s)"))
            return Fuel::Petrol;
    }
    for (const char* mark : {" d ", "-d-"})
        if (holds(c, mark))
            return Fuel::Diesel;
    for (const char* mark : {" p ", "-p-"})
        if (holds(c, mark))
            return Fuel::Petrol;
    return std::nullopt;
}

Standard standardFrom(std::string_view text)
{
    const std::string t = lower(text);
    const std::size_t at = t.find("euro");
    if (at == std::string::npos)
        return {};
    std::string_view rest = std::string_view(t).substr(at + 4);
    while (!rest.empty() && (rest.front() == '-' || rest.front() == ' '))
        rest.remove_prefix(1);
    if (rest.empty())
        return {};
    if (rest.front() >= '0' && rest.front() <= '9') {
        const int euro = rest.front() - '0';
        const bool late = euro > 6 || (euro == 6 && rest.size() > 1 && (rest[1] == 'd' || rest[1] == 'e'));
        return {std::max(1, euro), late};
    }
    constexpr std::pair<std::string_view, int> kRoman[] = {{"vii", 7}, {"vi", 6}, {"iv", 4}, {"iii", 3}, {"ii", 2}, {"v", 5}, {"i", 1}};
    for (const auto& [roman, euro] : kRoman)
        if (rest.starts_with(roman))
            return {euro, euro >= 6};
    return {};
}

bool standardFits(const VehicleClass& vehicle, const Standard& s)
{
    switch (vehicle.id) {
    case FleetClass::PetrolEuro6abc:
    case FleetClass::DieselEuro6abc:
    case FleetClass::VanEuro6abc: return s.euro == 6 && !s.late;
    case FleetClass::PetrolEuro6d:
    case FleetClass::DieselEuro6d:
    case FleetClass::VanEuro6d: return s.late;
    case FleetClass::PetrolEuro3:
    case FleetClass::DieselEuro3:
    case FleetClass::VanEuro3:
    case FleetClass::MotorcycleEuro3: return s.euro <= 3;
    case FleetClass::RigidEuro4:
    case FleetClass::BusEuro4:
    case FleetClass::CoachEuro4: return s.euro <= 4;
    case FleetClass::ArticulatedEuro5: return s.euro <= 5;
    case FleetClass::MotorcycleEuro4: return s.euro >= 4;
    case FleetClass::RigidEuro6:
    case FleetClass::BusEuro6:
    case FleetClass::CoachEuro6:
    case FleetClass::ArticulatedEuro6: return s.euro >= 6;
    default: break;
    }
    // Groups of one class take every standard.
    return !vehicle.weight || vehicle.euro == s.euro;
}

}  // namespace isopolis
