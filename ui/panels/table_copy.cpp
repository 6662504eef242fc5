#include "ui/panels/table_copy.h"

#include "ui/text/isolates.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QSet>
#include <QTableView>
#include <QTreeView>

namespace isopolis {

namespace {

QString cell(const QModelIndex& index)
{
    QString text = withoutIsolates(index.data().toString());
    text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
    // A minus sign of figures is U+2212 or stands before a digit; nothing else may begin a formula.
    const bool figure = text.size() > 1 && (text[0] == QLatin1Char('+') || text[0] == QLatin1Char('-')) && text[1].isDigit();
    if (!figure && !text.isEmpty() && QStringLiteral("=+-@").contains(text[0]))
        text.prepend(QLatin1Char('\''));
    return text;
}

bool columnShown(const QAbstractItemView& view, int column)
{
    if (const auto* table = qobject_cast<const QTableView*>(&view))
        return !table->isColumnHidden(column);
    if (const auto* tree = qobject_cast<const QTreeView*>(&view))
        return !tree->isColumnHidden(column);
    return true;
}

QString line(const QAbstractItemView& view, const QModelIndex& row, int depth)
{
    QStringList cells;
    for (int column = 0; column < view.model()->columnCount(row.parent()); ++column)
        if (columnShown(view, column))
            cells << QString(column == 0 ? 2 * depth : 0, QLatin1Char(' ')) + cell(row.siblingAtColumn(column));
    return cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
}

void addRows(const QAbstractItemView& view, const QModelIndex& parent, int depth, bool all, QString& out)
{
    const auto* tree = qobject_cast<const QTreeView*>(&view);
    for (int row = 0; row < view.model()->rowCount(parent); ++row) {
        const QModelIndex index = view.model()->index(row, 0, parent);
        if (all || view.selectionModel()->rowIntersectsSelection(row, parent))
            out += line(view, index, depth);
        if (tree && tree->isExpanded(index))
            addRows(view, index, depth + 1, all, out);
    }
}

}  // namespace

QString TableCopy::textOf(const QAbstractItemView& view)
{
    if (!view.model() || !view.selectionModel())
        return {};
    QStringList headings;
    for (int column = 0; column < view.model()->columnCount(); ++column)
        if (columnShown(view, column))
            headings << view.model()->headerData(column, Qt::Horizontal).toString();
    QString text = headings.join(QLatin1Char('\t')) + QLatin1Char('\n');
    QSet<QModelIndex> selected;
    for (const QModelIndex& index : view.selectionModel()->selectedIndexes())
        selected.insert(index.siblingAtColumn(0));
    addRows(view, view.rootIndex(), 0, selected.size() <= 1, text);
    return text;
}

bool TableCopy::eventFilter(QObject* watched, QEvent* event)
{
    // Views accept the key as their own before any shortcut of the window sees it.
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const auto* view = qobject_cast<QAbstractItemView*>(watched);
        if (view && key->matches(QKeySequence::Copy) && (qobject_cast<const QTableView*>(view) || qobject_cast<const QTreeView*>(view))) {
            if (event->type() == QEvent::KeyPress)
                QGuiApplication::clipboard()->setText(textOf(*view));
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace isopolis
