// Every figure of an ensemble follows from its exported tree by an evaluator that knows no model, and each draw's part can be asked for.

#include "simulation/equity/format_figure.h"
#include "simulation/report/export/results_json.h"
#include "simulation/run/model_chain.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/interval_note.h"
#include "simulation/uncertainty/interval_trace.h"
#include "support/figure_evaluator.h"
#include "support/mini_city.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

constexpr std::size_t kDraws = 37;

CityPtr streetTown()
{
    test::MiniCity mini;
    for (int i = 0; i < 6; ++i)
        mini.node(std::string(1, static_cast<char>('A' + i)), 600.0 * i, 0);
    mini.street("A B C D E F", {.name = "Long Street", .roadClass = RoadClass::Primary});
    for (int i = 0; i < 6; ++i)
        mini.zone("Z" + std::to_string(i), std::string(1, static_cast<char>('A' + i)),
                  {.people = 500.0 + 100 * i, .jobs = 300, .income = 20000.0 + 5000 * i});
    return mini.make();
}

bool same(double a, double b) { return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), 1e-12); }

}  // namespace

class IntervalTraceTest : public QObject {
    Q_OBJECT
    Study m_study;
    Ensemble m_ensemble;
    EnsembleResult m_result;

    /// The value shown, checked against the tree's, in both forms.
    void check(const std::string& address, double shown)
    {
        const auto node = traceIntervalAt(m_study, m_ensemble, address);
        QVERIFY2(node.has_value(), address.c_str());
        QVERIFY2(node->address == address, address.c_str());
        QVERIFY2(node->value == shown || (std::isnan(node->value) && std::isnan(shown)), address.c_str());
        if (std::isfinite(shown)) {
            const double again = test::recomputed(figureJson(*node)["figure"]);
            QVERIFY2(same(shown, again), qPrintable(QString("%1: %2, recomputed %3").arg(address.c_str()).arg(shown).arg(again)));
        }
    }
    void checkAll(const std::string& stem, const UncertainFigure& f)
    {
        check(stem + "/low", f.low);
        check(stem + "/median", f.median);
        check(stem + "/high", f.high);
        check(stem + "/p_better", f.pBetter);
        check(stem + "/p_worse", f.pWorse);
        check(stem + "/draws", static_cast<double>(f.draws));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Scenario base{.name = "base"};
        m_study.city = streetTown();
        m_study.scenario = {.name = "slow", .interventions = {{"Slow", {SetSpeedLimit{{.target = "street:Long Street"}, Speed::kmh(30)}}}}};
        QuietControl control(2);
        m_study.before = *runChain(m_study.city, base, control);
        m_study.after = *runChain(m_study.city, m_study.scenario, control);
        m_study.report = assess(*m_study.city, *m_study.before, *m_study.after, {});
        m_ensemble.plan = ensemblePlan(m_study.city, base, m_study.scenario, {.samples = kDraws, .blocks = 1});
        for (std::size_t i = 0; i < kDraws; ++i) {
            DrawFigures d;
            for (std::size_t k = 0; k < figuresOfABranch(); ++k) {
                IdVector<NeighbourhoodId, double> before(6, 10.0), after(6, 10.0);
                for (std::size_t p = 0; p < 6; ++p)
                    after[NeighbourhoodId::fromIndex(p)] +=
                        std::sin(static_cast<double>(7 * i + 3 * k + p * p)) + 0.2 * static_cast<double>(p);
                // Without a timetable nothing is known of public transport, in no draw.
                if (k < allIndicators().size() && !std::isfinite(m_study.report.indicators[k].everyone.before))
                    after = IdVector<NeighbourhoodId, double>(6, std::nan(""));
                d.before.push_back(before);
                d.after.push_back(after);
            }
            // Unknown in one draw: left out of that place and of the means.
            if (i == 5)
                d.after[0][NeighbourhoodId::fromIndex(2)] = std::nan("");
            m_ensemble.draws.emplace(i, std::move(d));
        }
        m_result = summarise(*m_study.city, m_ensemble, m_study.report);
    }

    void everyFigureOfAnEnsembleHasItsTree()
    {
        for (const UncertainIndicator& u : m_result.indicators) {
            const std::string key(indicatorInfo(u.indicator).key), stem = "indicators/" + key;
            for (const NeighbourhoodId id : idsOf(u.places))
                checkAll("neighbourhoods/" + m_study.city->neighbourhoods()[id].externalId + "/" + stem, u.places[id]);
            for (const UncertainGroup& g : u.groups)
                checkAll(stem + "/groups/" + g.key, g.change);
            checkAll(stem + "/gap_q1_q5", u.gap);
            check(stem + "/people_better", u.better);
            check(stem + "/people_worse", u.worse);
            check(stem + "/people_unchanged", u.unchanged);
            check(stem + "/people_too_close", u.tooClose);
        }
        const auto deaths = uncertainDeaths(m_ensemble, m_result.confidence, m_study.before->health, m_study.after->health);
        for (const UncertainDeaths& d : deaths)
            checkAll("deaths/" + d.key, d.change);
    }

    void whatADrawSaysEndsAtTheNeighbourhoodsBeforeAndAfter()
    {
        const auto low = traceIntervalAt(m_study, m_ensemble, "indicators/no2_ug_m3/gap_q1_q5/low");
        QVERIFY(low);
        QCOMPARE(low->operation, FigureOperation::Quantile);
        QCOMPARE(low->inputs.size(), kDraws + 1);
        for (std::size_t i = 0; i < kDraws; ++i) {
            const auto draw = traceIntervalAt(m_study, m_ensemble, low->inputs[i].address);
            QVERIFY2(draw.has_value(), low->inputs[i].address.c_str());
            QCOMPARE(draw->value, low->inputs[i].value);
            QVERIFY(same(draw->value, test::recomputed(figureJson(*draw)["figure"])));
            QCOMPARE(draw->parameters.size(), m_ensemble.plan.design.parameters.size());
            const auto place = traceIntervalAt(m_study, m_ensemble, draw->inputs[0].inputs[3].address);
            QVERIFY2(place.has_value(), draw->inputs[0].inputs[3].address.c_str());
            QVERIFY(same(place->value, draw->inputs[0].inputs[3].value));
            QVERIFY(same(place->value, test::recomputed(figureJson(*place)["figure"])));
        }
        // The draws differ in what was drawn.
        const auto first = traceIntervalAt(m_study, m_ensemble, "draws/0/deaths/pm25"),
                   other = traceIntervalAt(m_study, m_ensemble, "draws/1/deaths/pm25");
        QVERIFY(first && other && first->parameters.front().value != other->parameters.front().value);
        QVERIFY(same(first->value, test::recomputed(figureJson(*first)["figure"])));
    }

    void whatIsNotThereIsRefused()
    {
        for (const char* address : {"", "low", "indicators", "indicators/no2_ug_m3/low", "indicators/none/gap_q1_q5/low",
                                    "draws/99/indicators/no2_ug_m3/gap_q1_q5", "draws/x/indicators/no2_ug_m3/gap_q1_q5", "draws/1",
                                    "neighbourhoods/none/indicators/no2_ug_m3/low", "indicators/no2_ug_m3/groups/q9/low",
                                    "indicators/no2_ug_m3/gap_q1_q5/middle", "deaths/lead/low", "indicators/no2_ug_m3/people_rich"}) {
            const auto node = traceIntervalAt(m_study, m_ensemble, address);
            QVERIFY2(!node && node.error().code == ErrorCode::NotFound, address);
        }
    }
    void theTraceOfAChangeSaysItsIntervalWhereDrawsAreKnown()
    {
        const UncertainIndicator& sure = *m_result.of(Indicator::No2);
        const NeighbourhoodId where(2);
        TraceNode change = traceFigure(*m_study.city, *m_study.before, *m_study.after, m_study.report,
                                       {.indicator = Indicator::No2, .neighbourhood = where});
        const auto says = [&change](const char* words) {
            return std::any_of(change.caveats.begin(), change.caveats.end(),
                               [words](const std::string& c) { return c.find(words) != std::string::npos; });
        };
        const UncertainFigure& f = sure.places[where];
        QVERIFY(f.draws > 30);
        const double value = change.value;
        QVERIFY(says("No interval is known"));
        sayInterval(change, sure.places[where], Indicator::No2, m_result);
        QVERIFY(!says("No interval is known") &&
                says(("90 % interval of the change from " + std::to_string(f.draws) + " paired draws").c_str()));
        const IndicatorInfo& info = indicatorInfo(Indicator::No2);
        QVERIFY(says((formatChange(f.low, info.decimals + 1) + " to " + formatChange(f.high, info.decimals + 1) + " " +
                      std::string(unitSymbol(info.unit)))
                         .c_str()));
        QVERIFY(change.value == value && same(evaluate(change), value));
        // What no draw knows stays without one.
        UncertainFigure unknown;
        QVERIFY(intervalNote(unknown, Indicator::No2, m_result).empty());
    }

    void hoursOfWaitingAreCalledGridlock()
    {
        UncertainIndicator times;
        times.indicator = Indicator::CarTime;
        UncertainFigure change;
        change.low = 0.4;
        change.high = 59;
        change.verdict = SureVerdict::TooClose;
        times.groups.push_back({"q1", "", 100, change});
        QVERIFY(gridlockNote(times).empty());
        times.groups[0].change.high = 61;
        QVERIFY(gridlockNote(times).find("gridlock") != std::string_view::npos);
        times.groups[0].change.high = 1;
        times.groups[0].change.low = -873;
        QVERIFY(!gridlockNote(times).empty());
        times.groups[0].change.verdict = SureVerdict::NoData;
        QVERIFY(gridlockNote(times).empty());
        times.groups[0].change.verdict = SureVerdict::Worse;
        times.indicator = Indicator::JobsByCar;  // large numbers of jobs are not times
        QVERIFY(gridlockNote(times).empty());
    }
};

QTEST_APPLESS_MAIN(IntervalTraceTest)
#include "tst_interval_trace.moc"
