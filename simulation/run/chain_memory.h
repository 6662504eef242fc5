#pragma once
/// What several runs of a city share, stage by stage: the mapped city's demand, walks and rides, public transport.
///
///   ChainMemory memory;                                      // held by whoever runs several scenarios of a city
///   runChain(city, before, control, memory);   runChain(city, after, control, memory);
///
/// Everything in it is found again by all that its stage reads, so that it saves time and never changes a bit. Small: the few results used
/// last. Callable from several threads.

#include "simulation/access/access_memory.h"
#include "simulation/traffic/city/traffic_base.h"
#include "simulation/transit/transit_access.h"

namespace isopolis {

struct ChainMemory {
    /// `orders`: what memories of other parameters may share with this one.
    explicit ChainMemory(std::shared_ptr<StreetOrders> orders = std::make_shared<StreetOrders>()) : traffic(std::move(orders)) {}
    TrafficMemory traffic;
    AccessMemory access;
    TransitMemory transit;
};

}  // namespace isopolis
