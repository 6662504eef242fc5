#include "app/commands/demand_output.h"

#include <nlohmann/json.hpp>

namespace isopolis {

using nlohmann::json;

json demandJson(const DemandSummary& d)
{
    json trips = json::object(), shares = json::object(), lengths = json::object(), times = json::object(), constants = json::object(),
         gammas = json::object(), minutes = json::object(), hours = json::object(), fifths = json::object();
    const auto known = [](double v) { return v > 0 ? json(v) : json(nullptr); };
    for (const Purpose p : kPurposes) {
        json& purpose = trips[std::string(purposeKey(p))];
        for (const TripMode m : kTripModes)
            for (const Period t : kPeriods)
                purpose[std::string(tripModeKey(m))][std::string(periodKey(t))] = d.trips[indexOf(p)][indexOf(m)][indexOf(t)];
        gammas[std::string(purposeKey(p))] = d.gamma_per_min[indexOf(p)];
        minutes[std::string(purposeKey(p))] = known(d.meanCost_min[indexOf(p)]);
    }
    for (const TripMode m : kTripModes) {
        const std::string key(tripModeKey(m));
        shares[key] = number(d.modeShare(m));
        lengths[key] = known(d.meanLength_km[indexOf(m)]);
        times[key] = known(d.meanTime_min[indexOf(m)]);
        constants[key] = d.constant_min[indexOf(m)];
        for (std::size_t fifth = 0; fifth < kFifthCount; ++fifth)
            for (const bool car : {false, true})
                fifths[fifth == 0 ? "unknown_or_away_from_home" : "q" + std::to_string(fifth)][car ? "with_car" : "without_car"][key] =
                    d.tripsByGroup[fifth][car ? 1 : 0][indexOf(m)];
    }
    for (const Period t : kPeriods)
        hours[std::string(periodKey(t))] = {{"residents_veh_h", d.residentCars_veh_h[indexOf(t)]},
                                            {"edge_veh_h", d.edgeCars_veh_h[indexOf(t)]},
                                            {"through_veh_h", d.throughCars_veh_h[indexOf(t)]}};
    json result = {{"trips_day", d.total()},
                   {"trips_day_by_purpose_mode_period", trips},
                   {"trips_day_by_income_fifth_car_mode", fifths},
                   {"mode_share", shares},
                   {"mean_length_km", lengths},
                   {"mean_time_min", times},
                   {"mean_time_by_purpose_min", minutes},
                   {"gamma_per_min", gammas},
                   {"mode_constant_min", constants},
                   {"cars_in_modelled_hours", hours},
                   {"intrazonal_share", d.intrazonalShare},
                   {"unplaced_trips_day", d.unplaced},
                   {"leaving_share", d.leavingShare},
                   {"response", d.response == 0   ? "routes"
                                : d.response == 1 ? "routes_and_modes"
                                                  : "routes_modes_and_destinations"}};
    if (d.feedbackRounds > 0)
        result["feedback"] = {{"rounds", d.feedbackRounds},
                              {"rms_change", d.feedbackChange},
                              {"demand_gap", d.feedbackGap},
                              {"converged", d.feedbackConverged}};
    return result;
}

void printDemand(const Console& console, const DemandSummary& d)
{
    std::vector<std::vector<std::string>> rows;
    const auto row = [&](std::string name, const ByMode<double>& byMode, int decimals) {
        rows.push_back({std::move(name)});
        for (const double v : byMode)
            rows.back().push_back(v > 0 ? fixed(v, decimals) : "–");
    };
    for (const Purpose p : kPurposes) {
        ByMode<double> day{};
        for (std::size_t m = 0; m < kTripModeCount; ++m)
            for (const double t : d.trips[indexOf(p)][m])
                day[m] += t;
        row(std::string(purposeLabel(p)), day, 0);
    }
    ByMode<double> share{};
    for (const TripMode m : kTripModes)
        share[indexOf(m)] = 100 * d.modeShare(m);
    row("share of all, %", share, 1);
    row("mean length, km", d.meanLength_km, 2);
    row("mean time, min", d.meanTime_min, 1);
    std::vector<std::string> header = {"residents' trips a day"};
    for (const TripMode m : kTripModes)
        header.emplace_back(tripModeLabel(m));
    console.table(header, rows);
    rows.clear();
    for (const Period t : kPeriods)
        rows.push_back({std::string(periodLabel(t)), fixed(d.residentCars_veh_h[indexOf(t)], 0), fixed(d.edgeCars_veh_h[indexOf(t)], 0),
                        fixed(d.throughCars_veh_h[indexOf(t)], 0)});
    console.table({"cars in the modelled hour", "residents", "across the edge", "through"}, rows);
    console.line(fixed(100 * d.intrazonalShare, 1) + " % of the trips stay within one neighbourhood; " + fixed(100 * d.leavingShare, 1) +
                 " % of residents' car trips leave the city");
    if (d.feedbackRounds > 0)
        console.line(std::string(d.feedbackConverged ? "demand and traffic agree" : "DEMAND AND TRAFFIC DO NOT AGREE") + " after " +
                     std::to_string(d.feedbackRounds) + " rounds: trips change by " + fixed(100 * d.feedbackChange, 3) + " % (demand gap " +
                     fixed(100 * d.feedbackGap, 3) + " %)");
}

}  // namespace isopolis
