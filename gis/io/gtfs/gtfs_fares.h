#pragma once
/// What a ride costs, line by line: the simple part of GTFS fares, version 1 (fare_attributes.txt, fare_rules.txt).
///
///   readFares("feed.zip", texts, feed, log);   feed.routes[0].fare;   feed.currency;   // 4.7, "BRL"
///
/// One flat fare per line. A fare without rules holds for all lines (of its agency, if it names one); a fare whose rules name lines holds
/// for those. What surprises: rules by zones are not followed from stop to stop: of all fares that a line may have, it takes the
/// lowest, which is that of a short ride; a note names how many lines that concerns. Free changes (`transfers`) are not kept with the line
/// either, a note says how many fares allow them: what a journey with changes costs is a parameter of the choice of mode.
/// Fares in another currency than the first are left out, prices that are no number of at least 0 and rules that name unknown fares or
/// routes too, each with its row. Fares of version 2 (fare_products.txt …) are not read. Source: gtfs.org, Schedule reference.

#include "gis/io/gtfs/gtfs_reader.h"

namespace isopolis {

/// Sets `fare` of the feed's routes and its currency. The routes must be there.
void readFares(const std::string& name, const GtfsTexts& texts, GtfsFeed& feed, IssueLog& log);

}  // namespace isopolis
