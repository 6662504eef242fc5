#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/hand_made_city.h"
#include "simulation/explain/attribution.h"

#include <cmath>
#include <random>

using namespace isopolis;
using test::handMadeCity;
using test::handMadeRun;

namespace {
const QString kGames = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/equity/shapley/games.json");
const NeighbourhoodId kHere(0);

bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

FigureOfSet table(std::vector<double> values)
{
    return [values = std::move(values)](std::uint32_t set) -> Expected<double> { return values[set]; };
}

std::vector<double> shapley(std::size_t players, std::vector<double> values)
{
    std::vector<double> out;
    const auto shares = shapleyValues(players, table(std::move(values)));
    for (const Share& share : *shares)
        out.push_back(share.value);
    return out;
}

/// A scheme whose NO2 in the first neighbourhood is a function of which of its interventions are on.
struct Scheme {
    CityPtr city = handMadeCity({{.people = 100, .income = 1}, {.people = 200, .income = 2}});
    std::function<double(const std::vector<bool>&, const ParameterSet&)> effect;
    int runs = 0;
    Scenario scenario;

    explicit Scheme(std::size_t interventions)
    {
        scenario.name = "scheme";
        for (std::size_t i = 0; i < interventions; ++i)
            scenario.interventions.push_back({.name = "Measure " + std::to_string(i + 1),
                                              .operations = {FleetShift{.electricShare = 0.01 * static_cast<double>(i + 1)}}});
    }
    RunPtr run(const Scenario& s) const
    {
        std::vector<bool> on;
        for (const Intervention& intervention : s.interventions)
            on.push_back(intervention.enabled);
        Run made = handMadeRun(city);
        made.key.scenario = hashScenario(s);
        made.applied.parameters = s.parameters;
        made.applied.seed = s.seed;
        made.air.no2Mean_ug_m3[kHere] = 20 + effect(on, s.parameters);
        return std::make_shared<const Run>(made);
    }
    Study study(const Scenario& before)
    {
        Study study;
        study.city = city;
        study.scenario = scenario;
        study.before = run(before);
        study.after = run(scenario);
        study.report = assess(*city, *study.before, *study.after, {});
        study.runOf = [this](const Scenario& s, RunControl&) -> Expected<RunPtr> {
            ++runs;
            return run(s);
        };
        return study;
    }
};

double sum(const Attribution& a)
{
    double total = 0;
    for (const Contribution& c : a.interventions)
        total += c.delta;
    return total;
}
}  // namespace

class AttributionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Littlechild and Owen 1973: runways of 1, 2, 4 and 7; the cost of a set is that of its longest.
    void airportGame()
    {
        std::vector<double> cost(16);
        const double length[] = {1, 2, 4, 7};
        for (unsigned set = 0; set < 16; ++set)
            for (unsigned i = 0; i < 4; ++i)
                if (set >> i & 1U)
                    cost[set] = std::max(cost[set], length[i]);
        const std::vector<double> shares = shapley(4, cost);
        QVERIFY(near(shares[0], 1.0 / 4) && near(shares[1], 7.0 / 12) && near(shares[2], 19.0 / 12) && near(shares[3], 55.0 / 12));
    }

    void gloveGameAndSignedGame()
    {
        const std::vector<double> glove = shapley(3, {0, 0, 0, 1, 0, 1, 0, 1});
        QVERIFY(near(glove[0], 2.0 / 3) && near(glove[1], 1.0 / 6) && near(glove[2], 1.0 / 6));
        const std::vector<double> signedGame = shapley(3, {0, 5, -2, 9, 4, 6, 1, 8});
        QVERIFY(near(signedGame[0], 37.0 / 6) && near(signedGame[1], 1.0 / 6) && near(signedGame[2], 5.0 / 3));
    }

    void sharesSumToTheWholeAndAPlayerWithoutEffectGetsExactlyNothing()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> any(-5, 5);
        for (std::size_t n = 1; n <= kMostExact; ++n) {
            std::vector<double> v(std::size_t{1} << n);
            for (std::size_t set = 0; set < v.size(); ++set)
                v[set] = set & 1U ? v[set & ~std::size_t{1}] : any(random);  // player 0 changes nothing
            double total = 0;
            const auto shares = shapleyValues(n, table(v));
            for (const Share& share : *shares)
                total += share.value;
            QVERIFY(near(total, v.back() - v.front()));
            QVERIFY(shares->front().value == 0 && shares->front().first == 0 && shares->front().last == 0);
        }
        QVERIFY(!shapleyValues(kMostExact + 1, table({0})).has_value());
    }

    void gamesOfTheReferenceFileHold()
    {
        QFile file(kGames);
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the reference games are not beside this checkout");
        int checked = 0;
        for (const QJsonValue& game : QJsonDocument::fromJson(file.readAll())["cases"].toArray()) {
            const auto players = static_cast<std::size_t>(game["players"].toInt());
            if (players > kMostExact || !game["values"].isObject() || !game["expected"]["shapley_float"].isArray())
                continue;
            std::vector<double> v(std::size_t{1} << players);
            const QJsonObject values = game["values"].toObject();
            for (const QString& key : values.keys()) {
                std::size_t set = 0;
                for (const QString& player : key.split(',', Qt::SkipEmptyParts))
                    set |= std::size_t{1} << player.toUInt();
                const QStringList fraction = values[key].toVariant().toString().split('/');
                v[set] = fraction[0].toDouble() / (fraction.size() > 1 ? fraction[1].toDouble() : 1);
            }
            const std::vector<double> shares = shapley(players, v);
            for (std::size_t i = 0; i < players; ++i)
                QVERIFY2(near(shares[i], game["expected"]["shapley_float"][static_cast<int>(i)].toDouble()),
                         qPrintable(game["name"].toString()));
            ++checked;
        }
        QVERIFY(checked >= 5);
    }

    void interventionsShareTheirInteraction()
    {
        Scheme scheme(3);
        scheme.effect = [](const std::vector<bool>& on, const ParameterSet&) {
            return (on[0] ? 2.0 : 0) + (on[1] ? -1.0 : 0) + (on[0] && on[1] ? 0.5 : 0);  // the third does nothing
        };
        Scenario empty = scheme.scenario;
        for (Intervention& intervention : empty.interventions)
            intervention.enabled = false;
        const Study study = scheme.study(empty);
        QuietControl control;
        const auto a = attributeInterventions(study, kHere, Indicator::No2, control);
        QVERIFY(a.has_value());
        QCOMPARE(a->interventions.size(), std::size_t{3});
        QVERIFY(near(a->interventions[0].delta, 2.25) && near(a->interventions[1].delta, -0.75));
        QVERIFY(near(a->interventions[0].first, 2.0) && near(a->interventions[0].last, 2.5));
        QVERIFY(a->interventions[2].delta == 0);
        QVERIFY(std::abs(a->residual) < 1e-12);
        QCOMPARE(scheme.runs, 6);  // eight sets, of which the empty and the full one are known
    }

    void interventionsOfTheBaseAreNotAttributed()
    {
        Scheme scheme(2);
        scheme.effect = [](const std::vector<bool>& on, const ParameterSet&) { return (on[0] ? 10.0 : 0) + (on[1] ? -1.0 : 0); };
        Scenario base = scheme.scenario;
        base.interventions[1].enabled = false;
        const Study study = scheme.study(base);
        QuietControl control;
        const auto a = attributeInterventions(study, kHere, Indicator::No2, control);
        QCOMPARE(a->interventions.size(), std::size_t{1});
        QCOMPARE(a->interventions[0].label, std::string("Measure 2"));
        QVERIFY(near(a->interventions[0].delta, -1));
        QCOMPARE(scheme.runs, 0);
    }

    void changedParametersAreToldApartFromInterventions()
    {
        Scheme scheme(1);
        QVERIFY(scheme.scenario.parameters.set(kKolmPollakEpsilon, {0.75, "", ""}).has_value());
        scheme.effect = [](const std::vector<bool>& on, const ParameterSet& set) {
            return (on[0] ? 1.0 : 0) + (set.overridden(kKolmPollakEpsilon) ? 0.25 : 0);
        };
        Scenario empty = scheme.scenario;
        empty.interventions[0].enabled = false;
        empty.parameters = {};
        const Study study = scheme.study(empty);
        QuietControl control;
        const auto a = attributeInterventions(study, kHere, Indicator::No2, control);
        QCOMPARE(a->interventions.size(), std::size_t{2});
        QVERIFY(near(a->interventions[0].delta, 1) && near(a->interventions[1].delta, 0.25));
        QCOMPARE(a->interventions[1].id, std::string("parameters"));
        QVERIFY(std::abs(a->residual) < 1e-12);
    }

    void moreThanEightInterventionsSaySoAndKeepTheSum()
    {
        Scheme scheme(9);
        scheme.effect = [](const std::vector<bool>& on, const ParameterSet&) {
            double count = 0;
            for (bool b : on)
                count += b ? 1 : 0;
            return count * count / 10;  // the whole is more than its parts
        };
        Scenario empty = scheme.scenario;
        for (Intervention& intervention : empty.interventions)
            intervention.enabled = false;
        const Study study = scheme.study(empty);
        QuietControl control;
        const auto a = attributeInterventions(study, kHere, Indicator::No2, control);
        QCOMPARE(a->interventions.size(), std::size_t{9});
        // All are alike, so each has the same share; an order and its reverse together give it at once.
        for (const Contribution& c : a->interventions)
            QVERIFY(near(c.delta, 0.9) && near(c.first, 0.1) && near(c.last, 1.7));
        QVERIFY(near(sum(*a), 8.1) && std::abs(a->residual) < 1e-9 && a->largestError < 1e-9);
        QVERIFY(a->notes.front().find("More than eight") == 0);
        QVERIFY(scheme.runs >= 18 && scheme.runs <= 18 + 8 * 7);
    }

    // Littlechild & Owen's airport with twelve runways: exact shares are known in closed form.
    // Two pairs of orders of a game by hand; the error is that of a mean of two, with n − 1.
    void theErrorOfSampledSharesIsThatOfTheMeanOfPairs()
    {
        const double values[] = {0, 6, 0, 6, 0, 0, 0, 12};  // by set of players 0, 1, 2
        const FigureOfSet figure = [&](std::uint32_t set) -> Expected<double> { return values[set]; };
        const std::vector<std::vector<std::size_t>> orders{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {2, 0, 1}};
        const auto shares = *sampledShapleyValues(3, orders, figure);
        // The first pair brings 9, 0 and 3, the second 3, 6 and 3.
        QVERIFY(near(shares[0].value, 6) && near(shares[1].value, 3) && near(shares[2].value, 3));
        QVERIFY(near(shares[0].error, 3) && near(shares[1].error, 3) && near(shares[2].error, 0));
    }

    void sampledSharesLieWithinTheirErrorAndKeepTheSum()
    {
        constexpr std::size_t kPlayers = 12;
        const auto cost = [](std::size_t i) { return i == 5 ? 0.0 : static_cast<double>((i + 1) * (i + 1)); };
        const FigureOfSet figure = [&](std::uint32_t set) -> Expected<double> {
            double longest = 0;
            for (std::size_t i = 0; i < kPlayers; ++i)
                if (set >> i & 1U)
                    longest = std::max(longest, cost(i));
            return longest;
        };
        const auto orders = addingOrders(kPlayers, 200, 7);
        QCOMPARE(orders.size(), std::size_t{400});
        QVERIFY(std::equal(orders[0].begin(), orders[0].end(), orders[1].rbegin()));
        QVERIFY(addingOrders(kPlayers, 3, 7)[4] == orders[4]);
        const auto shares = *sampledShapleyValues(kPlayers, orders, figure);
        double all = 0;
        for (std::size_t i = 0; i < kPlayers; ++i) {
            double exact = 0;
            double below = 0;
            for (std::size_t k = 0; k < kPlayers; ++k) {
                if (k == 5)
                    continue;
                std::size_t sharing = 0;
                for (std::size_t j = k; j < kPlayers; ++j)
                    sharing += j == 5 ? 0 : 1;
                if (cost(k) <= cost(i))
                    exact += (cost(k) - below) / static_cast<double>(sharing);
                below = cost(k);
            }
            QVERIFY(std::abs(shares[i].value - exact) <= 4 * shares[i].error + 1e-9);
            all += shares[i].value;
        }
        QVERIFY(near(all, 144));
        QVERIFY(shares[5].value == 0 && shares[5].error == 0 && shares[5].first == 0 && shares[5].last == 0);
        QVERIFY(near(shares[11].last, 144 - 121) && near(shares[3].first, 16));
        QVERIFY(!sampledShapleyValues(32, orders, figure).has_value());
    }

    void manyFiguresShareTheRunsOfTheSubsets()
    {
        Scheme scheme(3);
        scheme.effect = [](const std::vector<bool>& on, const ParameterSet&) {
            return (on[0] ? 2.0 : 0) * (on[1] ? 3.0 : 1) - (on[2] ? 1.0 : 0);
        };
        Scenario empty = scheme.scenario;
        for (Intervention& intervention : empty.interventions)
            intervention.enabled = false;
        const Study study = scheme.study(empty);
        QuietControl control;
        const FigureOfRun here = [](const Run& run) { return valueOf(run, Indicator::No2, kHere); };
        const FigureOfRun twice = [&here](const Run& run) { return 2 * here(run); };
        const FigureOfRun never = [](const Run&) { return std::nan(""); };
        const std::vector<FigureOfRun> figures{here, twice, never};
        const auto all = attributeFigures(study, figures, control);
        QVERIFY(all.has_value());
        QCOMPARE(scheme.runs, 6);
        const auto alone = attributeInterventions(study, kHere, Indicator::No2, control);
        for (std::size_t i = 0; i < 3; ++i) {
            QVERIFY((*all)[0]->interventions[i].delta == alone->interventions[i].delta);
            QVERIFY(near((*all)[1]->interventions[i].delta, 2 * alone->interventions[i].delta));
        }
        QVERIFY(!(*all)[2].has_value() && (*all)[2].error().code == ErrorCode::BadValue);
    }

    void cancellingStops()
    {
        struct Cancelled : QuietControl {
            bool cancelled() const override { return true; }
        } control;
        Scheme scheme(2);
        scheme.effect = [](const std::vector<bool>&, const ParameterSet&) { return 0.0; };
        Scenario empty = scheme.scenario;
        for (Intervention& intervention : empty.interventions)
            intervention.enabled = false;
        const auto a = attributeInterventions(scheme.study(empty), kHere, Indicator::No2, control);
        QVERIFY(!a.has_value() && a.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(AttributionTest)
#include "tst_attribution.moc"
