#pragma once
/// All indicators of one neighbourhood: before, after, change, verdict. Each cell with a figure can be traced.

#include "ui/document/project_document.h"

#include <QAbstractTableModel>

namespace isopolis {

class IndicatorTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Label, Before, After, Change, VerdictColumn, ColumnCount };
    explicit IndicatorTable(ProjectDocument& document, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    FigureRef figureAt(const QModelIndex& index) const;
    QModelIndex indexOf(Indicator indicator, Moment moment) const;

private:
    ProjectDocument& m_document;
};

}  // namespace isopolis
