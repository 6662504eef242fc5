#include <QFile>
#include <QTest>

#include "simulation/emissions/emission_factors.h"
#include "simulation/emissions/fleet.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace isopolis;

namespace {

constexpr const char* kReference = ISOPOLIS_SOURCE_DIR "/../shared/data/reference/emissions/hot_emission_functions.csv";

double g_km(FleetClass vehicle, FactorKind kind, double speed_kmh)
{
    return FactorTable().at(vehicle, kind, DrivingSituation::Urban, speed_kmh);
}

/// A row of the reference file: key "category|fuel|segment|euro|technology|pollutant|mode" and the function.
struct ReferenceRow {
    std::string key;
    HotFunction function{};
    bool flagged = false;
};

std::vector<ReferenceRow> readReference()
{
    std::vector<ReferenceRow> rows;
    QFile file(kReference);
    if (!file.open(QIODevice::ReadOnly))
        return rows;
    file.readLine();
    while (!file.atEnd()) {
        const QList<QByteArray> cell = file.readLine().trimmed().split(',');
        if (cell.size() < 22)
            continue;
        ReferenceRow row;
        for (int i : {0, 1, 2, 3, 4, 5, 6})
            row.key += cell[i].toStdString() + (i < 6 ? "|" : "");
        const auto number = [&](int i) { return cell[i].toDouble(); };
        row.function.minimum_kmh = number(9);
        row.function.maximum_kmh = number(10);
        row.function.alpha = number(11);
        row.function.beta = number(12);
        row.function.gamma = number(13);
        row.function.delta = number(14);
        row.function.epsilon = number(15);
        row.function.zeta = number(16);
        row.function.eta = number(17);
        row.function.reduction = number(18);
        row.function.check_kmh = number(19);
        row.function.checkValue = number(20);
        row.flagged = !cell[21].isEmpty();
        rows.push_back(row);
    }
    return rows;
}

/// Deviation from a check value beyond the rounding of its six printed digits, relative to max(1, value).
double deviation(double value, double printed)
{
    const double halfDigit = 0.5001 * std::pow(10.0, std::floor(std::log10(std::abs(printed))) - 5);
    return std::max(0.0, std::abs(value - printed) - halfDigit) / std::max(1.0, std::abs(printed));
}

}  // namespace

class TestEmissionFactors : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowReproducesItsPublishedCheckValue()
    {
        QVERIFY(hotFunctions().size() >= 72);
        for (const HotFunction& f : hotFunctions()) {
            QVERIFY2(deviation(evaluate(f, f.check_kmh), f.checkValue) <= 1e-6, vehicleClass(f.vehicle).label.data());
            QVERIFY(f.checkValue > 0);
        }
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
        // Wear of a car at 30 km/h: 15.2 mg/km of PM2.5.
        QVERIFY(std::abs(1e3 * wearPm25_g_km(vehicleClass(C::PetrolEuro5), 30, 0.5, 0.25) - 15.2) < 0.05);
    }

    void everyFactorIsFiniteAndPositiveBetween5And130()
    {
        const FactorTable table;
        for (const VehicleClass& vehicle : vehicleClasses()) {
            for (int v = 5; v <= 130; ++v) {
                for (const DrivingSituation situation : {DrivingSituation::Urban, DrivingSituation::Highway})
                    for (const FactorKind kind : {FactorKind::NOx, FactorKind::ExhaustPm, FactorKind::Energy}) {
                        const double value = table.at(vehicle.id, kind, situation, v);
                        QVERIFY2(std::isfinite(value) && (value > 0) == (vehicle.fuel != Fuel::Electric), vehicle.label.data());
                    }
                QVERIFY(wearPm25_g_km(vehicle, v, 0.5, 0.25) > 0);
            }
        }
    }

    void theGuardMendsANegativeStretchAndAPole()
    {
        HotFunction falling{};
        falling.minimum_kmh = 10, falling.maximum_kmh = 100, falling.beta = -0.02, falling.gamma = 1, falling.eta = 1;  // negative above 50
        const FactorCurve mendedFall(falling);
        QVERIFY(mendedFall.mended());
        QVERIFY(std::abs(mendedFall.at(30) - 0.4) < 1e-12);
        HotFunction pole{};
        pole.minimum_kmh = 10, pole.maximum_kmh = 100, pole.gamma = 1, pole.zeta = 1, pole.eta = -55.3;  // changes sign at 55.3
        const FactorCurve mendedPole(pole);
        QVERIFY(mendedPole.mended());
        for (double v = 5; v <= 130; v += 0.25)
            QVERIFY(mendedFall.at(v) > 0 && std::isfinite(mendedPole.at(v)) && mendedPole.at(v) > 0);
    }

    void thePublishedTableIsReproducedAndItsFlaggedFunctionsMended()
    {
        const std::vector<ReferenceRow> rows = readReference();
        if (rows.empty())
            QSKIP("the reference table is not on this machine");
        double worst = 0;
        int flagged = 0;
        for (const ReferenceRow& row : rows) {
            worst = std::max(worst, deviation(evaluate(row.function, row.function.check_kmh), row.function.checkValue));
            if (!row.flagged)
                continue;
            ++flagged;
            const FactorCurve curve(row.function);
            for (double v = 5; v <= 130; v += 0.25)
                QVERIFY2(std::isfinite(curve.at(v)) && curve.at(v) > 0, row.key.c_str());
        }
        qInfo("%zu published functions, worst deviation from the check value %.2g, %d flagged ones mended", rows.size(), worst, flagged);
        QVERIFY(worst <= 1e-6);
        // Each of our rows is one of the published ones, figure by figure.
        for (const HotFunction& f : hotFunctions())
            QVERIFY2(std::any_of(rows.begin(), rows.end(),
                                 [&](const ReferenceRow& r) {
                                     const HotFunction& g = r.function;
                                     return std::array{f.alpha, f.beta,      f.gamma,      f.delta,       f.epsilon,    f.zeta,
                                                       f.eta,   f.reduction, f.checkValue, f.minimum_kmh, f.maximum_kmh} ==
                                            std::array{g.alpha, g.beta,      g.gamma,      g.delta,       g.epsilon,    g.zeta,
                                                       g.eta,   g.reduction, g.checkValue, g.minimum_kmh, g.maximum_kmh};
                                 }),
                     vehicleClass(f.vehicle).label.data());
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
        QVERIFY(std::abs(sum(withElectricShift(mix, 0.3)) - 1) < 1e-12);
        for (int minimum = 0; minimum <= 7; ++minimum) {
            const FleetMix inside =
                inLowEmissionZone(mix, {.area = {}, .minimumEuroPetrol = minimum, .minimumEuroDiesel = minimum, .compliance = 0.9});
            QVERIFY(std::abs(sum(inside) - 1) < 1e-12);
            QVERIFY(*std::min_element(inside.share.begin(), inside.share.end()) >= 0);
        }
        const FleetMix strict = inLowEmissionZone(mix, {.area = {}, .minimumEuroPetrol = 4, .minimumEuroDiesel = 6, .compliance = 1});
        QCOMPARE(strict[FleetClass::DieselEuro5], 0.0);
        QCOMPARE(strict[FleetClass::PetrolEuro4] / strict[FleetClass::PetrolEuro5],
                 mix[FleetClass::PetrolEuro4] / mix[FleetClass::PetrolEuro5]);
        QCOMPARE(strict[FleetClass::BusEuro4], mix[FleetClass::BusEuro4]);
    }
};

QTEST_GUILESS_MAIN(TestEmissionFactors)
#include "tst_emission_factors.moc"
