#include "app/action_table.h"

#include "ui/panels/icons.h"

#include <QAction>
#include <QWidget>

namespace isopolis {

ActionTable::ActionTable(QWidget* owner) : QObject(owner), m_owner(owner) {}

QAction* ActionTable::add(ActionSpec spec)
{
    auto* action = new QAction(spec.text, m_owner);
    action->setObjectName(QString::fromLatin1(spec.name));
    action->setShortcuts(spec.shortcuts);
    action->setStatusTip(spec.hint);
    writeToolTip(*action);
    action->setCheckable(spec.checkable);
    if (spec.run)
        connect(action, &QAction::triggered, this, [run = std::move(spec.run)] { run(); });
    if (spec.toggled)
        connect(action, &QAction::toggled, this, [toggled = std::move(spec.toggled)](bool on) { toggled(on); });
    // Shortcuts work whether or not the action is in a menu that is shown.
    m_owner->addAction(action);
    m_entries.push_back({action, spec.icon, std::move(spec.enabled)});
    return action;
}

void ActionTable::writeToolTip(QAction& action)
{
    const QString hint = action.statusTip(), keys = action.shortcut().toString(QKeySequence::NativeText);
    if (!hint.isEmpty())
        action.setToolTip(keys.isEmpty() ? hint : QStringLiteral("%1 (%2)").arg(hint, keys));
}

QAction* ActionTable::operator[](const char* name) const
{
    for (const Entry& entry : m_entries)
        if (entry.action->objectName() == QLatin1String(name))
            return entry.action;
    Q_ASSERT_X(false, "ActionTable", name);
    return nullptr;
}

QList<QAction*> ActionTable::some(std::initializer_list<const char*> names) const
{
    QList<QAction*> actions;
    for (const char* name : names)
        actions << (*this)[name];
    return actions;
}

QList<QAction*> ActionTable::all() const
{
    QList<QAction*> actions;
    for (const Entry& entry : m_entries)
        actions << entry.action;
    return actions;
}

void ActionTable::refresh()
{
    for (const Entry& entry : m_entries)
        if (entry.enabled)
            entry.action->setEnabled(entry.enabled());
}

void ActionTable::refreshIcons()
{
    for (const Entry& entry : m_entries)
        if (entry.icon)
            entry.action->setIcon(themedIcon(entry.icon));
}

}  // namespace isopolis
