#include "simulation/sensing/sensing_equity.h"

#include "simulation/equity/income_fifths.h"
#include "simulation/sensing/air_correction.h"
#include "simulation/sensing/sensing_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace isopolis {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity(), kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kBestSeen = 0.1;  // share of the people that intervals are compared with
constexpr std::size_t kFifths = 5;

/// Covariance of what the model misses at the middles of neighbourhoods and at sensors, as sensors are taken in one by one.
class Knowledge {
public:
    Knowledge(const FieldCovariance& covariance, const std::vector<SensingSite>& points) : m_now(covariance.among(points)) {}

    /// A sensor at a point: Gaussian conditioning on one more value.
    void add(std::size_t point, double errorSd)
    {
        const double total = m_now(point, point) + errorSd * errorSd;
        std::vector<double> c;
        for (std::size_t i = 0; i < m_now.size(); ++i)
            c.push_back(m_now(i, point));
        for (std::size_t i = 0; i < m_now.size(); ++i)
            for (std::size_t j = 0; j <= i; ++j)
                m_now.set(i, j, m_now(i, j) - c[i] * c[j] / total);
    }

    /// The drop of Σ weight × variance of the first points if a sensor stood at a point.
    double gain(std::size_t point, double errorSd, const std::vector<double>& weight) const
    {
        const double total = m_now(point, point) + errorSd * errorSd;
        double sum = 0;
        for (std::size_t i = 0; i < weight.size(); ++i)
            sum += weight[i] * m_now(i, point) * m_now(i, point) / total;
        return sum;
    }

    double variance(std::size_t point) const { return std::max(0.0, m_now(point, point)); }

private:
    SymmetricMatrix m_now;
};

double errorOf(DeviceClass device, const FieldCovariance& covariance)
{
    // Errors are relative to the value, as is that of the model: their ratio holds at any level.
    const double model = std::hypot(covariance.backgroundSd, covariance.streetSd);
    return model * observationError(device, 1) / kModelError.standard;
}

}  // namespace

SensingEquity sensingEquity(const AppliedScenario& applied, const SensingEquityRequest& request)
{
    const City& city = *applied.city;
    const auto& neighbourhoods = city.neighbourhoods();
    const std::size_t n = neighbourhoods.size();
    SensingEquity e;
    e.sensors = request.sensors.size();
    std::vector<Point2> middles, sensors;
    for (const Neighbourhood& hood : neighbourhoods)
        middles.push_back(interiorPoint(hood.outline));
    for (const PlacedSensor& sensor : request.sensors)
        sensors.push_back(sensor.at);
    std::vector<SensingSite> places;
    for (const Point2& at : middles)
        places.push_back({at, std::nullopt});  // most people do not live beside a main road
    for (const SensingSite& site : sitesOf(applied, sensors))
        places.push_back(site);
    Knowledge knowledge(request.covariance, places);
    std::vector<double> prior;
    for (std::size_t k = 0; k < n; ++k)
        prior.push_back(knowledge.variance(k));
    for (std::size_t s = 0; s < sensors.size(); ++s)
        knowledge.add(n + s, errorOf(request.sensors[s].device, request.covariance));

    std::vector<char> placed(sensors.size(), 0);
    for (std::size_t k = 0; k < n; ++k) {
        NeighbourhoodSensing row;
        row.id = NeighbourhoodId::fromIndex(k);
        row.people = neighbourhoods[row.id].population;
        row.nearest_m = kInfinity;
        const Box box = bounds(neighbourhoods[row.id].outline);
        for (std::size_t s = 0; s < sensors.size(); ++s) {
            row.nearest_m = std::min(row.nearest_m, distance(sensors[s], middles[k]));
            if (box.contains(sensors[s]) && contains(neighbourhoods[row.id].outline, sensors[s])) {
                ++row.sensors;
                placed[s] = 1;
            }
        }
        row.sigma = prior[k] > 0 ? std::sqrt(knowledge.variance(k) / prior[k]) : 1;
        e.neighbourhoods.push_back(row);
    }
    e.outside = static_cast<std::size_t>(std::count(placed.begin(), placed.end(), 0));

    // The best-seen tenth of the people, and how much wider everybody else's interval is.
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return e.neighbourhoods[a].sigma < e.neighbourhoods[b].sigma; });
    double people = 0;
    for (const NeighbourhoodSensing& row : e.neighbourhoods)
        people += row.people;
    double counted = 0, best = 0;
    for (const std::size_t k : order) {
        const double share = std::min(e.neighbourhoods[k].people, kBestSeen * people - counted);
        if (share <= 0)
            continue;
        best += share * e.neighbourhoods[k].sigma;
        counted += share;
    }
    best = counted > 0 ? best / counted : 1;
    for (NeighbourhoodSensing& row : e.neighbourhoods)
        row.widening = best > 0 ? row.sigma / best : 1;

    const auto fifths = incomeQuintileShares(city);
    const auto group = [&](std::string key, const auto& shareOf) {
        GroupSensing g{std::move(key), 0, 0, 0, 0};
        for (const NeighbourhoodSensing& row : e.neighbourhoods) {
            const double there = row.people * shareOf(row.id);
            g.people += there;
            g.unseen_percent += row.sensors == 0 ? there : 0;
            g.meanNearest_m += there > 0 ? there * row.nearest_m : 0;
            g.meanWidening += there * row.widening;
        }
        if (g.people > 0) {
            g.unseen_percent *= 100 / g.people;
            g.meanNearest_m = sensors.empty() ? kNone : g.meanNearest_m / g.people;
            g.meanWidening /= g.people;
            e.groups.push_back(std::move(g));
        }
    };
    group("everyone", [](NeighbourhoodId) { return 1.0; });
    for (std::size_t f = 0; f < kFifths; ++f)
        group("income_" + std::to_string(f + 1), [&](NeighbourhoodId id) { return fifths[id][f]; });

    std::vector<double> all(n, 0), worstOff(n, 0), weight(n, 0);
    for (std::size_t k = 0; k < n; ++k) {
        const NeighbourhoodId id = NeighbourhoodId::fromIndex(k);
        all[k] = e.neighbourhoods[k].people;
        worstOff[k] = all[k] * fifths[id][0];
        double w = 0, known = 0;
        for (std::size_t f = 0; f < kFifths; ++f) {
            w += fifths[id][f] * (request.worstOffWeight - (request.worstOffWeight - 1) * static_cast<double>(f) / (kFifths - 1));
            known += fifths[id][f];
        }
        weight[k] = all[k] * (known > 0 ? w / known : 1);
    }
    const auto spread = [&](const std::vector<double>& people_) {
        double sum = 0;
        for (std::size_t k = 0; k < n; ++k)
            sum += people_[k] * knowledge.variance(k);
        return sum;
    };
    const double reference = errorOf(DeviceClass::Reference, request.covariance);
    std::vector<char> suggested(n, 0);
    for (std::size_t s = 0; s < std::min(request.suggestions, n); ++s) {
        std::size_t chosen = 0;
        double most = -1;
        for (std::size_t k = 0; k < n; ++k)
            if (const double gain = suggested[k] != 0 ? -1 : knowledge.gain(k, reference, weight); gain > most) {
                most = gain;
                chosen = k;
            }
        const double everybody = spread(all), poorest = spread(worstOff);
        knowledge.add(chosen, reference);
        suggested[chosen] = 1;
        e.suggestions.push_back({NeighbourhoodId::fromIndex(chosen), middles[chosen],
                                 everybody > 0 ? 100 * (1 - spread(all) / everybody) : 0,
                                 poorest > 0 ? 100 * (1 - spread(worstOff) / poorest) : kNone});
    }
    return e;
}

}  // namespace isopolis
