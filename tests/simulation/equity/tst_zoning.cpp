// The same people on two zonings, and the city's own groups, on cities that can be checked on paper.
#include <QTest>

#include "simulation/equity/assess_values.h"
#include "simulation/equity/city_groups.h"
#include "simulation/equity/equity_parameters.h"
#include "simulation/equity/hand_made_city.h"
#include "simulation/equity/zoning.h"

#include <cmath>

using namespace isopolis;

namespace {

NeighbourhoodId nth(std::size_t i) { return NeighbourhoodId::fromIndex(i); }
bool near(double a, double b) { return std::abs(a - b) <= 1e-9 * std::max(1.0, std::abs(b)); }

EquityReport no2Report(const City& city, const std::vector<double>& before, const std::vector<double>& after)
{
    return assessValues(city, {{Indicator::No2, IdVector<NeighbourhoodId, double>(before), IdVector<NeighbourhoodId, double>(after)}}, {});
}

/// Squares of 100 m in a row with people of the group "old".
CityPtr cityWithGroup(const std::vector<std::pair<double, double>>& peopleAndOld)
{
    CityData data;
    data.name = "Row";
    data.groups = {{"old", "People aged 65 or more"}};
    for (std::size_t i = 0; i < peopleAndOld.size(); ++i) {
        Neighbourhood n;
        const double x = 100.0 * static_cast<double>(i);
        n.externalId = "n" + std::to_string(i);
        n.name = "Place " + std::to_string(i);
        n.outline = {Polygon{.outer = {{x, 0}, {x + 100, 0}, {x + 100, 100}, {x, 100}}}};
        n.population = peopleAndOld[i].first;
        n.income = 10.0 * static_cast<double>(i + 1);
        n.groups = {peopleAndOld[i].second};
        data.neighbourhoods.push(std::move(n));
    }
    auto city = City::create(std::move(data));
    if (!city)
        qFatal("%s", city.error().text().c_str());
    return *city;
}

}  // namespace

class ZoningTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void squaresTakeThePeopleAndTheMeansOfTheirNeighbourhoods()
    {
        const CityPtr city = test::handMadeCity({{.people = 100, .income = 10},
                                                 {.people = 300, .income = 30},
                                                 {.people = 200, .income = 20},
                                                 {.people = 0},
                                                 {.people = 4, .income = 50}});
        const EquityReport report = no2Report(*city, {20, 24, 30, 99, 10}, {21, 24, 27, 99, 10});
        const auto zoning = coarserZoning(*city, report, {}, 200);
        QVERIFY2(zoning, zoning ? "" : zoning.error().text().c_str());
        const auto& zones = zoning->zones->neighbourhoods();
        QCOMPARE(zones.size(), std::size_t{3});
        QVERIFY(zones[nth(0)].population == 400 && near(zones[nth(0)].income, 25) && zones[nth(1)].population == 200);
        QCOMPARE(zones[nth(0)].name, std::string("Quarter 2"));
        QCOMPARE(zones[nth(0)].outline.size(), std::size_t{2});
        QCOMPARE(zoning->emptyNeighbourhoods, std::size_t{1});
        QCOMPARE(zoning->smallZones, std::size_t{1});
        QVERIFY(!zoning->zoneOf[nth(3)].valid() && zoning->zoneOf[nth(1)] == nth(0));
        const IndicatorAssessment &fine = report.of(Indicator::No2), &coarse = zoning->report.of(Indicator::No2);
        QVERIFY(near(coarse.scores[nth(0)].before, 23) && near(coarse.scores[nth(0)].after, 23.25));
        QVERIFY(near(coarse.everyone.before, fine.everyone.before) && near(coarse.everyone.change, fine.everyone.change));
        // One hundred lose more than the threshold; four hundred in their square do not.
        QVERIFY(fine.everyone.worse == 100 && coarse.everyone.worse == 0);
        QVERIFY(!coarserZoning(*city, report, {}, 0.5));
    }

    void theilOfTheZonesIsThePartBetweenThem()
    {
        std::vector<test::Square> squares;
        std::vector<double> before;
        for (int i = 0; i < 24; ++i) {
            squares.push_back({.people = 50.0 + 37 * (i % 7), .income = 10.0 + (i * 5) % 17});
            before.push_back(15 + (i * 7) % 11);
        }
        const CityPtr city = test::handMadeCity(squares);
        const EquityReport report = no2Report(*city, before, before);
        double theilBefore = report.of(Indicator::No2).indicesBefore.values.at("theil_t");
        for (const double cell : {200.0, 300.0, 600.0, 1200.0}) {
            const auto zoning = coarserZoning(*city, report, {}, cell);
            QVERIFY(zoning);
            WeightedSample sample;
            for (const NeighbourhoodId id : idsOf(city->neighbourhoods())) {
                sample.value.push_back(before[id.index()]);
                sample.weight.push_back(city->neighbourhoods()[id].population);
                sample.group.push_back(std::to_string(zoning->zoneOf[id].index()));
            }
            const double between = inequalityIndices(sample, {}).values.at("theil_t_between");
            const double theil = zoning->report.of(Indicator::No2).indicesBefore.values.at("theil_t");
            QVERIFY2(std::abs(theil - between) <= 1e-9 * theil, qPrintable(QString::number(cell)));
            if (cell != 300)
                QVERIFY(theil <= theilBefore + 1e-12);
            theilBefore = cell == 300 ? theilBefore : theil;
        }
    }

    void theSuggestedSideMakesFewerZones()
    {
        const CityPtr city = test::handMadeCity(std::vector<test::Square>(30, {.people = 100, .income = 10}));
        const double cell = suggestedCell_m(*city);
        const auto zoning = coarserZoning(*city, no2Report(*city, std::vector<double>(30, 20), std::vector<double>(30, 21)), {}, cell);
        QVERIFY(zoning && 3 * zoning->zones->neighbourhoods().size() <= 30 + 3);
    }

    void bothZoningsAreToldLineByLine()
    {
        const CityPtr city =
            test::handMadeCity({{.people = 100, .income = 10}, {.people = 300, .income = 30}, {.people = 200, .income = 20}});
        const EquityReport report = no2Report(*city, {20, 24, 30}, {21, 24, 27});
        const auto zoning = coarserZoning(*city, report, {}, 200);
        QVERIFY(zoning);
        for (const ZoningLine& line : zoningLines(report.of(Indicator::No2), zoning->report.of(Indicator::No2))) {
            QVERIFY2(std::isfinite(line.neighbourhoods) && std::isfinite(line.zones) && !line.label.empty(), line.key.c_str());
            if (line.key == "theil_t_before")
                QVERIFY(line.zones < line.neighbourhoods);
            if (line.key == "mean_before")
                QVERIFY(near(line.zones, line.neighbourhoods));
        }
    }

    void groupsOfTheCityAreWeightedByTheirOwnPeople()
    {
        const CityPtr city = cityWithGroup({{100, 80}, {100, 5}, {100, kUnknown}, {0, 0}});
        const EquityReport report = no2Report(*city, {20, 20, 20, 20}, {22, 18, 20, 20});
        const auto groups = cityGroups(*city, report.of(Indicator::No2), 10);
        QCOMPARE(groups.size(), std::size_t{1});
        const CityGroup& old = groups.front();
        QCOMPARE(old.score.key, std::string("old"));
        QVERIFY(old.score.people == 85 && old.score.worse == 80 && old.score.better == 5);
        QVERIFY(near(old.score.change, (2.0 * 80 - 2.0 * 5) / 85));
        QVERIFY(old.unknown == 1 && old.smallBase == 1 && old.noData == 0);
        const EquityReport gap = no2Report(*city, {kUnknown, 20, 20, 20}, {22, 18, 20, 20});
        QCOMPARE(cityGroups(*city, gap.of(Indicator::No2), 10).front().noData, 80.0);
    }
};

QTEST_APPLESS_MAIN(ZoningTest)
#include "tst_zoning.moc"
