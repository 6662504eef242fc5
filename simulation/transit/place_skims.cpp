#include "simulation/transit/place_skims.h"

#include "simulation/run/parallel.h"
#include "simulation/transit/raptor.h"
#include "simulation/transit/travel_times.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 64;
constexpr double kSecondsPerMinute = 60;

/// Sums over the departures of one origin.
struct Sums {
    double inVehicle_s = 0, outside_s = 0, changes = 0, dearestFare = 0, allFares = 0;
    std::size_t departures = 0;
};

/// One origin after the other; keeps its memory.
class SkimSearch {
public:
    SkimSearch(const TransitModel& model, const TransitPlaces& places, const IdVector<TransitLineId, double>& fares)
        : m_model(model), m_places(places), m_fares(fares), m_search(model, true), m_best(places.size()), m_sums(places.size())
    {}

    const std::vector<Sums>& from(std::size_t origin, const DepartureWindow& window)
    {
        m_sums.assign(m_places.size(), {});
        m_best.assign(m_places.size(), {Raptor::kNever, 0, ~0U});
        m_search.clear();
        for (std::size_t i = window.count(); i-- > 0;) {
            const int departure_s = window.departure(i);
            m_search.depart(m_places.stopsOf(origin), departure_s);
            // A label is a place's best until a departure finds an earlier arrival at one of its stops.
            for (const std::uint32_t stop : m_search.improved())
                for (const TransitPlaces::PlaceWalk& walk : m_places.placesOf(stop))
                    take(walk, stop);
            for (std::size_t d = 0; d < m_best.size(); ++d)
                if (d != origin && m_best[d].arrival_s - departure_s <= m_model.settings.longest_s)
                    add(m_sums[d], m_best[d], departure_s);
        }
        return m_sums;
    }

private:
    struct Ending {
        int arrival_s, inVehicle_s;
        std::uint32_t stop;
        int rides = 0;
        double dearestFare = 0, allFares = 0;
    };

    void take(const TransitPlaces::PlaceWalk& walk, std::uint32_t stop)
    {
        Ending& best = m_best[walk.place];
        const int arrival_s = m_search.rideArrival(stop) + walk.walk_s;
        if (arrival_s > best.arrival_s || (arrival_s == best.arrival_s && stop >= best.stop))
            return;
        best.arrival_s = arrival_s;
        best.stop = stop;
        trace(stop, best);
    }

    /// The rides behind the label of a stop, with fewest boardings for its arrival.
    void trace(std::uint32_t stop, Ending& end) const
    {
        int k = m_search.rounds();
        while (k > 1 && m_search.ride(k - 1, stop) == m_search.ride(k, stop))
            --k;
        end.inVehicle_s = end.rides = 0;
        end.dearestFare = end.allFares = 0;
        for (; k > 0; --k) {
            const Raptor::Parent ride = m_search.rideParent(k, stop);
            if (ride.route == ~0U)
                return;
            const Timetable& t = m_model.timetable;
            end.inVehicle_s += t.arrival(ride.route, ride.trip, ride.alight) - t.departure(ride.route, ride.trip, ride.board);
            ++end.rides;
            if (m_fares.contains(t.line(ride.route))) {
                end.allFares += m_fares[t.line(ride.route)];
                end.dearestFare = std::max(end.dearestFare, m_fares[t.line(ride.route)]);
            }
            stop = t.stops(ride.route)[ride.board];
            const Raptor::Parent before = m_search.readyParent(k - 1, stop);
            if (before.walkFrom == ~0U)
                return;
            stop = before.walkFrom;
        }
    }

    static void add(Sums& sums, const Ending& end, int departure_s)
    {
        sums.inVehicle_s += end.inVehicle_s;
        sums.outside_s += std::max(0, end.arrival_s - departure_s - end.inVehicle_s);
        sums.changes += std::max(0, end.rides - 1);
        sums.dearestFare += end.dearestFare;
        sums.allFares += end.allFares;
        ++sums.departures;
    }

    const TransitModel& m_model;
    const TransitPlaces& m_places;
    const IdVector<TransitLineId, double>& m_fares;
    Raptor m_search;
    std::vector<Ending> m_best;
    std::vector<Sums> m_sums;
};

}  // namespace

PlaceSkims placeSkims(const TransitModel& model, const std::vector<Point2>& places, const DepartureWindow& window, RunControl& control,
                      const IdVector<TransitLineId, double>& fares)
{
    const std::size_t n = places.size();
    PlaceSkims skims{n, std::vector<double>(n * n, kNoWay), std::vector<double>(n * n, kNoWay), std::vector<double>(n * n, kNoWay)};
    if (!fares.empty())
        skims.dearestFare = skims.allFares = std::vector<double>(n * n, 0.0);
    std::vector<std::size_t> known;
    std::vector<Point2> at;
    for (std::size_t i = 0; i < n; ++i)
        if (std::isfinite(places[i].x) && std::isfinite(places[i].y)) {
            known.push_back(i);
            at.push_back(places[i]);
        }
    const TransitPlaces joined(model, at, control);
    const std::size_t departures = window.count();
    parallelBlocks(known.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        SkimSearch search(model, joined, fares);
        for (std::size_t o = begin; o < end && !control.cancelled(); ++o) {
            const std::vector<Sums>& sums = search.from(o, window);
            for (std::size_t d = 0; d < known.size(); ++d) {
                if (sums[d].departures == 0 || 2 * sums[d].departures < departures)
                    continue;
                const double count = static_cast<double>(sums[d].departures), minutes = count * kSecondsPerMinute;
                const std::size_t k = known[o] * n + known[d];
                skims.inVehicle_min[k] = sums[d].inVehicle_s / minutes;
                skims.outside_min[k] = sums[d].outside_s / minutes;
                skims.changes[k] = sums[d].changes / count;
                if (!fares.empty()) {
                    skims.dearestFare[k] = sums[d].dearestFare / count;
                    skims.allFares[k] = sums[d].allFares / count;
                }
            }
        }
    });
    if (control.cancelled())
        return {};
    return skims;
}

IdVector<TransitLineId, double> lineFares(const TransitNetwork& network)
{
    double sum = 0, known = 0;
    for (const TransitLine& line : network.lines)
        if (std::isfinite(line.fare)) {
            sum += line.fare;
            ++known;
        }
    if (network.currency.empty() || known == 0)
        return {};
    IdVector<TransitLineId, double> fares(network.lines.size(), sum / known);
    for (const TransitLineId id : idsOf(fares))
        if (std::isfinite(network.lines[id].fare))
            fares[id] = network.lines[id].fare;
    return fares;
}

}  // namespace isopolis
