// Conservation over a section of road (test 9) and completeness of aggregates (test 10).

#include "gis/feeds/feed_source.h"
#include "gis/feeds/quality/completeness.h"
#include "gis/feeds/quality/section_check.h"

#include <QTest>

#include <cmath>

using namespace isopolis;

namespace {

constexpr std::int64_t kMonday_s = 1735516800;  // 2024-12-30

/// Three loops, an hour each, for two days: what came in at "a" leaves by "b" and "c" in the shares given for the second day.
struct Road {
    std::vector<Datastream> streams;
    std::vector<NetworkMember> members;
    CountedSection section{"Tunnel", {"a"}, {"b", "c"}};

    Road(double toB, double toC, double scale = 1)
    {
        for (const char* id : {"a", "b", "c"}) {
            Datastream stream;
            stream.foreignId = stream.sensor = id;
            stream.quantity = "flow_veh_h";
            stream.period_s = 3600;
            streams.push_back(stream);
        }
        for (std::size_t s = 0; s < 3; ++s) {
            members.push_back({DatastreamId::fromIndex(s), std::nullopt, {}});
            for (int h = 0; h < 48; ++h) {
                const double flow = scale * (500 + 300 * std::sin(h * 0.26)), second = h >= 24 ? 1 : 0;
                const double share = s == 0 ? 1 : s == 1 ? (second > 0 ? toB : 0.6) : (second > 0 ? toC : 0.4);
                members[s].rows.push_back({.ds = DatastreamId::fromIndex(s),
                                           .t = kMonday_s + h * 3600,
                                           .dur = 3600,
                                           .v = flow * share,
                                           .q = quality(Quality::Pass)});
            }
        }
    }
    std::vector<QualityAlarm> check() { return checkSections({&section, 1}, streams, members, QualitySettings()); }
    std::size_t suspect(std::size_t who) const
    {
        std::size_t n = 0;
        for (const Obs& o : members[who].rows)
            n += qualityFlag(o.q) == Quality::Suspect && has(o.q, Mark::Conservation) ? 1 : 0;
        return n;
    }
};

std::vector<Obs> fiveMinutes(int count, double v)
{
    std::vector<Obs> rows;
    for (int k = 0; k < count; ++k)
        rows.push_back({.ds = DatastreamId(0), .t = kMonday_s + k * 300, .dur = 300, .v = v + k, .q = quality(Quality::Pass)});
    return rows;
}

}  // namespace

class TestSectionCheck : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatComesInGoesOut()
    {
        Road road(0.58, 0.4);  // two per cent less: within what loops do
        QVERIFY(road.check().empty());
        QCOMPARE(road.suspect(0), std::size_t{0});
    }

    void aDayThatDoesNotAddUpMakesAllCountersSuspect()
    {
        Road road(0.35, 0.4);
        const auto alarms = road.check();
        QCOMPARE(alarms.size(), std::size_t{1});
        QVERIFY2(alarms[0].why.starts_with("section Tunnel: "), alarms[0].why.c_str());
        for (std::size_t s = 0; s < 3; ++s)
            QCOMPARE(road.suspect(s), std::size_t{24});
        QCOMPARE(qualityFlag(road.members[0].rows[0].q), Quality::Pass);  // the day before was sound
    }

    void chanceInFewVehiclesIsNoFault()
    {
        Road road(0.5, 0.38, 0.02);  // 12 % less, of some ten vehicles an hour
        QVERIFY(road.check().empty());
    }

    void aDayWithGapsIsNotJudged()
    {
        Road road(0.35, 0.4);
        for (std::size_t h = 24; h < 32; ++h)
            road.members[2].rows[h].q = quality(Quality::Missing);
        QVERIFY(road.check().empty());
    }

    void anHourNeedsThreeQuartersOfItsSamples()
    {
        const QualitySettings settings;
        std::vector<Obs> rows = fiveMinutes(12 + 9 + 8, 10);
        for (std::size_t k = 21; k < rows.size(); ++k)
            rows[k].t += 900;  // the second hour has 9 samples, the third 8
        const auto hours = aggregated(rows, {.period_s = 300, .length_s = 3600}, settings);
        QCOMPARE(hours.size(), std::size_t{3});
        QCOMPARE(hours[0].v, 10 + 5.5);
        QCOMPARE(qualityFlag(hours[0].q), Quality::Pass);
        QCOMPARE(qualityFlag(hours[1].q), Quality::Pass);
        QCOMPARE(qualityFlag(hours[2].q), Quality::Missing);
        QVERIFY(has(hours[2].q, Mark::Gap) && hours[2].dur == 3600);
    }

    void whatFailedIsNoSampleAndCountsAreScaledUp()
    {
        std::vector<Obs> rows = fiveMinutes(12, 0);
        for (Obs& o : rows)
            o.v = 6;
        rows[3].q = rows[4].q = quality(Quality::Fail);
        rows[5].q = quality(Quality::Suspect);
        const auto hour = aggregated(rows, {.period_s = 300, .length_s = 3600, .kind = Aggregation::Count}, {});
        QCOMPARE(hour.size(), std::size_t{1});
        QVERIFY(std::abs(hour[0].v - 72) < 1e-9);
        QCOMPARE(qualityFlag(hour[0].q), Quality::Suspect);
    }

    void hoursWithoutAnySampleAreThereAndMissing()
    {
        std::vector<Obs> rows = fiveMinutes(12, 1);
        rows.push_back({.ds = DatastreamId(0), .t = kMonday_s + 3 * 3600, .dur = 300, .v = 1, .q = quality(Quality::Pass)});
        const auto hours = aggregated(rows, {.period_s = 300, .length_s = 3600}, {});
        QCOMPARE(hours.size(), std::size_t{4});
        for (const std::size_t k : {1U, 2U, 3U})
            QCOMPARE(qualityFlag(hours[k].q), Quality::Missing);
        QVERIFY(aggregated({}, {}, {}).empty());
    }

    void sectionsStandInTheListOfSources()
    {
        const auto source =
            readFeedSource(R"({"name": "x", "kind": "csv", "sections": [{"name": "T", "in": ["a"], "out": ["b", "c"]}]})", "f");
        QVERIFY(source.has_value());
        QCOMPARE(source->profile.sections.size(), std::size_t{1});
        QCOMPARE(source->profile.sections[0].out.size(), std::size_t{2});
        QVERIFY(!readFeedSource(R"({"name": "x", "kind": "csv", "sections": [{"name": "T", "in": ["a"]}]})", "f"));
    }
};

QTEST_APPLESS_MAIN(TestSectionCheck)
#include "tst_section_check.moc"
