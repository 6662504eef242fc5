#include "simulation/transit/travel_times.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <numeric>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 128;
constexpr double kSecondsPerMinute = 60;

/// Nearest rank: the smallest value that at least p percent of all do not exceed.
std::size_t rankOf(int percent, std::size_t n) { return (static_cast<std::size_t>(percent) * n + 99) / 100 - 1; }

TravelTime summarise(std::span<int> times)
{
    std::sort(times.begin(), times.end());
    TravelTime out;
    for (std::size_t p = 0; p < kTravelPercentileCount; ++p) {
        const int t = times[rankOf(kTravelPercentiles[p], times.size())];
        out.percentile_min[p] = t >= RangeSearch::kTooLong ? kNoWay : t / kSecondsPerMinute;
    }
    const auto lost = times.end() - std::lower_bound(times.begin(), times.end(), RangeSearch::kTooLong);
    out.notReachable = static_cast<double>(lost) / static_cast<double>(times.size());
    return out;
}

}  // namespace

TransitPlaces::TransitPlaces(const TransitModel& model, const std::vector<Point2>& places, RunControl& control)
    : m_joints(places.size()), m_walkBegin(1, 0), m_placeBegin(model.timetable.stopCount() + 1, 0)
{
    std::vector<std::vector<StopWalk>> walks(places.size());
    parallelBlocks(places.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        WalkSearch search(model.streets);
        for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
            m_joints[i] = model.streets.join(places[i]);
            model.stopsNear(m_joints[i], search, walks[i]);
        }
    });
    for (const auto& list : walks) {
        m_walks.insert(m_walks.end(), list.begin(), list.end());
        m_walkBegin.push_back(m_walks.size());
        for (const StopWalk& walk : list)
            ++m_placeBegin[walk.stop + 1];
    }
    std::partial_sum(m_placeBegin.begin(), m_placeBegin.end(), m_placeBegin.begin());
    m_places.resize(m_walks.size());
    std::vector<std::size_t> next(m_placeBegin.begin(), m_placeBegin.end() - 1);
    for (std::uint32_t place = 0; place < walks.size(); ++place)
        for (const StopWalk& walk : walks[place])
            m_places[next[walk.stop]++] = {place, walk.walk_s};
}

std::size_t TransitPlaces::apart() const
{
    return static_cast<std::size_t>(std::count_if(m_joints.begin(), m_joints.end(), [](const WalkJoint& j) { return !j.joined(); }));
}

RangeSearch::RangeSearch(const TransitModel& model, const TransitPlaces& destinations)
    : m_model(model), m_destinations(destinations), m_search(model), m_walks(model.streets), m_direct_s(destinations.size()),
      m_arrival_s(destinations.size()), m_times(destinations.size())
{}

void RangeSearch::begin(const WalkJoint& origin)
{
    const TransitSettings& s = m_model.settings;
    m_search.clear();
    m_walks.run(origin, s.directWalk_m);
    for (std::size_t d = 0; d < m_direct_s.size(); ++d) {
        const double metres = m_walks.distance_m(m_destinations.joint(d));
        const int seconds = metres <= s.directWalk_m ? s.walk_s(metres) : kTooLong;
        m_direct_s[d] = seconds <= s.longest_s ? seconds : kTooLong;
    }
    std::fill(m_arrival_s.begin(), m_arrival_s.end(), Raptor::kNever);
}

void RangeSearch::step(std::span<const StopWalk> access, int departure_s)
{
    m_search.depart(access, departure_s);
    for (const std::uint32_t stop : m_search.improved()) {
        const int arrival = m_search.rideArrival(stop);
        for (const TransitPlaces::PlaceWalk& walk : m_destinations.placesOf(stop))
            m_arrival_s[walk.place] = std::min(m_arrival_s[walk.place], arrival + walk.walk_s);
    }
    const int longest = m_model.settings.longest_s;
    for (std::size_t d = 0; d < m_times.size(); ++d) {
        const int ride = m_arrival_s[d] - departure_s;
        m_times[d] = std::min(m_direct_s[d], ride <= longest ? ride : kTooLong);
    }
}

TravelTimeMatrix travelTimes(const TransitModel& model, const std::vector<Point2>& origins, const std::vector<Point2>& destinations,
                             const DepartureWindow& window, RunControl& control)
{
    TravelTimeMatrix matrix{origins.size(), destinations.size(), {}};
    const TransitPlaces from(model, origins, control), to(model, destinations, control);
    const std::size_t departures = window.count();
    if (departures == 0 || control.cancelled())
        return matrix;
    matrix.times.resize(origins.size() * destinations.size());
    std::atomic<std::size_t> done = 0;
    parallelBlocks(origins.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        RangeSearch search(model, to);
        std::vector<int> times(destinations.size() * departures);
        for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
            search.run(from.joint(i), from.stopsOf(i), window, [&](std::size_t departure, std::span<const int> now) {
                for (std::size_t d = 0; d < now.size(); ++d)
                    times[d * departures + departure] = now[d];
            });
            for (std::size_t d = 0; d < destinations.size(); ++d)
                matrix.times[i * destinations.size() + d] = summarise({times.data() + d * departures, departures});
        }
        const std::size_t now = done.fetch_add(end - begin) + (end - begin);
        control.progress(Stage::Transit, static_cast<double>(now) / static_cast<double>(origins.size()));
    });
    if (control.cancelled())
        matrix.times.clear();
    return matrix;
}

}  // namespace isopolis
