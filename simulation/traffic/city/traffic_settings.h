#pragma once
/// The traffic parameters as plain numbers, read once per run.

#include "gis/core/city/road_network.h"
#include "simulation/scenario/parameter_set.h"

namespace isopolis {

struct TrafficSettings {
    std::array<double, 4> periodHours{};  ///< hours that the modelled hour of each period stands for
    double stationNight = 0;              ///< part of a day's volume at the edge
    double peakShare = 0, deterrence_per_min = 0, residentAttraction = 0, connectorDetour = 1;
    double throughShare = 0, leavingShare = 0, edge_m = 0, countReach_m = 0;
    std::array<double, kRoadClassCount> external_veh_h{};  ///< 0: no station on this class
    std::array<std::string_view, kRoadClassCount> externalParameter{};
    std::array<double, kRoadClassCount> lane_veh_h{}, speedFactor{};
    double bprAlpha = 0, bprBeta = 0;
    std::size_t connectors = 1;
    double connectorReach_m = 0, islandShare = 0, connector_m_per_min = 0;  ///< straight metres a minute: the detour is in it
    double charge_min_per_eur = 0;  ///< minutes that a euro of road charge weighs as routes are chosen
    double relativeGap = 0;
    int maxIterations = 0;
};

TrafficSettings trafficSettings(const ParameterSet& parameters);

}  // namespace isopolis
