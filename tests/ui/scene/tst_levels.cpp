#include "ui/scene/change_classes.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/level_map.h"
#include "ui/viewport/map_decoration.h"

#include "ui/scene/colour_vision.h"
#include "ui/scene/scene_city.h"

#include <QTest>

using namespace isopolis;

namespace {

/// A grid over both zones, rising from west to east.
Raster rising(double from, double to)
{
    Raster raster{.columns = 40, .rows = 20, .origin = {-400, -200}, .cell_m = 20, .values = {}};
    for (int row = 0; row < raster.rows; ++row)
        for (int column = 0; column < raster.columns; ++column)
            raster.values.push_back(static_cast<float>(from + (to - from) * column / (raster.columns - 1)));
    return raster;
}

LevelMap mapOf(LevelField field, const CityPtr& city, const Raster& before, const Raster& after)
{
    return {.field = field, .before = levelSide(*city, before, {}, 2), .after = levelSide(*city, after, {}, 2), .threshold = 1};
}

/// Class of the square that a point lies in; 0 none.
int cellAt(const OverlayRaster& raster, Point2 p)
{
    const int c = static_cast<int>((p.x - raster.box.minX) / raster.box.width() * raster.columns);
    const int r = static_cast<int>((p.y - raster.box.minY) / raster.box.height() * raster.rows);
    return raster.cells[static_cast<std::size_t>(r) * static_cast<std::size_t>(raster.columns) + static_cast<std::size_t>(c)];
}

}  // namespace

class TestLevels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void coloursOfAllClassesCanBeToldApartByEverybody()
    {
        for (std::size_t classes = 2; classes <= 8; ++classes) {
            const std::vector<Colour> colours = burdenPalette(classes);
            QCOMPARE(colours.size(), classes);
            for (std::size_t i = 0; i < classes; ++i)
                for (std::size_t j = i + 1; j < classes; ++j) {
                    QVERIFY(luminance(colours[i]) > luminance(colours[j]));
                    for (const auto& vision : test::kVision)
                        QVERIFY2(test::ciede2000(test::labOf(colours[i], vision), test::labOf(colours[j], vision)) >= 10,
                                 qPrintable(QStringLiteral("%1 classes: %2, %3").arg(classes).arg(i).arg(j)));
                }
        }
    }

    void noiseHasFixedClassesWithItsLimitsMarked()
    {
        const CityPtr city = test::sceneCity();
        const Overlay overlay = makeLevelOverlay(mapOf(LevelField::NoiseLden, city, rising(40, 75), rising(40, 75)), Moment::Before);
        QCOMPARE(overlay.key, std::string("noise_lden_db/street/before"));
        std::vector<double> marked;
        for (const LegendClass& c : overlay.legend.classes)
            if (!c.mark.empty())
                marked.push_back(c.from);
        QCOMPARE(marked, (std::vector<double>{53, 55}));
        QVERIFY(std::isinf(overlay.legend.classes.front().from) && std::isinf(overlay.legend.classes.back().to));
        // The ground has the legend's colours, from the first class in the west to the last in the east.
        QCOMPARE(cellAt(*overlay.raster, {-395, 0}), 1);
        QCOMPARE(cellAt(*overlay.raster, {395, 0}), static_cast<int>(overlay.legend.classes.size()));
        QCOMPARE(overlay.raster->styles.size(), overlay.legend.classes.size());
        QVERIFY(overlay.raster->styles[0].colour == overlay.legend.classes[0].colour);
    }

    void mapsOfSomeHoursSayWhichAndKnowNoLimits()
    {
        const CityPtr city = test::sceneCity();
        LevelMap map = mapOf(LevelField::No2, city, rising(12, 31), rising(12, 31));
        const auto marks = [](const Overlay& overlay) {
            return std::count_if(overlay.legend.classes.begin(), overlay.legend.classes.end(),
                                 [](const LegendClass& c) { return !c.mark.empty(); });
        };
        QVERIFY(marks(makeLevelOverlay(map, Moment::After)) > 0);
        QVERIFY(makeLevelOverlay(map, Moment::After).legend.hours.empty());
        map.hours = {.period = Period::Evening, .weather = AirWeather::Calm};
        const Overlay evening = makeLevelOverlay(map, Moment::After);
        QCOMPARE(marks(evening), 0);
        QCOMPARE(evening.legend.hours, (std::vector<std::string>{"Evening, 16 to 19 o'clock", "Calm: wind below 2 m/s"}));
        QVERIFY(evening.legend.note.find("limit values are for annual means") != std::string::npos);
        const QString title = legendTitle(evening.legend);
        QVERIFY2(title.contains(QStringLiteral("Evening")) && title.contains(QStringLiteral("Calm")), qPrintable(title));
        // By day and in the evening noise has classes and no limits.
        for (const LevelField field : {LevelField::NoiseLday, LevelField::NoiseLevening}) {
            const Overlay noise = makeLevelOverlay(mapOf(field, city, rising(40, 75), rising(40, 75)), Moment::After);
            QCOMPARE(marks(noise), 0);
            QVERIFY(noise.legend.classes.size() > 5);
        }
    }

    void classesOfTheAirHoldTheLimitsWithinReach()
    {
        const CityPtr city = test::sceneCity();
        const LevelMap map = mapOf(LevelField::No2, city, rising(12, 31), rising(12, 31));
        const std::vector<double> limits = levelClassLimits(map);
        QVERIFY(std::is_sorted(limits.begin(), limits.end()) && limits.size() <= 7);
        QCOMPARE(std::count(limits.begin(), limits.end(), 20.0), 1);  // EU from 2030
        QCOMPARE(std::count(limits.begin(), limits.end(), 10.0), 0);  // all are above the WHO's, so no class begins there
        const Overlay overlay = makeLevelOverlay(map, Moment::After);
        QVERIFY(std::any_of(overlay.legend.classes.begin(), overlay.legend.classes.end(),
                            [](const LegendClass& c) { return c.from == 20 && c.mark == "above the EU limit from 2030"; }));
    }

    void housesAreNoHolesAndBeyondTheMapThereIsNothing()
    {
        const CityPtr city = test::sceneCity();
        Raster raster = rising(50, 60);
        const float unknown = std::numeric_limits<float>::quiet_NaN();
        raster.at(25, 12) = unknown;  // one house
        for (int row = 0; row < 6; ++row)
            for (int column = 0; column < 6; ++column)
                raster.at(column, row) = unknown;  // nothing known in a corner
        const Overlay overlay = makeLevelOverlay(mapOf(LevelField::NoiseLden, city, raster, raster), Moment::Before);
        QVERIFY(cellAt(*overlay.raster, raster.centreOf(25, 12)) > 0);
        QCOMPARE(cellAt(*overlay.raster, raster.centreOf(1, 1)), 0);
    }

    void buildingsTakeTheirLoudestReceptorElseTheMapAroundThem()
    {
        const CityPtr city = test::sceneCity();  // b:tower at (100, 60), b:courtyard at (−120, 80)
        const std::vector<LevelPlace> receptors{{{84.5, 60}, 61}, {{100, 44.5}, 66}, {{500, 500}, 99}};
        const LevelSide side = levelSide(*city, rising(50, 60), receptors, 2);
        QCOMPARE(side.fromReceptors, std::size_t{1});
        QCOMPARE(side.buildings[BuildingId(0)], 66.0);
        const double expected = side.raster.sample({-90, 80});  // its eastern wall, where the map is loudest
        QVERIFY(std::abs(side.buildings[BuildingId(1)] - expected) < 0.3);
        const LevelMap map{.field = LevelField::NoiseLden, .before = side, .after = side, .threshold = 1};
        const Overlay overlay = makeLevelOverlay(map, Moment::After);
        QVERIFY(overlay.buildings[BuildingId(0)] == overlay.legend.classes[6].colour);  // 65 to 70 dB
    }

    void aChangeIsShownFromTheThresholdOnWithItsSign()
    {
        const CityPtr city = test::sceneCity();
        const Raster before = rising(55, 55), after = rising(52, 58);
        const Overlay overlay = makeLevelOverlay(mapOf(LevelField::NoiseLden, city, before, after), Moment::Change);
        QCOMPARE(overlay.legend.classes.size(), std::size_t{7});
        const auto patternAt = [&](Point2 p) {
            return overlay.raster->styles[static_cast<std::size_t>(cellAt(*overlay.raster, p) - 1)].pattern;
        };
        QCOMPARE(patternAt({-390, 0}), Pattern::Better);
        QCOMPARE(patternAt({0, 0}), Pattern::None);
        QCOMPARE(patternAt({390, 0}), Pattern::Worse);
        // Equal maps: one class, nothing stands out.
        const Overlay same = makeLevelOverlay(mapOf(LevelField::NoiseLden, city, before, before), Moment::Change);
        QCOMPARE(same.legend.classes.size(), std::size_t{1});
        QCOMPARE(cellAt(*same.raster, {0, 0}), 1);
    }

    void changeClassesAreSymmetric()
    {
        const ChangeClasses classes = changeClasses({0.5, 1, 2, 3}, 0.4, Direction::LessIsBetter);
        QCOMPARE(classes.classOf(0), std::size_t{3});
        QCOMPARE(classes.classOf(0.39), std::size_t{3});
        QCOMPARE(classes.classOf(-3) + classes.classOf(3), std::size_t{6});
        QVERIFY(classes.legend[classes.classOf(-3)].pattern == Pattern::Better &&
                classes.legend[classes.classOf(3)].pattern == Pattern::Worse);
        QCOMPARE(changeClasses({}, 0.4, Direction::LessIsBetter).classOf(9), std::size_t{0});
    }

    void withoutARasterThereIsNothingToShow()
    {
        const CityPtr city = test::sceneCity();
        const Overlay overlay = makeLevelOverlay(mapOf(LevelField::Pm25, city, {}, {}), Moment::After);
        QVERIFY(!overlay.raster || overlay.raster->cells.empty());
    }
};

QTEST_GUILESS_MAIN(TestLevels)
#include "tst_levels.moc"
