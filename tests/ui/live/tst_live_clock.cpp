// The twin's time: live, paused, faster, and the ends of a recording.
#include "ui/live/live_clock.h"

#include <QTest>

using namespace isopolis;

namespace {
constexpr std::int64_t kNow_ms = 1'800'000'000'000, kNow_s = kNow_ms / 1000;
constexpr std::int64_t kFirst_s = 1'709'510'400, kLast_s = kFirst_s + 7 * 86400;
}  // namespace

class TestLiveClock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void liveIsThePresent()
    {
        LiveClock clock;
        clock.setRange(kNow_s - 1000, kNow_s - 60);
        QVERIFY(!clock.recorded(kNow_ms));
        QCOMPARE(clock.at(kNow_ms), kNow_s);
        QCOMPARE(clock.at(kNow_ms + 5000), kNow_s + 5);
    }

    void aRecordingEndsWhereItEnds()
    {
        LiveClock clock;
        clock.setRange(kFirst_s, kLast_s);
        QVERIFY(clock.recorded(kNow_ms));
        QCOMPARE(clock.at(kNow_ms), kLast_s);
        clock.seek(kFirst_s + 3600, kNow_ms);
        QCOMPARE(clock.mode(), LiveClock::Mode::Paused);
        QCOMPARE(clock.at(kNow_ms + 60'000), kFirst_s + 3600);
        clock.seek(kFirst_s - 5, kNow_ms);
        QCOMPARE(clock.at(kNow_ms), kFirst_s);
        clock.seek(kLast_s + 5, kNow_ms);
        QCOMPARE(clock.at(kNow_ms), kLast_s);
    }

    void speedMultipliesTheTimeThatPasses_data()
    {
        QTest::addColumn<double>("speed");
        QTest::addColumn<qint64>("after10s");
        QTest::newRow("real time") << 1.0 << qint64{10};
        QTest::newRow("a minute a second") << 60.0 << qint64{600};
        QTest::newRow("an hour a second") << 3600.0 << qint64{36000};
        QTest::newRow("never faster than that") << 1e9 << qint64{36000};
        QTest::newRow("never slower than time") << 0.0 << qint64{10};
    }
    void speedMultipliesTheTimeThatPasses()
    {
        QFETCH(double, speed);
        QFETCH(qint64, after10s);
        LiveClock clock;
        clock.setRange(kFirst_s, kLast_s);
        clock.seek(kFirst_s, kNow_ms);
        clock.setSpeed(speed, kNow_ms);
        clock.play(kNow_ms);
        QCOMPARE(clock.at(kNow_ms + 10'000), kFirst_s + after10s);
        // Another speed goes on from where the time stands.
        clock.setSpeed(1, kNow_ms + 10'000);
        QCOMPARE(clock.at(kNow_ms + 20'000), kFirst_s + after10s + 10);
        clock.pause(kNow_ms + 20'000);
        QCOMPARE(clock.at(kNow_ms + 90'000), kFirst_s + after10s + 10);
    }

    void playingStopsAtTheEndOfARecordingAndBeginsAnew()
    {
        LiveClock clock;
        clock.setRange(kFirst_s, kLast_s);
        clock.seek(kLast_s - 100, kNow_ms);
        clock.setSpeed(60, kNow_ms);
        clock.play(kNow_ms);
        QVERIFY(!clock.settle(kNow_ms + 1000));
        QVERIFY(clock.settle(kNow_ms + 2000));
        QCOMPARE(clock.mode(), LiveClock::Mode::Paused);
        QCOMPARE(clock.at(kNow_ms + 2000), kLast_s);
        clock.play(kNow_ms + 3000);
        QCOMPARE(clock.at(kNow_ms + 3000), kFirst_s);
    }

    void playingThatReachesThePresentBecomesLive()
    {
        LiveClock clock;
        clock.setRange(kNow_s - 5000, kNow_s);
        clock.seek(kNow_s - 100, kNow_ms);
        clock.setSpeed(60, kNow_ms);
        clock.play(kNow_ms);
        QVERIFY(clock.at(kNow_ms + 10'000) <= kNow_s + 10);
        QVERIFY(clock.settle(kNow_ms + 10'000));
        QCOMPARE(clock.mode(), LiveClock::Mode::Live);
    }
};

QTEST_APPLESS_MAIN(TestLiveClock)
#include "tst_live_clock.moc"
