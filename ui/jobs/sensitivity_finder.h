#pragma once
/// Answers "which assumptions matter" for the scheme on the screen: a screening of all of them and a tornado of the few that matter most.
///
/// Never starts by itself: it takes some hundred pairs of runs, which are kept beside the project. All indicators are answered at once.

#include "simulation/uncertainty/sensitivity_study.h"
#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

namespace isopolis {

class SensitivityFinder : public QObject {
    Q_OBJECT
public:
    explicit SensitivityFinder(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);

    bool possible() const;  ///< a scheme is shown and its results are current
    bool running() const { return m_runner.running(); }
    const QString& failure() const { return m_failure; }
    const std::shared_ptr<const SensitivityResult>& answer() const { return m_answer; }  ///< null: not asked, or not known yet
    void findNow(std::size_t trajectories);
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void stateChanged();
    void pointsDone(int done, int all);

private:
    void onChanged(const ChangeEvent& event);

    ProjectDocument& m_document;
    JobRunner m_runner;
    std::shared_ptr<const SensitivityResult> m_answer;
    QString m_failure;
};

}  // namespace isopolis
