#pragma once
/// All commands of the window in one table: text, icon, shortcut, what it does, and when it is possible.
///
///   table.add({.name = "undo", .text = tr("&Undo"), .icon = "edit-undo", .shortcuts = {QKeySequence::Undo}, .enabled = [&] { return
///   stack.canUndo(); }, .run = …}); table.refresh();   // after each change: every action asks its own predicate

#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

class QAction;
class QWidget;

namespace isopolis {

struct ActionSpec {
    const char* name;
    QString text;
    const char* icon = nullptr;
    QList<QKeySequence> shortcuts = {};
    QString hint = {};                   ///< status bar and tool tip
    std::function<bool()> enabled = {};  ///< always, if left out
    std::function<void()> run = {};
    bool checkable = false;
    std::function<void(bool)> toggled = {};
};

class ActionTable : public QObject {
    Q_OBJECT
public:
    explicit ActionTable(QWidget* owner);
    QAction* add(ActionSpec spec);
    QAction* operator[](const char* name) const;
    QList<QAction*> some(std::initializer_list<const char*> names) const;
    QList<QAction*> all() const;  ///< in the order they were added
    /// Hint and keys, as they are now.
    static void writeToolTip(QAction& action);
    void refresh();
    void refreshIcons();  ///< after the theme changed

private:
    struct Entry {
        QAction* action;
        const char* icon;
        std::function<bool()> enabled;
    };
    QWidget* m_owner;
    std::vector<Entry> m_entries;
};

}  // namespace isopolis
