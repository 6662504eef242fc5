#include <QFile>
#include <QTest>

#include "simulation/emissions/cold_start.h"
#include "simulation/emissions/emission_factors.h"
#include "simulation/emissions/fleet.h"
#include "simulation/emissions/wear.h"

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

const QString kReference = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/emissions/");

double g_km(FleetClass vehicle, FactorKind kind, double speed_kmh)
{
    return FactorTable().at(vehicle, kind, DrivingSituation::UrbanPeak, speed_kmh);
}

/// Rows of a file as cells; empty if it is not there.
QList<QList<QByteArray>> rowsOf(const char* name)
{
    QList<QList<QByteArray>> rows;
    QFile file(kReference + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    file.readLine();
    while (!file.atEnd())
        rows.append(file.readLine().trimmed().split(','));
    return rows;
}

FactorKind kindOf(const QByteArray& name)
{
    if (name == "PM")
        return FactorKind::ExhaustPm;
    if (name == "EC")
        return FactorKind::Energy;
    for (const FactorKind kind : {FactorKind::NOx, FactorKind::Co, FactorKind::Voc})
        if (name.toLower() == factorKindKey(kind).data())
            return kind;
    return FactorKind::Nh3;
}

DrivingSituation situationOf(const QByteArray& mode)
{
    return mode == "Urban Off Peak" ? DrivingSituation::UrbanOffPeak
           : mode == "Rural"        ? DrivingSituation::Rural
           : mode == "Highway"      ? DrivingSituation::Highway
                                    : DrivingSituation::UrbanPeak;
}

/// Deviation from a check value beyond the rounding of its six printed digits, relative to max(1, value).
double deviation(double value, double printed)
{
    const double halfDigit = 0.5001 * std::pow(10.0, std::floor(std::log10(std::abs(printed))) - 5);
    return std::max(0.0, std::abs(value - printed) - halfDigit) / std::max(1.0, std::abs(printed));
}

/// Worst deviation of our table from the check values of a published file; the number of rows; what our table lacks.
struct Check {
    double worst = 0;
    int rows = 0, missing = 0, flagged = 0;
};

Check checkAgainst(const char* name)
{
    Check check;
    const HotTable& table = HotTable::published();
    for (const QList<QByteArray>& cell : rowsOf(name)) {
        if (cell.size() < 22)
            continue;
        ++check.rows;
        const std::string technology = (cell[0] + '|' + cell[1] + '|' + cell[2] + '|' + cell[3] + '|' + cell[4]).toStdString();
        const auto id = table.find(technology);
        const FactorCurve* curve = id ? table.curve(*id, kindOf(cell[5]), situationOf(cell[6]), cell[7].toInt()) : nullptr;
        if (!curve) {
            ++check.missing;
            continue;
        }
        const double printed = cell[20].toDouble();
        if (printed != 0)
            check.worst = std::max(check.worst, deviation(evaluate(curve->function(), cell[19].toDouble()), printed));
        if (cell[21].isEmpty())
            continue;
        ++check.flagged;
        for (double v = 5; v <= 130; v += 0.25)
            if (!(std::isfinite(curve->at(v)) && curve->at(v) > 0))
                check.worst = 1e9;
    }
    return check;
}

}  // namespace

class TestEmissionFactors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPublishedFunctionIsInTheTableAndMeetsItsCheckValue()
    {
        const Check level = checkAgainst("hot_emission_functions.csv");
        if (level.rows == 0)
            QSKIP("the reference table is not on this machine");
        qInfo("%d published functions, %d missing, worst deviation %.2g of max(1, value), %d flagged ones positive and finite", level.rows,
              level.missing, level.worst, level.flagged);
        QCOMPARE(level.missing, 0);
        QVERIFY(level.rows == 5521 && level.worst <= 1e-6 && level.flagged == 44);
        const Check slopes = checkAgainst("hot_emission_functions_hdv_slope.csv");
        qInfo("%d functions on slopes, %d missing, worst deviation %.2g, %d flagged", slopes.rows, slopes.missing, slopes.worst,
              slopes.flagged);
        QVERIFY(slopes.rows == 2772 && slopes.missing == 0 && slopes.worst <= 1e-6 && slopes.flagged == 41);
    }

    void checkValuesOfThePublisherTypedIn()
    {
        // EMEP/EEA guidebook 2019 as tabulated: technology, quantity, speed, value.
        const HotTable& table = HotTable::published();
        QCOMPARE(table.size(), std::size_t{712});
        const auto value = [&](const char* technology, FactorKind kind, double v) {
            return table.factor(*table.find(technology), kind, DrivingSituation::UrbanPeak, v);
        };
        QVERIFY(deviation(value("PC|petrol|Mini|4|GDI", FactorKind::Co, 15), 0.153648) < 1e-6);
        QVERIFY(deviation(value("PC|petrol|Mini|4|GDI", FactorKind::NOx, 15), 0.0842126) < 1e-6);
        const auto rigid = *table.find("TRUCKS|diesel|Rigid <=7.5 t|3|");
        const auto down = [&](double slope) { return table.factor(rigid, FactorKind::NOx, DrivingSituation::UrbanPeak, 15, slope); };
        QVERIFY(deviation(down(-6), 1.90463) < 1e-6 && deviation(down(-4), 2.41253) < 1e-6);
        QVERIFY(std::abs(down(-5) - (1.90463 + 2.41253) / 2) < 1e-5);  // linear between
        QCOMPARE(down(-60), down(-6));                                 // clamped beyond
    }

    void theCheckPointsOfTheSpecificationAreMet()
    {
        const auto close = [](double value, double expected) { return std::abs(value / expected - 1) < 0.003; };
        using C = FleetClass;
        QVERIFY(close(g_km(C::PetrolEuro4, FactorKind::NOx, 50), 0.0451));
        QVERIFY(close(g_km(C::PetrolEuro6d, FactorKind::NOx, 50), 0.0246));
        QVERIFY(close(g_km(C::DieselEuro4, FactorKind::NOx, 50), 0.471));
        QVERIFY(close(g_km(C::DieselEuro5, FactorKind::NOx, 50), 0.537));
        QVERIFY(close(g_km(C::DieselEuro6abc, FactorKind::NOx, 50), 0.442));
        QVERIFY(close(g_km(C::DieselEuro6d, FactorKind::NOx, 50), 0.0429));
        QVERIFY(close(g_km(C::VanEuro5, FactorKind::NOx, 50), 1.118));
        QVERIFY(close(g_km(C::VanEuro6d, FactorKind::NOx, 50), 0.0839));
        QVERIFY(close(g_km(C::RigidEuro5, FactorKind::NOx, 50), 3.704));
        QVERIFY(close(g_km(C::RigidEuro6, FactorKind::NOx, 50), 0.273));
        QVERIFY(close(g_km(C::BusEuro4, FactorKind::NOx, 20), 6.77));
        QVERIFY(close(g_km(C::BusEuro6, FactorKind::NOx, 20), 0.552));
        QVERIFY(close(g_km(C::PetrolEuro6d, FactorKind::Energy, 50), 2.458));
        QVERIFY(close(g_km(C::DieselEuro6d, FactorKind::Energy, 50), 1.960));
        QVERIFY(close(g_km(C::Hybrid, FactorKind::Energy, 50), 1.345));
        // Wear of a car at 30 km/h: 15.2 mg/km of PM2.5, 28.7 of PM10.
        const WearEmission wear = wearOf(vehicleClass(C::PetrolEuro5), 30, 0.5, 0.25);
        QVERIFY(std::abs(1e3 * wear.pm25() - 15.2) < 0.05 && std::abs(1e3 * wear.pm10() - 28.7) < 0.05);
    }

    void coldStartsFollowThePublishedRatios()
    {
        QVERIFY(std::abs(coldMileageShare(12, 5) - (0.6474 - 0.02545 * 12 - (0.00974 - 0.000385 * 12) * 5)) < 1e-12);
        QCOMPARE(coldMileageShare(40, 20), 0.0);
        // Medium petrol car at 20 km/h and 5 °C: NOx ratio 0.0458 · 20 + 0.00747 · 5 + 0.764.
        QVERIFY(std::abs(coldRatio(ColdFuel::Petrol, "Medium", FactorKind::NOx, 20, 5) - 1.71735) < 1e-9);
        QVERIFY(std::abs(coldRatio(ColdFuel::Diesel, "", FactorKind::ExhaustPm, 20, 5) - 2.6) < 1e-12);
        QCOMPARE(coldRatio(ColdFuel::Diesel, "", FactorKind::ExhaustPm, 20, 30), 1.0);
        QCOMPARE(coldRatio(ColdFuel::Petrol, "Medium", FactorKind::NOx, 46, 5), 1.0);
        QCOMPARE(coldReduction(4, FactorKind::NOx), 0.18);
        // All terms of one vehicle: E_cold = β · bc · EF_Euro1 · (ratio − 1).
        const EmissionSettings settings{ParameterSet{}};
        const FactorTable table;
        const VehicleConditions where{.speed_kmh = 20, .air_c = 5};
        const VehicleEmission e = emissionOf(FleetClass::PetrolEuro4, where, settings, table);
        const double euro1 = table.coldBase(FleetClass::PetrolEuro4, FactorKind::NOx, DrivingSituation::UrbanPeak, 20);
        QVERIFY(std::abs(e.cold.nox / (coldMileageShare(12, 5) * 0.18 * euro1 * 0.71735) - 1) < 1e-9);
        QVERIFY(e.coldFuel_MJ_km > 0 && e.total().nox > e.hot.nox);
        QCOMPARE(emissionOf(FleetClass::RigidEuro5, where, settings, table).cold.nox, 0.0);
        // A published reading of every line of the ratio table, where the file is there.
        int read = 0;
        for (const QList<QByteArray>& cell : rowsOf("cold_start_ratio.csv")) {
            if (cell[1] == "0")
                continue;
            const ColdFuel fuel = cell[0] == "petrol" ? ColdFuel::Petrol : ColdFuel::Diesel;
            const double low = cell[4].isEmpty() ? 10 : cell[4].toDouble(), v = low + 2;
            const double t = cell[7].isEmpty() ? 20 : cell[6].isEmpty() ? 10 : cell[7].toDouble() - 7;
            const double expected = std::max(1.0, cell[8].toDouble() * v + cell[9].toDouble() * t + cell[10].toDouble());
            const double value = coldRatio(fuel, cell[2].toStdString(), kindOf(cell[3]), v, t);
            QVERIFY2(std::abs(value - expected) < 1e-9, cell.join(',').constData());
            ++read;
        }
        qInfo("%d published cold-start ratios read", read);
    }

    void sharesOfNo2AreThePublishedOnes()
    {
        const auto rows = rowsOf("primary_no2_fraction.csv");
        if (rows.isEmpty())
            QSKIP("the reference table is not on this machine");
        int compared = 0;
        for (const VehicleClass& vehicle : vehicleClasses()) {
            const char* category = vehicle.category == VehicleCategory::Car          ? "PC"
                                   : vehicle.category == VehicleCategory::Van        ? "LCV"
                                   : vehicle.category == VehicleCategory::TwoWheeler ? "MC"
                                                                                     : "HDV";
            const char* fuel = vehicle.fuel == Fuel::Diesel ? "diesel"
                               : vehicle.fuel == Fuel::Lpg  ? "lpg"
                               : vehicle.fuel == Fuel::Cng  ? "cng"
                                                            : "petrol";
            for (const auto& cell : rows)
                if (cell[0] == category && cell[1] == fuel && cell[2] == QByteArray::number(vehicle.euro)) {
                    QVERIFY2(vehicle.fuel == Fuel::Electric || vehicle.primaryNo2 == cell[3].toDouble(), vehicle.label.data());
                    ++compared;
                }
        }
        QVERIFY(compared >= 25);
    }

    void everyVehicleEmitsFinitePositiveAmountsInEveryWeatherAndOnEverySlope()
    {
        const FactorTable table;
        const EmissionSettings settings{ParameterSet{}};
        for (const VehicleClass& vehicle : vehicleClasses())
            for (int v = 1; v <= 160; v += 3)
                for (const double slope : {-9.0, -3.0, 0.0, 1.5, 6.0})
                    for (const double air_c : {-30.0, 0.0, 15.0, 40.0}) {
                        const VehicleConditions where{.speed_kmh = double(v),
                                                      .situation = v > 60 ? DrivingSituation::Highway : DrivingSituation::UrbanPeak,
                                                      .slope_percent = slope,
                                                      .air_c = air_c};
                        const VehicleEmission e = emissionOf(vehicle.id, where, settings, table);
                        const ProcessEmission all = e.total();
                        for (const double value :
                             {all.nox, all.primaryNo2, all.co, all.voc, all.nh3, e.co2_g_km, e.gridCo2_g_km, e.cold.nox})
                            QVERIFY2(std::isfinite(value) && value >= 0, vehicle.label.data());
                        QVERIFY(all.pm25 > 0 && all.pm10 >= all.pm25 && all.primaryNo2 <= all.nox);
                        QVERIFY((e.hot.nox > 0) == (vehicle.fuel != Fuel::Electric));
                        // Downhill a heavy vehicle may need no energy at all, and the guidebook knows no mopeds on highways.
                        const bool none = slope < 0 || (vehicle.id == FleetClass::Moped && v > 60);
                        const double energy = e.fuel_MJ_km + e.electricity_MJ_km;
                        QVERIFY2(energy >= 0 && (none || energy > 0), vehicle.label.data());
                    }
    }

    void theGuardMendsANegativeStretchAndAPole()
    {
        HotFunction falling;
        falling.minimum_kmh = 10, falling.maximum_kmh = 100, falling.beta = -0.02, falling.gamma = 1;  // negative above 50
        const FactorCurve mendedFall(falling);
        QVERIFY(mendedFall.mended());
        QVERIFY(std::abs(mendedFall.at(30) - 0.4) < 1e-12);
        HotFunction pole;
        pole.minimum_kmh = 10, pole.maximum_kmh = 100, pole.gamma = 1, pole.zeta = 1, pole.eta = -55.3;  // changes sign at 55.3
        const FactorCurve mendedPole(pole);
        QVERIFY(mendedPole.mended());
        for (double v = 5; v <= 130; v += 0.25)
            QVERIFY(mendedFall.at(v) > 0 && std::isfinite(mendedPole.at(v)) && mendedPole.at(v) > 0);
    }

    void everyClassStandsForATechnologyOfTheGuidebook()
    {
        for (const VehicleClass& vehicle : vehicleClasses()) {
            QCOMPARE(&vehicleClass(vehicle.id), &vehicle);
            QCOMPARE(vehicleClassFromKey(vehicle.key), &vehicle);
            QVERIFY2(vehicle.technology.empty() == (vehicle.fuel == Fuel::Electric) &&
                         (vehicle.technology.empty() || HotTable::published().find(vehicle.technology)),
                     vehicle.label.data());
        }
        QVERIFY(!vehicleClassFromKey("steam") && !HotTable::published().find("steam"));
    }

    void sharesSumToOneWhateverHappensToTheFleet()
    {
        const auto sum = [](const FleetMix& mix) {
            double total = 0;
            for (const double share : mix.share)
                total += share;
            return total;
        };
        const FleetMix mix = standardFleet(ParameterSet{});
        QVERIFY(std::abs(sum(mix) - 1) < 1e-12);
        QVERIFY(*std::min_element(mix.share.begin(), mix.share.end()) > 0);
        QVERIFY(std::abs(sum(withElectricShift(mix, 0.3)) - 1) < 1e-12);
        for (int minimum = 0; minimum <= 7; ++minimum) {
            const LowEmissionZone zone{.area = {}, .minimumEuroPetrol = minimum, .minimumEuroDiesel = minimum, .compliance = 0.9};
            const FleetMix inside = inLowEmissionZone(mix, zone);
            QVERIFY(std::abs(sum(inside) - 1) < 1e-12);
            QVERIFY(*std::min_element(inside.share.begin(), inside.share.end()) >= 0);
            // Nobody is lost: inside, around and stayed away.
            const ZoneTraffic split = inLowEmissionZone(mix, zone, {.replace = 0.5, .reroute = 0.3, .cancel = 0.2, .heavy = 0});
            QVERIFY(std::abs((1 - sum(split.inside)) * 0.6 - sum(split.around)) < 1e-12);
        }
        const FleetMix strict = inLowEmissionZone(mix, {.area = {}, .minimumEuroPetrol = 4, .minimumEuroDiesel = 6, .compliance = 1});
        QCOMPARE(strict[FleetClass::DieselEuro5], 0.0);
        QCOMPARE(strict[FleetClass::PetrolEuro4] / strict[FleetClass::PetrolEuro5],
                 mix[FleetClass::PetrolEuro4] / mix[FleetClass::PetrolEuro5]);
        for (const FleetClass free : {FleetClass::BusEuro4, FleetClass::RigidEuro5, FleetClass::MotorcycleEuro3})
            QCOMPARE(strict[free], mix[free]);
        const LowEmissionZone heavyZone{.area = {}, .minimumEuroPetrol = 4, .minimumEuroDiesel = 6, .compliance = 1};
        QCOMPARE(inLowEmissionZone(mix, heavyZone, {.replace = 1, .reroute = 0, .cancel = 0, .heavy = 1}).inside[FleetClass::RigidEuro5],
                 0.0);
    }
};

QTEST_GUILESS_MAIN(TestEmissionFactors)
#include "tst_emission_factors.moc"
