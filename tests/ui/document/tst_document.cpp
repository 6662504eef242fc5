#include "small_town.h"

#include "simulation/scenario/parameter_spec.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace isopolis;
using namespace isopolis::test;

namespace {

using Edit = std::function<Expected<void>(ProjectDocument&)>;

const ParameterSpec& someParameter() { return *allParameters().front(); }

double withinRange(const ParameterSpec& spec) { return spec.low + 0.25 * (spec.high - spec.low); }

/// "Plan" with two interventions, and a branch of it.
std::shared_ptr<MemoryBackend> prepared(ProjectDocument& document)
{
    auto backend = openSmallTown(document);
    (void)document.addIntervention(filterShort());
    (void)document.addIntervention(slowMain());
    (void)document.addScenario({.name = "Branch", .base = "Plan"});
    document.activate("Plan");
    return backend;
}

}  // namespace

class TestDocument : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyEditCanBeUndoneAndRedoneToTheSameBits_data();
    void everyEditCanBeUndoneAndRedoneToTheSameBits();
    void everyEditIsSavedAtOnce();
    void aFailedSaveIsToldAndNothingIsLostInTheWindow();
    void drawingOnTheCityAsItIsMakesAScenarioInOneStep();
    void anEditThatDoesNotFitTheCityIsRefused();
    void aScenarioWithBranchesIsNotDeleted();
    void assumptionsHoldForBothSidesOfTheComparison();
    void switchingOffEverythingWantsTheRunOfTheBase();
    void viewsAreToldWhatChanged();
};

void TestDocument::everyEditCanBeUndoneAndRedoneToTheSameBits_data()
{
    QTest::addColumn<Edit>("edit");
    const auto row = [](const char* name, Edit edit) { QTest::newRow(name) << edit; };
    row("add scenario", [](ProjectDocument& d) { return d.addScenario({.name = "Other", .base = "Plan"}); });
    row("remove scenario", [](ProjectDocument& d) { return d.removeScenario("Branch"); });
    row("rename scenario with a branch", [](ProjectDocument& d) { return d.renameScenario("Plan", "Better plan"); });
    row("add intervention", [](ProjectDocument& d) {
        return d.addIntervention({.name = "Close East", .operations = {CloseRoad{{.target = "mini:way/B-C"}}}});
    });
    row("replace intervention", [](ProjectDocument& d) { return d.replaceIntervention("Plan", 1, filterShort()); });
    row("remove intervention", [](ProjectDocument& d) { return d.removeIntervention("Plan", 0); });
    row("reorder interventions", [](ProjectDocument& d) { return d.moveIntervention("Plan", 0, 1); });
    row("switch off", [](ProjectDocument& d) { return d.setInterventionEnabled("Plan", 0, false); });
    row("set a parameter", [](ProjectDocument& d) {
        return d.setParameter(someParameter(), ParameterOverride{withinRange(someParameter()), "test", {}});
    });
}

void TestDocument::everyEditCanBeUndoneAndRedoneToTheSameBits()
{
    QFETCH(Edit, edit);
    ProjectDocument document;
    prepared(document);
    const std::vector<Scenario> before = document.scenarios();
    const std::string activeBefore = document.activeName();
    const auto done = edit(document);
    QVERIFY2(done, done ? "" : done.error().text().c_str());
    const std::vector<Scenario> after = document.scenarios();
    const std::string activeAfter = document.activeName();
    QVERIFY(after != before);
    document.undoStack().undo();
    QVERIFY(document.scenarios() == before);
    QCOMPARE(document.activeName(), activeBefore);
    document.undoStack().redo();
    QVERIFY(document.scenarios() == after);
    QCOMPARE(document.activeName(), activeAfter);
}

void TestDocument::everyEditIsSavedAtOnce()
{
    ProjectDocument document;
    const auto backend = openSmallTown(document);
    QVERIFY(document.addIntervention(filterShort()));
    QVERIFY(backend->savedScenarios() == document.scenarios());
    document.undoStack().undo();
    QVERIFY(backend->savedScenarios() == document.scenarios());
    QVERIFY(backend->savedScenarios().front().interventions.empty());
}

void TestDocument::aFailedSaveIsToldAndNothingIsLostInTheWindow()
{
    ProjectDocument document;
    const auto backend = openSmallTown(document);
    backend->failWith({ErrorCode::Io, "the disk is full"});
    QVERIFY(document.addIntervention(filterShort()));
    QCOMPARE(document.scenarios().front().interventions.size(), std::size_t{1});
    QCOMPARE(document.issues().size(), std::size_t{1});
    QVERIFY(document.issues().front().message.find("the disk is full") != std::string::npos);
}

void TestDocument::drawingOnTheCityAsItIsMakesAScenarioInOneStep()
{
    ProjectDocument document;
    document.open({smallTownPlan().make(), {}, std::make_shared<MemoryBackend>(), {}, {}});
    QVERIFY(document.active() == nullptr);
    QVERIFY(document.addIntervention(filterShort()));
    QVERIFY(document.active() != nullptr);
    QCOMPARE(document.active()->interventions.size(), std::size_t{1});
    document.undoStack().undo();
    QVERIFY(document.scenarios().empty());
    QVERIFY(document.active() == nullptr);
}

void TestDocument::anEditThatDoesNotFitTheCityIsRefused()
{
    ProjectDocument document;
    openSmallTown(document);
    const std::vector<Scenario> before = document.scenarios();
    const auto done = document.addIntervention({.name = "Nowhere", .operations = {CloseRoad{{.target = "mini:way/none"}}}});
    QVERIFY(!done);
    QVERIFY(done.error().text().find("mini:way/none") != std::string::npos);
    QVERIFY(document.scenarios() == before);
    QCOMPARE(document.undoStack().count(), 0);
    const auto outside = document.setParameter(someParameter(), ParameterOverride{someParameter().high + 1e9, "test", {}});
    QVERIFY(!outside);
    QCOMPARE(document.undoStack().count(), 0);
}

void TestDocument::aScenarioWithBranchesIsNotDeleted()
{
    ProjectDocument document;
    prepared(document);
    const auto done = document.removeScenario("Plan");
    QVERIFY(!done);
    QVERIFY(done.error().text().find("Branch") != std::string::npos);
}

void TestDocument::assumptionsHoldForBothSidesOfTheComparison()
{
    ProjectDocument document;
    openSmallTown(document);
    QVERIFY(document.setParameter(someParameter(), ParameterOverride{withinRange(someParameter()), "test", {}}));
    const auto wanted = document.wanted();
    QVERIFY(wanted);
    QVERIFY(wanted->keyBefore == wanted->keyAfter);
    QCOMPARE(wanted->before.parameters.value(someParameter()), withinRange(someParameter()));
}

void TestDocument::switchingOffEverythingWantsTheRunOfTheBase()
{
    ProjectDocument document;
    openSmallTown(document);
    QVERIFY(document.addIntervention(filterShort()));
    QVERIFY(!(document.wanted()->keyBefore == document.wanted()->keyAfter));
    QVERIFY(document.setInterventionEnabled("Plan", 0, false));
    QVERIFY(document.wanted()->keyBefore == document.wanted()->keyAfter);
}

void TestDocument::viewsAreToldWhatChanged()
{
    ProjectDocument document;
    openSmallTown(document);
    std::vector<ChangeEvent::What> seen;
    connect(&document, &ProjectDocument::changed, this, [&](const ChangeEvent& event) { seen.push_back(event.what); });
    document.select({.neighbourhood = NeighbourhoodId(1)});
    document.select({.neighbourhood = NeighbourhoodId(1)});
    QCOMPARE(seen, std::vector{ChangeEvent::What::Selection});
    seen.clear();
    QVERIFY(document.addIntervention(filterShort()));
    QCOMPARE(seen, (std::vector{ChangeEvent::What::Scenarios, ChangeEvent::What::Results}));
    seen.clear();
    OverlayChoice choice = document.overlay();
    choice.moment = Moment::Before;
    document.setOverlay(choice);
    QCOMPARE(seen, std::vector{ChangeEvent::What::Overlay});
}

QTEST_GUILESS_MAIN(TestDocument)
#include "tst_document.moc"
