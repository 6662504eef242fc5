#include "simulation/transit/timetable.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace isopolis {

namespace {

/// Times beyond are no timetable but damage: ten days.
constexpr int kFarthest_s = 864000;

bool sound(const TransitPattern& p)
{
    const std::size_t n = p.stops.size();
    if (n < 2 || p.arrival_s.size() != n || p.departure_s.size() != n)
        return false;
    int latest = p.arrival_s.front();
    for (std::size_t i = 0; i < n; ++i) {
        if (p.arrival_s[i] < latest || p.departure_s[i] < p.arrival_s[i] || p.departure_s[i] > kFarthest_s)
            return false;
        latest = p.departure_s[i];
    }
    return p.arrival_s.front() >= -kFarthest_s &&
           std::all_of(p.starts_s.begin(), p.starts_s.end(), [](int s) { return s >= -kFarthest_s && s <= kFarthest_s; });
}

}  // namespace

struct Timetable::Trip {
    const TransitPattern* pattern;
    int start_s;
    int arrival(std::size_t i) const { return start_s + pattern->arrival_s[i]; }
    int departure(std::size_t i) const { return start_s + pattern->departure_s[i]; }
    /// True if it is nowhere earlier than another trip of the same stops.
    bool follows(const Trip& other) const
    {
        for (std::size_t i = 0; i < pattern->stops.size(); ++i)
            if (arrival(i) < other.arrival(i) || departure(i) < other.departure(i))
                return false;
        return true;
    }
};

Timetable::Timetable(const TransitNetwork& network, std::vector<Issue>& issues)
{
    for (const TransitLineId id : idsOf(network.lines))
        addLine(id, network.lines[id], issues);
    indexCalls(network.stops.size());
}

void Timetable::addLine(TransitLineId id, const TransitLine& line, std::vector<Issue>& issues)
{
    std::map<std::vector<StopId>, std::vector<Trip>> bySequence;
    std::size_t broken = 0;
    for (const TransitPattern& pattern : line.patterns) {
        if (!sound(pattern)) {
            broken += pattern.stops.size() < 2 && pattern.starts_s.empty() ? 0 : 1;
            continue;
        }
        for (const int start : pattern.starts_s)
            bySequence[pattern.stops].push_back({&pattern, start});
    }
    if (broken > 0)
        issues.push_back(
            {Severity::Warning,
             "bad_pattern",
             std::to_string(broken) + " sequences of stops have fewer than two stops or times that go backwards and are left out",
             {},
             line.externalId,
             {}});
    for (auto& [stops, trips] : bySequence) {
        std::stable_sort(trips.begin(), trips.end(), [](const Trip& a, const Trip& b) {
            return std::pair(a.departure(0), a.arrival(a.pattern->stops.size() - 1)) <
                   std::pair(b.departure(0), b.arrival(b.pattern->stops.size() - 1));
        });
        std::vector<std::vector<const Trip*>> routes;
        for (const Trip& trip : trips) {
            const auto fits = std::find_if(routes.begin(), routes.end(), [&](const auto& r) { return trip.follows(*r.back()); });
            if (fits == routes.end())
                routes.push_back({&trip});
            else
                fits->push_back(&trip);
        }
        for (const auto& route : routes)
            addRoute(id, stops, route);
    }
}

void Timetable::addRoute(TransitLineId line, const std::vector<StopId>& stops, const std::vector<const Trip*>& trips)
{
    m_line.push_back(line);
    m_trips.push_back(static_cast<std::uint32_t>(trips.size()));
    m_timeBegin.push_back(m_arrival.size());
    m_tripTotal += trips.size();
    for (const StopId stop : stops)
        m_stops.push_back(stop.value());
    m_stopBegin.push_back(m_stops.size());
    for (const Trip* trip : trips)
        for (std::size_t i = 0; i < stops.size(); ++i)
            m_arrival.push_back(trip->arrival(i));
    for (std::size_t i = 0; i < stops.size(); ++i)
        for (const Trip* trip : trips)
            m_departure.push_back(trip->departure(i));
}

void Timetable::indexCalls(std::size_t stops)
{
    m_callBegin.assign(stops + 1, 0);
    for (const std::uint32_t stop : m_stops)
        ++m_callBegin[stop + 1];
    std::partial_sum(m_callBegin.begin(), m_callBegin.end(), m_callBegin.begin());
    m_calls.resize(m_stops.size());
    std::vector<std::size_t> next(m_callBegin.begin(), m_callBegin.end() - 1);
    for (std::uint32_t route = 0; route < routeCount(); ++route)
        for (std::uint32_t i = 0; i < this->stops(route).size(); ++i)
            m_calls[next[this->stops(route)[i]]++] = {route, i};
}

}  // namespace isopolis
