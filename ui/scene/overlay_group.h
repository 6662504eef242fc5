#pragma once
/// What an indicator means for one group of people, absolutely or in percent; what stands on too small a base is hatched, not coloured.
///
///   auto groups = overlayGroups(*city);                                        // everybody, five fifths, the city's own
///   Overlay o = makeGroupOverlay(*city, report, Indicator::No2, {.moment = Moment::Change, .group = "age_65_plus", .relative = true});
///   o.legend.people->better;                                                   // people of the group, beside the colours
///
/// A neighbourhood is coloured where people of the group live; the figure is that of the place, for zone data know no others. Hatched:
/// fewer people of the group than `leastBase`, or, in percent, a level before below `leastLevel` times the city's mean.
/// In percent a class is by size, whether it counts is decided by the threshold in the indicator's unit, as everywhere.

#include "ui/scene/overlay.h"

namespace isopolis {

struct OverlayGroup {
    std::string key;    ///< "" everybody, "q1" … "q5", or a key of City::groups
    std::string label;  ///< English source text (context "quintile"), or the data's own words
    friend bool operator==(const OverlayGroup&, const OverlayGroup&) = default;
};
std::vector<OverlayGroup> overlayGroups(const City& city);

struct GroupQuestion {
    Moment moment = Moment::Change;
    std::string group = {};  ///< one that the city has not is everybody
    bool relative = false;   ///< of changes alone
    double leastBase = 10, leastLevel = 0.05;
    const UncertainIndicator* sure = nullptr;
};
Overlay makeGroupOverlay(const City& city, const EquityReport& report, Indicator indicator, const GroupQuestion& question);

}  // namespace isopolis
