#pragma once
/// The keys of the window's commands as the user wants them: changed in one place, kept in the settings, never two commands on one key.
///
///   Shortcuts keys(actions, settings);   keys.restore();          // once, after all commands were added
///   keys.holder(sequence, action);       keys.set(action, {sequence});

#include <QHash>
#include <QKeySequence>
#include <QObject>

class QAction;
class QSettings;

namespace isopolis {

class ActionTable;

class Shortcuts : public QObject {
    Q_OBJECT
public:
    Shortcuts(ActionTable& actions, QSettings& settings, QObject* parent);
    void restore();
    QList<QAction*> actions() const;
    QList<QKeySequence> standard(const QAction* action) const;
    bool isStandard(const QAction* action) const;
    /// The other command that listens to these keys, or to a part of them; null: none.
    QAction* holder(const QKeySequence& keys, const QAction* except) const;
    /// Takes the keys away from whoever held them.
    void set(QAction* action, const QList<QKeySequence>& keys);
    void resetAll();

Q_SIGNALS:
    void changed();

private:
    void apply(QAction* action, const QList<QKeySequence>& keys);
    void save(const QAction* action);
    ActionTable& m_actions;
    QSettings& m_settings;
    QHash<const QAction*, QList<QKeySequence>> m_standard;
};

}  // namespace isopolis
