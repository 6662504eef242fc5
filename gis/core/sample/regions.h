#pragma once
/// Groups of blocks: their outlines along the street axes, and the neighbourhoods that people name.
///
///   auto outlines = regionOutlines(plan, label, count);                     // label per face, -1 none
///   auto ofFace = groupIntoNeighbourhoods(plan, peopleOfFace, seed, count); // 2,500 to 5,000 people each where possible

#include "gis/core/sample/street_plan.h"

namespace isopolis::sample {

/// One outline per label; neighbours share their boundary to the bit.
std::vector<MultiPolygon> regionOutlines(const StreetPlan& plan, const std::vector<int>& label, int count);

/// The neighbourhood of each built-up face, -1 for the rest; `count` receives their number. None crosses the river.
std::vector<int> groupIntoNeighbourhoods(const StreetPlan& plan, const std::vector<double>& peopleOfFace, std::uint64_t seed, int& count);

/// Connected faces with an equal key get an equal label, 0…count-1; faces of key -1 get -1.
std::vector<int> connectedRegions(const StreetPlan& plan, const std::vector<long>& key, int& count);

}  // namespace isopolis::sample
