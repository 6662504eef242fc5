/// `emission` and `air` with the real program: terms, reference cases, and what they say to wrong input.

#include "support/cli.h"

#include <QTest>

#include <cmath>

using namespace isopolis::test;

namespace {

QByteArray rlineCase(const QByteArray& lambda = "15", const QByteArray& wind = "2")
{
    return R"({"model": "rline", "coefficients": "2023", "met": {"u_star": 0.15, "w_star": -9, "L": )" + lambda +
           R"(, "z0": 0.1, "zi_conv": -999, "zi_mech": 140, "H_W_m2": -20, "wind": )" + wind +
           R"(, "wind_dir": 270, "z_ref": 10, "temp_K": 280, "displacement_factor": 5},
        "sources": [{"id": "a", "start": [0, -100, 0.5], "end": [0, 0, 0.5], "width_m": 7, "sigma_z0_m": 1.5, "emission_g_m_s": 1},
                    {"id": "b", "start": [0, 0, 0.5], "end": [0, 100, 0.5], "width_m": 7, "sigma_z0_m": 1.5, "emission_g_m_s": 1}],
        "receptors": [[-200, 0, 1.5], [50, 0, 1.5]]})";
}

const QByteArray kCanyon = R"({"model": "ospm", "H_m": 20, "W_m": 25, "L1_m": 100, "L2_m": 100, "axis_deg": 0, "z_rec_m": 2,
    "f_roof": 0.82, "u_mast_m_s": 0.7, "wind_dir_deg": 143, "T_K": 278.15, "global_rad_W_m2": 700, "NO_bg_ugm3": 20, "NO2_bg_ugm3": 10,
    "O3_bg_ugm3": 15, "N_light_h": 2000, "N_heavy_h": 5, "V_light_kmh": 35, "V_heavy_kmh": 32, "q_NOx_ug_m_s": 450, "q_NO2_ug_m_s": 22.5})";

}  // namespace

class TestCliEnvironment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void emissionGivesAllTermsOfAVehicle()
    {
        const Cli cli;
        const CliAnswer answer = cli.run({"--json", "emission", "--vehicle", "diesel_euro5", "--speed", "50"});
        QCOMPARE(answer.code, 0);
        const QJsonObject hot = answer.json()["hot"].toObject(), total = answer.json()["total"].toObject();
        QVERIFY(std::abs(hot["nox_g_km"].toDouble() / 0.537 - 1) < 0.003);
        QVERIFY(total["pm10_g_km"].toDouble() > total["pm25_g_km"].toDouble());
        QVERIFY(answer.json()["co2_tank_to_wheel_g_km"].toDouble() > 100);
        const CliAnswer winter = cli.run({"--json", "emission", "--vehicle", "petrol_euro4", "--speed", "20", "--temperature", "0"});
        QVERIFY(winter.json()["cold"].toObject()["nox_g_km"].toDouble() > 0 && winter.json()["cold_distance_share"].toDouble() > 0.2);
        const CliAnswer any =
            cli.run({"--json", "emission", "--technology", "TRUCKS|diesel|Rigid <=7.5 t|3|", "--speed", "15", "--slope", "-6"});
        QVERIFY(std::abs(any.json()["hot"].toObject()["nox_g_km"].toDouble() - 1.90463) < 1e-4);
        QCOMPARE(cli.run({"--json", "emission", "--list"}).json()["technologies"].toArray().size(), 712);
    }

    void emissionRefusesWhatItDoesNotKnow()
    {
        const Cli cli;
        QCOMPARE(cli.run({"--json", "emission", "--vehicle", "steam"}).error()["code"].toString(), QStringLiteral("not_found"));
        QCOMPARE(cli.run({"emission"}).code, 2);
        QCOMPARE(cli.run({"emission", "--vehicle", "hybrid", "--speed", "-5"}).code, 2);
        QCOMPARE(cli.run({"--json", "emission", "--vehicle", "hybrid", "--set", "emissions.trip_length=99"}).code, 1);
    }

    void aLineSourceCaseIsThatOfAermod()
    {
        // AERMOD 24142: 653.81 µg/m³ 200 m upwind in a stable, meandering hour.
        const Cli cli;
        cli.write("case.json", rlineCase());
        const CliAnswer answer = cli.run({"--json", "air", "case.json"});
        QCOMPARE(answer.code, 0);
        const QJsonArray receptors = answer.json()["receptors"].toArray();
        const double upwind = receptors[0].toObject()["total_ug_m3"].toDouble();
        QVERIFY2(std::abs(upwind / 653.81145 - 1) < 0.02, qPrintable(QString::number(upwind)));
        const QJsonObject parts = receptors[1].toObject()["by_source"].toObject();
        QVERIFY(std::abs(parts["a"].toDouble() / parts["b"].toDouble() - 1) < 1e-6);
        QVERIFY(answer.json()["terms_on_the_axis"].toArray().size() == 6);
    }

    void aWallShieldsAndMeasuredValuesAreJudged()
    {
        const Cli cli;
        const QByteArray open = rlineCase();
        cli.write("open.json", open);
        cli.write("wall.json", QByteArray(open).replace("\"width_m\"", "\"walls\": [{\"height_m\": 4, \"offset_m\": -8}], \"width_m\""));
        cli.write("hours.json", "{\"model\": \"rline\", \"hours\": [" +
                                    QByteArray(open).replace("\"receptors\"", "\"measured_ug_m3\": [654, null], \"receptors\"") + "," +
                                    QByteArray(open).replace("\"receptors\"", "\"measured_ug_m3\": [null, 1], \"receptors\"") + "]}");
        const auto behind = [&](const char* file) {
            return cli.run({"--json", "air", file}).json()["receptors"].toArray()[1].toObject()["total_ug_m3"].toDouble();
        };
        const double without = behind("open.json"), with = behind("wall.json");
        QVERIFY2(with > 0 && with < 0.9 * without, qPrintable(QString::number(with / without)));
        const QJsonObject evaluation = cli.run({"--json", "air", "hours.json"}).json()["evaluation"].toObject();
        QCOMPARE(evaluation["n"].toInt(), 2);
        QCOMPARE(evaluation["fac2"].toDouble(), 0.5);  // the first meets, the second is far off
        cli.write("old.json", QByteArray(open)
                                  .replace("\"2023\"", "\"2013\"")
                                  .replace("\"width_m\"", "\"walls\": [{\"height_m\": 4, \"offset_m\": -8}], \"width_m\""));
        QCOMPARE(cli.run({"air", "old.json"}).code, 1);
    }

    void theTracerExperimentAndAermodsHoursAreJudgedFromTheirTables()
    {
        const QString folder = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/air/");
        if (!QFile::exists(folder + "idaho_falls_2008.csv") || !QFile::exists(folder + "aermod_rline_synthetic.csv"))
            QSKIP("the tables of the tracer experiment and of AERMOD are not on this machine");
        const Cli cli;
        const QJsonArray sets = cli.run({"--json", "air", folder + "idaho_falls_2008.csv"}).json()["sets"].toArray();
        QCOMPARE(sets.size(), 2);
        for (const auto& set : sets) {
            const QJsonObject e = set.toObject()["evaluation"].toObject();
            QVERIFY(e["n"].toInt() == 143 && e["fac2"].toDouble() >= 0.9 && std::abs(e["r"].toDouble() - 0.94) < 0.01);
        }
        const QJsonArray programs = cli.run({"--json", "air", folder + "aermod_rline_synthetic.csv"}).json()["programs"].toArray();
        QCOMPARE(programs.size(), 2);
        for (const auto& program : programs)
            QVERIFY(program.toObject()["agreement"].toObject()["median"].toDouble() <= 0.005);
        QVERIFY(cli.run({"air", folder + "idaho_falls_2008.csv"}).out.contains("FAC2 0.95"));
    }

    void aStreetCanyonCaseIsThatOfTheReference()
    {
        const Cli cli;
        cli.write("canyon.json", kCanyon);
        const QJsonObject one = cli.run({"--json", "air", "canyon.json"}).json();
        QVERIFY(std::abs(one["NOx_side1"].toDouble() / 242.561 - 1) < 1e-4 && std::abs(one["NO2_side2"].toDouble() / 30.5914 - 1) < 1e-4);
        const QString table = QStringLiteral(ISOPOLIS_SOURCE_DIR "/../shared/data/reference/air/ospm_reference.csv");
        if (!QFile::exists(table))
            QSKIP("the table of street canyons is not on this machine");
        QCOMPARE(cli.run({"--json", "air", table}).json()["cases"].toArray().size(), 70);
    }

    void hostileCasesGetOneSentence()
    {
        const Cli cli;
        const auto fails = [&cli](const QByteArray& text) {
            cli.write("bad.json", text);
            const CliAnswer answer = cli.run({"--json", "air", "bad.json"});
            return answer.code == 1 && !answer.error()["message"].toString().isEmpty();
        };
        QVERIFY(fails("") && fails("[]") && fails("{\"model\": 3}") && fails("{\"model\": \"magic\"}") && fails(rlineCase("0")));
        QVERIFY(fails(rlineCase("15", "-1")) && fails(rlineCase("15", "null")) && fails(rlineCase("15", "1e999")));
        QVERIFY(fails(QByteArray(100000, '[')));
        QVERIFY(fails(QByteArray(kCanyon).replace("\"W_m\": 25", "\"W_m\": 0")));
        QVERIFY(fails(QByteArray(rlineCase()).replace("[50, 0, 1.5]", "[50, \"x\"]")));
        QCOMPARE(cli.run({"air", "absent.json"}).code, 1);
    }
};

QTEST_GUILESS_MAIN(TestCliEnvironment)
#include "tst_cli_environment.moc"
