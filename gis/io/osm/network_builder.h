#pragma once
/// Makes a clean street network of mapped ways: split at junctions, directed, connected, simplified.
///
///   RoadTables roads = buildNetwork(data.ways, data.restrictions, {.simplify_m = 0.5, .gateway_m = 80}, log);
///
/// - A way is split where another way meets it, at its ends, and at a barrier. A street that returns to its own start is
///   split in the middle too, so no link starts and ends at one node.
/// - Link ids are stable: "osm:way/123#45>67" is the piece of way 123 from node 45 to node 67; a second piece between the
///   same nodes has "/2" appended.
/// - A barrier bars a stub of at most one metre beside it, so that the rest of the street keeps its access.
/// - Where the window cuts a road with separate carriageways, the outgoing and the incoming end that lie within
///   `gateway_m` meet in one node, a gateway; otherwise neither would be part of a strongly connected network.
/// - A node with a turn restriction is a node of the network. Restrictions become bans on pairs of links (turn_restrictions.h).
/// - Each mode keeps only its largest strongly connected part (by length): everything else is closed to that mode and
///   reported with the ids of its ways. Links that no mode may use are left out.
/// - Geometry is thinned by Douglas-Peucker within `simplify_m`; `length_m` is that of the full geometry.

#include "gis/io/osm/osm_reader.h"

namespace isopolis {

struct NetworkOptions {
    double simplify_m = 0.5;
    double gateway_m = 80;
};

struct RoadTables {
    IdVector<NodeId, RoadNode> nodes;
    IdVector<RoadWayId, RoadWay> ways;
    IdVector<LinkId, RoadLink> links;
    std::vector<TurnBan> turnBans;
    std::vector<ImportCount> counts;  ///< "road links", "car links", and what of "turn restrictions" was kept
};

RoadTables buildNetwork(const std::vector<OsmWay>& ways, const std::vector<OsmRestriction>& restrictions, const NetworkOptions& options,
                        IssueLog& log);

/// Douglas-Peucker: the ends stay, no removed point lies further than `tolerance_m` from the result.
Polyline simplified(std::span<const Point2> line, double tolerance_m);

}  // namespace isopolis
