#include "simulation/sensing/correction_gate.h"
#include "simulation/sensing/field_covariance.h"
#include "simulation/sensing/learned_covariance.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

using namespace isopolis;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kNoData = "the recorded series are not beside this checkout";

QList<QList<QByteArray>> table(const char* name)
{
    QFile file(QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/feeds/recorded/") + name);
    QList<QList<QByteArray>> rows;
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    file.readLine();
    while (!file.atEnd()) {
        QByteArray line = file.readLine().trimmed();
        rows.push_back(line.replace("\"", "").split(','));
    }
    return rows;
}

/// Metres around a latitude.
Point2 metres(double lat, double lon, double latitude) { return {lon * 111320 * std::cos(latitude * 0.017453292519943295), lat * 110540}; }

/// A week of loop speeds, km/h, less the mean of like days: of the first five days, at the same quarter of an hour before and after,
/// working days and weekend apart. Past: those five days; recent: the two after them.
struct Loops {
    ResidualHistory past, recent;

    static std::optional<Loops> read()
    {
        Loops loops;
        for (const auto& row : table("metr-la/sensors.csv"))
            loops.past.at.push_back(metres(row[1].toDouble(), row[2].toDouble(), 34.1));
        const auto speeds = table("metr-la/speed_mph_5min.csv");
        if (loops.past.at.empty() || speeds.empty())
            return std::nullopt;
        const std::size_t n = loops.past.at.size(), day = 288, cut = 5 * day;
        loops.past.errorSd.assign(n, 2);
        loops.recent = loops.past;
        // It begins on a Thursday.
        const auto like = [](std::size_t t) -> std::size_t { return t / 288 == 2 || t / 288 == 3 ? 288 : 0; };
        std::vector<std::vector<double>> kmh, usual(2 * day, std::vector<double>(n, 0));
        for (const auto& row : speeds) {
            kmh.emplace_back();
            for (std::size_t s = 0; s < n; ++s)
                kmh.back().push_back(row[static_cast<qsizetype>(s) + 1].toDouble() * 1.609344);
        }
        for (std::size_t t = 0; t < cut; ++t)
            for (std::size_t near = day - 3; near <= day + 3; ++near)
                for (std::size_t s = 0; s < n; ++s)
                    usual[like(t) + (t + near) % day][s] += kmh[t][s] / (7 * (like(t) > 0 ? 2 : 3));
        for (std::size_t t = 0; t < kmh.size(); ++t) {
            for (std::size_t s = 0; s < n; ++s)
                kmh[t][s] -= usual[like(t) + t % day][s];
            (t < cut ? loops.past : loops.recent).addTime(kmh[t]);
        }
        return loops;
    }
};

/// Sensors on a square grid of 1 km whose residuals are a wave across it, and one of each alone.
ResidualHistory wave(double alone, std::size_t times)
{
    ResidualHistory h;
    std::mt19937 random(5);
    for (int i = 0; i < 16; ++i)
        h.at.push_back({1000.0 * (i % 4), 1000.0 * (i / 4)});
    h.errorSd.assign(h.at.size(), 1);
    for (std::size_t t = 0; t < times; ++t) {
        const double a = 10 * std::sin(0.7 * static_cast<double>(t)), b = 10 * std::cos(1.3 * static_cast<double>(t));
        std::vector<double> row;
        for (const Point2& p : h.at)
            row.push_back(a * std::cos(p.x / 2000) + b * std::sin(p.y / 2000) + alone * (static_cast<double>(random() % 2001) / 1000 - 1));
        h.addTime(row);
    }
    return h;
}

}  // namespace

class TestInterpolation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneSensorSaysWhatTheFormulaSays()
    {
        SymmetricMatrix b(1);
        b.set(0, 0, 4);
        const double errorSd[] = {2};
        const auto k = Interpolator::create(b, errorSd).value();
        const double with[] = {3};
        const Interpolated here = k.at(with, 4, k.weights({8}));
        QCOMPARE(here.increment, 3.0 / 8 * 8);
        QCOMPARE(here.sigma, std::sqrt(4 - 3 * 3 / 8.0));
    }

    void leavingOneOutIsPredictingItFromTheOthers()
    {
        const ResidualHistory h = wave(2, 60);
        const SymmetricMatrix b = learnCovariance(h, {.localisation_m = 4000});
        const LeaveOneOut l = leaveOneOut(h, b);
        for (const std::size_t s : {0U, 5U, 15U}) {
            std::vector<char> hidden(h.sensors(), 0);
            hidden[s] = 1;
            const LeaveOneOut direct = hideGroup(h, b, hidden);
            QVERIFY(std::abs(l.sensors[s].after - direct.sensors[s].after) < 1e-9);
            QCOMPARE(l.sensors[s].before, direct.sensors[s].before);
        }
        QVERIFY(l.after < l.before);
    }

    void gapsAreNoValues()
    {
        ResidualHistory h = wave(0.1, 60);
        h.values[3] = kNone;
        h.values[20] = kNone;
        const LeaveOneOut l = leaveOneOut(h, learnCovariance(h, {.localisation_m = 4000}));
        QCOMPARE(l.values, std::size_t{16 * 60 - 2});
        QCOMPARE(l.sensors[3].values, std::size_t{59});
        QVERIFY(std::isfinite(l.after));
    }

    void theTaperIsOneAtHomeAndNothingFarAway()
    {
        QCOMPARE(gaspariCohn(0, 1000), 1.0);
        QCOMPARE(gaspariCohn(1000, 1000), 0.0);
        QVERIFY(std::abs(gaspariCohn(500, 1000) - 5.0 / 24) < 1e-12);  // r = c: eq. 4.10
        for (double d = 0; d < 1000; d += 10)
            QVERIFY(gaspariCohn(d, 1000) >= gaspariCohn(d + 10, 1000));
    }

    void aStreetsResidualStaysInItsStreet()
    {
        const FieldCovariance c = standardCovariance(10);
        const SensingSite kerb{{0, 0}, RoadClass::Primary}, sameStreet{{100, 0}, RoadClass::Primary}, lane{{100, 0}, RoadClass::Tertiary},
            park{{100, 0}, std::nullopt};
        QVERIFY(c(kerb, sameStreet) > c(kerb, park));
        QCOMPARE(c(kerb, lane), c(kerb, park));
        QVERIFY(std::abs(c.variance(kerb) - 100) < 1e-9);
        QVERIFY(std::abs(c.variance(park) - 50) < 1e-9);
    }

    void aFieldWithAStructureIsCorrectedAndNoiseIsNot()
    {
        const auto judged = [](const ResidualHistory& h) {
            return judgeCorrection(h.during(0, 300), h.during(300, 400), learnCovariance(h.during(0, 300), {.localisation_m = 4000}));
        };
        const CorrectionGate good = judged(wave(1, 400));
        QVERIFY2(good.applied, good.sentence.c_str());
        QVERIFY(good.left.gain() > 0.3 && good.positionChance < 0.01);
        ResidualHistory noise = wave(1, 400);
        std::mt19937 random(9);
        for (double& v : noise.values)
            v = static_cast<double>(random() % 2001) / 100 - 10;
        const CorrectionGate bad = judged(noise);
        QVERIFY(!bad.applied);
        QVERIFY2(bad.sentence.starts_with("Sensors do not improve the model here"), bad.sentence.c_str());
        const ResidualHistory few = wave(1, 2);
        QVERIFY(!judgeCorrection(few, few, learnCovariance(few, {.localisation_m = 4000, .least = 1})).applied);
    }

    void hiddenLoopsAreKnownFromTheOthers()
    {
        const auto loops = Loops::read();
        if (!loops)
            QSKIP(kNoData);
        const SymmetricMatrix b = learnCovariance(loops->past, {});
        double before = 0, after = 0;
        constexpr unsigned kDraws = 10;
        for (unsigned seed = 1; seed <= kDraws; ++seed) {
            std::mt19937 random(seed);
            std::vector<char> hidden(loops->past.sensors(), 0);
            for (std::size_t n = 0; n < hidden.size() * 3 / 10;)
                if (char& h = hidden[random() % hidden.size()]; h == 0) {
                    h = 1;
                    ++n;
                }
            const LeaveOneOut l = hideGroup(loops->recent, b, hidden);
            before += l.before * l.before / kDraws;
            after += l.after * l.after / kDraws;
            QVERIFY(l.after < 0.8 * l.before);
        }
        qInfo("30 %% of %zu loops hidden, ten times: error %.2f km/h uncorrected, %.2f corrected", loops->past.sensors(), std::sqrt(before),
              std::sqrt(after));
        QVERIFY(std::sqrt(before) > 12 && std::sqrt(after) <= 9.0);
    }

    void shuffledPositionsAreRefused()
    {
        const auto loops = Loops::read();
        if (!loops)
            QSKIP(kNoData);
        const CorrectionGate right = judgeCorrection(loops->past, loops->recent, learnCovariance(loops->past, {}));
        QVERIFY2(right.applied, right.sentence.c_str());
        for (const unsigned seed : {1U, 2U, 3U, 4U, 5U}) {
            ResidualHistory past = loops->past, recent = loops->recent;
            std::mt19937 random(seed);
            for (std::size_t i = past.at.size() - 1; i > 0; --i)
                std::swap(past.at[i], past.at[random() % (i + 1)]);
            recent.at = past.at;
            const CorrectionGate gate = judgeCorrection(past, recent, learnCovariance(past, {}));
            qInfo("shuffled: chance %.3f, leave-one-out %.1f -> %.1f, %s", gate.positionChance, gate.left.before, gate.left.after,
                  gate.applied ? "applied" : "refused");
            QVERIFY(!gate.applied);
        }
    }

    void londonsNo2IsKnownFromTheOtherStations()
    {
        // Trained on half a year, tested on the other; model: the mean of the hour of the day. Hours at which all four measured.
        const std::map<QByteArray, std::size_t> position = {
            {"London Bloomsbury", 0}, {"London Cromwell Road 2", 1}, {"London N. Kensington", 2}, {"London Marylebone Road", 3}};
        std::map<QByteArray, std::vector<double>> byHour;
        for (const auto& row : table("london-2009/observations.csv")) {
            bool number = false;
            const double v = row[3].toDouble(&number);
            byHour.try_emplace(row[0], 4, kNone).first->second[position.at(row[1])] = number ? v : kNone;
        }
        if (byHour.empty())
            QSKIP(kNoData);
        std::vector<std::vector<double>> no2;
        for (const auto& [hour, row] : byHour)
            no2.push_back(row);
        const std::size_t half = no2.size() / 2;
        std::vector<std::array<double, 4>> sum(24), n(24);
        for (std::size_t t = 0; t < half; ++t)
            for (std::size_t s = 0; s < 4; ++s)
                if (std::isfinite(no2[t][s])) {
                    sum[t % 24][s] += no2[t][s];
                    n[t % 24][s] += 1;
                }
        ResidualHistory past;
        past.at = {metres(51.52229, -0.125889, 51.5), metres(51.495483, -0.178709, 51.5), metres(51.52105, -0.213492, 51.5),
                   metres(51.52253, -0.154611, 51.5)};
        past.errorSd.assign(4, 2);
        ResidualHistory recent = past;
        for (std::size_t t = 0; t < no2.size(); ++t) {
            std::vector<double> row;
            for (std::size_t s = 0; s < 4; ++s)
                row.push_back(no2[t][s] - sum[t % 24][s] / n[t % 24][s]);
            if (std::all_of(row.begin(), row.end(), [](double r) { return std::isfinite(r); }))
                (t < half ? past : recent).addTime(row);
        }
        const LeaveOneOut l = leaveOneOut(recent, learnCovariance(past, {.localisation_m = 1e6}));
        const double figures[] = {11.5, 15.8, 13.1, 38.8};  // specs/sensors.md §5, in the same order
        for (std::size_t s = 0; s < 4; ++s) {
            qInfo("station %zu: %.1f -> %.1f µg/m³ (%zu hours), to be at most %.1f", s, l.sensors[s].before, l.sensors[s].after,
                  l.sensors[s].values, 1.05 * figures[s]);
            QVERIFY(l.sensors[s].after <= 1.05 * figures[s]);
        }
    }
};

QTEST_APPLESS_MAIN(TestInterpolation)
#include "tst_interpolation.moc"
