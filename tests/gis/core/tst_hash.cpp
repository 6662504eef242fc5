#include "gis/core/hash.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace isopolis;

class TestHash : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// FIPS 180-4, examples of SHA-256; the empty message and a million letters are in NIST's test vectors.
    void agreesWithThePublishedVectors_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::addColumn<QByteArray>("digest");
        QTest::newRow("empty") << QByteArray() << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QTest::newRow("abc") << QByteArray("abc") << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                    << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
        QTest::newRow("a million a") << QByteArray(1000000, 'a')
                                     << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    }

    void agreesWithThePublishedVectors()
    {
        QFETCH(QByteArray, message);
        QFETCH(QByteArray, digest);
        const Hash hash = sha256(std::string_view(message.constData(), static_cast<std::size_t>(message.size())));
        QCOMPARE(hash.hex(), digest.toStdString());
        QCOMPARE(Hash::fromHex(hash.hex()), hash);
    }

    void textsCarryTheirLength()
    {
        QVERIFY(Hasher().add("ab").add("c").finish() != Hasher().add("a").add("bc").finish());
        QVERIFY(Hasher().add("").finish() != Hasher().finish());
    }

    void everyNotANumberIsTheSameAndOrderMatters()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(Hasher().add(nan).finish(), Hasher().add(-nan).finish());
        QVERIFY(Hasher().add(1.0).add(2.0).finish() != Hasher().add(2.0).add(1.0).finish());
        QVERIFY(Hasher().add(1.0).finish() != Hasher().add(std::nextafter(1.0, 2.0)).finish());
    }

    void textThatIsNotAHashReadsAsZero()
    {
        QCOMPARE(Hash::fromHex("abc"), Hash());
        QCOMPARE(Hash::fromHex(std::string(64, 'g')), Hash());
    }
};

QTEST_APPLESS_MAIN(TestHash)
#include "tst_hash.moc"
