#pragma once
/// A scenario's timetable, joined to its streets, ready for searches: what all functions of this folder ask.
///
///   Expected<TransitModelPtr> model = makeTransitModel(applied, control);
///   (*model)->timetable;   (*model)->stopsNear(place);
///
/// What surprises: walks are whole seconds, rounded up. A walk between two rides is one walk along the shortest streets of at most
/// `transit.walk.longest`; two walks never follow each other without a ride. So footpaths need no transitive closure (that of a dense
/// city would join all stops with all others): searches keep times of rides and of walks apart instead.
/// `transfers.txt` can forbid a change between two stops or lengthen it. Stops without a street nearby can only be passed through.
/// Source of the rule: Delling, Pajor & Werneck 2012, Round-Based Public Transit Routing; Conway et al. 2017 for one-to-all.
/// Errors: NotFound if the city has no timetable, Cancelled.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/transit/timetable.h"
#include "simulation/transit/walk_network.h"

namespace isopolis {

/// Parameters as the searches use them.
struct TransitSettings {
    double walk_ms = 4.8 / 3.6;
    double walkReach_m = 1000, directWalk_m = 2400, connector_m = 500;
    int change_s = 60, longest_s = 7200;
    int boardings = 4;
    /// Whole seconds of a walk, rounded up.
    int walk_s(double metres) const;
};
TransitSettings transitSettings(const ParameterSet& parameters);

/// A stop and the walk to or from it.
struct StopWalk {
    std::uint32_t stop;
    int walk_s;
    friend bool operator==(const StopWalk&, const StopWalk&) = default;
};

class TransitModel {
public:
    TransitSettings settings;
    Timetable timetable;
    WalkNetwork streets;
    IdVector<StopId, WalkJoint> stopJoints;
    std::vector<int> stay_s;  ///< per stop: what a change at the stop itself takes beyond `change_s`; `kNoChange` if forbidden
    std::vector<Issue> issues;

    static constexpr int kNoChange = 1 << 29;

    /// Other stops within a walk from a stop, nearest first.
    std::span<const StopWalk> footpaths(std::size_t stop) const
    {
        return {m_walks.data() + m_walkBegin[stop], m_walkBegin[stop + 1] - m_walkBegin[stop]};
    }
    std::size_t footpathCount() const { return m_walks.size(); }
    /// Stops within a walk from a place, in ascending order of stops; `search` lends its memory.
    void stopsNear(const WalkJoint& place, WalkSearch& search, std::vector<StopWalk>& out) const;
    std::vector<StopWalk> stopsNear(Point2 place) const;

private:
    friend Expected<std::shared_ptr<const TransitModel>> makeTransitModel(const AppliedScenario&, const TransitSettings&, RunControl&);
    TransitModel(const AppliedScenario& applied, const TransitSettings& chosen);
    void joinStops(const TransitNetwork& network);
    bool addFootpaths(const TransitNetwork& network, RunControl& control);

    std::vector<std::size_t> m_walkBegin, m_stopsAtBegin;
    std::vector<StopWalk> m_walks;
    std::vector<std::uint32_t> m_stopsAt;  ///< stops by street node
};
using TransitModelPtr = std::shared_ptr<const TransitModel>;

/// True if any trip runs.
bool hasTimetable(const TransitNetwork& network);
Expected<TransitModelPtr> makeTransitModel(const AppliedScenario& applied, const TransitSettings& settings, RunControl& control);
/// With the settings of the scenario's own parameters.
Expected<TransitModelPtr> makeTransitModel(const AppliedScenario& applied, RunControl& control);

}  // namespace isopolis
