#pragma once
/// The honest age of what is shown, progress, and the buttons that stop or start the calculation.

#include "ui/jobs/auto_run.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace isopolis {

class RunStatus : public QWidget {
    Q_OBJECT
public:
    RunStatus(ProjectDocument& document, AutoRun& runs, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    QString words() const;

    ProjectDocument& m_document;
    AutoRun& m_runs;
    QLabel* m_words;
    QProgressBar* m_progress;
    QPushButton *m_cancel, *m_run;
};

}  // namespace isopolis
