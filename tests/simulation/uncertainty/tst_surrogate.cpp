#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/surrogate.h"
#include "support/mini_city.h"

#include <QTest>

#include <cmath>

using namespace isopolis;

namespace {

std::vector<UnitPoint> cube(std::size_t points, std::size_t axes, std::uint64_t seed)
{
    std::vector<UnitPoint> all(points, UnitPoint(axes));
    for (std::size_t a = 0; a < axes; ++a) {
        const std::vector<double> column = latinColumn(points, seed, "axis " + std::to_string(a));
        for (std::size_t i = 0; i < points; ++i)
            all[i][a] = column[i];
    }
    return all;
}

/// Of five axes among many: straight, bent, and two that act together.
double truth(const UnitPoint& u) { return 3 + 4 * u[3] - 2 * u[10] + 3 * u[17] * u[17] + 2 * (u[3] - 0.5) * (u[10] - 0.5); }

std::vector<double> outputs(const std::vector<UnitPoint>& points, double (*f)(const UnitPoint&))
{
    std::vector<double> y;
    for (const UnitPoint& p : points)
        y.push_back(f(p));
    return y;
}

CityPtr twoPlaces()
{
    test::MiniCity mini;
    mini.node("A", 0, 0).node("B", 600, 0);
    mini.street("A B", {.name = "Street", .roadClass = RoadClass::Primary});
    mini.zone("Z", "A", {.people = 500, .jobs = 300, .income = 20000}).zone("Y", "B", {.people = 300, .jobs = 100, .income = 30000});
    return mini.make();
}

}  // namespace

class SurrogateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFewRunsOfASmoothFunctionPredictTheOthers()
    {
        const std::vector<UnitPoint> learnt = cube(96, 40, 1), others = cube(500, 40, 2);
        const std::vector<double> y = outputs(learnt, truth), expected = outputs(others, truth);
        const QuadraticSurrogate model = QuadraticSurrogate::fit(learnt, y);
        QVERIFY(model.axes().size() >= 6 && model.axes().size() <= 24);
        for (const std::size_t axis : {3, 10, 17})
            QVERIFY(std::find(model.axes().begin(), model.axes().begin() + 6, axis) != model.axes().begin() + 6);
        double left = 0, all = 0, mean = 0;
        for (const double v : expected)
            mean += v / 500;
        for (std::size_t i = 0; i < others.size(); ++i) {
            left += std::pow(expected[i] - model.at(others[i]), 2);
            all += std::pow(expected[i] - mean, 2);
        }
        const double r2 = 1 - left / all;
        QVERIFY2(r2 > 0.97, qPrintable(QString::number(r2)));
        // What cross-validation promises is what unseen points get, not more.
        const CrossValidation tested = crossValidate(learnt, y);
        QVERIFY2(tested.r2 > 0.9 && tested.r2 < r2 + 0.02, qPrintable(QString::number(tested.r2)));
        QCOMPARE(tested.errors.size(), std::size_t{96});
    }

    // Axes chosen with a look at the points that are left out would seem to predict noise.
    void noiseIsNotPredicted()
    {
        const std::vector<UnitPoint> points = cube(60, 190, 3);
        const std::vector<double> noise = latinColumn(60, 4, "noise");
        const double r2 = crossValidate(points, noise).r2;
        QVERIFY2(r2 < 0.1, qPrintable(QString::number(r2)));
    }

    void figuresAreGivenWithTheirFitOrRefused()
    {
        const CityPtr city = twoPlaces();
        const Scenario base{.name = "base"},
            slow{.name = "slow", .interventions = {{"s", {SetSpeedLimit{{.target = "street:Street"}, Speed::kmh(30)}}}}};
        QuietControl control(1);
        const RunPtr run = *runChain(city, base, control);
        const EquityReport report = assess(*city, *run, *run, {});
        Ensemble e;
        e.plan = ensemblePlan(city, base, slow, {.samples = 60, .blocks = 1});
        const std::vector<double> noise = latinColumn(60, 9, "noise");
        // Two axes of the draws; those that make the kernel new have one value in an ensemble of one block.
        std::vector<std::size_t> free;
        for (std::size_t a = 0; a < e.plan.design.axes.size(); ++a)
            if (!e.plan.design.axes[a].dear)
                free.push_back(a);
        for (std::size_t i = 0; i < 60; ++i) {
            const UnitPoint p = e.plan.design.point(i);
            DrawFigures d;
            for (std::size_t k = 0; k < figuresOfABranch(); ++k) {
                d.before.push_back(IdVector<NeighbourhoodId, double>(2, 10.0));
                // The first follows two parameters, the second nothing, the third is the same in all.
                const double change = k == 0 ? 5 + 3 * p[free[2]] - p[free[7]] : k == 1 ? noise[i] - 0.5 : 0;
                d.after.push_back(IdVector<NeighbourhoodId, double>(2, 10.0 + change));
            }
            e.draws.emplace(i, std::move(d));
        }
        const DrawDesign many = ensemblePlan(city, base, slow, {.samples = 2000, .blocks = 2000}).design;
        QCOMPARE(many.axes.size(), e.plan.design.axes.size());
        const SurrogateResult s = surrogateFigures(*city, e, many, report);
        QVERIFY(s.runs == 60 && s.draws == 2000 && s.leastR2 > 0.5);
        // Everybody, the most and the least deprived neighbourhoods and so on: as many of each indicator.
        const std::size_t each = s.figures.size() / allIndicators().size();
        QCOMPARE(s.figures.size(), each * allIndicators().size());
        QVERIFY(each >= 2);
        const SurrogateFigure &good = s.figures[0], &bad = s.figures[each], &still = s.figures[2 * each];
        QVERIFY2(!good.refused && good.r2 > 0.9, qPrintable(QString::number(good.r2)));
        // 5 + 3 u − v, by hand: x above 4 lie x² ÷ 6 of the draws, up to x = 1, and from the top alike; so the ends are √0.3 within.
        QVERIFY2(std::abs(good.change.low - (4 + std::sqrt(0.3))) < 0.15 && std::abs(good.change.high - (8 - std::sqrt(0.3))) < 0.15,
                 qPrintable(QString("%1 %2").arg(good.change.low).arg(good.change.high)));
        QCOMPARE(good.change.draws, std::size_t{2000});
        QVERIFY(bad.refused && bad.r2 < 0.5 && bad.change.verdict == SureVerdict::NoData);
        QVERIFY(!still.refused && still.change.low == 0 && still.change.high == 0);
        // Equal inputs, equal bits.
        QCOMPARE(surrogateFigures(*city, e, many, report).figures[0].change.low, good.change.low);
    }
};

QTEST_APPLESS_MAIN(SurrogateTest)
#include "tst_surrogate.moc"
