#pragma once
/// The most recently used runs, in memory, found by their key.
///
///   RunCache cache(16);
///   Expected<RunPtr> run = cache.obtain(city, flattened, control);   // calculates only what it does not hold
///
/// Callable from several threads; two threads that ask for the same missing run at once both calculate it (and get equal bits).

#include "simulation/run/run.h"
#include "simulation/run/run_control.h"

#include <list>
#include <map>
#include <mutex>

namespace isopolis {

struct ChainMemory;  // chain_memory.h

class RunCache {
public:
    /// Keeps at most `capacity` runs (at least one) and drops the one not used for longest.
    explicit RunCache(std::size_t capacity = 16);
    RunPtr find(const RunKey& key);  ///< null if it is not held
    void put(RunPtr run);            ///< replaces a run of the same key; a null pointer is ignored
    /// From the cache, else by runChain; failures and cancelled runs are not kept.
    Expected<RunPtr> obtain(const CityPtr& city, const Scenario& flattened, RunControl& control);
    std::size_t size() const;
    void clear();

private:
    std::size_t m_capacity;
    std::shared_ptr<ChainMemory> m_shared;  ///< what runs of one city share
    mutable std::mutex m_mutex;
    std::list<RunPtr> m_recent;  ///< newest first
    std::map<Hash, std::list<RunPtr>::iterator> m_byKey;
};

}  // namespace isopolis
