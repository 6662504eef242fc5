#include "simulation/transit/raptor.h"

#include <algorithm>

namespace isopolis {

namespace {
constexpr std::uint32_t kNone = ~0U;
}

Raptor::Raptor(const TransitModel& model, bool trace)
    : m_model(model), m_trace(trace), m_rounds(model.settings.boardings), m_stops(model.timetable.stopCount())
{
    const std::size_t labels = static_cast<std::size_t>(m_rounds + 1) * m_stops;
    m_ride.assign(labels, kNever);
    m_ready.assign(labels, kNever);
    m_egress_s.assign(m_stops, -1);
    m_firstPosition.assign(model.timetable.routeCount(), kNone);
    for (auto* flags : {&m_isMarked, &m_isRidden, &m_isImproved})
        flags->assign(m_stops, 0);
    for (auto* list : {&m_marked, &m_next, &m_ridden, &m_improved})
        list->reserve(m_stops);
    m_routes.reserve(model.timetable.routeCount());
    if (trace) {
        m_rideParent.resize(labels);
        m_readyParent.resize(labels);
    }
}

void Raptor::clear()
{
    std::fill(m_ride.begin(), m_ride.end(), kNever);
    std::fill(m_ready.begin(), m_ready.end(), kNever);
}

void Raptor::depart(std::span<const StopWalk> access, int departure_s, std::span<const StopWalk> egress)
{
    m_latest = departure_s + m_model.settings.longest_s;
    m_hasTarget = !egress.empty();
    m_targetBest = kNever;
    for (const StopWalk& walk : egress)
        m_egress_s[walk.stop] = walk.walk_s;
    for (const std::uint32_t stop : m_improved)
        m_isImproved[stop] = 0;
    m_improved.clear();
    m_marked.clear();
    for (const StopWalk& walk : access) {
        const int time = departure_s + walk.walk_s;
        if (time <= m_latest && time < m_ready[at(0, walk.stop)])
            lowerReady(0, walk.stop, time, {.walk_s = walk.walk_s});
    }
    m_marked.swap(m_next);
    for (int k = 1; k <= m_rounds && !m_marked.empty(); ++k) {
        board(k);
        walk(k);
        m_marked.clear();
        m_marked.swap(m_next);
    }
    for (const std::uint32_t stop : m_marked)  // marks of the last round lead nowhere
        m_isMarked[stop] = 0;
    m_marked.clear();
    for (const StopWalk& walk : egress)
        m_egress_s[walk.stop] = -1;
}

/// Rides every route that calls at a marked stop, from the first such stop on.
void Raptor::board(int k)
{
    m_routes.clear();
    for (const std::uint32_t stop : m_marked) {
        m_isMarked[stop] = 0;
        for (const Timetable::Call& call : m_model.timetable.calls(stop)) {
            std::uint32_t& first = m_firstPosition[call.route];
            if (first == kNone)
                m_routes.push_back(call.route);
            first = std::min(first, call.position);
        }
    }
    std::sort(m_routes.begin(), m_routes.end());
    for (const std::uint32_t route : m_routes) {
        scan(k, route, m_firstPosition[route]);
        m_firstPosition[route] = kNone;
    }
}

void Raptor::scan(int k, std::uint32_t route, std::uint32_t first)
{
    const Timetable& table = m_model.timetable;
    const auto stops = table.stops(route);
    const std::uint32_t trips = table.trips(route);
    const int slack = k == 1 ? 0 : m_model.settings.change_s;
    const int* const before = m_ready.data() + at(k - 1, 0);
    std::uint32_t trip = trips, boardedAt = 0;  // trips: none yet
    const int* arrivals = nullptr;
    for (std::uint32_t i = first; i < stops.size(); ++i) {
        const std::uint32_t stop = stops[i];
        if (arrivals != nullptr && arrivals[i] < m_ride[at(k, stop)] && arrivals[i] <= m_latest &&
            (!m_hasTarget || arrivals[i] < m_targetBest))
            lowerRide(k, stop, arrivals[i], {.route = route, .trip = trip, .board = boardedAt, .alight = i});
        const int ready = before[stop];
        if (ready >= kNever || trip == 0)
            continue;
        const int* const departures = table.departures(route, i);
        // Of trips that never overtake each other an earlier one is worth boarding if the trip before the present one can be caught.
        if (departures[trip - 1] < ready + slack)
            continue;
        const int* const found = std::lower_bound(departures, departures + trip, ready + slack);
        trip = static_cast<std::uint32_t>(found - departures);
        boardedAt = i;
        arrivals = table.arrivals(route, trip);
    }
}

void Raptor::lowerRide(int k, std::uint32_t stop, int arrival, const Parent& parent)
{
    if (arrival < m_ride[at(m_rounds, stop)] && !m_isImproved[stop]) {
        m_isImproved[stop] = 1;
        m_improved.push_back(stop);
    }
    for (int j = k; j <= m_rounds && arrival < m_ride[at(j, stop)]; ++j) {
        m_ride[at(j, stop)] = arrival;
        if (m_trace)
            m_rideParent[at(j, stop)] = parent;
    }
    if (!m_isRidden[stop]) {
        m_isRidden[stop] = 1;
        m_ridden.push_back(stop);
    }
    if (m_hasTarget && m_egress_s[stop] >= 0)
        m_targetBest = std::min(m_targetBest, arrival + m_egress_s[stop]);
}

void Raptor::lowerReady(int k, std::uint32_t stop, int time, const Parent& parent)
{
    for (int j = k; j <= m_rounds && time < m_ready[at(j, stop)]; ++j) {
        m_ready[at(j, stop)] = time;
        if (m_trace)
            m_readyParent[at(j, stop)] = parent;
    }
    if (!m_isMarked[stop]) {
        m_isMarked[stop] = 1;
        m_next.push_back(stop);
    }
}

/// From every stop that a ride of this round reached earlier: to other stops, and into readiness at the stop itself.
void Raptor::walk(int k)
{
    if (k < m_rounds)
        for (const std::uint32_t stop : m_ridden) {
            const int arrival = m_ride[at(k, stop)];
            if (const int stay = m_model.stay_s[stop]; stay < TransitModel::kNoChange && arrival + stay < m_ready[at(k, stop)])
                lowerReady(k, stop, arrival + stay, {.walkFrom = stop});
            for (const StopWalk& path : m_model.footpaths(stop)) {
                const int time = arrival + path.walk_s;
                if (time > m_latest || (m_hasTarget && time >= m_targetBest))
                    break;  // the nearest come first
                if (time < m_ready[at(k, path.stop)])
                    lowerReady(k, path.stop, time, {.walkFrom = stop, .walk_s = path.walk_s});
            }
        }
    for (const std::uint32_t stop : m_ridden)
        m_isRidden[stop] = 0;
    m_ridden.clear();
}

}  // namespace isopolis
