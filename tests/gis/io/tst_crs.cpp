// The coordinate systems of a city and the way to longitude and latitude and back.
#include "gis/io/crs.h"

#include <QtTest>

#include <cmath>

using namespace isopolis;

class TestCrs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSwissGridAgreesWithSwisstopo();
    void aSystemIsChosenAroundThePlace();
    void thereAndBackIsTheSamePlace();
    void degreesAndFeetAreRefused();
    void aPlaneWithoutDefinitionLiesAroundItsCentre();
};

// swisstopo, "Approximate formulas for the transformation between Swiss projection coordinates and WGS84":
// E 2 700 000, N 1 100 000 lies at 8° 43' 49.79" E, 46° 2' 38.87" N.
void TestCrs::theSwissGridAgreesWithSwisstopo()
{
    const double lon = 8 + 43.0 / 60 + 49.79 / 3600, lat = 46 + 2.0 / 60 + 38.87 / 3600;
    const auto frame = frameFromCode("EPSG:2056", {lon, lat});
    QVERIFY(frame.has_value());
    QVERIFY(distance(frame->origin, {2700000, 1100000}) < 2.0);
    QVERIFY(!frame->wkt.empty());
    QCOMPARE(frame->name, std::string("CH1903+ / LV95"));
}

void TestCrs::aSystemIsChosenAroundThePlace()
{
    QCOMPARE(chooseFrame({11.54, 50.01})->crs, std::string("EPSG:32632"));
    QCOMPARE(chooseFrame({-51.2, -30.05})->crs, std::string("EPSG:32722"));
    QVERIFY(!chooseFrame({500, 0}).has_value());
}

void TestCrs::thereAndBackIsTheSamePlace()
{
    const auto frame = chooseFrame({6.13, 46.21});
    const auto p = toCity(*frame, 6.1432, 46.2044);
    const auto back = toLonLat(*frame, *p);
    QVERIFY(back.has_value());
    QVERIFY(std::abs(back->lon - 6.1432) < 1e-9);
    QVERIFY(std::abs(back->lat - 46.2044) < 1e-9);
}

void TestCrs::degreesAndFeetAreRefused()
{
    for (const char* code : {"EPSG:4326", "EPSG:2263", "EPSG:999999", "nonsense"}) {
        const auto frame = frameFromCode(code, {-73.9, 40.7});
        QVERIFY2(!frame.has_value(), code);
        QCOMPARE(frame.error().field, std::string("crs"));
        QVERIFY(!frame.error().remedy.empty());
    }
}

void TestCrs::aPlaneWithoutDefinitionLiesAroundItsCentre()
{
    LocalFrame frame;
    frame.crs = "own plane";
    frame.longitude = 8;
    frame.latitude = 50;
    frame.origin = {5000, 4000};
    const auto p = toCity(frame, 8, 50.01);
    QVERIFY(p.has_value());
    QVERIFY(std::abs(p->x - 5000) < 0.01);
    QVERIFY(std::abs(p->y - 4000 - 1112) < 2);  // one hundredth of a degree of the meridian at 50° N
}

QTEST_GUILESS_MAIN(TestCrs)
#include "tst_crs.moc"
