#include "simulation/traffic/demand/mode_split.h"

#include "simulation/run/parallel.h"
#include "simulation/traffic/demand/mode_choice.h"

#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kRowBlocks = 16;

/// Mean of both ways: out now, back later, each at the hours in which such trips are made.
ZoneMatrix bothWays(Purpose purpose, const HourMatrices& hours, const DemandSettings& s)
{
    const std::size_t n = hours.front().zones;
    ZoneMatrix mean(n);
    for (std::size_t t = 0; t < kPeriodCount; ++t) {
        const ZoneMatrix& c = hours[hours.size() > 1 ? t : 0];
        const double out = s.out[indexOf(purpose)][t], back = s.back[indexOf(purpose)][t];
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                mean.values[i * n + j] += (out > 0 ? out * c.values[i * n + j] : 0) + (back > 0 ? back * c.values[j * n + i] : 0);
    }
    return mean;
}

}  // namespace

double fixedTransitShare(const ModeCosts& costs, const DemandSettings& settings)
{
    return costs.transit_min.zones == 0 ? settings.transitShare : 0;
}

ModeSplit splitModes(Purpose purpose, const TripEnds& ends, const ModeCosts& costs, const ByMode<double>& constants_min,
                     const DemandSettings& s, int threads)
{
    const std::size_t zones = costs.car_km.zones, rows = ends.rows.size();
    const bool transit = costs.transit_min.zones > 0, fares = costs.transit_fare.zones > 0;
    ModeSplit split;
    split.car_min = bothWays(purpose, costs.car_min, s);
    const bool charged = !costs.car_charge_eur.empty();
    if (charged)
        split.charge_eur = bothWays(purpose, costs.car_charge_eur, s);
    split.logsum_min = OdTable(rows, zones, kNoMode);
    for (const TripMode m : kTripModes)
        if (m != TripMode::Transit || transit)
            split.share[indexOf(m)] = OdTable(rows, zones);
    const std::vector<double>& production = ends.production[indexOf(purpose)];
    const std::array<Nest, 3> nests = {Nest{{indexOf(TripMode::Car)}, 1}, Nest{{indexOf(TripMode::Transit)}, 1},
                                       Nest{{indexOf(TripMode::Cycle), indexOf(TripMode::Walk)}, s.activeLambda}};
    // Of equal alternatives, each counts as one of so many: the logsum then lies at the least cost or above.
    const double spread = std::log(static_cast<double>(kTripModeCount)) / s.theta_per_min;
    parallelBlocks(rows, kRowBlocks, threads, [&](std::size_t, std::size_t begin, std::size_t end) {
        ByMode<double> cost{}, share{};
        for (std::size_t r = begin; r < end; ++r) {
            if (!(production[r] > 0))
                continue;
            const TripRow& row = ends.rows[r];
            const double money = 1 / s.money_per_min[row.fifth];
            const double perKm = s.carCost_km * money / s.occupancy[indexOf(purpose)];
            for (std::size_t j = 0; j < zones; ++j) {
                const std::size_t k = row.zone * zones + j;
                cost[indexOf(TripMode::Car)] =
                    row.car ? split.car_min.values[k] + s.outsideWeight * s.carTerminal_min + perKm * costs.car_km.values[k] : kNoMode;
                if (charged)
                    cost[indexOf(TripMode::Car)] += split.charge_eur.values[k] * money / s.occupancy[indexOf(purpose)];
                cost[indexOf(TripMode::Transit)] =
                    transit ? costs.transit_min.values[k] + (fares ? costs.transit_fare.values[k] : s.fare) * money : kNoMode;
                cost[indexOf(TripMode::Cycle)] = s.cycleWeight * costs.cycle_min.values[k];
                cost[indexOf(TripMode::Walk)] = s.outsideWeight * costs.walk_min.values[k];
                for (std::size_t m = 0; m < kTripModeCount; ++m)
                    cost[m] += constants_min[m];
                const double logsum =
                    s.activeLambda < 1 ? nestedLogit(cost, nests, s.theta_per_min, share) : logit(cost, s.theta_per_min, share);
                split.logsum_min.at(r, j) = logsum + spread;
                for (std::size_t m = 0; m < kTripModeCount; ++m)
                    if (!split.share[m].values.empty())
                        split.share[m].at(r, j) = share[m];
            }
        }
    });
    return split;
}

}  // namespace isopolis
