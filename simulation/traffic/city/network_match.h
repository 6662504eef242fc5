#pragma once
/// Where the links of one network of the city are in another one of the same city: a scheme's and the mapped one's.
///
///   std::vector<std::uint32_t> linkNow = linksNow(base.net, net);   // per link of then: its position now, ~0 if it is gone
///
/// Streets are matched by their LinkId, connectors by zone and junction. Fits WarmStart::linkNow: no junction comes to be in two places.

#include "simulation/traffic/city/city_network.h"

namespace isopolis {

/// Both networks must have the same zones.
std::vector<std::uint32_t> linksNow(const CityNetwork& then, const CityNetwork& now);

}  // namespace isopolis
