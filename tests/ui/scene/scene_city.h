#pragma once
/// A small city for scene tests: two neighbourhoods side by side, a street along each, a tower, a courtyard and a pond.
///
///        A────────B────────C     zones West (around A…) and East; tower 60 m at (100, 60); courtyard house at (−120, 80)
///
#include "support/mini_city.h"
#include "ui/scene/overlay.h"

namespace isopolis::test {

inline MultiPolygon square(double x, double y, double half)
{
    return {Polygon{.outer = {{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}}};
}

inline CityData sceneCityData()
{
    MiniCity mini;
    mini.node("A", -200, 0).node("B", 0, 0).node("C", 200, 0).node("W", -200, -10).node("E", 200, -10);
    mini.street("A B", {.name = "West Street"}).street("B C", {.name = "Old Bridge", .structure = Structure::Bridge});
    mini.zone("West", "W", {.people = 900, .side_m = 400}).zone("East", "E", {.people = 700, .side_m = 400});
    mini.data.buildings.push({.externalId = "b:tower", .footprint = square(100, 60, 15), .height_m = 60});
    MultiPolygon courtyard = square(-120, 80, 30);
    courtyard[0].holes.push_back({{-130, 70}, {-130, 90}, {-110, 90}, {-110, 70}});
    mini.data.buildings.push({.externalId = "b:courtyard", .footprint = courtyard, .height_m = 12});
    mini.data.areas.push_back({"a:pond", AreaKind::Water, square(300, 150, 30), "Pond"});
    mini.data.areas.push_back({"a:park", AreaKind::Green, square(-320, 120, 40), "Park"});
    return mini.data;
}

inline CityPtr sceneCity()
{
    auto city = City::create(sceneCityData());
    if (!city)
        throw std::runtime_error(city.error().text());
    return *city;
}

inline Overlay twoColours(Colour west, Colour east)
{
    Overlay overlay;
    overlay.key = "test";
    overlay.neighbourhoods = IdVector<NeighbourhoodId, AreaStyle>(std::vector<AreaStyle>{{west, Pattern::None}, {east, Pattern::None}});
    return overlay;
}

}  // namespace isopolis::test
