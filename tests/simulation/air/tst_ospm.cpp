#include <QFile>
#include <QTest>

#include "simulation/air/no2_chemistry.h"
#include "simulation/air/ospm.h"

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

constexpr double kNoAsNo2 = 1.5333;  // mass of NO counted as NO2

struct Case {
    StreetCanyon street;
    OspmHour hour;
    OspmSettings settings;
    double temperature_k = 0, radiation = 0, no = 0, no2 = 0, o3 = 0, q = 0, qNo2 = 0;
    double expected[6] = {};  ///< NOx, NO2, O3 on side 1, then on side 2
};

std::vector<Case> referenceCases()
{
    std::vector<Case> cases;
    QFile file(QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/air/ospm_reference.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return cases;
    file.readLine();
    while (!file.atEnd()) {
        const QList<QByteArray> cell = file.readLine().trimmed().split(',');
        const auto n = [&](int i) { return cell[i].toDouble(); };
        Case c;
        c.street = {.height_m = n(1), .width_m = n(2), .length1_m = n(3), .length2_m = n(4), .axis_deg = n(5)};
        if (!cell[7].isEmpty())
            c.street.sectors.push_back({n(7), n(8), n(9)});
        c.settings.receptorHeight_m = n(6);
        c.settings.roofWind = n(10);
        c.hour = {.mast_ms = n(11), .windFrom_deg = n(12), .stirring = ospmStirring(n(18), n(20), n(19), n(21))};
        c.temperature_k = n(13), c.radiation = n(14), c.no = n(15), c.no2 = n(16), c.o3 = n(17), c.q = n(22), c.qNo2 = n(23);
        for (int i = 0; i < 6; ++i)
            c.expected[i] = n(24 + i);
        cases.push_back(c);
    }
    return cases;
}

struct Worst {
    double nox = 0, chemistry = 0;
};

Worst worstOf(const std::vector<Case>& cases)
{
    Worst worst;
    for (const Case& c : cases) {
        const OspmTerms t = ospmAverage(c.street, c.hour, c.settings);
        const double background = kNoAsNo2 * c.no + c.no2;
        for (int side = 0; side < 2; ++side) {
            const double nox = background + c.q * (side == 0 ? t.side1 : t.side2);
            worst.nox = std::max(worst.nox, std::abs(nox / c.expected[3 * side] - 1));
            const PhotoState s = photostationary({.nox_ppb = nox / kNo2PerPpb,
                                                  .noxBackground_ppb = background / kNo2PerPpb,
                                                  .no2Background_ppb = c.no2 / kNo2PerPpb,
                                                  .o3Background_ppb = c.o3 / kO3PerPpb,
                                                  .primaryShare = c.qNo2 / c.q,
                                                  .temperature_k = c.temperature_k,
                                                  .radiation_W_m2 = c.radiation,
                                                  .residence_s = c.street.height_m / t.exchange_ms});
            for (const double off : {s.no2_ppb * kNo2PerPpb / c.expected[3 * side + 1], s.o3_ppb * kO3PerPpb / c.expected[3 * side + 2]})
                worst.chemistry = std::max(worst.chemistry, std::abs(off - 1));
        }
    }
    return worst;
}

}  // namespace

class TestOspm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSeventyReferenceCasesAreReproduced()
    {
        const std::vector<Case> cases = referenceCases();
        if (cases.empty())
            QSKIP("the street canyon reference file is not on this machine");
        const Worst worst = worstOf(cases);
        qInfo("OSPM: %zu cases, largest deviation of NOx %.2g, of NO2 and O3 %.2g", cases.size(), worst.nox, worst.chemistry);
        QVERIFY(cases.size() == 70 && worst.nox <= 1e-4 && worst.chemistry <= 1e-4);
    }

    void twoCasesTypedIn()
    {
        // Computed with the public street pollution code of SMHI and MET Norway.
        Case a;
        a.street = {.height_m = 20, .width_m = 25, .length1_m = 100, .length2_m = 100, .axis_deg = 0};
        a.hour = {.mast_ms = 0.7, .windFrom_deg = 143, .stirring = ospmStirring(2000, 35, 5, 32)};
        a.temperature_k = 278.15, a.radiation = 700, a.no = 20, a.no2 = 10, a.o3 = 15, a.q = 450, a.qNo2 = 22.5;
        for (int i = 0; i < 6; ++i)
            a.expected[i] = std::array{242.561, 28.0714, 6.69608, 282.822, 30.5914, 6.16834}[static_cast<std::size_t>(i)];
        Case b = a;
        b.hour = {.mast_ms = 3.6, .windFrom_deg = 17, .stirring = ospmStirring(2000, 50, 40, 47)};
        b.radiation = 300, b.no = 5;
        for (int i = 0; i < 6; ++i)
            b.expected[i] = std::array{109.771, 19.4472, 9.9594, 144.137, 22.2699, 8.80968}[static_cast<std::size_t>(i)];
        const Worst worst = worstOf({a, b});
        QVERIFY2(worst.nox <= 1e-4 && worst.chemistry <= 1e-4, qPrintable(QString::number(worst.nox)));
    }

    void mirroredStreetsGiveMirroredWalls()
    {
        const StreetCanyon street{.height_m = 18, .width_m = 20, .length1_m = 90, .length2_m = 90, .axis_deg = 30};
        const double stir = ospmStirring(800, 40, 30, 35);
        const OspmTerms east = ospmAverage(street, {3, 30 + 70, stir}, {}), west = ospmAverage(street, {3, 30 - 70, stir}, {});
        QVERIFY(std::abs(east.side1 / west.side2 - 1) < 1e-9 && std::abs(east.side2 / west.side1 - 1) < 1e-9);
        QVERIFY(east.side2 > 1.5 * east.side1);  // the upwind wall is the leeward one
        const OspmTerms along = ospmAverage(street, {3, 30, stir}, {});
        QVERIFY(std::abs(along.side1 / along.side2 - 1) < 1e-6);
    }

    void everyDirectionAndWindGivesFinitePositiveValues()
    {
        for (const double height : {3.0, 20.0, 80.0})
            for (const double width : {4.0, 25.0, 60.0})
                for (const double wind : {0.0, 0.3, 2.0, 20.0})
                    for (int from = 0; from < 360; from += 15) {
                        const OspmTerms t = ospmDirection({height, width, 40, 200, 0}, {wind, double(from), 0}, {});
                        for (const double value : {t.side1, t.side2, t.recirculated})
                            QVERIFY(std::isfinite(value) && value >= 0);
                    }
    }

    void chemistryKeepsOxidantAndHasTheRightLimits()
    {
        PhotoInput in{.nox_ppb = 120,
                      .noxBackground_ppb = 12,
                      .no2Background_ppb = 8,
                      .o3Background_ppb = 25,
                      .primaryShare = 0.12,
                      .temperature_k = 283,
                      .radiation_W_m2 = 300,
                      .residence_s = 60};
        const double mixed = 0.12 * 108 + 8;
        const PhotoState day = photostationary(in);
        QVERIFY(std::abs(day.no2_ppb + day.o3_ppb - (mixed + 25)) < 1e-9 && day.no2_ppb <= in.nox_ppb);
        in.residence_s = 0;  // no time to react
        QVERIFY(std::abs(photostationary(in).no2_ppb - mixed) < 1e-3);
        in.residence_s = 1e9, in.radiation_W_m2 = 0;  // night, all the time: ozone is used up
        QVERIFY(std::abs(photostationary(in).o3_ppb) < 1e-3);
        in.o3Background_ppb = 500;  // more ozone than NO
        QVERIFY(std::abs(photostationary(in).no2_ppb - in.nox_ppb) < 1e-2);
    }
};

QTEST_GUILESS_MAIN(TestOspm)
#include "tst_ospm.moc"
