#include "simulation/scenario/bus_ways.h"
#include "simulation/scenario/nearest_word.h"
#include "simulation/scenario/number_text.h"
#include "simulation/scenario/operation_applier.h"
#include "simulation/scenario/scenario_parameters.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::string_view kLine = "line:", kModes[] = {"bus", "tram", "rail", "ferry"};
constexpr double kSecondsPerMinute = 60;
/// A line of more stops is a mistake of a program, not a plan.
constexpr std::size_t kMostStops = 500;

int whole(double seconds) { return static_cast<int>(std::lround(seconds)); }

/// Departures at equal steps, the first exact, the others rounded to the second one by one (so that rounding does not add up).
std::vector<int> atSteps(int first_s, int last_s, double step_s)
{
    std::vector<int> times;
    for (int i = 0; first_s + whole(i * step_s) <= last_s; ++i)
        times.push_back(first_s + whole(i * step_s));
    return times;
}

Expected<void> checkTime(int seconds, const char* field)
{
    if (kServiceTimeRange_s.contains(seconds))
        return {};
    return unexpected(Error{ErrorCode::BadValue, "the time lies outside the service day of 0:00 to 30:00"}.about(field).cure(
        "Write a time such as \"07:30\"; 25:10 is ten past one in the night."));
}

/// A start of a trip and the pattern it follows.
struct Departure {
    int start_s;
    std::size_t pattern;
};

/// New starts in place of those of one terminal within the period: `step_s` apart, each with the pattern of the old one nearest in time.
bool respace(std::vector<TransitPattern>& patterns, StopId terminal, const ChangeHeadway& change)
{
    std::vector<Departure> old;
    for (std::size_t i = 0; i < patterns.size(); ++i)
        if (!patterns[i].stops.empty() && patterns[i].stops.front() == terminal)
            for (const int start : patterns[i].starts_s)
                if (start >= change.from_s && start <= change.to_s)
                    old.push_back({start, i});
    if (old.size() < 2)  // one departure has no time between departures
        return false;
    std::stable_sort(old.begin(), old.end(), [](const Departure& a, const Departure& b) { return a.start_s < b.start_s; });
    std::vector<std::vector<int>> starts(patterns.size());
    std::size_t nearest = 0;
    for (const int at : atSteps(old.front().start_s, old.back().start_s, change.headway_min * kSecondsPerMinute)) {
        while (nearest + 1 < old.size() && std::abs(old[nearest + 1].start_s - at) < std::abs(old[nearest].start_s - at))
            ++nearest;
        starts[old[nearest].pattern].push_back(at);
    }
    bool changed = false;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
        if (patterns[i].stops.empty() || patterns[i].stops.front() != terminal)
            continue;
        std::vector<int> kept;
        for (const int start : patterns[i].starts_s)
            if (start < change.from_s || start > change.to_s)
                kept.push_back(start);
        kept.insert(kept.end(), starts[i].begin(), starts[i].end());
        std::sort(kept.begin(), kept.end());
        changed = changed || kept != patterns[i].starts_s;
        patterns[i].starts_s = std::move(kept);
    }
    return changed;
}

/// The way of a new line from stop to stop.
struct LineWay {
    Polyline geometry;
    std::vector<double> lengths_m;
    std::size_t straight = 0;  ///< stretches without a way on streets
};

LineWay wayThrough(const AppliedScenario& applied, const std::vector<Point2>& places, bool onStreets)
{
    std::optional<BusWays> ways;
    if (onStreets)
        ways.emplace(applied, BusWays::Streets::OfScenario);
    LineWay way;
    way.geometry.push_back(places.front());
    for (std::size_t i = 1; i < places.size(); ++i) {
        double metres = distance(places[i - 1], places[i]);
        if (ways) {
            const NodeId a = ways->join(places[i - 1]), b = ways->join(places[i]);
            const auto found = a.valid() && b.valid() && a != b ? ways->find(a, b) : std::nullopt;
            if (found) {
                metres = std::max(metres, found->length_m);
                for (const LinkId link : found->links) {
                    const Polyline& g = applied.geometry(link);
                    way.geometry.insert(way.geometry.end(), g.begin(), g.end());
                }
            } else if (a != b) {
                ++way.straight;
            }
        }
        way.geometry.push_back(places[i]);
        way.lengths_m.push_back(metres);
    }
    way.geometry.erase(std::unique(way.geometry.begin(), way.geometry.end()), way.geometry.end());
    return way;
}

TransitPattern patternOf(const std::vector<StopId>& stops, const std::vector<double>& lengths_m, const AddTransitLine& operation)
{
    TransitPattern pattern;
    pattern.stops = stops;
    double gone = 0;
    for (std::size_t i = 0; i < stops.size(); ++i) {
        gone += i > 0 ? lengths_m[i - 1] : 0;
        pattern.arrival_s.push_back(whole(gone / operation.speed.ms()));
        pattern.departure_s.push_back(pattern.arrival_s.back());
    }
    pattern.starts_s = atSteps(operation.first_s, operation.last_s, operation.headway_min * kSecondsPerMinute);
    return pattern;
}

}  // namespace

TransitNetwork& OperationApplier::timetable()
{
    if (!m_timetable) {
        m_timetable = std::make_shared<TransitNetwork>(m_applied.transit());
        m_applied.changedTransit = m_timetable;
    }
    return *m_timetable;
}

Expected<TransitLineId> OperationApplier::lineOf(const std::string& target) const
{
    const auto& lines = m_applied.transit().lines;
    const bool byName = target.starts_with(kLine);
    const std::string wanted = byName ? target.substr(kLine.size()) : target;
    std::vector<std::string_view> words;
    std::vector<TransitLineId> found;
    for (const TransitLineId id : idsOf(lines)) {
        const std::string& word = byName ? lines[id].name : lines[id].externalId;
        words.push_back(word);
        if (word == wanted)
            found.push_back(id);
    }
    if (found.size() == 1)
        return found.front();
    const std::string_view near = nearestWord(wanted, words);
    return unexpected(
        Error{ErrorCode::NotFound, found.empty() ? "there is no such line of public transport" : "several lines have this name"}
            .about(target)
            .cure(!found.empty() ? "Use the line's id."
                  : near.empty() ? "Choose a line on the map, or take its id from the layer of lines."
                                 : "Did you mean “" + std::string(byName ? kLine : "") + std::string(near) + "”?"));
}

Expected<void> OperationApplier::operator()(const AddTransitLine& operation)
{
    for (const auto& check : {checkRange(operation.headway_min, kHeadwayRange_min, "headway_min"),
                              checkRange(operation.speed.kmh(), kTransitSpeedRange_kmh, "speed_kmh"),
                              checkTime(operation.first_s, "first_departure"), checkTime(operation.last_s, "last_departure")})
        if (!check)
            return check;
    if (operation.last_s < operation.first_s)
        return unexpected(Error{ErrorCode::BadValue, "the last departure lies before the first one"}
                              .about("last_departure")
                              .cure("After midnight write 24:30 and the like."));
    if (std::find(std::begin(kModes), std::end(kModes), operation.mode) == std::end(kModes))
        return unexpected(Error{ErrorCode::BadValue, "“" + operation.mode + "” is no kind of line"}.about("mode").cure(
            "Write bus, tram, rail or ferry."));
    const auto finite = [](Point2 p) { return std::isfinite(p.x) && std::isfinite(p.y); };
    if (operation.stops.size() < 2 || operation.stops.size() > kMostStops ||
        !std::all_of(operation.stops.begin(), operation.stops.end(), finite))
        return unexpected(Error{ErrorCode::BadValue, "a line needs 2 to " + std::to_string(kMostStops) + " stops"}
                              .about("geometry")
                              .cure("Draw its stops again, in order."));

    TransitNetwork& network = timetable();
    const double reach_m = m_applied.parameters.value(kStopJoin);
    const std::size_t known = network.stops.size();
    TransitLine line;
    line.externalId = m_newId;
    line.name = operation.name.empty() ? m_newId : operation.name;
    line.mode = operation.mode;
    std::vector<StopId> stops;
    std::vector<Point2> places;
    for (const Point2 p : operation.stops) {
        StopId nearest;
        double least = reach_m;
        for (std::size_t i = 0; i < known; ++i)
            if (const double d = distance(network.stops[StopId::fromIndex(i)].at, p); d <= least && (d < least || !nearest.valid())) {
                nearest = StopId::fromIndex(i);
                least = d;
            }
        if (!nearest.valid()) {
            const std::string number = std::to_string(stops.size() + 1);
            nearest = network.stops.push({m_newId + "#stop" + number, line.name + ", stop " + number, p});
        }
        if (!stops.empty() && stops.back() == nearest)
            continue;  // two clicks on one stop
        stops.push_back(nearest);
        places.push_back(network.stops[nearest].at);
    }
    if (stops.size() < 2)
        return unexpected(Error{ErrorCode::BadValue, "all stops of the line are one and the same"}
                              .about("geometry")
                              .cure("Draw its stops farther apart."));
    LineWay way = wayThrough(m_applied, places, operation.mode == "bus");
    std::size_t straight = way.straight;
    line.geometry = way.geometry;
    line.patterns.push_back(patternOf(stops, way.lengths_m, operation));
    if (operation.bothDirections) {
        std::reverse(stops.begin(), stops.end());
        std::reverse(places.begin(), places.end());
        way = wayThrough(m_applied, places, operation.mode == "bus");
        straight += way.straight;
        line.patterns.push_back(patternOf(stops, way.lengths_m, operation));
    }
    if (straight > 0)
        note(Severity::Warning, "no_bus_street",
             std::to_string(straight) + " stretches of the line have no way on streets for buses and are taken as straight lines");
    network.lines.push(std::move(line));
    m_changed = true;
    return {};
}

Expected<void> OperationApplier::operator()(const ChangeHeadway& operation)
{
    for (const auto& check : {checkRange(operation.headway_min, kHeadwayRange_min, "headway_min"), checkTime(operation.from_s, "from"),
                              checkTime(operation.to_s, "to")})
        if (!check)
            return check;
    const auto id = lineOf(operation.target);
    if (!id)
        return unexpected(id.error());
    std::vector<TransitPattern>& patterns = timetable().lines[*id].patterns;
    std::vector<StopId> terminals;
    for (const TransitPattern& pattern : patterns)
        if (!pattern.stops.empty() && std::find(terminals.begin(), terminals.end(), pattern.stops.front()) == terminals.end())
            terminals.push_back(pattern.stops.front());
    for (const StopId terminal : terminals)
        m_changed = respace(patterns, terminal, operation) || m_changed;
    return {};
}

Expected<void> OperationApplier::operator()(const SetTransitSpeed& operation)
{
    if (auto ok = checkRange(operation.factor, kTransitFactorRange, "factor"); !ok)
        return ok;
    const auto id = lineOf(operation.target);
    if (!id)
        return unexpected(id.error());
    for (TransitPattern& p : timetable().lines[*id].patterns) {
        const TransitPattern before = p;
        double time = 0;
        for (std::size_t i = 0; i < p.stops.size(); ++i) {
            if (i > 0)
                time += (before.arrival_s[i] - before.departure_s[i - 1]) / operation.factor;
            else
                time = before.arrival_s[0];
            p.arrival_s[i] = whole(time);
            time += before.departure_s[i] - before.arrival_s[i];
            p.departure_s[i] = whole(time);
        }
        m_changed = m_changed || !(p == before);
    }
    return {};
}

Expected<void> OperationApplier::operator()(const MoveStop& operation)
{
    if (!std::isfinite(operation.to.x) || !std::isfinite(operation.to.y))
        return unexpected(
            Error{ErrorCode::BadValue, "the new place is not a finite number"}.about("geometry").cure("Choose the place again."));
    const auto& stops = m_applied.transit().stops;
    for (const StopId id : idsOf(stops))
        if (stops[id].externalId == operation.target) {
            m_changed = !(stops[id].at == operation.to);
            timetable().stops[id].at = operation.to;
            return {};
        }
    std::vector<std::string_view> ids;
    for (const TransitStop& stop : stops)
        ids.push_back(stop.externalId);
    const std::string_view near = nearestWord(operation.target, ids);
    return unexpected(Error{ErrorCode::NotFound, "there is no such stop"}
                          .about(operation.target)
                          .cure(near.empty() ? "Choose the stop on the map, or take its id from the layer of stops."
                                             : "Did you mean “" + std::string(near) + "”?"));
}

Expected<void> OperationApplier::operator()(const WithdrawLine& operation)
{
    const auto id = lineOf(operation.target);
    if (!id)
        return unexpected(id.error());
    m_changed = !m_applied.transit().lines[*id].patterns.empty();
    timetable().lines[*id].patterns.clear();
    return {};
}

}  // namespace isopolis
