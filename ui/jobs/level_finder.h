#pragma once
/// Calculates the map of levels that the map asks for, before and with the scheme, in the background.
///
/// Starts when the map shows levels and there are results. Grids are kept per run, so that going back to a map or to an earlier scheme
/// costs nothing. The map shows the plain city until the answer arrives.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

namespace isopolis {

class LevelFinder : public QObject {
    Q_OBJECT
public:
    explicit LevelFinder(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);
    ~LevelFinder() override;
    bool running() const { return m_runner.running(); }
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void stateChanged();
    void progressed(double fraction);

private:
    struct Memory;
    void onChanged(const ChangeEvent& event);

    ProjectDocument& m_document;
    std::shared_ptr<Memory> m_memory;
    JobRunner m_runner;
};

}  // namespace isopolis
