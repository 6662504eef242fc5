#pragma once
/// How far one gets from a point: times at junctions, and the area within given minutes.
///
///   IsochroneFinder onFoot(applied, TravelMode::Walk);                       // once per scenario and mode
///   Expected<Isochrone> reach = onFoot.find(point, {5, 10, 15});             // a few milliseconds: call it while the mouse moves
///   reach->time_min[node];   reach->areas[0].outline;                        // MultiPolygon of the first limit
///
/// Ways begin at the nearest junction of the mode, in a straight line, as in the access model; by car the terminal time is part of the
/// time and the link times are those of a traffic result. Areas: streets that are reached in time and what lies beside them, at most
/// `kBeside_m` away and as far as the time left allows on the same straight terms; cells of at least 20 m.
///
/// What surprises: a point without a junction within `access.connector` (by car `traffic.connector.reach`) is an error, not an empty area.
/// A street counts as far as it is passed in time, also when its far end is not reached.
/// Errors: NotFound (no junction near), BadValue (no limit, or one outside 0 … 180 minutes), Conflict (foreign or missing traffic result).
/// Source: Dijkstra 1959.

#include "gis/core/expected.h"
#include "simulation/access/mode_network.h"

namespace isopolis {

inline constexpr double kBeside_m = 75;
inline constexpr double kLongestIsochrone_min = 180;

struct Isochrone {
    struct Area {
        double minutes = 0;
        MultiPolygon outline;
    };
    NodeId start;                       ///< the junction it begins at
    IdVector<NodeId, double> time_min;  ///< infinity beyond the longest limit
    std::vector<Area> areas;            ///< in the order of the limits
};

class IsochroneFinder {
public:
    /// By car a traffic result of this scenario is needed. Keeps references: both must outlive the finder.
    IsochroneFinder(const AppliedScenario& applied, TravelMode mode, const TrafficResult* traffic = nullptr);
    Expected<Isochrone> find(Point2 from, const std::vector<double>& minutes) const;
    /// Areas around junctions whose times were found another way, e.g. by public transport; from there people go on as in this mode.
    Expected<Isochrone> fromTimes(IdVector<NodeId, double> time_min, Point2 from, const std::vector<double>& minutes) const;
    const ModeNetwork& network() const { return m_net; }

private:
    void addAreas(Isochrone& reach, Point2 from, const std::vector<double>& minutes) const;
    Raster timesOnGrid(const Isochrone& reach, Point2 from, double longest) const;

    const AppliedScenario& m_applied;
    bool m_usable = true;  ///< false: by car without a fitting traffic result
    ModeNetwork m_net;
    TravelGraph m_graph;
    NodeFinder m_starts;
};

/// One-off form of the finder.
Expected<Isochrone> isochrone(const AppliedScenario& applied, TravelMode mode, Point2 from, const std::vector<double>& minutes,
                              const TrafficResult* traffic = nullptr);

}  // namespace isopolis
