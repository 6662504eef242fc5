#pragma once
/// Traffic situations of the Handbook Emission Factors for Road Transport (HBEFA), and which one a street is in.
///
///   std::optional<TrafficSituation> s = trafficSituationFrom("URB/Local/50/Satur.");
///   situationOfStreet(RoadClass::Secondary, 50, 0.85, levels);       // URB/Distr./50/Satur.
///
/// A situation is an area, a kind of road, a speed limit and a level of service. Kinds: motorways of cities and others, trunk roads
/// (primary), distributors (secondary), local roads (tertiary, unclassified), access roads (residential, living streets, service). Streets
/// with a limit of 80 km/h and more count as rural, motorways from 120 km/h on. The level follows volume over capacity; limits are
/// parameters (`emissions.service.*`). Speed limits are rounded to whole 10 km/h from 30 to 130.
/// Source: HBEFA 4.1 development report (Notter et al. 2019, INFRAS), chapter on traffic situations; names as in its exports.

#include "gis/core/city/road_network.h"
#include "simulation/scenario/parameter_set.h"

#include <array>
#include <optional>
#include <string>

namespace isopolis {

enum class SituationRoad : std::uint8_t {
    MotorwayNational,
    MotorwayCity,
    SemiMotorway,
    TrunkNational,
    TrunkCity,
    Distributor,
    DistributorSinuous,
    Local,
    LocalSinuous,
    Access
};
inline constexpr std::size_t kSituationRoadCount = 10;
enum class ServiceLevel : std::uint8_t { Freeflow, Heavy, Saturated, StopGo, StopGo2 };
inline constexpr std::size_t kServiceLevelCount = 5;

struct TrafficSituation {
    bool urban = true;
    SituationRoad road = SituationRoad::Local;
    int limit_kmh = 50;
    ServiceLevel level = ServiceLevel::Freeflow;
    friend bool operator==(const TrafficSituation&, const TrafficSituation&) = default;
};

/// "URB/Distr./50/Satur.", as in exports; dots, hyphens and case do not matter. None for averages such as "Ø-Urban".
std::optional<TrafficSituation> trafficSituationFrom(std::string_view name);
std::string trafficSituationName(const TrafficSituation& situation);

/// Volume over capacity from which traffic is heavy, saturated, stop and go, and stands.
using ServiceLimits = std::array<double, kServiceLevelCount - 1>;
ServiceLimits serviceLimits(const ParameterSet& parameters);
TrafficSituation situationOfStreet(RoadClass roadClass, double limit_kmh, double volumeOverCapacity, const ServiceLimits& limits);

}  // namespace isopolis
