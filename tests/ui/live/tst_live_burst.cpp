// What a burst of 2,000 observations asks of the window's thread, counted rather than timed: rows that are told, sentences that are
// written, pictures that are painted, readings a second.
#include "ui/live/live_town.h"

#include "ui/live/sensor_marks.h"
#include "ui/models/sensor_table_model.h"
#include "ui/panels/live/sensor_presenter.h"
#include "ui/panels/live/time_bar.h"
#include "ui/panels/tools/draw_controller.h"
#include "ui/viewport/mark_sprites.h"
#include "ui/viewport/null_viewport.h"
#include "ui/viewport/sensor_painting.h"
#include "ui/window/scripted_dialogs.h"

#include <QDateTimeEdit>
#include <QElapsedTimer>
#include <QImage>
#include <QPainter>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr std::size_t kBurst = 2000;
constexpr std::int64_t kNow_s = 1'709'510'400;

LiveSnapshot crowd(std::int64_t age_s = 30)
{
    LiveSnapshot all;
    all.at_s = kNow_s;
    for (std::size_t i = 0; i < kBurst; ++i) {
        LiveSensor sensor;
        QString id = QStringLiteral("k%1").arg(i, 5, 10, QLatin1Char('0'));
        sensor.site.id = id.toStdString();
        sensor.site.group = SensorGroup::Air;
        sensor.site.at = Point2{20.0 * static_cast<double>(i % 50), 20.0 * static_cast<double>(i / 50)};
        LiveReading reading{.stream = i, .quantity = "no2_ug_m3", .now = {}};
        reading.now.v = 20 + static_cast<double>(i % 50);
        reading.now.q = quality(Quality::Pass);
        reading.state = SensorState::Good;
        reading.age_s = age_s;
        reading.trend = std::nan("");
        sensor.readings.push_back(reading);
        sensor.state = SensorState::Good;
        all.sensors.push_back(sensor);
    }
    all.quantities = {"no2_ug_m3"};
    return all;
}

LiveSnapshotPtr shared(LiveSnapshot snapshot) { return std::make_shared<const LiveSnapshot>(std::move(snapshot)); }

int rowsTold(const QSignalSpy& changes)
{
    int rows = 0;
    for (const QList<QVariant>& change : changes)
        rows += change[1].toModelIndex().row() - change[0].toModelIndex().row() + 1;
    return rows;
}

}  // namespace

class TestLiveBurst : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyRowsThatReadDifferentlyAreTold()
    {
        SensorTableModel model;
        model.setSnapshot(shared(crowd(30)), nullptr);
        QCOMPARE(model.rowCount(), static_cast<int>(kBurst));
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged), resets(&model, &QAbstractItemModel::modelReset);
        LiveSnapshot later = crowd(31);  // a second older: it reads "just now" all the same
        later.sensors[7].readings[0].now.v = 99;
        later.sensors[8].readings[0].state = SensorState::Suspect;
        later.sensors[1500].readings[0].trend = 5;
        model.setSnapshot(shared(later), nullptr);
        QCOMPARE(changes.count(), 2);
        QCOMPARE(rowsTold(changes), 3);
        QVERIFY(model.index(7, SensorTableModel::Value).data().toString().startsWith(QStringLiteral("99")));
        changes.clear();
        for (LiveSensor& each : later.sensors)
            each.readings[0].age_s = 61;
        model.setSnapshot(shared(later), nullptr);
        QCOMPARE(rowsTold(changes), static_cast<int>(kBurst));
        QCOMPARE(changes.count(), 1);
        QCOMPARE(resets.count(), 0);
        QCOMPARE(model.rowOf("k01999"), 1999);
        QCOMPARE(model.rowOf("nobody"), -1);
        // One more is another table.
        later.sensors.push_back(later.sensors.back());
        later.sensors.back().site.id = "l";
        model.setSnapshot(shared(later), nullptr);
        QCOMPARE(resets.count(), 1);
        QCOMPARE(model.sensorAt(2000), std::string("l"));
    }

    void sentencesAreWrittenWhenTheyAreAskedFor()
    {
        const SensorLayer layer = sensorLayer(crowd(), "no2_ug_m3", "k00003");
        QCOMPARE(layer.marks.size(), kBurst);
        QCOMPARE(std::count_if(layer.marks.begin(), layer.marks.end(), [](const SensorMark& m) { return !m.words.isEmpty(); }), 1);
        QVERIFY(layer.marks[3].words.contains(QStringLiteral("k00003")));
        LiveTown town;
        town.record();
        town.open();
        LiveTwin twin(town.document, {}, JobRunner::Mode::Inline);
        NullViewport viewport;
        DrawController drawing(town.document, viewport, std::make_shared<ScriptedDialogs>(), nullptr);
        SensorPresenter presenter(twin, viewport, drawing);
        QTRY_VERIFY(twin.snapshot() && !viewport.sensors().marks.empty());
        QVERIFY(viewport.sensors().wordsOf);
        QVERIFY(viewport.sensors().wordsOf("air-a").startsWith(QStringLiteral("Air A: ")));
        QVERIFY(viewport.sensors().wordsOf("nobody").isEmpty());
    }

    // Painted once, however many wear it and however often: heads by how they look, figures by what they say.
    void marksThatLookAlikeArePaintedOnce()
    {
        const SensorLayer layer = sensorLayer(crowd(), "no2_ug_m3", {});
        QImage image(1000, 800, QImage::Format_ARGB32_Premultiplied);
        MapCamera camera;
        camera.setViewport(image.width(), image.height());
        camera.fit({0, 0, 1000, 800}, 0, 0.02);
        GroundSurface ground;
        MarkSprites& sprites = MarkSprites::of(false, 1, 1);
        sprites.forget();
        const std::size_t before = sprites.painted();
        const auto paint = [&](const SensorLayer& what) {
            image.fill(Qt::white);
            QPainter painter(&image);
            paintSensors(painter, camera, ground, what, {});
        };
        paint(layer);
        const std::size_t once = sprites.painted() - before;
        QVERIFY2(once >= 4 && once <= 5 + 50 + 1, qPrintable(QString::number(once)));  // five classes, fifty figures, a foot
        const QImage first = image;
        paint(layer);
        QCOMPARE(sprites.painted() - before, once);
        QVERIFY(image == first);
        QCOMPARE(image.pixelColor(0, 0), QColor(Qt::white));
        // What lies outside the view is not painted at all, and a mark is where its place is.
        SensorLayer one = layer;
        one.marks.resize(1);
        one.marks[0].at = {500, 400};
        paint(one);
        int inked = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                inked += image.pixelColor(x, y) != QColor(Qt::white);
        QVERIFY2(inked > 100 && inked < 3000, qPrintable(QString::number(inked)));
        const SensorMark* hit = sensorAt(camera, ground, one, 1, QPointF(-50, -50));
        QVERIFY(!hit);
    }

    void whateverIsStoredIsReadAtMostTenTimesASecond()
    {
        LiveTown town;
        town.record();
        town.open();
        LiveTwin twin(town.document, {});
        QTRY_VERIFY(twin.snapshot());
        twin.pause();
        QTest::qWait(300);
        QSignalSpy changes(&twin, &LiveTwin::snapshotChanged);
        QElapsedTimer timer;
        timer.start();
        while (timer.elapsed() < 2000) {
            for (int i = 0; i < 20; ++i)
                twin.storeChanged();
            QTest::qWait(2);
        }
        const auto most = timer.elapsed() / LiveTwin::kTick_ms + 1;
        QVERIFY2(changes.count() <= most, qPrintable(QString::number(changes.count())));
        QVERIFY(changes.count() >= 1);
    }

    // Ten times a second the time goes on; what shows minutes is set once a minute: every setting paints the window.
    void theTimeLineIsSetWhenItsMinuteChanges()
    {
        LiveTown town;
        town.record();
        town.open();
        LiveTwin twin(town.document, {}, JobRunner::Mode::Inline);
        QTRY_VERIFY(twin.first_s() > 0);
        twin.pause();
        twin.seek(kTownStart_s + 7200);
        TimeBar bar(twin);
        auto* when = bar.findChild<QDateTimeEdit*>(QStringLiteral("liveWhen"));
        QVERIFY(when);
        QCOMPARE(when->dateTime().toSecsSinceEpoch(), kTownStart_s + 7200);
        QSignalSpy set(when, &QDateTimeEdit::dateTimeChanged);
        for (int second = 1; second < 60; ++second)
            twin.seek(kTownStart_s + 7200 + second);
        QCOMPARE(set.count(), 0);
        twin.seek(kTownStart_s + 7260);
        QCOMPARE(set.count(), 1);
    }
};

QTEST_MAIN(TestLiveBurst)
#include "tst_live_burst.moc"
