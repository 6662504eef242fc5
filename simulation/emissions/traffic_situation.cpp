#include "simulation/emissions/traffic_situation.h"

#include "simulation/emissions/emission_parameters.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace isopolis {

namespace {

constexpr int kSlowest_kmh = 30, kFastest_kmh = 130, kStep_kmh = 10;
constexpr double kRuralLimit_kmh = 80, kRuralMotorway_kmh = 120;

constexpr std::pair<std::string_view, SituationRoad> kRoads[] = {
    {"MW-Nat.", SituationRoad::MotorwayNational},      {"MW-City", SituationRoad::MotorwayCity},
    {"Semi-MW", SituationRoad::SemiMotorway},          {"Trunk-Nat.", SituationRoad::TrunkNational},
    {"Trunk-City", SituationRoad::TrunkCity},          {"Distr.", SituationRoad::Distributor},
    {"Distr-sin.", SituationRoad::DistributorSinuous}, {"Local", SituationRoad::Local},
    {"Local-sin.", SituationRoad::LocalSinuous},       {"Access-res.", SituationRoad::Access}};
/// Other spellings of the same.
constexpr std::pair<std::string_view, SituationRoad> kMoreRoads[] = {
    {"mw", SituationRoad::MotorwayNational}, {"trunk", SituationRoad::TrunkNational}, {"access", SituationRoad::Access}};
constexpr std::string_view kLevels[kServiceLevelCount] = {"Freeflow", "Heavy", "Satur.", "St+Go", "St+Go2"};

/// Letters and digits in lower case: what names are compared by.
std::string plain(std::string_view text)
{
    std::string out;
    for (const char c : text)
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
        else if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string_view cut(std::string_view& text)
{
    const std::size_t at = text.find('/');
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return head;
}

SituationRoad roadOf(RoadClass roadClass, bool urban)
{
    switch (roadClass) {
    case RoadClass::Motorway: return urban ? SituationRoad::MotorwayCity : SituationRoad::MotorwayNational;
    case RoadClass::Trunk:
    case RoadClass::Primary: return urban ? SituationRoad::TrunkCity : SituationRoad::TrunkNational;
    case RoadClass::Secondary: return SituationRoad::Distributor;
    case RoadClass::Tertiary:
    case RoadClass::Unclassified: return SituationRoad::Local;
    default: return SituationRoad::Access;
    }
}

}  // namespace

std::optional<TrafficSituation> trafficSituationFrom(std::string_view name)
{
    TrafficSituation s;
    const std::string area = plain(cut(name)), road = plain(cut(name));
    const std::string_view limit = cut(name);
    const std::string level = plain(name);
    if (area != "urb" && area != "rur")
        return std::nullopt;
    s.urban = area == "urb";
    bool known = false;
    for (const auto& [text, value] : kRoads)
        if (plain(text) == road) {
            s.road = value;
            known = true;
        }
    for (const auto& [text, value] : kMoreRoads)
        if (!known && text == road) {
            s.road = value;
            known = true;
        }
    // The highest limit of a kind is written with the sign for "more": ">130".
    const std::string digits = plain(limit);
    const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), s.limit_kmh);
    if (!known || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() || s.limit_kmh < kSlowest_kmh ||
        s.limit_kmh > kFastest_kmh + kStep_kmh)
        return std::nullopt;
    s.limit_kmh = std::min(s.limit_kmh, kFastest_kmh);
    for (std::size_t i = 0; i < kServiceLevelCount; ++i)
        if (plain(kLevels[i]) == level) {
            s.level = static_cast<ServiceLevel>(i);
            return s;
        }
    return std::nullopt;
}

std::string trafficSituationName(const TrafficSituation& s)
{
    return std::string(s.urban ? "URB" : "RUR") + "/" + std::string(kRoads[static_cast<std::size_t>(s.road)].first) + "/" +
           std::to_string(s.limit_kmh) + "/" + std::string(kLevels[static_cast<std::size_t>(s.level)]);
}

ServiceLimits serviceLimits(const ParameterSet& p)
{
    ServiceLimits limits{p.value(kServiceHeavy), p.value(kServiceSaturated), p.value(kServiceStopGo), p.value(kServiceStanding)};
    std::sort(limits.begin(), limits.end());
    return limits;
}

TrafficSituation situationOfStreet(RoadClass roadClass, double limit_kmh, double volumeOverCapacity, const ServiceLimits& limits)
{
    TrafficSituation s;
    const double limit = std::isfinite(limit_kmh) ? std::clamp(limit_kmh, double{kSlowest_kmh}, double{kFastest_kmh}) : kSlowest_kmh;
    s.urban = limit < (roadClass == RoadClass::Motorway ? kRuralMotorway_kmh : kRuralLimit_kmh);
    s.road = roadOf(roadClass, s.urban);
    s.limit_kmh = kStep_kmh * static_cast<int>(std::lround(limit / kStep_kmh));
    // As many levels worse as limits are exceeded; an unknown capacity counts as free flow.
    const auto worse = std::count_if(limits.begin(), limits.end(), [&](double from) { return volumeOverCapacity > from; });
    s.level = static_cast<ServiceLevel>(worse);
    return s;
}

}  // namespace isopolis
