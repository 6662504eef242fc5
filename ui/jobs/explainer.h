#pragma once
/// Answers "why" for the selected neighbourhood and the indicator on the map, in the background.
///
/// Starts by itself where no further run is needed (at most one intervention is switched on); otherwise `explainNow` does,
/// and `runsNeeded` tells how many calculations that may take.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/run_service.h"

namespace isopolis {

using ExplainFunction = std::function<Expected<Explanation>(const Study&, NeighbourhoodId, Indicator, RunControl&)>;

class Explainer : public QObject {
    Q_OBJECT
public:
    Explainer(ProjectDocument& document, RunService& runs, ExplainFunction explain, JobRunner::Mode mode = JobRunner::Mode::Threaded,
              QObject* parent = nullptr);

    bool possible() const;  ///< a neighbourhood is selected and the results are current
    std::size_t runsNeeded() const;
    bool running() const { return m_runner.running(); }
    const QString& failure() const { return m_failure; }
    void explainNow();
    void cancel() { m_runner.cancel(); }
    /// The study behind what is shown, e.g. for a report; an error while results are missing or out of date.
    Expected<Study> study() const;

Q_SIGNALS:
    void stateChanged();
    void progressed(double fraction);

private:
    void onChanged(const ChangeEvent& event);

    ProjectDocument& m_document;
    RunService& m_runs;
    ExplainFunction m_explain;
    JobRunner m_runner;
    QString m_failure;
};

}  // namespace isopolis
