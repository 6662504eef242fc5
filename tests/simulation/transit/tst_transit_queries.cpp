// The search against a plain time-expanded graph, on the sample city and on Porto Alegre: equal to the second.
#include "gis/core/sample/sample_city.h"
#include "gis/io/city_importer.h"
#include "simulation/transit/journey.h"
#include "simulation/transit/raptor.h"
#include "simulation/transit/transit_access.h"
#include "simulation/transit/transit_parameters.h"
#include "simulation/transit/travel_times.h"
#include "time_expanded.h"

#include <QtTest>

#include <random>

using namespace isopolis;

namespace {

AppliedScenario applied(const CityPtr& city)
{
    auto made = applyScenario(city, Scenario{});
    if (!made)
        qFatal("%s", made.error().text().c_str());
    return std::move(*made);
}

TransitModelPtr modelOf(const CityPtr& city)
{
    QuietControl quiet;
    auto made = makeTransitModel(applied(city), quiet);
    if (!made)
        qFatal("%s", made.error().text().c_str());
    return *made;
}

/// Random doors: places with people or jobs.
std::vector<Point2> doors(const City& city, std::size_t n, unsigned seed)
{
    std::mt19937 random(seed);
    std::vector<Point2> out;
    while (out.size() < n)
        out.push_back(city.activity()[random() % city.activity().size()].at);
    return out;
}

/// `origins` × 4 queries, departures between two hours; all stops of each origin are compared besides.
void compare(const CityPtr& city, std::size_t origins, int fromHour, int toHour)
{
    const TransitModelPtr model = modelOf(city);
    test::TimeExpanded plain(*model);
    Raptor search(*model);
    const auto from = doors(*city, origins, 1), to = doors(*city, 4 * origins, 2);
    std::mt19937 random(3);
    std::size_t queries = 0, reached = 0, stops = 0;
    for (std::size_t i = 0; i < origins; ++i) {
        const int at = fromHour * 3600 + static_cast<int>(random() % static_cast<unsigned>((toHour - fromHour) * 3600));
        const auto access = model->stopsNear(from[i]);
        const std::vector<int> expected = plain.arrivals(access, at);
        search.clear();
        search.depart(access, at);
        for (std::uint32_t stop = 0; stop < expected.size(); ++stop, ++stops) {
            const int found = search.rideArrival(stop);
            if (found != (expected[stop] == test::TimeExpanded::kNever ? Raptor::kNever : expected[stop]))
                QFAIL(qPrintable(QStringLiteral("origin %1, stop %2: %3, not %4").arg(i).arg(stop).arg(found).arg(expected[stop])));
        }
        for (std::size_t q = 4 * i; q < 4 * i + 4; ++q, ++queries) {
            int best = test::TimeExpanded::kNever;
            for (const StopWalk& walk : model->stopsNear(to[q]))
                if (expected[walk.stop] != test::TimeExpanded::kNever)
                    best = std::min(best, expected[walk.stop] + walk.walk_s);
            WalkSearch walks(model->streets);
            walks.run(model->streets.join(from[i]), model->settings.directWalk_m);
            if (const double metres = walks.distance_m(model->streets.join(to[q])); metres <= model->settings.directWalk_m)
                best = std::min(best, at + model->settings.walk_s(metres));
            const Journey j = findJourney(*model, from[i], to[q], at);
            const bool inTime = best <= at + model->settings.longest_s;
            QCOMPARE(j.found(), inTime);
            if (!inTime)
                continue;
            ++reached;
            QCOMPARE(j.arrival_s, best);
            for (std::size_t leg = 0; leg < j.legs.size(); ++leg) {  // the legs join, in time and place
                QVERIFY(j.legs[leg].arrival_s >= j.legs[leg].departure_s);
                if (leg > 0) {
                    QVERIFY(j.legs[leg].departure_s >= j.legs[leg - 1].arrival_s);
                    QVERIFY(j.legs[leg].from == j.legs[leg - 1].to);
                }
            }
            QCOMPARE(j.legs.back().arrival_s, best);
        }
    }
    qInfo("%zu queries equal, %zu of them reachable; %zu arrivals at stops equal", queries, reached, stops);
}

}  // namespace

class TransitQueriesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase()
    {
        auto made = makeSampleCity({.population = 20000, .seed = 4});
        if (!made)
            qFatal("%s", made.error().text().c_str());
        m_sample = City::create(std::move(*made)).value();
        const std::filesystem::path recipe = std::filesystem::path(ISOPOLIS_SOURCE_DIR) / "tests/data/recipes/porto_alegre.city.json";
        if (std::filesystem::exists(std::filesystem::path(ISOPOLIS_SOURCE_DIR) / "../shared/data/porto_alegre")) {
            auto city = importCity(recipe, {});
            if (!city)
                qFatal("%s", city.error().text().c_str());
            m_porto = city->city;
            m_report = city->report;
        }
    }

    void arrivalsEqualThoseOfATimeExpandedGraphInTheSampleCity() { compare(m_sample, 60, 6, 23); }

    void arrivalsEqualThoseOfATimeExpandedGraphInPortoAlegre()
    {
        if (!m_porto)
            QSKIP("the data of Porto Alegre are not here");
        compare(m_porto, 250, 12, 16);  // the sample's buses run from 12 to 17 o'clock only
    }

    void bothFeedsOfPortoAlegreAreInTheCity()
    {
        if (!m_porto)
            QSKIP("the data of Porto Alegre are not here");
        const TransitNetwork& t = m_porto->transit();
        QCOMPARE(QString::fromStdString(t.serviceDay), QStringLiteral("2019-05-13"));
        QVERIFY(std::any_of(t.lines.begin(), t.lines.end(), [](const TransitLine& l) { return l.mode == "rail"; }));
        const ImportCount* trips = m_report.count("transit trips");
        QVERIFY(trips != nullptr && trips->kept > 1500);
        const TransitModelPtr model = modelOf(m_porto);
        qInfo("%zu stops, %zu lines, %llu of %llu trips, %zu routes, %zu events, %zu footpaths", t.stops.size(), t.lines.size(),
              static_cast<unsigned long long>(trips->kept), static_cast<unsigned long long>(trips->considered),
              model->timetable.routeCount(), model->timetable.eventCount(), model->footpathCount());
    }

    void figuresHaveTheSameBitsAtAnyNumberOfThreads()
    {
        const auto run = [&](int threads) {
            QuietControl quiet(threads);
            const TransitModelPtr model = modelOf(m_sample);
            return travelTimes(*model, doors(*m_sample, 30, 5), doors(*m_sample, 30, 6), {7 * 3600, 1800, 60}, quiet);
        };
        const TravelTimeMatrix one = run(1), seven = run(7);
        QVERIFY(one.times == seven.times);
        QuietControl single(1), many(5);
        const auto a = computeTransit(applied(m_sample), single), b = computeTransit(applied(m_sample), many);
        QVERIFY(a && b && *a == *b && a->timetable);
    }

private:
    CityPtr m_sample, m_porto;
    ImportReport m_report;
};

QTEST_APPLESS_MAIN(TransitQueriesTest)
#include "tst_transit_queries.moc"
