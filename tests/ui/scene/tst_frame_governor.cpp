#include "ui/viewport/frame_governor.h"

#include <QTest>

using namespace isopolis;

class TestFrameGovernor : public QObject {
    Q_OBJECT

    static void drawFrames(FrameGovernor& governor, int n, double frame_ms)
    {
        for (int i = 0; i < n; ++i) {
            governor.moved();
            governor.drew(frame_ms);
        }
    }

private Q_SLOTS:
    void aQuickMachineAlwaysDrawsInFull()
    {
        FrameGovernor governor;
        drawFrames(governor, 50, 20);
        QCOMPARE(governor.quality().pixels, 1.0);
        QCOMPARE(governor.quality().coarseness, 1.0);
        QVERIFY(!governor.rest());  // the last picture may stay
    }
    void aSlowOneDrawsLessFromAfarThenFewerPixelsUntilItKeepsUp()
    {
        FrameGovernor governor;
        drawFrames(governor, 3, 60);
        QCOMPARE(governor.quality().coarseness, 2.0);
        QCOMPARE(governor.quality().pixels, 1.0);
        drawFrames(governor, 3, 50);
        QVERIFY(governor.quality().pixels < 1);
        const double kept = governor.quality().pixels;
        drawFrames(governor, 30, 25);  // neither slow nor quick: no step back and forth
        QCOMPARE(governor.quality().pixels, kept);
        drawFrames(governor, 30, 60);
        QCOMPARE(governor.quality().pixels, FrameGovernor::kQualities.back().pixels);
        drawFrames(governor, 30, 5);
        QCOMPARE(governor.quality().coarseness, 1.0);
    }
    void oneSlowFrameAmongQuickOnesChangesNothing()
    {
        FrameGovernor governor;
        for (const double ms : {20.0, 300.0, 21.0, 20.0, 19.0, 400.0})
            drawFrames(governor, 1, ms);
        QCOMPARE(governor.quality().coarseness, 1.0);
    }
    void whatStandsStillIsDrawnInFull()
    {
        FrameGovernor governor;
        drawFrames(governor, 9, 60);
        QVERIFY(governor.quality().pixels < 1);
        drawFrames(governor, 1, 60);
        QVERIFY(governor.rest());
        QCOMPARE(governor.quality().pixels, 1.0);
        QCOMPARE(governor.quality().coarseness, 1.0);
        QVERIFY(!governor.rest());  // it is so now
        governor.moved();           // and the next movement begins as the last one ended
        QVERIFY(governor.quality().pixels < 1);
    }
};

QTEST_APPLESS_MAIN(TestFrameGovernor)
#include "tst_frame_governor.moc"
