#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay_theme.h"
#include "ui/scene/scene_theme.h"

#include "ui/scene/colour_vision.h"

#include <QTest>

using namespace isopolis;

class TestColourScale : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDistanceMeasureReproducesPublishedPairs()
    {
        // Sharma, Wu & Dalal 2005, table 1.
        QVERIFY(std::abs(test::ciede2000({50, 2.6772, -79.7751}, {50, 0, -82.7485}) - 2.0425) < 1e-4);
        QVERIFY(std::abs(test::ciede2000({50, 2.5, 0}, {56, -27, -3}) - 31.9030) < 1e-4);
        QVERIFY(std::abs(test::ciede2000({50, 2.49, -0.001}, {50, -2.49, 0.001}) - 7.1792) < 1e-4);
    }
    void anyTwoClassesAreToldApartByAnyColourVision()
    {
        std::vector<std::vector<Colour>> palettes;
        for (const Ramp ramp : {Ramp::Warm, Ramp::Cool})
            palettes.emplace_back(sequentialPalette(ramp).begin(), sequentialPalette(ramp).end());
        std::vector<Colour> diverging{unchangedColour(), tooCloseColour()};
        for (std::size_t i = 0; i < 3; ++i) {
            diverging.push_back(betterPalette()[i]);
            diverging.push_back(worsePalette()[i]);
        }
        palettes.push_back(diverging);
        for (Colour& colour : diverging)
            colour = inTheme(colour, true);
        palettes.push_back(diverging);
        palettes.emplace_back(loadPalette().begin(), loadPalette().end());
        palettes.emplace_back(transitPalette().begin(), transitPalette().end());
        palettes.emplace_back(bivariatePalette().begin(), bivariatePalette().end());
        for (const auto& palette : palettes) {
            for (const auto& vision : test::kVision) {
                for (std::size_t i = 0; i < palette.size(); ++i) {
                    for (std::size_t j = 0; j < i; ++j)
                        QVERIFY(test::ciede2000(test::labOf(palette[i], vision), test::labOf(palette[j], vision)) >= 10);
                }
            }
        }
    }
    void luminanceFallsWithTheValueAndToBothSidesOfTheMiddle()
    {
        for (const Ramp ramp : {Ramp::Warm, Ramp::Cool}) {
            for (std::size_t i = 1; i < kLevelClasses; ++i)
                QVERIFY(luminance(sequentialPalette(ramp)[i]) < luminance(sequentialPalette(ramp)[i - 1]));
        }
        for (const auto palette : {betterPalette(), worsePalette()}) {
            QVERIFY(luminance(palette[0]) < luminance(unchangedColour()));
            QVERIFY(luminance(palette[1]) < luminance(palette[0]));
            QVERIFY(luminance(palette[2]) < luminance(palette[1]));
        }
    }
    void onADarkGroundTheMiddleIsQuietAndALargeChangeBright()
    {
        const Colour land = SceneTheme{.dark = true}.land(), middle = inTheme(unchangedColour(), true);
        QVERIFY(luminance(middle) < 0.1 && luminance(middle) > luminance(land));
        for (const auto palette : {betterPalette(), worsePalette()}) {
            double before = luminance(middle);
            for (const Colour colour : palette) {
                QVERIFY(luminance(inTheme(colour, true)) > before);
                before = luminance(inTheme(colour, true));
                QCOMPARE(inTheme(colour, false), colour);
            }
        }
        for (const Colour colour : sequentialPalette(Ramp::Warm))
            QCOMPARE(inTheme(colour, true), colour);
        Colour faint = worsePalette()[1];
        faint.a = 90;
        QCOMPARE(int(inTheme(faint, true).a), 90);
        Overlay overlay;
        overlay.legend.classes.push_back({.colour = unchangedColour()});
        overlay.neighbourhoods.push({betterPalette()[2], Pattern::Better});
        OverlayRaster squares;
        squares.styles.push_back({worsePalette()[0], Pattern::Worse});
        overlay.raster = std::make_shared<OverlayRaster>(squares);
        const Overlay night = inTheme(overlay, true);
        QCOMPARE(night.legend.classes[0].colour, middle);
        QCOMPARE(night.neighbourhoods[NeighbourhoodId(0)].colour, inTheme(betterPalette()[2], true));
        QCOMPARE(night.raster->styles[0].colour, inTheme(worsePalette()[0], true));
        QCOMPARE(overlay.raster->styles[0].colour, worsePalette()[0]);  // the same raster may be on show elsewhere
    }
    void limitsAreRoundEncloseAllValuesAndShareThemEvenly()
    {
        std::vector<double> values;
        for (int i = 0; i < 200; ++i)
            values.push_back(13.37 + 0.083 * i);
        const std::vector<double> limits = classLimits(values, 5);
        QCOMPARE(limits.size(), std::size_t(6));
        QVERIFY(limits.front() <= values.front() && limits.back() >= values.back());
        QVERIFY(decimalsOf(limits) <= 1);
        std::array<int, 5> members{};
        for (double value : values)
            ++members[classOf(limits, value)];
        for (int n : members)
            QVERIFY(n >= 25 && n <= 55);
    }
    void oneOutlierDoesNotMakeTheOtherClassesEqual()
    {
        std::vector<double> values;
        for (int i = 0; i < 50; ++i)
            values.push_back(10 + 0.1 * i);
        values.push_back(900);
        const std::vector<double> limits = classLimits(values, 5);
        QCOMPARE(limits.size(), std::size_t(6));
        QVERIFY(limits[4] < 16);
        QVERIFY(limits[5] >= 900);
    }
    void equalMissingAndNoValuesStillMakeALegend()
    {
        QVERIFY(classLimits(std::vector<double>{}, 5).empty());
        QVERIFY(classLimits(std::vector<double>{std::nan(""), std::nan("")}, 5).empty());
        const std::vector<double> same = classLimits(std::vector<double>{7, 7, std::nan(""), 7}, 5);
        QCOMPARE(same.size(), std::size_t(2));
        QVERIFY(same[0] <= 7 && same[1] > 7);
        QCOMPARE(classOf(same, 7), std::size_t(0));
    }
    void aValueOnALimitBelongsToTheClassAboveIt()
    {
        const std::vector<double> limits{0, 10, 20, 30};
        QCOMPARE(classOf(limits, -5), std::size_t(0));
        QCOMPARE(classOf(limits, 10), std::size_t(1));
        QCOMPARE(classOf(limits, 29.9), std::size_t(2));
        QCOMPARE(classOf(limits, 99), std::size_t(2));
    }
};

QTEST_APPLESS_MAIN(TestColourScale)
#include "tst_colour_scale.moc"
