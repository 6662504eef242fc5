#pragma once
/// Earliest arrivals by the plainest method there is: every departure of every trip is a node of a graph, and what can be reached is
/// found by walking through it, ride by ride. Shares with the product nothing but the timetable and the walks.

#include "simulation/transit/transit_model.h"

#include <algorithm>
#include <limits>

namespace isopolis::test {

class TimeExpanded {
public:
    static constexpr int kNever = std::numeric_limits<int>::max();

    explicit TimeExpanded(const TransitModel& model) : m_model(model), m_atStop(model.timetable.stopCount())
    {
        const Timetable& t = model.timetable;
        for (std::uint32_t route = 0; route < t.routeCount(); ++route)
            for (std::uint32_t trip = 0; trip < t.trips(route); ++trip)
                for (std::uint32_t i = 0; i < t.stops(route).size(); ++i) {
                    const auto event = static_cast<std::uint32_t>(m_events.size());
                    const bool last = i + 1 == t.stops(route).size();
                    m_events.push_back({t.departure(route, trip, i), t.arrival(route, trip, i), t.stops(route)[i], last});
                    if (!last)
                        m_atStop[t.stops(route)[i]].push_back(event);
                }
        for (auto& list : m_atStop)
            std::stable_sort(list.begin(), list.end(), [&](auto a, auto b) { return m_events[a].departure_s < m_events[b].departure_s; });
    }

    /// Per stop the earliest arrival by a ride with at most the model's number of rides.
    std::vector<int> arrivals(const std::vector<StopWalk>& access, int departure_s)
    {
        const int latest = departure_s + m_model.settings.longest_s;
        std::vector<int> best(m_atStop.size(), kNever);
        std::vector<int> rides(m_events.size(), kNever);  ///< with how few rides each event is on board
        std::vector<std::uint32_t> now, next;
        // Waiting from a time on: every later departure at the stop can be boarded.
        std::vector<std::size_t> open;
        for (const auto& list : m_atStop)
            open.push_back(list.size());
        const auto wait = [&](std::uint32_t stop, int from_s, int ride, std::vector<std::uint32_t>& into) {
            const auto& list = m_atStop[stop];
            while (open[stop] > 0 && m_events[list[open[stop] - 1]].departure_s >= from_s) {
                const std::uint32_t event = list[--open[stop]];
                if (m_events[event].departure_s <= latest && ride < rides[event]) {
                    rides[event] = ride;
                    into.push_back(event);
                }
            }
        };
        for (const StopWalk& walk : access)
            if (departure_s + walk.walk_s <= latest)
                wait(walk.stop, departure_s + walk.walk_s, 1, now);
        for (int ride = 1; ride <= m_model.settings.boardings; ++ride) {
            next.clear();
            for (std::size_t i = 0; i < now.size(); ++i) {
                const Event& to = m_events[now[i] + 1];
                if (to.arrival_s > latest || rides[now[i]] < ride)
                    continue;
                best[to.stop] = std::min(best[to.stop], to.arrival_s);
                if (!to.last && ride < rides[now[i] + 1]) {  // stays on board
                    rides[now[i] + 1] = ride;
                    now.push_back(now[i] + 1);
                }
                const int change_s = m_model.settings.change_s;
                if (const int stay = m_model.stay_s[to.stop]; stay < TransitModel::kNoChange)
                    wait(to.stop, to.arrival_s + stay + change_s, ride + 1, next);
                for (const StopWalk& walk : m_model.footpaths(to.stop))
                    if (to.arrival_s + walk.walk_s <= latest)
                        wait(walk.stop, to.arrival_s + walk.walk_s + change_s, ride + 1, next);
            }
            now.swap(next);
        }
        return best;
    }

private:
    struct Event {
        int departure_s, arrival_s;
        std::uint32_t stop;
        bool last;
    };
    const TransitModel& m_model;
    std::vector<Event> m_events;
    std::vector<std::vector<std::uint32_t>> m_atStop;
};

}  // namespace isopolis::test
