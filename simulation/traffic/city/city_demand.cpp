#include "simulation/traffic/city/city_demand.h"

#include "simulation/traffic/city/edge_trips.h"
#include "simulation/traffic/city/zone_activity.h"
#include "simulation/transit/place_skims.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

std::vector<double> freeTimes(const AssignmentNetwork& network)
{
    std::vector<double> times;
    for (const AssignmentLink& link : network.links())
        times.push_back(link.delay.time(0));
    return times;
}

/// Euro for one unit of the timetable's money; 0 if that is not known.
double moneyOf(const TransitNetwork& transit, const DemandSettings& demand)
{
    return demand.fareRate > 0 ? demand.fareRate : transit.currency == "EUR" ? 1 : 0;
}

void noteFares(const TransitNetwork& transit, const ZoneMatrix& fares, std::vector<Issue>& issues)
{
    if (transit.currency.empty())
        return;
    double sum = 0, pairs = 0;
    for (const double fare : fares.values)
        if (fare > 0) {
            sum += fare;
            ++pairs;
        }
    if (fares.zones == 0)
        issues.push_back({Severity::Note, "fares_not_used",
                          "the timetable's fares are in " + transit.currency +
                              ", and how many euro that is (traffic.mode.fare_rate) is not given: the flat fare counts"});
    else
        issues.push_back(
            {Severity::Note, "fares_used",
             "trips by public transport cost what the lines ask for: " + std::to_string(std::llround(100 * (pairs > 0 ? sum / pairs : 0))) +
                 " euro cents on average over pairs of neighbourhoods, reductions and season tickets included"});
}

/// Generalised minutes by public transport between the middles of the neighbourhoods, and fares; empty matrices without a timetable.
Expected<void> transitCosts(const AppliedScenario& applied, const std::vector<Point2>& centres, const DemandSettings& demand,
                            RunControl& control, OtherModes& modes)
{
    if (!hasTimetable(applied.transit()))
        return {};
    auto model = makeTransitModel(applied, control);
    if (!model)
        return unexpected(model.error());
    const double rate = moneyOf(applied.transit(), demand);
    const auto fares = rate > 0 ? lineFares(applied.transit()) : IdVector<TransitLineId, double>();
    PlaceSkims skims = placeSkims(**model, centres, demand.departures, control, fares);
    if (control.cancelled())
        return cancelledError();
    const std::size_t n = centres.size();
    ZoneMatrix inVehicle(n), outside(n), changes(n);
    inVehicle.values = std::move(skims.inVehicle_min);
    outside.values = std::move(skims.outside_min);
    changes.values = std::move(skims.changes);
    ZoneMatrix costs = generalisedTransit(inVehicle, outside, changes, demand);
    if (std::none_of(costs.values.begin(), costs.values.end(), [](double c) { return std::isfinite(c); })) {
        modes.issues.push_back(
            {Severity::Warning, "transit_reaches_nothing",
             "public transport joins no two neighbourhoods in the window of departures: its share of trips stays fixed"});
        return {};
    }
    modes.transit_min = std::move(costs);
    if (!fares.empty()) {
        modes.transit_fare = ZoneMatrix(n);
        for (std::size_t k = 0; k < n * n; ++k)
            modes.transit_fare.values[k] =
                rate * demand.farePaid * (skims.dearestFare[k] + demand.fareChanges * (skims.allFares[k] - skims.dearestFare[k]));
    }
    noteFares(applied.transit(), modes.transit_fare, modes.issues);
    return {};
}

/// Part of the residents' cars of a day that leaves the city, as far as the volumes at the edge tell.
double leavingShare(const Zones& zones, const DemandSummary& summary, const TrafficSettings& settings, const DemandSettings& demand)
{
    double edge = 0, cars = 0;
    for (const ExternalStation& s : zones.external)
        for (std::size_t t = 0; t < kPeriodCount; ++t)
            edge += demand.hours[t] * (s.inByPeriod_veh_h[t] + s.outByPeriod_veh_h[t]);
    for (std::size_t p = 0; p < kPurposeCount; ++p)
        for (const double t : summary.trips[p][indexOf(TripMode::Car)])
            cars += t / demand.occupancy[p];
    const double residents = demand.residentsAtEdge * (1 - settings.throughShare) * edge;
    return cars > 0 ? std::min(settings.leavingShare, residents / cars) : 0;
}

class Assembler {
public:
    Assembler(const CityNetwork& net, const TrafficSettings& settings, const DemandSettings& demand, CityDemand& result)
        : m_net(net), m_settings(settings), m_demand(demand), m_result(result)
    {}

    void assemble(const ZoneMatrix& freeTimes_min)
    {
        const std::size_t zones = m_net.zones.count(), inner = m_net.zones.internal;
        DemandSummary& summary = m_result.summary;
        summary = m_result.residents.summary;
        summary.leavingShare = leavingShare(m_net.zones, summary, m_settings, m_demand);
        for (std::size_t t = 0; t < m_result.residents.cars_veh_h.size(); ++t) {
            ZoneMatrix cars = m_result.residents.cars_veh_h[t];
            for (double& v : cars.values)
                v *= 1 - summary.leavingShare;
            EdgeTrips edge =
                edgeTrips(m_net, freeTimes_min, kPeriods[t], {m_result.residents.starts[t], m_result.residents.finishes[t]}, m_settings);
            for (std::size_t i = 0; i < inner; ++i)
                for (std::size_t j = 0; j < inner; ++j)
                    edge.trips.values[i * zones + j] = cars.values[i * inner + j];
            summary.residentCars_veh_h[t] = cars.total();
            summary.edgeCars_veh_h[t] = edge.edge;
            summary.throughCars_veh_h[t] = edge.through;
            if (t == 0) {
                m_result.unplaced_veh_h = edge.unplaced;
                m_result.issues.insert(m_result.issues.end(), edge.issues.begin(), edge.issues.end());
            }
            m_result.cars_veh_h.push_back(std::move(cars));
            m_result.trips_veh_h.push_back(std::move(edge.trips));
        }
        sumMargins();
    }

private:
    void sumMargins()
    {
        const std::size_t zones = m_net.zones.count();
        const ZoneMatrix& trips = m_result.trips_veh_h.front();
        m_result.production.assign(zones, 0);
        m_result.attraction.assign(zones, 0);
        for (std::size_t i = 0; i < zones; ++i)
            for (std::size_t j = 0; j < zones; ++j) {
                m_result.production[i] += trips.values[i * zones + j];
                m_result.attraction[j] += trips.values[i * zones + j];
            }
        double people = 0;
        for (const ZoneAccess& zone : m_net.access)
            people += zone.people;
        m_result.carsPerPersonHour = people > 0 ? m_result.residents.cars_veh_h.front().total() / people : 0;
        for (std::size_t z = 0; z < m_net.access.size(); ++z) {
            const double lost = m_net.access[z].lostPeople * m_result.carsPerPersonHour;
            m_result.production[z] += lost;
            m_result.unplaced_veh_h += lost;
        }
    }

    const CityNetwork& m_net;
    const TrafficSettings& m_settings;
    const DemandSettings& m_demand;
    CityDemand& m_result;
};

double inProportion(double base, double before, double now) { return before > 0 ? base * (now / before) : base; }

}  // namespace

Expected<OtherModes> otherModes(const AppliedScenario& applied, const TrafficSettings& settings, const DemandSettings& demand,
                                RunControl& control, StreetOrders* orders)
{
    OtherModes modes;
    const ModeNetwork walk = walkNetwork(applied);
    modes.walk = modeTimes(applied, walk, settings, control.threads(), orders);
    if (control.cancelled())
        return cancelledError();
    modes.cycle = modeTimes(applied, cycleNetwork(applied), settings, control.threads(), orders);
    if (control.cancelled())
        return cancelledError();
    if (auto made = transitCosts(applied, zoneCentres(applied, walk, settings), demand, control, modes); !made)
        return unexpected(made.error());
    return modes;
}

ModeCosts modeCosts(const HourMatrices& car_min, const ZoneMatrix& car_km, const OtherModes& modes)
{
    const std::size_t inner = modes.walk.time_min.zones;
    ModeCosts costs;
    for (const ZoneMatrix& hour : car_min)
        costs.car_min.push_back(firstZones(hour, inner));
    costs.car_km = firstZones(car_km, inner);
    costs.walk_min = modes.walk.time_min;
    costs.walk_km = modes.walk.length_km;
    costs.cycle_min = modes.cycle.time_min;
    costs.cycle_km = modes.cycle.length_km;
    costs.transit_min = modes.transit_min;
    costs.transit_fare = modes.transit_fare;
    return costs;
}

ModeCosts freeCosts(const CityNetwork& net, const OtherModes& modes, int threads)
{
    const Skim free = skimWithLength(net.graph, freeTimes(net.graph), threads);
    return modeCosts({free.time_min}, free.length_km, modes);
}

Expected<CityDemand> cityDemand(const AppliedScenario& unchanged, const CityNetwork& net, const OtherModes& modes,
                                const ModeConstants* constants, const TrafficSettings& settings, const DemandSettings& demand,
                                RunControl& control)
{
    CityDemand result;
    const Skim free = skimWithLength(net.graph, freeTimes(net.graph), control.threads());
    if (control.cancelled())
        return cancelledError();
    const ModeCosts costs = modeCosts({free.time_min}, free.length_km, modes);
    result.ends = tripEnds(zoneActivity(unchanged, net.access, demand.pupilsPerSchool), demand.rates);
    if (constants != nullptr)
        result.constants = *constants;
    else if (auto fitted = fitConstants(result.ends, costs, demand, control))
        result.constants = std::move(*fitted);
    else
        return unexpected(fitted.error());
    auto residents = residentDemand(result.ends, costs, result.constants, demand, nullptr, control);
    if (!residents)
        return unexpected(residents.error());
    result.residents = std::move(*residents);
    for (const std::vector<Issue>* issues : std::initializer_list<const std::vector<Issue>*>{
             &modes.issues, &result.ends.issues, &result.constants.issues, &result.residents.issues})
        result.issues.insert(result.issues.end(), issues->begin(), issues->end());
    Assembler(net, settings, demand, result).assemble(free.time_min);
    return result;
}

Expected<ResidentDemand> demandAt(const CityDemand& base, const ModeCosts& costs, const DemandSettings& settings, RunControl& control)
{
    const bool fixed = settings.response != DemandResponse::RoutesModesAndDestinations;
    return residentDemand(base.ends, costs, base.constants, settings, fixed ? &base.residents.destinations : nullptr, control);
}

HourMatrices respondTo(const CityDemand& base, const ResidentDemand& before, const ResidentDemand& now)
{
    HourMatrices trips = base.trips_veh_h;
    for (std::size_t t = 0; t < trips.size(); ++t) {
        const std::size_t inner = base.cars_veh_h[t].zones, zones = trips[t].zones;
        for (std::size_t i = 0; i < inner; ++i)
            for (std::size_t j = 0; j < inner; ++j) {
                const std::size_t k = i * inner + j;
                trips[t].values[i * zones + j] =
                    inProportion(base.cars_veh_h[t].values[k], before.cars_veh_h[t].values[k], now.cars_veh_h[t].values[k]);
            }
    }
    return trips;
}

DemandSummary respondedSummary(const DemandSummary& base, const DemandSummary& before, const DemandSummary& now)
{
    DemandSummary s = base;
    for (std::size_t m = 0; m < kTripModeCount; ++m) {
        for (std::size_t p = 0; p < kPurposeCount; ++p)
            for (std::size_t t = 0; t < kPeriodCount; ++t)
                s.trips[p][m][t] = inProportion(base.trips[p][m][t], before.trips[p][m][t], now.trips[p][m][t]);
        for (std::size_t fifth = 0; fifth < kFifthCount; ++fifth)
            for (std::size_t car = 0; car < 2; ++car)
                s.tripsByGroup[fifth][car][m] =
                    inProportion(base.tripsByGroup[fifth][car][m], before.tripsByGroup[fifth][car][m], now.tripsByGroup[fifth][car][m]);
        for (std::size_t c = 0; c < kTripLengthClassCount; ++c)
            s.lengths[m][c] = inProportion(base.lengths[m][c], before.lengths[m][c], now.lengths[m][c]);
        s.meanLength_km[m] = inProportion(base.meanLength_km[m], before.meanLength_km[m], now.meanLength_km[m]);
        s.meanTime_min[m] = inProportion(base.meanTime_min[m], before.meanTime_min[m], now.meanTime_min[m]);
    }
    for (std::size_t p = 0; p < kPurposeCount; ++p)
        s.meanCost_min[p] = inProportion(base.meanCost_min[p], before.meanCost_min[p], now.meanCost_min[p]);
    s.intrazonalShare = inProportion(base.intrazonalShare, before.intrazonalShare, now.intrazonalShare);
    s.unplaced = base.unplaced + now.unplaced - before.unplaced;
    return s;
}

}  // namespace isopolis
