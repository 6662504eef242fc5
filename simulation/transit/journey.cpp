#include "simulation/transit/journey.h"

#include "simulation/transit/raptor.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr double kSecondsPerMinute = 60;

struct Ending {
    int arrival_s = Raptor::kNever, rides = 0;
    StopWalk egress{};
};

/// The earliest arrival over the last walks; of equal ones that with fewest rides, then the lowest stop.
Ending bestEnding(const Raptor& search, const std::vector<StopWalk>& egress, int latest_s)
{
    Ending best;
    for (int k = 1; k <= search.rounds(); ++k)
        for (const StopWalk& walk : egress)
            if (const int at = search.ride(k, walk.stop) + walk.walk_s; at < best.arrival_s && at <= latest_s)
                best = {at, k, walk};
    return best;
}

class LegTracer {
public:
    LegTracer(const TransitModel& model, const Raptor& search, int departure_s)
        : m_model(model), m_search(search), m_departure_s(departure_s)
    {}

    std::vector<JourneyLeg> back(const Ending& end)
    {
        const int alighted = m_search.ride(end.rides, end.egress.stop);
        addWalk(StopId(end.egress.stop), StopId(), alighted, alighted + end.egress.walk_s);
        std::uint32_t stop = end.egress.stop;
        for (int k = end.rides; k > 0; --k) {
            const Raptor::Parent ride = m_search.rideParent(k, stop);
            addRide(ride);
            stop = m_model.timetable.stops(ride.route)[ride.board];
            const Raptor::Parent before = m_search.readyParent(k - 1, stop);
            const int there = m_search.ready(k - 1, stop);
            if (before.walkFrom == ~0U) {  // from the door
                addWalk(StopId(), StopId(stop), m_departure_s, there);
                break;
            }
            if (before.walkFrom != stop)
                addWalk(StopId(before.walkFrom), StopId(stop), there - before.walk_s, there);
            stop = before.walkFrom;
        }
        std::reverse(m_legs.begin(), m_legs.end());
        return std::move(m_legs);
    }

private:
    void addWalk(StopId from, StopId to, int departure_s, int arrival_s)
    {
        m_legs.push_back({.line = {}, .from = from, .to = to, .departure_s = departure_s, .arrival_s = arrival_s, .stops = {}});
    }
    void addRide(const Raptor::Parent& ride)
    {
        const Timetable& t = m_model.timetable;
        JourneyLeg leg;
        leg.line = t.line(ride.route);
        for (std::uint32_t i = ride.board; i <= ride.alight; ++i)
            leg.stops.emplace_back(t.stops(ride.route)[i]);
        leg.from = leg.stops.front();
        leg.to = leg.stops.back();
        leg.departure_s = t.departure(ride.route, ride.trip, ride.board);
        leg.arrival_s = t.arrival(ride.route, ride.trip, ride.alight);
        m_legs.push_back(std::move(leg));
    }

    const TransitModel& m_model;
    const Raptor& m_search;
    int m_departure_s;
    std::vector<JourneyLeg> m_legs;
};

}  // namespace

Journey findJourney(const TransitModel& model, Point2 from, Point2 to, int departure_s)
{
    Journey journey;
    journey.departure_s = departure_s;
    WalkSearch walks(model.streets);
    const WalkJoint start = model.streets.join(from), goal = model.streets.join(to);
    walks.run(start, model.settings.directWalk_m);
    const double direct_m = walks.distance_m(goal);
    std::vector<StopWalk> access, egress;
    model.stopsNear(goal, walks, egress);
    model.stopsNear(start, walks, access);

    Raptor search(model, true);
    search.depart(access, departure_s, egress);
    const int latest = departure_s + model.settings.longest_s;
    const Ending end = bestEnding(search, egress, latest);
    if (direct_m <= model.settings.directWalk_m) {
        const int arrival = departure_s + model.settings.walk_s(direct_m);
        if (arrival <= latest && arrival <= end.arrival_s) {
            journey.arrival_s = arrival;
            journey.legs = {{.line = {}, .from = {}, .to = {}, .departure_s = departure_s, .arrival_s = arrival, .stops = {}}};
            return journey;
        }
    }
    if (end.rides == 0)
        return journey;
    journey.arrival_s = end.arrival_s;
    journey.rides = end.rides;
    journey.legs = LegTracer(model, search, departure_s).back(end);
    journey.rides =
        static_cast<int>(std::count_if(journey.legs.begin(), journey.legs.end(), [](const JourneyLeg& l) { return !l.isWalk(); }));
    return journey;
}

std::vector<StopDeparture> departuresAt(const Timetable& t, StopId stop, int from_s, std::size_t most)
{
    std::vector<StopDeparture> all;
    if (stop.index() >= t.stopCount())
        return all;
    for (const Timetable::Call& call : t.calls(stop.index())) {
        if (call.position + 1 == t.stops(call.route).size())
            continue;
        const int* const departures = t.departures(call.route, call.position);
        const int* const end = departures + t.trips(call.route);
        for (const int* d = std::lower_bound(departures, end, from_s); d != end; ++d)
            all.push_back({t.line(call.route), StopId(t.stops(call.route).back()), *d});
    }
    std::sort(all.begin(), all.end(), [](const StopDeparture& a, const StopDeparture& b) {
        return std::tuple(a.departure_s, a.line, a.towards) < std::tuple(b.departure_s, b.line, b.towards);
    });
    all.resize(std::min(all.size(), most));
    return all;
}

IdVector<NodeId, double> reachByTransit(const TransitModel& model, Point2 from, int departure_s)
{
    const TransitSettings& s = model.settings;
    IdVector<NodeId, double> minutes(model.streets.nodes(), kNoWay);
    WalkSearch walks(model.streets);
    const WalkJoint start = model.streets.join(from);
    std::vector<StopWalk> access;
    model.stopsNear(start, walks, access);
    Raptor search(model);
    search.depart(access, departure_s);

    const auto take = [&](double extra_s) {
        for (const std::uint32_t node : walks.reached()) {
            const double seconds = extra_s + walks.distance_m(node) / s.walk_ms;
            if (seconds <= s.longest_s)
                minutes[NodeId(node)] = std::min(minutes[NodeId(node)], seconds / kSecondsPerMinute);
        }
    };
    walks.run(start, s.directWalk_m);
    take(0);
    // One search serves all stops of about one arrival: within a minute's band the later ones are the farther ones.
    std::vector<std::pair<int, std::uint32_t>> arrivals;
    for (const std::uint32_t stop : search.improved())
        if (model.stopJoints[StopId(stop)].joined())
            arrivals.emplace_back(search.rideArrival(stop), stop);
    std::sort(arrivals.begin(), arrivals.end());
    for (std::size_t i = 0; i < arrivals.size();) {
        const int band = arrivals[i].first;
        walks.clear();
        for (; i < arrivals.size() && arrivals[i].first < band + static_cast<int>(kSecondsPerMinute); ++i) {
            const WalkJoint& joint = model.stopJoints[StopId(arrivals[i].second)];
            walks.addStart(joint.node, joint.distance_m + (arrivals[i].first - band) * s.walk_ms);
        }
        walks.expand(s.walkReach_m);
        take(band - departure_s);
    }
    return minutes;
}

}  // namespace isopolis
