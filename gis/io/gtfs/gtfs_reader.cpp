#include "gis/io/gtfs/gtfs_reader.h"

#include "gis/io/gtfs/gtfs_fares.h"
#include "gis/io/gtfs/gtfs_pathways.h"
#include "gis/io/gtfs/gtfs_table.h"
#include "gis/io/gtfs/gtfs_trips.h"
#include "gis/io/zip_archive.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr const char* kRequired[] = {"stops.txt", "routes.txt", "trips.txt", "stop_times.txt"};
constexpr const char* kOptional[] = {"calendar.txt",  "calendar_dates.txt",  "frequencies.txt", "shapes.txt",
                                     "transfers.txt", "fare_attributes.txt", "fare_rules.txt",  "pathways.txt"};
/// Read by nobody here, and said so.
constexpr const char* kUnused[] = {"fare_products.txt", "fare_leg_rules.txt", "booking_rules.txt", "locations.geojson"};
constexpr const char* kWeekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr int kShortestHeadway_s = 10;

/// Positions of ids.
using Index = std::map<std::string, std::uint32_t, std::less<>>;

class Reader {
public:
    Reader(const std::string& name, const GtfsTexts& texts, IssueLog& log) : m_name(name), m_texts(texts), m_log(log) {}

    Expected<GtfsFeed> run()
    {
        for (const char* file : kRequired)
            if (!m_texts.contains(file))
                return unexpected(Error{ErrorCode::BadFile, "the feed has no " + std::string(file)}.in(m_name).cure(
                    "Use a complete GTFS feed: stops, routes, trips and stop_times"));
        readStops();
        readRoutes();
        readServices();
        readShapes();
        readTrips();
        readCalls();
        readFrequencies();
        readTransfers();
        readFares(m_name, m_texts, m_feed, m_log);
        readPathways(m_name, m_texts, m_feed, m_log);
        for (const char* file : kUnused)
            if (m_texts.contains(file))
                noteIn(file, "not_used", "the table is part of the feed and not used");
        if (m_feed.stops.empty() || m_feed.trips.empty())
            return unexpected(
                Error{ErrorCode::BadFile, m_feed.stops.empty() ? "the feed has no usable stop" : "the feed has no usable trip"}
                    .in(m_name)
                    .cure("See the list of problems, or use another feed"));
        return std::move(m_feed);
    }

private:
    GtfsTable table(const std::string& file) const
    {
        const auto found = m_texts.find(file);
        return {place(file), found == m_texts.end() ? std::string_view() : std::string_view(found->second), m_log};
    }
    std::string place(const std::string& file) const { return m_name + "/" + file; }
    void noteIn(const std::string& file, std::string code, std::string message)
    {
        m_log.inFile(place(file));
        m_log.note(std::move(code), std::move(message));
    }
    static std::uint32_t find(const Index& index, std::string_view id)
    {
        const auto found = index.find(id);
        return found == index.end() ? kNoIndex : found->second;
    }
    /// False for an id that is missing or was there before; the finding is reported.
    bool isNew(Index& index, std::string_view id, std::size_t position, const GtfsTable& at, const char* column)
    {
        if (id.empty())
            m_log.warn("no_id", "the row has no id and is left out", at.row(), column);
        else if (!index.emplace(id, static_cast<std::uint32_t>(position)).second)
            m_log.warn("duplicate_id", "the id '" + std::string(id.substr(0, 80)) + "' was there before; this row is left out", at.row(),
                       column);
        else
            return true;
        return false;
    }

    void readStops();
    void readRoutes();
    void readServices();
    void readShapes();
    void readTrips();
    void readCalls();
    void readFrequencies();
    void readTransfers();
    std::uint32_t serviceNamed(std::string_view id);

    const std::string& m_name;
    const GtfsTexts& m_texts;
    IssueLog& m_log;
    GtfsFeed m_feed;
    Index m_stops, m_routes, m_services, m_shapes, m_trips;
};

void Reader::readStops()
{
    GtfsTable t = table("stops.txt");
    const int id = t.column("stop_id"), name = t.column("stop_name"), lon = t.column("stop_lon"), lat = t.column("stop_lat"),
              kind = t.column("location_type"), parent = t.column("parent_station");
    std::vector<std::pair<std::string, std::string>> parents;  // id of the parent, and where it is named
    while (t.next()) {
        if (!isNew(m_stops, t.text(id), m_feed.stops.size(), t, "stop_id"))
            continue;
        GtfsStop stop;
        stop.id = t.text(id);
        stop.name = t.text(name);
        stop.kind = t.whole(kind, 0);
        const auto x = t.number(lon), y = t.number(lat);
        stop.located = x && y && std::abs(*x) <= 180 && std::abs(*y) <= 90 && !(*x == 0 && *y == 0);
        if (stop.located) {
            stop.lon = *x;
            stop.lat = *y;
        } else if (stop.kind <= 1) {
            m_log.warn("bad_coordinates",
                       x && y && *x == 0 && *y == 0 ? "the stop lies at longitude 0, latitude 0" : "the stop has no usable coordinates",
                       t.row(), "stop_lat/stop_lon");
        }
        parents.emplace_back(t.text(parent), t.row());
        m_feed.stops.push_back(std::move(stop));
    }
    for (std::size_t i = 0; i < parents.size(); ++i) {
        if (parents[i].first.empty())
            continue;
        GtfsStop& stop = m_feed.stops[i];
        stop.station = find(m_stops, parents[i].first);
        if (stop.station == kNoIndex) {
            m_log.warn("unknown_station", "the parent station does not exist", parents[i].second, "parent_station");
        } else if (const GtfsStop& station = m_feed.stops[stop.station]; !stop.located && station.located) {
            stop.lon = station.lon;
            stop.lat = station.lat;
            stop.located = true;
        }
    }
}

std::string modeOf(int type)
{
    if (type == 0 || type == 5 || type / 100 == 9)
        return "tram";
    if (type == 4 || type / 100 == 10 || type / 100 == 12)
        return "ferry";
    if (type == 1 || type == 2 || type == 6 || type == 7 || type == 12 || type / 100 == 1 || type / 100 == 4 || type / 100 == 13 ||
        type / 100 == 14)
        return "rail";
    return "bus";
}

void Reader::readRoutes()
{
    GtfsTable t = table("routes.txt");
    const int id = t.column("route_id"), shortName = t.column("route_short_name"), longName = t.column("route_long_name"),
              type = t.column("route_type"), agency = t.column("agency_id");
    while (t.next()) {
        if (!isNew(m_routes, t.text(id), m_feed.routes.size(), t, "route_id"))
            continue;
        GtfsRoute route;
        route.id = t.text(id);
        route.agency = t.text(agency);
        route.name = t.text(shortName);
        if (const std::string_view rest = t.text(longName); !rest.empty() && rest != route.name)
            route.name += (route.name.empty() ? "" : " ") + std::string(rest);
        if (route.name.empty())
            route.name = route.id;
        if (t.text(type).empty())
            m_log.warn("no_mode", "the route does not say which kind of vehicle runs; a bus is assumed", t.row(), "route_type");
        route.mode = modeOf(t.whole(type, 3));
        m_feed.routes.push_back(std::move(route));
    }
}

std::uint32_t Reader::serviceNamed(std::string_view id)
{
    const auto [found, fresh] = m_services.emplace(id, static_cast<std::uint32_t>(m_feed.services.size()));
    if (fresh) {
        m_feed.services.emplace_back();
        m_feed.services.back().id = id;
    }
    return found->second;
}

void Reader::readServices()
{
    GtfsTable t = table("calendar.txt");
    const int id = t.column("service_id"), first = t.column("start_date"), last = t.column("end_date");
    while (t.next()) {
        if (!isNew(m_services, t.text(id), m_feed.services.size(), t, "service_id"))
            continue;
        GtfsService service;
        service.id = t.text(id);
        const auto begin = t.date(first), end = t.date(last);
        if (!begin || !end || *begin > *end)
            m_log.warn("bad_date", "the service has no usable dates and runs on exceptions only", t.row(), "start_date/end_date");
        else
            for (unsigned day = 0; day < 7; ++day)
                service.weekdays |= t.whole(t.column(kWeekdays[day]), 0) == 1 ? 1U << day : 0U;
        service.first = begin.value_or(GtfsDate{});
        service.last = end.value_or(GtfsDate{});
        m_feed.services.push_back(std::move(service));
    }
    GtfsTable e = table("calendar_dates.txt");
    const int exceptionId = e.column("service_id"), date = e.column("date"), type = e.column("exception_type");
    while (e.next()) {
        const auto day = e.date(date);
        const int kind = e.whole(type, 0);
        if (e.text(exceptionId).empty() || !day || (kind != 1 && kind != 2)) {
            m_log.warn("bad_exception", "the exception names no service, no date or no kind (1 or 2) and is left out", e.row());
            continue;
        }
        GtfsService& service = m_feed.services[serviceNamed(e.text(exceptionId))];
        (kind == 1 ? service.added : service.removed).insert(*day);
    }
    if (m_feed.services.empty()) {
        m_log.inFile(place("calendar.txt"));
        m_log.warn("no_calendar", "the feed does not say on which days its trips run: all of them are taken to run every day");
    }
}

void Reader::readShapes()
{
    GtfsTable t = table("shapes.txt");
    const int id = t.column("shape_id"), lon = t.column("shape_pt_lon"), lat = t.column("shape_pt_lat"),
              sequence = t.column("shape_pt_sequence");
    while (t.next()) {
        const auto x = t.number(lon), y = t.number(lat), order = t.number(sequence);
        if (t.text(id).empty() || !x || !y || !order || std::abs(*x) > 180 || std::abs(*y) > 90 || std::abs(*order) > 1e9) {
            m_log.warn("bad_shape_point", "the point of a shape has no id, place or number and is left out", t.row());
            continue;
        }
        const auto [found, fresh] = m_shapes.emplace(t.text(id), static_cast<std::uint32_t>(m_feed.shapes.size()));
        if (fresh)
            m_feed.shapes.push_back({std::string(t.text(id)), {}});
        m_feed.shapes[found->second].points.push_back({static_cast<long>(*order), *x, *y});
    }
    for (GtfsShape& shape : m_feed.shapes)
        std::stable_sort(shape.points.begin(), shape.points.end(), [](const auto& a, const auto& b) { return a.sequence < b.sequence; });
}

void Reader::readTrips()
{
    GtfsTable t = table("trips.txt");
    const int id = t.column("trip_id"), route = t.column("route_id"), service = t.column("service_id"), shape = t.column("shape_id");
    const bool daily = m_feed.services.empty();
    if (daily)
        m_feed.services[serviceNamed("every day")].everyDay = true;
    while (t.next()) {
        GtfsTrip trip;
        trip.id = t.text(id);
        trip.line = t.line();
        trip.route = find(m_routes, t.text(route));
        trip.service = daily ? 0 : find(m_services, t.text(service));
        trip.shape = find(m_shapes, t.text(shape));
        if (trip.route == kNoIndex || trip.service == kNoIndex) {
            const bool noRoute = trip.route == kNoIndex;
            m_log.warn(noRoute ? "unknown_route" : "unknown_service",
                       std::string("the trip names a ") + (noRoute ? "route" : "service") + " that does not exist and is left out", t.row(),
                       noRoute ? "route_id" : "service_id");
            continue;
        }
        if (trip.shape == kNoIndex && !t.text(shape).empty())
            m_log.note("unknown_shape", "the trip names a shape that does not exist", t.row(), "shape_id");
        if (isNew(m_trips, trip.id, m_feed.trips.size(), t, "trip_id"))
            m_feed.trips.push_back(std::move(trip));
    }
}

void Reader::readCalls()
{
    GtfsTable t = table("stop_times.txt");
    const int trip = t.column("trip_id"), stop = t.column("stop_id"), sequence = t.column("stop_sequence"),
              arrival = t.column("arrival_time"), departure = t.column("departure_time"), along = t.column("shape_dist_traveled"),
              pickup = t.column("pickup_type"), dropOff = t.column("drop_off_type");
    std::uint64_t restricted = 0;
    std::uint32_t lastTrip = kNoIndex;
    std::string lastId;
    while (t.next()) {
        ++m_feed.stopTimeRows;
        const std::string_view id = t.text(trip);
        if (lastTrip == kNoIndex || id != lastId) {
            lastTrip = find(m_trips, id);
            lastId = id;
        }
        const std::uint32_t at = find(m_stops, t.text(stop));
        if (lastTrip == kNoIndex || at == kNoIndex) {
            m_log.warn(at == kNoIndex ? "unknown_stop" : "unknown_trip",
                       at == kNoIndex ? "the row names the stop '" + std::string(t.text(stop).substr(0, 80)) +
                                            "', which does not exist, and is left out"
                                      : "the row names a trip that does not exist or was left out",
                       t.row(), at == kNoIndex ? "stop_id" : "trip_id");
            continue;
        }
        GtfsCall call;
        call.stop = at;
        call.line = t.line();
        call.sequence = t.whole(sequence, static_cast<int>(m_feed.trips[lastTrip].calls.size()));
        call.arrival_s = t.time(arrival, "arrival_time");
        call.departure_s = t.time(departure, "departure_time");
        call.along = t.number(along).value_or(std::nan(""));
        const std::string_view no = "1";
        restricted += t.text(pickup) == no || t.text(dropOff) == no ? 1 : 0;
        m_feed.trips[lastTrip].calls.push_back(call);
    }
    if (restricted > 0)
        m_log.note("boarding_rules",
                   std::to_string(restricted) + " calls allow boarding or alighting only; the model allows both everywhere");
    mendTrips(m_feed, m_log);
}

void Reader::readFrequencies()
{
    m_trips.clear();  // trips that were left out moved the others
    for (std::size_t i = 0; i < m_feed.trips.size(); ++i)
        m_trips.emplace(m_feed.trips[i].id, static_cast<std::uint32_t>(i));
    GtfsTable t = table("frequencies.txt");
    const int trip = t.column("trip_id"), from = t.column("start_time"), to = t.column("end_time"), headway = t.column("headway_secs");
    while (t.next()) {
        const GtfsFrequency f{find(m_trips, t.text(trip)), t.time(from, "start_time"), t.time(to, "end_time"), t.whole(headway, 0)};
        if (f.trip == kNoIndex || f.from_s == kNoTime || f.to_s == kNoTime || f.from_s >= f.to_s || f.headway_s < kShortestHeadway_s) {
            m_log.warn("bad_frequency", "the row names no trip, no times or a headway of less than 10 s and is left out", t.row());
            continue;
        }
        m_feed.trips[f.trip].byFrequency = true;
        m_feed.frequencies.push_back(f);
    }
}

void Reader::readTransfers()
{
    GtfsTable t = table("transfers.txt");
    const int from = t.column("from_stop_id"), to = t.column("to_stop_id"), type = t.column("transfer_type"),
              time = t.column("min_transfer_time");
    std::uint64_t special = 0;
    while (t.next()) {
        if (!t.text(t.column("from_route_id")).empty() || !t.text(t.column("from_trip_id")).empty() ||
            !t.text(t.column("to_route_id")).empty() || !t.text(t.column("to_trip_id")).empty()) {
            ++special;
            continue;
        }
        const int kind = t.whole(type, 0);
        const GtfsTransfer transfer{find(m_stops, t.text(from)), find(m_stops, t.text(to)), std::max(0, t.whole(time, 0)), kind == 3};
        if (transfer.from == kNoIndex || transfer.to == kNoIndex)
            m_log.warn("unknown_stop", "the transfer names a stop that does not exist and is left out", t.row(), "from_stop_id/to_stop_id");
        else if (kind == 2 || kind == 3)  // 0 and 1 ask for nothing that the walk between the stops does not give
            m_feed.transfers.push_back(transfer);
    }
    if (special > 0)
        m_log.note("special_transfers", std::to_string(special) + " transfers are for single routes or trips and are not used");
}

}  // namespace

bool GtfsService::runsOn(GtfsDate date) const
{
    if (everyDay || added.contains(date))
        return true;
    if (removed.contains(date) || date < first || date > last)
        return false;
    return (weekdays >> (std::chrono::weekday(date).iso_encoding() - 1) & 1U) != 0;
}

Expected<GtfsFeed> readGtfs(const std::string& name, const GtfsTexts& texts, IssueLog& log) { return Reader(name, texts, log).run(); }

Expected<GtfsFeed> readGtfs(const std::filesystem::path& file, IssueLog& log)
{
    const auto zip = ZipArchive::open(file, {});
    if (!zip)
        return unexpected(zip.error());
    GtfsTexts texts;
    const auto take = [&](const char* name, bool content) -> Expected<void> {
        if (!zip->has(name))
            return {};
        auto text = content ? zip->read(name) : Expected<std::string>(std::string());
        if (!text)
            return unexpected(text.error());
        texts.emplace(name, std::move(*text));
        return {};
    };
    for (const char* name : kRequired)
        if (auto taken = take(name, true); !taken)
            return unexpected(taken.error());
    for (const char* name : kOptional)
        if (auto taken = take(name, true); !taken)
            return unexpected(taken.error());
    for (const char* name : kUnused)
        if (auto taken = take(name, false); !taken)
            return unexpected(taken.error());
    return readGtfs(file.string(), texts, log);
}

}  // namespace isopolis
