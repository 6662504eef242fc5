#pragma once
/// Who gains and who loses: the headline, the change by income fifth, and how many people are better or worse off.

#include "ui/document/project_document.h"

#include <QWidget>

class QLabel;

namespace isopolis {

class ChartWidget;

class WinnersPanel : public QWidget {
    Q_OBJECT
public:
    explicit WinnersPanel(ProjectDocument& document, QWidget* parent = nullptr);

private:
    void refresh();
    void showChanges(const IndicatorAssessment& assessment);
    void showPeople(const IndicatorAssessment& assessment);

    ProjectDocument& m_document;
    QLabel *m_headline, *m_notes;
    ChartWidget *m_changes, *m_people;
};

}  // namespace isopolis
