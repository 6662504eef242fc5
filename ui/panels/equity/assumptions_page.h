#pragma once
/// Which assumptions matter: how the change moves if one of them goes to the ends of its range, the widest first.

#include "ui/jobs/sensitivity_finder.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace isopolis {

class ChartWidget;

class AssumptionsPage : public QWidget {
    Q_OBJECT
public:
    AssumptionsPage(ProjectDocument& document, SensitivityFinder& finder, QWidget* parent = nullptr);
    void show(const IndicatorAssessment& assessment);

private:
    void refreshAsk();
    void draw();

    ProjectDocument& m_document;
    SensitivityFinder& m_finder;
    QComboBox *m_effort, *m_output;
    QPushButton *m_ask, *m_cancel;
    QProgressBar* m_progress;
    QLabel *m_words, *m_notes;
    ChartWidget* m_chart;
    Indicator m_indicator = Indicator::No2;
};

}  // namespace isopolis
