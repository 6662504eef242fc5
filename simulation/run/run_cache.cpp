#include "simulation/run/run_cache.h"

#include "simulation/run/chain_memory.h"
#include "simulation/run/model_chain.h"

#include <algorithm>

namespace isopolis {

RunCache::RunCache(std::size_t capacity) : m_capacity(std::max<std::size_t>(1, capacity)), m_shared(std::make_shared<ChainMemory>()) {}

RunPtr RunCache::find(const RunKey& key)
{
    const Hash hash = key.hash();
    const std::scoped_lock lock(m_mutex);
    const auto found = m_byKey.find(hash);
    if (found == m_byKey.end())
        return {};
    m_recent.splice(m_recent.begin(), m_recent, found->second);
    return *found->second;
}

void RunCache::put(RunPtr run)
{
    if (!run)
        return;
    const Hash hash = run->key.hash();
    std::list<RunPtr> dropped;  // freed after the lock is gone: a run of a large city is large
    const std::scoped_lock lock(m_mutex);
    if (const auto old = m_byKey.find(hash); old != m_byKey.end()) {
        dropped.splice(dropped.end(), m_recent, old->second);
        m_byKey.erase(old);
    }
    m_recent.push_front(std::move(run));
    m_byKey[hash] = m_recent.begin();
    if (m_recent.size() > m_capacity) {
        m_byKey.erase(m_recent.back()->key.hash());
        dropped.splice(dropped.end(), m_recent, std::prev(m_recent.end()));
    }
}

Expected<RunPtr> RunCache::obtain(const CityPtr& city, const Scenario& flattened, RunControl& control)
{
    if (city)
        if (RunPtr held = find(runKey(*city, flattened)))
            return held;
    auto run = runChain(city, flattened, control, *m_shared);
    if (run)
        put(*run);
    return run;
}

std::size_t RunCache::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_recent.size();
}

void RunCache::clear()
{
    const std::scoped_lock lock(m_mutex);
    m_byKey.clear();
    m_recent.clear();
}

}  // namespace isopolis
