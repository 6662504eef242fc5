#include "gis/io/gtfs/gtfs_network.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>

namespace isopolis {

namespace {

/// Days of a feed that are looked at; a hostile calendar may span millennia.
constexpr int kMostDays = 3700;
constexpr std::size_t kMostTrips = 5'000'000;

std::uint64_t departures(const GtfsFrequency& f) { return static_cast<std::uint64_t>((f.to_s - f.from_s + f.headway_s - 1) / f.headway_s); }

/// Trips a service has on a day when it runs.
std::vector<std::uint64_t> tripsOfServices(const GtfsFeed& feed)
{
    std::vector<std::uint64_t> trips(feed.services.size(), 0);
    for (const GtfsTrip& trip : feed.trips)
        trips[trip.service] += trip.byFrequency ? 0 : 1;
    for (const GtfsFrequency& f : feed.frequencies)
        trips[feed.trips[f.trip].service] += departures(f);
    return trips;
}

std::map<GtfsDate, std::uint64_t> tripsByDay(const GtfsFeed& feed)
{
    const std::vector<std::uint64_t> trips = tripsOfServices(feed);
    std::map<GtfsDate, std::uint64_t> days;
    for (std::size_t i = 0; i < feed.services.size(); ++i) {
        const GtfsService& service = feed.services[i];
        if (trips[i] == 0 || service.everyDay)
            continue;
        std::set<GtfsDate> dates = service.added;
        if (service.weekdays != 0)
            for (int n = 0; n <= kMostDays && service.first + std::chrono::days(n) <= service.last; ++n)
                dates.insert(service.first + std::chrono::days(n));
        for (const GtfsDate date : dates)
            if (service.runsOn(date))
                days[date] += trips[i];
    }
    return days;
}

bool onWeekday(GtfsDate day) { return std::chrono::weekday(day).iso_encoding() <= 5; }

/// What makes two trips the same but for their start.
struct Profile {
    std::vector<std::uint32_t> stops;
    std::vector<int> arrival_s, departure_s;
    friend auto operator<=>(const Profile&, const Profile&) = default;
};

struct DayLine {
    std::map<Profile, std::vector<int>> starts_s;
    std::map<std::uint32_t, std::size_t> shapes;  ///< how many trips follow each
};

/// One feed on one day.
class DayBuilder {
public:
    DayBuilder(const GtfsFeed& feed, GtfsDate day, IssueLog& log) : m_feed(feed), m_log(log)
    {
        for (const GtfsService& service : feed.services)
            m_runs.push_back(service.runsOn(day));
    }

    Expected<void> place(const CityWindow& window, const LocalFrame& frame)
    {
        auto projector = Projector::forFrame(frame);
        if (!projector)
            return unexpected(projector.error());
        for (const GtfsStop& stop : m_feed.stops) {
            const Point2 at = stop.located ? projector->forward(stop.lon, stop.lat) : Point2{std::nan(""), std::nan("")};
            m_places.push_back(at);
            m_inside.push_back(std::isfinite(at.x) && std::isfinite(at.y) && window.contains(at));
        }
        m_shapes.resize(m_feed.shapes.size());
        for (std::size_t i = 0; i < m_shapes.size(); ++i)
            for (const auto& point : m_feed.shapes[i].points)
                if (const Point2 at = projector->forward(point.lon, point.lat); std::isfinite(at.x) && std::isfinite(at.y))
                    m_shapes[i].push_back(at);
        return {};
    }

    void collect()
    {
        m_lines.resize(m_feed.routes.size());
        std::vector<std::vector<int>> byFrequency(m_feed.trips.size());
        for (const GtfsFrequency& f : m_feed.frequencies)
            for (int at = f.from_s; at < f.to_s; at += f.headway_s)
                byFrequency[f.trip].push_back(at);
        for (std::size_t i = 0; i < m_feed.trips.size(); ++i) {
            const GtfsTrip& trip = m_feed.trips[i];
            if (!m_runs[trip.service])
                continue;
            std::vector<int> starts = byFrequency[i];
            if (!trip.byFrequency)
                starts = {trip.calls.front().departure_s};
            considered += starts.size();
            add(trip, starts);
        }
        if (m_outside > 0)
            m_log.note("outside_window",
                       std::to_string(m_outside) + " trips of the day call at fewer than two stops of the window and are left out");
        if (m_unplaced > 0)
            m_log.warn("unplaced_calls", std::to_string(m_unplaced) + " calls at stops without coordinates are left out");
        if (m_twice > 0)
            m_log.note("duplicate_trips",
                       std::to_string(m_twice) + " trips have the line, stops and times of another trip; each counts once");
    }

    std::vector<DayLine>& lines() { return m_lines; }
    const std::vector<Point2>& places() const { return m_places; }
    const std::vector<Polyline>& shapes() const { return m_shapes; }
    std::uint64_t considered = 0, kept = 0;

private:
    void add(const GtfsTrip& trip, const std::vector<int>& starts)
    {
        std::vector<GtfsCall> calls;
        for (const GtfsCall& call : trip.calls) {
            if (std::isfinite(m_places[call.stop].x))
                calls.push_back(call);
            else
                ++m_unplaced;
        }
        const auto inside = [this](const GtfsCall& c) { return static_cast<bool>(m_inside[c.stop]); };
        const auto first = std::find_if(calls.begin(), calls.end(), inside);
        const auto last = std::find_if(calls.rbegin(), calls.rend(), inside).base();
        if (first == calls.end() || last - first < 2) {
            m_outside += starts.size();
            return;
        }
        const int shift = first->departure_s - trip.calls.front().departure_s;
        Profile profile;
        for (auto call = first; call != last; ++call) {
            profile.stops.push_back(call->stop);
            profile.arrival_s.push_back(call->arrival_s - first->departure_s);
            profile.departure_s.push_back(call->departure_s - first->departure_s);
        }
        profile.arrival_s.front() = 0;  // how long it waits before the first departure concerns nobody
        DayLine& line = m_lines[trip.route];
        std::vector<int>& all = line.starts_s[std::move(profile)];
        for (const int start : starts) {
            if (kept >= kMostTrips)
                return;
            const auto at = std::lower_bound(all.begin(), all.end(), start + shift);
            if (at != all.end() && *at == start + shift) {
                ++m_twice;
                continue;
            }
            all.insert(at, start + shift);
            ++kept;
        }
        ++line.shapes[trip.shape];
    }

    const GtfsFeed& m_feed;
    IssueLog& m_log;
    std::vector<bool> m_runs, m_inside;
    std::vector<Point2> m_places;
    std::vector<Polyline> m_shapes;
    std::vector<DayLine> m_lines;
    std::uint64_t m_outside = 0, m_unplaced = 0, m_twice = 0;
};

/// The way of most trips: their shape, or their stops in a straight line.
Polyline wayOf(const DayLine& line, const DayBuilder& day, std::uint64_t& withoutShape)
{
    std::uint32_t best = kNoIndex;
    std::size_t most = 0;
    for (const auto& [shape, trips] : line.shapes)
        if (shape != kNoIndex && trips > most && day.shapes()[shape].size() >= 2) {
            best = shape;
            most = trips;
        }
    if (best != kNoIndex)
        return day.shapes()[best];
    ++withoutShape;
    const Profile* longest = nullptr;
    for (const auto& [profile, starts] : line.starts_s)
        if (longest == nullptr || starts.size() > line.starts_s.at(*longest).size())
            longest = &profile;
    Polyline way;
    for (const std::uint32_t stop : longest->stops)
        way.push_back(day.places()[stop]);
    return way;
}

}  // namespace

std::uint64_t tripsOn(const GtfsFeed& feed, GtfsDate day)
{
    const std::vector<std::uint64_t> trips = tripsOfServices(feed);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < trips.size(); ++i)
        sum += feed.services[i].runsOn(day) ? trips[i] : 0;
    return sum;
}

std::optional<ServiceDay> busiestDay(const std::vector<const GtfsFeed*>& feeds)
{
    std::map<GtfsDate, std::pair<std::size_t, std::uint64_t>> days;  // feeds that run, trips
    for (const GtfsFeed* feed : feeds)
        for (const auto& [date, trips] : tripsByDay(*feed)) {
            ++days[date].first;
            days[date].second += trips;
        }
    const auto rank = [](const auto& day) { return std::tuple(onWeekday(day.first), day.second.first, day.second.second); };
    const auto best = std::max_element(days.begin(), days.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return best == days.end() ? std::nullopt : std::optional(ServiceDay{best->first, best->second.second});
}

void noteIdleServices(const GtfsFeed& feed, IssueLog& log)
{
    for (const GtfsService& service : feed.services) {
        bool runs =
            service.everyDay || std::any_of(service.added.begin(), service.added.end(), [&](GtfsDate d) { return service.runsOn(d); });
        for (int n = 0; !runs && service.weekdays != 0 && n <= kMostDays && service.first + std::chrono::days(n) <= service.last; ++n)
            runs = service.runsOn(service.first + std::chrono::days(n));
        if (!runs)
            log.warn("service_never_runs", "the service runs on no day at all", service.id, "service_id");
    }
}

std::string isoDate(GtfsDate day)
{
    const std::chrono::year_month_day ymd(day);
    char text[32];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                  static_cast<unsigned>(ymd.day()));
    return text;
}

std::string dayText(GtfsDate day)
{
    constexpr const char* kNames[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return std::string(kNames[std::chrono::weekday(day).iso_encoding() - 1]) + " " + isoDate(day);
}

Expected<std::vector<ImportCount>> GtfsNetworkBuilder::add(const GtfsFeed& feed, const std::string& file, const std::string& sourceId,
                                                           GtfsDate date, const PathwaySpeeds& speeds)
{
    m_log.inFile(file);
    DayBuilder day(feed, date, m_log);
    if (auto placed = day.place(m_window, m_frame); !placed)
        return unexpected(placed.error());
    day.collect();
    const auto unique = [&](const std::string& kind, const std::string& id) {
        std::string all = "gtfs:" + kind + "/" + id;
        if (!m_ids.insert(all).second)
            m_ids.insert(all = "gtfs:" + kind + "/" + sourceId + "/" + id);
        return all;
    };
    std::vector<StopId> stopOf(feed.stops.size());
    ImportCount stops{"transit stops", 0, 0}, lines{"transit lines", feed.routes.size(), 0};
    for (const GtfsStop& stop : feed.stops)
        stops.considered += stop.kind == 0 ? 1 : 0;
    for (const DayLine& line : day.lines())
        for (const auto& [profile, starts] : line.starts_s)
            for (const std::uint32_t stop : profile.stops)
                stopOf[stop] = StopId(0);
    for (std::size_t i = 0; i < stopOf.size(); ++i)
        if (stopOf[i].valid()) {
            stopOf[i] = m_network.stops.push({unique("stop", feed.stops[i].id), feed.stops[i].name, day.places()[i]});
            ++stops.kept;
        }
    std::uint64_t withoutShape = 0;
    const bool fares = !feed.currency.empty() && (m_network.currency.empty() || m_network.currency == feed.currency);
    if (fares)
        m_network.currency = feed.currency;
    else if (!feed.currency.empty())
        m_log.warn("fare_currency",
                   "the feed's fares are in " + feed.currency + ", those before in " + m_network.currency + "; they are left out");
    for (std::size_t i = 0; i < feed.routes.size(); ++i) {
        const DayLine& from = day.lines()[i];
        if (from.starts_s.empty())
            continue;
        TransitLine line{unique("route", feed.routes[i].id), feed.routes[i].name, feed.routes[i].mode, wayOf(from, day, withoutShape), {}};
        for (const auto& [profile, starts] : from.starts_s) {
            TransitPattern pattern{{}, profile.arrival_s, profile.departure_s, starts};
            for (const std::uint32_t stop : profile.stops)
                pattern.stops.push_back(stopOf[stop]);
            line.patterns.push_back(std::move(pattern));
        }
        line.fare = fares ? feed.routes[i].fare : kUnknown;
        m_network.lines.push(std::move(line));
        ++lines.kept;
    }
    if (withoutShape > 0)
        m_log.note("no_shape", std::to_string(withoutShape) + " lines have no shape and are drawn from stop to stop");
    if (lines.kept < lines.considered)
        m_log.note("idle_lines", std::to_string(lines.considered - lines.kept) + " lines have no trip in the window on " + dayText(date));
    std::vector<GtfsTransfer> transfers = feed.transfers;
    m_log.inFile(file + "/pathways.txt");
    const std::vector<GtfsTransfer> inside = pathwayTransfers(feed, speeds, m_log);
    transfers.insert(transfers.end(), inside.begin(), inside.end());
    for (const GtfsTransfer& t : transfers)
        if (stopOf[t.from].valid() && stopOf[t.to].valid())
            m_network.transfers.push_back({stopOf[t.from], stopOf[t.to], t.minTime_s, t.forbidden});
    return std::vector<ImportCount>{stops, lines, {"transit trips", day.considered, day.kept}};
}

}  // namespace isopolis
