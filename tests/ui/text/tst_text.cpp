#include "ui/text/isolates.h"
#include "ui/text/translate.h"

#include "support/mini_city.h"

#include <QGuiApplication>
#include <QLocale>
#include <QTest>

#include <cmath>

using namespace isopolis;

class TestText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void cleanup() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }

    void valuesCarryTheirUnit() { QCOMPARE(formatValue(41.257, Unit::MicrogramPerM3, 1), QStringLiteral("41.3\u00a0µg/m³")); }
    void changesCarryTheirSign()
    {
        QCOMPARE(formatChange(0.42, Unit::Minute, 1), QStringLiteral("+0.4\u00a0min"));
        QCOMPARE(formatSigned(-1234.5, 1), QStringLiteral("\u22121,234.5"));
    }
    void aChangeThatRoundsToZeroHasNoSign()
    {
        QCOMPARE(formatSigned(-0.04, 1), QStringLiteral("0.0"));
        QCOMPARE(formatSigned(0.04, 1), QStringLiteral("0.0"));
    }
    void figuresKeepTheirDirectionInAMirroredWindow()
    {
        const QString change = formatChange(-3.24, Unit::MicrogramPerM3, 1);
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        const QString mirrored = formatChange(-3.24, Unit::MicrogramPerM3, 1);
        const QStringList others{formatValue(3, Unit::Minute, 0), formatShare(0.25), formatSigned(2, 0), formatPeople(1200),
                                 formatPlain(0.15)};
        const QString unknown = formatValue(std::nan(""), Unit::Minute, 1);
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        QCOMPARE(mirrored, QChar(0x2066) + change + QChar(0x2069));
        for (const QString& figure : others) {
            QCOMPARE(figure.count(QChar(0x2066)), 1);
            QVERIFY(figure.startsWith(QChar(0x2066)) && figure.endsWith(QChar(0x2069)));
        }
        QCOMPARE(withoutIsolates(mirrored), change);
        QCOMPARE(unknown, QStringLiteral("no data"));
    }
    void whatIsUnknownIsSaid() { QCOMPARE(formatValue(std::nan(""), Unit::Minute, 1), QStringLiteral("no data")); }
    void digitsFollowTheLocale()
    {
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(formatNumber(12345.67, 1), QStringLiteral("12.345,7"));
    }
    void parametersShowWhatTheyNeedAndNoMore()
    {
        QCOMPARE(formatPlain(0.15), QStringLiteral("0.15"));
        QCOMPARE(formatPlain(4), QStringLiteral("4"));
        QCOMPARE(formatPlain(0.0375), QStringLiteral("0.0375"));
        QCOMPARE(formatPlain(1.0 / 3), QStringLiteral("0.33333"));
    }
    void operationsNameTheirStreets()
    {
        test::MiniCity mini;
        mini.node("A", 0, 0).node("B", 500, 0).street("A B", {.name = "Bridge"});
        const CityPtr city = mini.make();
        QVERIFY(operationText(*city, SetSpeedLimit{{.target = "mini:way/A-B"}, Speed::kmh(30)})
                    .contains(QStringLiteral("Bridge, 30\u00a0km/h")));
        QVERIFY(operationText(*city, CloseRoad{{.target = "mini:way/none"}}).contains(QStringLiteral("mini:way/none")));
    }
    void errorsBeginWithACapital() { QCOMPARE(errorText(Error{ErrorCode::BadFile, "not a project"}).front(), QChar(QLatin1Char('N'))); }
};

QTEST_MAIN(TestText)
#include "tst_text.moc"
