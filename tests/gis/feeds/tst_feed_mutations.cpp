// A few thousand damaged copies of each kind of message: never a crash, never a wild value, each one quick. The same ones every time.

#include "mutate.h"
#include "seed_messages.h"

#include <QTest>

#include <cmath>
#include <ctime>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kMutants = 3000;

}  // namespace

class TestFeedMutations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damagedCopiesNeverHarm_data()
    {
        QTest::addColumn<int>("seed");
        int i = 0;
        for (const SeedMessage& seed : seedMessages())
            QTest::newRow(std::string(feedKindName(seed.kind)).c_str()) << i++;
    }
    void damagedCopiesNeverHarm()
    {
        QFETCH(const int, seed);
        const SeedMessage sound = seedMessages()[static_cast<std::size_t>(seed)];
        const ParseResult first = parsePayload(sound.kind, item(sound.body, sound.topic), sound.catalogue);
        QVERIFY2(!first.refused && !first.accepted.empty(), first.refused ? first.refused->reason.c_str() : "no observation");
        std::mt19937 random(4711);
        int refused = 0;
        double slowest = 0;
        for (int i = 0; i < kMutants; ++i) {
            const RawItem message = item(mutated(sound.body, random), sound.topic);
            const std::clock_t begin = std::clock();
            static_cast<void>(detectFeedKind(message));
            const ParseResult r = parsePayload(sound.kind, message, sound.catalogue);
            slowest = std::max(slowest, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
            refused += r.refused ? 1 : 0;
            QVERIFY(!r.refused || (r.accepted.empty() && !r.refused->reason.empty()));
            for (const Rejected& problem : r.rejected)
                QVERIFY(problem.offset <= message.body.size());
            for (const Obs& o : r.accepted)
                QVERIFY(o.ds.index() < r.newStreams.size() && std::isfinite(o.v) && o.t >= 0 && o.t < 7258118400 && o.dur <= 366 * 86400);
        }
        qInfo("%d of %d refused as a whole, slowest %.1f ms of CPU", refused, kMutants, slowest * 1000);
        QVERIFY(slowest < 1);
    }
};

QTEST_APPLESS_MAIN(TestFeedMutations)
#include "tst_feed_mutations.moc"
