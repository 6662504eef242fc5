#pragma once
/// The demand fitted to traffic counts: how well counts are met that were used and that were set aside, before and after, and what does
/// not fit together. The result can be kept as an intervention, named and with its source.

#include "ui/jobs/job_runner.h"
#include "ui/live/live_twin.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace isopolis {

class TableOfRows;
struct Calibration;

class FitPage : public QWidget {
    Q_OBJECT
public:
    explicit FitPage(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QWidget* parent = nullptr);
    ~FitPage() override;

Q_SIGNALS:
    void refused(const QString& reason);  ///< the intervention could not be kept

private:
    void ask();
    void show(const Expected<Calibration>& answer);
    void keep();
    void clear();

    ProjectDocument& m_document;
    JobRunner* m_job;
    QPushButton *m_ask, *m_keep;
    QProgressBar* m_progress;
    QLabel *m_words, *m_notes;
    TableOfRows *m_fit, *m_counts;
    QTableView *m_fitView, *m_countView;
    std::shared_ptr<const Expected<Calibration>> m_answer;
};

}  // namespace isopolis
