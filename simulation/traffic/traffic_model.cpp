#include "simulation/traffic/traffic_model.h"

#include "simulation/traffic/city/charge_payments.h"
#include "simulation/traffic/city/charge_skim.h"
#include "simulation/traffic/city/external_stations.h"
#include "simulation/traffic/city/traffic_base.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace isopolis {

namespace {

constexpr double kSecondsPerMinute = 60, kMinutesPerHour = 60, kMetresPerKilometre = 1000;
/// Part of the way from the lengths of the rounds before to those of the last one.
constexpr double kLengthWeight = 0.5;

std::string oneDecimal(double v)
{
    const long long tenths = std::llround(v * 10);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string percent(double share)
{
    const long long thousandths = std::llround(share * 100000);
    const std::string digits = std::to_string(1000 + thousandths % 1000).substr(1);
    return std::to_string(thousandths / 1000) + "." + digits + " %";
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

/// Pairs that had no way, or have none any more, take what is found now.
void moveTowards(ZoneMatrix& matrix, const ZoneMatrix& found, double weight)
{
    for (std::size_t k = 0; k < matrix.values.size(); ++k) {
        double& v = matrix.values[k];
        v = std::isfinite(v) && std::isfinite(found.values[k]) ? v + weight * (found.values[k] - v) : found.values[k];
    }
}

/// Names places whose people have no street for cars near them.
void reportLost(const AppliedScenario& applied, const CityNetwork& net, double carsPerPersonHour, std::vector<Issue>& issues)
{
    for (std::size_t z = 0; z < net.access.size(); ++z) {
        const ZoneAccess& zone = net.access[z];
        if (zone.lostPeople <= 0 && zone.lostJobs <= 0)
            continue;
        const Neighbourhood& n = applied.city->neighbourhoods()[NeighbourhoodId::fromIndex(z)];
        issues.push_back(warning("no_car_access", n.externalId,
                                 n.name + ": " + oneDecimal(zone.lostPeople) + " people and " + oneDecimal(zone.lostJobs) +
                                     " jobs have no street for cars near them; their " + oneDecimal(zone.lostPeople * carsPerPersonHour) +
                                     " car trips an hour are left out"));
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

/// What one modelled hour says about the links.
HourTraffic hourOf(const AppliedScenario& applied, const CityNetwork& net, const Equilibrium& e, const TrafficSettings& settings,
                   double hours)
{
    HourTraffic hour{hours, IdVector<LinkId, double>(applied.linkCount(), 0.0), IdVector<LinkId, double>(applied.linkCount(), 0.0)};
    for (std::size_t l = 0; l < net.linkOf.size(); ++l) {
        const LinkId id = net.linkOf[l];
        if (!id.valid())
            continue;
        const double minutes = net.graph.link(l).delay.time(e.flow[l]), metres = applied.length_m(id);
        const double free_kmh = applied.links[id].speed_kmh * settings.speedFactor[static_cast<std::size_t>(applied.roadClass(id))];
        hour.flow_veh_h[id] = e.flow[l];
        hour.speed_kmh[id] = minutes > 0 ? Speed::ms(metres / (kSecondsPerMinute * minutes)).kmh() : free_kmh;
    }
    return hour;
}

void fillLinks(const AppliedScenario& applied, const CityNetwork& net, const Hours& hours, const TrafficSettings& settings,
               TrafficResult& result)
{
    for (IdVector<LinkId, double>* v : {&result.capacity_veh_h, &result.time_s, &result.flow_veh_day})
        v->resize(applied.linkCount(), 0);
    for (std::size_t t = 0; t < hours.size(); ++t)
        result.hours.push_back(
            hourOf(applied, net, hours[t], settings, hours.size() == 1 ? 1 / settings.peakShare : settings.periodHours[t]));
    result.flow_veh_h = result.hours.front().flow_veh_h;
    result.speed_kmh = result.hours.front().speed_kmh;
    const std::vector<double>& flow = hours.front().flow;
    for (std::size_t l = 0; l < net.linkOf.size(); ++l) {
        const LinkId id = net.linkOf[l];
        if (!id.valid())
            continue;
        const VolumeDelay& delay = net.graph.link(l).delay;
        const double minutes = delay.time(flow[l]), metres = applied.length_m(id);
        for (const HourTraffic& hour : result.hours)
            result.flow_veh_day[id] += hour.hours * hour.flow_veh_h[id];
        result.capacity_veh_h[id] = delay.capacity;
        result.time_s[id] = kSecondsPerMinute * minutes;
        result.totalTime_veh_h += flow[l] * minutes / kMinutesPerHour;
        result.totalDistance_veh_km += flow[l] * metres / kMetresPerKilometre;
    }
}

/// One run of the model: the networks, the demand of the mapped city and the answer to a scheme.
class TrafficRun {
public:
    TrafficRun(const AppliedScenario& applied, RunControl& control, const TrafficOptions& options)
        : m_applied(applied), m_control(control), m_options(options), m_settings(trafficSettings(applied.parameters))
    {}

    Expected<TrafficResult> run()
    {
        m_control.progress(Stage::Demand, 0);
        if (m_options.givenCars == nullptr)
            if (auto made = makeDemand(); !made)
                return unexpected(made.error());
        auto net = buildCityNetwork(m_applied, m_settings);
        if (!net)
            return unexpected(net.error());
        m_net = std::move(*net);
        if (m_base)
            m_net.graph.orderLike(m_base->net.graph);
        if (m_options.memory != nullptr)
            m_options.memory->orders().follow(m_net.graph);
        if (m_control.cancelled())
            return cancelledError();
        m_control.progress(Stage::Demand, 1);
        auto solved = solve();
        if (!solved)
            return unexpected(solved.error());
        if (charged())
            if (auto paid = payCharges(*solved); !paid)
                return unexpected(paid.error());
        finish(*solved);
        return std::move(m_result);
    }

private:
    Expected<void> makeDemand()
    {
        TrafficMemory own;
        auto base = (m_options.memory != nullptr ? *m_options.memory : own).obtain(m_applied, m_control);
        if (!base)
            return unexpected(base.error());
        m_base = std::move(*base);
        m_issues = m_base->demand.issues;
        reportLost(m_applied, m_base->net, m_base->demand.carsPerPersonHour, m_issues);
        m_result.demand = m_base->demand.summary;
        return {};
    }

    Expected<Hours> solve()
    {
        if (m_options.givenCars != nullptr) {
            m_issues.push_back({Severity::Note, "given_trips",
                                "car trips are those of a given matrix: demand is not modelled, and a day is the hour divided by the peak "
                                "share"});
            return assign({*m_options.givenCars});
        }
        const bool sameStreets = withoutNetworkChanges(m_applied).links == m_applied.links && !charged();
        const bool routesOnly = m_base->demandSettings.response == DemandResponse::Routes;
        if (sameStreets && (routesOnly || !m_applied.changedTransit)) {
            m_trips = m_base->demand.trips_veh_h;
            auto hours = m_base->hours(m_control);
            if (!hours)
                return unexpected(hours.error());
            return **hours;
        }
        if (routesOnly)
            return assign(m_base->demand.trips_veh_h);
        return respond();
    }

    /// `m_trips` keeps what was assigned.
    Expected<Hours> assign(const HourMatrices& trips)
    {
        m_trips = trips;
        return assignHours(m_net.graph, trips, m_settings, m_control);
    }

    /// Demand that answers to the scheme's travel times, as a change of the mapped city's demand at its own.
    Expected<Hours> respond()
    {
        const CityDemand& demand = m_base->demand;
        const DemandSettings& settings = m_base->demandSettings;
        auto before = m_base->congested(m_control);
        if (!before)
            return unexpected(before.error());
        const ResidentDemand& atFirst = (*before)->called;
        auto modes =
            otherModes(m_applied, m_settings, settings, m_control, m_options.memory != nullptr ? &m_options.memory->orders() : nullptr);
        if (!modes)
            return unexpected(modes.error());
        Hours hours;
        ModeCosts& now = m_costs;
        ResidentDemand& called = m_called;
        // Ways that take the same time differ in length, and which of them is the shortest changes with the last digit from round to round.
        ZoneMatrix usual_km;
        const auto costOf = [&](const HourMatrices& trips) -> Expected<HourMatrices> {
            auto solved = assign(trips);
            if (!solved)
                return unexpected(solved.error());
            hours = std::move(*solved);
            HourMatrices times, charges;
            ZoneMatrix km;
            for (const Equilibrium& e : hours) {
                Skim s = skimWithLength(m_net.graph, e.cost, m_control.threads());
                if (times.empty())
                    km = std::move(s.length_km);
                if (charged()) {
                    ChargeSkim paid = timesAndCharges(e);
                    s.time_min = std::move(paid.time_min);
                    charges.push_back(firstZones(paid.charge_eur, modes->walk.time_min.zones));
                }
                times.push_back(std::move(s.time_min));
            }
            if (usual_km.values.empty())
                usual_km = std::move(km);
            else
                moveTowards(usual_km, km, kLengthWeight);
            now = modeCosts(times, usual_km, *modes);
            now.car_charge_eur = std::move(charges);
            return times;
        };
        const auto demandOf = [&](const HourMatrices&) -> Expected<HourMatrices> {
            auto answer = demandAt(demand, now, settings, m_control);
            if (!answer)
                return unexpected(answer.error());
            called = std::move(*answer);
            return respondTo(demand, atFirst, called);
        };
        auto fed = iterateDemand(demand.trips_veh_h, demandOf, costOf, settings.feedback, m_control);
        if (!fed)
            return unexpected(fed.error());
        m_result.demand = respondedSummary(demand.summary, atFirst.summary, called.summary);
        m_result.demand.feedbackRounds = fed->iterations;
        m_result.demand.feedbackChange = fed->changes.empty() ? 0 : fed->changes.back();
        m_result.demand.feedbackGap = fed->gap;
        m_result.demand.feedbackConverged = fed->converged;
        reportFeedback();
        return hours;
    }

    bool charged() const { return !m_applied.roadCharge_eur.empty(); }

    /// Times of one hour, and what is paid, which counts only where something costs.
    ChargeSkim timesAndCharges(const Equilibrium& e) const
    {
        if (charged())
            return chargeSkim(m_net.graph, e, m_settings.charge_min_per_eur, m_control.threads());
        return {skim(m_net.graph, e.cost, m_control.threads()), {}};
    }

    Expected<void> payCharges(const Hours& hours)
    {
        HourMatrices charges;
        std::vector<double> hoursOfDay;
        for (std::size_t t = 0; t < hours.size(); ++t) {
            charges.push_back(timesAndCharges(hours[t]).charge_eur);
            hoursOfDay.push_back(hours.size() == 1 ? 1 / m_settings.peakShare : m_settings.periodHours[t]);
        }
        const ChargedTraffic traffic{m_net, hours, m_trips, charges, hoursOfDay};
        Expected<RoadChargePayments> paid;
        if (m_base == nullptr) {
            paid = chargePayments(traffic, nullptr, m_control);
        } else {
            // Where only routes change, the trips are those of the mapped city.
            const bool answered = !m_called.cars_veh_h.empty();
            const ModeCosts free = answered ? ModeCosts{} : freeCosts(m_base->net, m_base->modes, m_control.threads());
            const ChargedPeople people{m_base->demand, answered ? m_called : m_base->demand.residents, answered ? m_costs : free,
                                       m_base->demandSettings, residents()};
            paid = chargePayments(traffic, &people, m_control);
        }
        if (!paid)
            return unexpected(paid.error());
        m_result.roadCharge = std::move(*paid);
        for (Issue& issue : paymentIssues(m_result.roadCharge, m_base ? &m_base->demandSettings : nullptr))
            m_issues.push_back(std::move(issue));
        return {};
    }

    IdVector<NeighbourhoodId, double> residents() const
    {
        IdVector<NeighbourhoodId, double> people(m_applied.city->neighbourhoods().size(), 0);
        for (const ActivityPoint& point : m_applied.activity())
            if (people.contains(point.neighbourhood))
                people[point.neighbourhood] += point.people;
        return people;
    }

    void reportFeedback()
    {
        const DemandSummary& d = m_result.demand;
        const std::string figures = std::to_string(d.feedbackRounds) + " rounds: trips still change by " + percent(d.feedbackChange) +
                                    " a round (limit " + percent(m_base->demandSettings.feedback.tolerance) + "), demand gap " +
                                    percent(d.feedbackGap);
        if (d.feedbackConverged)
            m_issues.push_back({Severity::Note, "feedback_converged", "demand and traffic agree after " + figures});
        else
            m_issues.push_back(warning("feedback_not_converged", {}, "demand and traffic did not come to agree within " + figures));
    }

    /// With given trips: what the matrix says; else of the demand model.
    void margins()
    {
        const std::size_t zones = m_net.zones.count();
        if (m_options.givenCars == nullptr) {
            m_result.production_veh_h = IdVector<ZoneId, double>(m_base->demand.production);
            m_result.attraction_veh_h = IdVector<ZoneId, double>(m_base->demand.attraction);
            m_result.unassigned_veh_h = m_base->demand.unplaced_veh_h;
            return;
        }
        m_result.production_veh_h = m_result.attraction_veh_h = IdVector<ZoneId, double>(zones, 0.0);
        for (std::size_t i = 0; i < zones; ++i)
            for (std::size_t j = 0; j < zones; ++j) {
                m_result.production_veh_h[ZoneId::fromIndex(i)] += m_trips.front().values[i * zones + j];
                m_result.attraction_veh_h[ZoneId::fromIndex(j)] += m_trips.front().values[i * zones + j];
            }
    }

    void finish(const Hours& hours)
    {
        const Equilibrium& e = hours.front();
        m_result.zones = m_net.zones;
        margins();
        m_result.trips_veh_h = m_trips.front();
        m_result.time_min = timesAndCharges(e).time_min;
        m_result.issues = std::move(m_issues);
        removeUnreachable(m_applied, m_result);
        fillLinks(m_applied, m_net, hours, m_settings, m_result);
        m_result.relativeGap = e.relativeGap;
        m_result.objective_veh_min = e.objective;
        m_result.intrazonal_veh_h = e.intrazonal;
        m_result.conservationError_veh_h = conservationError(m_net, e.flow, m_result.trips_veh_h);
        m_result.iterations = e.iterations;
        m_result.converged = true;
        for (std::size_t t = 0; t < hours.size(); ++t) {
            if (hours[t].converged)
                continue;
            m_result.converged = false;
            m_result.issues.push_back(warning("not_converged", {},
                                              "the traffic calculation (" + std::string(periodLabel(kPeriods[t])) + ") stopped after " +
                                                  std::to_string(hours[t].iterations) + " iterations at a relative gap of " +
                                                  std::to_string(hours[t].relativeGap) +
                                                  "; figures that hang on small changes of flow are uncertain"));
        }
        m_control.progress(Stage::Traffic, 1);
    }

    const AppliedScenario& m_applied;
    RunControl& m_control;
    const TrafficOptions& m_options;
    TrafficSettings m_settings;
    TrafficBasePtr m_base;  ///< null with given trips
    CityNetwork m_net;
    HourMatrices m_trips;
    ModeCosts m_costs;        ///< of the last round of an answer, with what these call forth
    ResidentDemand m_called;  ///< empty where demand does not answer
    std::vector<Issue> m_issues;
    TrafficResult m_result;
};

Expected<void> checkGiven(const ZoneMatrix& cars, std::size_t zones)
{
    if (cars.zones != zones || cars.values.size() != zones * zones)
        return unexpected(Error{ErrorCode::BadValue,
                                "the matrix of car trips has " + std::to_string(cars.zones) + " zones, the city " + std::to_string(zones)}
                              .cure("Rows and columns are the neighbourhoods in their order, then the external stations."));
    return {};
}

}  // namespace

Expected<TrafficResult> runTraffic(const AppliedScenario& applied, RunControl& control, const TrafficOptions& options)
{
    if (options.givenCars != nullptr) {
        const std::size_t stations = externalStations(*applied.city, trafficSettings(applied.parameters)).size();
        if (auto fine = checkGiven(*options.givenCars, applied.city->neighbourhoods().size() + stations); !fine)
            return unexpected(fine.error());
    }
    return TrafficRun(applied, control, options).run();
}

}  // namespace isopolis
