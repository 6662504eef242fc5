#pragma once
/// Residents' trips of a mean day: destinations by a doubly constrained gravity model on logsums, modes by logit, cars by the hour.
///
///   Expected<ModeConstants> fitted = fitConstants(ends, costs, settings, control);            // to the observed shares, mapped city
///   Expected<ResidentDemand> d = residentDemand(ends, costs, *fitted, settings, nullptr, control);   d->cars_veh_h[0];
///
/// Cost of a mode in generalised minutes = minutes in the vehicle + w · (walking, waiting) + penalties + money / value of time + constant.
/// People without a car in their household do not choose the car. Destinations: f(c̃) with the logsum c̃ of the modes, scaled so that it is
/// never below the least cost. Trips go out and come back: the cost of a pair is that of both ways, weighted by when they are made; cars of
/// an hour are the outbound part of the day's trips plus the transposed way back.
/// What surprises: without transit costs (no timetable) the observed share of public transport is taken off every pair alike and does not
/// respond. A pair without any mode gets no trips; rows that reach nothing are `unplaced`. With `destinations` given, trips keep them.
/// Errors: BadValue (matrices of another size, negative or NaN costs: matrix, row and column named), Cancelled.
/// Source: Wilson 1967; McFadden 1974; Williams 1977; Ortúzar & Willumsen 2011, Modelling Transport, chapters 5 to 7 and 10.

#include "simulation/traffic/demand/demand_settings.h"
#include "simulation/traffic/demand/demand_summary.h"
#include "simulation/traffic/demand/distribution.h"

namespace isopolis {

/// Between zones, infinity where there is no way. Cars: one matrix per modelled hour.
struct ModeCosts {
    HourMatrices car_min;
    ZoneMatrix car_km, walk_min, walk_km, cycle_min, cycle_km;
    ZoneMatrix transit_min;            ///< generalised, without fare: see `generalisedTransit`; empty: no timetable
    HourMatrices car_charge_eur = {};  ///< road charge of a car, by hour as `car_min`; empty: none
    ZoneMatrix transit_fare;           ///< money of the value of time, as paid; empty: the flat fare of the settings
};

/// In the vehicle + w · outside it + penalty · transfers, cell by cell.
ZoneMatrix generalisedTransit(const ZoneMatrix& inVehicle_min, const ZoneMatrix& outside_min, const ZoneMatrix& transfers,
                              const DemandSettings& settings);

Expected<void> checkCosts(const ModeCosts& costs, std::size_t zones);

struct ModeConstants {
    ByMode<double> minutes{};
    ByPurpose<double> gamma_per_min{};
    double worstMiss = 0;  ///< of an observed share
    int iterations = 0;
    std::vector<Issue> issues;
};

struct ResidentDemand {
    HourMatrices cars_veh_h;                         ///< in the modelled hours
    ByPurpose<OdTable> destinations;                 ///< persons' trips a day, rows of the trip ends × zones
    ByPeriod<std::vector<double>> starts, finishes;  ///< persons' trips a period, all modes, per zone
    DemandSummary summary;
    std::vector<Issue> issues;
};

Expected<ModeConstants> fitConstants(const TripEnds& ends, const ModeCosts& costs, const DemandSettings& settings, RunControl& control);

Expected<ResidentDemand> residentDemand(const TripEnds& ends, const ModeCosts& costs, const ModeConstants& constants,
                                        const DemandSettings& settings, const ByPurpose<OdTable>* destinations, RunControl& control);

}  // namespace isopolis
