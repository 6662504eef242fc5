#pragma once
/// Calculates by itself: a short while after an edit the base and the active scenario are run and compared in the background.
///
/// `state` is the honest age of what is shown: Current, Waiting (an edit is newer), Running, Cancelled or Failed.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/run_service.h"

#include <QTimer>

namespace isopolis {

class AutoRun : public QObject {
    Q_OBJECT
public:
    enum class State { Idle, Waiting, Running, Current, Cancelled, Failed };
    AutoRun(ProjectDocument& document, RunService& runs, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);

    State state() const { return m_state; }
    const QString& message() const { return m_message; }  ///< reason of Failed
    void runNow();
    void cancel();

Q_SIGNALS:
    void stateChanged();
    void progressed(const QString& what, double fraction);

private:
    void onChanged(const ChangeEvent& event);
    void setState(State state, const QString& message = {});
    void deliver(Expected<Results> results);

    ProjectDocument& m_document;
    RunService& m_runs;
    JobRunner m_runner;
    QTimer m_delay;
    State m_state = State::Idle;
    QString m_message;
    bool m_delivering = false;
};

}  // namespace isopolis
