#pragma once
/// The list of all commands with their keys, to be searched and changed. Says who holds a key before it is taken away.

#include <QDialog>
#include <QKeySequence>

class QAction;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace isopolis {

class Shortcuts;

class ShortcutsDialog : public QDialog {
    Q_OBJECT
public:
    ShortcutsDialog(Shortcuts& shortcuts, QWidget* parent);

private:
    void fill();
    void write(QTreeWidgetItem* item);
    void refresh();
    QAction* current() const;

    Shortcuts& m_shortcuts;
    QLineEdit* m_search;
    QTreeWidget* m_list;
    QKeySequenceEdit* m_keys;
    QPushButton *m_set, *m_none, *m_reset, *m_resetAll;
    QLabel* m_told;
};

}  // namespace isopolis
