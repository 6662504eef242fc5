// Parks, buildings that go and bus lanes through all models: what must feel them does, and nothing else changes by a bit.
#include <QTest>

#include "simulation/equity/assessment.h"
#include "simulation/explain/attribution.h"
#include "simulation/run/model_chain.h"
#include "simulation/run/run_cache.h"
#include "support/mini_city.h"

#include <bit>
#include <cmath>

using namespace isopolis;

namespace {

/// A main road with a row of houses along its northern side, a park far off, and a bus.
///
///   P ·················· park 1,500 m north of A
///   [h0] [h1] [h2] …
///   A ====== B ====== C      600 m each, two lanes
///   |                 |
///   D ------ E ------ F      400 m south, one lane
struct Town {
    test::MiniCity mini;
    CityPtr city;
    Town()
    {
        mini.node("A", 0, 0).node("B", 600, 0).node("C", 1200, 0).node("D", 0, -400).node("E", 600, -400).node("F", 1200, -400);
        mini.node("P", 0, 1500);
        mini.street("A B C", {.name = "Main", .roadClass = RoadClass::Primary, .lanes = 2}).street("D E F", {.name = "South"});
        mini.street("A D").street("C F").street("A P", {.name = "North", .roadClass = RoadClass::Residential});
        for (const char* name : {"A", "B", "C", "D", "E", "F"})
            mini.zone(std::string("At ") + name, name, {.people = 2000, .jobs = 700, .income = 20000.0 + 1000 * name[0]});
        mini.data.activity.clear();
        for (const NeighbourhoodId id : idsOf(mini.data.neighbourhoods)) {
            const Point2 at = centroid(mini.data.neighbourhoods[id].outline);
            mini.data.activity.push_back({{at.x - 40, at.y + 45}, id, 1200, 300});
            mini.data.activity.push_back({{at.x + 40, at.y - 8}, id, 800, 400});
        }
        for (int i = 0; i < 40; ++i) {
            const double x = -60 + 33.0 * i;
            for (const double y : {12.0, -24.0})
                mini.data.buildings.push({.externalId = "t:building/" + std::to_string(i) + (y > 0 ? "n" : "s"),
                                          .footprint = {Polygon{.outer = {{x, y}, {x + 32, y}, {x + 32, y + 12}, {x, y + 12}}}},
                                          .height_m = 18,
                                          .use = BuildingUse::Residential});
        }
        mini.data.places = {{"t:park", "Old park", PlaceKind::Park, {0, 1500}, 20000}};
        std::vector<StopId> s;
        for (const char* name : {"A", "B", "C"})
            s.push_back(mini.data.transit.stops.push({std::string("t:stop/") + name, name, mini.data.nodes[mini.nodeId(name)].at}));
        TransitLine bus{"t:line/1", "Bus 1", "bus", {{0, 0}, {1200, 0}}, {}};
        std::vector<int> starts;
        for (int t = 6 * 3600; t < 10 * 3600; t += 600)
            starts.push_back(t);
        bus.patterns.push_back({{s[0], s[1], s[2]}, {0, 180, 360}, {0, 180, 360}, starts});
        bus.patterns.push_back({{s[2], s[1], s[0]}, {0, 180, 360}, {0, 180, 360}, starts});
        mini.data.transit.lines.push(bus);
        mini.data.background = {.no2 = 15, .pm25 = 8, .o3 = 50, .origin = "assumed for tests"};
        mini.data.weather.rose = {{225, 3, 0.6}, {45, 2, 0.4}};
        mini.data.weather.origin = "assumed for tests";
        city = mini.make();
    }
    NeighbourhoodId at(const char* name) const { return mini.neighbourhood(std::string("At ") + name); }
};

Scenario scheme(std::vector<Intervention> interventions) { return {.name = "scheme", .interventions = std::move(interventions)}; }
Scenario scheme(std::vector<Operation> operations) { return scheme(std::vector<Intervention>{{"It", std::move(operations)}}); }

MultiPolygon square(double x, double y, double side)
{
    return {Polygon{.outer = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}}};
}

RunPtr run(const CityPtr& city, const Scenario& scenario, int threads = 2)
{
    QuietControl control(threads);
    auto done = runChain(city, scenario, control);
    if (!done)
        throw std::runtime_error(done.error().text());
    return *done;
}

template <class Values>
bool sameBits(const Values& a, const Values& b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::bit_cast<std::uint64_t>(a[i]) != std::bit_cast<std::uint64_t>(b[i]))
            return false;
    return true;
}

template <class Id>
bool sameBits(const IdVector<Id, double>& a, const IdVector<Id, double>& b)
{
    return sameBits(a.raw(), b.raw());
}

}  // namespace

class PlaceMeasures : public QObject {
    Q_OBJECT
private slots:
    void aParkShortensTheWalkAndQuietensButLeavesTrafficAndAirAlone()
    {
        const Town town;
        const RunPtr before = run(town.city, scheme(std::vector<Operation>{}));
        const RunPtr after = run(town.city, scheme({GreenSpace{"Meadow", square(480, -330, 260)}}));
        QVERIFY(sameBits(before->traffic.flow_veh_day, after->traffic.flow_veh_day));
        QVERIFY(sameBits(before->traffic.time_s, after->traffic.time_s));
        QVERIFY(sameBits(before->air.no2Mean_ug_m3, after->air.no2Mean_ug_m3));
        QVERIFY(sameBits(before->access.jobsByCar, after->access.jobsByCar) &&
                sameBits(before->access.jobsOnFoot, after->access.jobsOnFoot));
        QVERIFY(sameBits(before->transit.jobsByTransit, after->transit.jobsByTransit));
        for (const NeighbourhoodId id : idsOf(before->access.parkOnFoot_min))
            QVERIFY(after->access.parkOnFoot_min[id] <= before->access.parkOnFoot_min[id]);
        QVERIFY(before->access.parkOnFoot_min[town.at("E")] > after->access.parkOnFoot_min[town.at("E")] + 5);
        QVERIFY(after->noise.ldenMean_dB[town.at("E")] < before->noise.ldenMean_dB[town.at("E")]);
        qInfo("At E: walk to a park %.1f, then %.1f min; Lden %.3f, then %.3f dB", before->access.parkOnFoot_min[town.at("E")],
              after->access.parkOnFoot_min[town.at("E")], before->noise.ldenMean_dB[town.at("E")], after->noise.ldenMean_dB[town.at("E")]);
        // Too small to walk to, and not on the way of any sound: nothing at all.
        const RunPtr far = run(town.city, scheme({GreenSpace{"Pocket", square(4000, 4000, 30)}}));
        QCOMPARE(resultHash(*far), resultHash(*before));
    }

    void aHouseThatGoesOpensTheStreet()
    {
        const Town town;
        const RunPtr before = run(town.city, scheme(std::vector<Operation>{}));
        std::vector<Operation> row;
        for (int i = 0; i < 40; ++i)
            row.push_back(RemoveBuilding{"t:building/" + std::to_string(i) + "n", 0, 0});
        const RunPtr after = run(town.city, scheme(row));
        QVERIFY(sameBits(before->traffic.flow_veh_day, after->traffic.flow_veh_day));
        QVERIFY(sameBits(before->access.jobsByCar, after->access.jobsByCar) &&
                sameBits(before->transit.jobsByTransit, after->transit.jobsByTransit));
        // Homes 45 m north of the road stood behind the row: louder. The canyon is gone: its streets breathe.
        QVERIFY(after->noise.ldenMean_dB[town.at("B")] > before->noise.ldenMean_dB[town.at("B")] + 0.5);
        qInfo("At B: Lden %.1f, then %.1f dB; NO2 %.2f, then %.2f µg/m³", before->noise.ldenMean_dB[town.at("B")],
              after->noise.ldenMean_dB[town.at("B")], before->air.no2Mean_ug_m3[town.at("B")], after->air.no2Mean_ug_m3[town.at("B")]);
        QVERIFY(after->air.no2Mean_ug_m3[town.at("B")] < before->air.no2Mean_ug_m3[town.at("B")]);
        QVERIFY(after->air.no2Mean_ug_m3[town.at("E")] == before->air.no2Mean_ug_m3[town.at("E")]);
    }

    void whoLeavesMakesFewerTripsAndTheOthersAreCompared()
    {
        const Town town;
        const RunPtr before = run(town.city, scheme(std::vector<Operation>{}));
        const RunPtr after = run(town.city, scheme({RemoveBuilding{"t:building/0n", 1000, 300}}));
        const auto trips = [](const Run& r) {
            double sum = 0;
            for (const double t : r.traffic.trips_veh_h.values)
                sum += t;
            return sum;
        };
        qInfo("car trips in the peak hour %.0f, then %.0f", trips(*before), trips(*after));
        QVERIFY(trips(*after) < trips(*before) - 20);
        double people = 0, left = 0;
        for (const Receptor& r : before->air.receptors)
            people += r.people;
        for (const Receptor& r : after->air.receptors)
            left += r.people;
        QCOMPARE(people - left, 1000.0);
        // As with a new building: the weights of the assessment are those of the mapped city.
        const EquityReport report = assess(*town.city, *before, *after, {});
        QCOMPARE(report.quintileShares.size(), town.city->neighbourhoods().size());
        // Whoever starts elsewhere starts from the same places.
        const RunPtr nobody = run(town.city, scheme({RemoveBuilding{"t:building/0n", 0, 0}}));
        for (const char* place : {"D", "E", "F"})
            QVERIFY(nobody->access.jobsOnFoot[town.at(place)] == before->access.jobsOnFoot[town.at(place)]);
    }

    void thereAndBackIsWhatItWas()
    {
        const Town town;
        const AddBuilding tower{"Tower", square(560, 60, 30), Length::m(60), 900, 100};
        const RunPtr plain = run(town.city, scheme(std::vector<Operation>{}));
        const RunPtr back = run(town.city, scheme({{"Up", {tower}}, {"Down", {RemoveBuilding{"new:Up/1"}}}}));
        QCOMPARE(resultHash(*back), resultHash(*plain));
        for (const Operation& operation : std::initializer_list<Operation>{
                 GreenSpace{"Meadow", square(480, -330, 260)}, RemoveBuilding{"t:building/3n"}, BusLane{{.target = "street:Main"}}}) {
            const RunPtr two = run(town.city, scheme({operation}), 2), one = run(town.city, scheme({operation}), 1);
            QCOMPARE(resultHash(*one), resultHash(*two));
            Scenario off = scheme({operation});
            off.interventions[0].enabled = false;
            QCOMPARE(runKey(*town.city, off), plain->key);
            QVERIFY(!(two->key == plain->key));
        }
    }

    void aBusLaneTakesFromCarsAndGivesToPassengers()
    {
        const Town town;
        const RunPtr before = run(town.city, scheme(std::vector<Operation>{}));
        const RunPtr after = run(town.city, scheme({BusLane{{.target = "street:Main"}}}));
        double carsBefore = 0, carsAfter = 0;
        for (const double t : before->traffic.time_s.raw())
            carsBefore += t;
        for (const double t : after->traffic.time_s.raw())
            carsAfter += t;
        QVERIFY(carsAfter > carsBefore);
        QCOMPARE(after->applied.transit().lines[TransitLineId(0)].patterns[0].arrival_s,
                 (std::vector<int>{0, 158, 317}));  // 180 · 0.88 = 158.4
        for (const NeighbourhoodId id : idsOf(before->transit.jobsByTransit))
            QVERIFY(after->transit.jobsByTransit[id] >= before->transit.jobsByTransit[id]);
        QVERIFY(sameBits(before->access.jobsOnFoot, after->access.jobsOnFoot) &&
                sameBits(before->access.jobsByCycle, after->access.jobsByCycle));
    }

    void sharesOfTheInterventionsSumToTheChange()
    {
        const Town town;
        Study study;
        study.city = town.city;
        study.scenario = scheme({{"Park", {GreenSpace{"Meadow", square(480, -330, 260)}}},
                                 {"Widen", {SetLanes{{.target = "street:South"}, 2}}},
                                 {"Lane", {BusLane{{.target = "street:South"}}}},
                                 {"Tower", {AddBuilding{"Tower", square(560, -470, 30), Length::m(40), 400, 50}}},
                                 {"No tower", {RemoveBuilding{"new:Tower/1"}}},
                                 {"House", {RemoveBuilding{"t:building/20s", 200, 10}}}});
        study.before = run(town.city, scheme(std::vector<Operation>{}));
        study.after = run(town.city, study.scenario);
        study.report = assess(*town.city, *study.before, *study.after, {});
        study.runOf = [&](const Scenario& s, RunControl& control) { return runChain(town.city, s, control); };
        QuietControl control(2);
        for (const Indicator indicator : {Indicator::NoiseLden, Indicator::ParkOnFoot}) {
            const auto attribution = attributeInterventions(study, town.at("E"), indicator, control);
            QVERIFY2(attribution.has_value(), attribution ? "" : attribution.error().text().c_str());
            double sum = attribution->residual;
            QVERIFY(std::abs(attribution->residual) < 1e-9);
            for (const Contribution& c : attribution->interventions)
                sum += c.delta;
            const auto value = [&](const Run& r) {
                return indicator == Indicator::NoiseLden ? r.noise.ldenMean_dB[town.at("E")] : r.access.parkOnFoot_min[town.at("E")];
            };
            QVERIFY2(std::abs(sum - (value(*study.after) - value(*study.before))) < 1e-9, qPrintable(QString::number(sum)));
            QVERIFY(attribution->interventions[0].delta < 0);  // the park: nearer, and quieter
        }
    }
};

QTEST_APPLESS_MAIN(PlaceMeasures)
#include "tst_place_measures.moc"
