#pragma once
/// The change by income fifth, and how many people of each are better or worse off.

#include "ui/document/project_document.h"

#include <QWidget>

class QLabel;

namespace isopolis {

class ChartWidget;

class GroupsPage : public QWidget {
    Q_OBJECT
public:
    explicit GroupsPage(QWidget* parent = nullptr);
    void show(const EquityReport& report, const IndicatorAssessment& assessment);

private:
    void showChanges(const IndicatorAssessment& assessment);
    void showPeople(const IndicatorAssessment& assessment);

    ChartWidget *m_changes, *m_people;
    QLabel* m_notes;
};

}  // namespace isopolis
