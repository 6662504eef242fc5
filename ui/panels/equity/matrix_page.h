#pragma once
/// All effects at a glance: impacts by income fifth, each cell as symbol, words and numbers, after the appraisal matrix of UK TAG A4.2.

#include "ui/document/project_document.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLabel;
class QTableView;

namespace isopolis {

class MatrixModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setReport(const EquityReport* report, double tolerance);
    Indicator indicatorAt(int row) const { return m_rows[static_cast<std::size_t>(row)].indicator; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Cell {
        QString shown, said;  ///< in the table, and in full for tool tip and screen reader
        int score = 0;
    };
    struct Row {
        Indicator indicator = Indicator::No2;
        QList<Cell> cells;
        QString whole;
    };
    static Row rowOf(const IndicatorAssessment& assessment, double tolerance);

    std::vector<Row> m_rows;
};

class MatrixPage : public QWidget {
    Q_OBJECT
public:
    explicit MatrixPage(ProjectDocument& document, QWidget* parent = nullptr);
    void show(const EquityReport& report);

private:
    ProjectDocument& m_document;
    MatrixModel* m_model;
    QTableView* m_table;
    QLabel* m_notes;
};

}  // namespace isopolis
