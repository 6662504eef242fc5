#include "simulation/equity/appraisal.h"
#include "simulation/equity/inequality.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>
#include <map>

using namespace isopolis;

namespace {
const QString kReference = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/equity/");

QByteArray fileOf(const QString& name)
{
    QFile file(kReference + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}
QJsonObject jsonOf(const QString& name) { return QJsonDocument::fromJson(fileOf(name)).object(); }
bool near(double a, double b, double tolerance = 1e-9) { return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b)); }

std::vector<double> numbers(const QJsonValue& array)
{
    std::vector<double> out;
    for (const QJsonValue& v : array.toArray())
        out.push_back(v.toDouble());
    return out;
}

std::vector<QStringList> rowsOf(const QString& name)
{
    std::vector<QStringList> rows;
    for (const QString& line : QString::fromUtf8(fileOf(name)).split('\n', Qt::SkipEmptyParts))
        rows.push_back(line.trimmed().split(','));
    return rows;
}
}  // namespace

class AppraisalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // The share is held against the people of the impact area, not against a fifth.
    void scoresCompareWithThePeopleOfTheImpactArea()
    {
        const std::vector<double> people{2000, 3000, 2500, 1500, 1000}, winners{100, 300, 900, 800, 600}, losers{700, 500, 100, 100, 50};
        const auto cells = matrixRow(people, winners, losers, 0.05);
        const int expected[] = {-3, -2, 3, 3, 3};
        for (std::size_t i = 0; i < 5; ++i)
            QCOMPARE(cells[i].score, expected[i]);
        QVERIFY(near(*cells[0].shareOfNet, 0.75, 1e-12) && near(cells[1].shareOfPeople, 0.3, 1e-12));
        QCOMPARE(scoreWord(-3), std::string_view("Large adverse"));
        QCOMPARE(scoreSymbol(2), std::string_view("✓✓"));
        const std::vector<double> nobody(5, 0.0);
        for (const MatrixCell& c : matrixRow(nobody, nobody, nobody, 0.05))
            QVERIFY(c.score == 0 && !c.shareOfNet && c.shareOfPeople == 0);
    }

    void theMatrixOfTheReferenceFileHolds()
    {
        const QJsonArray cases = jsonOf("appraisal/quintile_matrix.json")["cases"].toArray();
        if (cases.isEmpty())
            QSKIP("the reference data are not beside this checkout");
        QCOMPARE(cases.size(), 4);
        for (const QJsonValue& one : cases) {
            const auto cells = matrixRow(numbers(one["population_q1_most_deprived_first"]), numbers(one["winners"]), numbers(one["losers"]),
                                         one["tolerance"].toDouble());
            const QJsonArray expected = one["expected"].toArray();
            for (int i = 0; i < expected.size(); ++i) {
                const MatrixCell& c = cells[static_cast<std::size_t>(i)];
                const QJsonObject e = expected[i].toObject();
                QCOMPARE(c.score, e["score"].toInt());
                QVERIFY(near(c.net, e["net"].toDouble(), 1e-12) && near(c.shareOfPeople, e["population_share"].toDouble(), 1e-12));
                QCOMPARE(c.shareOfNet.has_value(), e["share_of_net"].isDouble());
                QVERIFY(!c.shareOfNet || near(*c.shareOfNet, e["share_of_net"].toDouble(), 1e-12));
            }
        }
    }

    void bothWaysAcrossALineAreCounted()
    {
        const std::vector<double> before{39, 41, 40, 45, NAN}, after{41, 39, 40, 46, 50}, people{100, 70, 30, 20, 500};
        const Crossings c = crossings(before, after, people, 40);
        QCOMPARE(c.up, 100.0);
        QCOMPARE(c.down, 70.0);
        QCOMPARE(c.aboveBefore, 90.0);
        QCOMPARE(c.aboveAfter, 120.0);
        QCOMPARE(c.people, 220.0);
    }

    void screeningScoresOfTheReferenceFileHold()
    {
        const QJsonObject file = jsonOf("appraisal/screening_scores.json");
        if (file.isEmpty())
            QSKIP("the reference data are not beside this checkout");
        const QJsonObject ej = file["ejscreen"].toObject(), e = ej["expected"].toObject();
        const std::vector<double> low = numbers(ej["low_income"]), colour = numbers(ej["people_of_colour"]);
        std::vector<double> demographic;
        for (std::size_t i = 0; i < low.size(); ++i)
            demographic.push_back((low[i] + colour[i]) / 2);
        const auto check = [](const std::vector<double>& got, const QJsonValue& expected) {
            const std::vector<double> want = numbers(expected);
            QCOMPARE(got.size(), want.size());
            for (std::size_t i = 0; i < got.size(); ++i)
                QVERIFY(near(got[i], want[i]));
        };
        check(demographic, e["demographic_index"]);
        check(ejIndex2015(numbers(ej["env"]), demographic, numbers(ej["population"])), e["ej_index_2015"]);
        check(percentilesBelow(numbers(ej["env"])), e["env_percentile"]);
        const std::vector<double> index = ejIndex2022(numbers(ej["env"]), demographic);
        check(index, e["ej_index_2022"]);
        check(percentilesBelow(index), e["ej_index_2022_percentile"]);
        const QJsonObject cal = file["calenviroscreen_4"].toObject();
        std::vector<EnviroScreenArea> areas;
        for (int i = 0; i < cal["exposures"].toArray().size(); ++i)
            areas.push_back({numbers(cal["exposures"].toArray()[i]), numbers(cal["effects"].toArray()[i]),
                             numbers(cal["sensitive"].toArray()[i]), numbers(cal["socioeconomic"].toArray()[i])});
        std::vector<double> pollution, population, score;
        for (const EnviroScreenScore& s : enviroScreen(areas)) {
            pollution.push_back(s.pollution);
            population.push_back(s.population);
            score.push_back(s.score);
        }
        check(pollution, cal["expected"]["pollution_burden"]);
        check(population, cal["expected"]["population_characteristics"]);
        check(score, cal["expected"]["score"]);
    }

    // English Indices of Deprivation 2019: half of all areas get less than 15.7 of 100 points in a domain.
    void deprivationFollowsThePublishedOrder()
    {
        QVERIFY(near(deprivationTransform(1, 1), 100) && near(deprivationTransform(3285.4, 32844), 50.42665427424399, 1e-3));
        const QJsonObject e = jsonOf("appraisal/imd2019_expected.json");
        const auto rows = rowsOf("appraisal/imd2019_sample.csv");
        if (e.isEmpty() || rows.size() < 3)
            QSKIP("the reference data are not beside this checkout");
        struct Area {
            double score, rank;
        };
        std::vector<Area> areas;
        const QJsonObject known = e["scores_first_20"].toObject();
        int checked = 0;
        for (std::size_t r = 1; r < rows.size(); ++r) {
            std::array<double, 7> ranks{};
            for (std::size_t i = 0; i < ranks.size(); ++i)
                ranks[i] = rows[r][static_cast<qsizetype>(i) + 1].toDouble();
            areas.push_back({deprivationScore2019(ranks, e["N"].toDouble()), rows[r][8].toDouble()});
            if (known.contains(rows[r][0])) {
                QVERIFY(near(areas.back().score, known[rows[r][0]].toDouble()));
                ++checked;
            }
        }
        QVERIFY(checked >= 10);
        for (const Area& a : areas)
            for (const Area& b : areas)
                if (b.rank - a.rank > 4)
                    QVERIFY(a.score > b.score);
    }

    // Coarser zones hide what differs within them: Theil T of their means is the between part of the finer zones.
    void coarserZonesShowTheBetweenPartOfTheFinerOnes()
    {
        const QJsonObject file = jsonOf("belo_horizonte/expected_full.json");
        const QJsonArray levels = file["modifiable_areal_unit"]["levels"].toArray();
        const auto rows = rowsOf("belo_horizonte/cells.csv");
        if (levels.isEmpty() || rows.size() < 3)
            QSKIP("the reference data are not beside this checkout");
        const auto column = [&](const QString& name) { return rows[0].indexOf(name); };
        struct Zone {
            double people = 0, jobs = 0, income = 0;
            std::string coarse;
        };
        const QString names[] = {QStringLiteral("id"), QStringLiteral("h3_res8"), QStringLiteral("h3_res7")};
        double lastBetween = -1;
        for (int level = 0; level < 3; ++level) {
            std::map<QString, Zone> zones;
            for (std::size_t r = 1; r < rows.size(); ++r) {
                const double people = rows[r][column("population")].toDouble();
                if (!(people > 0))
                    continue;
                Zone& z = zones[rows[r][column(names[level])]];
                z.people += people;
                z.jobs += people * rows[r][column("jobs_access_30min")].toDouble();
                z.income += people * rows[r][column("income_per_capita")].toDouble();
                if (level < 2)
                    z.coarse = rows[r][column(names[level + 1])].toStdString();
            }
            WeightedSample sample;
            for (const auto& [id, z] : zones) {
                sample.value.push_back(z.jobs / z.people);
                sample.weight.push_back(z.people);
                sample.group.push_back(z.coarse);
            }
            for (const auto& [id, z] : zones) {
                double income = z.income / z.people;
                if (level == 0)  // a cell's own income: times people over people, rounding would break ties
                    for (std::size_t r = 1; r < rows.size(); ++r)
                        if (rows[r][0] == id)
                            income = rows[r][column("income_per_capita")].toDouble();
                sample.rank.push_back(income);
            }
            const QJsonObject e = levels[level].toObject();
            QCOMPARE(static_cast<int>(zones.size()), e["zones"].toInt());
            IndexSet set = inequalityIndices(sample, {.line = 95368});
            for (const auto& [key, name] : {std::pair("gini", "gini"), std::pair("theil_t", "theil_t"), std::pair("mld", "mld"),
                                            std::pair("concentration_index", "concentration_index"), std::pair("fgt0", "fgt0_95368"),
                                            std::pair("mean", "weighted_mean")})
                QVERIFY2(near(set.values[key], e[QLatin1String(name)].toDouble()), key);
            if (level > 0)
                QVERIFY(near(set.values["theil_t"], lastBetween));
            lastBetween = set.values["theil_t_between"];
        }
    }
};

QTEST_APPLESS_MAIN(AppraisalTest)
#include "tst_appraisal.moc"
