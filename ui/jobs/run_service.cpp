#include "ui/jobs/run_service.h"

namespace isopolis {

namespace {
/// A run of a large city takes tens of megabytes; explanations of up to eight interventions reuse their subsets within one job only.
constexpr std::size_t kRunsInMemory = 24;
}  // namespace

RunService::RunService(ChainFunction chain, QObject* parent) : QObject(parent), m_chain(std::move(chain)), m_memory(kRunsInMemory)
{
    m_saving.setMaxThreadCount(1);
}
RunService::~RunService() { m_saving.waitForDone(); }

void RunService::reset(ProjectBackendPtr backend)
{
    m_saving.waitForDone();
    const std::lock_guard lock(m_mutex);
    m_backend = std::move(backend);
    m_memory.clear();
}

Expected<RunPtr> RunService::obtain(const CityPtr& city, const Scenario& flattened, Keep keep, RunControl& control)
{
    const RunKey key = runKey(*city, flattened);
    if (RunPtr known = m_memory.find(key))
        return known;
    ProjectBackendPtr backend;
    {
        const std::lock_guard lock(m_mutex);
        backend = m_backend;
    }
    if (backend) {
        const Expected<AppliedScenario> applied = applyScenario(city, flattened);
        if (!applied)
            return unexpected(applied.error());
        // A stored run that cannot be read is calculated again: the stored copy is a convenience.
        if (Expected<RunPtr> stored = backend->findRun(key, *applied); stored && *stored) {
            m_memory.put(*stored);
            return *stored;
        }
    }
    Expected<RunPtr> run = m_chain(city, flattened, control);
    if (!run)
        return run;
    m_memory.put(*run);
    if (backend && keep == Keep::InProject)
        saveLater(*run, backend);
    return run;
}

void RunService::saveLater(RunPtr run, ProjectBackendPtr backend)
{
    m_saving.start([this, run = std::move(run), backend = std::move(backend)] {
        if (const Expected<void> saved = backend->saveRun(*run); !saved)
            Q_EMIT notSaved(QString::fromStdString(saved.error().text()));
    });
}

void RunService::waitUntilSaved() { m_saving.waitForDone(); }

}  // namespace isopolis
