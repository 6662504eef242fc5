#include "simulation/uncertainty/sensitivity.h"

#include "simulation/uncertainty/parameter_draws.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <functional>
#include <set>

using namespace isopolis;

namespace {

constexpr double kPi = 3.14159265358979323846;
using Model = std::function<double(const UnitPoint&)>;

QJsonObject jsonOf(const QString& name)
{
    QFile file(QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/equity/sensitivity/") + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b)); }

double ishigami(const UnitPoint& u)
{
    const double x1 = -kPi + 2 * kPi * u[0], x2 = -kPi + 2 * kPi * u[1], x3 = -kPi + 2 * kPi * u[2];
    return std::sin(x1) + 7 * std::pow(std::sin(x2), 2) + 0.1 * std::pow(x3, 4) * std::sin(x1);
}

double sobolG(const UnitPoint& u)
{
    constexpr double kA[] = {0, 1, 4.5, 9, 99, 99, 99, 99};
    double product = 1;
    for (std::size_t i = 0; i < u.size(); ++i)
        product *= (std::abs(4 * u[i] - 2) + kA[i]) / (1 + kA[i]);
    return product;
}

std::vector<double> outputs(const Model& model, const std::vector<UnitPoint>& points)
{
    std::vector<double> y;
    for (const UnitPoint& p : points)
        y.push_back(model(p));
    return y;
}

/// Every effect that the four-level grid has, of one input.
std::vector<double> allEffects(const Model& model, std::size_t inputs, std::size_t of)
{
    std::vector<double> effects;
    std::size_t corners = 1;
    for (std::size_t i = 0; i < inputs; ++i)
        corners *= 4;
    for (std::size_t c = 0; c < corners; ++c) {
        UnitPoint p;
        for (std::size_t i = 0, rest = c; i < inputs; ++i, rest /= 4)
            p.push_back(static_cast<double>(rest % 4) / 3);
        if (p[of] > 0.5)
            continue;
        UnitPoint stepped = p;
        stepped[of] += 2.0 / 3;
        effects.push_back((model(stepped) - model(p)) / (2.0 / 3));
    }
    return effects;
}

}  // namespace

class SensitivityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void trajectoriesMoveEveryInputOnceByTwoThirds()
    {
        const auto points = morrisTrajectories(5, 20, 3);
        QCOMPARE(points.size(), std::size_t{20 * 6});
        for (std::size_t t = 0; t < 20; ++t) {
            std::set<std::size_t> moved;
            for (std::size_t s = 1; s <= 5; ++s) {
                const UnitPoint &before = points[t * 6 + s - 1], &now = points[t * 6 + s];
                for (std::size_t i = 0; i < 5; ++i) {
                    QVERIFY(near(now[i] * 3, std::round(now[i] * 3)) && now[i] >= 0 && now[i] <= 1);
                    if (now[i] != before[i]) {
                        QVERIFY(near(std::abs(now[i] - before[i]), 2.0 / 3));
                        moved.insert(i);
                    }
                }
            }
            QCOMPARE(moved.size(), std::size_t{5});
        }
        QVERIFY(morrisTrajectories(5, 20, 3) == points);
        QVERIFY(morrisTrajectories(5, 20, 4) != points);
    }

    // Exact on the grid: mu* 7.7041, 7.875, 6.2488. Random trajectories come near them.
    void ishigamiHasThePublishedEffects()
    {
        const double expected[] = {7.704054111593104, 7.875, 6.248796103333119};
        for (std::size_t i = 0; i < 3; ++i) {
            const ElementaryEffects e = summariseEffects(allEffects(ishigami, 3, i));
            QCOMPARE(e.effects, std::size_t{32});
            QVERIFY2(near(e.muStar, expected[i]), qPrintable(QString::number(e.muStar, 'g', 17)));
        }
        const auto points = morrisTrajectories(3, 2000, 1);
        const auto effects = morrisEffects(points, outputs(ishigami, points));
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(effects[i].muStar - expected[i]) <= 4 * effects[i].muStarError + 1e-9);
        // A straight line has the same effect everywhere.
        const auto straight = morrisEffects(points, outputs([](const UnitPoint& u) { return 2 * u[0] + u[1] - 3 * u[2]; }, points));
        QVERIFY(near(straight[2].mu, -3) && near(straight[2].muStar, 3) && straight[2].sigma < 1e-12);
    }

    void effectsOfTheReferenceFileHold()
    {
        const QJsonObject file = jsonOf(QStringLiteral("morris_tornado_lhs.json"));
        if (file.isEmpty())
            QSKIP("the reference data are not beside this checkout");
        const QJsonObject morris = file["morris"].toObject();
        const std::pair<QString, Model> cases[] = {
            {QStringLiteral("ishigami_a7_b0.1"), ishigami},
            {QStringLiteral("linear_2_1_-3"), [](const UnitPoint& u) { return 2 * u[0] + u[1] - 3 * u[2]; }}};
        for (const auto& [name, model] : cases) {
            const QJsonArray expected = morris[name].toArray();
            QCOMPARE(expected.size(), 3);
            for (int i = 0; i < 3; ++i) {
                const ElementaryEffects e = summariseEffects(allEffects(model, 3, static_cast<std::size_t>(i)));
                const QJsonObject x = expected[i].toObject();
                QCOMPARE(static_cast<int>(e.effects), x["n"].toInt());
                QVERIFY(near(e.mu, x["mu"].toDouble()) && near(e.muStar, x["mu_star"].toDouble()));
                QVERIFY(near(e.sigma, x["sigma_population"].toDouble()));
            }
        }
        const QJsonObject tornado = file["tornado"].toObject(), base = tornado["baseline"].toObject();
        std::vector<TornadoBar> bars;
        for (const QString& name : {QStringLiteral("p1"), QStringLiteral("p2"), QStringLiteral("p3")}) {
            const QJsonArray ends = tornado["low_high"].toObject()[name].toArray();
            const auto f = [&](double value) {
                const auto p = [&](const QString& q) { return q == name ? value : base[q].toDouble(); };
                return p("p1") * p("p2") + 10 * p("p3");
            };
            bars.push_back({name.toStdString(), f(ends[0].toDouble()), f(ends[1].toDouble())});
        }
        sortBySwing(bars);
        const QJsonObject expected = tornado["expected"].toObject();
        for (int i = 0; i < 3; ++i) {
            const QString name = expected["order_by_swing"].toArray()[i].toString();
            const TornadoBar& bar = bars[static_cast<std::size_t>(i)];
            QCOMPARE(QString::fromStdString(bar.name), name);
            QVERIFY(near(bar.low, expected[name].toArray()[0].toDouble()) && near(bar.high, expected[name].toArray()[1].toDouble()));
        }
    }

    // Two functions on a fixed Halton sample: no statistics needed.
    void estimatorsOnTheFixedSampleHold()
    {
        const QJsonArray cases = jsonOf(QStringLiteral("estimators_fixed_sample.json"))["cases"].toArray();
        if (cases.isEmpty())
            QSKIP("the reference data are not beside this checkout");
        for (const QJsonValue& value : cases) {
            const QJsonObject one = value.toObject(), expected = one["expected"].toObject();
            const auto d = static_cast<std::size_t>(one["d"].toInt()), n = static_cast<std::size_t>(one["N"].toInt());
            SobolDesign design{.inputs = d, .samples = n, .a = {}, .b = {}};
            for (std::size_t j = 0; j < n; ++j) {
                const UnitPoint p = haltonPoint(21 + j, 2 * d);
                design.a.emplace_back(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(d));
                design.b.emplace_back(p.begin() + static_cast<std::ptrdiff_t>(d), p.end());
            }
            for (std::size_t i = 0; i < d; ++i) {
                QVERIFY(near(design.a[0][i], one["first_row_A"].toArray()[static_cast<int>(i)].toDouble()));
                QVERIFY(near(design.b[0][i], one["first_row_B"].toArray()[static_cast<int>(i)].toDouble()));
            }
            const Model model = one["name"].toString().startsWith("ishigami") ? Model(ishigami) : Model(sobolG);
            const SobolIndices s = jansenIndices(outputs(model, design.points()), d);
            QVERIFY(near(s.variance, expected["var_of_yA_and_yB_population_form"].toDouble()));
            QVERIFY(near(s.mean, expected["mean_of_yA_and_yB"].toDouble()));
            for (std::size_t i = 0; i < d; ++i) {
                const auto at = [&](const char* key) { return expected[QLatin1String(key)].toArray()[static_cast<int>(i)].toDouble(); };
                QVERIFY(near(s.first[i], at("jansen_S1")) && near(s.total[i], at("jansen_ST")));
                QVERIFY(near(s.firstSaltelli[i], at("saltelli2010_S1")));
            }
        }
    }

    // Saltelli et al. 2008; of Sobol's G the exact values.
    void knownFunctionsLieWithinFourStandardErrors()
    {
        struct Case {
            Model model;
            std::vector<double> first, total;
        };
        const Case cases[] = {
            {ishigami, {0.31390519114781146, 0.4424111447900409, 0}, {0.5575888552099592, 0.4424111447900409, 0.2436836640621477}},
            {sobolG,
             {0.7161921688790331, 0.17904804221975829, 0.02367577417781928, 0.007161921688790333, 7.161921688790333e-05,
              7.161921688790333e-05, 7.161921688790333e-05, 7.161921688790333e-05},
             {0.7871441266592749, 0.24219819281823843, 0.03431691015408283, 0.010460387065239532, 0.00010494905191950601,
              0.00010494905191950601, 0.00010494905191950601, 0.00010494905191950601}}};
        for (const Case& c : cases)
            for (const std::uint64_t seed : {1, 2, 3}) {
                const SobolDesign design = sobolDesign(c.first.size(), 1024, seed);
                const SobolIndices s = jansenIndices(outputs(c.model, design.points()), c.first.size());
                for (std::size_t i = 0; i < c.first.size(); ++i) {
                    QVERIFY(std::abs(s.first[i] - c.first[i]) <= 4 * s.firstError[i]);
                    QVERIFY(std::abs(s.total[i] - c.total[i]) <= 4 * s.totalError[i]);
                }
            }
    }

    void whatDoesNotVaryHasNoIndices()
    {
        const SobolDesign design = sobolDesign(2, 16, 1);
        const SobolIndices s = jansenIndices(std::vector<double>(design.points().size(), 5.0), 2);
        QVERIFY(std::isnan(s.first[0]) && std::isnan(s.total[1]) && s.variance == 0);
        std::vector<double> holes = outputs([](const UnitPoint& u) { return u[0]; }, design.points());
        holes[0] = std::nan("");
        QVERIFY(std::isfinite(jansenIndices(holes, 2).total[0]));
        QVERIFY(std::isnan(morrisEffects({}, {}).empty() ? std::nan("") : 0));
    }
};

QTEST_APPLESS_MAIN(SensitivityTest)
#include "tst_sensitivity.moc"
