#pragma once
/// One operation of each type, with values that need all bits of a double.

#include "simulation/scenario/demand_factors.h"
#include "simulation/scenario/scenario.h"

namespace isopolis::test {

inline MultiPolygon squareAt(double x, double y, double side)
{
    return {Polygon{.outer = {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}}}};
}

inline std::vector<Operation> oneOfEach()
{
    MultiPolygon holed = squareAt(0.1, 1.0 / 3, 300);
    holed[0].holes = {{{50, 50}, {60, 50}, {60, 60}}};
    holed.push_back(squareAt(1e7 / 3, -2.5e-7, 10)[0]);
    return {
        CloseRoad{{.target = "osm:way/1"}},
        SetSpeedLimit{{.area = holed}, Speed::kmh(100.0 / 3)},
        SetLanes{{.target = "street:Größe \"A\" – \\n"}, 1.1},
        OneWay{{.target = "osm:way/2#3>4"}, OneWay::Direction::Backward},
        TrafficFilter{{.target = "neighbourhood:Centre"}},
        AddRoad{"New bridge", {{0.1, 0.2}, {1.0 / 7, 2e5 / 3}, {3, 4}}, RoadClass::Primary, Speed::kmh(47.3), 1.7, false},
        LowEmissionZone{holed, 3, 5, 0.123456789012345678},
        LowEmissionZone{.area = {}, .target = "neighbourhood:Centre"},
        FleetShift{1.0 / 9},
        AddBuilding{"Tower", squareAt(1.0 / 3, 5, 20), Length::m(31.7), 120.5, 1.0 / 3},
        CycleLane{{.target = "osm:way/5"}, CycleFacility::Painted},
        AddTransitLine{"Line 9", "tram", {{0.1, 1.0 / 3}, {500, 7}, {1e4 / 3, 8}}, 7.5, Speed::kmh(55.0 / 3), 5 * 3600 + 7, 90000, false},
        ChangeHeadway{"line:Bus 7", 10.0 / 3, 3600, 7261},
        SetTransitSpeed{"gtfs:route/7", 10.0 / 9},
        MoveStop{"gtfs:stop/12", {1.0 / 7, 2e5 / 3}},
        WithdrawLine{"gtfs:route/8"},
        NoiseBarrier{"Wall", {{0.3, 1.0 / 7}, {90, 2e5 / 3}}, Length::m(3.7)},
        RoadSurface{{.target = "street:Quay"}, "NL02"},
        AdjustDemand{"Counts", "12 counts of 2025",
                     DemandFactors::create({"neighbourhood:A", "edge:n/1"}, {{1, 0, 1.0 / 3}, {0, 1, 1.25}}).value()},
        GreenSpace{"Meadow", holed},
        GreenSpace{.name = "Field", .target = "neighbourhood:Airfield"},
        RemoveBuilding{"osm:way/77", 1.0 / 3, 1e5 / 7},
        RemoveBuilding{"new:Houses/2"},
        BusLane{{.target = "street:Quay"}},
        RoadCharge{{.area = holed}, 10.0 / 3},
        RoadCharge{{.target = "osm:way/6"}, 0.1}};
}

}  // namespace isopolis::test
