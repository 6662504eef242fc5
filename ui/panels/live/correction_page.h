#pragma once
/// The modelled air corrected by what stations measure: whether that helps here, and the two maps beside each other with their
/// uncertainty.

#include "ui/document/project_document.h"
#include "ui/jobs/corrected_air.h"
#include "ui/jobs/job_runner.h"
#include "ui/live/live_twin.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace isopolis {

class TableOfRows;

class CorrectionPage : public QWidget {
    Q_OBJECT
public:
    using PlaceOf = LiveTwin::PlaceOf;
    CorrectionPage(ProjectDocument& document, PlaceOf place, JobRunner::Mode mode = JobRunner::Mode::Threaded, QWidget* parent = nullptr);
    ~CorrectionPage() override;
    void hidePicture();  ///< something else is to be on the map

Q_SIGNALS:
    /// For the map, until something else is chosen for it; null: nothing of ours.
    void pictureChosen(const std::shared_ptr<const isopolis::Overlay>& picture);

private:
    using Answer = std::shared_ptr<const Expected<CorrectedAirMap>>;
    void ask();
    void show(const Answer& answer);
    void choose();
    void clear();

    ProjectDocument& m_document;
    PlaceOf m_place;
    JobRunner* m_job;
    QComboBox *m_what, *m_when, *m_picture;
    QPushButton* m_ask;
    QProgressBar* m_progress;
    QLabel *m_gate, *m_words;
    TableOfRows* m_rows;
    QTableView* m_table;
    Answer m_answer;
};

}  // namespace isopolis
