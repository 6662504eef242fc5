// The live twin over a store: what is so at a moment, how often it says so, and what the panels show of it.
#include "ui/live/live_town.h"
#include "ui/panels/panel_tools.h"

#include "ui/live/live_words.h"
#include "ui/live/sensor_marks.h"
#include "ui/panels/live/correction_page.h"
#include "ui/panels/live/coverage_page.h"
#include "ui/panels/live/feeds_panel.h"
#include "ui/panels/live/fit_page.h"
#include "ui/panels/live/sensor_page.h"
#include "ui/panels/live/time_bar.h"
#include "ui/window/scripted_dialogs.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kPatience_ms = 20000;

const SensorMark& markOf(const SensorLayer& layer, const char* id)
{
    const auto found = std::find_if(layer.marks.begin(), layer.marks.end(), [id](const SensorMark& m) { return m.id == id; });
    if (found == layer.marks.end())
        qFatal("no mark %s", id);
    return *found;
}

struct Window : LiveTown {
    LiveTwin twin{document, {}};
    ListedFeeds desk;
    std::shared_ptr<ScriptedDialogs> dialogs = std::make_shared<ScriptedDialogs>();

    void at(std::int64_t hours)
    {
        twin.seek(kTownStart_s + hours * 3600);
        QTRY_VERIFY_WITH_TIMEOUT(twin.snapshot() && twin.snapshot()->at_s == kTownStart_s + hours * 3600, kPatience_ms);
    }
    void start()
    {
        record();
        open();
        QTRY_VERIFY_WITH_TIMEOUT(twin.snapshot(), kPatience_ms);
        twin.pause();  // an invented city plays by itself
    }
};

}  // namespace

class TestLiveTwin : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAStoreNothingIsShown()
    {
        Window w;
        w.open();
        TimeBar bar(w.twin);
        QTest::qWait(300);
        QVERIFY(!w.twin.snapshot());
        QVERIFY(find<QLabel>(bar, "liveCoverage")->text().contains(QStringLiteral("no recorded sensors")));
        QVERIFY(!find<QSlider>(bar, "liveSlider")->isEnabled());
    }

    // A value counts when its interval is over; failed, stale and silent sensors are told apart and never count as working.
    void eachMomentHasItsValuesStatesAndCoverage()
    {
        Window w;
        w.start();
        w.at(12);
        const LiveSnapshot noon = *w.twin.snapshot();
        QCOMPARE(noon.find("air-a")->main()->now.v, 31.0);  // 11 to 12 o'clock
        QCOMPARE(noon.find("air-a")->main()->age_s, std::int64_t{0});
        QCOMPARE(noon.find("air-a")->main()->trend, 2.0);  // before it 30, 29 and 28
        QCOMPARE(noon.find("air-a")->state, SensorState::Good);
        QCOMPARE(noon.find("air-c")->state, SensorState::Silent);
        const LiveCoverage& air = noon.coverage[static_cast<std::size_t>(SensorGroup::Air)];
        QCOMPARE(air.sensors, std::size_t{2});
        QCOMPARE(air.neighbourhoods, std::size_t{1});
        QCOMPARE(air.people, 3000.0);
        QVERIFY(coverageText(noon, SensorGroup::Air).contains(QStringLiteral("1 of 4 neighbourhoods")));
        w.at(15);
        QCOMPARE(w.twin.snapshot()->find("traffic-b")->state, SensorState::Good);  // three intervals are not yet a silence
        w.at(16);
        QCOMPARE(w.twin.snapshot()->find("traffic-b")->state, SensorState::Stale);
        QCOMPARE(w.twin.snapshot()->find("traffic-b")->main()->now.v, 1100.0);
        w.at(22);
        QCOMPARE(w.twin.snapshot()->find("air-a")->state, SensorState::Failed);
        QCOMPARE(w.twin.snapshot()->coverage[static_cast<std::size_t>(SensorGroup::Air)].neighbourhoods, std::size_t{0});
    }

    void whatWasMadeKnownLaterIsLeftOut()
    {
        Window w;
        w.start();
        w.at(11);
        QCOMPARE(w.twin.snapshot()->find("air-a")->main()->now.v, 30.0);
        w.twin.setKnownAt(kTownStart_s + 11 * 3600);
        QTRY_VERIFY_WITH_TIMEOUT(w.twin.snapshot()->known_s.has_value(), kPatience_ms);
        QCOMPARE(w.twin.snapshot()->find("air-a")->main()->now.v, 29.0);  // that of 10 o'clock came at 20
    }

    void marksTellKindValueAndState()
    {
        Window w;
        w.start();
        w.at(16);
        const SensorLayer byState = sensorLayer(*w.twin.snapshot(), {}, "air-a");
        QCOMPARE(byState.marks.size(), std::size_t{3});
        QCOMPARE(markOf(byState, "air-a").shape, MarkShape::Circle);
        QVERIFY(markOf(byState, "air-a").chosen);
        QCOMPARE(markOf(byState, "traffic-b").shape, MarkShape::Square);
        QCOMPARE(markOf(byState, "traffic-b").sign, MarkSign::Faded);
        QVERIFY(markOf(byState, "traffic-b").value.isEmpty());  // an old value is not shown as if it were one of now
        QVERIFY(byState.notes.join(QLatin1Char(' ')).contains(QStringLiteral("neighbourhoods")));
        const SensorLayer byNo2 = sensorLayer(*w.twin.snapshot(), "no2_ug_m3", {});
        QCOMPARE(byNo2.marks.size(), std::size_t{1});  // only what has a value of it: air-c was never heard
        const std::vector<double> limits = agreedLimits("no2_ug_m3");
        QCOMPARE(limits.size(), std::size_t{4});
        QVERIFY(markOf(byNo2, "air-a").colour == byNo2.keys[2].colour);  // 35 µg/m³: from 20 to 40
        // The same colours mean the same values an hour later.
        w.at(3);
        QVERIFY(sensorLayer(*w.twin.snapshot(), "no2_ug_m3", {}).keys[2] == byNo2.keys[2]);
    }

    void theWindowIsToldAtMostTenTimesASecond()
    {
        Window w;
        w.start();
        w.at(0);
        QSignalSpy changes(&w.twin, &LiveTwin::snapshotChanged);
        w.twin.setSpeed(3600);
        w.twin.play();
        QElapsedTimer timer;
        timer.start();
        // Whoever scrubs meanwhile asks far more often.
        while (timer.elapsed() < 2000) {
            w.twin.seek(kTownStart_s + timer.elapsed() * 30);
            QTest::qWait(5);
        }
        QVERIFY2(changes.count() <= 21, qPrintable(QString::number(changes.count())));
        QVERIFY(changes.count() >= 3);
    }

    void thePanelShowsStatesSourcesOutagesAndQuarantine()
    {
        Window w;
        w.record();
        {
            auto store = FeedStore::openOrCreate(w.store());
            QVERIFY(store);
            const SourceId loops = *store->source("loops", "datex2", "CC0");
            QVERIFY(store->put(
                {.src = loops, .recv_us = kTownStart_s * 1'000'000, .body = "<", .contentType = {}, .topicOrUrl = {}, .etag = {}}));
            IngestBatch bad;
            bad.problems.push_back({"the XML ends too early", 1});
            bad.refused = true;
            QVERIFY(store->ingest(1, loops, bad));
            QVERIFY(store->outage(loops, kTownStart_s + 3600, "nothing listens"));
            QVERIFY(store->heard(loops, kTownStart_s + 7200, 12));
            QVERIFY(store->override("air-a", "no2_ug_m3", kTownStart_s, kTownStart_s + 3600, Quality::Suspect, "roadworks", "analyst",
                                    kTownStart_s + 9000));
        }
        FeedsPanel panel(w.document, w.twin, w.desk, w.dialogs);
        w.open();
        QTRY_VERIFY_WITH_TIMEOUT(w.twin.snapshot() && w.twin.ledger(), kPatience_ms);
        w.twin.pause();
        w.at(1);
        QCOMPARE(w.twin.snapshot()->find("air-a")->state, SensorState::Suspect);  // a person's word over the check's
        auto* sensors = find<QTableView>(panel, "sensorTable");
        QCOMPARE(sensors->model()->rowCount(), 3);
        QCOMPARE(cell(*sensors, 0, 0), QStringLiteral("Air A"));
        QVERIFY(cell(*sensors, 0, 6).contains(QStringLiteral("a person decided")));
        QCOMPARE(cell(*sensors, 1, 6), stateLabel(SensorState::Silent));
        sensors->setCurrentIndex(sensors->model()->index(2, 0));
        QCOMPARE(w.twin.selected(), std::string("traffic-b"));
        const auto* sources = find<QTableView>(panel, "sourceTable");
        QCOMPARE(sources->model()->rowCount(), 1);
        QCOMPARE(cell(*sources, 0, 0), QStringLiteral("loops"));
        QCOMPARE(cell(*sources, 0, 6), QStringLiteral("1"));
        const auto* outages = find<QTableView>(panel, "outageChartTable");
        QCOMPARE(outages->model()->rowCount(), 1);
        QCOMPARE(cell(*outages, 0, 3), QStringLiteral("60 min"));
        QCOMPARE(cell(*outages, 0, 5), QStringLiteral("12"));
        QCOMPARE(cell(*find<QTableView>(panel, "quarantineTable"), 0, 1), QStringLiteral("the XML ends too early"));
        QCOMPARE(cell(*find<QTableView>(panel, "decisionTable"), 0, 5), QStringLiteral("roadworks"));
    }

    void sourcesAreListenedToAddedAndTold()
    {
        Window w;
        FeedStatus status;
        status.source.name = QStringLiteral("air");
        status.source.kind = QStringLiteral("sensorthings");
        status.source.url = QStringLiteral("https://sta.example/v1.1");
        status.source.legalBasis = QStringLiteral("public task");
        status.source.mayExport = false;
        status.phase = FeedPhase::Trouble;
        status.words = QStringLiteral("the name is not known");
        w.desk.list = {status};
        FeedsPanel panel(w.document, w.twin, w.desk, w.dialogs);
        const auto* sources = find<QTableView>(panel, "sourceTable");
        QCOMPARE(cell(*sources, 0, 2), QStringLiteral("Trouble"));
        const QString facts = find<QLabel>(panel, "sourceFacts")->text();
        for (const char* word : {"the name is not known", "public task", "may be handed on: no"})
            QVERIFY2(facts.contains(QString::fromLatin1(word)), qPrintable(facts));
        find<QPushButton>(panel, "feedListen")->click();
        QVERIFY(w.desk.on);
        w.dialogs->feed = FeedDraft{};
        w.dialogs->feed->name = QStringLiteral("loops");
        find<QPushButton>(panel, "feedAdd")->click();
        QCOMPARE(w.desk.added, QStringList{QStringLiteral("loops")});
    }

    void aSensorHasItsDayAsChartAndTableAndCanBeJudged()
    {
        Window w;
        SensorPage page(w.document, w.twin, w.desk, w.dialogs);
        w.start();
        w.at(24);
        w.twin.select("air-a");
        auto* table = find<QTableView>(page, "sensorChartTable");
        QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 24, kPatience_ms);
        QVERIFY(cell(*table, 0, 2).startsWith(QStringLiteral("Failed")));
        QVERIFY(find<QWidget>(page, "sensorChartCanvas")->accessibleDescription().contains(QStringLiteral("3 are doubtful or failed")));
        w.dialogs->judgement = QStringLiteral("calibration gas");
        find<QPushButton>(page, "sensorJudge")->click();
        QCOMPARE(w.desk.judged.size(), std::size_t{1});
        QCOMPARE(w.desk.judged[0].sensor, std::string("air-a"));
        QCOMPARE(w.desk.judged[0].from_s, kTownStart_s + 23 * 3600);
    }

    void whatMayNotBeStoredIsShownFromMemory()
    {
        Window w;
        FeedsPanel panel(w.document, w.twin, w.desk, w.dialogs);
        w.start();
        w.at(12);
        Obs newest{.ds = DatastreamId(0), .t = kTownStart_s + 11 * 3600, .dur = 300, .v = 12.5};
        Q_EMIT w.desk.unstoredSeen({{"jams", "road-9", "speed_m_s", std::nullopt, newest, 300}});
        const auto shown = [&w]() -> const LiveReading* {
            const LiveSensor* sensor = w.twin.snapshot() ? w.twin.snapshot()->find("jams:road-9") : nullptr;
            return sensor ? sensor->of("speed_m_s") : nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(shown() != nullptr, kPatience_ms);
        QVERIFY(shown()->unstored);
        QCOMPARE(shown()->now.v, 12.5);
        auto* table = find<QTableView>(panel, "sensorTable");
        QStringList rows;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            for (int column = 0; column < table->model()->columnCount(); ++column)
                rows << cell(*table, row, column);
        QVERIFY2(rows.join(u'|').contains(QStringLiteral("not stored")), qPrintable(rows.join(u'|')));
        w.at(6);  // it was not known then
        QTRY_VERIFY_WITH_TIMEOUT(w.twin.snapshot()->at_s <= kTownStart_s + 6 * 3600 && shown() == nullptr, kPatience_ms);
    }

    void aSourceWithoutAKeyIsAskedFor()
    {
        Window w;
        FeedsPanel panel(w.document, w.twin, w.desk, w.dialogs);
        w.start();
        Q_EMIT w.desk.secretNeeded(QStringLiteral("net"), QStringLiteral("isopolis/net"), QStringLiteral("the keyring has no entry"));
        QVERIFY(w.desk.given.isEmpty());  // nobody typed one
        w.dialogs->secret = QStringLiteral("sesame");
        Q_EMIT w.desk.secretNeeded(QStringLiteral("net"), QStringLiteral("isopolis/net"), QStringLiteral("the keyring has no entry"));
        QCOMPARE(w.desk.given, QStringList{QStringLiteral("net=sesame")});
    }

    void withoutStationsNothingIsCorrected()
    {
        Window w;
        CorrectionPage page(w.document, {}, JobRunner::Mode::Inline);
        QVERIFY(!find<QPushButton>(page, "correctionAsk")->isEnabled());
        w.start();
        QVERIFY(!find<QComboBox>(page, "correctionPicture")->isEnabled());
        QVERIFY(!find<QLabel>(page, "correctionWords")->text().isEmpty());
    }

    void theTimeLineIsMovedByKeys()
    {
        Window w;
        TimeBar bar(w.twin);
        w.start();
        w.at(12);
        auto* slider = find<QSlider>(bar, "liveSlider");
        QTRY_COMPARE_WITH_TIMEOUT(slider->value(), 48, kPatience_ms);
        QTest::keyClick(slider, Qt::Key_Left);
        QCOMPARE(w.twin.at_s(), kTownStart_s + 12 * 3600 - 900);
        QTest::keyClick(slider, Qt::Key_PageUp);
        QCOMPARE(w.twin.at_s(), kTownStart_s + 18 * 3600 - 900);
        find<QToolButton>(bar, "livePlay")->click();
        QCOMPARE(w.twin.clock().mode(), LiveClock::Mode::Playing);
        find<QToolButton>(bar, "livePlay")->click();
        QCOMPARE(w.twin.clock().mode(), LiveClock::Mode::Paused);
        auto* speed = find<QComboBox>(bar, "liveSpeed");
        speed->setCurrentIndex(speed->count() - 1);
        QCOMPARE(w.twin.clock().speed(), 3600.0);
        find<QToolButton>(bar, "liveNow")->click();
        QCOMPARE(w.twin.at_s(), w.twin.end_s());
    }

    void whoIsNotSeenIsListedAndPlacesAreSuggested()
    {
        Window w;
        CoveragePage page(w.document, w.twin, JobRunner::Mode::Inline);
        w.start();
        w.at(12);
        QSignalSpy places(&page, &CoveragePage::placesChanged);
        find<QPushButton>(page, "coverageAsk")->click();
        QCOMPARE(find<QTableView>(page, "coverageNeighbourhoods")->model()->rowCount(), 4);
        QVERIFY(find<QLabel>(page, "coverageWords")->text().startsWith(QStringLiteral("3 of 4 neighbourhoods")));
        QVERIFY(find<QTableView>(page, "coverageGroups")->model()->rowCount() >= 2);
        QVERIFY(find<QTableView>(page, "coverageNext")->model()->rowCount() >= 1);
        QVERIFY(!places.isEmpty());
        QVERIFY(!places.last()[0].value<std::vector<SuggestedPlace>>().empty());
        // At night the only air sensor has failed: then nobody is seen.
        w.at(22);
        find<QPushButton>(page, "coverageAsk")->click();
        QVERIFY(find<QLabel>(page, "coverageWords")->text().startsWith(QStringLiteral("4 of 4 neighbourhoods")));
    }

    void withoutCountsTheFitSaysWhy()
    {
        Window w;
        FitPage page(w.document, JobRunner::Mode::Inline);
        QVERIFY(!find<QPushButton>(page, "fitAsk")->isEnabled());
        w.open();
        find<QPushButton>(page, "fitAsk")->click();
        QVERIFY(!find<QLabel>(page, "fitWords")->text().isEmpty());
        QVERIFY(!find<QPushButton>(page, "fitKeep")->isEnabled());
        QCOMPARE(find<QTableView>(page, "fitTable")->model()->rowCount(), 0);
    }

    void everythingThatTakesTheKeyboardHasAName()
    {
        Window w;
        FeedsPanel panel(w.document, w.twin, w.desk, w.dialogs);
        SensorPage page(w.document, w.twin, w.desk, w.dialogs);
        CoveragePage coverage(w.document, w.twin);
        FitPage fit(w.document);
        CorrectionPage correction(w.document, {});
        TimeBar bar(w.twin);
        w.start();
        for (const QWidget* in :
             {static_cast<const QWidget*>(&coverage), static_cast<const QWidget*>(&correction), static_cast<const QWidget*>(&fit),
              static_cast<const QWidget*>(&panel), static_cast<const QWidget*>(&page), static_cast<const QWidget*>(&bar)})
            for (const QWidget* widget : in->findChildren<QWidget*>()) {
                const QString type = QString::fromLatin1(widget->metaObject()->className());
                // Parts of Qt's own compound widgets are named by their owner.
                if ((widget->focusPolicy() & Qt::TabFocus) == 0 || widget->objectName().startsWith(QStringLiteral("qt_")) ||
                    type == QStringLiteral("QTabBar") || type == QStringLiteral("QComboBoxListView"))
                    continue;
                QVERIFY2(!widget->accessibleName().isEmpty(),
                         qPrintable(widget->objectName() + QLatin1Char(' ') + QString::fromLatin1(widget->metaObject()->className())));
            }
    }
};

QTEST_MAIN(TestLiveTwin)
#include "tst_live_twin.moc"
