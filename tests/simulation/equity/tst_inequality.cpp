#include "simulation/equity/inequality.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <cmath>

using namespace isopolis;

namespace {
const QString kReference = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/equity/");
constexpr double kTight = 1e-9;

QJsonObject jsonOf(const QString& name)
{
    QFile file(kReference + name);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

bool near(double a, double b, double tolerance = kTight) { return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b)); }

std::vector<double> numbers(const QJsonValue& array)
{
    std::vector<double> out;
    for (const QJsonValue& v : array.toArray())
        out.push_back(v.toDouble());
    return out;
}

double index(const IndexSet& set, const std::string& key)
{
    const auto found = set.values.find(key);
    return found == set.values.end() ? std::nan("") : found->second;
}

struct Table {
    std::vector<QString> header;
    std::vector<std::vector<QString>> rows;
    std::vector<double> column(const QString& name) const
    {
        const auto at = static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
        std::vector<double> out;
        for (const auto& row : rows) {
            bool ok = false;
            const double v = row[at].toDouble(&ok);
            out.push_back(ok ? v : std::nan(""));
        }
        return out;
    }
    std::vector<std::string> words(const QString& name) const
    {
        const auto at = static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
        std::vector<std::string> out;
        for (const auto& row : rows)
            out.push_back(row[at].toStdString());
        return out;
    }
};

Table csvOf(const QString& name)
{
    Table table;
    QFile file(kReference + name);
    if (!file.open(QIODevice::ReadOnly))
        return table;
    for (const QString& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts)) {
        const QStringList cells = line.trimmed().split(',');
        if (table.header.empty())
            table.header = {cells.begin(), cells.end()};
        else
            table.rows.emplace_back(cells.begin(), cells.end());
    }
    return table;
}

const std::vector<double> kTenIncomes = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261};
const std::vector<double> kOnes(10, 1.0);
}  // namespace

class InequalityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Printed by the R package ineq, seven digits.
    void tenIncomesGiveThePublishedFigures()
    {
        const IndexSet set = inequalityIndices({kTenIncomes, kOnes}, {.line = 2000});
        QVERIFY(near(index(set, "gini"), 0.4620911, 5e-8));
        QVERIFY(near(index(set, "atkinson_0.5"), 0.1796591, 5e-8));
        QVERIFY(near(index(set, "fgt0"), 0.2));
        QVERIFY(near(index(set, "fgt1"), 0.0998));
        QVERIFY(near(index(set, "fgt2"), 0.06042625));
        QVERIFY(near(index(set, "hoover"), 0.33780674616285705));
        QVERIFY(near(index(set, "theil_t"), 0.362341242343895));
        QVERIFY(near(index(set, "mld"), 0.4335946495204461));
        QVERIFY(near(index(set, "atkinson_1"), 0.35182505973507616));
    }

    // By hand: of 1000, 2000, 3000, 4000 one lies below 2000, by half of the line; two lie above it, by a half and by the whole.
    void whoStandsOnTheLineIsNotBeyondIt()
    {
        const WeightedSample four{.value = {1000, 2000, 3000, 4000}, .weight = {1, 1, 1, 1}};
        const IndexSet poor = inequalityIndices(four, {.good = true, .line = 2000});
        QVERIFY(near(index(poor, "fgt0"), 0.25) && near(index(poor, "fgt1"), 0.125) && near(index(poor, "fgt2"), 0.0625));
        const IndexSet exposed = inequalityIndices(four, {.good = false, .line = 2000});
        QVERIFY(near(index(exposed, "fgt0"), 0.5) && near(index(exposed, "fgt1"), 0.375) && near(index(exposed, "fgt2"), 0.3125));
    }

    void equalValuesHaveNoInequalityAtAll()
    {
        // Sums of 0.1 with these weights do not give 0.1 back; the mean still is the value, and nothing is left over.
        const IndexSet set = inequalityIndices({{0.1, 0.1, 0.1, 0.1}, {3, 7, 11, 0.3}, {1, 2, 3, 4}}, {});
        QCOMPARE(index(set, "mean"), 0.1);
        for (const char* key : {"sd", "gini", "absolute_gini", "theil_t", "mld", "ge2", "hoover", "atkinson_0.5", "atkinson_2"})
            QVERIFY2(index(set, key) == 0, key);
    }

    void whoHasNoRankIsLeftOutOfRankIndicesOnly()
    {
        const double unknown = std::nan("");
        const IndexSet all = inequalityIndices({{5, 9, 4, 7, 30}, {2, 1, 3, 4, 5}, {1, 2, 2, 3, unknown}}, {});
        const IndexSet ranked = inequalityIndices({{5, 9, 4, 7}, {2, 1, 3, 4}, {1, 2, 2, 3}}, {});
        QCOMPARE(all.unrankedZones, std::size_t{1});
        QVERIFY(near(index(all, "concentration_index"), index(ranked, "concentration_index")));
        QVERIFY(near(index(all, "palma"), index(ranked, "palma")));
        QVERIFY(std::abs(index(all, "gini") - index(ranked, "gini")) > 0.1);
    }

    // PySAL's tests: A(0.5) of 10 … 50 and its equivalent.
    void atkinsonGivesThePublishedEquivalent()
    {
        const IndexSet set = inequalityIndices({{10, 20, 30, 40, 50}, {1, 1, 1, 1, 1}}, {});
        QVERIFY(near(index(set, "atkinson_0.5"), 0.06315, 5e-6));
        QVERIFY(near(index(set, "atkinson_ede_0.5"), 28.105398233, 1e-9));
        QVERIFY(near(index(set, "atkinson_1"), 0.1316096, 1e-7));
        QVERIFY(near(index(set, "atkinson_ede_1"), 26.0517108, 1e-7));
    }

    // World Bank, Analyzing Health Equity, chapter 8: deaths of children under five in India.
    void concentrationIndexGivesTheWorldBanksFigure()
    {
        const IndexSet set =
            inequalityIndices({{154.7, 152.9, 119.5, 86.9, 54.3}, {29939, 28776, 26528, 24689, 19739}, {1, 2, 3, 4, 5}}, {.good = false});
        QVERIFY(near(index(set, "concentration_index"), -0.1694, 5e-5));
        QVERIFY(near(index(set, "concentration_index"), -0.1694167746505211));
        QVERIFY(near(index(set, "generalised_concentration_index"), -20.14486903991149));
        QVERIFY(set.refused.contains("atkinson_0.5"));
    }

    void boundedIndicesMirror()
    {
        const std::vector<double> rank = {1, 2, 3, 4, 5}, people(5, 100.0);
        const IndexOptions options{.scaleLow = 0, .scaleHigh = 1, .bounded = true};
        const IndexSet set = inequalityIndices({{0.3, 0.25, 0.2, 0.15, 0.1}, people, rank}, options);
        const IndexSet mirror = inequalityIndices({{0.7, 0.75, 0.8, 0.85, 0.9}, people, rank}, options);
        QVERIFY(near(index(set, "erreygers"), -0.16));
        QVERIFY(near(index(set, "wagstaff"), -0.25));
        QVERIFY(near(index(mirror, "erreygers"), 0.16));
        QVERIFY(near(index(mirror, "wagstaff"), 0.25));
        QVERIFY(near(index(mirror, "concentration_index"), 0.05));
        const IndexSet outside = inequalityIndices({{0.3, 1.25, 0.2, 0.15, 0.1}, people, rank}, options);
        QVERIFY(outside.refused.contains("erreygers") && outside.refused.contains("wagstaff"));
    }

    void tiedRanksAreAveragedSoThatRowOrderNeverMatters()
    {
        const IndexSet a = inequalityIndices({{5, 9, 4, 7}, {2, 1, 3, 4}, {1, 2, 2, 3}}, {});
        const IndexSet b = inequalityIndices({{7, 4, 9, 5}, {4, 3, 1, 2}, {3, 2, 2, 1}}, {});
        QVERIFY(near(index(a, "concentration_index"), 0.07796610169491525));
        QVERIFY(near(index(b, "concentration_index"), 0.07796610169491525));
        QVERIFY(near(index(a, "palma"), index(b, "palma")));
        const std::vector<double> ranks = fractionalRanks(std::vector<double>{1, 2, 2, 3}, std::vector<double>{2, 1, 3, 4});
        QVERIFY(near(ranks[0], 0.1) && near(ranks[1], 0.4) && near(ranks[2], 0.4) && near(ranks[3], 0.8));
    }

    void kolmPollakFollowsTheFormulaAndDoesNotOverflow()
    {
        const std::vector<double> x = {10, 20, 30, 40, 50}, w = {1, 2, 3, 2, 1};
        const IndexSet good = inequalityIndices({x, w}, {.good = true});
        QVERIFY(near(index(good, "kolm_pollak_kappa"), 0.014516129032258065));
        QVERIFY(near(index(good, "kolm_pollak_ede"), 29.03395224930184));
        const IndexSet bad = inequalityIndices({x, w}, {.good = false});
        QVERIFY(near(index(bad, "kolm_pollak_ede"), 30.96604775069817));
        QVERIFY(near(index(bad, "kolm_pollak_cost"), 0.96604775069817));
        const IndexSet shifted = inequalityIndices({{-27, -17, -7, 3, 13}, w}, {.kappa = 0.05});
        QVERIFY(near(index(shifted, "kolm_pollak_ede"), -10.266295278944996));
        QVERIFY(near(index(inequalityIndices({{0, 5000, 100000}, {1, 1, 1}}, {.kappa = 0.05}), "kolm_pollak_ede"), 21.972245773362193));
        QVERIFY(near(index(inequalityIndices({{0, 5000, 100000}, {1, 1, 1}}, {.kappa = -0.05}), "kolm_pollak_ede"), 99978.02775422664));
    }

    void zerosStayInTheilTAndRefuseTheilL()
    {
        const WeightedSample sample{
            .value = {0, 0, 0, 10, 10, 10}, .weight = std::vector<double>(6, 1.0), .group = {"a", "a", "a", "b", "b", "b"}};
        const IndexSet set = inequalityIndices(sample, {});
        QVERIFY(near(index(set, "theil_t"), std::log(2.0)));
        QVERIFY(near(index(set, "theil_t_between"), std::log(2.0)));
        QVERIFY(near(index(set, "theil_t_within"), 0.0));
        QVERIFY(near(index(set, "gini"), 0.5));
        QVERIFY(set.refused.contains("mld") && set.refused.contains("atkinson_1") && set.values.contains("atkinson_0.5"));
    }

    void changesHaveNoRelativeIndexButAbsoluteOnes()
    {
        const WeightedSample change{{3, -1, 0, 4, -2, 5}, {100, 200, 50, 150, 100, 100}, {1, 2, 3, 4, 5, 6}};
        for (const bool told : {false, true}) {
            const IndexSet set = inequalityIndices(change, {.kappa = 0.1, .change = told});
            for (const char* key : {"gini", "theil_t", "mld", "atkinson_0.5", "palma", "concentration_index"})
                QVERIFY2(!set.refused.at(key).empty() && !set.values.contains(key), key);
            QVERIFY(near(index(set, "absolute_gini"), 1.469387755102041));
            QVERIFY(near(index(set, "generalised_concentration_index"), 0.38775510204081637));
            QVERIFY(near(index(set, "sd"), 2.6649654437396615));
            QVERIFY(near(index(set, "kolm_pollak_ede"), 1.07812162336818));
        }
        // Gains for everybody are still changes.
        QVERIFY(inequalityIndices({{1, 2}, {1, 1}, {1, 2}}, {.change = true}).refused.contains("gini"));
        QVERIFY(inequalityIndices({{-1, 3}, {1, 1}}, {}).refused.contains("kolm_pollak_ede"));
    }

    void degenerateInputIsRefusedWithAReason()
    {
        for (const WeightedSample& nobody : {WeightedSample{}, WeightedSample{{1, 2}, {0, 0}}}) {
            const IndexSet set = inequalityIndices(nobody, {});
            QVERIFY(set.values.empty());
            QCOMPARE(set.refused.at("gini"), std::string("There is no population."));
        }
        const IndexSet zero = inequalityIndices({{0, 0}, {1, 1}}, {});
        QVERIFY(zero.refused.contains("gini") && zero.refused.contains("theil_t"));
        QCOMPARE(index(zero, "mean"), 0.0);
        const IndexSet partly = inequalityIndices({{std::nan(""), 3}, {10, 20}}, {});
        QVERIFY(near(partly.coverage, 2.0 / 3));
        QCOMPARE(index(partly, "mean"), 3.0);
        QVERIFY(inequalityIndices({{1, 2}, {1, -1}}, {}).values.empty());
        QVERIFY(inequalityIndices({{1, 2}, {1}}, {}).values.empty());
        QVERIFY(inequalityIndices({{1, INFINITY}, {1, 1}}, {}).values.empty());
        QCOMPARE(index(inequalityIndices({{0.1, 0.1, 0.1}, {1, 3, 7}}, {}), "gini"), 0.0);
        QCOMPARE(inequalityIndices({{5, 6}, {0, 3}}, {}).emptyZones, std::size_t{1});
    }

    void everyIndexIsGivenOrRefused()
    {
        const WeightedSample sample{kTenIncomes, kOnes, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
        for (const IndexOptions& options : {IndexOptions{}, IndexOptions{.good = false, .line = 3000}, IndexOptions{.change = true}}) {
            const IndexSet set = inequalityIndices(sample, options);
            for (std::string_view key : inequalityIndexKeys())
                QVERIFY2(set.values.contains(std::string(key)) != set.refused.contains(std::string(key)), std::string(key).c_str());
        }
    }

    // Twice the area between curve and diagonal is the concentration index, tied ranks averaged.
    void concentrationCurveEnclosesTheConcentrationIndex()
    {
        const std::vector<double> value{4, 1, 2, 7, 3}, weight{10, 20, 30, 5, 35}, rank{2, 1, 1, 3, 5};
        const std::vector<LorenzPoint> curve = concentrationCurve(value, weight, rank);
        QCOMPARE(curve.size(), std::size_t{5});  // (0, 0) and four different ranks
        double area = 0;
        for (std::size_t i = 1; i < curve.size(); ++i)
            area += (curve[i].people - curve[i - 1].people) * (curve[i].value + curve[i - 1].value) / 2;
        const IndexSet set = inequalityIndices({.value = value, .weight = weight, .rank = rank}, {});
        QVERIFY(std::abs(1 - 2 * area - set.values.at("concentration_index")) < 1e-12);
        QVERIFY(concentrationCurve(value, weight, std::vector<double>{2, 1, std::nan(""), 3, 5}).empty());
        QVERIFY(concentrationCurve(std::vector<double>{1, -1, 2, 7, 3}, weight, rank).empty());
    }

    void lorenzCurveAndGroupGapGiveThePublishedFigures()
    {
        const std::vector<LorenzPoint> curve = lorenzCurve(std::vector<double>{5, 1, 4, 2, 3}, std::vector<double>(5, 1.0));
        const double expected[] = {0, 0.06666667, 0.2, 0.4, 0.66666667, 1};
        QCOMPARE(curve.size(), std::size_t{6});
        for (std::size_t i = 0; i < curve.size(); ++i)
            QVERIFY(near(curve[i].value, expected[i], 1e-8));
        const GroupGap gap =
            groupGap(std::vector<double>{20, 18, 10, 16}, std::vector<double>{100, 50, 10, 40}, std::vector<double>{100, 150, 190, 60});
        QVERIFY(near(gap.group, 18.2) && near(gap.others, 15.12) && near(gap.difference, 3.08));
        QVERIFY(near(*gap.ratio, 1.2037037037037037) && near(gap.dissimilarity, 0.38));
    }

    void beloHorizonteGivesThePublishedFigures()
    {
        const QJsonObject e = jsonOf("belo_horizonte/expected_full.json");
        const Table cells = csvOf("belo_horizonte/cells.csv");
        if (e.isEmpty() || cells.rows.empty())
            QSKIP("the reference data of Belo Horizonte are not beside this checkout");
        const WeightedSample sample{.value = cells.column("jobs_access_30min"),
                                    .weight = cells.column("population"),
                                    .rank = cells.column("income_per_capita"),
                                    .group = cells.words("income_decile")};
        const IndexOptions options{
            .line = 95368, .scaleHigh = e["erreygers_with_theoretical_bounds_0_to_all_jobs"]["upper"].toDouble(), .bounded = true};
        const IndexSet set = inequalityIndices(sample, options);
        const auto check = [&](const char* key, const QJsonValue& expected) {
            QVERIFY2(near(index(set, key), expected.toDouble()),
                     qPrintable(QString("%1: %2, not %3").arg(key).arg(index(set, key), 0, 'g', 17).arg(expected.toDouble(), 0, 'g', 17)));
        };
        check("mean", e["weighted_mean"]);
        check("gini", e["gini"]);
        check("absolute_gini", e["absolute_gini"]);
        check("concentration_index", e["concentration_index"]["tie_averaged_rank"]);
        check("generalised_concentration_index", e["generalised_concentration_index"]);
        check("erreygers", e["erreygers_with_theoretical_bounds_0_to_all_jobs"]["value"]);
        check("wagstaff", e["wagstaff_with_theoretical_bounds"]["value"]);
        check("theil_t", e["theil_t"]);
        check("theil_t_between", e["theil_t_by_income_decile"]["between"]);
        check("theil_t_within", e["theil_t_by_income_decile"]["within"]);
        check("mld", e["theil_l_mld"]);
        check("mld_between", e["mld_by_income_decile"]["between"]);
        check("mld_within", e["mld_by_income_decile"]["within"]);
        check("ge2", e["ge2"]);
        for (const char* a : {"0.25", "0.5", "0.75", "1", "1.5", "2"}) {
            check((std::string("atkinson_") + a).c_str(), e["atkinson"][a]["index"]);
            check((std::string("atkinson_ede_") + a).c_str(), e["atkinson"][a]["ede"]);
        }
        check("kolm_pollak_kappa", e["kolm_pollak_good"]["kappa"]);
        check("kolm_pollak_ede", e["kolm_pollak_good"]["ede"]);
        check("fgt0", e["fgt_at_line_95368"]["FGT0"]);
        check("fgt1", e["fgt_at_line_95368"]["FGT1"]);
        check("fgt2", e["fgt_at_line_95368"]["FGT2"]);
        check("palma", e["palma_pro_rata"]["value"]);
        QCOMPARE(set.emptyZones, std::size_t{78});
    }

    void mexicoGivesThePublishedFigures()
    {
        const QJsonObject columns = jsonOf("mexico/expected.json")["columns"].toObject();
        const Table states = csvOf("mexico/states.csv");
        if (columns.isEmpty() || states.rows.empty())
            QSKIP("the reference data of Mexico are not beside this checkout");
        for (const QString& year : columns.keys()) {
            const WeightedSample sample{
                .value = states.column(year), .weight = std::vector<double>(states.rows.size(), 1.0), .group = states.words("hanson98")};
            const IndexSet set = inequalityIndices(sample, {});
            const QJsonValue e = columns[year];
            QVERIFY(near(index(set, "theil_t"), e["theil_t"].toDouble(), 5e-9));
            QVERIFY(near(index(set, "theil_t_between"), e["between_hanson98"].toDouble(), 5e-9));
            QVERIFY(near(index(set, "theil_t_within"), e["within_hanson98"].toDouble(), 5e-9));
            QVERIFY(near(index(set, "gini"), e["gini"].toDouble()));
            QVERIFY(near(index(set, "atkinson_1"), e["atkinson_1"].toDouble()));
        }
    }

    void vectorsOfTheReferenceFileHold()
    {
        const QJsonArray cases = jsonOf("vectors/inequality.json")["cases"].toArray();
        if (cases.isEmpty())
            QSKIP("the reference vectors are not beside this checkout");
        int checked = 0;
        for (const QJsonValue& c : cases) {
            if (!c["x"].isArray() || !c["w"].isArray())
                continue;
            IndexOptions options;
            options.good = c["epsilon"].toDouble(1) > 0;
            if (c["kappa"].isDouble())
                options.kappa = c["kappa"].toDouble();
            const IndexSet set = inequalityIndices({numbers(c["x"]), numbers(c["w"])}, options);
            const std::map<QString, std::string> keys = {{"gini", "gini"},
                                                         {"theil_t", "theil_t"},
                                                         {"mld", "mld"},
                                                         {"atkinson_0.5", "atkinson_0.5"},
                                                         {"atkinson_1", "atkinson_1"},
                                                         {"hoover", "hoover"},
                                                         {"kappa", "kolm_pollak_kappa"},
                                                         {"ede", "kolm_pollak_ede"},
                                                         {"mean", "mean"}};
            for (const auto& [name, key] : keys)
                if (c["expected"][name].isDouble()) {
                    const double expected = c["expected"][name].toDouble();
                    const bool rounded = c["source"].toString().contains("R package ineq") || c["source"].toString().contains("PySAL");
                    QVERIFY2(near(index(set, key), expected, rounded ? 5e-6 : kTight), qPrintable(c["name"].toString() + ": " + name));
                    ++checked;
                }
        }
        QVERIFY(checked > 25);
    }
};

QTEST_GUILESS_MAIN(InequalityTest)
#include "tst_inequality.moc"
