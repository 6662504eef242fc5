#include "ui/viewport/painted_words.h"

#include "support/mini_city.h"
#include "ui/scene/scene_city.h"
#include "ui/viewport/map_decoration.h"

#include <QPainter>
#include <QTest>

using namespace isopolis;

class TestPaintedWords : public QObject {
    Q_OBJECT
    CityPtr m_city = test::sceneCity();

    static MapCamera cameraOn(QSize size)
    {
        MapCamera camera;
        camera.setViewport(size.width(), size.height());
        camera.setFlat(true);
        camera.fit({-400, -250, 400, 250}, 0);
        return camera;
    }
    QImage painted(PaintedWords* kept, const Legend& legend, bool dark = false) const
    {
        QImage image(640, 400, QImage::Format_RGB32);
        image.fill(QColor(0x90, 0x98, 0xA0));
        QPainter painter(&image);
        paintDecoration(painter, cameraOn(image.size()), GroundSurface(), {.city = m_city, .legend = legend, .dark = dark, .kept = kept});
        return image;
    }
    static Legend legend(const char* title)
    {
        return {.title = title,
                .classes = {{.colour = {10, 60, 130, 255}, .from = 0, .to = 10}, {.colour = {240, 180, 130, 255}, .from = 10, .to = 20}}};
    }
    /// Mean of the differences of the green channel.
    static double difference(const QImage& a, const QImage& b)
    {
        double sum = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x)
                sum += std::abs(qGreen(a.pixel(x, y)) - qGreen(b.pixel(x, y)));
        return sum / (a.width() * a.height());
    }

private Q_SLOTS:
    void wordsThatWereKeptLookAsThoseThatArePaintedAnew()
    {
        PaintedWords kept;
        const Legend shown = legend("NO2");
        const QImage plain = painted(nullptr, shown), first = painted(&kept, shown), again = painted(&kept, shown);
        QCOMPARE(again, first);
        // No more than what the rounding to whole pixels moves.
        const double moved = difference(plain, first), all = difference(plain, painted(nullptr, {}));
        QVERIFY2(moved < 0.35 * all, qPrintable(QStringLiteral("%1 of %2").arg(moved).arg(all)));
    }
    void anotherLegendOrThemeIsPaintedAnew()
    {
        PaintedWords kept;
        const QImage first = painted(&kept, legend("NO2"));
        kept.forgetLegend();
        const QImage other = painted(&kept, legend("Noise"));
        QVERIFY(other != first);
        QVERIFY(painted(&kept, legend("Noise"), true) != other);
        QCOMPARE(painted(&kept, legend("Noise")), other);
    }
    /// Each source asks to be named: on a narrow map they take several lines, and the legend stands above them.
    void allSourcesAreNamedOnANarrowMap()
    {
        const auto painted = [](int sources) {
            test::MiniCity mini;
            mini.node("A", 0, 0).node("B", 100, 0);
            mini.street("A B", {});
            for (int i = 0; i < sources; ++i) {
                SourceRecord source;
                source.attribution = "Source number " + std::to_string(i) + " of the city";
                mini.data.sources.push_back(source);
            }
            QImage image(320, 400, QImage::Format_RGB32);
            image.fill(QColor(0x90, 0x98, 0xA0));
            QPainter painter(&image);
            paintDecoration(painter, cameraOn(image.size()), GroundSurface(),
                            {.city = mini.make(), .legend = legend("NO2"), .labels = false, .northArrow = false, .scaleBar = false});
            return image;
        };
        const auto inked = [](const QImage& image, int column) {
            int top = image.height();
            while (top > 0 && image.pixel(column, top - 1) != image.pixel(image.width() - 1, 10))
                --top;
            return image.height() - top;
        };
        const int line = QFontMetrics(QFont()).height() / 2;
        const int one = inked(painted(1), 310), ten = inked(painted(10), 310);
        QVERIFY2(one > line && ten > one + 3 * line, qPrintable(QStringLiteral("%1, %2").arg(one).arg(ten)));
    }
    void aNameIsMeasuredOnce()
    {
        PaintedWords kept;
        const QFontMetricsF metrics{QFont()};
        const double width = kept.nameWidth(metrics, QStringLiteral("Plainpalais"));
        QCOMPARE(width, metrics.horizontalAdvance(QStringLiteral("Plainpalais")));
        QCOMPARE(kept.nameWidth(metrics, QStringLiteral("Plainpalais")), width);
    }
};

QTEST_MAIN(TestPaintedWords)
#include "tst_painted_words.moc"
