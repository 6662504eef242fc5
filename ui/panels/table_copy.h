#pragma once
/// Copy (Ctrl+C) in every table and tree of the window: the selected rows, or all of them, with their headings, as text for a spreadsheet.
///
///   qApp->installEventFilter(new TableCopy(window));
///   QString text = TableCopy::textOf(*view);   // "Name\tChange\nAville\t+0.3 µg/m³\n"
///
/// Cells are what is shown, separated by tabs. Texts that a spreadsheet would read as a formula get an apostrophe before them.

#include <QObject>
#include <QString>

class QAbstractItemView;

namespace isopolis {

class TableCopy : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    /// Rows in the order shown; those selected, or all if at most one is selected. Of trees the rows that are unfolded.
    static QString textOf(const QAbstractItemView& view);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

}  // namespace isopolis
