// Every parameter of every model says what it is, which range it may take and where that comes from.

#include "simulation/scenario/parameter_spec.h"

#include <QSet>
#include <QTest>

using namespace isopolis;

class ParameterSources : public QObject {
    Q_OBJECT
private slots:
    void everyParameterHasAMeaningARangeAndASource()
    {
        QStringList offences;
        for (const ParameterSpec* p : allParameters()) {
            const QString id = QString::fromUtf8(p->id.data(), static_cast<qsizetype>(p->id.size()));
            if (p->label.empty() || p->meaning.size() < 12)
                offences.append(id + QStringLiteral(": no label or meaning"));
            if (p->source.size() < 8)
                offences.append(id + QStringLiteral(": no source"));
            if (!(p->low <= p->standard && p->standard <= p->high))
                offences.append(id + QStringLiteral(": the standard value lies outside its range"));
        }
        QVERIFY(!allParameters().empty());
        QVERIFY2(offences.isEmpty(), qPrintable(offences.join(QLatin1Char('\n'))));
    }

    void idsAreUniqueAndFound()
    {
        QSet<QByteArray> seen;
        for (const ParameterSpec* p : allParameters()) {
            const QByteArray id(p->id.data(), static_cast<qsizetype>(p->id.size()));
            QVERIFY2(!seen.contains(id), id.constData());
            seen.insert(id);
            QCOMPARE(findParameter(p->id), p);
        }
        QVERIFY(!findParameter("no.such.parameter"));
    }
};

QTEST_APPLESS_MAIN(ParameterSources)
#include "tst_parameter_sources.moc"
