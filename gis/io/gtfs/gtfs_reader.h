#pragma once
/// Reads a GTFS feed (gtfs.org, Schedule reference) and survives what public feeds get wrong.
///
///   Expected<GtfsFeed> feed = readGtfs("feed.zip", log);
///   Expected<GtfsFeed> same = readGtfs("feed", GtfsTexts{{"stops.txt", "stop_id,…"}, …}, log);   // from memory, for tests
///
/// What surprises: *every* defect is an Issue with file and line, and the feed goes on without the broken part: rows that name unknown
/// stops, routes or services, trips whose times go backwards, trips with fewer than two calls, second rows of one id. Missing times
/// between timepoints are interpolated by distance (shape_dist_traveled, else straight lines) and counted; calls before the first and
/// after the last known time are cut off. Without any calendar all trips run every day, and a warning says so. Rules about boarding
/// and alighting (pickup_type, drop_off_type) and fares of version 2 are not used; a note says so where they occur. Fares and ways inside
/// stations are read by gtfs_fares.h and gtfs_pathways.h.
/// Errors: an archive that cannot be read, a feed without stops, routes, trips or stop times.

#include "gis/core/expected.h"
#include "gis/io/gtfs/gtfs_feed.h"
#include "gis/io/issue_log.h"

#include <filesystem>
#include <map>

namespace isopolis {

/// File name → content.
using GtfsTexts = std::map<std::string, std::string>;

Expected<GtfsFeed> readGtfs(const std::filesystem::path& zip, IssueLog& log);
Expected<GtfsFeed> readGtfs(const std::string& name, const GtfsTexts& texts, IssueLog& log);

}  // namespace isopolis
