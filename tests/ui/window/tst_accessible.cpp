// The tree that screen readers see, of the start page, of every panel with its pages, and of every dialog: whatever takes the focus has a
// name, a role and a state, and no two things in one window have the same name and role.
#include "every_dialog.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QDockWidget>
#include <QLabel>
#include <QTabWidget>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Parts of Qt's own compound widgets are named by their owner; scroll areas and pop-ups pass the focus on.
bool isOurs(const QWidget& widget)
{
    const QString type = QString::fromLatin1(widget.metaObject()->className());
    static const QStringList inner{QStringLiteral("QMenu"),
                                   QStringLiteral("QComboBoxPrivateContainer"),
                                   QStringLiteral("QComboBoxListView"),
                                   QStringLiteral("QTabBar"),
                                   QStringLiteral("QCalendarView"),
                                   QStringLiteral("QCalToolButton")};
    if (widget.objectName().startsWith(QStringLiteral("qt_")) || inner.contains(type))
        return false;
    if (widget.focusProxy())
        return false;  // the part that has the focus is looked at
    for (const QWidget* at = &widget; at; at = at->parentWidget())
        if (at->inherits("QCalendarWidget") ||
            (at != &widget && (at->inherits("QAbstractSpinBox") || at->inherits("QComboBox") || at->inherits("QKeySequenceEdit"))))
            return false;
    return true;
}

/// What is wrong with what takes the focus in a window.
QStringList problemsOf(const QWidget& window)
{
    QStringList all;
    QHash<QString, QString> seen;
    for (QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&window) || widget->focusPolicy() == Qt::NoFocus || !isOurs(*widget))
            continue;
        const QString id = QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName();
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        if (!face) {
            all << id + QStringLiteral(" is not in the tree");
            continue;
        }
        const QString name = face->text(QAccessible::Name).trimmed();
        if (name.isEmpty())
            all << id + QStringLiteral(" has no name");
        if (face->role() == QAccessible::NoRole || face->role() == QAccessible::Client)
            all << id + QStringLiteral(" has no role");
        const QAccessible::State state = face->state();
        if (!state.focusable && !state.disabled)
            all << id + QStringLiteral(" does not say that it takes the focus");
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget); button && button->isCheckable())
            if (!state.checkable || bool(state.checked) != button->isChecked())
                all << id + QStringLiteral(" does not say whether it is on");
        // A combo box is called by what is chosen in it, on this platform: its label tells it apart.
        if (widget->inherits("QComboBox"))
            continue;
        const QString key = name + QLatin1Char('|') + QString::number(face->role());
        if (seen.contains(key))
            all << id + QStringLiteral(" and ") + seen[key] + QStringLiteral(" are both called ") + name;
        seen[key] = id;
    }
    return all;
}

}  // namespace

class TestAccessible : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_window = std::make_unique<ProjectWindow>(); }
    void cleanupTestCase() { m_window.reset(); }

    void theStartPage()
    {
        settle();
        const QStringList problems = problemsOf(**m_window);
        QVERIFY2(problems.isEmpty(), qPrintable(QLatin1Char('\n') + problems.join(QLatin1Char('\n'))));
    }

    void everyPanelAndPage()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        QVERIFY(w->document().addIntervention(slowedStreet(*w->document().city())));
        QVERIFY(w.awaitResults());
        w->document().select({.neighbourhood = NeighbourhoodId(0)});
        QVERIFY(QTest::qWaitFor([&] { return w->document().explanation() != nullptr; }, ProjectWindow::kPatience_ms));
        w.action("drawBuilding").trigger();  // the bar of a tool is a window's part too
        QStringList all = problemsOf(*w->centralWidget());
        w.action("cancelDrawing").trigger();
        for (QDockWidget* dock : w->findChildren<QDockWidget*>()) {
            dock->show();
            dock->raise();
            settle();
            const QList<QTabWidget*> tabs = dock->findChildren<QTabWidget*>();
            if (tabs.isEmpty())
                all << problemsOf(*dock);
            for (QTabWidget* tab : tabs)
                for (int i = 0; i < tab->count(); ++i) {
                    tab->setCurrentIndex(i);
                    settle();
                    all << problemsOf(*dock);
                }
        }
        all.removeDuplicates();
        QVERIFY2(all.isEmpty(), qPrintable(QLatin1Char('\n') + all.join(QLatin1Char('\n'))));
    }

    void everyDialogOfTheWindow()
    {
        ProjectWindow& w = *m_window;
        QStringList all;
        for (const auto& [name, ask] : everyDialog(w)) {
            QDialog* dialog = shownBy(w, ask);
            QVERIFY2(dialog, name);
            for (const QString& problem : problemsOf(*dialog))
                all << QString::fromLatin1(name) + QStringLiteral(": ") + problem;
            if (QAccessible::queryAccessibleInterface(dialog)->text(QAccessible::Name).trimmed().isEmpty())
                all << QString::fromLatin1(name) + QStringLiteral(" has no name");
            // Escape closes, and the focus goes back to the window.
            QTest::keyClick(dialog, Qt::Key_Escape);
            settle();
            bool open = false;
            for (const QDialog* each : w->findChildren<QDialog*>())
                open = open || each->isVisible();
            if (open)
                all << QString::fromLatin1(name) + QStringLiteral(" stays open after Escape");
            for (QDialog* each : w->findChildren<QDialog*>())
                each->close();
        }
        w.action("tour").trigger();
        all << problemsOf(*w.find<QWidget>("tour"));
        QTest::keyClick(w.find<QWidget>("tour"), Qt::Key_Escape);
        QVERIFY2(all.isEmpty(), qPrintable(QLatin1Char('\n') + all.join(QLatin1Char('\n'))));
    }

private:
    std::unique_ptr<ProjectWindow> m_window;
};

QTEST_MAIN(TestAccessible)
#include "tst_accessible.moc"
