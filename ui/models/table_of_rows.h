#pragma once
/// A small read-only table of texts: the twin of a chart, the figures of one street.
///
///   model.setRows({"Group", "Change"}, {{"Lowest-income fifth", "−0.4"}, …});   // columns after the first are right-aligned

#include <QAbstractTableModel>
#include <QStringList>

namespace isopolis {

class TableOfRows : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(const QStringList& header, const QList<QStringList>& rows);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_header;
    QList<QStringList> m_rows;
};

}  // namespace isopolis
