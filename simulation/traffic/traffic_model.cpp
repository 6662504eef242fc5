#include "simulation/traffic/traffic_model.h"

#include "simulation/traffic/city/trip_table.h"
#include "simulation/traffic/city/zone_skim.h"
#include "simulation/traffic/equilibrium.h"

#include <algorithm>
#include <limits>

namespace isopolis {

namespace {

std::vector<double> freeTimes(const AssignmentNetwork& network)
{
    std::vector<double> times;
    for (const AssignmentLink& link : network.links())
        times.push_back(link.delay.time(0));
    return times;
}

std::string oneDecimal(double v)
{
    const long long tenths = std::llround(v * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string nameOf(const AppliedScenario& applied, const Zones& zones, std::size_t zone)
{
    return zone < zones.internal ? applied.city->neighbourhoods()[NeighbourhoodId::fromIndex(zone)].name
                                 : zones.external[zone - zones.internal].name;
}

Issue warning(std::string code, std::string feature, std::string message)
{
    return {Severity::Warning, std::move(code), std::move(message), {}, std::move(feature)};
}

/// Names places whose people have no street for cars near them.
void reportLost(const AppliedScenario& applied, const CityNetwork& net, const TrafficSettings& settings, std::vector<Issue>& issues)
{
    for (std::size_t z = 0; z < net.access.size(); ++z) {
        const ZoneAccess& zone = net.access[z];
        if (zone.lostPeople <= 0 && zone.lostJobs <= 0)
            continue;
        const Neighbourhood& n = applied.city->neighbourhoods()[NeighbourhoodId::fromIndex(z)];
        issues.push_back(warning("no_car_access", n.externalId,
                                 n.name + ": " + oneDecimal(zone.lostPeople) + " people and " + oneDecimal(zone.lostJobs) +
                                     " jobs have no street for cars near them; their " +
                                     oneDecimal(zone.lostPeople * settings.tripsPerPersonHour) + " car trips an hour are left out"));
    }
}

/// Takes trips without a way out of the table and names the zones that they start from.
void removeUnreachable(const AppliedScenario& applied, TrafficResult& result)
{
    const std::size_t n = result.trips_veh_h.zones;
    for (std::size_t i = 0; i < n; ++i) {
        double lost = 0;
        for (std::size_t j = 0; j < n; ++j)
            if (i != j && !std::isfinite(result.time_min.values[i * n + j])) {
                lost += result.trips_veh_h.values[i * n + j];
                result.trips_veh_h.values[i * n + j] = 0;
            }
        result.unassigned_veh_h += lost;
        if (lost > 0) {
            const std::string feature =
                i < result.zones.internal ? applied.city->neighbourhoods()[NeighbourhoodId::fromIndex(i)].externalId
                                          : applied.city->roads().nodes()[result.zones.external[i - result.zones.internal].node].externalId;
            result.issues.push_back(warning("no_way", feature,
                                            nameOf(applied, result.zones, i) + ": " + oneDecimal(lost) +
                                                " car trips an hour find no way to their destination and are left out"));
        }
    }
}

/// Largest difference, over all nodes, between what enters and starts and what leaves and ends there.
double conservationError(const CityNetwork& net, const std::vector<double>& flow, const ZoneMatrix& trips)
{
    std::vector<double> balance(net.graph.nodeCount(), 0);
    for (std::size_t l = 0; l < flow.size(); ++l) {
        balance[net.graph.tail(l)] -= flow[l];
        balance[net.graph.head(l)] += flow[l];
    }
    for (std::size_t i = 0; i < trips.zones; ++i)
        for (std::size_t j = 0; j < trips.zones; ++j) {
            balance[i] += i == j ? 0 : trips.values[i * trips.zones + j];
            balance[j] -= i == j ? 0 : trips.values[i * trips.zones + j];
        }
    double worst = 0;
    for (const double b : balance)
        worst = std::max(worst, std::abs(b));
    return worst;
}

void fillLinks(const AppliedScenario& applied, const CityNetwork& net, const Equilibrium& e, const TrafficSettings& settings,
               TrafficResult& result)
{
    for (IdVector<LinkId, double>* v :
         {&result.flow_veh_h, &result.capacity_veh_h, &result.time_s, &result.speed_kmh, &result.flow_veh_day})
        v->resize(applied.linkCount(), 0);
    for (std::size_t l = 0; l < net.linkOf.size(); ++l) {
        const LinkId id = net.linkOf[l];
        if (!id.valid())
            continue;
        const VolumeDelay& delay = net.graph.link(l).delay;
        const double minutes = delay.time(e.flow[l]), metres = applied.length_m(id);
        result.flow_veh_h[id] = e.flow[l];
        result.flow_veh_day[id] = e.flow[l] / settings.peakShare;
        result.capacity_veh_h[id] = delay.capacity;
        result.time_s[id] = 60 * minutes;
        const double free_kmh = applied.links[id].speed_kmh * settings.speedFactor[static_cast<std::size_t>(applied.roadClass(id))];
        result.speed_kmh[id] = minutes > 0 ? Speed::ms(metres / (60 * minutes)).kmh() : free_kmh;
        result.totalTime_veh_h += e.flow[l] * minutes / 60;
        result.totalDistance_veh_km += e.flow[l] * metres / 1000;
    }
}

/// Trips on free-flow times of the city as it is: a scenario's closures change routes, its homes and jobs change trips.
Expected<TripTable> trips(const AppliedScenario& applied, const CityNetwork& net, const TrafficSettings& settings, RunControl& control)
{
    const auto tableOf = [&](const CityNetwork& network) {
        // The mapped city's streets are the same in every scenario, so the hierarchy adds up in the same order for all of them.
        const ZoneSkim skims(network.graph, network.at, control.threads());
        TripTable table = tripTable(network, skims.skim(freeTimes(network.graph), control.threads()), settings);
        reportLost(applied, network, settings, table.issues);
        return table;
    };
    control.progress(Stage::Demand, 0);
    const AppliedScenario base = withoutNetworkChanges(applied);
    if (base.links == applied.links)
        return tableOf(net);
    const Expected<CityNetwork> baseNet = buildCityNetwork(base, settings);
    if (!baseNet)
        return unexpected(baseNet.error());
    return tableOf(*baseNet);
}

}  // namespace

Expected<TrafficResult> runTraffic(const AppliedScenario& applied, RunControl& control)
{
    const TrafficSettings settings = trafficSettings(applied.parameters);
    const Expected<CityNetwork> net = buildCityNetwork(applied, settings);
    if (!net)
        return unexpected(net.error());
    Expected<TripTable> table = trips(applied, *net, settings, control);
    if (!table)
        return unexpected(table.error());
    if (control.cancelled())
        return cancelledError();
    control.progress(Stage::Demand, 1);

    const Expected<Equilibrium> e =
        solveEquilibrium(net->graph, OdDemand::fromMatrix(table->trips),
                         {.relativeGap = settings.relativeGap, .maxIterations = settings.maxIterations}, control);
    if (!e)
        return unexpected(e.error());

    TrafficResult result;
    result.zones = net->zones;
    result.production_veh_h = IdVector<ZoneId, double>(table->production);
    result.attraction_veh_h = IdVector<ZoneId, double>(table->attraction);
    result.trips_veh_h = std::move(table->trips);
    // Trees, not the hierarchy: a closed street would change the order of sums, and with it the last bit of places far away.
    result.time_min = skim(net->graph, e->cost, control.threads());
    result.issues = std::move(table->issues);
    result.unassigned_veh_h = table->unplaced;
    removeUnreachable(applied, result);
    fillLinks(applied, *net, *e, settings, result);
    result.relativeGap = e->relativeGap;
    result.objective_veh_min = e->objective;
    result.intrazonal_veh_h = e->intrazonal;
    result.conservationError_veh_h = conservationError(*net, e->flow, result.trips_veh_h);
    result.iterations = e->iterations;
    result.converged = e->converged;
    if (!result.converged)
        result.issues.push_back(warning("not_converged", {},
                                        "the traffic calculation stopped after " + std::to_string(e->iterations) +
                                            " iterations at a relative gap of " + std::to_string(e->relativeGap) +
                                            "; figures that hang on small changes of flow are uncertain"));
    control.progress(Stage::Traffic, 1);
    return result;
}

}  // namespace isopolis
