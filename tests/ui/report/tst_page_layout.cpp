// Pages are filled: a map that does not fit becomes smaller, or stands on the next page while what follows it fills this one.

#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

#ifndef Q_MOC_RUN
#include "ui/report/page_layout.h"
#endif

using namespace isopolis;

namespace {

constexpr double kAspect = 1.4, kLegend = 100;
const std::string kCaption = "A map", kLine = "One line of words.";

struct Painted {
    int page = 0;
    double width = 0, y = 0;
};

/// A report whose first page has `taken` points of something on it already.
class Pages {
public:
    explicit Pages(double taken) : m_canvas(m_folder.filePath(QStringLiteral("a.pdf")).toStdString(), {}, "Pages"), layout(m_canvas, {})
    {
        layout.figure(50, taken, "something that takes room", kCaption, [](double, double) {});
    }
    void map()
    {
        PageLayout::Picture picture{"a map of something", kCaption, [this](double, double y, double w, double) {
                                        map_at = {m_canvas.pageNumber(), w, y};
                                    }};
        layout.pictures({picture}, kAspect, {kLegend, 80, {"its legend", {}, [](double, double, double, double) {}}});
    }
    double full() const { return layout.width() - kLegend - 8; }  ///< width of a map where there is room
    int page() const { return m_canvas.pageNumber(); }
    std::string finish()
    {
        layout.close();
        return m_canvas.finish();
    }

private:
    QTemporaryDir m_folder;
    TaggedCanvas m_canvas;

public:
    PageLayout layout;
    Painted map_at;
};

ReportTable table(int rows)
{
    ReportTable all;
    all.caption = "A table";
    all.header = {"Name", "Value"};
    for (int i = 0; i < rows; ++i)
        all.rows.push_back({"row", "1"});
    return all;
}

}  // namespace

class PageLayoutTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aMapThatFitsHasItsSize()
    {
        Pages p(200);
        p.map();
        QCOMPARE(p.map_at.page, 1);
        QCOMPARE(p.map_at.width, p.full());
        QCOMPARE(p.finish(), std::string());
    }

    void aMapThatNearlyFitsBecomesSmaller()
    {
        Pages p(450);
        p.map();
        QCOMPARE(p.map_at.page, 1);
        QVERIFY2(p.map_at.width < p.full() && p.map_at.width >= p.full() * 2 / 3, qPrintable(QString::number(p.map_at.width / p.full())));
        QCOMPARE(p.finish(), std::string());
    }

    void whatFollowsFillsThePageBeforeALargeMap()
    {
        Pages p(560);
        p.map();
        QCOMPARE(p.map_at.page, 0);
        p.layout.paragraph(kLine);
        p.layout.table(table(2));
        QCOMPARE(p.page(), 1);
        p.layout.heading("The next section", 3);
        QCOMPARE(p.map_at.page, 2);
        QCOMPARE(p.map_at.width, p.full());
        QVERIFY(p.map_at.y < 60);
        QVERIFY2(p.layout.filled().at(0) > 0.85, qPrintable(QString::number(p.layout.filled().at(0))));
        QCOMPARE(p.page(), 2);  // the section begins below the map
        QCOMPARE(p.finish(), std::string());
    }

    void aMapIsNeverWithinATableOrList()
    {
        for (const bool list : {false, true}) {
            Pages p(560);
            p.map();
            if (list)
                p.layout.bullets(std::vector<std::string>(20, kLine));
            else
                p.layout.table(table(20));
            QCOMPARE(p.map_at.page, 2);
            QVERIFY(p.map_at.y < 60);  // before it, at the head of the page
            QCOMPARE(p.finish(), std::string());
        }
    }

    void aMapAtTheEndIsNotForgotten()
    {
        Pages p(560);
        p.map();
        p.layout.paragraph(kLine);
        QCOMPARE(p.finish(), std::string());
        QCOMPARE(p.map_at.page, 2);
    }
};

QTEST_MAIN(PageLayoutTest)
#include "tst_page_layout.moc"
