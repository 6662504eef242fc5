// Observed, inferred, or the model's alone: what goes past a sensor and has nowhere else to go is known too.
#include "ui/scene/overlay_observed.h"

#include "support/mini_city.h"

#include <QTest>

using namespace isopolis;

namespace {

///   A--B--C--D--E      F hangs on D: beyond it nobody knows what turned off
///            |
///            F
CityPtr street()
{
    test::MiniCity mini;
    mini.node("A", 0, 0).node("B", 200, 0).node("C", 400, 0).node("D", 600, 0).node("E", 800, 0).node("F", 600, -200);
    mini.street("A B C D E").street("D F");
    mini.zone("Zone", "A", {.people = 10});
    return mini.make();
}

LinkKnowledge between(const CityPtr& city, const IdVector<LinkId, LinkKnowledge>& known, double x, double y)
{
    for (LinkId link : idsOf(city->roads().links()))
        if (nearestOnLine(city->roads().links()[link].geometry, {x, y}).distance_m < 1)
            return known[link];
    qFatal("no street there");
}

}  // namespace

class TestOverlayObserved : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatASensorSeesGoesOnToTheNextJunction()
    {
        const CityPtr city = street();
        const Point2 sensor[] = {{300, 8}};
        const auto known = linkKnowledge(city->roads(), sensor);
        QCOMPARE(between(city, known, 300, 0), LinkKnowledge::Observed);
        QCOMPARE(between(city, known, 100, 0), LinkKnowledge::Inferred);
        QCOMPARE(between(city, known, 500, 0), LinkKnowledge::Inferred);
        QCOMPARE(between(city, known, 700, 0), LinkKnowledge::ModelOnly);
        QCOMPARE(between(city, known, 600, -100), LinkKnowledge::ModelOnly);
        // Both directions of a street are known alike.
        for (LinkId link : idsOf(city->roads().links()))
            if (const LinkId back = city->roads().links()[link].reverse; back.valid())
                QCOMPARE(known[link], known[back]);
    }

    void aSensorBesideNoStreetObservesNone()
    {
        const CityPtr city = street();
        const Point2 sensor[] = {{300, 100}};
        for (const LinkKnowledge each : linkKnowledge(city->roads(), sensor))
            QCOMPARE(each, LinkKnowledge::ModelOnly);
    }

    void observedIsSolidInferredIsDashedAndTheRestIsPlain()
    {
        const CityPtr city = street();
        const Point2 sensor[] = {{300, 8}};
        Overlay overlay;
        overlay.key = "traffic";
        showKnowledge(overlay, city->roads(), linkKnowledge(city->roads(), sensor));
        QVERIFY(overlay.legend.note.find("dashed") != std::string::npos);
        double solid = 0, dashes = 0;
        for (const OverlayLine& line : overlay.lines)
            (length(line.line) > 100 ? solid : dashes) += length(line.line);
        QCOMPARE(solid, 200.0);
        QVERIFY(dashes > 0.4 * 400 && dashes < 0.65 * 400);  // of the two streets beside it
        Overlay none;
        none.key = "traffic";
        showKnowledge(none, city->roads(), linkKnowledge(city->roads(), {}));
        QVERIFY(none.lines.empty() && none.legend.note.empty());
    }
};

QTEST_APPLESS_MAIN(TestOverlayObserved)
#include "tst_overlay_observed.moc"
