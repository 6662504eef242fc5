#pragma once
/// Public transport as tables: every line with its departures, and the next departures of a stop, as the scheme leaves them. The twin of
/// the map of lines and stops.

#include "simulation/transit/timetable.h"
#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;
class QTimeEdit;

namespace isopolis {

class TableOfRows;

class TransitPanel : public QWidget {
    Q_OBJECT
public:
    explicit TransitPanel(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QWidget* parent = nullptr);

private:
    void onChanged(const ChangeEvent& event);
    void prepare();
    void fillLines();
    void fillStops();
    void chooseStop();
    void followStop();
    void refreshDepartures();

    ProjectDocument& m_document;
    JobRunner m_runner;
    std::shared_ptr<const AppliedScenario> m_applied;  ///< that the tables are of
    std::shared_ptr<const Timetable> m_timetable;
    QLabel* m_words;
    QTableView *m_lines, *m_departures;
    TableOfRows *m_lineRows, *m_departureRows;
    QComboBox* m_stop;
    QTimeEdit* m_from;
    bool m_following = false;
};

}  // namespace isopolis
