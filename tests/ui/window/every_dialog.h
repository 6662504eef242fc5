#pragma once
/// Every dialog of the window, opened one after the other: for tests that look at all of them.
///
///   for (const auto& [name, ask] : everyDialog(window)) { QDialog* dialog = shownBy(window, ask); …; dialog->close(); }

#include "project_window.h"

#include "ui/dialogs/feed_questions.h"
#include "ui/dialogs/qt_dialogs.h"
#include "ui/live/feed_desk.h"

#include <QApplication>
#include <QDialog>

#include <functional>
#include <vector>

namespace isopolis::test {

/// Lays out what was just shown.
inline void settle()
{
    for (int i = 0; i < 3; ++i) {
        QApplication::processEvents();
        QTest::qWait(20);
    }
}

struct NamedQuestion {
    const char* name;
    std::function<void()> ask;
};

/// A project must be open, with results.
inline std::vector<NamedQuestion> everyDialog(ProjectWindow& w)
{
    const auto dialogs = std::make_shared<QtDialogs>();
    const auto feeds = std::make_shared<QtFeedQuestions>();
    QWidget* parent = &*w;
    const CityPtr city = w->document().city();
    return {
        {"speed", [=, &w] { dialogs->askSpeed(parent, {}, [](SpeedInput) {}); }},
        {"zone", [=, &w] { dialogs->askZone(parent, {}, [](ZoneInput) {}); }},
        {"building", [=, &w] { dialogs->askBuilding(parent, {}, [](BuildingInput) {}); }},
        {"park", [=, &w] { dialogs->askPark(parent, {.name = QStringLiteral("Park"), .area_m2 = 12000}, [](ParkInput) {}); }},
        {"removal",
         [=, &w] {
             dialogs->askRemoval(parent, {.estimatedResidents = 120, .estimatedJobs = 14, .footprint_m2 = 600}, [](RemovalInput) {});
         }},
        {"cycle lane", [=, &w] { dialogs->askCycleLane(parent, {}, [](CycleLaneInput) {}); }},
        {"surface", [=, &w] { dialogs->askSurface(parent, {}, [](SurfaceInput) {}); }},
        {"barrier", [=, &w] { dialogs->askBarrier(parent, {}, [](BarrierInput) {}); }},
        {"charge", [=, &w] { dialogs->askCharge(parent, {.name = {}, .area_km2 = 2.5}, [](ChargeInput) {}); }},
        {"toll", [=, &w] { dialogs->askCharge(parent, {.name = {}, .place = ChargeInput::Place::Streets}, [](ChargeInput) {}); }},
        {"lanes", [=, &w] { dialogs->askLanes(parent, {}, [](LanesInput) {}); }},
        {"one-way", [=, &w] { dialogs->askOneWay(parent, {.forward = "north-east", .backward = "south-west"}, [](OneWayInput) {}); }},
        {"road", [=, &w] { dialogs->askRoad(parent, {}, [](RoadInput) {}); }},
        {"details",
         [=, &w] {
             dialogs->askDetails(parent, {.name = "Street", .note = {}, .cost = 0, .numbers = numbersOf(slowedStreet(*city))},
                                 [](DetailsInput) {});
         }},
        {"line", [=, &w] { dialogs->askTransitLine(parent, {}, [](TransitLineInput) {}); }},
        {"scenario", [=, &w] { dialogs->askScenario(parent, {"base"}, {}, [](ScenarioInput) {}); }},
        {"intervention", [=, &w] { dialogs->askIntervention(parent, city, [](Intervention) {}); }},
        {"sample", [=, &w] { dialogs->askSampleCity(parent, {}, [](SampleCityInput) {}); }},
        {"recipe", [=, &w] { dialogs->askRecipe(parent, {}, [](RecipeInput) {}); }},
        {"report", [=, &w] { dialogs->askReport(parent, {}, [](ReportInput) {}); }},
        {"about", [=, &w] { dialogs->showAbout(parent); }},
        {"guide", [=, &w] { dialogs->showGuide(parent); }},
        {"cards", [=, &w] { dialogs->showModelCards(parent, {}); }},
        {"layer", [=, &w] { w.action("exportLayer").trigger(); }},
        {"bookmarks", [=, &w] { w.action("bookmarks").trigger(); }},
        {"sun", [=, &w] { w.action("sun").trigger(); }},
        {"import", [=, &w] { w.action("newFromFiles").trigger(); }},
        {"keys", [=, &w] { w.action("keys").trigger(); }},
        {"merge",
         [=, &w] {
             // Two that contradict each other.
             Intervention slow = slowedStreet(*city), slower = slow;
             slower.name = "Walking pace";
             std::get<SetSpeedLimit>(slower.operations[0]).limit = Speed::kmh(7);
             (void)w->document().addScenario({.name = "Slow", .interventions = {slow}});
             (void)w->document().addScenario({.name = "Slower", .interventions = {slower}});
             w.action("mergeScenarios").trigger();
         }},
        {"scenario file",
         [=, &w] {
             (void)w->document().addScenario({.name = "Branch", .base = w->document().scenarios().front().name});
             w.action("exportScenario").trigger();
         }},
        {"find", [=, &w] { w.action("findPlace").trigger(); }},
        {"command", [=, &w] { w.action("findCommand").trigger(); }},
        {"feed", [=, &w] { feeds->askFeed(parent, *w->findChild<FeedDesk*>(), [](const FeedDraft&) {}); }},
        {"secret",
         [=, &w] {
             feeds->askSecret(parent, {QStringLiteral("Air of the city"), QStringLiteral("It asks for a key."), {}, false},
                              [](const SecretInput&) {});
         }},
        {"judgement",
         [=, &w] {
             feeds->askJudgement(
                 parent,
                 {.what = QStringLiteral("NO2 of Station 7"), .from_s = 1'709'510'400, .to_s = 1'709'596'800, .reason = {}, .who = {}},
                 [](const JudgementInput&) {});
         }},
        {"confirm",
         [=, &w] {
             dialogs->confirm(parent, QStringLiteral("Take them out"), QStringLiteral("All scenarios are then calculated anew."),
                              QStringLiteral("Take out"), [] {});
         }},
        {"tell", [=, &w] { dialogs->tell(parent, QStringLiteral("The table was not written"), QStringLiteral("Choose another folder.")); }},
    };
}

/// Null if none came up.
inline QDialog* shownBy(ProjectWindow& w, const std::function<void()>& ask)
{
    ask();
    settle();
    for (QDialog* dialog : w->findChildren<QDialog*>())
        if (dialog->isVisible())
            return dialog;
    return nullptr;
}

}  // namespace isopolis::test
