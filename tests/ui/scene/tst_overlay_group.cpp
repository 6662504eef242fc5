// An indicator for one group of people, absolutely and in percent: what stands on too small a base is hatched, and who gains is counted.
#include "ui/scene/overlay_group.h"

#include "simulation/equity/assess_values.h"
#include "ui/scene/colour_scale.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace isopolis;

namespace {

struct Place {
    double people = 0, old = 0, before = 0, after = 0;
};

/// Squares in a row, incomes rising, with people of the group "old".
struct Row {
    explicit Row(const std::vector<Place>& places)
    {
        CityData data;
        data.name = "Row";
        data.groups = {{"old", "People aged 65 or more"}};
        IdVector<NeighbourhoodId, double> before, after;
        for (const Place& p : places) {
            Neighbourhood n;
            const double x = 100.0 * static_cast<double>(data.neighbourhoods.size());
            n.externalId = "n" + std::to_string(data.neighbourhoods.size());
            n.name = n.externalId;
            n.outline = {Polygon{.outer = {{x, 0}, {x + 100, 0}, {x + 100, 100}, {x, 100}}}};
            n.population = p.people;
            n.income = x;
            n.groups = {p.old};
            data.neighbourhoods.push(std::move(n));
            before.push(p.people > 0 ? p.before : kUnknown);
            after.push(p.people > 0 ? p.after : kUnknown);
        }
        auto made = City::create(std::move(data));
        if (!made)
            qFatal("%s", made.error().text().c_str());
        city = *made;
        report = assessValues(*city, {{Indicator::No2, before, after}}, {});
    }
    Overlay overlay(const GroupQuestion& question) const { return makeGroupOverlay(*city, report, Indicator::No2, question); }
    CityPtr city;
    EquityReport report;
};

NeighbourhoodId nth(std::size_t i) { return NeighbourhoodId::fromIndex(i); }

}  // namespace

class TestOverlayGroup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everybodyLooksLikeThePlainOverlayAndIsCounted()
    {
        const Row row({{100, 50, 30, 22}, {200, 20, 30, 33}, {300, 5, 30, 30.1}, {0, 0, 0, 0}});
        const Overlay plain = makeIndicatorOverlay(*row.city, row.report.of(Indicator::No2), Moment::Change), all = row.overlay({});
        QCOMPARE(all.key, plain.key);
        for (const NeighbourhoodId id : idsOf(plain.neighbourhoods))
            QVERIFY(all.neighbourhoods[id] == plain.neighbourhoods[id]);
        QCOMPARE(all.legend.classes.size(), plain.legend.classes.size());
        QVERIFY(all.legend.people && all.legend.people->better == 100 && all.legend.people->worse == 200);
        QVERIFY(all.legend.people->unchanged == 300 && all.legend.people->hidden == 0);
        QVERIFY(!row.overlay({.moment = Moment::Before}).legend.people);
    }

    void aGroupIsShownWhereItLivesAndSmallBasesAreHatched()
    {
        const Row row({{100, 50, 30, 22}, {200, 0, 30, 33}, {300, 9, 30, 33}, {100, 10, 30, 30}});
        const Overlay old = row.overlay({.group = "old", .leastBase = 10});
        QCOMPARE(old.legend.group, std::string("People aged 65 or more"));
        QVERIFY(old.neighbourhoods[nth(0)].pattern == Pattern::Better && old.neighbourhoods[nth(0)].colour.a == 255);
        QCOMPARE(int(old.neighbourhoods[nth(1)].colour.a), 0);  // nobody of the group
        QVERIFY(old.neighbourhoods[nth(2)] == (AreaStyle{hiddenColour(), Pattern::Hidden}));
        QVERIFY(old.neighbourhoods[nth(3)].pattern == Pattern::None && old.neighbourhoods[nth(3)].colour == unchangedColour());
        QCOMPARE(old.legend.classes.back().pattern, Pattern::Hidden);
        QVERIFY(old.legend.people->better == 50 && old.legend.people->worse == 9 && old.legend.people->unchanged == 10);
        QCOMPARE(old.legend.people->hidden, 9.0);
        QVERIFY(old.key != row.overlay({}).key);
        const Overlay levels = row.overlay({.moment = Moment::After, .group = "old"});
        QVERIFY(levels.neighbourhoods[nth(2)].pattern == Pattern::Hidden && levels.neighbourhoods[nth(0)].pattern == Pattern::None);
    }

    void aFifthTakesItsShareOfThePeople()
    {
        const Row row({{100, 0, 30, 22}, {100, 0, 30, 33}, {100, 0, 30, 30}, {100, 0, 30, 30}, {100, 0, 30, 34}});
        const Overlay lowest = row.overlay({.group = "q1"});
        QVERIFY(lowest.legend.people->better == 100 && lowest.legend.people->worse == 0);
        for (std::size_t i = 1; i < 5; ++i)
            QCOMPARE(int(lowest.neighbourhoods[nth(i)].colour.a), 0);
        QCOMPARE(row.overlay({.group = "q5"}).legend.people->worse, 100.0);
    }

    void inPercentNearlyNothingHasNoPercentage()
    {
        const Row row({{100, 0, 40, 30}, {100, 0, 10, 12}, {100, 0, 0.5, 5}, {100, 0, 20, 20.1}, {100, 0, 0, 3}});
        const Overlay percent = row.overlay({.relative = true});
        QVERIFY(percent.legend.unit == Unit::Percent && percent.legend.change);
        QVERIFY(percent.neighbourhoods[nth(0)].pattern == Pattern::Better && percent.neighbourhoods[nth(1)].pattern == Pattern::Worse);
        QVERIFY(percent.neighbourhoods[nth(2)].pattern == Pattern::Hidden && percent.neighbourhoods[nth(4)].pattern == Pattern::Hidden);
        QVERIFY(percent.neighbourhoods[nth(3)].colour == unchangedColour());  // decided by the threshold in the indicator's unit
        for (const auto& [place, change] : {std::pair{0U, -25.0}, {1U, 20.0}}) {
            const AreaStyle style = percent.neighbourhoods[nth(place)];
            const auto found = std::find_if(percent.legend.classes.begin(), percent.legend.classes.end(),
                                            [&](const LegendClass& c) { return c.colour == style.colour && c.pattern == style.pattern; });
            QVERIFY(found != percent.legend.classes.end() && change >= found->from - 1e-9 && change <= found->to + 1e-9);
        }
        QVERIFY(row.overlay({.moment = Moment::Before, .relative = true}).legend.unit == Unit::MicrogramPerM3);
    }

    void whatIsTooCloseToCallIsMarkedAndCounted()
    {
        const Row row({{100, 0, 40, 30}, {200, 0, 30, 33}, {300, 0, 30, 30}});
        UncertainIndicator sure;
        sure.indicator = Indicator::No2;
        sure.places.resize(3);
        sure.places[nth(1)].verdict = SureVerdict::TooClose;
        const Overlay overlay = row.overlay({.sure = &sure});
        QCOMPARE(overlay.neighbourhoods[nth(1)].pattern, Pattern::TooClose);
        QVERIFY(overlay.legend.people->tooClose == 200 && overlay.legend.people->worse == 0);
        // People are counted by what the draws say, as in the headline beside the map.
        sure.places[nth(2)].verdict = SureVerdict::Worse;
        QCOMPARE(row.overlay({.sure = &sure}).legend.people->worse, 300.0);
        const Overlay both = makeBivariateOverlay(*row.city, row.report.of(Indicator::No2), Moment::Change, &sure);
        QVERIFY(both.neighbourhoods[nth(1)] == (AreaStyle{tooCloseColour(), Pattern::TooClose}));
        QVERIFY(both.neighbourhoods[nth(0)].pattern == Pattern::Better);
    }

    void groupsOfACityAreOffered()
    {
        const auto groups = overlayGroups(*Row({{1, 1, 1, 1}}).city);
        QCOMPARE(groups.size(), std::size_t{7});
        QVERIFY(groups.front().key.empty() && groups[1].key == "q1" && groups.back().key == "old");
        const Row row({{100, 50, 30, 22}});
        QVERIFY(row.overlay({.group = "none of that name"}).neighbourhoods[nth(0)] == row.overlay({}).neighbourhoods[nth(0)]);
    }
};

QTEST_APPLESS_MAIN(TestOverlayGroup)
#include "tst_overlay_group.moc"
