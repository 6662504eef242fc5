#pragma once
/// Runs by their key: in memory first, then in the project, else calculated. Nothing is computed twice.
///
///   Expected<RunPtr> run = runs.obtain(city, flattened, RunService::Keep::InProject, control);
///
/// Callable from several threads. Saving to the project happens on a thread of its own, after the run has been handed out.

#include "gis/core/city/city.h"
#include "simulation/run/model_chain.h"
#include "simulation/run/run_cache.h"
#include "ui/document/project_backend.h"

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <mutex>

namespace isopolis {

/// runChain, or what a test puts in its place.
using ChainFunction = std::function<Expected<RunPtr>(const CityPtr&, const Scenario&, RunControl&)>;

class RunService : public QObject {
    Q_OBJECT
public:
    enum class Keep { InProject, InMemory };
    explicit RunService(ChainFunction chain, QObject* parent = nullptr);
    ~RunService() override;  ///< waits until runs are saved

    void reset(ProjectBackendPtr backend);  ///< another project
    Expected<RunPtr> obtain(const CityPtr& city, const Scenario& flattened, Keep keep, RunControl& control);
    void waitUntilSaved();

Q_SIGNALS:
    void notSaved(const QString& reason);

private:
    void saveLater(RunPtr run, ProjectBackendPtr backend);

    ChainFunction m_chain;
    RunCache m_memory;
    std::mutex m_mutex;  ///< guards the backend's pointer
    ProjectBackendPtr m_backend;
    QThreadPool m_saving;
};

}  // namespace isopolis
