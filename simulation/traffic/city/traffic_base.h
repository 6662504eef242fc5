#pragma once
/// What of a scenario's traffic does not hang on its changes of streets and timetable: the mapped network and its demand, made once.
///
///   TrafficMemory memory;                                             // held by whoever runs several scenarios of a city
///   Expected<TrafficBasePtr> base = memory.obtain(applied, control);  // the same object again for the next scheme
///   (*base)->demand.trips_veh_h;   (*base)->congested(control);
///
/// The base is a function of the city, the parameters and the scenario's new buildings, and of nothing else: a memory saves time and never
/// changes a bit. It keeps the few bases used last. `congested` solves the mapped network once, when a scheme's answer first needs it.
/// Callable from several threads; two that ask for the same base at once may both make it.
/// Errors: NotFound (no street for cars), BadValue (an observed mean trip that no deterrence gives), Cancelled: nothing is kept.

#include "gis/core/hash.h"
#include "simulation/traffic/city/assign_hours.h"
#include "simulation/traffic/city/city_demand.h"

#include <list>
#include <memory>
#include <mutex>

namespace isopolis {

/// The mapped city's hours in equilibrium, and the residents' demand that these times call forth.
struct CongestedBase {
    Hours hours;
    ModeCosts costs;
    ResidentDemand called;
};

class TrafficBase {
public:
    TrafficSettings settings;
    DemandSettings demandSettings;
    CityNetwork net;
    OtherModes modes;
    CityDemand demand;

    Expected<std::shared_ptr<const CongestedBase>> congested(RunControl& control) const;

private:
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const CongestedBase> m_congested;
};
using TrafficBasePtr = std::shared_ptr<const TrafficBase>;

class TrafficMemory {
public:
    Expected<TrafficBasePtr> obtain(const AppliedScenario& applied, RunControl& control);

private:
    static constexpr std::size_t kMost = 4;
    TrafficBasePtr find(const Hash& key);
    void followOrder(AssignmentNetwork& network);  ///< of the last base's nodes
    void keep(const Hash& key, TrafficBasePtr base);
    std::mutex m_mutex;
    std::list<std::pair<Hash, TrafficBasePtr>> m_recent;  ///< newest first
};

/// Car times and lengths of solved hours with the times of the other modes.
ModeCosts costsOf(const CityNetwork& net, const Hours& hours, const OtherModes& modes, int threads);

}  // namespace isopolis
