#pragma once
/// Who crosses a line, each way, never only the net: people above a limit value, or below what is enough.

#include "ui/document/project_document.h"

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QTableView;

namespace isopolis {

class TableOfRows;

class LimitsPage : public QWidget {
    Q_OBJECT
public:
    explicit LimitsPage(ProjectDocument& document, QWidget* parent = nullptr);
    void show(const EquityReport& report, const IndicatorAssessment& assessment);

private:
    void offerLines(const IndicatorAssessment& assessment);
    void count();

    ProjectDocument& m_document;
    QComboBox* m_line;
    QDoubleSpinBox* m_value;
    QLabel *m_words, *m_notes;
    QTableView* m_table;
    TableOfRows* m_rows;
    std::optional<Indicator> m_offered;
};

}  // namespace isopolis
