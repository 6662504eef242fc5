// Vehicles move along their line between two sightings, and never ahead of the last.
#include "support/mini_city.h"
#include "ui/live/vehicle_tracker.h"

#include <QTest>

using namespace isopolis;

namespace {

constexpr std::int64_t kStart_s = 1'709'510'400;

/// Line 7 goes east for 1000 m and then north.
CityPtr cityWithLine()
{
    test::MiniCity mini;
    mini.node("A", 0, 0).node("B", 1000, 0).node("C", 1000, 1000);
    mini.street("A B C");
    mini.zone("Zone", "A", {.people = 10});
    mini.data.transit.lines.push(
        {.externalId = "gtfs:route/7", .name = "7", .mode = "bus", .geometry = {{0, 0}, {1000, 0}, {1000, 1000}}, .patterns = {}});
    return mini.make();
}

double away(Point2 a, Point2 b) { return distance(a, b); }

}  // namespace

class TestVehicleTracker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aVehicleFollowsItsLineRoundTheCorner()
    {
        VehicleTracker tracker;
        tracker.setCity(cityWithLine());
        const VehicleSeen first[] = {{"t1", "7", {500, 10}, kStart_s}}, second[] = {{"t1", "7", {990, 500}, kStart_s + 20}};
        tracker.add(first);
        QCOMPARE(tracker.at(kStart_s).size(), std::size_t{1});
        QVERIFY(away(tracker.at(kStart_s + 10)[0].at, {500, 10}) < 1e-9);  // seen once: where it was
        tracker.add(second);
        QVERIFY(away(tracker.at(kStart_s + 20)[0].at, {500, 0}) < 1e-6);
        QVERIFY(away(tracker.at(kStart_s + 30)[0].at, {1000, 0}) < 1e-6);  // half of 1000 m along the line: the corner
        QVERIFY(away(tracker.at(kStart_s + 40)[0].at, {1000, 500}) < 1e-6);
        QVERIFY(away(tracker.at(kStart_s + 60)[0].at, {1000, 500}) < 1e-6);  // it waits for the next sighting
    }

    void withoutAMappedLineItGoesStraight()
    {
        VehicleTracker tracker;
        tracker.setCity(cityWithLine());
        const VehicleSeen first[] = {{"t1", "none", {0, 100}, kStart_s}, {"t2", "7", {300, 400}, kStart_s}};
        const VehicleSeen second[] = {{"t1", "none", {100, 300}, kStart_s + 10}, {"t2", "7", {500, 400}, kStart_s + 10}};
        tracker.add(first);
        tracker.add(second);
        QVERIFY(away(tracker.at(kStart_s + 15)[0].at, {50, 200}) < 1e-6);
        QVERIFY(away(tracker.at(kStart_s + 15)[1].at, {400, 400}) < 1e-6);  // off its line: not pulled onto it
    }

    void whatIsNotSeenAnyMoreIsGone()
    {
        VehicleTracker tracker;
        tracker.setCity(cityWithLine());
        const VehicleSeen both[] = {{"t1", "7", {0, 0}, kStart_s}, {"t2", "7", {10, 0}, kStart_s}};
        const VehicleSeen one[] = {{"t2", "7", {20, 0}, kStart_s + kVehicleGone_s + 1}};
        tracker.add(both);
        QCOMPARE(tracker.at(kStart_s + kVehicleGone_s).size(), std::size_t{2});
        QCOMPARE(tracker.at(kStart_s + kVehicleGone_s + 1).size(), std::size_t{0});
        tracker.add(one);
        QCOMPARE(tracker.at(kStart_s + kVehicleGone_s + 1).size(), std::size_t{1});
        // The same message again changes nothing, an older one neither.
        tracker.add(both);
        const std::vector<MovingVehicle> still = tracker.at(kStart_s + kVehicleGone_s + 2);
        QCOMPARE(still.size(), std::size_t{1});
        QVERIFY(still[0].at.x > 10 && still[0].at.x < 11 && still[0].seen_s == kStart_s + kVehicleGone_s + 1);  // on its way to 20 m
    }
};

QTEST_APPLESS_MAIN(TestVehicleTracker)
#include "tst_vehicle_tracker.moc"
