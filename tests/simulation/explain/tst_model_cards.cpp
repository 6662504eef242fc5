#include <QRegularExpression>
#include <QTest>

#include "simulation/explain/model_cards.h"
#include "simulation/scenario/parameter_spec.h"

using namespace isopolis;

namespace {
QString textOf(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }
}  // namespace

class TestModelCards : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCardSaysWhatTheModelIsAndIsNot()
    {
        QVERIFY(modelCards().size() >= 9);
        for (const ModelCard& card : modelCards()) {
            QVERIFY(!card.title.empty() && modelCard(card.id) == &card);
            for (const char* part : {"Purpose.", "Equations.", "Validity.", "Parameters.", "Sources.", "Checks.", "What it is not."})
                QVERIFY2(textOf(card.text).contains(QStringLiteral("**%1**").arg(QLatin1String(part))), part);
        }
        QVERIFY(!modelCard("alchemy"));
    }

    void aPartOfACardIsReadAsPlainText()
    {
        const ModelCard* card = modelCard("health");
        QVERIFY(card && cardParts(*card).size() == 7 && cardParts(*card).front() == "Purpose" &&
                cardParts(*card).back() == "What it is not");
        const QString checks = QString::fromStdString(cardPart(*card, "Checks"));
        QVERIFY2(checks.startsWith("WHO AirQ+: 3502 cases") && !checks.contains('\n') && !checks.contains('*'), qPrintable(checks));
        const QString values = QString::fromStdString(cardPart(*card, "Parameters"));
        QVERIFY2(values.contains("health.death_rate 13 per 1000") && !values.contains('`'), qPrintable(values));
        QVERIFY(cardPart(*card, "Alchemy").empty());
        // Brackets of text with an unfinished heading must not run past its end.
        const ModelCard broken{"x", "x", "# x\n\n**Purpose. no end"};
        QVERIFY(cardParts(broken).empty() && cardPart(broken, "Purpose").empty());
    }

    void everyIndicatorOfTheAirLeadsToItsCards()
    {
        QCOMPARE(cardsBehind(Indicator::No2).front(), modelCard("air"));
        QCOMPARE(cardsBehind(Indicator::Pm25AboveEu).front(), modelCard("health"));
        QCOMPARE(cardsBehind(Indicator::Co2).front(), modelCard("emissions"));
        QCOMPARE(cardsBehind(Indicator::NoiseLden).front(), modelCard("noise"));
        QCOMPARE(cardsBehind(Indicator::JobsByTransit).front(), modelCard("transit"));
        QCOMPARE(cardsBehind(Indicator::ParkOnFoot).front(), modelCard("access"));
        QCOMPARE(cardsBehind(Indicator::CarTime).size(), std::size_t{3});
    }

    void parametersNamedInACardExist()
    {
        static const QRegularExpression name(QStringLiteral("`([a-z0-9_]+\\.[a-z0-9_.]+)`"));
        int named = 0;
        for (const ModelCard& card : modelCards())
            for (auto match = name.globalMatch(textOf(card.text)); match.hasNext(); ++named) {
                const QByteArray id = match.next().captured(1).toUtf8();
                QVERIFY2(findParameter(id.toStdString()) != nullptr, id.constData());
            }
        QVERIFY(named >= 10);
    }
};

QTEST_GUILESS_MAIN(TestModelCards)
#include "tst_model_cards.moc"
