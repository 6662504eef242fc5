#include <QFile>
#include <QTest>

#include "simulation/air/rline.h"
#include "simulation/air/rline_table.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

using namespace isopolis;

namespace {

const QString kReference = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/air/");

/// Rows of numbers below the header; NaN for an empty cell. Empty if the file is not there.
std::vector<std::vector<double>> table(const QString& name)
{
    std::vector<std::vector<double>> rows;
    QFile file(kReference + name);
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    file.readLine();
    while (!file.atEnd()) {
        std::vector<double> row;
        for (const QByteArray& cell : file.readLine().trimmed().split(','))
            row.push_back(cell.isEmpty() ? std::nan("") : cell.toDouble());
        rows.push_back(row);
    }
    return rows;
}

struct Agreement {
    double median = 0, worst = 0;
    std::size_t n = 0;
};

Agreement agreement(std::vector<double> deviations)
{
    std::sort(deviations.begin(), deviations.end());
    return {deviations[deviations.size() / 2], deviations.back(), deviations.size()};
}

void print(const char* what, const Agreement& a)
{
    qInfo("%s: %zu values, median %.3f %%, largest %.2f %%", what, a.n, 100 * a.median, 100 * a.worst);
}

RlineMeteorology meteorology(double uStar, double wStar, double convective, double mechanical, double l, double roughness, double wind,
                             double from, double height)
{
    RlineMeteorology met;
    met.frictionVelocity_ms = uStar;
    met.convectiveVelocity_ms = wStar;
    met.mechanicalHeight_m = mechanical;
    met.mixingHeight_m = std::max(convective, mechanical);
    met.moninObukhov_m = l;
    met.roughness_m = roughness;
    met.displacement_m = 5 * roughness;
    met.wind_ms = wind;
    met.windFrom_deg = from;
    met.windHeight_m = height;
    return met;
}

/// Moves a line sideways as the CALTRANS geometry file says: along (sin t, −cos t) times the sign of sin t.
RlineSource laneAt(double offset_m)
{
    const Point2 start{1532.1, -1258.6}, end{-1532.1, 1285.6};
    const double t = std::atan2(end.y - start.y, end.x - start.x), sign = std::sin(t) < 0 ? -1 : 1;
    const Point2 shift{sign * offset_m * std::sin(t), -sign * offset_m * std::cos(t)};
    return {start + shift, end + shift, 1, 2, 0};
}

}  // namespace

class TestRline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anEndlessLineAcrossTheWindMeetsTheAnalyticLimit()
    {
        // Ground source and receptor, direct plume alone: C = sqrt(2/pi) q / (sigma_z U).
        const RlineMeteorology met = meteorology(0.3, 0, 0, 3000, 1e9, 0.1, 4, 270, 10);
        const RlinePlume plume(met, RlineCoefficients::Year2023, {.height_m = 0, .sigmaZ0_m = 1.5, .sigmaY0_m = 0}, 0);
        for (const double x : {10.0, 50.0, 200.0, 1000.0}) {
            const double step = 0.02 * plume.sigmaZ(x);
            double sum = 0;
            for (double y = -100 * plume.sigmaZ(x); y <= 100 * plume.sigmaZ(x); y += step)
                sum += step * plume.directAt(x, y);
            const double analytic = std::sqrt(2 / std::numbers::pi) / (plume.sigmaZ(x) * plume.effectiveWind(x));
            QVERIFY2(std::abs(sum / analytic - 1) <= 1e-3, qPrintable(QString::number(sum / analytic - 1)));
        }
    }

    void aLongLineObliqueToTheWindIsCloseToTheAnalyticLimit()
    {
        const double theta = 60 * std::numbers::pi / 180, x = 100;
        const RlineMeteorology met = meteorology(0.3, 0, 0, 3000, 1e9, 0.1, 4, 270, 10);
        const RlinePlume plume(met, RlineCoefficients::Year2023, {.height_m = 0, .sigmaZ0_m = 0.5, .sigmaY0_m = 0}, 0);
        double sum = 0;
        for (double s = -1000; s <= 1000; s += 0.1) {  // along a line that meets the wind at theta, receptor x away from it
            const double ahead = x * std::sin(theta) + s * std::cos(theta), across = -x * std::cos(theta) + s * std::sin(theta);
            sum += 0.1 * plume.directAt(ahead, across);
        }
        const double far = x / std::sin(theta);
        const double analytic = std::sqrt(2 / std::numbers::pi) / (plume.sigmaZ(far) * plume.effectiveWind(far) * std::sin(theta));
        QVERIFY2(std::abs(sum / analytic - 1) < 0.05, qPrintable(QString::number(sum / analytic - 1)));
    }

    void aMirroredLineGivesTheMirroredConcentration()
    {
        const RlineMeteorology met = meteorology(0.3, 0, 0, 400, 1e9, 0.5, 3, 270, 10);
        const RlineSource north{{0, 0}, {40, 90}, 0.5, 1.5, 7}, south{{0, 0}, {40, -90}, 0.5, 1.5, 7};
        const double a = rlineConcentration(met, RlineCoefficients::Year2023, north, {60, 10}, 1.5);
        const double b = rlineConcentration(met, RlineCoefficients::Year2023, south, {60, -10}, 1.5);
        QVERIFY(a > 0 && std::abs(a / b - 1) < 1e-9);
        QCOMPARE(rlineConcentration(met, RlineCoefficients::Year2023, {{5, 5}, {5, 5}, 0.5, 1.5, 7}, {60, 10}, 1.5), 0.0);
    }

    void theNewerCoefficientsReproduceAermod()
    {
        const auto rows = table("aermod_rline_synthetic.csv");
        if (rows.empty())
            QSKIP("the AERMOD reference file is not on this machine");
        std::vector<double> deviations;
        for (const auto& r : rows) {
            const RlineMeteorology met = meteorology(r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], 10);
            const double value =
                rlineConcentration(met, RlineCoefficients::Year2023, {{0, -100}, {0, 100}, 0.5, 1.5, 7}, {r[11], r[12]}, 1.5);
            deviations.push_back(std::abs(value / r[13] - 1));
        }
        const Agreement a = agreement(deviations);
        print("R-LINE 2023 against AERMOD 24142", a);
        QVERIFY(a.n == 210 && a.median <= 0.005 && a.worst <= 0.02);
    }

    void theOlderCoefficientsReproduceIdahoFalls()
    {
        const auto rows = table("idaho_falls_2008.csv");
        if (rows.empty())
            QSKIP("the Idaho Falls reference file is not on this machine");
        const std::vector<double> away{18, 36, 48, 66, 90, 120, 180};
        std::vector<double> deviations;
        for (const auto& r : rows) {
            const RlineMeteorology met = meteorology(r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11]);
            for (std::size_t i = 0; i < away.size(); ++i) {
                const double value =
                    rlineConcentration(met, RlineCoefficients::Year2013, {{0, -500}, {0, 500}, 1, 0, 0}, {away[i], 0}, 1.5);
                deviations.push_back(std::abs(value / r[21 + i] - 1));
            }
        }
        const Agreement a = agreement(deviations);
        print("R-LINE 2013 against R-LINE 1.2, Idaho Falls", a);
        QVERIFY(a.n == 147 && a.median <= 0.005 && a.worst <= 0.03);
    }

    void theTablesReproduceAermodAndTheFormula()
    {
        const auto rows = table("aermod_rline_synthetic.csv");
        if (rows.empty())
            QSKIP("the AERMOD reference file is not on this machine");
        const RlineSource source{{0, -100}, {0, 100}, 0.5, 1.5, 7};
        std::vector<double> fromAermod, fromFormula;
        for (const auto& r : rows) {
            const RlineMeteorology met = meteorology(r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], 10);
            const RlineTable hour(met, RlineCoefficients::Year2023, {0.5, 1.5, 0}, 1.5);
            const double value = hour.line(source, {r[11], r[12]});
            fromAermod.push_back(std::abs(value / r[13] - 1));
            fromFormula.push_back(std::abs(value / rlineConcentration(met, RlineCoefficients::Year2023, source, {r[11], r[12]}, 1.5) - 1));
        }
        const Agreement a = agreement(fromAermod), f = agreement(fromFormula);
        print("R-LINE tables against AERMOD 24142", a);
        print("R-LINE tables against the dense integral", f);
        QVERIFY(a.n == 210 && a.median <= 0.005 && a.worst <= 0.02);
        QVERIFY(f.median <= 0.0005 && f.worst <= 0.005);
    }

    void wallsReproduceAermod()
    {
        const auto rows = table("aermod_rline_synthetic.csv");
        if (rows.empty())
            QSKIP("the AERMOD reference file is not on this machine");
        const RlineSource source{{0, -100}, {0, 100}, 0.5, 1.5, 7, {{4, -8}}};  // a wall of 4 m, 8 m to the right of the way north
        std::vector<double> deviations, behind;
        for (const auto& r : rows) {
            const RlineMeteorology met = meteorology(r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], 10);
            const double value = rlineConcentration(met, RlineCoefficients::Year2023, source, {r[11], r[12]}, 1.5);
            deviations.push_back(std::abs(value / r[14] - 1));
            if (r[11] > 8 && r[14] < 0.9 * r[13])
                behind.push_back(std::abs(value / r[14] - 1));
        }
        const Agreement a = agreement(deviations), b = agreement(behind);
        print("R-LINE with a wall against AERMOD 24142", a);
        print("of them where the wall lowers the concentration by a tenth or more", b);
        // The program stops its search for the plume's wind at 1 %; with that stop here too, the median falls to a quarter. What is left in
        // single values comes from its integration across the wall, where the concentration jumps.
        const auto within = std::count_if(deviations.begin(), deviations.end(), [](double d) { return d <= 0.02; });
        QVERIFY(a.n == 210 && a.median <= 0.005 && a.worst <= 0.05 && within >= 200);
        QVERIFY(b.n > 50 && b.median <= 0.005);
    }

    void aWallOfNoHeightChangesNothing()
    {
        const RlineMeteorology met = meteorology(0.3, 0, -999, 300, 100, 0.1, 3, 250, 10);
        const RlineSource open{{0, -100}, {0, 100}, 0.5, 1.5, 7}, none{{0, -100}, {0, 100}, 0.5, 1.5, 7, {{0, -8}, {0, 8}}};
        for (const double x : {-50.0, 5.0, 20.0, 200.0}) {
            const double expected = rlineConcentration(met, RlineCoefficients::Year2023, open, {x, 10}, 1.5);
            const double value = rlineConcentration(met, RlineCoefficients::Year2023, none, {x, 10}, 1.5);
            QVERIFY(expected > 0 && std::abs(value / expected - 1) < 1e-12);
        }
    }

    void theSkillAgainstMeasuredTracerIsAsPublished()
    {
        // Idaho Falls 2008, SF6: measured ppb; model µg/m³ per g/(m s) · release / 54 m / 5.34 µg/m³ per ppb.
        const auto rows = table("idaho_falls_2008.csv");
        if (rows.empty())
            QSKIP("the Idaho Falls reference file is not on this machine");
        const std::vector<double> away{18, 36, 48, 66, 90, 120, 180};
        for (const RlineCoefficients set : {RlineCoefficients::Year2013, RlineCoefficients::Year2023}) {
            double within = 0, n = 0, model = 0, measured = 0, mm = 0, oo = 0, mo = 0, squares = 0;
            for (const auto& r : rows) {
                const double w = set == RlineCoefficients::Year2023 && r[7] > 0 ? 0 : r[4];
                const RlineMeteorology met = meteorology(r[3], w, r[5], r[6], r[7], r[8], r[9], r[10], r[11]);
                for (std::size_t i = 0; i < away.size(); ++i) {
                    const double o = r[14 + i];
                    if (std::isnan(o))
                        continue;
                    const double m = rlineConcentration(met, set, {{0, -500}, {0, 500}, 1, 0, 0}, {away[i], 0}, 1.5) * r[13] / 54 / 5.34;
                    within += m >= 0.5 * o && m <= 2 * o;
                    ++n;
                    model += m, measured += o, mm += m * m, oo += o * o, mo += m * o, squares += (m - o) * (m - o);
                }
            }
            const double r = (n * mo - model * measured) / std::sqrt((n * mm - model * model) * (n * oo - measured * measured));
            const double fac2 = within / n, nmb = (model - measured) / measured, nmse = squares / n / (model / n * measured / n);
            qInfo("skill against SF6, set %s: n %.0f, FAC2 %.2f, NMB %.2f, NMSE %.2f, R %.2f",
                  set == RlineCoefficients::Year2013 ? "2013" : "2023", n, fac2, nmb, nmse, r);
            QVERIFY(n == 143 && fac2 >= 0.9 && std::abs(nmb) < 0.35 && nmse < 0.6 && r > 0.9);
        }
    }

    void theOlderCoefficientsReproduceHighway99()
    {
        const auto rows = table("caltrans99_rline12.csv");
        if (rows.empty())
            QSKIP("the CALTRANS reference file is not on this machine");
        const std::vector<Point2> receptors{{-128.56, -153.2}, {-64.28, -76.6}, {-32.14, -38.3}, {32.14, 38.3},
                                            {64.28, 76.6},     {128.56, 153.2}, {0, 0}};
        const std::vector<std::vector<double>> lanes{{-10.65, -14.3}, {10.65, 14.3}};
        std::vector<double> deviations;
        for (const auto& r : rows) {
            const RlineMeteorology met = meteorology(r[3], r[4], r[5], r[6], r[7], 0.1, r[8], r[9], 11.4);
            for (std::size_t direction = 0; direction < 2; ++direction)
                for (std::size_t i = 0; i < receptors.size(); ++i) {
                    double value = 0;
                    for (const double lane : lanes[direction])
                        value += 0.5 * rlineConcentration(met, RlineCoefficients::Year2013, laneAt(lane), receptors[i], 1);
                    deviations.push_back(std::abs(value / r[10 + 7 * direction + i] - 1));
                }
        }
        const Agreement a = agreement(deviations);
        print("R-LINE 2013 against R-LINE 1.2, Highway 99", a);
        QVERIFY(a.n == 210 && a.median <= 0.005 && a.worst <= 0.03);
    }
};

QTEST_GUILESS_MAIN(TestRline)
#include "tst_rline.moc"
