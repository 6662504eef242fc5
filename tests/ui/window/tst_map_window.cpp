// The map in a window of its own on a second screen, and back: by command, by key, by closing it, and when its screen is taken away.
#include "project_window.h"

#include "app/map_place.h"

#include <QAccessible>
#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScreen>
#include <QSettings>
#include <QStatusBar>

using namespace isopolis;
using namespace isopolis::test;

class TestMapWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(QGuiApplication::screens().size(), 2);
        m_window = std::make_unique<ProjectWindow>();
        QVERIFY(m_window->open());
        (*m_window)->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&**m_window));
    }
    void cleanupTestCase() { m_window.reset(); }

    void itGoesToTheOtherScreenAndComesBack()
    {
        ProjectWindow& w = *m_window;
        MapPlace& place = w->mapPlace();
        QVERIFY(!place.away() && w->isAncestorOf(&w.map()));
        w.map().setFocus();
        QTest::keyClick(&*w, Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(place.away());
        QWidget& own = *place.ownWindow();
        QVERIFY(own.isWindow() && own.isVisible() && own.isAncestorOf(&w.map()) && w.map().isVisible());
        QCOMPARE(own.screen(), other());
        QVERIFY2(other()->geometry().contains(own.geometry().center()), "its middle is on the other screen");
        // The bar of the map goes along, the panels stay.
        QVERIFY(own.findChild<QWidget*>("overlayChoice") && !w.find<QWidget>("overlayChoice"));
        QVERIFY(w.find<QWidget>("scenarioDock")->isVisible());
        QCOMPARE(QAccessible::queryAccessibleInterface(&own)->text(QAccessible::Name), QStringLiteral("Map"));
        QVERIFY(own.windowTitle().contains(QString::fromStdString(w->document().city()->name())));
        auto* back = w.find<QPushButton>("bringMapBack");
        QVERIFY(back->isVisible() && back->hasFocus() && !back->accessibleName().isEmpty());
        QVERIFY(w.find<QLabel>("mapGone")->text().contains(QStringLiteral("own window")));
        QTest::keyClick(back, Qt::Key_Space);
        QVERIFY(!place.away() && w->isAncestorOf(&w.map()) && w.map().isVisible() && w.map().hasFocus());
        QVERIFY(!w.action("mapWindow").isChecked());
        QVERIFY(w.find<QWidget>("overlayChoice")->isVisible());
    }

    void closingItBringsTheMapBack()
    {
        ProjectWindow& w = *m_window;
        w.action("mapWindow").trigger();
        QPointer<QWidget> own = w->mapPlace().ownWindow();
        QVERIFY(!own->close());  // it is not closed: the map leaves it
        QVERIFY(!w->mapPlace().away() && w.map().isVisible());
        QTRY_VERIFY(!own);
        QVERIFY(w->isVisible());
    }

    void keysOfTheMainWindowWorkInIt()
    {
        ProjectWindow& w = *m_window;
        w.action("mapWindow").trigger();
        QWidget& own = *w->mapPlace().ownWindow();
        own.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&own));
        const bool flat = w.map().mapMode();
        QTest::keyClick(&own, Qt::Key_M, Qt::ControlModifier);
        QVERIFY(w.map().mapMode() != flat);
        QTest::keyClick(&own, Qt::Key_M, Qt::ControlModifier);
        QTest::keyClick(&own, Qt::Key_1, Qt::ControlModifier);  // a panel: the main window comes to the front
        QTRY_COMPARE(QApplication::activeWindow(), &*w);
        QTest::keyClick(&*w, Qt::Key_F6);
        QTRY_COMPARE(QApplication::activeWindow(), &own);
        QVERIFY(w.map().hasFocus());
        w.action("mapWindow").trigger();
        QVERIFY(!w->mapPlace().away());
    }

    void itFillsTheScreenUntilEscape()
    {
        ProjectWindow& w = *m_window;
        w->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&*w));
        QTest::keyClick(&*w, Qt::Key_F11);
        MapPlace& place = w->mapPlace();
        QVERIFY(place.away() && place.fullScreen());
        QWidget& own = *place.ownWindow();
        QTRY_COMPARE(own.geometry(), other()->geometry());
        own.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&own));
        // Escape is for the shape that is drawn first.
        w.action("drawZone").trigger();
        QTest::keyClick(&own, Qt::Key_Escape);
        QVERIFY(place.fullScreen());
        QVERIFY(!w.action("cancelDrawing").isEnabled());
        QTest::keyClick(&own, Qt::Key_Escape);
        QVERIFY(place.away() && !place.fullScreen());
        QVERIFY(!w.action("mapFullScreen").isChecked());
        own.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&own));
        QTest::keyClick(&own, Qt::Key_F11);
        QVERIFY(place.fullScreen());
        QTest::keyClick(&own, Qt::Key_F11);
        QVERIFY(place.away() && !place.fullScreen());
        w.action("mapWindow").trigger();
    }

    void aScreenIsChosenFromTheMenu()
    {
        ProjectWindow& w = *m_window;
        auto* menu = w.find<QMenu>("mapScreensMenu");
        QVERIFY(menu->menuAction()->isVisible());
        QCOMPARE(menu->actions().size(), qsizetype(2));
        for (QScreen* screen : QGuiApplication::screens()) {
            menu->actions()[QGuiApplication::screens().indexOf(screen)]->trigger();
            QVERIFY(w->mapPlace().away());
            QCOMPARE(w->mapPlace().ownWindow()->screen(), screen);
            QVERIFY(menu->actions()[QGuiApplication::screens().indexOf(screen)]->isChecked());
        }
        QScreen* before = w->mapPlace().ownWindow()->screen();
        w.action("mapNextScreen").trigger();
        QVERIFY(w->mapPlace().ownWindow()->screen() != before);
        w.action("mapWindow").trigger();
    }

    void theMapComesBackWhenItsScreenGoes()
    {
        ProjectWindow& w = *m_window;
        w.action("mapWindow").trigger();
        Q_EMIT qGuiApp->screenRemoved(w->screen());  // another screen: nothing happens
        QVERIFY(w->mapPlace().away());
        Q_EMIT qGuiApp->screenRemoved(other());
        QVERIFY(!w->mapPlace().away() && w.map().isVisible());
        QVERIFY2(w->statusBar()->currentMessage().contains(QStringLiteral("back")), qPrintable(w->statusBar()->currentMessage()));
        // It is remembered that the map was there: with the projector plugged in again, it goes there at the next start.
        w.renew();
        QVERIFY(w->mapPlace().away());
        QVERIFY(!w->mapPlace().ownWindow()->isVisible());  // not before there is a map
        QVERIFY(w.open());
        QVERIFY(w->mapPlace().ownWindow()->isVisible());
        w->closeProject();
        QVERIFY(!w->mapPlace().ownWindow()->isVisible());
        QVERIFY(w.open());
        w.action("mapWindow").trigger();
    }

    void itIsRememberedWhileThatScreenIsThere()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        w.action("mapFullScreen").trigger();
        w.renew();
        QVERIFY(w->mapPlace().away() && w->mapPlace().fullScreen());
        QCOMPARE(w->mapPlace().ownWindow()->screen(), other());
        QVERIFY(w.action("mapWindow").isChecked() && w.action("mapFullScreen").isChecked());
        w->close();
        QSettings(w.path("settings.ini"), QSettings::IniFormat).setValue(QStringLiteral("map/screen"), QStringLiteral("no such screen"));
        const QString kept = w.path("kept.ini");
        QVERIFY(QFile::copy(w.path("settings.ini"), kept));
        {
            MapPlace place(new QWidget, nullptr);
            place.restore(QSettings(kept, QSettings::IniFormat));
            QVERIFY(!place.away());
            QSettings again(w.path("again.ini"), QSettings::IniFormat);
            place.save(again);
            QVERIFY(again.value(QStringLiteral("map/ownWindow")).toBool());
            place.bringBack();  // by hand: it shall stay
            place.save(again);
            QVERIFY(!again.value(QStringLiteral("map/ownWindow")).toBool());
        }
    }

private:
    /// The screen on which the main window is not.
    QScreen* other() const
    {
        for (QScreen* screen : QGuiApplication::screens())
            if (screen != (*m_window)->screen())
                return screen;
        return nullptr;
    }
    std::unique_ptr<ProjectWindow> m_window;
};

int main(int argc, char** argv)
{
    // Two screens beside each other.
    QTemporaryDir folder;
    QFile screens(folder.filePath(QStringLiteral("screens.json")));
    if (!screens.open(QIODevice::WriteOnly))
        return 1;
    screens.write(R"({"screens": [{"name": "laptop", "x": 0, "y": 0, "width": 1600, "height": 1000},
                                  {"name": "projector", "x": 1600, "y": 0, "width": 1280, "height": 720}]})");
    screens.close();
    qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + screens.fileName().toUtf8());
    QApplication application(argc, argv);
    TestMapWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_map_window.moc"
