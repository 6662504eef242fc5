#pragma once
/// Answers "how far does one get from here" in the background, before and with the scheme, while the map shows reach.
///
/// Asks again when the place, the means of travel or the calculated scheme changes. Needs results: the car's times come from them.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

#include <array>

namespace isopolis {

inline constexpr std::array<double, 5> kReachMinutes{5, 10, 15, 20, 30};
inline constexpr int kReachDeparture_s = 8 * 3600;  ///< of journeys by public transport

class ReachFinder : public QObject {
    Q_OBJECT
public:
    explicit ReachFinder(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QObject* parent = nullptr);
    bool running() const { return m_runner.running(); }

Q_SIGNALS:
    void stateChanged();

private:
    void onChanged(const ChangeEvent& event);

    ProjectDocument& m_document;
    JobRunner m_runner;
    RunPtr m_before, m_after;  ///< that the present answer rests on
};

}  // namespace isopolis
