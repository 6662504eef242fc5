// The fleet: shares by class, a composition loaded from a table as one step, and saved again.
#include "ui/document/small_town.h"
#include "ui/panels/panel_tools.h"
#include "ui/window/scripted_dialogs.h"

#include "simulation/emissions/emission_factors.h"
#include "simulation/emissions/emission_parameters.h"
#include "ui/panels/fleet_panel.h"
#include "ui/panels/layers_panel.h"

#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

using namespace isopolis;
using namespace isopolis::test;

class TestFleetPanel : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whoseEmissionFactorsCountIsSaid()
    {
        ProjectDocument document;
        FleetPanel panel(document, std::make_shared<ScriptedDialogs>());
        QVERIFY(find<QLabel>(panel, "fleetFactors")->text().contains(QStringLiteral("EMEP/EEA")));
        MiniCity plan = smallTownPlan();
        plan.data.factors = {
            "own.csv", std::string(64, 'a'),
            "Case;VehCat;Year;Component;TrafficSit;Gradient;EFA\nx[4.2];pass. car;2020;NOx;URB/Local/50/Freeflow;0%;0.3\n"};
        document.open({plan.make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), QStringLiteral("town.gpkg"), {}});
        document.activate("Plan");
        QVERIFY2(
            find<QLabel>(panel, "fleetFactors")->text().startsWith(QStringLiteral("Emission factors: HBEFA 4.2, user's file 'own.csv'")),
            qPrintable(find<QLabel>(panel, "fleetFactors")->text()));
        QVERIFY(document.setParameter(kOwnFactors, ParameterOverride{0, "test", {}}));
        QVERIFY(find<QLabel>(panel, "fleetFactors")->text().contains(QStringLiteral("leaves aside")));
    }

    void factorsAreLoadedAndTakenOutByAButton()
    {
        ProjectDocument document;
        auto dialogs = std::make_shared<ScriptedDialogs>();
        FleetPanel panel(document, dialogs);
        auto *load = find<QPushButton>(panel, "factorsLoad"), *remove = find<QPushButton>(panel, "factorsRemove");
        QVERIFY(!load->isEnabled() && remove->isHidden());
        MiniCity plan = smallTownPlan();
        document.open({plan.make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), QStringLiteral("town.gpkg"), {}});
        QVERIFY(load->isEnabled() && remove->isHidden());
        QSignalSpy wanted(&panel, &FleetPanel::factorsRequested);
        dialogs->tablePath = QStringLiteral("own.csv");
        load->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.takeFirst().front().toString(), QStringLiteral("own.csv"));
        plan.data.factors = {
            "own.csv", std::string(64, 'a'),
            "Case;VehCat;Year;Component;TrafficSit;Gradient;EFA\nx[4.2];pass. car;2020;NOx;URB/Local/50/Freeflow;0%;0.3\n"};
        document.open({plan.make(), {Scenario{.name = "Plan"}}, std::make_shared<MemoryBackend>(), QStringLiteral("town.gpkg"), {}});
        QVERIFY(!remove->isHidden());
        remove->click();
        QCOMPARE(wanted.size(), 1);
        QVERIFY(wanted.front().front().toString().isEmpty());
    }

    void mapsOfTheAirAreOfTheHoursThatThePanelSays()
    {
        ProjectDocument document;
        QAction flat, all;
        LayersPanel panel(document, {&flat}, &all);
        auto *period = find<QComboBox>(panel, "mapPeriod"), *weather = find<QComboBox>(panel, "mapWeather");
        QVERIFY(!period->isEnabled() && period->count() == 5 && weather->count() == static_cast<int>(kAirWeatherCount));
        OverlayChoice choice = document.overlay();
        choice.kind = OverlayKind::Levels;
        choice.field = LevelField::No2;
        document.setOverlay(choice);
        QVERIFY(period->isEnabled() && weather->isEnabled());
        period->setCurrentIndex(3);
        weather->setCurrentIndex(1);
        QVERIFY(document.overlay().hours == (AirHours{.period = Period::Evening, .weather = AirWeather::Calm}));
        QVERIFY(find<QLabel>(panel, "mapHoursWords")->text().contains(QStringLiteral("not marked")));
        choice.hours = {};
        document.setOverlay(choice);
        QCOMPARE(period->currentIndex(), 0);
        choice.field = LevelField::NoiseLden;
        document.setOverlay(choice);
        QVERIFY(!period->isEnabled());
    }

    void aCompositionIsLoadedAsOneStepAndSaved()
    {
        const QTemporaryDir folder;
        auto dialogs = std::make_shared<ScriptedDialogs>();
        ProjectDocument document;
        FleetPanel panel(document, dialogs);
        QVERIFY(!find<QPushButton>(panel, "fleetLoad")->isEnabled());
        document.open({smallTownPlan().make(),
                       {Scenario{.name = "Plan"}},
                       std::make_shared<MemoryBackend>(),
                       folder.filePath(QStringLiteral("town.gpkg")),
                       {}});
        document.activate("Plan");
        QVERIFY(find<QPushButton>(panel, "fleetLoad")->isEnabled());
        const QAbstractItemModel* table = find<QTableView>(panel, "fleetTable")->model();
        QCOMPARE(table->rowCount(), static_cast<int>(vehicleClasses().size()));

        dialogs->tablePath = folder.filePath(QStringLiteral("fleet.csv"));
        QFile file(dialogs->tablePath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("year,weight,value\n2030,car.petrol,0.3\n2030,car.diesel,0.1\n2030,car.electric,0.6\n");
        file.close();
        find<QSpinBox>(panel, "fleetYear")->setValue(2030);
        find<QPushButton>(panel, "fleetLoad")->click();
        QCOMPARE(document.active()->parameters.value(kFuelElectric), 0.6);
        QVERIFY(find<QLabel>(panel, "fleetWords")->text().contains(QStringLiteral("Plan")));
        QCOMPARE(document.undoStack().count(), 1);
        document.undoStack().undo();
        QVERIFY(document.active()->parameters.overrides().empty());
        document.undoStack().redo();

        dialogs->tablePath = folder.filePath(QStringLiteral("saved.csv"));
        find<QPushButton>(panel, "fleetSave")->click();
        QFile saved(dialogs->tablePath);
        QVERIFY(saved.open(QIODevice::ReadOnly));
        QVERIFY(saved.readAll().contains("2030,car.electric,0.6\n"));

        // What can not be read is told, and nothing changes.
        dialogs->tablePath = folder.filePath(QStringLiteral("absent.csv"));
        find<QPushButton>(panel, "fleetLoad")->click();
        find<QSpinBox>(panel, "fleetYear")->setValue(2040);
        dialogs->tablePath = folder.filePath(QStringLiteral("fleet.csv"));
        find<QPushButton>(panel, "fleetLoad")->click();
        QCOMPARE(dialogs->told.size(), 2);
        QVERIFY(dialogs->told[1].contains(QStringLiteral("2040")));
        QCOMPARE(document.active()->parameters.value(kFuelElectric), 0.6);
    }
};

QTEST_MAIN(TestFleetPanel)
#include "tst_fleet_panel.moc"
