#pragma once
/// What the traffic models know of one modelled hour, per link and per pair of zones.

#include "gis/core/error.h"
#include "gis/core/geometry/geometry.h"
#include "gis/core/ids.h"
#include "simulation/traffic/demand/demand_summary.h"

#include <string>

namespace isopolis {

/// A square matrix over zones, row = origin.
struct ZoneMatrix {
    std::size_t zones = 0;
    std::vector<double> values;
    ZoneMatrix() = default;
    explicit ZoneMatrix(std::size_t n, double value = 0) : zones(n), values(n * n, value) {}
    double& at(ZoneId from, ZoneId to) { return values[from.index() * zones + to.index()]; }
    double at(ZoneId from, ZoneId to) const { return values[from.index() * zones + to.index()]; }
    double total() const;
    friend bool operator==(const ZoneMatrix&, const ZoneMatrix&) = default;
};

/// A place where a main road crosses the edge of the city.
struct ExternalStation {
    NodeId node;
    std::string name;                                          ///< of the road
    double in_veh_h = 0, out_veh_h = 0;                        ///< in the modelled hour of the morning
    bool counted = false;                                      ///< volume from a count, else from a parameter
    std::string source = {};                                   ///< id of the count of what enters, or of the parameter
    std::string outSource = {};                                ///< the same of what leaves
    ByPeriod<double> inByPeriod_veh_h{}, outByPeriod_veh_h{};  ///< in the modelled hour of each period
    friend bool operator==(const ExternalStation&, const ExternalStation&) = default;
};

struct Zones {
    std::size_t internal = 0;               ///< the neighbourhoods, in order
    std::vector<ExternalStation> external;  ///< zone id = internal + position
    std::size_t count() const { return internal + external.size(); }
    bool isExternal(ZoneId zone) const { return zone.index() >= internal; }
    friend bool operator==(const Zones&, const Zones&) = default;
};

/// One modelled hour on the links of the AppliedScenario.
struct HourTraffic {
    double hours = 1;  ///< of the day that it stands for
    IdVector<LinkId, double> flow_veh_h, speed_kmh;
    friend bool operator==(const HourTraffic&, const HourTraffic&) = default;
};

/// What cars pay on a mean day. A car's charge counts where those who sit in it live; who pays of them is not asked.
struct RoadChargePayments {
    IdVector<NeighbourhoodId, ByFifth<double>>
        paid_eur_day;                             ///< trips from and to home, by home and income fifth; empty: nothing is charged
    IdVector<NeighbourhoodId, double> residents;  ///< at home there with the scheme
    double elsewhere_eur_day = 0;                 ///< residents' trips between other places than home, and trips whose home is not known
    double edge_eur_day = 0;                      ///< traffic across the edge of the city
    double revenue_eur_day = 0;                   ///< of all charged streets, from flows
    bool charged() const { return !paid_eur_day.empty(); }
    friend bool operator==(const RoadChargePayments&, const RoadChargePayments&) = default;
};

struct TrafficResult {
    Zones zones;
    IdVector<ZoneId, double> production_veh_h, attraction_veh_h;
    ZoneMatrix trips_veh_h;  ///< assigned car trips of the modelled hour
    ZoneMatrix time_min;     ///< congested car time between zones; infinity where there is no way
    IdVector<LinkId, double> flow_veh_h, capacity_veh_h, time_s,
        speed_kmh;                          ///< per link of the AppliedScenario; 0 speed where cars may not go
    std::vector<HourTraffic> hours;         ///< by period, or the morning alone; the first is the modelled hour of the other figures
    IdVector<LinkId, double> flow_veh_day;  ///< sum over the periods, or the hour by the daily expansion parameter
    RoadChargePayments roadCharge;          ///< empty where no street costs anything
    DemandSummary demand;                   ///< residents' trips of a mean day
    double relativeGap = 0, objective_veh_min = 0, totalTime_veh_h = 0, totalDistance_veh_km = 0;
    double intrazonal_veh_h = 0;         ///< not assigned
    double unassigned_veh_h = 0;         ///< trips of zones without a way into the network
    double conservationError_veh_h = 0;  ///< largest imbalance of flow at any node
    int iterations = 0;
    bool converged = false;
    std::vector<Issue> issues;
    friend bool operator==(const TrafficResult&, const TrafficResult&) = default;
};

}  // namespace isopolis
