#include "app/shortcuts.h"

#include "app/action_table.h"

#include <QAction>
#include <QSettings>

namespace isopolis {

namespace {

QString keyOf(const QAction* action) { return QStringLiteral("shortcuts/") + action->objectName(); }

bool clash(const QKeySequence& a, const QKeySequence& b)
{
    return !a.isEmpty() && !b.isEmpty() && (a.matches(b) != QKeySequence::NoMatch || b.matches(a) != QKeySequence::NoMatch);
}

}  // namespace

Shortcuts::Shortcuts(ActionTable& actions, QSettings& settings, QObject* parent) : QObject(parent), m_actions(actions), m_settings(settings)
{
    for (const QAction* action : m_actions.all())
        m_standard[action] = action->shortcuts();
}

QList<QAction*> Shortcuts::actions() const { return m_actions.all(); }
QList<QKeySequence> Shortcuts::standard(const QAction* action) const { return m_standard.value(action); }
bool Shortcuts::isStandard(const QAction* action) const { return action->shortcuts() == standard(action); }

void Shortcuts::restore()
{
    for (QAction* action : m_actions.all())
        if (const QVariant kept = m_settings.value(keyOf(action)); kept.isValid()) {
            QList<QKeySequence> keys;
            for (const QString& text : kept.toStringList())
                if (const QKeySequence sequence = QKeySequence::fromString(text, QKeySequence::PortableText); !sequence.isEmpty())
                    keys << sequence;
            apply(action, keys);
        }
}

QAction* Shortcuts::holder(const QKeySequence& keys, const QAction* except) const
{
    for (QAction* action : m_actions.all())
        if (action != except)
            for (const QKeySequence& own : action->shortcuts())
                if (clash(own, keys))
                    return action;
    return nullptr;
}

void Shortcuts::set(QAction* action, const QList<QKeySequence>& keys)
{
    for (const QKeySequence& sequence : keys)
        while (QAction* other = holder(sequence, action)) {
            QList<QKeySequence> left = other->shortcuts();
            left.removeIf([&](const QKeySequence& own) { return clash(own, sequence); });
            apply(other, left);
            save(other);
        }
    apply(action, keys);
    save(action);
    Q_EMIT changed();
}

void Shortcuts::resetAll()
{
    for (QAction* action : m_actions.all()) {
        apply(action, standard(action));
        m_settings.remove(keyOf(action));
    }
    Q_EMIT changed();
}

void Shortcuts::apply(QAction* action, const QList<QKeySequence>& keys)
{
    action->setShortcuts(keys);
    ActionTable::writeToolTip(*action);
}

void Shortcuts::save(const QAction* action)
{
    if (isStandard(action)) {
        m_settings.remove(keyOf(action));
        return;
    }
    QStringList texts;
    for (const QKeySequence& sequence : action->shortcuts())
        texts << sequence.toString(QKeySequence::PortableText);
    // An empty list says that the user wants no keys here.
    m_settings.setValue(keyOf(action), texts);
}

}  // namespace isopolis
