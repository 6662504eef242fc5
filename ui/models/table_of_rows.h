#pragma once
/// A small read-only table of texts: the twin of a chart, the figures of one street.
///
///   model.setRows({"Group", "Change"}, {{"Lowest-income fifth", "−0.4"}, …});   // columns after the first are right-aligned unless
///   `setTextColumns` says otherwise

#include <QAbstractTableModel>
#include <QStringList>

class QTableView;

namespace isopolis {

class TableOfRows : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    void setRows(const QStringList& header, const QList<QStringList>& rows);
    void setTraces(const QList<QStringList>& addresses);  ///< of the figures in the cells, row by row; empty: none (kAddressRole)
    void setTextColumns(int columns);                     ///< how many from the left hold words and are left-aligned; 1 unless said
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_header;
    QList<QStringList> m_rows, m_traces;
    int m_textColumns = 1;
};

/// A view to be read, not written: striped rows without numbers, and Tab leads out of it.
void showReadOnly(QTableView& view, QAbstractItemModel& rows);

}  // namespace isopolis
