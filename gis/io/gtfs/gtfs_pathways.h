#pragma once
/// Ways inside stations: how long it takes from one platform to another, and who can use them (pathways.txt).
///
///   readPathways("feed.zip", texts, feed, log);
///   std::vector<GtfsTransfer> changes = pathwayTransfers(feed, {.walk_ms = 1.33, .stair_s = 0.6}, log);
///
/// The time of a way is `traversal_time`, else its length at the speed on foot, else its stairs, else the straight line between its ends.
/// A change from platform to platform takes the fastest chain of ways; a boarding area lies at its platform. What transfers.txt says about
/// a pair of stops comes first. What surprises: a change never becomes faster than the walk along streets that the model finds, since
/// these times are least times. Levels are not needed: ways carry the times between them.
/// Reported with their row: ways with unknown stops, stations as ends (the standard forbids it), negative or wrong numbers, unknown kinds,
/// a way from a stop to itself. Noted per station: platforms that are reached from its entrances by stairs or escalators only.
/// Source: gtfs.org, Schedule reference, pathways.txt.

#include "gis/io/gtfs/gtfs_reader.h"

namespace isopolis {

struct PathwaySpeeds {
    double walk_ms = 0;  ///< on the level
    double stair_s = 0;  ///< per stair
};

void readPathways(const std::string& name, const GtfsTexts& texts, GtfsFeed& feed, IssueLog& log);

/// Least times between platforms with calls that ways join, without pairs that feed.transfers has. Issues go to the file `log` is in.
std::vector<GtfsTransfer> pathwayTransfers(const GtfsFeed& feed, const PathwaySpeeds& speeds, IssueLog& log);

}  // namespace isopolis
