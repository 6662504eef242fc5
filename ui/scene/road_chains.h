#pragma once
/// Streets as they are drawn: links of one way joined end to end, of two directions one.
///
///   for (const RoadChain& chain : roadChains(city.roads())) draw(chain.line, roadLook(roads.ways()[chain.way].roadClass, chain.lanes));

#include "gis/core/city/road_network.h"

namespace isopolis {

struct RoadChain {
    RoadWayId way;
    Polyline line;
    double lanes = 1;  ///< of both directions
    NodeId end;
};

std::vector<RoadChain> roadChains(const RoadNetwork& roads);
/// Ways for people on foot or on cycles, and tracks.
bool isPath(RoadClass roadClass);

}  // namespace isopolis
