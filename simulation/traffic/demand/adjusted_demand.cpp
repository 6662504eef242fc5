#include "simulation/traffic/demand/adjusted_demand.h"

#include "simulation/scenario/demand_factors.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

/// The factors of the morning for every pair of zones.
Expected<ZoneMatrix> morningFactors(const DemandFactors& factors, const std::vector<std::string>& keys, const std::string& name)
{
    std::map<std::string_view, std::size_t> position;
    for (std::size_t z = 0; z < keys.size(); ++z)
        position.emplace(keys[z], z);
    std::vector<std::size_t> here;
    for (const std::string& zone : factors.zones()) {
        const auto found = position.find(zone);
        if (found == position.end())
            return unexpected(
                Error{ErrorCode::BadValue, "the adjusted demand “" + name + "” was made for other zones: this city has no “" + zone + "”"}
                    .cure("Fit the demand to the counts again (isopolis-cli calibrate), or switch the adjustment off."));
        here.push_back(found->second);
    }
    ZoneMatrix all(keys.size(), 1);
    for (const DemandFactors::Cell& cell : factors.cells())
        all.values[here[cell.from] * all.zones + here[cell.to]] = cell.factor;
    return all;
}

void scale(ZoneMatrix& trips, const ZoneMatrix& factors)
{
    for (std::size_t i = 0; i < trips.zones; ++i)
        for (std::size_t j = 0; j < trips.zones; ++j)
            trips.values[i * trips.zones + j] *= factors.values[i * factors.zones + j];
}

/// Residents' cars and the rest of the summary's cars in an hour, in the proportion of their cells.
void scaleSummary(DemandSummary& s, std::size_t period, double insideBefore, double insideNow, double acrossBefore, double acrossNow)
{
    const double inside = insideBefore > 0 ? insideNow / insideBefore : 1, across = acrossBefore > 0 ? acrossNow / acrossBefore : 1;
    s.residentCars_veh_h[period] *= inside;
    s.edgeCars_veh_h[period] *= across;
    s.throughCars_veh_h[period] *= across;
}

/// Trips between neighbourhoods, and those with an end at the edge.
std::pair<double, double> totals(const ZoneMatrix& trips, std::size_t inner)
{
    double inside = 0, across = 0;
    for (std::size_t i = 0; i < trips.zones; ++i)
        for (std::size_t j = 0; j < trips.zones; ++j)
            (i < inner && j < inner ? inside : across) += trips.values[i * trips.zones + j];
    return {inside, across};
}

/// What the trip ends of the first hour gain or lose: people without a street for cars, who are in the ends only, stay.
void moveEnds(CityDemand& demand, const ZoneMatrix& before, const ZoneMatrix& now)
{
    for (std::size_t i = 0; i < now.zones; ++i)
        for (std::size_t j = 0; j < now.zones; ++j) {
            const double more = now.values[i * now.zones + j] - before.values[i * now.zones + j];
            demand.production[i] += more;
            demand.attraction[j] += more;
        }
    for (auto* ends : {&demand.production, &demand.attraction})
        for (double& e : *ends)
            e = std::max(0.0, e);
}

}  // namespace

std::vector<std::string> zoneKeys(const City& city, const Zones& zones)
{
    std::vector<std::string> keys;
    std::map<std::string, int> used;
    for (const Neighbourhood& n : city.neighbourhoods())
        keys.push_back("neighbourhood:" + n.externalId);
    for (const ExternalStation& station : zones.external)
        keys.push_back("edge:" + city.roads().nodes()[station.node].externalId);
    for (std::string& key : keys)
        if (const int n = ++used[key]; n > 1)
            key += "#" + std::to_string(n);
    return keys;
}

ZoneMatrix factorsIn(Period period, const ZoneMatrix& morning)
{
    if (period == Period::Morning)
        return morning;
    ZoneMatrix f(morning.zones);
    for (std::size_t i = 0; i < f.zones; ++i)
        for (std::size_t j = 0; j < f.zones; ++j) {
            const double there = morning.values[i * f.zones + j], back = morning.values[j * f.zones + i];
            f.values[i * f.zones + j] = period == Period::Evening ? back : std::sqrt(there * back);
        }
    return f;
}

Expected<void> adjustDemand(CityDemand& demand, const Zones& zones, const AppliedScenario& applied)
{
    if (!applied.demandAdjustment)
        return {};
    const AdjustDemand& adjustment = *applied.demandAdjustment;
    auto morning = morningFactors(*adjustment.factors, zoneKeys(*applied.city, zones), adjustment.name);
    if (!morning)
        return unexpected(morning.error());
    double before = 0, now = 0;
    for (std::size_t t = 0; t < demand.trips_veh_h.size(); ++t) {
        const ZoneMatrix factors = factorsIn(kPeriods[t], *morning);
        const ZoneMatrix old = demand.trips_veh_h[t];
        scale(demand.trips_veh_h[t], factors);
        if (t < demand.cars_veh_h.size())
            scale(demand.cars_veh_h[t], factors);
        const auto [inside, across] = totals(old, zones.internal);
        const auto [insideNow, acrossNow] = totals(demand.trips_veh_h[t], zones.internal);
        scaleSummary(demand.summary, t, inside, insideNow, across, acrossNow);
        if (t == 0) {
            moveEnds(demand, old, demand.trips_veh_h[t]);
            before = inside + across;
            now = insideNow + acrossNow;
        }
    }
    demand.issues.push_back({Severity::Note, "demand_adjusted",
                             "car trips are those of the demand model times the factors “" + adjustment.name + "” (" + adjustment.source +
                                 "): " + std::to_string(std::llround(before)) + " became " + std::to_string(std::llround(now)) +
                                 " in the modelled hour; residents' trips by mode and purpose stay as modelled"});
    return {};
}

}  // namespace isopolis
