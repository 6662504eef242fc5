#pragma once
/// Answers "how sure is it" for the scheme on the screen: paired draws of the parameters, in the background.
///
/// Never calculates by itself: each draw is a pair of runs. Draws are kept beside the project, so that the search goes on where it was
/// cancelled or where the program ended; those that are stored for the results on the screen are shown unasked. The answer goes into the
/// document and is dropped when the results change.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

namespace isopolis {

class UncertaintyFinder : public QObject {
    Q_OBJECT
public:
    explicit UncertaintyFinder(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);

    bool possible() const;                                          ///< a scheme is shown and its results are current
    bool running() const { return m_asked && m_runner.running(); }  ///< calculates what was asked; looking up stored draws is not said
    const QString& failure() const { return m_failure; }
    /// The draws behind the document's answer, for who wants to see where an interval comes from; null without one.
    const std::shared_ptr<const Ensemble>& draws() const { return m_draws; }
    void findNow(std::size_t samples);
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void stateChanged();
    void drawsDone(int done, int all);

private:
    void onChanged(const ChangeEvent& event);
    void lookUp();

    ProjectDocument& m_document;
    JobRunner m_runner;
    QString m_failure;
    bool m_asked = false;
    std::shared_ptr<const Ensemble> m_draws;
};

}  // namespace isopolis
