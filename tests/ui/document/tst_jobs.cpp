#include "small_town.h"

#include "ui/jobs/auto_run.h"
#include "ui/jobs/explainer.h"

#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

#include <condition_variable>
#include <mutex>
#include <stdexcept>

using namespace isopolis;
using namespace isopolis::test;

namespace {

/// Lets a worker wait until the test says go, or until it is cancelled.
class Gate {
public:
    void open()
    {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }
    void pass(const RunControl& control)
    {
        std::unique_lock lock(m_mutex);
        while (!m_open && !control.cancelled())
            m_changed.wait_for(lock, std::chrono::milliseconds(2));
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    bool m_open = false;
};

ChainFunction countingChain(std::atomic<int>& runs)
{
    return [&runs](const CityPtr& city, const Scenario& scenario, RunControl& control) {
        ++runs;
        return runChain(city, scenario, control);
    };
}

}  // namespace

class TestJobs : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aResultArrivesInTheWindowsThread();
    void aNewerJobDropsTheOlderResult();
    void aCancelledJobDeliversNothing();
    void aVanishedContextIsNotCalled();
    void anExceptionEndsInAMessage();
    void progressIsForwarded();
    void anEditIsCalculatedByItself();
    void anUndoneEditNeedsNoCalculation();
    void cancellingKeepsTheOldResultsAndSaysSo();
    void runsAreStoredInTheProjectAndFoundAgain();
    void aSelectedNeighbourhoodIsExplained();
};

void TestJobs::aResultArrivesInTheWindowsThread()
{
    JobRunner runner;
    int got = 0;
    QThread *worked = nullptr, *delivered = nullptr;
    runner.start<int>(
        [&](JobControl&) {
            worked = QThread::currentThread();
            return 42;
        },
        this,
        [&](int value) {
            got = value;
            delivered = QThread::currentThread();
        });
    QTRY_COMPARE(got, 42);
    QCOMPARE(delivered, QThread::currentThread());
    QVERIFY(worked != QThread::currentThread());
    QVERIFY(!runner.running());
}

void TestJobs::aNewerJobDropsTheOlderResult()
{
    JobRunner runner;
    Gate gate;
    QStringList arrived;
    runner.start<QString>(
        [&](JobControl& control) {
            gate.pass(control);
            return QStringLiteral("old");
        },
        this, [&](const QString& value) { arrived << value; });
    runner.start<QString>([](JobControl&) { return QStringLiteral("new"); }, this, [&](const QString& value) { arrived << value; });
    QTRY_COMPARE(arrived, QStringList{QStringLiteral("new")});
    QTest::qWait(30);
    QCOMPARE(arrived.size(), 1);
}

void TestJobs::aCancelledJobDeliversNothing()
{
    JobRunner runner;
    QSignalSpy finished(&runner, &JobRunner::finished);
    Gate gate;
    std::atomic<bool> noticed = false;
    bool delivered = false;
    runner.start<bool>(
        [&](JobControl& control) {
            gate.pass(control);
            noticed = control.cancelled();
            return true;
        },
        this, [&](bool) { delivered = true; });
    runner.cancel();
    QCOMPARE(finished.size(), 1);
    QTRY_VERIFY(noticed || !runner.running());
    QTest::qWait(30);
    QVERIFY(!delivered);
}

void TestJobs::aVanishedContextIsNotCalled()
{
    JobRunner runner;
    QSignalSpy finished(&runner, &JobRunner::finished);
    auto context = std::make_unique<QObject>();
    bool delivered = false;
    Gate gate;
    runner.start<int>(
        [&](JobControl& control) {
            gate.pass(control);
            return 1;
        },
        context.get(), [&](int) { delivered = true; });
    context.reset();
    gate.open();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(!delivered);
}

void TestJobs::anExceptionEndsInAMessage()
{
    JobRunner runner;
    QSignalSpy failed(&runner, &JobRunner::failed);
    runner.start<int>([](JobControl&) -> int { throw std::runtime_error("out of memory"); }, this, [](int) { QFAIL("must not arrive"); });
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.front().front().toString(), QStringLiteral("out of memory"));
}

void TestJobs::progressIsForwarded()
{
    JobRunner runner;
    double last = 0;
    bool done = false;
    connect(&runner, &JobRunner::progressed, this, [&](Stage, double fraction) { last = std::max(last, fraction); });
    runner.start<int>(
        [](JobControl& control) {
            control.setSpan(0.5, 1);
            control.progress(Stage::Traffic, 0);
            control.progress(Stage::Air, 0.5);
            return 1;
        },
        this, [&](int) { done = true; });
    QTRY_VERIFY(done);
    QCOMPARE(last, 0.75);
}

void TestJobs::anEditIsCalculatedByItself()
{
    ProjectDocument document;
    std::atomic<int> runs = 0;
    RunService service(countingChain(runs));
    AutoRun automatic(document, service);
    openSmallTown(document);
    QTRY_COMPARE_WITH_TIMEOUT(automatic.state(), AutoRun::State::Current, 20000);
    QCOMPARE(runs.load(), 1);  // an empty scenario is the base: one run serves both sides
    QVERIFY(document.addIntervention(filterShort()));
    QVERIFY(!document.resultsAreCurrent());
    QVERIFY(!document.results().empty());  // the old ones are shown meanwhile
    QCOMPARE(automatic.state(), AutoRun::State::Waiting);
    QTRY_COMPARE_WITH_TIMEOUT(automatic.state(), AutoRun::State::Current, 20000);
    QCOMPARE(runs.load(), 2);
    QVERIFY(document.resultsAreCurrent());
    QCOMPARE(document.results().report->indicators.size(), allIndicators().size());
}

void TestJobs::anUndoneEditNeedsNoCalculation()
{
    ProjectDocument document;
    std::atomic<int> runs = 0;
    RunService service(countingChain(runs));
    AutoRun automatic(document, service);
    openSmallTown(document);
    QTRY_COMPARE_WITH_TIMEOUT(automatic.state(), AutoRun::State::Current, 20000);
    const Hash before = resultHash(*document.results().after);
    QVERIFY(document.addIntervention(filterShort()));
    document.undoStack().undo();
    QCOMPARE(automatic.state(), AutoRun::State::Current);
    QVERIFY(resultHash(*document.results().after) == before);
    QCOMPARE(runs.load(), 1);
}

void TestJobs::cancellingKeepsTheOldResultsAndSaysSo()
{
    ProjectDocument document;
    Gate gate;
    std::atomic<int> runs = 0;
    RunService service([&](const CityPtr& city, const Scenario& scenario, RunControl& control) -> Expected<RunPtr> {
        if (++runs > 1)
            gate.pass(control);
        return control.cancelled() ? Expected<RunPtr>(cancelledError()) : runChain(city, scenario, control);
    });
    AutoRun automatic(document, service);
    openSmallTown(document);
    QTRY_COMPARE_WITH_TIMEOUT(automatic.state(), AutoRun::State::Current, 20000);
    QVERIFY(document.addIntervention(filterShort()));
    automatic.runNow();
    QCOMPARE(automatic.state(), AutoRun::State::Running);
    automatic.cancel();
    QCOMPARE(automatic.state(), AutoRun::State::Cancelled);
    QVERIFY(!document.results().empty());
    QVERIFY(!document.resultsAreCurrent());
}

void TestJobs::runsAreStoredInTheProjectAndFoundAgain()
{
    const CityPtr city = smallTownPlan().make();
    auto backend = std::make_shared<MemoryBackend>();
    std::atomic<int> runs = 0;
    QuietControl control;
    {
        RunService service(countingChain(runs));
        service.reset(backend);
        QVERIFY(service.obtain(city, {.name = "base"}, RunService::Keep::InProject, control));
        service.waitUntilSaved();
    }
    QCOMPARE(backend->savedRuns(), std::size_t{1});
    RunService again(countingChain(runs));
    again.reset(backend);
    QVERIFY(again.obtain(city, {.name = "base"}, RunService::Keep::InProject, control));
    QCOMPARE(runs.load(), 1);
}

void TestJobs::aSelectedNeighbourhoodIsExplained()
{
    ProjectDocument document;
    std::atomic<int> runs = 0;
    RunService service(countingChain(runs));
    AutoRun automatic(document, service);
    Explainer explainer(document, service, [](const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control) {
        return explain(study, where, indicator, control);
    });
    openSmallTown(document);
    QVERIFY(document.addIntervention(filterShort()));
    QTRY_COMPARE_WITH_TIMEOUT(automatic.state(), AutoRun::State::Current, 20000);
    document.select({.neighbourhood = NeighbourhoodId(2)});
    QTRY_VERIFY_WITH_TIMEOUT(document.explanation() != nullptr, 20000);
    const Explanation why = *document.explanation();
    QCOMPARE(why.where, NeighbourhoodId(2));
    double sum = why.interventionResidual;
    for (const Contribution& part : why.interventions)
        sum += part.delta;
    QVERIFY(std::abs(sum - why.change) < 1e-9);
    QCOMPARE(runs.load(), 2);
    // With two interventions the shares need runs of their own: they are asked for, not started.
    QVERIFY(document.addIntervention(slowMain()));
    QVERIFY(document.explanation() == nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(automatic.state(), AutoRun::State::Current, 20000);
    QCOMPARE(explainer.runsNeeded(), std::size_t{2});
    QVERIFY(document.explanation() == nullptr);
    explainer.explainNow();
    QTRY_VERIFY_WITH_TIMEOUT(document.explanation() != nullptr, 20000);
    QCOMPARE(document.explanation()->interventions.size(), std::size_t{2});
}

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
