#include <QTest>

#include "simulation/explain/explanation.h"
#include "simulation/explain/street_parts.h"
#include "simulation/run/model_chain.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;

namespace {
/// Two banks of a river, a main bridge and a longer one; people west, jobs east.
test::MiniCity riverTown()
{
    test::MiniCity mini;
    mini.node("A", 0, 0).node("B", 800, 0).node("C", 1600, 0).node("D", 0, 900).node("E", 1600, 900).node("F", 800, 1500);
    mini.street("A B", {.name = "West Road"}).street("B C", {.name = "Main Bridge"}).street("A D", {.name = "West Road"});
    mini.street("D E", {.name = "Long Bridge"}).street("E C", {.name = "East Road"}).street("D F").street("F E");
    mini.zone("West", "A", {.people = 3000, .jobs = 300, .income = 20})
        .zone("North", "D", {.people = 1500, .jobs = 200, .income = 40, .side_m = 1640});
    mini.zone("East", "C", {.people = 500, .jobs = 4000, .income = 60}).zone("Hill", "F", {.people = 800, .jobs = 100, .income = 30});
    mini.zone("Quay", "E", {.people = 0, .jobs = 500});
    mini.data.places = {{"mini:place/school", "School", PlaceKind::School, {800, 0}},
                        {"mini:place/clinic", "Clinic", PlaceKind::Clinic, {1600, 900}},
                        {"mini:place/park", "Park", PlaceKind::Park, {0, 900}}};
    return mini;
}

/// The shortest reach of streets keeps the many air results of this test quick.
Scenario named(const std::string& name)
{
    Scenario s;
    s.name = name;
    if (!s.parameters.set("air.cut_off", {300, "", ""}))
        throw std::runtime_error("the reach is out of its range");
    return s;
}

Scenario scheme()
{
    Scenario s = named("No cars on the bridge");
    s.interventions.push_back({.name = "Close the bridge", .operations = {CloseRoad{.where = {.target = "mini:way/B-C"}}}});
    s.interventions.push_back({.name = "Electric cars", .operations = {FleetShift{.electricShare = 0.3}}});
    return s;
}

Study studyOf(const CityPtr& city, const Scenario& scenario)
{
    QuietControl control(1);
    const Scenario base = named("base");
    Study study;
    study.city = city;
    study.scenario = scenario;
    const auto before = runChain(city, base, control), after = runChain(city, scenario, control);
    if (!before || !after)
        throw std::runtime_error((before ? after : before).error().text());
    study.before = *before;
    study.after = *after;
    study.report = assess(*city, **before, **after, {});
    study.runOf = [city](const Scenario& s, RunControl& c) { return runChain(city, s, c); };
    return study;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

/// Every inner node follows from its inputs, not only the root.
void checkNode(const TraceNode& node)
{
    if (std::isfinite(node.value))
        QVERIFY2(near(evaluate(node), node.value), node.id.c_str());
    QVERIFY2(node.inputs.empty() == (node.kind == TraceKind::Leaf), node.id.c_str());
    for (const TraceNode& input : node.inputs)
        checkNode(input);
}

const TraceNode* find(const TraceNode& node, const std::string& what)
{
    if (node.what.find(what) != std::string::npos)
        return &node;
    for (const TraceNode& input : node.inputs)
        if (const TraceNode* found = find(input, what))
            return found;
    return nullptr;
}
}  // namespace

class ExplanationTest : public QObject {
    Q_OBJECT

    test::MiniCity m_mini = riverTown();
    CityPtr m_city = m_mini.make();
    Study m_study;

private Q_SLOTS:
    void initTestCase() { m_study = studyOf(m_city, scheme()); }

    void everyDisplayedFigureFollowsFromItsTrace()
    {
        int checked = 0;
        for (const IndicatorInfo& info : allIndicators()) {
            const IndicatorAssessment& a = m_study.report.of(info.indicator);
            const auto check = [&](FigureRef figure, double before, double after, double change) {
                for (Moment moment : {Moment::Before, Moment::After, Moment::Change}) {
                    figure.moment = moment;
                    const double shown = moment == Moment::Before ? before : moment == Moment::After ? after : change;
                    const TraceNode node = traceFigure(*m_city, *m_study.before, *m_study.after, m_study.report, figure);
                    QVERIFY2(std::isnan(shown) ? std::isnan(node.value) : node.value == shown, node.id.c_str());
                    checkNode(node);
                    ++checked;
                }
            };
            for (const Score& s : a.scores)
                check({.indicator = info.indicator, .neighbourhood = s.where}, s.before, s.after, s.change);
            for (int q = 0; q <= 5; ++q) {
                const GroupScore& g = q == 0 ? a.everyone : a.quintiles[static_cast<std::size_t>(q - 1)];
                check({.indicator = info.indicator, .quintile = q}, g.before, g.after, g.change);
            }
        }
        QCOMPARE(checked, static_cast<int>(allIndicators().size()) * 3 * (5 + 6));
    }

    void aTraceNamesStreetsParametersAndData()
    {
        const NeighbourhoodId north = m_mini.neighbourhood("North");
        const TraceNode node = traceFigure(*m_city, *m_study.before, *m_study.after, m_study.report,
                                           {.indicator = Indicator::Pm25, .neighbourhood = north, .moment = Moment::After});
        QVERIFY(!node.formula.empty() && node.run == m_study.after->key.hash().hex());
        QVERIFY(find(node, "Background"));
        const TraceNode* bridge = find(node, "Long Bridge");
        QVERIFY(bridge && bridge->kind == TraceKind::Product && bridge->inputs.size() == 3);
        QVERIFY(!find(node, "Not told apart"));
        QVERIFY(std::any_of(node.parameters.begin(), node.parameters.end(),
                            [](const TraceParameter& p) { return p.id.starts_with("emissions.") && !p.source.empty(); }));
        QVERIFY(std::none_of(node.parameters.begin(), node.parameters.end(),
                             [](const TraceParameter& p) { return p.id == "air.no2_conversion"; }));
        QVERIFY(node.caveats.front().find("synthetic") != std::string::npos);
    }

    void changesOfATraceShow()
    {
        // A wrong part anywhere must not evaluate to the displayed figure.
        TraceNode node = traceFigure(*m_city, *m_study.before, *m_study.after, m_study.report,
                                     {.indicator = Indicator::No2, .neighbourhood = m_mini.neighbourhood("West")});
        QVERIFY(near(evaluate(node), node.value));
        node.inputs[0].inputs[0].value += 0.01;
        QVERIFY(near(evaluate(node), node.value + 0.01));
        node.inputs.pop_back();
        QVERIFY(std::isnan(evaluate(node)));
    }

    void partsOfStreetsSumToTheFigure()
    {
        for (Indicator indicator : {Indicator::No2, Indicator::Pm25, Indicator::Co2, Indicator::CarTime, Indicator::NoiseLden})
            for (NeighbourhoodId id : idsOf(m_city->neighbourhoods())) {
                const double value = valueOf(*m_study.after, indicator, id);
                if (!std::isfinite(value))
                    continue;
                const StreetParts parts = streetParts(*m_study.after, id, indicator);
                double sum = parts.elsewhere;
                for (const Street& street : streetsOf(*m_study.after, parts.links))
                    sum += street.part;
                QVERIFY2(near(sum, value), (std::string(indicatorInfo(indicator).key) + " " + m_city->neighbourhoods()[id].name).c_str());
            }
    }

    void contributionsAndResidualSumToTheChange()
    {
        QuietControl control(1);
        for (const IndicatorInfo& info : allIndicators()) {
            const auto why = explain(m_study, m_mini.neighbourhood("North"), info.indicator, control);
            QVERIFY2(why.has_value(), why ? "" : why.error().text().c_str());
            if (info.indicator == Indicator::JobsByTransit) {  // the town has no timetable, and the trace says so
                QVERIFY(std::isnan(why->change) && !whyUnknown(*m_study.after, info.indicator).empty());
                continue;
            }
            double interventions = why->interventionResidual, streets = why->streetResidual;
            for (const Contribution& c : why->interventions)
                interventions += c.delta;
            for (const Contribution& c : why->streets)
                streets += c.delta;
            QVERIFY(near(interventions, why->change) && near(streets, why->change));
            QVERIFY(std::abs(why->interventionResidual) <= 1e-9 * std::max(1.0, std::abs(why->change)));
            // The town has fewer than ten streets: what is left is what no street has a part in.
            const double elsewhere = streetParts(*m_study.after, why->where, info.indicator).elsewhere -
                                     streetParts(*m_study.before, why->where, info.indicator).elsewhere;
            const double expected = why->streetsRefused.empty() ? elsewhere : why->change;
            QVERIFY(std::abs(why->streetResidual - expected) <= 1e-9 * std::max(1.0, std::abs(why->after)));
            QCOMPARE(why->change, m_study.report.of(info.indicator).scores[why->where].change);
            QCOMPARE(why->interventions.size(), std::size_t{2});
            const bool jobs = info.unit == Unit::Jobs || info.thresholdParameter == "equity.threshold.walk_time" ||
                              info.indicator == Indicator::NoiseAnnoyed || info.indicator == Indicator::NoiseSleep ||
                              info.thresholdParameter == "equity.threshold.above_limit" || info.indicator == Indicator::RoadCharge;
            QCOMPARE(why->streetsRefused.empty(), !jobs);
            QCOMPARE(why->streets.empty(), jobs);
            QVERIFY(why->trace.value == why->change && !why->sentence.empty());
        }
    }

    void theSentenceNamesTheStreetAndItsTraffic()
    {
        QuietControl control(1);
        Scenario closure = scheme();
        closure.interventions.pop_back();
        const Study study = studyOf(m_city, closure);
        const auto why = explain(study, m_mini.neighbourhood("North"), Indicator::No2, control);
        QVERIFY(why.has_value());
        QVERIFY(why->change > 0);
        // Both streets of the way round touch at North.
        const Contribution& top = why->streets.front();
        const bool bridge = top.label == "Long Bridge";
        QVERIFY2(bridge || top.label == "West Road", top.label.c_str());
        QCOMPARE(top.id, std::string(bridge ? "mini:way/D-E" : "mini:way/A-D"));
        QVERIFY(top.delta > 0 && study.after->traffic.flow_veh_day[top.link] > study.before->traffic.flow_veh_day[top.link]);
        QVERIFY2(why->sentence.starts_with("NO2 in North rises by "), why->sentence.c_str());
        QVERIFY2(why->sentence.find(" comes from " + top.label + " (+") != std::string::npos, why->sentence.c_str());
        QVERIFY2(why->sentence.find("because traffic there grows from ") != std::string::npos, why->sentence.c_str());
    }

    void anEmptySchemeExplainsNothingAway()
    {
        QuietControl control(1);
        Scenario nothing = named("nothing");
        nothing.interventions.push_back({.name = "Empty", .operations = {}});
        const Study study = studyOf(m_city, nothing);
        for (const IndicatorInfo& info : allIndicators())
            for (NeighbourhoodId id : idsOf(m_city->neighbourhoods())) {
                const auto why = explain(study, id, info.indicator, control);
                QVERIFY(why.has_value());
                if (std::isnan(why->change))
                    continue;
                QVERIFY(why->change == 0 && why->streets.empty() && why->streetResidual == 0 && why->interventionResidual == 0);
                for (const Contribution& c : why->interventions)
                    QVERIFY(c.delta == 0);
                QVERIFY(why->sentence.ends_with("does not change."));
            }
    }

    void anAddedRoadIsAStreetOfItsOwn()
    {
        QuietControl control(1);
        Scenario road = named("New bridge");
        road.interventions.push_back(
            {.name = "Third bridge",
             .operations = {AddRoad{.name = "Third Bridge", .axis = {{0, 0}, {1600, 900}}, .roadClass = RoadClass::Secondary}}});
        const Study study = studyOf(m_city, road);
        const auto why = explain(study, m_mini.neighbourhood("West"), Indicator::CarTime, control);
        QVERIFY(why.has_value());
        QVERIFY(std::any_of(why->streets.begin(), why->streets.end(),
                            [](const Contribution& c) { return c.label == "Third Bridge" && c.delta > 0; }));
    }

    void wrongQuestionsAreRefused()
    {
        QuietControl control(1);
        QVERIFY(!explain(m_study, NeighbourhoodId(99), Indicator::No2, control).has_value());
        QVERIFY(!explain(Study{}, NeighbourhoodId(0), Indicator::No2, control).has_value());
        const auto empty = explain(m_study, m_mini.neighbourhood("Quay"), Indicator::No2, control);
        QVERIFY(empty.has_value() && std::isnan(empty->change) && !empty->streetsRefused.empty());
    }
};

QTEST_GUILESS_MAIN(ExplanationTest)
#include "tst_explanation.moc"
