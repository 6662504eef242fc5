#pragma once
/// The demand parameters as plain numbers, read once per run.

#include "simulation/scenario/parameter_set.h"
#include "simulation/traffic/demand/demand_feedback.h"
#include "simulation/traffic/demand/trip_ends.h"
#include "simulation/transit/transit_result.h"

namespace isopolis {

/// What people may change under a scheme.
enum class DemandResponse : std::uint8_t { Routes, RoutesAndModes, RoutesModesAndDestinations };

struct DemandSettings {
    TripRates rates;
    double pupilsPerSchool = 0;
    ByPurpose<double> gamma_per_min{}, observedMean_min{};  ///< mean 0: not given
    double beta = 0;
    double theta_per_min = 0, activeLambda = 1;
    double driverShare = 0, transitShare = 0, cycleShare = 0;  ///< of all trips, to which the mapped city is fitted
    ByPurpose<double> occupancy{};
    double outsideWeight = 0, transferPenalty_min = 0, carTerminal_min = 0;
    double cycleWeight = 0;
    double carCost_km = 0, fare = 0;                     ///< money
    double farePaid = 0, fareChanges = 0, fareRate = 0;  ///< of fares in the timetable
    ByFifth<double> money_per_min{};                     ///< value of time
    ByPurpose<ByPeriod<double>> out{}, back{};  ///< parts of the day's trips; out + back over all periods = 1. Away from home: out only
    ByPeriod<double> hours{};                   ///< hours that the modelled hour of each period stands for
    std::size_t modelledHours = kPeriodCount;   ///< 1: the morning alone
    double residentsAtEdge = 0, stationNight = 0;
    DepartureWindow departures;  ///< of journeys by public transport
    DemandResponse response = DemandResponse::Routes;
    FeedbackOptions feedback;
};

DemandSettings demandSettings(const ParameterSet& parameters);

}  // namespace isopolis
