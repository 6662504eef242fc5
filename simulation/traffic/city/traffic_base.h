#pragma once
/// What of a scenario's traffic does not hang on its changes of streets and timetable: the mapped network and its demand, made once.
///
///   TrafficMemory memory;                                             // held by whoever runs several scenarios of a city
///   Expected<TrafficBasePtr> base = memory.obtain(applied, control);  // the same object again for the next scheme
///   (*base)->demand.trips_veh_h;   (*base)->congested(control);
///
/// The base is a function of the city, the parameters and the scenario's new buildings, and of nothing else: a memory saves time and never
/// changes a bit. It keeps the few bases used last. `hours` solves the mapped network once, for the mapped city itself, for schemes that
/// leave its streets as they are, and for `congested`, which a scheme's answer needs.
/// Callable from several threads; two that ask for the same base at once may both make it.
/// Errors: NotFound (no street for cars), BadValue (an observed mean trip that no deterrence gives), Cancelled: nothing is kept.

#include "gis/core/hash.h"
#include "simulation/traffic/city/assign_hours.h"
#include "simulation/traffic/city/city_demand.h"
#include "simulation/traffic/city/street_orders.h"

#include <list>
#include <memory>
#include <mutex>

namespace isopolis {

/// Costs of all modes in the mapped city's equilibrium, and the residents' demand that these call forth.
struct CongestedBase {
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

    /// The mapped network's hours in equilibrium.
    Expected<std::shared_ptr<const Hours>> hours(RunControl& control) const;
    Expected<std::shared_ptr<const CongestedBase>> congested(RunControl& control) const;

private:
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const Hours> m_hours;
    mutable std::shared_ptr<const CongestedBase> m_congested;
};
using TrafficBasePtr = std::shared_ptr<const TrafficBase>;

class TrafficMemory {
public:
    /// `orders` may be shared by memories whose bases must not be, e.g. of draws of parameters.
    explicit TrafficMemory(std::shared_ptr<StreetOrders> orders = std::make_shared<StreetOrders>()) : m_orders(std::move(orders)) {}
    StreetOrders& orders() { return *m_orders; }
    Expected<TrafficBasePtr> obtain(const AppliedScenario& applied, RunControl& control);

private:
    static constexpr std::size_t kMost = 4;
    TrafficBasePtr find(const Hash& key);
    void keep(const Hash& key, TrafficBasePtr base);
    std::shared_ptr<StreetOrders> m_orders;
    std::mutex m_mutex;
    std::list<std::pair<Hash, TrafficBasePtr>> m_recent;  ///< newest first
};

/// Car times and lengths of solved hours with the times of the other modes.
ModeCosts costsOf(const CityNetwork& net, const Hours& hours, const OtherModes& modes, int threads);

}  // namespace isopolis
