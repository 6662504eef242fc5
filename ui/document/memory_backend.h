#pragma once
/// A project that lives in memory only: for tests, and for looking at a city without a file.

#include "ui/document/project_backend.h"

#include <map>
#include <mutex>
#include <optional>

namespace isopolis {

class MemoryBackend : public ProjectBackend {
public:
    Expected<void> saveScenarios(const std::vector<Scenario>& scenarios) override;
    Expected<void> saveRun(const Run& run) override;
    Expected<RunPtr> findRun(const RunKey& key, const AppliedScenario& applied) override;

    std::vector<Scenario> savedScenarios() const;
    std::size_t savedRuns() const;
    void failWith(Error error);  ///< the next saves fail so

private:
    mutable std::mutex m_mutex;
    std::vector<Scenario> m_scenarios;
    std::map<Hash, RunPtr> m_runs;
    std::optional<Error> m_failure;
};

}  // namespace isopolis
