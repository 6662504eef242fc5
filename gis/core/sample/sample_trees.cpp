#include "gis/core/geometry/spatial_grid.h"
#include "gis/core/sample/sample_people.h"
#include "gis/core/sample/sample_random.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

constexpr double kGridCell_m = 60, kFromWall_m = 3.5, kFromStreet_m = 7;
constexpr double kSpacing_m = 13;  // of the grid that trees in a park are shaken out of
constexpr double kStreetSpacing_m = 16, kFromAxis_m = 8.5;
constexpr std::size_t kMostTrees = 60000;

class TreePlanter {
public:
    TreePlanter(CityData& data, std::uint64_t seed)
        : m_data(data), m_random(SampleRandom::forPart(seed, 90)), m_built(data.extent, kGridCell_m), m_streets(data.extent, kGridCell_m),
          m_water(data.extent, kGridCell_m)
    {
        for (const BuildingId id : idsOf(data.buildings))
            m_built.insert(bounds(data.buildings[id].footprint), id.value());
        for (const LinkId id : idsOf(data.links))
            m_streets.insert(bounds(data.links[id].geometry), id.value());
        for (std::size_t i = 0; i < data.areas.size(); ++i)
            if (data.areas[i].kind == AreaKind::Water)
                m_water.insert(bounds(data.areas[i].outline), static_cast<std::uint32_t>(i));
    }

    void plantParks()
    {
        for (const LandArea& area : m_data.areas) {
            if (area.kind != AreaKind::Green)
                continue;
            // Woods are dense, parks are half open; the small greens of roundabouts carry one or two trees.
            const bool wood = area.externalId.find("wood") != std::string::npos;
            const double chance = wood ? 0.85 : 0.4;
            const Box box = bounds(area.outline);
            for (double y = box.minY; y < box.maxY; y += kSpacing_m)
                for (double x = box.minX; x < box.maxX; x += kSpacing_m) {
                    const double dx = m_random.between(0, kSpacing_m);
                    const double dy = m_random.between(0, kSpacing_m);
                    const bool wanted = m_random.chance(chance);
                    const Tree tree = treeAt({x + dx, y + dy}, wood ? 10 : 8, wood ? 22 : 18);
                    if (wanted && contains(area.outline, tree.at) && clear(tree.at, kFromStreet_m))
                        plant(tree);
                }
        }
    }

    void plantAvenues()
    {
        for (const LinkId id : idsOf(m_data.links)) {
            const RoadLink& link = m_data.links[id];
            const RoadWay& way = m_data.ways[link.way];
            const bool avenue = way.roadClass == RoadClass::Primary || way.roadClass == RoadClass::Secondary;
            if (!avenue || way.structure != Structure::Ground || (link.reverse.valid() && link.reverse < id))
                continue;
            for (double along_m = kStreetSpacing_m; along_m < link.length_m - kStreetSpacing_m / 2; along_m += kStreetSpacing_m)
                for (const double side : {-1.0, 1.0}) {
                    const Point2 axis = pointAlong(link.geometry, along_m);
                    const Point2 way_m = unitVector(pointAlong(link.geometry, along_m + 1) - pointAlong(link.geometry, along_m - 1));
                    const Tree tree = treeAt(axis + leftOf(way_m) * (side * kFromAxis_m), 7, 12);
                    if (clear(tree.at, kFromStreet_m))
                        plant(tree);
                }
        }
    }

private:
    Tree treeAt(Point2 at, double least_m, double most_m)
    {
        const double height_m = m_random.between(least_m, most_m);
        const double share = m_random.between(0.45, 0.65);
        return {at, std::floor(height_m * 10) / 10, std::floor(height_m * share * 10) / 10};
    }
    bool clear(Point2 at, double fromStreet_m) const
    {
        const auto building = [&](std::uint32_t i) {
            return bounds(m_data.buildings[BuildingId(i)].footprint).grown(kFromWall_m).contains(at);
        };
        const auto street = [&](std::uint32_t i) { return nearestOnLine(m_data.links[LinkId(i)].geometry, at).distance_m < fromStreet_m; };
        const auto water = [&](std::uint32_t i) { return contains(m_data.areas[i].outline, at); };
        const auto any = [](const std::vector<std::uint32_t>& found, const auto& test) {
            return std::any_of(found.begin(), found.end(), test);
        };
        return !any(m_built.query(at, kFromWall_m), building) && !any(m_streets.query(at, fromStreet_m), street) &&
               !any(m_water.query(at, 0), water);
    }
    void plant(const Tree& tree)
    {
        if (m_data.trees.size() < kMostTrees)
            m_data.trees.push_back(tree);
    }

    CityData& m_data;
    SampleRandom m_random;
    SpatialGrid m_built, m_streets, m_water;
};

}  // namespace

void addTrees(CityData& data, std::uint64_t seed)
{
    TreePlanter planter(data, seed);
    planter.plantAvenues();
    planter.plantParks();
}

}  // namespace isopolis::sample
