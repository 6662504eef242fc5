#pragma once
/// Networks whose nodes have been put in order by now, so that other times on the same streets need no order of their own.
///
///   StreetOrders orders;            // held by whoever runs a city many times, e.g. with other parameters
///   orders.follow(net.graph);       // before its first shortest path: takes over what a network of the same streets has found
///
/// Orders of nodes make shortest paths fast and change no figure (assignment_network.h), so a memory of them changes no bit. The few
/// networks met last are kept. Callable from several threads.

#include "simulation/traffic/assignment_network.h"

#include <list>
#include <mutex>

namespace isopolis {

class StreetOrders {
public:
    void follow(AssignmentNetwork& network);

private:
    static constexpr std::size_t kMost = 4;  // cars before and with a scheme, on foot, by cycle
    std::mutex m_mutex;
    std::list<AssignmentNetwork> m_recent;  ///< newest first
};

}  // namespace isopolis
