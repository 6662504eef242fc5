#pragma once
/// How unequal it is before and after: Lorenz and concentration curves, and the indices with the reasons why some are not defined.

#include "ui/document/project_document.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace isopolis {

class ChartWidget;
class TableOfRows;

class InequalityPage : public QWidget {
    Q_OBJECT
public:
    explicit InequalityPage(QWidget* parent = nullptr);
    void show(const City& city, const IndicatorAssessment& assessment);

private:
    void draw(const City& city, const IndicatorAssessment& assessment);
    void fill(const IndicatorAssessment& assessment);

    ChartWidget* m_chart;
    QTableView* m_table;
    TableOfRows* m_rows;
    QLabel* m_notes;
};

}  // namespace isopolis
