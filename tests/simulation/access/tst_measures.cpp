#include <QTest>

#include "gis/io/format/csv_reader.h"
#include "gis/io/format/pair_reader.h"
#include "simulation/access/measures/competition.h"
#include "simulation/access/measures/opportunities.h"

#include <charconv>
#include <cmath>
#include <map>

using namespace isopolis;

namespace {

/// Five hexagons of Belo Horizonte: jobs and minutes as in the sample data of the R package "accessibility" (IPEA, MIT licence),
/// expected values as asserted by its tests. Order: 89a88cdb57bffff, …597, …5b3, …5cf, 89a88cd909bffff.
struct FiveHexagons {
    std::vector<std::string> ids = {"89a88cdb57bffff", "89a88cdb597ffff", "89a88cdb5b3ffff", "89a88cdb5cfffff", "89a88cd909bffff"};
};

const std::filesystem::path kReference = std::filesystem::path(ISOPOLIS_SOURCE_DIR) / "../shared/data/reference/accessibility";

bool haveReference() { return std::filesystem::exists(kReference / "travel_matrix.csv.gz"); }

double numberOf(const std::string& text)
{
    double value = std::nan("");
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The reference's matrix with the columns of its land use, over the places of the latter.
struct Reference {
    std::vector<std::string> ids;
    std::map<std::string, PlaceValues> columns;
    CostMatrix costs;

    explicit Reference(const std::vector<std::string>& only = {})
    {
        std::map<std::string, std::uint32_t> index;
        load("land_use.csv", {"population", "jobs", "schools"}, only, index);
        const auto table = readPairs(kReference / "travel_matrix.csv.gz", {});
        if (!table)
            throw std::runtime_error(table.error().text());
        std::vector<TravelCost> pairs;
        for (const PairTable::Pair& p : table->pairs) {
            const auto from = index.find(table->ids[p.from]), to = index.find(table->ids[p.to]);
            if (from != index.end() && to != index.end())
                pairs.push_back({AccessPlaceId(from->second), AccessPlaceId(to->second), p.value});
        }
        costs = CostMatrix(ids.size(), pairs);
    }

    void load(const char* file, const std::vector<std::string>& names, const std::vector<std::string>& only,
              std::map<std::string, std::uint32_t>& index)
    {
        IssueLog log;
        const auto table = readCsv(kReference / file, log);
        if (!table)
            throw std::runtime_error(table.error().text());
        if (only.empty())
            for (const auto& row : table->rows)
                ids.push_back(row[0]);
        else
            ids = only;
        for (std::size_t i = 0; i < ids.size(); ++i)
            index[ids[i]] = static_cast<std::uint32_t>(i);
        for (const std::string& name : names) {
            const auto column =
                static_cast<std::size_t>(std::find(table->columns.begin(), table->columns.end(), name) - table->columns.begin());
            PlaceValues& values = columns[name];
            values.resize(ids.size());
            for (const auto& row : table->rows)
                if (const auto found = index.find(row[0]); found != index.end())
                    values[AccessPlaceId(found->second)] = numberOf(row[column]);
        }
    }
};

/// Origins A B C = 0 1 2 and destinations 1 2 3 = 3 4 5.
CostMatrix threeByThree(const std::vector<double>& minutes)
{
    std::vector<TravelCost> pairs;
    for (std::uint32_t i = 0; i < 3; ++i)
        for (std::uint32_t j = 0; j < 3; ++j)
            pairs.push_back({AccessPlaceId(i), AccessPlaceId(3 + j), minutes[3 * i + j]});
    return {6, pairs};
}

PlaceValues values(std::vector<double> list) { return PlaceValues(std::move(list)); }

bool near(double a, double b, double tolerance) { return std::abs(a - b) <= tolerance; }

double sum(const PlaceValues& v)
{
    double s = 0;
    for (const double x : v)
        s += x;
    return s;
}

}  // namespace

class MeasuresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCutOffContainsItsCostAndAbsentPairsCannotBeTravelled()
    {
        const CostMatrix m(3, {{AccessPlaceId(0), AccessPlaceId(2), 30}, {AccessPlaceId(0), AccessPlaceId(1), 10}});
        const PlaceValues jobs = values({1000, 5, 7});
        QCOMPARE(cumulative(m, jobs, 30)[AccessPlaceId(0)], 12.0);
        QCOMPARE(cumulative(m, jobs, 29.9)[AccessPlaceId(0)], 5.0);
        QCOMPARE(cumulative(m, jobs, 30)[AccessPlaceId(1)], 0.0);
        QCOMPARE(cumulative(m.transposed(), values({100, 0, 0}), 30)[AccessPlaceId(2)], 100.0);
        QCOMPARE(costToClosest(m, jobs, 6)[AccessPlaceId(0)], 30.0);
        QVERIFY(std::isinf(costToClosest(m, jobs, 13)[AccessPlaceId(0)]));
        // Cut-offs 10 … 30 by 10 give 5, 5, 12.
        QCOMPARE(cumulativeInterval(m, jobs, {10, 30, 10})[AccessPlaceId(0)], 5.0);
    }

    void decaysHaveTheirPublishedShape()
    {
        const auto at = [](const char* decay, double cost) { return weightAt(*parseDecay(decay), cost); };
        QCOMPARE(at("binary:30", 30), 1.0);
        QCOMPARE(at("linear:40", 10), 0.75);
        QCOMPARE(at("exponential:0.1", 10), std::exp(-1.0));
        QCOMPARE(at("power:2", 4), 1 / 16.0);
        QCOMPARE(at("power:2", 0.5), 1.0);
        QCOMPARE(at("logistic:20,2", 0), 1.0);
        QVERIFY(near(at("logistic:20,2", 20), 0.5, 1e-7));
        QVERIFY(near(at("logistic:30,10", 30), 0.502, 5e-4));  // asserted by the package's tests
        QCOMPARE(at("stepped:10=0.67,20=0.33,30=0", 9.99), 1.0);
        QCOMPARE(at("stepped:10=0.67,20=0.33,30=0", 20), 0.33);
        for (const char* wrong : {"", "binary", "binary:x", "binary:-1", "power:1,2", "logistic:30", "stepped:20=0.5,10=1", "stepped:1=2",
                                  "exponential:nan", "gaussian:3"})
            QVERIFY2(!parseDecay(wrong), wrong);
    }

    void spatialAvailabilityIsThatOfItsPaper()
    {
        // Soukhov et al. 2023, three towns; figures as asserted by the package's tests.
        const CostMatrix m = threeByThree({15, 30, 100, 30, 15, 100, 100, 100, 15});
        const PlaceValues people = values({50000, 150000, 10000, 0, 0, 0}), jobs = values({0, 0, 0, 100000, 100000, 10000});
        const PlaceValues v = spatialAvailability(m, jobs, people, ExponentialDecay{0.1});
        QCOMPARE(std::round(v[AccessPlaceId(0)]), 66833.0);
        QCOMPARE(std::round(v[AccessPlaceId(1)]), 133203.0);
        QCOMPARE(std::round(v[AccessPlaceId(2)]), 9963.0);
        QVERIFY(near(sum(v), 210000, 1e-6));
    }

    void constrainedMeasuresKeepTheirTotals()
    {
        const CostMatrix m = threeByThree({10, 30, 15, 30, 10, 25, 15, 25, 10});
        const PlaceValues people = values({4, 10, 6, 0, 0, 0});
        const PlaceValues jobs = values({0, 0, 0, 160, 150, 180});
        QVERIFY(near(sum(totalConstrained(m, jobs, ExponentialDecay{0.1})), 490, 1e-9));
        QVERIFY(near(sum(totalConstrained(m.transposed(), people, ExponentialDecay{0.1})), 20, 1e-9));
        QVERIFY(near(sum(spatialAvailability(m.transposed(), people, jobs, ExponentialDecay{0.1})), 20, 1e-9));
        QVERIFY(!doublyConstrained(m, jobs, people, PowerDecay{3}));
        const PlaceValues seats = values({0, 0, 0, 7, 5, 8});
        const auto flows = doublyConstrained(m, seats, people, PowerDecay{3});
        QVERIFY(flows.has_value());
        PlaceValues out(6, 0.0), in(6, 0.0);
        for (const TravelCost& f : flows->flow) {
            out[f.from] += f.cost;
            in[f.to] += f.cost;
        }
        for (std::uint32_t i = 0; i < 3; ++i) {
            QVERIFY(near(out[AccessPlaceId(i)], people[AccessPlaceId(i)], 1e-8));
            QVERIFY(near(in[AccessPlaceId(3 + i)], seats[AccessPlaceId(3 + i)], 1e-8));
        }
    }

    void aPlaceThatNobodyReachesServesNobody()
    {
        const CostMatrix m(2, {{AccessPlaceId(0), AccessPlaceId(1), 10}});
        const PlaceValues jobs = values({0, 50}), people = values({0, 0});
        for (const auto& measure : {twoStepCatchment(m, jobs, people, BinaryDecay{30}), balancedCatchment(m, jobs, people, BinaryDecay{30}),
                                    spatialAvailability(m, jobs, people, BinaryDecay{30})})
            QCOMPARE(measure[AccessPlaceId(0)], 0.0);
    }

    void catchmentsDivideBothWays()
    {
        // By hand: 30 people at A and 10 at B both reach the 20 jobs of 1; B alone reaches the 5 of 2.
        const CostMatrix m(
            4, {{AccessPlaceId(0), AccessPlaceId(2), 5}, {AccessPlaceId(1), AccessPlaceId(2), 5}, {AccessPlaceId(1), AccessPlaceId(3), 5}});
        const PlaceValues people = values({30, 10, 0, 0}), jobs = values({0, 0, 20, 5});
        const PlaceValues two = twoStepCatchment(m, jobs, people, BinaryDecay{30});
        QCOMPARE(two[AccessPlaceId(0)], 0.5);        // 20 ÷ 40
        QCOMPARE(two[AccessPlaceId(1)], 0.5 + 0.5);  // and 5 ÷ 10
        const PlaceValues balanced = balancedCatchment(m, jobs, people, BinaryDecay{30});
        QVERIFY(near(balanced[AccessPlaceId(0)], 20.0 / 35 / 2, 1e-12));  // B's people are halved: 30 + 5 want the 20 jobs
        QVERIFY(near(balanced[AccessPlaceId(1)], 20.0 / 35 / 2 + 1, 1e-12));
    }

    void fiveHexagonsOfBeloHorizonteGiveThePublishedFigures()
    {
        if (!haveReference())
            QSKIP("the reference data are not beside this checkout");
        const Reference r(FiveHexagons().ids);
        const PlaceValues &jobs = r.columns.at("jobs"), &people = r.columns.at("population");
        const auto check = [](const PlaceValues& found, const std::vector<double>& expected, double tolerance) {
            for (std::size_t i = 0; i < expected.size(); ++i)
                QVERIFY2(near(found[AccessPlaceId::fromIndex(i)], expected[i], tolerance),
                         qPrintable(QStringLiteral("%1: %2, not %3").arg(i).arg(found[AccessPlaceId::fromIndex(i)]).arg(expected[i])));
        };
        check(cumulative(r.costs, jobs, 30), {82, 408, 408, 109, 0}, 0);
        check(cumulative(r.costs.transposed(), people, 45), {5404, 4552, 2363, 4552, 0}, 0);
        check(costToClosest(r.costs, r.columns.at("schools"), 1), {47, 5.8, 13, 43, 70}, 0);
        check(cumulativeInterval(r.costs, jobs, {40, 45, 1}), {82, 517, 517, 304, 0}, 0);
        check(twoStepCatchment(r.costs, jobs, people, BinaryDecay{45}), {0.0152, 0.1491, 0.1491, 0.1068, 0}, 5e-5);
        check(balancedCatchment(r.costs, jobs, people, BinaryDecay{45}), {0.0094, 0.1993, 0.1993, 0.1147, 0}, 5e-5);
        const std::vector<std::string> others = {"89a88cda64fffff", "89a88cdb027ffff", "89a88cdb12bffff", "89a88cdb287ffff",
                                                 "89a88cdb67bffff"};
        const Reference s(others);
        check(balancingCost(s.costs, s.columns.at("jobs"), s.columns.at("population"), 1), {42, 6, 27, 6, 20}, 0);
    }

    void allOfBeloHorizonteIsReproduced()
    {
        if (!haveReference())
            QSKIP("the reference data are not beside this checkout");
        const Reference r;
        QCOMPARE(r.costs.pairs(), std::size_t(748437));
        const PlaceValues &jobs = r.columns.at("jobs"), &people = r.columns.at("population"), &schools = r.columns.at("schools");
        const std::map<std::string, PlaceValues> found = {{"cum30_jobs", cumulative(r.costs, jobs, 30)},
                                                          {"cum60_schools", cumulative(r.costs, schools, 60)},
                                                          {"passive_cum30_population", cumulative(r.costs.transposed(), people, 30)},
                                                          {"grav_exp0.1_jobs", gravity(r.costs, jobs, ExponentialDecay{0.1})},
                                                          {"minutes_to_closest_school", costToClosest(r.costs, schools, 1)}};
        IssueLog log;
        const auto expected = readCsv(kReference / "expected_access.csv", log);
        QVERIFY(expected.has_value());
        QCOMPARE(expected->rows.size(), r.ids.size());
        std::size_t compared = 0;
        double worst = 0;
        for (std::size_t row = 0; row < expected->rows.size(); ++row) {
            QCOMPARE(expected->rows[row][0], r.ids[row]);
            for (std::size_t column = 1; column < expected->columns.size(); ++column) {
                const std::string& text = expected->rows[row][column];
                const double value = found.at(expected->columns[column])[AccessPlaceId::fromIndex(row)];
                if (text == "Inf") {
                    QVERIFY(std::isinf(value));
                } else {
                    const double published = numberOf(text);
                    worst = std::max(worst, std::abs(value - published) / std::max(1.0, std::abs(published)));
                }
                ++compared;
            }
        }
        QCOMPARE(compared, std::size_t(898 * 5));
        QVERIFY2(worst <= 1e-9, qPrintable(QString::number(worst)));
        qInfo("%zu values of %zu places, largest relative difference %.1e", compared, r.ids.size(), worst);
    }
};

QTEST_APPLESS_MAIN(MeasuresTest)
#include "tst_measures.moc"
