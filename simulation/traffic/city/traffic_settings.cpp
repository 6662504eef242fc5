#include "simulation/traffic/city/traffic_settings.h"

#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/demand_settings.h"
#include "simulation/traffic/traffic_parameters.h"

namespace isopolis {

namespace {

constexpr double kMinutesPerHour = 60;

std::size_t indexOf(RoadClass roadClass) { return static_cast<std::size_t>(roadClass); }

void readRoads(const ParameterSet& parameters, TrafficSettings& s)
{
    s.lane_veh_h.fill(parameters.value(kCapacityLocal));
    s.speedFactor.fill(parameters.value(kSpeedFactorLocal));
    const std::pair<RoadClass, const ParameterSpec*> capacities[] = {{RoadClass::Motorway, &kCapacityMotorway},
                                                                     {RoadClass::Trunk, &kCapacityTrunk},
                                                                     {RoadClass::Primary, &kCapacityPrimary},
                                                                     {RoadClass::Secondary, &kCapacitySecondary},
                                                                     {RoadClass::Tertiary, &kCapacityTertiary}};
    for (const auto& [roadClass, spec] : capacities)
        s.lane_veh_h[indexOf(roadClass)] = parameters.value(*spec);
    for (const RoadClass roadClass : {RoadClass::Motorway, RoadClass::Trunk})
        s.speedFactor[indexOf(roadClass)] = parameters.value(kSpeedFactorMotorway);
    for (const RoadClass roadClass : {RoadClass::Primary, RoadClass::Secondary, RoadClass::Tertiary})
        s.speedFactor[indexOf(roadClass)] = parameters.value(kSpeedFactorMain);
    const std::pair<RoadClass, const ParameterSpec*> volumes[] = {{RoadClass::Motorway, &kExternalMotorway},
                                                                  {RoadClass::Trunk, &kExternalTrunk},
                                                                  {RoadClass::Primary, &kExternalPrimary},
                                                                  {RoadClass::Secondary, &kExternalSecondary},
                                                                  {RoadClass::Tertiary, &kExternalTertiary}};
    for (const auto& [roadClass, spec] : volumes) {
        s.external_veh_h[indexOf(roadClass)] = parameters.value(*spec);
        s.externalParameter[indexOf(roadClass)] = spec->id;
    }
}

}  // namespace

TrafficSettings trafficSettings(const ParameterSet& parameters)
{
    TrafficSettings s;
    s.peakShare = parameters.value(kPeakShare);
    const DemandSettings demand = demandSettings(parameters);
    s.periodHours = demand.hours;
    s.stationNight = demand.stationNight;
    s.deterrence_per_min = parameters.value(kDeterrence);
    s.residentAttraction = parameters.value(kResidentAttraction);
    s.throughShare = parameters.value(kThroughShare);
    s.leavingShare = parameters.value(kLeavingShare);
    s.edge_m = parameters.value(kExternalEdge);
    s.countReach_m = parameters.value(kCountDistance);
    readRoads(parameters, s);
    s.bprAlpha = parameters.value(kBprAlpha);
    s.bprBeta = parameters.value(kBprBeta);
    s.connectors = static_cast<std::size_t>(parameters.value(kConnectors));
    s.connectorReach_m = parameters.value(kConnectorReach);
    s.islandShare = parameters.value(kIslandShare);
    s.connectorDetour = parameters.value(kConnectorDetour);
    s.connector_m_per_min = Speed::kmh(parameters.value(kConnectorSpeed)).ms() * 60 / s.connectorDetour;
    s.charge_min_per_eur = kMinutesPerHour / parameters.value(kTimeValue);
    s.relativeGap = parameters.value(kRelativeGap);
    s.maxIterations = static_cast<int>(parameters.value(kMaxIterations));
    return s;
}

}  // namespace isopolis
