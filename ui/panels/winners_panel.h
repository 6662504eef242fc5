#pragma once
/// Who gains and who loses: the headline, and pages on groups, measures, the worst-off places and inequality.

#include "ui/jobs/attribution_finder.h"

#include <QWidget>

class QLabel;
class QTabWidget;

namespace isopolis {

class GroupsPage;
class InequalityPage;
class MeasuresPage;
class WorstPage;

class WinnersPanel : public QWidget {
    Q_OBJECT
public:
    WinnersPanel(ProjectDocument& document, AttributionFinder& attribution, QWidget* parent = nullptr);

Q_SIGNALS:
    void flyToRequested(NeighbourhoodId where);

private:
    void addPage(QWidget* page, const char* name, const QString& title);
    void refresh();
    void showPage();

    ProjectDocument& m_document;
    QLabel* m_headline;
    QTabWidget* m_pages;
    GroupsPage* m_groups;
    MeasuresPage* m_measures;
    WorstPage* m_worst;
    InequalityPage* m_inequality;
};

}  // namespace isopolis
