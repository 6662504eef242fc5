#pragma once
/// Answers "what if this assumption had another value" for the scheme on the screen: which conclusions hold and which flip, and at which
/// value the headline would.
///
///   finder.ask({{"traffic.bpr.beta", 5}});                              // one pair of calculations, stored with the project
///   finder.findSwitch("traffic.bpr.beta", "no2_ug_m3/sign/everyone");   // at most eight pairs, not stored
///
/// A value out of its range is refused at once, with the range. Answers are dropped when the results change.

#include "simulation/uncertainty/what_if.h"
#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/run_service.h"

namespace isopolis {

class WhatIfFinder : public QObject {
    Q_OBJECT
public:
    WhatIfFinder(ProjectDocument& document, RunService& runs, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);

    bool possible() const;  ///< a scheme is shown and its results are current
    bool running() const { return m_runner.running(); }
    const QString& failure() const { return m_failure; }
    const std::shared_ptr<const WhatIfAnswer>& answer() const { return m_answer; }  ///< null: not asked, or not known yet
    const std::shared_ptr<const SwitchSearch>& found() const { return m_found; }    ///< null: not asked, or not known yet
    const std::string& searched() const { return m_searched; }                      ///< the parameter of `found`
    void ask(std::vector<ParameterChange> changes);
    void findSwitch(const std::string& parameter, const std::string& conclusion);
    void cancel() { m_runner.cancel(); }
    /// The values of the answer in a branch of the scenario on the screen, through the undo stack.
    Expected<void> keepAsBranch();

Q_SIGNALS:
    void stateChanged();
    void progressed(double fraction);

private:
    void onChanged(const ChangeEvent& event);
    Expected<WhatIfQuestion> question() const;

    ProjectDocument& m_document;
    RunService& m_runs;
    JobRunner m_runner;
    std::shared_ptr<const WhatIfAnswer> m_answer;
    std::shared_ptr<const SwitchSearch> m_found;
    std::string m_searched;
    QString m_failure;
};

}  // namespace isopolis
