// The whole job without a mouse, with the real map and the real dialogs: every key goes to whatever has the focus, as on a keyboard.
#include "app/action_table.h"
#include "app/main_window.h"
#include "app/project_session.h"
#include "ui/jobs/auto_run.h"
#include "ui/viewport/viewport.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSurfaceFormat>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace isopolis;

namespace {
constexpr int kPatience_ms = 180000, kMostTabs = 60;
}

class TestKeyboard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_project = m_folder.filePath(QStringLiteral("sample.gpkg"));
        const auto made = createSampleProject(m_project.toStdString(), {.population = 50000, .seed = 1}, IfExists::Refuse);
        QVERIFY2(made, made ? "" : made.error().text().c_str());
        WindowServices services = realServices();
        services.settingsFile = m_folder.filePath(QStringLiteral("settings.ini"));
        services.projectFolder = m_folder.path();
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->resize(1560, 1100);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->actions()["reducedMotion"]->setChecked(true);
    }
    void cleanupTestCase() { m_window.reset(); }

    void openDrawRunSelectWhyExportByKeysAlone()
    {
        // Open.
        press(Qt::Key_O, Qt::ControlModifier);
        dialog("openProjectDialog");
        type(m_project);
        press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(document().isOpen(), kPatience_ms);
        if (!m_window->viewport().available())
            QSKIP("no OpenGL on this display");
        awaitResults();

        // Go to a bridge, which is short enough for the middle of the map to lie on it, and close it to through traffic.
        const std::string street = "Old Bridge";
        QVERIFY(!document().city()->roads().linksNamed(street).empty());
        press(Qt::Key_F, Qt::ControlModifier);
        dialog("findDialog");
        type(QString::fromStdString(street));
        QTest::qWait(400);
        press(Qt::Key_Return);
        QTRY_VERIFY(!document().selection().links.empty());
        QVERIFY(m_window->viewport().hasFocus());
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        // The middle may lie beside it: a look around in a widening square.
        const auto found = [&] {
            press(Qt::Key_Space);
            QTest::qWait(50);
            return m_window->actions()["finishDrawing"]->isEnabled();
        };
        constexpr Qt::Key kRound[] = {Qt::Key_Right, Qt::Key_Down, Qt::Key_Left, Qt::Key_Up};
        bool drawn = found();
        for (int side = 0; side < 12 && !drawn; ++side)
            for (int step = 0; step <= side / 2 && !drawn; ++step) {
                press(kRound[side % 4]);
                QTest::qWait(50);
                drawn = found();
            }
        QVERIFY(m_window->actions()["finishDrawing"]->isEnabled());
        press(Qt::Key_Return);
        QTRY_VERIFY(document().active() != nullptr);
        QCOMPARE(document().active()->interventions.size(), std::size_t{1});
        awaitResults();

        // Select the neighbourhood that loses most: the panel by its key, its page by the tab bar's arrow keys.
        press(Qt::Key_4, Qt::ControlModifier);
        auto* pages = m_window->findChild<QTabWidget*>(QStringLiteral("winnersPages"));
        tabTo([&](const QWidget* at) { return at == pages->tabBar(); });
        for (int i = 0; i < pages->count() && pages->tabText(pages->currentIndex()) != QStringLiteral("Worst off"); ++i)
            press(Qt::Key_Right);
        QCOMPARE(pages->tabText(pages->currentIndex()), QStringLiteral("Worst off"));
        auto* worst = m_window->findChild<QTableView*>(QStringLiteral("worstTable"));
        // A filter relieves some in one way and hurts others in another: on to an indicator by which somebody loses.
        const auto* what = m_window->findChild<QComboBox*>(QStringLiteral("overlayChoice"));
        if (!worst->isVisible()) {
            tabTo([&](const QWidget* at) { return at == what; });
            for (int i = 0; i < what->count() && !worst->isVisible(); ++i)
                press(Qt::Key_Down);
        }
        NeighbourhoodId chosen;
        if (worst->isVisible()) {
            tabTo([&](const QWidget* at) { return at == worst; });
            press(Qt::Key_Down);
            press(Qt::Key_Home, Qt::ControlModifier);
            chosen = document().selection().neighbourhood;
            QVERIFY(chosen.valid());
            const Indicator shown = document().overlay().indicator;
            const double sign = indicatorInfo(shown).better == Direction::MoreIsBetter ? -1 : 1;
            const auto& scores = document().results().report->of(shown).scores;
            QCOMPARE(scores[chosen].verdict, Verdict::Worse);
            for (const Score& score : scores)
                QVERIFY(!(sign * score.change > sign * scores[chosen].change) || score.verdict != Verdict::Worse);
        } else {
            QFAIL("nobody loses by this filter: the town of this test must be another one");
        }

        // Read why.
        QTRY_VERIFY_WITH_TIMEOUT(document().explanation() != nullptr, kPatience_ms);
        press(Qt::Key_2, Qt::ControlModifier);
        auto* why = m_window->findChild<QLabel*>(QStringLiteral("whySentence"));
        QVERIFY(why->isVisible() && !why->text().isEmpty());
        auto* trace = m_window->findChild<QTreeView*>(QStringLiteral("traceTree"));
        QTRY_VERIFY_WITH_TIMEOUT(trace->model()->rowCount() > 0, kPatience_ms);
        tabTo([&](const QWidget* at) { return at == trace; });
        press(Qt::Key_Home);
        press(Qt::Key_Right);
        // Right opens a row, or goes on to the first reason of one that is open.
        const QModelIndex at = trace->currentIndex();
        QVERIFY(at.isValid() && (trace->isExpanded(at) || at.parent().isValid()));

        // Hand it out.
        const QString report = m_folder.filePath(QStringLiteral("report.pdf"));
        press(Qt::Key_E, Qt::ControlModifier);
        dialog("reportDialog");
        tabTo([](const QWidget* w) { return qobject_cast<const QLineEdit*>(w) != nullptr; });
        type(report);
        press(Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(report), kPatience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->actions()["exportReport"]->isEnabled(), kPatience_ms);
    }

    void tabLeadsRoundTheWindowAndBack()
    {
        // No trap: from the map, Tab comes back to the map.
        m_window->viewport().setFocus();
        QSet<const QWidget*> seen;
        int steps = 0;
        do {
            press(Qt::Key_Tab);
            QVERIFY(QApplication::focusWidget());
            seen.insert(QApplication::focusWidget());
        } while (++steps < 200 && !m_window->viewport().hasFocus());
        QVERIFY2(m_window->viewport().hasFocus(), qPrintable(QApplication::focusWidget()->objectName()));
        QVERIFY(seen.size() > 15);
    }

private:
    ProjectDocument& document() { return m_window->document(); }
    void awaitResults() { QTRY_COMPARE_WITH_TIMEOUT(m_window->runs().state(), AutoRun::State::Current, kPatience_ms); }

    /// To whatever has the focus; to the window if nothing has.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QWidget* at = QApplication::focusWidget();
        if (!at)
            at = QApplication::activeWindow();
        QVERIFY(at);
        QTest::keyClick(at, static_cast<Qt::Key>(key), modifiers);  // at once: the key may close what it was sent to
        QApplication::processEvents();
    }

    /// Over what stands in the field that has the focus.
    void type(const QString& words)
    {
        auto* line = qobject_cast<QLineEdit*>(QApplication::focusWidget());
        QVERIFY2(line, QApplication::focusWidget() ? qPrintable(QApplication::focusWidget()->objectName()) : "nothing has the focus");
        press(Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(line, words);
    }

    /// Waits until that dialog is in front.
    void dialog(const char* name)
    {
        QTRY_VERIFY2_WITH_TIMEOUT(QApplication::activeWindow() && QApplication::activeWindow()->objectName() == QLatin1String(name), name,
                                  10000);
    }

    template <class Reached>
    void tabTo(const Reached& reached)
    {
        for (int i = 0; i < kMostTabs && !reached(QApplication::focusWidget()); ++i)
            press(Qt::Key_Tab);
        QVERIFY2(reached(QApplication::focusWidget()),
                 QApplication::focusWidget() ? qPrintable(QApplication::focusWidget()->objectName()) : "nothing has the focus");
    }

    QTemporaryDir m_folder;
    QString m_project;
    std::unique_ptr<MainWindow> m_window;
};

int main(int argc, char** argv)
{
    QSurfaceFormat format = QSurfaceFormat::defaultFormat();
    format.setDepthBufferSize(24);
    format.setOption(QSurfaceFormat::DeprecatedFunctions);
    QSurfaceFormat::setDefaultFormat(format);
    QApplication application(argc, argv);
    TestKeyboard test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keyboard.moc"
