// What the map is asked about a place, in the panels that answer: reach on foot, lines and departures.
#include "ui/document/small_town.h"
#include "ui/panels/panel_tools.h"

#include "simulation/run/model_chain.h"
#include "ui/dialogs/intervention_dialog.h"
#include "ui/dialogs/model_cards_dialog.h"
#include "ui/jobs/level_finder.h"
#include "ui/jobs/place_finder.h"
#include "ui/jobs/reach_finder.h"
#include "ui/panels/overlay_bar.h"
#include "ui/panels/place_page.h"
#include "ui/panels/reach_panel.h"
#include "ui/panels/transit_panel.h"
#include "ui/panels/users_section.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QTest>
#include <QTextBrowser>
#include <QTimeEdit>
#include <QUndoStack>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// The small town with a bus from A over B to C, every 20 minutes from six to ten.
void openTownWithBus(ProjectDocument& document)
{
    MiniCity mini = smallTownPlan();
    for (const char* name : {"A", "B", "C"})
        mini.data.transit.stops.push({.externalId = std::string("mini:stop/") + name,
                                      .name = std::string("Stop ") + name,
                                      .at = mini.data.nodes[mini.nodeId(name)].at});
    TransitLine bus{.externalId = "mini:line/1", .name = "1", .mode = "bus", .geometry = {}, .patterns = {}};
    std::vector<int> starts;
    for (int t = 6 * 3600; t < 10 * 3600; t += 1200)
        starts.push_back(t);
    bus.patterns.push_back({{StopId(0), StopId(1), StopId(2)}, {0, 180, 360}, {0, 180, 360}, starts});
    mini.data.transit.lines.push(bus);
    for (const char* link : {"A>B", "B>A"})
        mini.data.links[mini.link(link)].lanes = 2;
    // Two houses of one use in Aville.
    for (const double side : {10.0, 20.0})
        mini.data.buildings.push({.externalId = "mini:building/" + std::to_string(static_cast<int>(side)),
                                  .footprint = {Polygon{.outer = {{side, 30}, {2 * side, 30}, {2 * side, 30 + side}, {side, 30 + side}}}},
                                  .height_m = 10,
                                  .use = BuildingUse::Residential});
    document.open({mini.make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), QStringLiteral("town.gpkg"), {}});
}

}  // namespace

class TestMapQuestions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlaceFromTheListIsAnsweredOnTheMapAndInTheTable()
    {
        ProjectDocument document;
        ReachFinder finder(document, JobRunner::Mode::Inline);
        ReachPanel panel(document, finder);
        openSmallTown(document);
        QVERIFY(find<QTableView>(panel, "reachTable")->isHidden());
        calculate(document);
        auto* place = find<QComboBox>(panel, "reachPlace");
        const int row = place->findText(QStringLiteral("Aville"));
        QVERIFY(row > 0);
        place->setCurrentIndex(row);
        Q_EMIT place->activated(row);
        QCOMPARE(document.overlay().kind, OverlayKind::Reach);
        QVERIFY(document.reach() && document.reach()->failure.empty());
        // Of Aville's own people all, of Bville (1,200 m, a quarter of an hour) nobody within ten minutes.
        const auto& rings = document.reach()->after;
        QCOMPARE(rings.size(), kReachMinutes.size());
        QCOMPARE(rings[1].people, 3000.0);
        for (std::size_t i = 1; i < rings.size(); ++i)
            QVERIFY(rings[i].people >= rings[i - 1].people);
        QVERIFY(rings.back().people >= 3000 + 2000);
        const auto* table = find<QTableView>(panel, "reachTable");
        QVERIFY(!table->isHidden());
        QCOMPARE(cell(*table, 1, 0), formatValue(10, Unit::Minute, 0));
        QCOMPARE(cell(*table, 1, 1), formatPeople(3000));
    }
    void anotherMeansOfTravelAndAnotherSchemeAskAnew()
    {
        ProjectDocument document;
        ReachFinder finder(document, JobRunner::Mode::Inline);
        ReachPanel panel(document, finder);
        openSmallTown(document);
        calculate(document);
        find<QComboBox>(panel, "reachPlace")->setCurrentIndex(find<QComboBox>(panel, "reachPlace")->findText(QStringLiteral("Aville")));
        Q_EMIT find<QComboBox>(panel, "reachPlace")->activated(1);
        const double onFoot = document.reach()->after[2].people;
        find<QRadioButton>(panel, "reachCar")->click();
        QCOMPARE(document.reach()->question.mode, ReachMode::Car);
        QVERIFY(document.reach()->after[2].people > onFoot);
        const ReachAnswerPtr old = document.reach();
        QVERIFY(document.addIntervention(slowMain()).has_value());
        calculate(document);
        QVERIFY(document.reach() != old);
    }
    void aPlaceFarFromEveryStreetIsAnsweredWithASentence()
    {
        ProjectDocument document;
        ReachFinder finder(document, JobRunner::Mode::Inline);
        ReachPanel panel(document, finder);
        openSmallTown(document);
        calculate(document);
        document.setOverlay({.kind = OverlayKind::Reach, .moment = Moment::After});
        document.askReach({ReachMode::Walk, Point2{90000, 90000}});
        QVERIFY(document.reach() && !document.reach()->failure.empty());
        QVERIFY(find<QTableView>(panel, "reachTable")->isHidden());
        QVERIFY(find<QLabel>(panel, "reachWords")->text().size() > 20);
        document.askReach({ReachMode::Transit, Point2{0, 0}});
        QVERIFY(find<QLabel>(panel, "reachWords")->text().contains(QStringLiteral("timetable")));
    }
    void whoUsesAStreetIsAskedOfTheRoutes()
    {
        ProjectDocument document;
        StreetUsersFinder finder(document, JobRunner::Mode::Inline);
        UsersSection section(document, finder);
        openSmallTown(document);
        calculate(document);
        auto* ask = find<QPushButton>(section, "askUsers");
        QVERIFY(!ask->isEnabled());
        const std::vector<LinkId> main = document.city()->roads().linksOf("mini:way/A-B");
        QVERIFY(!main.empty());
        document.select({.links = {main.front()}});
        QVERIFY(ask->isEnabled());
        ask->click();
        const StreetUsersPtr users = document.streetUsers();
        QVERIFY(users && users->failure.empty());
        const double flow = document.results().after->traffic.flow_veh_h[main.front()];
        QVERIFY(flow > 1);
        QVERIFY(std::abs(users->after.total_veh_h - flow) < 1e-2 * flow);
        // The map draws where these trips come from and go to; on the street itself they are all of its traffic.
        QVERIFY(std::abs(users->after.flow_veh_h[main.front()] - users->after.total_veh_h) < 1e-6 * flow);
        const auto* table = find<QTableView>(section, "usersTable");
        QVERIFY(!table->isHidden());
        QVERIFY(cell(*table, 0, 0).contains(QStringLiteral("Aville")));
        QVERIFY(find<QLabel>(section, "usersWords")->text().contains(QStringLiteral("income fifth")));
        find<QPushButton>(section, "usersOnMap")->click();
        QCOMPARE(document.overlay().kind, OverlayKind::StreetUsers);
        // Another street is another question; without one there is nothing to ask.
        document.select({});
        QVERIFY(!document.streetUsers());
        QVERIFY(!ask->isEnabled());
    }
    void linesAndDeparturesAreTables()
    {
        ProjectDocument document;
        TransitPanel panel(document, JobRunner::Mode::Inline);
        openTownWithBus(document);
        const auto* lines = find<QTableView>(panel, "transitLines");
        QCOMPARE(lines->model()->rowCount(), 1);
        QCOMPARE(cell(*lines, 0, 1), QStringLiteral("Bus"));
        QCOMPARE(cell(*lines, 0, 3), QStringLiteral("12"));
        QCOMPARE(cell(*lines, 0, 4), QStringLiteral("3.0"));
        QCOMPARE(cell(*lines, 0, 5), QStringLiteral("06:00"));
        document.select({.stop = StopId(1)});
        QCOMPARE(find<QComboBox>(panel, "transitStop")->currentText(), QStringLiteral("Stop B"));
        const auto* departures = find<QTableView>(panel, "transitDepartures");
        QCOMPARE(departures->model()->rowCount(), 6);
        QCOMPARE(cell(*departures, 0, 0), QStringLiteral("08:03"));
        QCOMPARE(cell(*departures, 0, 2), QStringLiteral("Stop C"));
        find<QTimeEdit>(panel, "transitFrom")->setTime(QTime(9, 0));
        QCOMPARE(departures->model()->rowCount(), 3);
    }
    void aCityWithoutTimetableSaysThatNothingIsKnown()
    {
        ProjectDocument document;
        TransitPanel panel(document, JobRunner::Mode::Inline);
        openSmallTown(document);
        QVERIFY(find<QLabel>(panel, "transitWords")->text().contains(QStringLiteral("no timetable")));
    }

    void theLevelAtAPlaceIsSharedAmongItsStreetsToAHundred()
    {
        ProjectDocument document;
        LevelFinder levels(document, JobRunner::Mode::Inline);
        PlaceFinder places(document, JobRunner::Mode::Inline);
        PlacePage page(document, levels, places);
        openSmallTown(document);
        calculate(document);
        auto* table = find<QTableView>(page, "placeTable");
        for (const LevelFieldInfo& info : allLevelFields()) {
            OverlayChoice choice = document.overlay();
            choice.kind = OverlayKind::Levels;
            choice.field = info.field;
            document.setOverlay(choice);
            const LevelAnswerPtr& map = document.levels();
            QVERIFY2(map && map->failure.empty(), map ? map->failure.c_str() : "no map");
            QVERIFY(map->pictures[static_cast<std::size_t>(Moment::After)].raster);
            document.askPlace(PlaceQuestion{info.field, document.city()->activity().front().at + Point2{3, 3}, {}});
            QVERIFY(document.place());
            double before = 0, after = 0;
            for (const PlaceShare& share : document.place()->shares) {
                before += share.before_pct;
                after += share.after_pct;
                QVERIFY(share.before_pct >= 0 && share.after_pct >= 0);
            }
            QVERIFY2(std::abs(before - 100) < 1e-9 && std::abs(after - 100) < 1e-9, qPrintable(QString::number(after, 'g', 17)));
            QVERIFY(table->model()->rowCount() > 1);
            // A street chosen from the list is selected on the map; the rest is no street.
            const auto& shares = document.place()->shares;
            const auto street = std::find_if(shares.begin(), shares.end(), [](const PlaceShare& s) { return !s.links.empty(); });
            QVERIFY(street != shares.end());
            table->setCurrentIndex(table->model()->index(static_cast<int>(street - shares.begin()), 0));
            QCOMPARE(document.selection().links, street->links);
        }
        // Another map asks nothing.
        OverlayChoice choice = document.overlay();
        choice.kind = OverlayKind::None;
        document.setOverlay(choice);
        QVERIFY(!document.placeQuestion());
    }

    void theListOfMapsHasHeadingsThatKeysStepOver()
    {
        ProjectDocument document;
        OverlayBar bar(document);
        openSmallTown(document);
        auto* list = find<QComboBox>(bar, "overlayChoice");
        int headings = 0, indicators = 0;
        for (int row = 0; row < list->count(); ++row) {
            const bool heading = !(list->model()->flags(list->model()->index(row, 0)) & Qt::ItemIsEnabled);
            headings += heading ? 1 : 0;
            QVERIFY(!list->itemText(row).isEmpty());
            for (const IndicatorInfo& info : allIndicators())
                indicators += !heading && list->itemText(row) == translated("indicator", info.label) ? 1 : 0;
        }
        QCOMPARE(headings, 6);
        QCOMPARE(indicators, static_cast<int>(allIndicators().size()));
        // From the first entry to the last by keys: every entry once, never a heading.
        list->setCurrentIndex(1);
        QSet<int> seen{1};
        for (int i = 0; i < list->count(); ++i) {
            QTest::keyClick(list, Qt::Key_Down);
            QVERIFY(list->model()->flags(list->model()->index(list->currentIndex(), 0)) & Qt::ItemIsEnabled);
            seen.insert(list->currentIndex());
        }
        QCOMPARE(seen.size(), list->count() - headings);
        list->setCurrentIndex(list->findText(translated("indicator", levelFieldInfo(LevelField::Pm25).title)));
        QVERIFY(document.overlay().kind == OverlayKind::Levels && document.overlay().field == LevelField::Pm25);
        QVERIFY(document.overlay().indicator == Indicator::Pm25);
        list->setCurrentIndex(list->findText(translated("indicator", levelFieldInfo(LevelField::Pm10).title)));
        QVERIFY(document.overlay().kind == OverlayKind::Levels && document.overlay().field == LevelField::Pm10);
    }

    void modelCardsAreSearchedAndRead()
    {
        ModelCardsDialog dialog;
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        auto* cards = find<QListWidget>(dialog, "cardList");
        QVERIFY(cards->count() >= 4);
        dialog.choose(QStringLiteral("health"));
        QVERIFY(find<QTextBrowser>(dialog, "cardText")->toPlainText().contains(QStringLiteral("AirQ+")));
        find<QLineEdit>(dialog, "cardSearch")->setText(QStringLiteral("canyon wind"));
        QVERIFY(cards->currentItem() && !cards->currentItem()->isHidden());
        find<QLineEdit>(dialog, "cardSearch")->setText(QStringLiteral("alchemy"));
        QVERIFY(find<QLabel>(dialog, "cardsFound")->text().contains(QStringLiteral("No card")));
    }

    void everyKindOfInterventionIsMadeFromLists()
    {
        ProjectDocument document;
        openTownWithBus(document);
        document.activate("Plan");
        InterventionDialog dialog(document.city(), nullptr);
        auto* kinds = find<QComboBox>(dialog, "kind");
        find<QListWidget>(dialog, "streets")->setCurrentRow(0);
        find<QListWidget>(dialog, "neighbourhoods")->setCurrentRow(0);
        find<QListWidget>(dialog, "lines")->setCurrentRow(0);
        auto* stops = find<QListWidget>(dialog, "stops");
        const auto problem = [&] {
            dialog.setResult(0);
            dialog.accept();
            return dialog.result() == QDialog::Accepted ? QString() : find<QLabel>(dialog, "problem")->text();
        };
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        QSet<QString> types;
        for (int kind = 0; kind < kinds->count(); ++kind) {
            kinds->setCurrentIndex(kind);
            if (kind == static_cast<int>(InterventionDialog::Kind::NewLine)) {
                QVERIFY(problem().contains(QStringLiteral("two stops")));
                for (const int row : {0, 2}) {
                    stops->setCurrentRow(row);
                    find<QPushButton>(dialog, "addStop")->click();
                }
            }
            if (kind == static_cast<int>(InterventionDialog::Kind::MoveStop)) {
                QVERIFY(problem().contains(QStringLiteral("stays where it is")));
                find<QDoubleSpinBox>(dialog, "east")->setValue(40);
            }
            if (kind == static_cast<int>(InterventionDialog::Kind::Park)) {
                QVERIFY(problem().contains(QStringLiteral("No neighbourhood")));
                find<QListWidget>(dialog, "placeNeighbourhoods")->setCurrentRow(0);
            }
            if (kind == static_cast<int>(InterventionDialog::Kind::RemoveBuilding)) {
                QVERIFY(problem().contains(QStringLiteral("No building is chosen")));
                auto* buildings = find<QListWidget>(dialog, "buildings");
                QCOMPARE(buildings->count(), 2);
                QVERIFY(buildings->item(0)->text().startsWith(QStringLiteral("mini:building/20")));  // the largest first
                buildings->setCurrentRow(0);
                // Four fifths of the floor area: of 3,000 residents and, without places of work, of 200 jobs.
                const QString words = find<QLabel>(dialog, "buildingPeople")->text();
                QVERIFY2(words.contains(formatPeople(2400)) && words.contains(formatPeople(160)), qPrintable(words));
                QVERIFY(!std::get<RemoveBuilding>(dialog.intervention().operations.front()).residents);
                find<QCheckBox>(dialog, "peopleKnown")->setChecked(true);
                find<QDoubleSpinBox>(dialog, "leavingResidents")->setValue(12);
                QVERIFY(std::get<RemoveBuilding>(dialog.intervention().operations.front()).residents == 12.0);
            }
            if (kind == static_cast<int>(InterventionDialog::Kind::BusLane)) {
                QVERIFY(problem().contains(QStringLiteral("two lanes in one direction")));
                auto* streets = find<QListWidget>(dialog, "streets");
                for (QListWidgetItem* item : streets->findItems(QStringLiteral("Main"), Qt::MatchStartsWith))
                    streets->setCurrentItem(item);
            }
            QCOMPARE(problem(), QString());
            const Intervention made = dialog.intervention();
            QVERIFY2(!made.operations.empty() && !made.name.empty(), qPrintable(kinds->itemText(kind)));
            const Expected<void> added = document.addIntervention(made);
            QVERIFY2(added.has_value(), added ? "" : (added.error().text() + " " + utf8(kinds->itemText(kind))).c_str());
            types.insert(text(operationType(made.operations.front())));
            document.undoStack().undo();
        }
        for (const char* type :
             {"cycle_lane", "add_transit_line", "change_headway", "set_transit_speed", "move_stop", "withdraw_line", "noise_barrier",
              "road_surface", "fleet_shift", "set_lanes", "one_way", "green_space", "remove_building", "bus_lane", "road_charge"})
            QVERIFY2(types.contains(QLatin1String(type)), type);
        // A period that ends before it begins is told.
        kinds->setCurrentIndex(static_cast<int>(InterventionDialog::Kind::Headway));
        find<QDoubleSpinBox>(dialog, "to")->setValue(3);
        QVERIFY(problem().contains(QStringLiteral("ends before it begins")));
    }
};

QTEST_MAIN(TestMapQuestions)
#include "tst_map_questions.moc"
