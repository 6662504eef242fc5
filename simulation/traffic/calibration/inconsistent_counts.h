#pragma once
/// Counts that cannot be right together, or not on the street that they were matched to.
///
///   for (const CountConflict& c : inconsistentCounts(network, counts, modelled_veh_h, 1.5)) …   // c.counts: positions in `counts`
///
/// Reversed: the counts of the two directions of a street fit the model much better exchanged. Series: two counts with no junction between
/// them differ by more than 10 % and five standard deviations of chance. Junction: all ways into and out of a junction are counted, and
/// what comes in does not go out. Beyond capacity: more than the street's capacity times a factor.
/// Reversed counts and those beyond capacity should not be used for a fit (`leaveOut`); of the others nobody can tell which one is wrong.
/// Source of 10 % and five standard deviations: QC test 9 of the feeds (conservation over a section).

#include "simulation/traffic/calibration/count_fit.h"

namespace isopolis {

struct CountConflict {
    enum class Kind { Reversed, Series, Junction, BeyondCapacity };
    Kind kind = Kind::Series;
    std::vector<std::size_t> counts;  ///< positions
    double expected = 0, found = 0;   ///< veh/h: what the first count should be near, and what it is
    bool leaveOut = false;
};

/// `modelled_veh_h`: flow at each count, of trips as modelled. Links that are one another's reverse run between the same nodes.
std::vector<CountConflict> inconsistentCounts(const AssignmentNetwork& network, std::span<const LinkCount> counts,
                                              std::span<const double> modelled_veh_h, double capacityExcess);

/// "reversed", "series", "junction", "beyond_capacity".
std::string_view countConflictKey(CountConflict::Kind kind);

}  // namespace isopolis
