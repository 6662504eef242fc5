// The map as an SVG file: well formed, in the legend's colours, text as text, patterns within their areas, nothing below a pixel.
#include "ui/scene/scene_city.h"
#include "ui/viewport/map_shapes.h"
#include "ui/viewport/map_svg.h"

#include <QDir>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgRenderer>
#include <QTest>
#include <QXmlStreamReader>

using namespace isopolis;

namespace {

constexpr Colour kBlue{0x0A, 0x3A, 0x82}, kSand{0xEF, 0xB6, 0x81}, kRed{0xB0, 0x20, 0x30};

/// What a file holds: elements by name, texts, and how many shapes each colour fills and strokes.
struct Content {
    bool wellFormed = false;
    QMap<QString, int> elements;
    QStringList texts, titles, descriptions;
    QMap<QString, int> filled, stroked;
};

Content contentOf(const QByteArray& bytes)
{
    Content content;
    QXmlStreamReader xml(bytes);
    QStringList fills{QString()}, strokes{QString()};
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        if (token == QXmlStreamReader::EndElement) {
            fills.removeLast();
            strokes.removeLast();
        }
        if (token != QXmlStreamReader::StartElement)
            continue;
        const QString name = xml.name().toString();
        const auto own = [&](const char* attribute, const QString& inherited) {
            const QString value = xml.attributes().value(QLatin1String(attribute)).toString();
            return value.isEmpty() ? inherited : value;
        };
        fills << own("fill", fills.back());
        strokes << own("stroke", strokes.back());
        ++content.elements[name];
        if (name == QLatin1String("path") || name == QLatin1String("rect") || name == QLatin1String("circle") ||
            name == QLatin1String("ellipse")) {
            ++content.filled[fills.back()];
            ++content.stroked[strokes.back()];
        }
        if (name == QLatin1String("text") || name == QLatin1String("title") || name == QLatin1String("desc")) {
            const QString words = xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            (name == QLatin1String("text")    ? content.texts
             : name == QLatin1String("title") ? content.titles
                                              : content.descriptions)
                << words;
            fills.removeLast();
            strokes.removeLast();
        }
    }
    content.wellFormed = !xml.hasError();
    return content;
}

Overlay shownOverlay()
{
    Overlay overlay = test::twoColours(kBlue, kSand);
    overlay.neighbourhoods[NeighbourhoodId(1)].pattern = Pattern::Worse;
    overlay.links.resize(4);
    overlay.links[LinkId(0)] = {kRed, 12};
    overlay.spots = {{{-100, 0}, kRed, 8}};
    overlay.legend = {.title = "Nitrogen dioxide <NO2>",
                      .classes = {{.colour = kBlue, .from = 0, .to = 10},
                                  {.colour = kSand, .pattern = Pattern::Worse, .from = 10, .to = 20},
                                  {.colour = kRed, .from = 20, .to = 30}}};
    return overlay;
}

}  // namespace

class TestMapSvg : public QObject {
    Q_OBJECT
    CityPtr m_city = test::sceneCity();

    MapPictureRequest request() const
    {
        return {.city = m_city, .overlay = shownOverlay(), .size = {900, 600}, .title = QStringLiteral("Mini & more")};
    }
    static void keep(const MapSvg& svg, const char* name)
    {
        if (const QString folder = qEnvironmentVariable("ISOPOLIS_SHOTS"); !folder.isEmpty()) {
            QFile file(QDir(folder).filePath(QString::fromLatin1(name)));
            if (file.open(QIODevice::WriteOnly))
                file.write(svg.bytes);
        }
    }

private Q_SLOTS:
    void shapesHaveTheColoursOfTheLegend()
    {
        const Expected<MapSvg> svg = mapSvg(request());
        QVERIFY(svg);
        keep(*svg, "map.svg");
        QCOMPARE(svg->drawn.neighbourhoods, std::size_t(2));
        QCOMPARE(svg->drawn.buildings, std::size_t(2));
        QCOMPARE(svg->drawn.areas, std::size_t(2));
        QCOMPARE(svg->drawn.streets, std::size_t(1));
        QCOMPARE(svg->drawn.spots, std::size_t(1));
        QVERIFY(svg->drawn.roads >= 2);
        const Content content = contentOf(svg->bytes);
        QVERIFY(content.wellFormed);
        // The neighbourhood and the legend's field.
        QCOMPARE(content.filled[QStringLiteral("#0a3a82")], 2);
        QCOMPARE(content.filled[QStringLiteral("#efb681")], 2);
        QCOMPARE(content.filled[QStringLiteral("#b02030")], 2);  // the stop and the legend's field
        QCOMPARE(content.stroked[QStringLiteral("#b02030")], 1);
        QVERIFY(content.elements[QStringLiteral("image")] == 0);
    }
    void aDrawingProgramSeesTheSame()
    {
        const Expected<MapSvg> svg = mapSvg(request());
        QSvgRenderer renderer(svg->bytes);
        QVERIFY(renderer.isValid());
        QImage image(svg->size, QImage::Format_RGB32);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        renderer.render(&painter);
        painter.end();
        const auto share = [&](Colour c) {
            int n = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    n += image.pixel(x, y) == qRgb(c.r, c.g, c.b) ? 1 : 0;
            return static_cast<double>(n) / (image.width() * image.height());
        };
        QVERIFY2(share(kBlue) > 0.1, qPrintable(QString::number(share(kBlue))));
        QVERIFY2(share(kSand) > 0.08, qPrintable(QString::number(share(kSand))));
        QVERIFY(share(kRed) > 0.001);
        QCOMPARE(share({0xFF, 0x00, 0xFF}), 0.0);
    }
    void wordsAreTextAndTheFileTellsWhatItShows()
    {
        const Expected<MapSvg> svg = mapSvg(request());
        const Content content = contentOf(svg->bytes);
        const QString words = content.texts.join(u'\n');
        for (const char* word : {"West", "East", "Mini & more", "Nitrogen dioxide <NO2>", "10.0 – 20.0", "N"})
            QVERIFY2(content.texts.contains(QString::fromUtf8(word)) || words.contains(QString::fromUtf8(word)), word);
        QVERIFY2(words.contains(QRegularExpression(QStringLiteral("\\d.k?m"))), qPrintable(words));  // the scale bar
        QCOMPARE(content.titles, QStringList{QStringLiteral("Mini & more")});
        QCOMPARE(content.descriptions.size(), 1);
        QVERIFY2(content.descriptions[0].contains(QStringLiteral("from above")) &&
                     content.descriptions[0].contains(QStringLiteral("Nitrogen dioxide")),
                 qPrintable(content.descriptions[0]));
    }
    void whatIsTooSmallIsLeftOutAndSaid()
    {
        CityData data = test::sceneCityData();
        for (int i = 0; i < 30; ++i)
            data.buildings.push({.externalId = "b:" + std::to_string(i), .footprint = test::square(-380 + 4 * i, 20, 0.4), .height_m = 3});
        const auto city = City::create(std::move(data));
        QVERIFY(city.has_value());
        MapPictureRequest far = request();
        far.city = *city;
        const Expected<MapSvg> all = mapSvg(far);
        QCOMPARE(all->drawn.buildings, std::size_t(2));
        QVERIFY(all->drawn.tooSmall >= 30);
        QVERIFY2(all->description.contains(QString::number(all->drawn.tooSmall)), qPrintable(all->description));
        far.extent = {-390, 10, -330, 30};
        const Expected<MapSvg> near = mapSvg(far);
        QVERIFY2(near->drawn.buildings >= 10, qPrintable(QString::number(near->drawn.buildings)));
        // What lies outside the picture is neither drawn nor missing.
        QVERIFY(near->drawn.tooSmall == 0 && near->drawn.buildings < 30);
        QVERIFY(near->description.count(QStringLiteral("left out")) == 0);
    }
    void patternsStayWithinTheirAreas()
    {
        // A square with a hole, partly beyond the picture.
        const QRectF outer(20, 20, 200, 120), hole(60, 50, 40, 40), view(0, 0, 180, 160);
        const std::vector<QPolygonF> rings{QPolygonF(outer), QPolygonF(hole)};
        for (const Pattern pattern : {Pattern::Better, Pattern::Worse, Pattern::TooClose, Pattern::Hidden}) {
            const QPainterPath marks = patternMarks(rings, pattern, view);
            QVERIFY(marks.elementCount() > 20);
            const double arm = pattern == Pattern::TooClose ? 2.1 : 0.1;
            for (int i = 0; i < marks.elementCount(); ++i) {
                const QPointF p = marks.elementAt(i);
                QVERIFY2(outer.adjusted(-arm, -arm, arm, arm).contains(p), qPrintable(QStringLiteral("%1, %2").arg(p.x()).arg(p.y())));
                QVERIFY(pattern == Pattern::Worse || pattern == Pattern::Hidden || view.adjusted(-arm, 0, arm, 0).contains(p));
                QVERIFY2(!hole.adjusted(arm, arm, -arm, -arm).contains(p), qPrintable(QStringLiteral("%1, %2").arg(p.x()).arg(p.y())));
            }
            for (int i = 0; i + 1 < marks.elementCount(); i += 2) {
                const QPointF middle = (QPointF(marks.elementAt(i)) + QPointF(marks.elementAt(i + 1))) / 2;
                QVERIFY(!hole.adjusted(arm, arm, -arm, -arm).contains(middle));
            }
        }
        QVERIFY(patternMarks(rings, Pattern::None, view).isEmpty());
    }
    void eachDirectionIsDrawnOnItsOwnSide()
    {
        MapCamera camera;
        camera.setViewport(400, 400);
        camera.setFlat(true);
        camera.setCentre({0, 0}, 0);
        const MapShapes shapes(camera);
        const double y = shapes.at({0, 0}).y();
        const QRectF east = shapes.line({{-100, 0}, {100, 0}}, 5).boundingRect(),
                     west = shapes.line({{100, 0}, {-100, 0}}, 5).boundingRect();
        QVERIFY(std::abs(east.top() - (y + 5)) < 0.1 && std::abs(west.top() - (y - 5)) < 0.1);
    }
    void twoMapsAreTwoPicturesInOne()
    {
        MapPictureRequest left = request(), right = request();
        left.title = QStringLiteral("Before: today");
        right.title = QStringLiteral("With: <Bridge>");
        right.overlay.neighbourhoods = test::twoColours(kSand, kSand).neighbourhoods;
        const Expected<MapSvg> both = mapSvg(left, right);
        QVERIFY(both);
        keep(*both, "both.svg");
        QCOMPARE(both->size, QSize(900, 600));
        const Content content = contentOf(both->bytes);
        QVERIFY(content.wellFormed);
        QCOMPARE(content.elements[QStringLiteral("svg")], 3);
        QVERIFY(content.titles.contains(left.title) && content.titles.contains(right.title));
        QCOMPARE(content.filled[QStringLiteral("#0a3a82")], 2);  // once a neighbourhood, once in the one legend
        QCOMPARE(content.filled[QStringLiteral("#efb681")], 4);
        QVERIFY(QSvgRenderer(both->bytes).isValid());
    }
    void onlyWhatCanBeDrawnIs()
    {
        MapPictureRequest none = request();
        none.city = nullptr;
        QVERIFY(!mapSvg(none));
        MapPictureRequest tiny = request();
        tiny.size = {20, 20};
        QVERIFY(!mapSvg(tiny));
    }
};

QTEST_MAIN(TestMapSvg)
#include "tst_map_svg.moc"
