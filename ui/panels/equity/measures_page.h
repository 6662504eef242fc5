#pragma once
/// What each measure of the scheme brings to a group of people: a waterfall from before to after.

#include "ui/jobs/attribution_finder.h"

#include <QWidget>

class QComboBox;
class QLabel;

namespace isopolis {

class ChartWidget;

class MeasuresPage : public QWidget {
    Q_OBJECT
public:
    explicit MeasuresPage(AttributionFinder& finder, QWidget* parent = nullptr);
    void show(const IndicatorAssessment& assessment);

private:
    void draw();

    AttributionFinder& m_finder;
    QComboBox* m_group;
    ChartWidget* m_chart;
    QLabel* m_notes;
};

}  // namespace isopolis
