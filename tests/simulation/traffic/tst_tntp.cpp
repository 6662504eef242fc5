#include "simulation/traffic/tntp.h"

#include <QTest>

using namespace isopolis;

namespace {

const std::string kHead = "<NUMBER OF ZONES> 2\t\t\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> 2\n<END OF METADATA>\n\n";

std::string netWith(const std::string& rows) { return kHead + "~ \tinit_node\tterm_node\tcapacity\t;\r\n" + rows; }

}  // namespace

class TestTntp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTabsCarriageReturnsGluedSemicolonsAndExponents()
    {
        const auto net = parseTntpNetwork(netWith("\t1\t3\t1\t1.5\t6\t2.2E-09\t16.83\t0\t25\t1\t;\r\n 3 2 900 1 2 .15 4 0 0 1;"));
        QVERIFY2(net.has_value(), net ? "" : net.error().text().c_str());
        QCOMPARE(net->linkCount(), std::size_t{2});
        QCOMPARE(net->link(0).delay.power, 16.83);
        QCOMPARE(net->link(0).delay.b, 2.2e-9);
        QCOMPARE(net->link(0).toll, 25.0);
        QCOMPARE(net->tail(1), 2U);
        QVERIFY(!net->passable(0, 1));
        QVERIFY(net->passable(0, 0) && net->passable(2, 0));
    }

    void readsSeveralPairsALineAndPairsBrokenOverLines()
    {
        const auto trips = parseTntpTrips(
            "<NUMBER OF ZONES> 3\n<END OF METADATA>\n~ note : 5\nOrigin \t1\n 1 : 0.0; 3 : 2.5 ; 2:\n 4;\nOrigin 3 1 : 1e2;");
        QVERIFY2(trips.has_value(), trips ? "" : trips.error().text().c_str());
        QCOMPARE(trips->total(), 106.5);
        QCOMPARE(trips->from(0)[1].to, 1U);  // ordered, although 3 came first
        QCOMPARE(trips->from(2)[0].trips, 100.0);
    }

    void namesTheLineOfWhatItRefuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("mention");
        const auto net = [](const std::string& rows) { return QByteArray::fromStdString(netWith(rows)); };
        const std::string good = "1 3 1 1 1 0 0 0 0 1;\n";
        QTest::newRow("letters") << net(good + "1 3 x 1 1 0 0 0 0 1;") << QByteArray("line 9");
        QTest::newRow("not a number") << net(good + "1 3 nan 1 1 0 0 0 0 1;") << QByteArray("line 9");
        QTest::newRow("infinite") << net(good + "1 3 1e999 1 1 0 0 0 0 1;") << QByteArray("line 9");
        QTest::newRow("negative") << net(good + "1 3 1 1 -1 0 0 0 0 1;") << QByteArray("line 9");
        QTest::newRow("unknown node") << net(good + "1 4 1 1 1 0 0 0 0 1;") << QByteArray("line 9");
        QTest::newRow("node zero") << net(good + "0 3 1 1 1 0 0 0 0 1;") << QByteArray("line 9");
        QTest::newRow("short row") << net(good + "1 3 1;") << QByteArray("line 9");
        QTest::newRow("too few links") << net(good) << QByteArray("promises 2 links and holds 1");
        QTest::newRow("binary") << QByteArray("\x00\xff\x13PK\x03\x04", 7) << QByteArray("END OF METADATA");
        QTest::newRow("empty") << QByteArray() << QByteArray("END OF METADATA");
        QTest::newRow("a claim of many") << QByteArray("<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 18446744073709551615\n<END OF METADATA>\n")
                                         << QByteArray("NUMBER OF NODES");
    }
    void namesTheLineOfWhatItRefuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, mention);
        const auto net = parseTntpNetwork({text.constData(), static_cast<std::size_t>(text.size())});
        QVERIFY(!net);
        QVERIFY2(QByteArray::fromStdString(net.error().text()).contains(mention), net.error().text().c_str());
    }

    void refusesTripsBetweenUnknownZonesAndHalfPairs()
    {
        const std::string head = "<NUMBER OF ZONES> 2\n<END OF METADATA>\n";
        for (const char* body :
             {"1 : 5;", "Origin 3\n", "Origin 1\n 3 : 1;", "Origin 1\n 2 : -4;", "Origin 1\n 2 :", "Origin 1\n 2 : Origin 2"})
            QVERIFY2(!parseTntpTrips(head + body), body);
        QVERIFY(!parseTntpTrips("<NUMBER OF ZONES> 99999999\n<END OF METADATA>\n"));
    }

    void everyPrefixOfAGoodFileIsSurvived()
    {
        const std::string good = netWith("1 3 1 1 1 0 0 0 0 1;\n3 2 900 1 2 .15 4 0 0 1;\n");
        for (std::size_t n = 0; n < good.size(); ++n) {
            (void)parseTntpNetwork(std::string_view(good).substr(0, n));
            (void)parseTntpTrips(std::string_view(good).substr(0, n));
            (void)parseTntpFlows(std::string_view(good).substr(0, n));
        }
        QVERIFY(parseTntpNetwork(good));
    }
};

QTEST_APPLESS_MAIN(TestTntp)
#include "tst_tntp.moc"
