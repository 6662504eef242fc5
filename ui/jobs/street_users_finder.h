#pragma once
/// Answers "whose trips use this street" for the selected street in the background, before and with the scheme.
///
/// Starts when asked (`findNow`), and by itself while the map shows the users of a street. The routes of a calculation are found once and
/// kept, so that further streets are answered at once.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

namespace isopolis {

class StreetUsersFinder : public QObject {
    Q_OBJECT
public:
    explicit StreetUsersFinder(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);
    bool running() const { return m_runner.running(); }
    bool possible() const;  ///< a street is selected and there are results
    void findNow();
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void stateChanged();

private:
    struct Known;
    void onChanged(const ChangeEvent& event);

    ProjectDocument& m_document;
    JobRunner m_runner;
    std::shared_ptr<Known> m_known;
};

}  // namespace isopolis
