#include "simulation/traffic/demand/resident_demand.h"

#include "simulation/traffic/demand/destination_choice.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace isopolis {

ZoneMatrix generalisedTransit(const ZoneMatrix& inVehicle_min, const ZoneMatrix& outside_min, const ZoneMatrix& transfers,
                              const DemandSettings& settings)
{
    ZoneMatrix all(inVehicle_min.zones);
    for (std::size_t k = 0; k < all.values.size(); ++k)
        all.values[k] = inVehicle_min.values[k] + settings.outsideWeight * outside_min.values[k] +
                        (transfers.values[k] > 0 ? settings.transferPenalty_min * transfers.values[k] : 0);
    return all;
}

Expected<void> checkCosts(const ModeCosts& costs, std::size_t zones)
{
    std::vector<std::pair<const ZoneMatrix*, std::string>> all = {{&costs.car_km, "car lengths"},
                                                                  {&costs.walk_min, "walking times"},
                                                                  {&costs.walk_km, "walking lengths"},
                                                                  {&costs.cycle_min, "cycling times"},
                                                                  {&costs.cycle_km, "cycling lengths"}};
    for (const ZoneMatrix& hour : costs.car_min)
        all.emplace_back(&hour, "car times");
    for (const ZoneMatrix& hour : costs.car_charge_eur)
        all.emplace_back(&hour, "road charges");
    if (costs.transit_min.zones > 0)
        all.emplace_back(&costs.transit_min, "transit times");
    if (costs.transit_fare.zones > 0)
        all.emplace_back(&costs.transit_fare, "transit fares");
    if (costs.car_min.empty())
        return unexpected(Error{ErrorCode::BadValue, "there are no car times"});
    for (const auto& [matrix, name] : all) {
        if (matrix->zones != zones || matrix->values.size() != zones * zones)
            return unexpected(Error{ErrorCode::BadValue, "the matrix of " + name + " has " + std::to_string(matrix->zones) +
                                                             " zones, the city " + std::to_string(zones)}
                                  .cure("Make the matrix for the city's neighbourhoods, in their order."));
        for (std::size_t k = 0; k < matrix->values.size(); ++k)
            if (!(matrix->values[k] >= 0))
                return unexpected(Error{ErrorCode::BadValue, "the matrix of " + name + " has a value that is negative or no number"}
                                      .at("row " + std::to_string(k / zones + 1) + ", column " + std::to_string(k % zones + 1))
                                      .cure("Costs are 0 or more; infinity means no way."));
    }
    return {};
}

namespace {

/// Adds up one purpose: trips by mode, group, length and hour.
class Tally {
public:
    Tally(const TripEnds& ends, const ModeCosts& costs, const DemandSettings& s)
        : m_ends(ends), m_costs(costs), m_s(s), m_zones(costs.car_km.zones), m_fixed(fixedTransitShare(costs, s))
    {
        m_demand.cars_veh_h.assign(s.modelledHours, ZoneMatrix(m_zones));
        for (std::size_t t = 0; t < kPeriodCount; ++t) {
            m_demand.starts[t].assign(m_zones, 0);
            m_demand.finishes[t].assign(m_zones, 0);
        }
    }

    void add(Purpose purpose, const ModeSplit& split, OdTable trips)
    {
        const std::size_t p = indexOf(purpose);
        DemandSummary& summary = m_demand.summary;
        ZoneMatrix cars(m_zones), persons(m_zones);
        ByMode<double> byMode{};
        double minutes = 0, counted = 0;
        for (std::size_t r = 0; r < trips.rows; ++r) {
            const TripRow& row = m_ends.rows[r];
            for (std::size_t j = 0; j < m_zones; ++j) {
                const double all = trips.at(r, j);
                if (!(all > 0))
                    continue;
                const std::size_t k = row.zone * m_zones + j;
                persons.values[k] += all;
                m_all += all;
                m_within += row.zone == j ? all : 0;
                m_lost += std::isfinite(split.logsum_min.at(r, j)) ? 0 : all;
                byMode[indexOf(TripMode::Transit)] += m_fixed * all;
                summary.tripsByGroup[row.fifth][row.car ? 1 : 0][indexOf(TripMode::Transit)] += m_fixed * all;
                for (std::size_t m = 0; m < kTripModeCount; ++m) {
                    const double t = split.share[m].values.empty() ? 0 : (1 - m_fixed) * all * split.share[m].at(r, j);
                    if (!(t > 0))
                        continue;
                    byMode[m] += t;
                    summary.tripsByGroup[row.fifth][row.car ? 1 : 0][m] += t;
                    const double min = minutesBy(m, split, k), km = lengthBy(m, k);
                    m_minutes[m] += t * min;
                    minutes += t * min;
                    counted += t;
                    if (m != indexOf(TripMode::Transit)) {
                        m_km[m] += t * km;
                        const auto above = std::lower_bound(kTripLengthClasses_km.begin(), kTripLengthClasses_km.end(), km);
                        summary.lengths[m][static_cast<std::size_t>(above - kTripLengthClasses_km.begin())] += t;
                    }
                    if (m == indexOf(TripMode::Car))
                        cars.values[k] += t / m_s.occupancy[p];
                }
            }
        }
        summary.meanCost_min[p] = counted > 0 ? minutes / counted : 0;
        for (std::size_t t = 0; t < kPeriodCount; ++t) {
            const double out = m_s.out[p][t], back = m_s.back[p][t];
            for (std::size_t m = 0; m < kTripModeCount; ++m)
                summary.trips[p][m][t] = byMode[m] * (out + back);
            addPeriod(t, cars, persons, out, back);
        }
        for (std::size_t m = 0; m < kTripModeCount; ++m)
            m_trips[m] += byMode[m];
        m_demand.destinations[p] = std::move(trips);
    }

    ResidentDemand finish(const ModeConstants& constants, double unplaced)
    {
        DemandSummary& summary = m_demand.summary;
        for (std::size_t m = 0; m < kTripModeCount; ++m) {
            const bool known = m != indexOf(TripMode::Transit) && m_trips[m] > 0;
            summary.meanLength_km[m] = known ? m_km[m] / m_trips[m] : 0;
            summary.meanTime_min[m] = known || (m_fixed == 0 && m_trips[m] > 0) ? m_minutes[m] / m_trips[m] : 0;
        }
        summary.gamma_per_min = constants.gamma_per_min;
        summary.constant_min = constants.minutes;
        summary.intrazonalShare = m_all > 0 ? m_within / m_all : 0;
        summary.unplaced = unplaced + m_lost;
        summary.transitResponds = m_costs.transit_min.zones > 0;
        summary.response = static_cast<int>(m_s.response);
        return std::move(m_demand);
    }

private:
    double minutesBy(std::size_t mode, const ModeSplit& split, std::size_t k) const
    {
        switch (kTripModes[mode]) {
        case TripMode::Car: return split.car_min.values[k] + m_s.carTerminal_min;
        case TripMode::Transit: return m_costs.transit_min.values[k];
        case TripMode::Cycle: return m_costs.cycle_min.values[k];
        case TripMode::Walk: break;
        }
        return m_costs.walk_min.values[k];
    }
    double lengthBy(std::size_t mode, std::size_t k) const
    {
        switch (kTripModes[mode]) {
        case TripMode::Car: return m_costs.car_km.values[k];
        case TripMode::Cycle: return m_costs.cycle_km.values[k];
        default: break;
        }
        return m_costs.walk_km.values[k];
    }

    void addPeriod(std::size_t period, const ZoneMatrix& cars, const ZoneMatrix& persons, double out, double back)
    {
        const bool modelled = period < m_demand.cars_veh_h.size();
        const double hour = 1 / m_s.hours[period];
        for (std::size_t i = 0; i < m_zones; ++i)
            for (std::size_t j = 0; j < m_zones; ++j) {
                const std::size_t k = i * m_zones + j;
                const double forth = out * persons.values[k], home = back * persons.values[k];
                m_demand.starts[period][i] += forth;
                m_demand.finishes[period][j] += forth;
                m_demand.starts[period][j] += home;
                m_demand.finishes[period][i] += home;
                if (modelled) {
                    m_demand.cars_veh_h[period].values[k] += hour * out * cars.values[k];
                    m_demand.cars_veh_h[period].values[j * m_zones + i] += hour * back * cars.values[k];
                }
            }
    }

    const TripEnds& m_ends;
    const ModeCosts& m_costs;
    const DemandSettings& m_s;
    std::size_t m_zones;
    double m_fixed, m_all = 0, m_within = 0, m_lost = 0;
    ByMode<double> m_trips{}, m_minutes{}, m_km{};
    ResidentDemand m_demand;
};

}  // namespace

Expected<ResidentDemand> residentDemand(const TripEnds& ends, const ModeCosts& costs, const ModeConstants& constants,
                                        const DemandSettings& settings, const ByPurpose<OdTable>* destinations, RunControl& control)
{
    if (auto fine = checkCosts(costs, ends.attraction[0].size()); !fine)
        return unexpected(fine.error());
    Tally tally(ends, costs, settings);
    double unplaced = 0, error = 0;
    for (const Purpose purpose : kPurposes) {
        if (control.cancelled())
            return cancelledError();
        const std::size_t p = indexOf(purpose);
        const ModeSplit split = splitModes(purpose, ends, costs, constants.minutes, settings, control.threads());
        if (destinations != nullptr) {
            tally.add(purpose, split, (*destinations)[p]);
            continue;
        }
        auto placed = placeTrips(purpose, split, ends, constants.gamma_per_min[p], settings.beta);
        if (!placed)
            return unexpected(placed.error());
        unplaced += placed->unplaced;
        error = std::max(error, placed->converged ? 0 : placed->error);
        tally.add(purpose, split, std::move(placed->trips));
    }
    ResidentDemand demand = tally.finish(constants, unplaced);
    if (error > 0)
        demand.issues.push_back({Severity::Warning, "trips_not_balanced",
                                 "trips between zones miss their totals by up to " + std::to_string(100 * error) +
                                     " % of the largest group: parts of the city do not reach each other"});
    return demand;
}

}  // namespace isopolis
