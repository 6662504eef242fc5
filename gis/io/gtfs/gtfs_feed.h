#pragma once
/// A GTFS timetable as plain tables, with ids turned into positions; what is wrong in a feed has been sorted out by the reader.
///
/// Times are seconds after noon minus 12 hours of the service day (so they survive the change to summer time) and may exceed 24 hours.

#include <chrono>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <vector>

namespace isopolis {

using GtfsDate = std::chrono::sys_days;

inline constexpr int kNoTime = std::numeric_limits<int>::min();
inline constexpr std::uint32_t kNoIndex = ~0U;

struct GtfsStop {
    std::string id, name;
    double lon = 0, lat = 0;
    bool located = true;
    int kind = 0;                      ///< location_type: 0 a stop or platform, 1 a station, 2 and more: entrances and the like
    std::uint32_t station = kNoIndex;  ///< parent_station
};

struct GtfsRoute {
    std::string id, name, mode;  ///< mode as in TransitLine
    std::string agency;
    double fare = std::numeric_limits<double>::quiet_NaN();  ///< of one ride, in GtfsFeed::currency; NaN unknown
};

struct GtfsCall {
    std::uint32_t stop = 0;
    int sequence = 0;
    int arrival_s = kNoTime, departure_s = kNoTime;
    double along = std::numeric_limits<double>::quiet_NaN();  ///< shape_dist_traveled, in the feed's own unit
    std::uint32_t line = 0;                                   ///< of stop_times.txt
};

struct GtfsTrip {
    std::string id;
    std::uint32_t route = 0, service = 0, shape = kNoIndex;
    std::uint32_t line = 0;  ///< of trips.txt
    bool byFrequency = false;
    std::vector<GtfsCall> calls;  ///< in order, every time known, never going backwards
};

/// A service of calendar.txt and calendar_dates.txt.
struct GtfsService {
    std::string id;
    unsigned weekdays = 0;  ///< bit 0 Monday … bit 6 Sunday
    GtfsDate first{}, last{};
    std::set<GtfsDate> added, removed;
    bool everyDay = false;  ///< stands for a calendar that the feed lacks
    bool runsOn(GtfsDate date) const;
};

struct GtfsFrequency {
    std::uint32_t trip = 0;
    int from_s = 0, to_s = 0, headway_s = 0;
};

struct GtfsShape {
    std::string id;
    struct Point {
        long sequence;
        double lon, lat;
    };
    std::vector<Point> points;  ///< in order
};

struct GtfsTransfer {
    std::uint32_t from = 0, to = 0;  ///< stops
    int minTime_s = 0;
    bool forbidden = false;
};

/// A way inside a station; NaN where the feed does not say.
struct GtfsPathway {
    std::uint32_t from = 0, to = 0;  ///< stops: platforms, entrances, boarding areas, nodes
    int kind = 1;                    ///< pathway_mode: 2 stairs, 4 escalator, 5 lift …
    bool bothWays = false;
    double time_s = std::numeric_limits<double>::quiet_NaN(), length_m = std::numeric_limits<double>::quiet_NaN(),
           stairs = std::numeric_limits<double>::quiet_NaN();
};

struct GtfsFeed {
    std::vector<GtfsStop> stops;
    std::vector<GtfsRoute> routes;
    std::vector<GtfsService> services;
    std::vector<GtfsTrip> trips;
    std::vector<GtfsFrequency> frequencies;
    std::vector<GtfsShape> shapes;
    std::vector<GtfsTransfer> transfers;
    std::vector<GtfsPathway> pathways;
    std::string currency;  ///< ISO 4217 code of the fares; empty without fares
    std::uint64_t stopTimeRows = 0, interpolatedTimes = 0;
};

}  // namespace isopolis
