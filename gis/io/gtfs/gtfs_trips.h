#pragma once
/// Mends the calls of a feed's trips, or leaves trips out, and reports both: the inner part of readGtfs.

#include "gis/io/gtfs/gtfs_feed.h"
#include "gis/io/issue_log.h"

namespace isopolis {

/// Afterwards each trip has at least two calls in the order of their numbers, with times that never go backwards. Issues name lines of
/// stop_times.txt, which `log` must be in.
void mendTrips(GtfsFeed& feed, IssueLog& log);

}  // namespace isopolis
