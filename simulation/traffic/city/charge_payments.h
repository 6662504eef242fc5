#pragma once
/// Who pays a road charge: by home and income fifth, as far as homes are known.
///
///   auto paid = chargePayments({net, hours, trips, charges_eur, hoursOfDay}, &people, control);   paid->revenue_eur_day;
///
/// Trips × mean charge of the ways in use, hour by hour. Each pair's payments are shared among those whose trips make its cars in the
/// demand model: people of a home, purpose and fifth, out and back. Trips away from home, trips across the edge and a given matrix of trips
/// have no home: they are counted apart. Sum: Σ paid + elsewhere + edge = revenue, up to rounding.

#include "simulation/traffic/city/assign_hours.h"
#include "simulation/traffic/city/city_demand.h"

namespace isopolis {

struct ChargedTraffic {
    const CityNetwork& net;
    const Hours& hours;
    const HourMatrices& trips_veh_h;        ///< as assigned
    const HourMatrices& charge_eur;         ///< of a car, per hour
    const std::vector<double>& hoursOfDay;  ///< that each hour stands for
};

/// Whose trips they are: what the demand model says, and the costs that it saw.
struct ChargedPeople {
    const CityDemand& base;
    const ResidentDemand& called;
    const ModeCosts& costs;
    const DemandSettings& settings;
    IdVector<NeighbourhoodId, double> residents;
};

/// Without people all payments are `elsewhere` or at the edge. Errors: Cancelled.
Expected<RoadChargePayments> chargePayments(const ChargedTraffic& traffic, const ChargedPeople* people, RunControl& control);

/// What was paid, in words; a warning where only routes may answer. Null settings: the trips were given.
std::vector<Issue> paymentIssues(const RoadChargePayments& paid, const DemandSettings* settings);

}  // namespace isopolis
