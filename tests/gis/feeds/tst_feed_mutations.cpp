// A few thousand damaged copies of each kind of message: never a crash, never a wild value, each one quick. The same ones every time.

#include "seed_messages.h"

#include <QTest>

#include <cmath>
#include <ctime>
#include <random>

using namespace isopolis;
using namespace isopolis::test;

namespace {

constexpr int kMutants = 3000;

/// Flips, cuts, doubles, swaps and inserts, by chance.
std::string mutated(const std::string& sound, std::mt19937& random)
{
    std::string s = sound;
    static const std::string kBits[] = {
        "\"",   "{",   "]",  "<",    ">", "&", ",", "\n", "-", "9999999999999999999999", "1e999", std::string(1, '\0'),
        "\xff", "NaN", "0x", "\\u00"};
    for (unsigned n = 1 + random() % 4; n > 0 && !s.empty(); --n) {
        const std::size_t at = random() % s.size(), length = 1 + random() % 12;
        switch (random() % 6) {
        case 0: s[at] = static_cast<char>(s[at] ^ static_cast<char>(1U << (random() % 8))); break;
        case 1: s.erase(at, length); break;
        case 2: s.insert(at, s.substr(random() % s.size(), length)); break;
        case 3: s.resize(at); break;
        case 4: s.insert(at, kBits[random() % std::size(kBits)]); break;
        default: s[at] = static_cast<char>(random()); break;
        }
    }
    return s;
}

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
