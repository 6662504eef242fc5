#include "ui/document/memory_backend.h"

namespace isopolis {

Expected<void> MemoryBackend::saveScenarios(const std::vector<Scenario>& scenarios)
{
    const std::lock_guard lock(m_mutex);
    if (m_failure)
        return unexpected(*m_failure);
    m_scenarios = scenarios;
    return {};
}

Expected<void> MemoryBackend::saveRun(const Run& run)
{
    const std::lock_guard lock(m_mutex);
    if (m_failure)
        return unexpected(*m_failure);
    m_runs[run.key.hash()] = std::make_shared<const Run>(run);
    return {};
}

Expected<RunPtr> MemoryBackend::findRun(const RunKey& key, const AppliedScenario&)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_runs.find(key.hash());
    return found == m_runs.end() ? nullptr : found->second;
}

std::vector<Scenario> MemoryBackend::savedScenarios() const
{
    const std::lock_guard lock(m_mutex);
    return m_scenarios;
}

std::size_t MemoryBackend::savedRuns() const
{
    const std::lock_guard lock(m_mutex);
    return m_runs.size();
}

void MemoryBackend::failWith(Error error)
{
    const std::lock_guard lock(m_mutex);
    m_failure = std::move(error);
}

}  // namespace isopolis
