// What makes the window one's own: bookmarks, keys, layers, before and after in one view, the guided tour. By keys where there are any.
#include "project_window.h"

#include "app/import_dialog.h"
#include "app/shortcuts.h"
#include "gis/io/temp_folder.h"
#include "ui/dialogs/panel_help.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/panels/tools/sketch_keeper.h"
#include "ui/panels/tour.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDialog>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSlider>
#include <QTableWidget>
#include <QTextBrowser>
#include <QToolBar>
#include <QTreeWidget>
#include <QUndoStack>

using namespace isopolis;
using namespace isopolis::test;

class TestHabits : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_window = std::make_unique<ProjectWindow>(); }
    void cleanupTestCase() { m_window.reset(); }

    void viewsAreKeptByNameAndByCity()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(!w.action("bookmarks").isEnabled());
        QVERIFY(w.open());
        const MapView quay{{120.25, -40.5}, 800, 30, 50}, hill{{-300, 77}, 2500, 0, 90};
        w.map().goTo(quay);
        QTest::keyClick(&*w, Qt::Key_D, Qt::ControlModifier);
        auto* name = w.find<QLineEdit>("bookmarkName");
        QVERIFY(name && name->isVisible());
        QTest::keyClicks(name, QStringLiteral("The quay"));
        QTest::keyClick(name, Qt::Key_Return);
        auto* list = w.find<QListWidget>("bookmarkList");
        QCOMPARE(list->count(), 1);
        QTest::keyClicks(name, QStringLiteral("The quay"));  // a name of its own is found
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(list->item(1)->text(), QStringLiteral("The quay 2"));
        list->setFocus();
        QTest::keyClick(list, Qt::Key_Delete);
        QCOMPARE(list->count(), 1);
        QTest::keyClick(w.find<QWidget>("bookmarksDialog"), Qt::Key_Escape);
        w.map().goTo(hill);
        w.renew();
        QVERIFY(w.open());
        w.map().goTo(hill);
        w.action("bookmarks").trigger();
        list = w.find<QListWidget>("bookmarkList");
        QCOMPARE(list->count(), 1);
        QTest::mouseClick(w.find<QPushButton>("goToBookmark"), Qt::LeftButton);
        QVERIFY(w.map().mapView() == quay);
    }

    void twoScenariosAreMergedInOneStep()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        ProjectDocument& document = w->document();
        QVERIFY(!w.action("mergeScenarios").isEnabled());
        Intervention slow = slowedStreet(*document.city()), slower = slow, closed = slow;
        slower.name = "Walking pace";
        std::get<SetSpeedLimit>(slower.operations[0]).limit = Speed::kmh(7);
        closed.name = "Close it";
        closed.operations = {CloseRoad{std::get<SetSpeedLimit>(slow.operations[0]).where}};
        QVERIFY(document.addScenario({.name = "Mine", .interventions = {slow}}));
        QVERIFY(document.addScenario({.name = "Yours", .interventions = {slower, closed}}));
        document.activate("Mine");
        const std::vector<Scenario> before = document.scenarios();
        const int steps = document.undoStack().index();
        QVERIFY(w.action("mergeScenarios").isEnabled());
        w.action("mergeScenarios").trigger();
        auto* conflicts = w.find<QTableWidget>("mergeConflicts");
        auto* preview = w.find<QListWidget>("mergePreview");
        QVERIFY(conflicts && conflicts->isVisible());
        QCOMPARE(w.find<QComboBox>("mergeFirst")->currentText(), QStringLiteral("Mine"));
        QCOMPARE(w.find<QComboBox>("mergeSecond")->currentText(), QStringLiteral("Yours"));
        QCOMPARE(conflicts->rowCount(), 1);
        QCOMPARE(preview->count(), 2);
        auto* choice = qobject_cast<QComboBox*>(conflicts->cellWidget(0, 1));
        QVERIFY2(choice->itemText(0).contains(QStringLiteral("30")), qPrintable(choice->itemText(0)));
        QVERIFY2(choice->itemText(1).contains(QStringLiteral("Walking pace")), qPrintable(choice->itemText(1)));
        QCOMPARE(conflicts->item(0, 2)->text(), choice->itemText(1));
        QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(conflicts->item(0, 2)->text(), choice->itemText(0));
        QCOMPARE(preview->item(0)->text(), QStringLiteral("Walking pace"));
        w.find<QLineEdit>("mergeName")->setText(QStringLiteral("Ours"));
        QTest::mouseClick(w.find<QPushButton>("mergeAccept"), Qt::LeftButton);
        const Scenario* ours = document.scenario("Ours");
        QVERIFY(ours);
        QVERIFY(ours->interventions == std::vector<Intervention>({slower, closed}));
        QCOMPARE(document.undoStack().index(), steps + 1);
        document.undoStack().undo();
        QVERIFY(document.scenarios() == before);
    }

    void aScenarioGoesToAnotherProjectAsAFile()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        ProjectDocument& document = w->document();
        document.activate("base");
        QVERIFY(!w.action("exportScenario").isEnabled());
        const std::vector<Scenario> before = document.scenarios();
        const Intervention slow = slowedStreet(*document.city());
        const Point2 c = document.city()->extent().centre();
        const Intervention wall{.name = "Wall", .operations = {NoiseBarrier{"Wall", {c, c + Point2{100, 1.0 / 3}}, Length::m(4)}}};
        QVERIFY(document.addScenario({.name = "Base plan", .interventions = {slow}}));
        QVERIFY(document.addScenario({.name = "With a wall / high", .base = "Base plan", .interventions = {wall}, .seed = 7}));
        w.action("exportScenario").trigger();
        auto* dialog = w.find<QDialog>("scenarioFileDialog");
        QVERIFY(dialog && dialog->isVisible());
        auto* path = dialog->findChild<QLineEdit*>(QStringLiteral("path"));
        QVERIFY2(path->text().endsWith(QStringLiteral("/With a wall high.scenario.json")), qPrintable(path->text()));
        path->setText(w.path("whole"));  // the ending is added
        dialog->accept();
        QVERIFY(QFile::exists(w.path("whole.scenario.json")));
        w->exportScenario("With a wall / high", false, w.path("part.scenario.json"));
        const Expected<Scenario> flat = flattened(*document.active(), document.scenarios());
        // Here the name is taken, so the copy gets another; dropped on the window, as on the menu.
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(w.path("whole.scenario.json"))});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*w, &enter);
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        w.dialogs().told.clear();
        QCoreApplication::sendEvent(&*w, &drop);
        QTRY_VERIFY2(document.scenario("With a wall / high 2"), qPrintable(w.dialogs().told.join(QLatin1Char('\n'))));
        const Scenario whole = *document.scenario("With a wall / high 2");
        QVERIFY(whole.base.empty());
        QVERIFY(whole.interventions == flat->interventions);  // to the last bit
        QCOMPARE(whole.seed, std::uint64_t{7});
        QCOMPARE(hashScenario(whole), hashScenario(*flat));
        while (document.undoStack().canUndo())
            document.undoStack().undo();
        // What stands on a base that is not here is refused in words, and so is what is no scenario.
        w.dialogs().told.clear();
        w->importScenario(w.path("part.scenario.json"));
        QTRY_COMPARE(w.dialogs().told.size(), 1);
        QVERIFY2(w.dialogs().told[0].contains(QStringLiteral("Base plan")), qPrintable(w.dialogs().told[0]));
        w->importScenario(w.path("settings.ini"));
        QTRY_COMPARE(w.dialogs().told.size(), 2);
        w->importScenario(w.path("nothing.scenario.json"));
        QTRY_COMPARE(w.dialogs().told.size(), 3);
        QVERIFY(document.scenarios() == before);
        w.dialogs().told.clear();
    }

    /// Each tool of the menu is on the tool bar too, there or behind "More tools", with a picture of its own.
    void everyToolIsAtHand()
    {
        ProjectWindow& w = *m_window;
        const QList<QAction*> atHand = w.find<QMenu>("moreToolsMenu")->actions() + w.find<QToolBar>("mainToolBar")->actions();
        int tools = 0;
        for (QAction* action : w.find<QMenu>("schemeMenu")->actions()) {
            const QString name = action->objectName();
            if (!name.startsWith(QStringLiteral("draw")) && name != QStringLiteral("removeBuilding") && name != QStringLiteral("moveStop"))
                continue;
            ++tools;
            QVERIFY2(atHand.contains(action), qPrintable(name));
            QVERIFY2(!action->icon().isNull(), qPrintable(name));
        }
        QVERIFY(tools >= 16);
    }

    void theGuideBeginsWithWhereOneIs()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        QSet<QString> titles;
        for (const QDockWidget* dock : w->findChildren<QDockWidget*>()) {
            const PanelHelp help = helpOn(dock->widget());
            QVERIFY2(!help.words.isEmpty(), qPrintable(dock->objectName()));
            titles.insert(help.title);
        }
        QCOMPARE(titles.size(), w->findChildren<QDockWidget*>().size());
        QVERIFY(helpOn(w.find<QComboBox>("overlayChoice")).title != helpOn(&w.map()).title);
        QVERIFY(helpOn(nullptr).title.isEmpty());
        w->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&*w));
        w.find<QWidget>("scenarioTree")->setFocus();
        QtDialogs().showGuide(&*w);
        auto* guide = w.find<QDialog>("guideDialog");
        const QString words = guide->findChild<QTextBrowser*>()->toPlainText();
        QVERIFY2(words.startsWith(helpOn(w.find<QWidget>("scenarioTree")).title), qPrintable(words.left(80)));
        guide->close();
    }

    void aShapeHalfDrawnComesBack()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        const QString kept = SketchKeeper::fileOf(w.path("sample.gpkg"));
        const Polyline corners{{10.25, 20}, {300, 20}, {300, 200}};
        const auto click = [&](Point2 at) { Q_EMIT w.map().clicked(Pick{.ground = at, .onGround = true}, Qt::NoModifier); };
        w.action("drawZone").trigger();
        QVERIFY(!QFile::exists(kept));
        for (const Point2 corner : corners)
            click(corner);
        QVERIFY(QFile::exists(kept));
        w.renew();
        QVERIFY(w.open());
        QTRY_COMPARE(w.map().draft().line, corners);
        QVERIFY(w.map().draft().closed);
        // Taken back to nothing, it is gone; so it is when it is given up.
        for (std::size_t i = 0; i < corners.size(); ++i)
            w.action("takeBack").trigger();
        QVERIFY(!QFile::exists(kept));
        click(corners[0]);
        QVERIFY(QFile::exists(kept));
        w.action("cancelDrawing").trigger();
        QVERIFY(!QFile::exists(kept));
        // A street that the city does not know is left out, a file of something else is not read.
        QFile file(kept);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const std::string way = w->document().city()->roads().ways()[RoadWayId(0)].externalId;
        file.write(sketchText({.kind = DrawKind::Filter, .targets = {{.target = way}, {.target = "way/none"}}}));
        file.close();
        w.renew();
        QVERIFY(w.open());
        QTRY_VERIFY(!w.map().draft().links.empty());
        QVERIFY(w.map().draft().links == w->document().city()->roads().linksOf(way));
        w.action("cancelDrawing").trigger();
        QVERIFY(!readSketch("{}") && !readSketch("no JSON") && !readSketch("{\"kind\": \"zone\", \"points_m\": [[1]]}"));
    }

    void keysAreChangedAndNeverHeldByTwo()
    {
        ProjectWindow& w = *m_window;
        Shortcuts& keys = w->shortcuts();
        // As delivered no two commands listen to the same keys.
        for (const QAction* action : keys.actions())
            for (const QKeySequence& sequence : action->shortcuts())
                QVERIFY2(!keys.holder(sequence, action), qPrintable(action->objectName() + QLatin1Char(' ') + sequence.toString()));
        w.action("keys").trigger();
        auto* list = w.find<QTreeWidget>("shortcutList");
        auto* field = w.find<QKeySequenceEdit>("shortcutKeys");
        auto* told = w.find<QLabel>("shortcutTold");
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->topLevelItemCount(), static_cast<int>(keys.actions().size()));
        w.find<QLineEdit>("shortcutSearch")->setText(QStringLiteral("whole city"));
        int shown = 0;
        for (int i = 0; i < list->topLevelItemCount(); ++i)
            if (!list->topLevelItem(i)->isHidden()) {
                ++shown;
                list->setCurrentItem(list->topLevelItem(i));
            }
        QCOMPARE(shown, 1);
        field->setKeySequence(QKeySequence(QStringLiteral("Ctrl+F")));
        QVERIFY2(told->text().contains(QStringLiteral("Find a place")), qPrintable(told->text()));
        QTest::mouseClick(w.find<QPushButton>("setShortcut"), Qt::LeftButton);
        QVERIFY(w.action("showAll").shortcut() == QKeySequence(QStringLiteral("Ctrl+F")));
        QVERIFY(w.action("findPlace").shortcut().isEmpty());
        QVERIFY(w.action("showAll").toolTip().isEmpty() || !w.action("findPlace").toolTip().contains(QStringLiteral("Ctrl+F")));
        QTest::keyClick(w.find<QWidget>("shortcutsDialog"), Qt::Key_Escape);
        w.renew();
        QVERIFY(w.action("showAll").shortcut() == QKeySequence(QStringLiteral("Ctrl+F")));
        QVERIFY(w.action("findPlace").shortcut().isEmpty());
        w->shortcuts().resetAll();
        QVERIFY(w.action("findPlace").shortcut() == QKeySequence(QKeySequence::Find));
        w.renew();
        QVERIFY(w.action("showAll").shortcut() == QKeySequence(QStringLiteral("Ctrl+0")));
    }

    void layersHoldWhatTheWindowShows()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        QVERIFY(w->document().addIntervention(slowedStreet(*w->document().city())));
        QVERIFY(w.awaitResults());
        const City& city = *w->document().city();
        w.action("exportLayer").trigger();
        auto* path = w.find<QLineEdit>("path");
        QVERIFY(path && path->isVisible());
        QVERIFY2(path->text().endsWith(QStringLiteral(".gpkg")), qPrintable(path->text()));
        w.find<QComboBox>("format")->setCurrentIndex(1);
        QVERIFY2(path->text().endsWith(QStringLiteral("-layer.geojson")), qPrintable(path->text()));
        path->setText(w.path("areas.geojson"));
        QTest::mouseClick(w.find<QPushButton>("accept"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(w.path("areas.geojson")) && w.action("exportLayer").isEnabled(), 30000);
        QFile areas(w.path("areas.geojson"));
        QVERIFY(areas.open(QIODevice::ReadOnly));
        const QJsonArray features = QJsonDocument::fromJson(areas.readAll()).object()[QStringLiteral("features")].toArray();
        QCOMPARE(static_cast<std::size_t>(features.size()), city.neighbourhoods().size());
        const QJsonObject values = features[0].toObject()[QStringLiteral("properties")].toObject();
        const Score& score = w->document().results().report->of(Indicator::No2).scores[NeighbourhoodId(0)];
        QCOMPARE(values[QStringLiteral("name")].toString().toStdString(), city.neighbourhoods()[NeighbourhoodId(0)].name);
        QVERIFY(std::abs(values[QStringLiteral("no2_ug_m3_before")].toDouble() - score.before) < 1e-9 * std::abs(score.before));
        QVERIFY(std::abs(values[QStringLiteral("no2_ug_m3_change")].toDouble() - score.change) < 1e-9 + 1e-9 * std::abs(score.change));
        w->exportLayerTo(1, w.path("streets.csv"));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(w.path("streets.csv")) && w.action("exportLayer").isEnabled(), 30000);
        QFile streets(w.path("streets.csv"));
        QVERIFY(streets.open(QIODevice::ReadOnly));
        QVERIFY(streets.readLine().startsWith("id,name,class,scenario,length_m,capacity_veh_h,flow_veh_h_before,flow_veh_h_after,"));
        int rows = 0;
        while (!streets.readLine().isEmpty())
            ++rows;
        QVERIFY(rows > 20);
        w->exportLayerTo(0, w.path("no/such/folder.csv"));
        QTRY_COMPARE_WITH_TIMEOUT(w.dialogs().told.size(), 1, 30000);
        QVERIFY2(w.dialogs().told.front().contains(QStringLiteral("no/such")), qPrintable(w.dialogs().told.front()));
        w.dialogs().told.clear();
    }

    void beforeAndAfterShareOneView()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        QVERIFY(w->document().active());
        QVERIFY(!w.map().left());
        OverlayChoice choice = w->document().overlay();
        choice.kind = OverlayKind::Indicator;
        choice.moment = Moment::Change;
        w->document().setOverlay(choice);
        const Overlay change = w.map().overlay();
        w.action("divideMap").trigger();
        QVERIFY(w.map().left());
        QVERIFY(!(w.map().overlay().key == change.key));
        QVERIFY(!(w.map().left()->overlay.key == w.map().overlay().key));
        // One legend holds for both sides.
        QVERIFY(w.map().left()->overlay.legend.classes.size() == w.map().overlay().legend.classes.size());
        QVERIFY(w.map().left()->applied.get() == &w->document().results().before->applied);
        choice.kind = OverlayKind::TrafficChange;
        w->document().setOverlay(choice);
        QVERIFY(!w.map().left()->overlay.links.empty());
        // The city as it is has no two sides.
        w->document().activate(std::string(kBaseScenarioName));
        QVERIFY(!w.map().left());
        w.action("divideMap").setChecked(false);
        choice.kind = OverlayKind::Indicator;
        w->document().setOverlay(choice);
        QVERIFY(!w.map().left());
    }

    void twoMapsSideBySideAreAChoiceThatIsKept()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        w.action("cancelDrawing").trigger();
        ProjectDocument& document = w->document();
        QVERIFY(document.addScenario({.name = "Bridge", .interventions = {slowedStreet(*document.city())}}));
        document.activate("Bridge");
        QVERIFY(w.awaitResults());
        OverlayChoice choice = document.overlay();
        choice.kind = OverlayKind::Indicator;
        document.setOverlay(choice);
        QVERIFY(!w.map().left());
        QTRY_VERIFY_WITH_TIMEOUT(w.action("mapsBeside").isEnabled(), ProjectWindow::kPatience_ms);
        QCOMPARE(w.action("mapsBeside").shortcut(), QKeySequence(QStringLiteral("Ctrl+Alt+D")));
        w.action("mapsBeside").trigger();
        QVERIFY(w.action("mapsBeside").isChecked());
        QVERIFY(w.map().left() && w.map().left()->how == Divided::SideBySide);
        QCOMPARE(w.map().left()->title, QStringLiteral("Before: today"));
        QCOMPARE(w.map().left()->rightTitle, QStringLiteral("With: Bridge"));
        // Instead of the divider, and the other way round.
        w.action("divideMap").trigger();
        QVERIFY(!w.action("mapsBeside").isChecked());
        QVERIFY(w.map().left()->how == Divided::Swipe);
        w.action("mapsBeside").trigger();
        QVERIFY(!w.action("divideMap").isChecked());
        QVERIFY(w.map().left()->how == Divided::SideBySide);
        // Another scenario on the left.
        QVERIFY(document.addScenario({.name = "Tunnel"}));
        document.activate("Bridge");
        document.compareWith("Tunnel");
        QVERIFY(w.awaitResults());
        QTRY_VERIFY_WITH_TIMEOUT(w.map().left() && w.map().left()->title == QStringLiteral("Compared with: Tunnel"),
                                 ProjectWindow::kPatience_ms);
        // Clicks on the left choose, but do not draw.
        const Pick place = w.map().pickOf(NeighbourhoodId(0));
        Q_EMIT w.map().leftClicked(place, Qt::NoModifier);
        QCOMPARE(document.selection().neighbourhood, NeighbourhoodId(0));
        document.select({});
        w.action("drawZone").trigger();
        Q_EMIT w.map().leftClicked(place, Qt::NoModifier);
        Q_EMIT w.map().leftDoubleClicked(place);
        QVERIFY(w.map().draft().line.empty());
        QVERIFY(!document.selection().neighbourhood.valid());
        Q_EMIT w.map().clicked(place, Qt::NoModifier);
        QVERIFY(!w.map().draft().line.empty());
        w.action("cancelDrawing").trigger();
        // Lines of public transport: each side its own.
        choice.kind = OverlayKind::Transit;
        document.setOverlay(choice);
        QCOMPARE(w.map().left()->overlay.key, w.map().overlay().key);
        choice.kind = OverlayKind::Indicator;
        document.setOverlay(choice);
        w.renew();
        QVERIFY(w.action("mapsBeside").isChecked() && !w.action("divideMap").isChecked());
        QVERIFY(w.open());
        w->document().activate("Bridge");
        QTRY_VERIFY_WITH_TIMEOUT(w.map().left() && w.map().left()->how == Divided::SideBySide, ProjectWindow::kPatience_ms);
        w.action("mapsBeside").setChecked(false);
        QVERIFY(!w.map().left());
    }

    void theSunOfAnHourLightsTheTwin()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        w.action("sun").trigger();
        auto* time = w.find<QSlider>("sunTime");
        auto* words = w.find<QLabel>("sunWords");
        w.find<QDateEdit>("sunDate")->setDate({2026, 6, 21});
        time->setValue(0);
        double highest = 0;
        for (; time->value() < time->maximum(); QTest::keyClick(time, Qt::Key_PageUp)) {
            QTest::qWait(120);
            highest = std::max(highest, w.map().sun().height_deg);
        }
        // At noon of midsummer: 90° − latitude + 23.4°, within the quarter of an hour that the steps may miss it by.
        const double latitude = w->document().city()->frame().latitude;
        QVERIFY2(std::abs(highest - (90 - latitude + 23.44)) < 1.5, qPrintable(QString::number(highest)));
        QVERIFY(!words->text().isEmpty());
        QTest::mouseClick(w.find<QPushButton>("sunStandard"), Qt::LeftButton);
        QVERIFY(w.map().sun() == kStandardSun);
    }

    void aCityIsBuiltFromDroppedFiles()
    {
        ProjectWindow& w = *m_window;
        const TempFolder files;
        OsmText osm;
        for (int row = 0; row < 4; ++row)
            for (int column = 0; column < 4; ++column)
                osm.node(1 + 4 * row + column, 3 * column, 3 * row);
        for (int i = 0; i < 4; ++i)
            osm.way(100 + i, {1 + 4 * i, 2 + 4 * i, 3 + 4 * i, 4 + 4 * i}, tag("highway", "residential") + tag("name", "Row"));
        for (int i = 0; i < 4; ++i)
            osm.way(200 + i, {1 + i, 5 + i, 9 + i, 13 + i}, tag("highway", "secondary"));
        osm.way(300, {1, 2, 6, 5, 1}, tag("building", "yes"));  // the squares of the draft need houses
        osm.way(301, {11, 12, 16, 15, 11}, tag("building", "yes"));
        QMimeData dropped;
        dropped.setUrls({QUrl::fromLocalFile(QString::fromStdString(files.write("old-town.osm", osm.xml()).string())),
                         QUrl::fromLocalFile(QString::fromStdString(files.write("nonsense.xyz", "no map").string()))});
        QDragEnterEvent enter(QPoint(100, 100), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*w, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(100, 100), Qt::CopyAction, &dropped, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&*w, &drop);
        auto* dialog = w.find<ImportDialog>("importDialog");
        QVERIFY(dialog && dialog->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(!dialog->looking(), 30000);
        QVERIFY2(w.find<QListWidget>("importFiles")->count() == 1,
                 qPrintable(w.find<QLabel>("importTold")->text()));  // the other file is told and left out
        QCOMPARE(w.find<QLineEdit>("importName")->text(), QStringLiteral("Old town"));
        auto* build = w.find<QPushButton>("importBuild");
        QVERIFY(build->isEnabled());
        w.find<QLineEdit>("importLicence")->clear();
        QVERIFY(!build->isEnabled());
        QVERIFY2(w.find<QLabel>("importTold")->text().contains(QStringLiteral("licence")),
                 qPrintable(w.find<QLabel>("importTold")->text()));
        w.find<QLineEdit>("importLicence")->setText(QStringLiteral("ODbL 1.0"));
        QTest::mouseClick(build, Qt::LeftButton);
        QVERIFY(QFile::exists(w.path("old-town.city.json")));
        for (int waited = 0; waited < 300 && !w->document().isOpen() && w.dialogs().told.isEmpty(); ++waited)
            QTest::qWait(100);
        QVERIFY2(w->document().isOpen() && w->document().city()->name() == "Old town",
                 qPrintable(w.dialogs().told.join(QLatin1Char('\n'))));
        QVERIFY2(w.dialogs().told.isEmpty(), qPrintable(w.dialogs().told.join(QLatin1Char('\n'))));
        QVERIFY(w->document().city()->roads().links().size() > 20);
        QVERIFY(QFile::exists(w.path("old-town.gpkg")));
    }

    void theTourGoesThroughTheJobAndGivesTheFocusBack()
    {
        ProjectWindow& w = *m_window;
        QVERIFY(w.open());
        w->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&*w));
        w.map().setFocus();
        w.action("tour").trigger();
        auto* tour = w.find<Tour>("tour");
        auto* next = w.find<QPushButton>("tourNext");
        QVERIFY(tour && tour->isVisible());
        QTRY_VERIFY(next->hasFocus());
        QSet<QString> titles;
        for (int step = 0; step < 5; ++step) {
            QCOMPARE(tour->step(), step);
            titles.insert(w.find<QLabel>("tourTitle")->text());
            QVERIFY(w->rect().contains(tour->geometry()));
            QVERIFY(tour->accessibleName().contains(QString::number(step + 1)));
            if (step == 4)  // its last word is another one
                QVERIFY(next->width() >= next->fontMetrics().horizontalAdvance(next->text()) + 8);
            QTest::keyClick(next, step % 2 == 0 ? Qt::Key_Space : Qt::Key_Return);
        }
        QCOMPARE(titles.size(), qsizetype(5));
        QVERIFY(!tour->isVisible());
        QVERIFY(w.map().hasFocus());
        w.action("tour").trigger();
        QTest::keyClick(next, Qt::Key_Escape);
        QVERIFY(!tour->isVisible());
    }

private:
    std::unique_ptr<ProjectWindow> m_window;
};

QTEST_MAIN(TestHabits)
#include "tst_habits.moc"
