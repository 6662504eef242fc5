#pragma once
/// Whose traffic makes the level at a place: shares of streets, before and with the scheme, found in the background after a click.
///
/// The prepared city geometry of the runs asked last is kept, so that further clicks are answered at once.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

namespace isopolis {

class PlaceFinder : public QObject {
    Q_OBJECT
public:
    explicit PlaceFinder(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);
    ~PlaceFinder() override;
    bool running() const { return m_runner.running(); }
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void stateChanged();

private:
    struct Memory;
    void onChanged(const ChangeEvent& event);
    void findNow();

    ProjectDocument& m_document;
    std::shared_ptr<Memory> m_memory;
    JobRunner m_runner;
};

}  // namespace isopolis
