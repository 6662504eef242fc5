#pragma once
/// Who is seen by sensors and who is not: neighbourhoods and income groups, and places where the next sensors would tell most.

#include "ui/jobs/job_runner.h"
#include "ui/live/live_twin.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QTableView;

namespace isopolis {

class TableOfRows;
struct SensingEquity;

/// Where a sensor would stand, in order of what it would tell.
struct SuggestedPlace {
    Point2 at;
    QString words;
};

class CoveragePage : public QWidget {
    Q_OBJECT
public:
    CoveragePage(ProjectDocument& document, LiveTwin& twin, JobRunner::Mode mode = JobRunner::Mode::Threaded, QWidget* parent = nullptr);
    ~CoveragePage() override;

Q_SIGNALS:
    void placesChanged(const std::vector<isopolis::SuggestedPlace>& places);  ///< to be drawn on the map; empty: none

private:
    void ask();
    void show(const SensingEquity& equity);
    void clear();
    void drawPlaces();

    ProjectDocument& m_document;
    LiveTwin& m_twin;
    JobRunner* m_job;
    QComboBox* m_what;
    QSpinBox* m_places;
    QPushButton* m_ask;
    QCheckBox* m_onMap;
    QLabel* m_words;
    TableOfRows *m_groups, *m_hoods, *m_next;
    QTableView *m_groupView, *m_hoodView, *m_nextView;
    std::vector<SuggestedPlace> m_suggested;
};

}  // namespace isopolis
