#include "simulation/traffic/volume_delay.h"

#include <QTest>

using namespace isopolis;

namespace {

struct Case {
    const char* name;
    VolumeDelay delay;
};

const Case kCases[] = {
    {"BPR", {6, 1800, 0.15, 4}},
    {"BPR of a power that is no whole number", {6, 1800, 0.8, 16.83}},
    {"BPR of a power below 1", {6, 1800, 0.3, 0.5}},
    {"cone, flat", VolumeDelay::conical(6, 1800, 2)},
    {"cone, steep", VolumeDelay::conical(6, 1800, 8)},
    {"Akçelik, motorway", VolumeDelay::akcelik(6, 1800, 0.1, 1, 60)},
    {"Akçelik, street with signals", VolumeDelay::akcelik(6, 900, 1.6, 0.5, 60 * 0.7)},
    {"constant", {6, 0, 0.15, 4}},
};

}  // namespace

class TestVolumeDelay : public QObject {
    Q_OBJECT

    static void rows()
    {
        QTest::addColumn<VolumeDelay>("delay");
        for (const Case& c : kCases)
            QTest::newRow(c.name) << c.delay;
    }

private Q_SLOTS:
    void anEmptyRoadTakesTheFreeTimeAndAFullOneTakesLonger_data() { rows(); }
    void anEmptyRoadTakesTheFreeTimeAndAFullOneTakesLonger()
    {
        QFETCH(VolumeDelay, delay);
        QVERIFY(delay.sound());
        QVERIFY(std::abs(delay.time(0) - 6) < 1e-12);
        double last = delay.time(0);
        for (int i = 1; i <= 300; ++i) {
            const double time = delay.time(10.0 * i);
            QVERIFY(delay.constant() ? time == 6 : time > last || (time == 6 && i < 100));  // a high power rounds to nothing at first
            last = time;
        }
    }

    void theSlopeIsTheRiseOfTheTime_data() { rows(); }
    void theSlopeIsTheRiseOfTheTime()
    {
        QFETCH(VolumeDelay, delay);
        for (const double flow : {120.0, 900.0, 1799.0, 1801.0, 2600.0, 5000.0}) {
            const double h = 1e-3, rise = (delay.time(flow + h) - delay.time(flow - h)) / (2 * h);
            QVERIFY2(std::abs(delay.slope(flow) - rise) <= 1e-6 * std::abs(rise) + 1e-9, qPrintable(QString::number(flow)));
            QVERIFY(std::isfinite(delay.slope(0)) && delay.slope(0) >= 0);
            const VolumeDelay::At at = delay.at(flow);
            QVERIFY(at.time == delay.time(flow) && std::abs(at.slope - delay.slope(flow)) <= 1e-13 * delay.slope(flow));
            QVERIFY(delay.at(0).time == delay.time(0) && delay.at(0).slope == delay.slope(0));
        }
    }

    void theIntegralIsTheAreaUnderTheTime_data() { rows(); }
    void theIntegralIsTheAreaUnderTheTime()
    {
        QFETCH(VolumeDelay, delay);
        QVERIFY(std::abs(delay.integral(0)) < 1e-9);
        for (const double flow : {500.0, 1800.0, 3000.0}) {
            // Simpson's rule; from a tenth on, where no form is steep.
            const int steps = 20000;
            const double from = flow / 10, width = (flow - from) / steps;
            double area = 0;
            for (int i = 0; i < steps; ++i) {
                const double x = from + i * width;
                area += width / 6 * (delay.time(x) + 4 * delay.time(x + width / 2) + delay.time(x + width));
            }
            const double exact = delay.integral(flow) - delay.integral(from);
            QVERIFY2(std::abs(exact / area - 1) < 1e-9, qPrintable(QString::number(exact / area - 1)));
        }
    }

    void theConeDoublesTheTimeAtCapacity()
    {
        // Spiess 1990, condition on f(1) = 2 and f'(1) = α.
        for (const double alpha : {1.5, 2.0, 4.0, 10.0}) {
            const VolumeDelay cone = VolumeDelay::conical(3, 1000, alpha);
            QVERIFY(std::abs(cone.time(1000) - 6) < 1e-12);
            QVERIFY(std::abs(cone.slope(1000) * 1000 / 3 - alpha) < 1e-9);
        }
    }

    void farAboveCapacityAkceliksDelayIsTheQueuesWait()
    {
        // A queue that grows by (x − c) for T waits (r − 1) T / 2 on average.
        const VolumeDelay street = VolumeDelay::akcelik(1, 1000, 0.2, 1, 60);
        QVERIFY(std::abs((street.time(20000) - 1) / (19 * 60 / 2.0) - 1) < 0.001);
    }

    void refusesFiguresThatMakeNoSense()
    {
        QVERIFY(!VolumeDelay::conical(6, 1800, 1).sound());
        QVERIFY(!(VolumeDelay{6, -1, 0.15, 4}).sound());
        QVERIFY(!(VolumeDelay{std::nan(""), 1, 0.15, 4}).sound());
    }
};

QTEST_APPLESS_MAIN(TestVolumeDelay)
#include "tst_volume_delay.moc"
