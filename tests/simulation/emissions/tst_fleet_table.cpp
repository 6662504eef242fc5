// Compositions of the fleet by year: read, interpolated, written, and what is said to a bad table.
#include "simulation/emissions/emission_parameters.h"
#include "simulation/emissions/fleet.h"
#include "simulation/emissions/fleet_table.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

const char* const kTable = "year,weight,value\n2020,car.petrol,50\n2020,car.diesel,40\n2020,car.electric,10\n"
                           "2030,car.petrol,0.3\n2030,car.diesel,0.1\n2030,car.electric,0.6\n2030,bus.diesel,1\n";

double weightOf(const FleetWeights& weights, const ParameterSpec& spec)
{
    for (const auto& [of, value] : weights)
        if (of == &spec)
            return value;
    return std::nan("");
}

}  // namespace

class TestFleetTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sharesAreOfTheirGroupAndLinearBetweenTheYears()
    {
        const auto parsed = parseFleetTable("fleet.csv", kTable);
        QVERIFY2(parsed, parsed ? "" : parsed.error().text().c_str());
        const FleetTable table = *parsed;
        for (const int year : {2020, 2025, 2030}) {
            const auto weights = fleetOfYear(table, year);
            QVERIFY2(weights, weights ? "" : weights.error().text().c_str());
        }
        const FleetWeights early = *fleetOfYear(table, 2020), middle = *fleetOfYear(table, 2025), late = *fleetOfYear(table, 2030);
        QVERIFY(std::abs(weightOf(early, kFuelPetrol) - 0.5) < 1e-12 && std::abs(weightOf(early, kFuelElectric) - 0.1) < 1e-12);
        QVERIFY(std::abs(weightOf(middle, kFuelElectric) - 0.35) < 1e-12 && std::abs(weightOf(middle, kFuelDiesel) - 0.25) < 1e-12);
        QVERIFY(std::abs(weightOf(late, kFuelElectric) - 0.6) < 1e-12);
        // Weights that a group of the year leaves out are 0; groups it leaves out stay.
        QCOMPARE(weightOf(late, kFuelHybrid), 0.0);
        QVERIFY(std::isnan(weightOf(late, kVanDiesel)));
        // Only one of the two years knows the buses.
        QVERIFY(std::isnan(weightOf(middle, kBusDiesel)) && weightOf(late, kBusDiesel) == 1);
    }

    void whatIsWrittenIsReadBack()
    {
        ParameterSet parameters;
        QVERIFY(parameters.set(kFuelElectric, {0.4, "more electric cars", {}}).has_value());
        const std::string text = fleetTableText(parameters, 2026);
        ParameterSet back;
        const FleetWeights read = *fleetOfYear(*parseFleetTable("saved.csv", text), 2026);
        for (const auto& [spec, value] : read)
            QVERIFY(back.set(*spec, {value, {}, {}}).has_value());
        const FleetMix a = standardFleet(parameters), b = standardFleet(back);
        for (std::size_t i = 0; i < a.share.size(); ++i)
            QVERIFY(std::abs(a.share[i] - b.share[i]) < 1e-12);
        // As spreadsheets write it.
        std::string semicolons = "\xEF\xBB\xBF" + text;
        std::replace(semicolons.begin(), semicolons.end(), ',', ';');
        QVERIFY(parseFleetTable("saved.csv", semicolons).has_value());
    }

    void aBadTableIsRefusedWithItsLine()
    {
        const auto fails = [](const std::string& text, const char* words) {
            const auto table = parseFleetTable("bad.csv", text);
            return !table && QString::fromStdString(table.error().text()).contains(QString::fromLatin1(words));
        };
        const std::string head = "year,weight,value\n";
        QVERIFY(fails("", "no weights") && fails(head, "no weights") && fails("2030,car.petrol,1\n", "first line"));
        QVERIFY(fails(head + "2030,car.steam,1\n", "car.steam") && fails(head + "2030,car.petrol,-1\n", "line 2"));
        QVERIFY(fails(head + "2030,car.petrol,nan\n", "at least 0") && fails(head + "99999999999,car.petrol,1\n", "whole number"));
        QVERIFY(fails(head + "2030,car.petrol\n", "three cells") && fails(head + "2030,car.petrol,1,2\n", "three cells"));
        QVERIFY(fails(head + "2030,car.petrol,1\n2030,car.petrol,1\n", "twice") && fails(std::string(30000, '\n'), "20,000"));
        const FleetTable table = *parseFleetTable("fleet.csv", kTable);
        QVERIFY(!fleetOfYear(table, 2019) && !fleetOfYear(table, 2031));
        // A share beyond what its parameter may be is named, not cut.
        const auto beyond = fleetOfYear(*parseFleetTable("fleet.csv", head + "2030,fleet.car,1\n2030,fleet.two_wheeler,9\n"), 2030);
        QVERIFY(!beyond && !beyond.error().text().empty());
    }

    void everyWeightOfEveryClassIsInAGroup()
    {
        for (const VehicleClass& vehicle : vehicleClasses()) {
            bool found = vehicle.weight == nullptr;
            for (const FleetGroup& group : fleetGroups())
                found = found || std::find(group.weights.begin(), group.weights.end(), vehicle.weight) != group.weights.end();
            QVERIFY2(found, std::string(vehicle.key).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestFleetTable)
#include "tst_fleet_table.moc"
