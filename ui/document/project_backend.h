#pragma once
/// Where an open project is kept. The window knows this interface only; `app` implements it with ProjectStore, tests in memory.
///
///   backend->saveScenarios(document.scenarios());                    // the whole list in one transaction
///   Expected<RunPtr> known = backend->findRun(runKey(*city, flat), *applied);   // null pointer: not stored
///
/// saveScenarios is called from the window's thread, saveRun and findRun also from worker threads at the same time: an implementation
/// locks.

#include "simulation/run/run.h"

#include <memory>
#include <vector>

namespace isopolis {

class ProjectBackend {
public:
    virtual ~ProjectBackend() = default;
    virtual Expected<void> saveScenarios(const std::vector<Scenario>& scenarios) = 0;
    virtual Expected<void> saveRun(const Run& run) = 0;
    virtual Expected<RunPtr> findRun(const RunKey& key, const AppliedScenario& applied) = 0;
};

using ProjectBackendPtr = std::shared_ptr<ProjectBackend>;

}  // namespace isopolis
