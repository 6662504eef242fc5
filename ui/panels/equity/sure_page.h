#pragma once
/// How sure it is who gains and who loses: intervals of the difference, the chance of better and worse, and what is too close to call.

#include "ui/jobs/uncertainty_finder.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableView;

namespace isopolis {

class ChartWidget;
class TableOfRows;

class SurePage : public QWidget {
    Q_OBJECT
public:
    SurePage(ProjectDocument& document, UncertaintyFinder& finder, QWidget* parent = nullptr);
    void show(const IndicatorAssessment& assessment);

private:
    void refreshAsk();
    void showFigures(const EnsembleResult& result, const UncertainIndicator& sure);

    ProjectDocument& m_document;
    UncertaintyFinder& m_finder;
    QWidget* m_askRow;
    QComboBox* m_samples;
    QPushButton *m_ask, *m_cancel;
    QProgressBar* m_progress;
    QLabel *m_words, *m_notes;
    ChartWidget *m_changes, *m_people;
    QTableView* m_table;
    TableOfRows* m_rows;
};

}  // namespace isopolis
