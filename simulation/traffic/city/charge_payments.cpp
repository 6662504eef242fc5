#include "simulation/traffic/city/charge_payments.h"

#include "simulation/traffic/demand/demand_parameters.h"
#include "simulation/traffic/demand/mode_split.h"

#include <cmath>

namespace isopolis {

namespace {

std::string whole(double v) { return std::to_string(std::llround(v)); }

double revenueOf(const ChargedTraffic& traffic)
{
    double sum = 0;
    for (std::size_t t = 0; t < traffic.hours.size(); ++t)
        for (std::size_t l = 0; l < traffic.net.graph.linkCount(); ++l)
            sum += traffic.hoursOfDay[t] * traffic.hours[t].flow[l] * traffic.net.graph.link(l).toll;
    return sum;
}

/// Money a day on trips from one zone to another in a period.
double paidOn(const ChargedTraffic& traffic, std::size_t hour, std::size_t pair)
{
    return traffic.hoursOfDay[hour] * traffic.trips_veh_h[hour].values[pair] * traffic.charge_eur[hour].values[pair];
}

/// Money a day per car that the demand model sends from one neighbourhood to another in an hour; 0 where it sends none.
HourMatrices paidPerCar(const ChargedTraffic& traffic, const ResidentDemand& called, double& unknown)
{
    const std::size_t zones = traffic.net.zones.count(), inner = traffic.net.zones.internal;
    HourMatrices rates;
    for (std::size_t t = 0; t < traffic.hours.size(); ++t) {
        ZoneMatrix rate(inner);
        for (std::size_t i = 0; i < inner; ++i)
            for (std::size_t j = 0; j < inner; ++j) {
                const double cars = called.cars_veh_h[t].values[i * inner + j], paid = paidOn(traffic, t, i * zones + j);
                if (cars > 0)
                    rate.values[i * inner + j] = paid / cars;
                else
                    unknown += paid;
            }
        rates.push_back(std::move(rate));
    }
    return rates;
}

}  // namespace

Expected<RoadChargePayments> chargePayments(const ChargedTraffic& traffic, const ChargedPeople* people, RunControl& control)
{
    const std::size_t zones = traffic.net.zones.count(), inner = traffic.net.zones.internal;
    RoadChargePayments result;
    result.paid_eur_day.resize(inner, ByFifth<double>{});
    result.residents.resize(inner, 0);
    result.revenue_eur_day = revenueOf(traffic);
    for (std::size_t t = 0; t < traffic.hours.size(); ++t)
        for (std::size_t i = 0; i < zones; ++i)
            for (std::size_t j = 0; j < zones; ++j)
                if (i >= inner || j >= inner)
                    result.edge_eur_day += paidOn(traffic, t, i * zones + j);
                else if (people == nullptr)
                    result.elsewhere_eur_day += paidOn(traffic, t, i * zones + j);
    if (people == nullptr)
        return result;
    result.residents = people->residents;
    const HourMatrices rates = paidPerCar(traffic, people->called, result.elsewhere_eur_day);
    const DemandSettings& s = people->settings;
    for (const Purpose purpose : kPurposes) {
        if (control.cancelled())
            return cancelledError();
        const std::size_t p = indexOf(purpose);
        const ModeSplit split = splitModes(purpose, people->base.ends, people->costs, people->base.constants.minutes, s, control.threads());
        const OdTable& trips = people->called.destinations[p];
        const OdTable& share = split.share[indexOf(TripMode::Car)];
        const double responding = 1 - fixedTransitShare(people->costs, s);
        for (std::size_t r = 0; r < trips.rows; ++r) {
            const TripRow& row = people->base.ends.rows[r];
            double paid = 0;
            for (std::size_t j = 0; j < inner; ++j) {
                const double cars = responding * trips.at(r, j) * share.at(r, j) / s.occupancy[p];
                if (!(cars > 0))
                    continue;
                for (std::size_t t = 0; t < rates.size(); ++t)
                    paid += cars / s.hours[t] *
                            (s.out[p][t] * rates[t].values[row.zone * inner + j] + s.back[p][t] * rates[t].values[j * inner + row.zone]);
            }
            if (purpose == Purpose::NotHomeBased)
                result.elsewhere_eur_day += paid;
            else
                result.paid_eur_day[NeighbourhoodId::fromIndex(row.zone)][row.fifth] += paid;
        }
    }
    return result;
}

std::vector<Issue> paymentIssues(const RoadChargePayments& paid, const DemandSettings* settings)
{
    ByFifth<double> byFifth{};
    for (const ByFifth<double>& home : paid.paid_eur_day)
        for (std::size_t f = 0; f < kFifthCount; ++f)
            byFifth[f] += home[f];
    double homes = byFifth[0];
    std::string fifths;
    for (std::size_t f = 1; f < kFifthCount; ++f) {
        homes += byFifth[f];
        fifths += (f > 1 ? ", " : "") + whole(byFifth[f]);
    }
    std::vector<Issue> issues;
    issues.push_back({Severity::Note, "road_charge",
                      "road charges take " + whole(paid.revenue_eur_day) + " euro on a mean day: " + whole(homes) +
                          " from residents on trips from and to home (" + fifths + " by income fifth of neighbourhoods, lowest first), " +
                          whole(paid.elsewhere_eur_day) + " on trips between other places, " + whole(paid.edge_eur_day) +
                          " from traffic across the edge of the city"});
    if (settings != nullptr && settings->response == DemandResponse::Routes)
        issues.push_back(
            {Severity::Warning, "charge_routes_only",
             "drivers avoid the road charge by other routes alone: nobody changes the mode or the destination, so payments are "
             "too high and the charge's effect is too low. Set the parameter “" +
                 std::string(kResponse.id) + "” to 1 or 2"});
    return issues;
}

}  // namespace isopolis
