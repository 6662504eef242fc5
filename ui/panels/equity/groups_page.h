#pragma once
/// The change by income fifth and for the groups that the city counts, and how many people of each are better or worse off.

#include "simulation/equity/city_groups.h"
#include "ui/document/project_document.h"

#include <QWidget>

class QLabel;

namespace isopolis {

class ChartWidget;

class GroupsPage : public QWidget {
    Q_OBJECT
public:
    explicit GroupsPage(QWidget* parent = nullptr);
    void show(const City& city, const EquityReport& report, const IndicatorAssessment& assessment, double leastBase);

private:
    void showChanges(const IndicatorAssessment& assessment, const std::vector<CityGroup>& groups);
    void showPeople(const IndicatorAssessment& assessment, const std::vector<CityGroup>& groups);

    ChartWidget *m_changes, *m_people;
    QLabel* m_notes;
};

}  // namespace isopolis
