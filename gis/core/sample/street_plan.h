#pragma once
/// The plan of streets and blocks: what the street network, the buildings and the neighbourhoods are made from.
///
///   StreetPlan plan = makeStreetPlan(shape, seed);   for (int face : plan.blocks) plan.use[face] …
///
/// Main streets are laid out first (ring roads, radials, quays, bridges), then each face between them is cut in two again and
/// again until it is a block. Coordinates are of the straight plane; `line(h)` gives the bent geometry.

#include "gis/core/sample/planar_graph.h"
#include "gis/core/sample/town_shape.h"

#include <string>

namespace isopolis::sample {

enum class BlockUse : std::uint8_t {
    Outside,  ///< beyond the plan
    River,
    Field,
    Park,
    Square,
    OldTown,
    Inner,
    Rows,
    Detached,
    Slabs,
    Industrial,
    School,
    Hospital,
    Stadium,
    Church,
};
bool isBuiltUp(BlockUse use);  ///< belongs to the town: all but Outside, River and Field

struct PlannedStreet {
    std::string name;        ///< empty: a name is invented
    std::string externalId;  ///< empty: numbered
    StreetKind kind = StreetKind::Residential;
    bool bridge = false;
};

struct StreetPlan {
    PlanarGraph graph;
    std::vector<PlannedStreet> streets;
    std::vector<BlockUse> use;    ///< per face
    std::vector<int> park;        ///< per face: number of the park it belongs to, -1 none
    std::vector<Polyline> lines;  ///< per edge, bent, from the origin of half-edge 2e

    bool isStreet(int h) const { return graph.info(h).kind != StreetKind::None; }
    bool isBridge(int h) const;
    Polyline line(int h) const;     ///< in the direction of the half-edge
    Ring outline(int face) const;   ///< bent
    Point2 centre(int face) const;  ///< on the straight plane
};

StreetPlan makeStreetPlan(const TownShape& shape, std::uint64_t seed);

/// Parts of makeStreetPlan, in their order.
std::vector<PlanSegment> mainStreets(const TownShape& shape, SampleRandom& random, std::vector<PlannedStreet>& streets);
void cutIntoBlocks(StreetPlan& plan, const TownShape& shape, SampleRandom& random);
void chooseUses(StreetPlan& plan, const TownShape& shape, SampleRandom& random);

std::vector<Point2> planRing(const PlanarGraph& graph, int face);
double ringArea(const std::vector<Point2>& ring);  ///< signed
Point2 ringCentre(const std::vector<Point2>& ring);

}  // namespace isopolis::sample
