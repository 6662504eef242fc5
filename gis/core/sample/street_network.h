#pragma once
/// Turns the plan into the road network that people drive and walk on.
///
///   StreetNetwork network = makeStreetNetwork(plan, shape, names, seed);   data.links = std::move(network.links);
///
/// Adds what a plan of blocks does not know: dead ends (the middle of a street becomes a footpath), a pedestrian quarter,
/// one-way streets, roundabouts. The car links are strongly connected: what would not be is closed to motor traffic.

#include "gis/core/city/city.h"
#include "gis/core/sample/sample_names.h"
#include "gis/core/sample/street_plan.h"

namespace isopolis::sample {

inline constexpr double kRoundabout_m = 17;  ///< radius of a roundabout's axis

/// A stretch of street between two junctions.
struct Piece {
    int a = -1, b = -1;  ///< vertices of the network under construction
    StreetKind kind = StreetKind::Residential;
    int street = -1;
    bool bridge = false, roundabout = false, oneWay = false;  ///< one-way from a to b
    bool onSquare = false;                                    ///< beside the market square
    Quarter quarter = Quarter::Detached;
    Polyline line;
};

struct StreetNetwork {
    IdVector<NodeId, RoadNode> nodes;
    IdVector<RoadWayId, RoadWay> ways;
    IdVector<LinkId, RoadLink> links;
    std::vector<Point2> roundabouts;  ///< centres
};

/// Gives every street of the plan a name; then one StreetNetwork.
StreetNetwork makeStreetNetwork(StreetPlan& plan, const TownShape& shape, NameMaker& names, std::uint64_t seed);

/// Parts of makeStreetNetwork, in their order.
struct PieceGraph {
    std::vector<Point2> vertices;  ///< in the city's frame
    std::vector<Piece> pieces;
    std::vector<Point2> roundabouts;
    std::vector<std::vector<int>> incident() const;  ///< pieces per vertex
};
PieceGraph collectPieces(const StreetPlan& plan, const TownShape& shape);
void civilise(PieceGraph& graph, StreetPlan& plan, const TownShape& shape, SampleRandom& random);

}  // namespace isopolis::sample
