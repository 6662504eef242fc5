#pragma once
/// The timetable of one day out of a GTFS feed, as the city holds it: stops, lines, and patterns of trips with equal stops and times.
///
///   const GtfsDate day = busiestDay({&buses, &trains}, log)->date;
///   GtfsNetworkBuilder builder(network, window, frame, log);   builder.add(feed, "buses", day);
///
/// What surprises: a trip is cut to the stretch between its first and its last stop in the window (stops outside that lie between two
/// inside stay, so that a line may leave the city and come back); trips that touch fewer than two stops of the window, lines without a
/// trip on the day, and places without a call are left out and counted. Only trips of this service day count: those of the day before
/// that run past midnight are not added to its first hours.
/// Fares come with the lines, if all feeds agree on the currency; those of a feed in another currency are left out with a warning.
/// External ids are "gtfs:stop/ID" and "gtfs:route/ID"; where two feeds share one, the later feed's is "gtfs:stop/SOURCE/ID".

#include "gis/io/city_importer.h"
#include "gis/io/gtfs/gtfs_feed.h"
#include "gis/io/gtfs/gtfs_pathways.h"
#include "gis/io/issue_log.h"
#include "gis/io/window.h"

#include <optional>
#include <set>

namespace isopolis {

/// Trips of a feed on one day, those of frequencies counted singly.
std::uint64_t tripsOn(const GtfsFeed& feed, GtfsDate day);

struct ServiceDay {
    GtfsDate date;
    std::uint64_t trips = 0;
};
/// The Monday to Friday with most trips in all feeds together, of the days on which most feeds run; the first of equals. A day of the
/// weekend only if none runs on the others; empty if nothing ever runs.
std::optional<ServiceDay> busiestDay(const std::vector<const GtfsFeed*>& feeds);
/// Reports each service that never runs.
void noteIdleServices(const GtfsFeed& feed, IssueLog& log);
/// "Monday 2019-05-13", and "2019-05-13" alone.
std::string dayText(GtfsDate day);
std::string isoDate(GtfsDate day);

class GtfsNetworkBuilder {
public:
    GtfsNetworkBuilder(TransitNetwork& network, const CityWindow& window, const LocalFrame& frame, IssueLog& log)
        : m_network(network), m_window(window), m_frame(frame), m_log(log)
    {}
    /// `file` stands in the issues; the counts are of stops, lines and trips of the day. Pathways count if a speed is given.
    Expected<std::vector<ImportCount>> add(const GtfsFeed& feed, const std::string& file, const std::string& sourceId, GtfsDate day,
                                           const PathwaySpeeds& speeds = {});

private:
    TransitNetwork& m_network;
    const CityWindow& m_window;
    const LocalFrame& m_frame;
    IssueLog& m_log;
    std::set<std::string> m_ids;
};

}  // namespace isopolis
