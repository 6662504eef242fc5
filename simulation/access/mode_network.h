#pragma once
/// The streets as one mode sees them: who may go where, and how long it takes.
///
///   ModeNetwork net = cycleNetwork(applied);   TravelGraph graph(nodes, net.edges);   net.link[k];   // of edge k
///
/// On foot: Tobler's hiking function scaled to the level speed v, v(s) = v·e^(−k(|s + s0| − s0)), s the rise per metre; along links with
/// Mode::Walk, in both directions. By cycle: v·(1 − l·100s) uphill, v·(1 + g·100|s|) downhill up to a limit, where cycles may go and the
/// traffic stress is accepted; elsewhere people push their cycle at walking speed where they may walk. By car: the link times of the
/// traffic result, and turns that signs forbid are not made: the junctions concerned are taken apart (traffic/turns.h), with nodes and
/// edges that have no link after those of the city, and ways to such a junction end at a node of its own (`arrivals`).
///
/// What surprises: the slope of a link is that between its ends on the city's terrain grid, which is right for bridges and tunnels
/// and overlooks a hump between two junctions; a city without terrain is level. Traffic lights and crossings cost no time.
/// Source: Tobler 1993, NCGIA report 93-1; Parkin & Rotheram 2010, doi:10.1016/j.tranpol.2010.03.001.

#include "simulation/access/reach.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/traffic/traffic_result.h"

namespace isopolis {

enum class TravelMode : std::uint8_t { Walk, Cycle, Car };
std::string_view travelModeKey(TravelMode mode);  ///< "walk", "cycle", "car"

/// The network of one mode with its ends.
struct ModeNetwork {
    std::vector<TravelEdge> edges;
    std::vector<LinkId> link;            ///< of each edge; invalid within a junction
    std::vector<Point2> places;          ///< of the nodes: the city's junctions, then parts of junctions
    std::vector<bool> canStart, canEnd;  ///< per node
    struct Arrival {
        NodeId junction, end;
    };
    std::vector<Arrival> arrivals;     ///< where ways to a junction that was taken apart end
    double connectorPerMetre_min = 0;  ///< ways between places and junctions, straight
    double reach_m = 0;                ///< farther junctions are out of reach
    double terminal_min = 0;           ///< added to each trip
};

ModeNetwork walkNetwork(const AppliedScenario& applied);
ModeNetwork cycleNetwork(const AppliedScenario& applied);
/// The traffic result must belong to this scenario.
ModeNetwork carNetwork(const AppliedScenario& applied, const TrafficResult& traffic);

/// Rise per metre from the start to the end of each link, cut to the steepest slope; 0 where the terrain is not known.
IdVector<LinkId, double> slopes(const AppliedScenario& applied);

}  // namespace isopolis
