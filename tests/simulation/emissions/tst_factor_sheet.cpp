#include <QTest>

#include "simulation/emissions/emission_model.h"
#include "simulation/emissions/emission_period.h"
#include "simulation/emissions/factor_sheet.h"
#include "simulation/explain/figure_provenance.h"
#include "simulation/explain/situation_note.h"
#include "support/mini_city.h"

#include <cmath>

using namespace isopolis;
using test::MiniCity;

namespace {

/// All figures in these sheets are made up; only the form is that of HBEFA's exports.
constexpr const char* kBySegment =
    "Case;VehCat;Year;TrafficScenario;Component;RoadCat;TrafficSit;Gradient;IDSubsegment;Subsegment;Technology;SizeClasse;EmConcept;KM;"
    "%OfSubsegment;V;V_0%;V_100%;EFA;EFA_0%;EFA_100%;V_weighted;V_weighted_0%;V_weighted_100%;EFA_weighted;EFA_weighted_0%;"
    "EFA_weighted_100%\n"
    "made up[4.2];pass. car;2020;;NOx;;URB/Local/50/Freeflow;0%;1;PC diesel <1,4L "
    "Euro-5;diesel;<1,4L;PC-D-Euro-5;1.0;1.00;46;;;0.4;;;;;;;;\n"
    "made up[4.2];pass. car;2020;;NOx;;URB/Local/50/Freeflow;0%;2;PC diesel >=2L Euro-5;diesel;>=2L;PC-D-Euro-5;1.0;3.00;46;;;0.8;;;;;;;;\n"
    "made up[4.2];pass. car;2020;;NOx;;URB/Local/50/Freeflow;+4%;2;PC diesel >=2L "
    "Euro-5;diesel;>=2L;PC-D-Euro-5;1.0;1.00;46;;;1.5;;;;;;;;\n"
    "made up[4.2];pass. car;2020;;NOx;;URB/Local/50/Satur.;0%;2;PC diesel >=2L Euro-5;diesel;>=2L;PC-D-Euro-5;1.0;1.00;30;;;1.1;;;;;;;;\n"
    "made up[4.2];pass. car;2020;;NO2;;URB/Local/50/Freeflow;0%;2;PC diesel >=2L "
    "Euro-5;diesel;>=2L;PC-D-Euro-5;1.0;1.00;46;;;0.14;;;;;;;;\n"
    "made up[4.2];pass. car;2020;;NOx;;URB/Local/50/Freeflow;0%;3;PC petrol Euro-6d-temp;petrol "
    "(4S);>=2L;PC-P-Euro-6d-temp;1.0;1.0;46;;;0.02;;;;;;;;\n";

/// By vehicle category: one figure for every car.
std::string byCategory(const std::string& rows)
{
    return "Case;VehCat;Year;TrafficScenario;Component;RoadCat;TrafficSit;Gradient;V_weighted;EFA_weighted;AmbientCondPattern\n" + rows;
}

FactorSheet sheet(std::string text) { return {"EFA.csv", sha256(text).hex(), std::move(text)}; }
FactorSheetPtr read(const std::string& text) { return readFactorSheet(sheet(text)).value(); }
TrafficSituation at(const char* name) { return *trafficSituationFrom(name); }

MiniCity oneStreet(const std::string& factors)
{
    MiniCity mini;
    mini.node("A", 0, 0).node("B", 1000, 0);
    mini.street("A B", {.roadClass = RoadClass::Tertiary, .speed_kmh = 50});
    mini.zone("West", "A", {.people = 100}).zone("East", "B", {.jobs = 10});
    mini.data.factors = sheet(factors);
    return mini;
}

TrafficResult traffic(const AppliedScenario& scenario, double flow_veh_h, double capacity_veh_h)
{
    TrafficResult t;
    t.flow_veh_h.resize(scenario.linkCount(), flow_veh_h);
    t.flow_veh_day.resize(scenario.linkCount(), 24 * flow_veh_h);
    t.speed_kmh.resize(scenario.linkCount(), 40);
    t.capacity_veh_h.resize(scenario.linkCount(), capacity_veh_h);
    HourTraffic hour{24, t.flow_veh_h, t.speed_kmh};
    t.hours.assign(kPeriodCount, hour);
    for (HourTraffic& h : t.hours)
        h.hours = 6;
    return t;
}

EmissionResult emissions(const MiniCity& mini, double flow, double capacity, ParameterSet parameters = {})
{
    const AppliedScenario a = applyScenario(mini.make(), Scenario{.name = "s", .parameters = std::move(parameters)}).value();
    QuietControl control;
    return computeEmissions(a, traffic(a, flow, capacity), control).value();
}

}  // namespace

class TestFactorSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesOfSituationsAreReadAndWritten()
    {
        for (const char* name : {"URB/Local/50/Freeflow", "URB/Distr./60/Heavy", "URB/MW-City/70/Satur.", "RUR/MW-Nat./120/St+Go",
                                 "URB/Access-res./30/St+Go2", "URB/Trunk-City/60/Freeflow", "RUR/Distr-sin./80/Heavy"})
            QCOMPARE(trafficSituationName(at(name)), std::string(name));
        QCOMPARE(at("URB/Distr/50/Satur"), at("URB/Distr./50/Satur."));
        QCOMPARE(at("RUR/MW/>130/Freeflow").limit_kmh, 130);
        for (const char* name : {"", "Ø-Urban", "URB/Local/50", "URB/Lane/50/Heavy", "URB/Local/500/Heavy", "URB/Local/fifty/Heavy"})
            QVERIFY2(!trafficSituationFrom(name), name);
    }

    void streetsAreInASituationByClassLimitAndLoad()
    {
        const ServiceLimits limits = serviceLimits({});
        QCOMPARE(situationOfStreet(RoadClass::Tertiary, 50, 0.3, limits), at("URB/Local/50/Freeflow"));
        QCOMPARE(situationOfStreet(RoadClass::Secondary, 48, 0.7, limits), at("URB/Distr./50/Heavy"));
        QCOMPARE(situationOfStreet(RoadClass::Primary, 60, 0.85, limits), at("URB/Trunk-City/60/Satur."));
        QCOMPARE(situationOfStreet(RoadClass::Residential, 20, 0.95, limits), at("URB/Access-res./30/St+Go"));
        QCOMPARE(situationOfStreet(RoadClass::Motorway, 120, 1.2, limits), at("RUR/MW-Nat./120/St+Go2"));
        QCOMPARE(situationOfStreet(RoadClass::Motorway, 80, std::nan(""), limits), at("URB/MW-City/80/Freeflow"));
    }

    void rowsGoToTheClassesOfTheFleet()
    {
        const FactorSheetPtr t = read(kBySegment);
        QCOMPARE(t->year(), 2020);
        QCOMPARE(t->version(), std::string("4.2"));
        QVERIFY(t->name().starts_with("HBEFA 4.2, user's file 'EFA.csv', sha256 "));
        // By the share of the subsegments: (1 × 0.4 + 3 × 0.8) / 4.
        const auto free = t->factor(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Local/50/Freeflow"));
        QVERIFY(free && std::abs(*free - 0.7) < 1e-12);
        // Half-way between level and +4 %, and the last one beyond.
        QVERIFY(std::abs(*t->factor(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Local/50/Freeflow"), 2) - 1.1) < 1e-12);
        QCOMPARE(*t->factor(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Local/50/Freeflow"), 6), 1.5);
        QVERIFY(std::abs(*t->factor(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Local/50/Freeflow"), -3) - 0.7) < 1e-12);
        QCOMPARE(*t->factor(FleetClass::PetrolEuro6d, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 0.02);
        QVERIFY(!t->factor(FleetClass::PetrolEuro6abc, SheetComponent::NOx, at("URB/Local/50/Freeflow")));
        QVERIFY(!t->factor(FleetClass::DieselEuro5, SheetComponent::ExhaustPm, at("URB/Local/50/Freeflow")));
        // A limit that is not held is answered by the nearest one; a level by the next better one; another road not at all.
        QCOMPARE(*t->nearest(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Local/30/Satur.")), at("URB/Local/50/Satur."));
        QCOMPARE(*t->nearest(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Local/50/St+Go")), at("URB/Local/50/Satur."));
        QVERIFY(!t->nearest(FleetClass::DieselEuro5, SheetComponent::NOx, at("URB/Distr./50/Freeflow")));
    }

    void narrowRowsReplaceWideOnes()
    {
        const FactorSheetPtr t = read(byCategory("x[4.1];pass. car;2020;REF;NOx;Urban;URB/Local/50/Freeflow;0%;40;0.30;avg\n"
                                                 "x[4.1];HGV;2020;REF;NOx;Urban;URB/Local/50/Freeflow;0%;40;2.5;avg\n"));
        QCOMPARE(*t->factor(FleetClass::PetrolEuro4, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 0.30);
        QCOMPARE(*t->factor(FleetClass::DieselEuro6d, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 0.30);
        QVERIFY(!t->factor(FleetClass::Electric, SheetComponent::NOx, at("URB/Local/50/Freeflow")));
        QCOMPARE(*t->factor(FleetClass::RigidEuro6, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 2.5);
        QCOMPARE(*t->factor(FleetClass::ArticulatedEuro5, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 2.5);
        const FactorSheetPtr both = read("VehCat;Year;Component;TrafficSit;Gradient;Technology;EFA;EFA_weighted\n"
                                         "pass. car;2020;NOx;URB/Local/50/Freeflow;0%;;;0.30\n"
                                         "pass. car;2020;NOx;URB/Local/50/Freeflow;0%;diesel;0,50;\n");
        QCOMPARE(*both->factor(FleetClass::DieselEuro4, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 0.50);
        QCOMPARE(*both->factor(FleetClass::PetrolEuro4, SheetComponent::NOx, at("URB/Local/50/Freeflow")), 0.30);
        QVERIFY(both->version().empty() && both->name().starts_with("HBEFA (version not named)"));
    }

    void badFilesAreRefusedByLineAndColumn_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("column");
        const char* head = "VehCat;Year;Component;TrafficSit;Gradient;EFA\n";
        const auto row = [&](const char* name, const char* rows, const char* line, const char* column) {
            QTest::newRow(name) << QString::fromUtf8(rows) << QString::fromUtf8(line) << QString::fromUtf8(column);
        };
        const std::string good = std::string(head) + "pass. car;2020;NOx;URB/Local/50/Freeflow;0%;0.3\n";
        row("empty", "", "", "");
        row("no column", "VehCat;Year;Component;TrafficSit;EFA\n", "line 1", "Gradient");
        row("no factor", "VehCat;Year;Component;TrafficSit;Gradient\n", "line 1", "EFA_weighted");
        row("only a head", head, "", "");
        row("not a number", (good + "pass. car;2020;NOx;URB/Local/50/Heavy;0%;a lot\n").c_str(), "line 3", "EFA");
        row("negative", (good + "pass. car;2020;NOx;URB/Local/50/Heavy;0%;-0.1\n").c_str(), "line 3", "EFA");
        row("milligrams", (good + "pass. car;2020;NOx;URB/Local/50/Heavy;0%;300\n").c_str(), "line 3", "EFA");
        row("infinite", (good + "pass. car;2020;NOx;URB/Local/50/Heavy;0%;inf\n").c_str(), "line 3", "EFA");
        row("year", (good + "pass. car;12;NOx;URB/Local/50/Heavy;0%;0.3\n").c_str(), "line 3", "Year");
        row("two years", (good + "pass. car;2025;NOx;URB/Local/50/Heavy;0%;0.3\n").c_str(), "line 3", "Year");
        row("short", (good + "pass. car;2020\n").c_str(), "line 3", "");
    }
    void badFilesAreRefusedByLineAndColumn()
    {
        QFETCH(QString, text);
        QFETCH(QString, line);
        QFETCH(QString, column);
        const auto made = readFactorSheet(sheet(text.toStdString()));
        QVERIFY(!made);
        QCOMPARE(QString::fromStdString(made.error().feature), line);
        QCOMPARE(QString::fromStdString(made.error().field), column);
        QVERIFY(!made.error().remedy.empty());
    }

    void rowsThatMeanNothingHereAreNamed()
    {
        const FactorSheetPtr t = read("VehCat;Year;Component;TrafficSit;Gradient;EFA\n"
                                      "pass. car;2020;NOx;URB/Local/50/Freeflow;0%;0.3\n"
                                      "pass. car;2020;NOx;Ø-Urban;0%;0.3\n"
                                      "hovercraft;2020;NOx;URB/Local/50/Freeflow;0%;0.3\n"
                                      "pass. car;2020;NOx;URB/Local/50/Freeflow;+/-2%;0.3\n"
                                      "pass. car;2020;Benzene;URB/Local/50/Freeflow;0%;0.3\n");
        QCOMPARE(t->rows(), std::size_t{5});
        QCOMPARE(t->issues().size(), std::size_t{3});
        QCOMPARE(t->issues()[0].feature, std::string("line 3"));
        QCOMPARE(t->issues()[1].code, std::string("unknown_vehicle"));
        QCOMPARE(t->issues()[2].code, std::string("unknown_gradient"));
    }

    void theCityUsesThemForWhatTheyHold()
    {
        const std::string rows = "x[4.1];pass. car;2020;R;NOx;U;URB/Local/50/Freeflow;0%;40;3.0;a\n"
                                 "x[4.1];pass. car;2020;R;NOx;U;URB/Local/50/St+Go2;0%;10;6.0;a\n";
        const EmissionResult guidebook = emissions(oneStreet(""), 100, 1000);
        const EmissionResult own = emissions(oneStreet(byCategory(rows)), 100, 1000);
        const LinkId link(0);
        QVERIFY(own.nox_g_day[link] > 3 * guidebook.nox_g_day[link]);
        QCOMPARE(own.pm25_g_day[link], guidebook.pm25_g_day[link]);
        // Beyond capacity: twice the factor of the cars.
        const EmissionResult jammed = emissions(oneStreet(byCategory(rows)), 1200, 1000);
        QVERIFY(jammed.nox_g_day[link] / 12 > 1.8 * own.nox_g_day[link]);
        // The source stands with the result, and can be switched off.
        QVERIFY(std::any_of(own.issues.begin(), own.issues.end(), [](const Issue& i) {
            return i.code == "own_factors" && i.message.starts_with("HBEFA 4.1, user's file 'EFA.csv', sha256 ");
        }));
        ParameterSet off;
        QVERIFY(off.set("emissions.own_factors", {.value = 0, .reason = "test", .evidence = {}}));
        QCOMPARE(emissions(oneStreet(byCategory(rows)), 100, 1000, off).nox_g_day[link], guidebook.nox_g_day[link]);
    }

    void everyTraceNamesTheFile()
    {
        const CityPtr city = oneStreet(kBySegment).make();
        for (const Indicator indicator : {Indicator::No2, Indicator::Pm10, Indicator::Co2}) {
            const std::vector<TraceData> data = dataBehind(*city, indicator, false);
            QVERIFY(std::any_of(data.begin(), data.end(),
                                [](const TraceData& d) { return d.title.starts_with("HBEFA 4.2, user's file 'EFA.csv', sha256 "); }));
        }
        const std::vector<TraceData> noise = dataBehind(*city, Indicator::NoiseLden, false);
        QVERIFY(std::none_of(noise.begin(), noise.end(), [](const TraceData& d) { return d.sourceId == "emission-factors"; }));
    }

    void aSituationThatIsAnsweredByAnotherIsNamedInTheTrace()
    {
        const MiniCity mini = oneStreet(byCategory("x[4.1];pass. car;2020;R;NOx;U;URB/Local/50/Freeflow;0%;40;3.0;a\n"));
        const auto notes = [&](double flow_veh_h, const ParameterSet& parameters) {
            Run run;
            run.applied = applyScenario(mini.make(), Scenario{.name = "s", .parameters = parameters}).value();
            run.traffic = traffic(run.applied, flow_veh_h, 1000);
            const LinkId links[] = {LinkId(0), LinkId(1)};
            return situationNotes(run, links, Indicator::No2);
        };
        QVERIFY(notes(100, {}).empty());  // held
        const std::vector<std::string> jammed = notes(1200, {});
        QCOMPARE(jammed.size(), std::size_t{1});
        QVERIFY2(jammed[0].starts_with("URB/Local/50/St+Go") && jammed[0].ends_with("URB/Local/50/Freeflow answers."), jammed[0].c_str());
        ParameterSet off;
        QVERIFY(off.set("emissions.own_factors", {.value = 0, .reason = "test", .evidence = {}}));
        QVERIFY(notes(1200, off).empty());
    }

    void theCityIsAnotherOneWithThem()
    {
        QVERIFY(oneStreet("").make()->revision() != oneStreet(kBySegment).make()->revision());
        const CityPtr broken = oneStreet("not a table").make();
        const AppliedScenario a = applyScenario(broken, Scenario{.name = "s"}).value();
        QuietControl control;
        QVERIFY(!computeEmissions(a, traffic(a, 1, 1), control));
    }

    void aPeriodIsItsOwnHour()
    {
        const AppliedScenario a = applyScenario(oneStreet("").make(), Scenario{.name = "s"}).value();
        QuietControl control;
        TrafficResult t = traffic(a, 100, 1000);
        for (LinkId link : idsOf(t.flow_veh_h))
            t.hours[1].flow_veh_h[link] = 50;
        const EmissionResult morning = emissionsOfPeriod(a, t, Period::Morning, control).value();
        const EmissionResult midday = emissionsOfPeriod(a, t, Period::Midday, control).value();
        // Half the traffic at the same speed; peaks and others share all functions but those of driving situations.
        QVERIFY(std::abs(midday.pm10_g_day[LinkId(0)] / morning.pm10_g_day[LinkId(0)] - 0.5) < 0.02);
        t.hours.resize(1);
        QVERIFY(emissionsOfPeriod(a, t, Period::Morning, control));
        const auto none = emissionsOfPeriod(a, t, Period::Night, control);
        QVERIFY(!none && none.error().code == ErrorCode::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestFactorSheet)
#include "tst_factor_sheet.moc"
