#include "ui/models/table_of_rows.h"

#include "ui/models/trace_roles.h"

#include <QHeaderView>
#include <QTableView>

namespace isopolis {

void TableOfRows::setRows(const QStringList& header, const QList<QStringList>& rows)
{
    if (header == m_header && rows.size() == m_rows.size() && m_traces.isEmpty()) {  // the choice and the keyboard stay where they are
        for (int row = 0; row < rows.size(); ++row) {
            if (rows[row] == m_rows[row])
                continue;
            m_rows[row] = rows[row];
            Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
        }
        return;
    }
    beginResetModel();
    m_header = header;
    m_rows = rows;
    m_traces.clear();
    endResetModel();
}

void TableOfRows::setTraces(const QList<QStringList>& addresses) { m_traces = addresses; }

void TableOfRows::setTextColumns(int columns)
{
    beginResetModel();
    m_textColumns = columns;
    endResetModel();
}

int TableOfRows::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int TableOfRows::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_header.size()); }

QVariant TableOfRows::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString cell = m_rows[index.row()].value(index.column());
    if (role == Qt::DisplayRole)
        return cell;
    if (role == Qt::ToolTipRole)
        return cell.toHtmlEscaped();
    if (role == kAddressRole)
        return m_traces.value(index.row()).value(index.column());
    if (role == Qt::TextAlignmentRole && index.column() >= m_textColumns)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant TableOfRows::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::DisplayRole)
        return orientation == Qt::Horizontal ? QVariant(m_header.value(section)) : QVariant(section + 1);
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal)
        return int((section >= m_textColumns ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    return {};
}

void showReadOnly(QTableView& view, QAbstractItemModel& rows)
{
    view.setModel(&rows);
    view.verticalHeader()->hide();
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setTabKeyNavigation(false);
    view.setAlternatingRowColors(true);
}

}  // namespace isopolis
