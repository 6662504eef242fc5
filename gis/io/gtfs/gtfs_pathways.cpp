#include "gis/io/gtfs/gtfs_pathways.h"

#include "gis/io/gtfs/gtfs_table.h"

#include <algorithm>
#include <cmath>
#include <queue>

namespace isopolis {

namespace {

constexpr std::size_t kMostPathways = 500'000, kMostSteps = 20'000'000, kMostTransfers = 1'000'000;
constexpr int kStairs = 2, kEscalator = 4, kKinds = 7;
constexpr double kLongest_s = 3600;
constexpr int kPlatform = 0, kStation = 1, kEntrance = 2, kBoardingArea = 4;

/// Metres between two places a few hundred metres apart.
double metres(const GtfsStop& a, const GtfsStop& b)
{
    constexpr double kMetresPerDegree = 111195;  // of a great circle on a sphere of 6,371 km
    constexpr double kRadian = 3.14159265358979323846 / 180;
    const double x = (b.lon - a.lon) * std::cos(0.5 * (a.lat + b.lat) * kRadian), y = b.lat - a.lat;
    return a.located && b.located ? kMetresPerDegree * std::hypot(x, y) : 0;
}

class Ways {
public:
    struct Arc {
        std::uint32_t to;
        double time_s;
        bool stepFree;
    };

    Ways(const GtfsFeed& feed, const PathwaySpeeds& speeds) : m_arcs(feed.stops.size())
    {
        for (const GtfsPathway& way : feed.pathways) {
            double time_s = way.time_s;
            if (std::isnan(time_s) && !std::isnan(way.length_m))
                time_s = way.length_m / speeds.walk_ms;
            if (std::isnan(time_s) && !std::isnan(way.stairs))
                time_s = std::abs(way.stairs) * speeds.stair_s;
            if (std::isnan(time_s)) {
                time_s = metres(feed.stops[way.from], feed.stops[way.to]) / speeds.walk_ms;
                ++withoutTime;
            }
            const bool stepFree = way.kind != kStairs && way.kind != kEscalator;
            m_arcs[way.from].push_back({way.to, time_s, stepFree});
            if (way.bothWays)
                m_arcs[way.to].push_back({way.from, time_s, stepFree});
        }
        for (std::size_t i = 0; i < feed.stops.size(); ++i)
            if (const GtfsStop& stop = feed.stops[i]; stop.kind == kBoardingArea && stop.station != kNoIndex) {
                m_arcs[i].push_back({stop.station, 0, true});
                m_arcs[stop.station].push_back({static_cast<std::uint32_t>(i), 0, true});
            }
    }
    const std::vector<Arc>& from(std::uint32_t stop) const { return m_arcs[stop]; }
    std::size_t withoutTime = 0;

private:
    std::vector<std::vector<Arc>> m_arcs;
};

std::vector<bool> calledAt(const GtfsFeed& feed)
{
    std::vector<bool> called(feed.stops.size(), false);
    for (const GtfsTrip& trip : feed.trips)
        for (const GtfsCall& call : trip.calls)
            called[call.stop] = true;
    return called;
}

/// Stops that ways lead to from any entrance.
std::vector<bool> reachedFromEntrances(const GtfsFeed& feed, const Ways& ways, bool stepFreeOnly)
{
    std::vector<bool> reached(feed.stops.size(), false);
    std::vector<std::uint32_t> open;
    for (std::size_t i = 0; i < feed.stops.size(); ++i)
        if (feed.stops[i].kind == kEntrance) {
            reached[i] = true;
            open.push_back(static_cast<std::uint32_t>(i));
        }
    while (!open.empty()) {
        const std::uint32_t at = open.back();
        open.pop_back();
        for (const Ways::Arc& arc : ways.from(at))
            if ((arc.stepFree || !stepFreeOnly) && !reached[arc.to]) {
                reached[arc.to] = true;
                open.push_back(arc.to);
            }
    }
    return reached;
}

void noteSteps(const GtfsFeed& feed, const Ways& ways, const std::vector<bool>& called, IssueLog& log)
{
    const std::vector<bool> all = reachedFromEntrances(feed, ways, false), stepFree = reachedFromEntrances(feed, ways, true);
    std::map<std::string, std::size_t> platforms;
    for (std::size_t i = 0; i < feed.stops.size(); ++i)
        if (const GtfsStop& stop = feed.stops[i]; called[i] && all[i] && !stepFree[i])
            ++platforms[stop.station == kNoIndex ? stop.id : feed.stops[stop.station].id];
    for (const auto& [station, count] : platforms)
        log.note("not_step_free",
                 std::to_string(count) + (count == 1 ? " platform is" : " platforms are") +
                     " reached from the entrances by stairs or escalators only; people in wheelchairs cannot use them",
                 station, "pathway_mode");
}

}  // namespace

void readPathways(const std::string& name, const GtfsTexts& texts, GtfsFeed& feed, IssueLog& log)
{
    const auto found = texts.find("pathways.txt");
    if (found == texts.end())
        return;
    std::map<std::string_view, std::uint32_t> stops;
    for (std::size_t i = 0; i < feed.stops.size(); ++i)
        stops.emplace(feed.stops[i].id, static_cast<std::uint32_t>(i));
    std::set<std::string, std::less<>> ids;
    GtfsTable t(name + "/pathways.txt", found->second, log);
    const int id = t.column("pathway_id"), from = t.column("from_stop_id"), to = t.column("to_stop_id"), kind = t.column("pathway_mode"),
              both = t.column("is_bidirectional"), length = t.column("length"), time = t.column("traversal_time"),
              stairs = t.column("stair_count");
    while (t.next()) {
        if (feed.pathways.size() >= kMostPathways) {
            log.error("too_many_pathways", "the feed has more than 500,000 pathways; the table is not read beyond this row", t.row());
            return;
        }
        if (!t.text(id).empty() && !ids.emplace(t.text(id)).second) {
            log.warn("duplicate_id", "the pathway was there before; this row is left out", t.row(), "pathway_id");
            continue;
        }
        const auto a = stops.find(t.text(from)), b = stops.find(t.text(to));
        if (a == stops.end() || b == stops.end()) {
            log.warn("unknown_stop", "the pathway names a stop that does not exist and is left out", t.row(), "from_stop_id/to_stop_id");
            continue;
        }
        if (feed.stops[a->second].kind == kStation || feed.stops[b->second].kind == kStation) {
            log.warn("pathway_to_station", "the pathway ends at a whole station instead of a platform or entrance and is left out",
                     t.row());
            continue;
        }
        if (a == b) {
            log.warn("pathway_to_itself", "the pathway leads from a stop to itself and is left out", t.row());
            continue;
        }
        GtfsPathway way;
        way.from = a->second;
        way.to = b->second;
        way.kind = t.whole(kind, 0);
        way.bothWays = t.whole(both, 0) == 1;
        if (way.kind < 1 || way.kind > kKinds) {
            log.warn("bad_pathway", "the pathway is of no known kind (1 to 7) and is left out", t.row(), "pathway_mode");
            continue;
        }
        bool good = true;
        const auto read = [&](int column, double& value, const char* what, bool mayFall) {
            if (t.text(column).empty())
                return;
            const auto number = t.number(column);
            if (number && (*number >= 0 || mayFall) && std::abs(*number) <= 1e5)
                value = *number;
            else
                good = false;
            if (!good)
                log.warn("bad_pathway",
                         "'" + std::string(t.text(column).substr(0, 40)) + "' is no usable " + what + "; the pathway is left out", t.row(),
                         what);
        };
        read(length, way.length_m, "length", false);
        if (good)
            read(time, way.time_s, "traversal_time", false);
        if (good)
            read(stairs, way.stairs, "stair_count", true);  // below 0: down
        if (good)
            feed.pathways.push_back(way);
    }
}

std::vector<GtfsTransfer> pathwayTransfers(const GtfsFeed& feed, const PathwaySpeeds& speeds, IssueLog& log)
{
    std::vector<GtfsTransfer> made;
    if (feed.pathways.empty() || !(speeds.walk_ms > 0))
        return made;
    const Ways ways(feed, speeds);
    const std::vector<bool> called = calledAt(feed);
    if (ways.withoutTime > 0)
        log.note("pathway_without_time",
                 std::to_string(ways.withoutTime) +
                     " pathways have neither time nor length nor stairs; the straight line between their ends counts");
    noteSteps(feed, ways, called, log);
    std::set<std::pair<std::uint32_t, std::uint32_t>> stated;
    for (const GtfsTransfer& t : feed.transfers)
        stated.emplace(t.from, t.to);
    using Entry = std::pair<double, std::uint32_t>;
    std::vector<double> time(feed.stops.size(), kLongest_s);
    std::size_t steps = 0;
    for (std::uint32_t start = 0; start < feed.stops.size(); ++start) {
        if (!called[start] || ways.from(start).empty())
            continue;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
        std::vector<std::uint32_t> touched{start};
        time[start] = 0;
        open.emplace(0, start);
        while (!open.empty()) {
            const auto [at_s, at] = open.top();
            open.pop();
            if (at_s > time[at])
                continue;
            ++steps;
            // A platform is where one changes; who goes on to another platform walks past it all the same.
            if (at != start && called[at] && !stated.contains({start, at}))
                made.push_back({start, at, static_cast<int>(std::lround(at_s)), false});
            for (const Ways::Arc& arc : ways.from(at))
                if (at_s + arc.time_s < time[arc.to]) {
                    touched.push_back(arc.to);
                    time[arc.to] = at_s + arc.time_s;
                    open.emplace(time[arc.to], arc.to);
                }
        }
        for (const std::uint32_t stop : touched)
            time[stop] = kLongest_s;
        if (steps > kMostSteps || made.size() > kMostTransfers) {
            log.error("pathways_too_large",
                      "the ways inside stations are too many to follow; changes after the first million are left out");
            break;
        }
    }
    return made;
}

}  // namespace isopolis
