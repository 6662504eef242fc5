// The modelled air beside what stations make of it: corrected where they know better, unsure where none stands, and left alone where
// leaving one out does not help.

#include "gis/core/sample/sample_city.h"
#include "simulation/air/air_field.h"
#include "simulation/run/model_chain.h"
#include "ui/jobs/corrected_air.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace isopolis;

namespace {

constexpr std::int64_t kBegin_s = 1709510400, kHour_s = 3600;
constexpr int kHours = 24 * 20, kAcross = 4;

}  // namespace

class TestCorrectedAir : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        auto data = makeSampleCity({.population = 5000, .seed = 1});
        QVERIFY(data);
        m_city = City::create(std::move(*data)).value();
        QuietControl control(1);
        auto run = runChain(m_city, {.name = "base"}, control);
        QVERIFY2(run, run ? "" : run.error().text().c_str());
        m_run = *run;
        // A fault of the model that changes slowly from place to place and from hour to hour: what a missing source looks like.
        for (const Neighbourhood& n : m_city->neighbourhoods())
            m_box.add(bounds(n.outline));
        const AirProbe probe(m_run->applied, m_run->emissions, control);
        std::mt19937 random(5);
        for (int i = 0; i < kAcross * kAcross; ++i) {
            AirStation station;
            station.id = station.name = "station-" + std::to_string(i);
            station.at = {m_box.minX + (i % kAcross + 0.5) / kAcross * (m_box.maxX - m_box.minX),
                          m_box.minY + (i / kAcross + 0.5) / kAcross * (m_box.maxY - m_box.minY)};
            const double modelled = probe.at(station.at).levels.no2_ug_m3;
            for (int h = 0; h < kHours; ++h)
                station.values.push_back(
                    {kBegin_s + h * kHour_s, modelled + fault(station.at, h) + 0.2 * (static_cast<double>(random() % 1000) / 500 - 1)});
            m_stations.push_back(std::move(station));
        }
    }

    void whereStationsKnowBetterTheMapIsCorrected()
    {
        QuietControl control(1);
        AirCorrectionRequest request{.quantity = AirQuantity::No2, .stations = m_stations, .from_s = 0, .to_s = 0};
        chooseLastHours(request, 1);
        QCOMPARE(request.to_s, kBegin_s + kHours * kHour_s);
        QCOMPARE(request.from_s, request.to_s - kHour_s);
        const auto map = correctedAirMap(*m_run, request, control);
        QVERIFY2(map, map ? "" : map.error().text().c_str());
        QVERIFY2(map->correction.gate.applied, map->correction.gate.sentence.c_str());
        QVERIFY(map->correction.gate.left.gain() > 0.05);
        double before = 0, after = 0;
        for (const CorrectedStation& s : map->correction.stations) {
            before += std::abs(s.measured_ug_m3 - s.modelled_ug_m3);
            after += std::abs(s.measured_ug_m3 - s.corrected_ug_m3);
        }
        QVERIFY2(after < 0.5 * before, qPrintable(QStringLiteral("%1 of %2").arg(after).arg(before)));
        // Between the stations too, where nobody measured.
        std::vector<Point2> places;
        for (int i = 0; i < (kAcross - 1) * (kAcross - 1); ++i)
            places.push_back({m_box.minX + (i % (kAcross - 1) + 1.0) / kAcross * (m_box.maxX - m_box.minX),
                              m_box.minY + (i / (kAcross - 1) + 1.0) / kAcross * (m_box.maxY - m_box.minY)});
        double error = 0, without = 0;
        for (const auto& [place, here] : zipped(places, correctionAt(map->correction, m_run->applied, places, control))) {
            without += std::abs(fault(place, kHours - 1));
            error += std::abs(fault(place, kHours - 1) - here.increment);
        }
        QVERIFY2(error < 0.6 * without, qPrintable(QStringLiteral("%1 of %2").arg(error).arg(without)));
        // σ: least at a station, that of the model alone far away.
        const std::vector<Point2> ends = {m_stations[5].at, {m_box.maxX + 1e5, m_box.maxY + 1e5}};
        const auto sure = correctionAt(map->correction, m_run->applied, ends, control);
        QVERIFY2(sure[0].sigma < 0.7 * sure[1].sigma, qPrintable(QStringLiteral("%1 and %2").arg(sure[0].sigma).arg(sure[1].sigma)));
        QVERIFY(std::abs(sure[1].increment) < 1e-6);

        const Overlay &modelled = map->picture(CorrectedPicture::Modelled), &corrected = map->picture(CorrectedPicture::Corrected);
        QVERIFY(modelled.raster && corrected.raster && !(*modelled.raster == *corrected.raster));
        // A cell that the model knows nothing of is not filled by the stations.
        QCOMPARE(modelled.raster->cells.size(), corrected.raster->cells.size());
        for (std::size_t i = 0; i < modelled.raster->cells.size(); ++i)
            QCOMPARE(modelled.raster->cells[i] == 0, corrected.raster->cells[i] == 0);
        QCOMPARE(modelled.legend.classes.size(), corrected.legend.classes.size());
        for (std::size_t i = 0; i < modelled.legend.classes.size(); ++i)
            QCOMPARE(modelled.legend.classes[i].from, corrected.legend.classes[i].from);
        QCOMPARE(corrected.legend.title, std::string("NO2, corrected by sensors"));
        QVERIFY(map->picture(CorrectedPicture::Sigma).raster && !map->picture(CorrectedPicture::Sigma).legend.classes.empty());
        QCOMPARE(corrected.key, std::string("no2_ug_m3/corrected"));
        QVERIFY(correctedPictureOf(corrected.key) == std::pair(AirQuantity::No2, CorrectedPicture::Corrected));
        QVERIFY(!correctedPictureOf("no2_ug_m3/change"));
    }

    void whereTheyDoNotHelpTheMapStaysAndSaysSo()
    {
        QuietControl control(1);
        AirCorrectionRequest request{.quantity = AirQuantity::No2, .stations = m_stations, .from_s = 0, .to_s = 0};
        std::mt19937 random(3);
        for (AirStation& station : request.stations)  // every station goes its own way
            for (StationValue& v : station.values)
                v.value = 30 + static_cast<double>(random() % 2000) / 100;
        const auto map = correctedAirMap(*m_run, request, control);
        QVERIFY2(map, map ? "" : map.error().text().c_str());
        QVERIFY(!map->correction.gate.applied);
        QVERIFY(*map->picture(CorrectedPicture::Modelled).raster == *map->picture(CorrectedPicture::Corrected).raster);
        QCOMPARE(map->picture(CorrectedPicture::Corrected).legend.title, std::string("NO2, not corrected by sensors"));
        QVERIFY(!correctedAirMap(*m_run, {.quantity = AirQuantity::No2, .stations = {}, .from_s = 0, .to_s = 0}, control));
    }

private:
    double fault(Point2 at, int hour) const
    {
        const double x = (at.x - m_box.minX) / (m_box.maxX - m_box.minX), y = (at.y - m_box.minY) / (m_box.maxY - m_box.minY);
        return 6 * std::sin(0.26 * hour) * std::cos(3 * x) + 5 * std::cos(0.07 * hour) * std::sin(3 * y);
    }

    static std::vector<std::pair<Point2, Interpolated>> zipped(const std::vector<Point2>& places, const std::vector<Interpolated>& here)
    {
        std::vector<std::pair<Point2, Interpolated>> out;
        for (std::size_t i = 0; i < places.size(); ++i)
            out.emplace_back(places[i], here[i]);
        return out;
    }

    CityPtr m_city;
    RunPtr m_run;
    Box m_box;
    std::vector<AirStation> m_stations;
};

QTEST_APPLESS_MAIN(TestCorrectedAir)
#include "tst_corrected_air.moc"
