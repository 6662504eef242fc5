#include "ui/scene/building_layer.h"

#include <osg/LOD>

#include <algorithm>

namespace isopolis {
namespace {

/// Blocks in the place of buildings: from how many buildings in the city, from what distance, and how large a cell one stands for.
/// A cell is then about five pixels wide on a screen of a thousand.
struct BlockLevel {
    std::size_t fromBuildings;
    double from_m, cell_m;
};
constexpr BlockLevel kBlockLevels[] = {{40'000, 6500, 40}, {250'000, 15000, 160}};
/// Far tiles are put together by so many along a side: what is small on the screen is not worth a draw call each.
constexpr int kJoinedTiles = 4;

using Tiles = std::map<std::pair<int, int>, osg::ref_ptr<osg::Group>>;

int joined(int tile) { return tile >= 0 ? tile / kJoinedTiles : (tile + 1) / kJoinedTiles - 1; }

/// A tile's level of detail, around its middle on the ground.
osg::ref_ptr<osg::LOD> tileLod(std::pair<int, int> key, const SceneFrame& frame)
{
    osg::ref_ptr<osg::LOD> lod = new osg::LOD;
    const double side_m = frame.tile_m;
    const Point2 middle{(key.first + 0.5) * side_m, (key.second + 0.5) * side_m};
    lod->setCenterMode(osg::LOD::USER_DEFINED_CENTER);
    lod->setCenter(osg::Vec3f(static_cast<float>(middle.x), static_cast<float>(middle.y),
                              static_cast<float>(frame.ground->height({middle.x + frame.origin.x, middle.y + frame.origin.y}))));
    lod->setRadius(static_cast<float>(side_m));
    return lod;
}

/// Each tile with what takes its place from a distance on.
Tiles withFar(const Tiles& near, const Tiles& far, double from_m, const SceneFrame& frame)
{
    std::map<std::pair<int, int>, osg::ref_ptr<osg::LOD>> lods;
    const auto range = static_cast<float>(from_m);
    const auto at = [&](std::pair<int, int> key) {
        osg::ref_ptr<osg::LOD>& lod = lods[key];
        if (!lod)
            lod = tileLod(key, frame);
        return lod;
    };
    for (const auto& [key, tile] : near)
        at(key)->addChild(tile, 0, range);
    for (const auto& [key, tile] : far)
        at(key)->addChild(tile, range, 1e9F);
    return {lods.begin(), lods.end()};
}

Tiles joined(const Tiles& tiles)
{
    Tiles all;
    for (const auto& [key, tile] : tiles) {
        osg::ref_ptr<osg::Group>& group = all[{joined(key.first), joined(key.second)}];
        if (!group)
            group = new osg::Group;
        group->addChild(tile);
    }
    return all;
}

osg::ref_ptr<osg::Group> together(const Tiles& tiles)
{
    osg::ref_ptr<osg::Group> all = new osg::Group;
    for (const auto& [key, tile] : tiles)
        all->addChild(tile);
    return all;
}

/// Each tile drawn with windows from near, and without from afar.
Tiles withWindows(const Tiles& tiles, const SceneFrame& frame, std::vector<osg::ref_ptr<osg::LOD>>& windowed)
{
    osg::ref_ptr<osg::StateSet> windows = new osg::StateSet;
    windows->setDefine("WINDOWS");
    Tiles all;
    for (const auto& [key, tile] : tiles) {
        osg::ref_ptr<osg::Group> near = new osg::Group;
        near->setStateSet(windows);
        near->addChild(tile);
        osg::ref_ptr<osg::LOD> lod = tileLod(key, frame);
        lod->addChild(near);
        lod->addChild(tile);
        setWindowsUpTo(*lod, 0);
        windowed.push_back(lod);
        all[key] = lod;
    }
    return all;
}

Tiles blocksOf(const City& city, const AppliedScenario* applied, double cell_m, const SceneFrame& frame)
{
    DistantBuildings cells(cell_m);
    for (BuildingId id : idsOf(city.buildings()))
        if (!applied || applied->stands(id))
            cells.add(city.buildings()[id].footprint, city.buildings()[id].height_m, id.index());
    BuildingMesh blocks(frame);
    cells.addTo(blocks);
    return blocks.finishByTile();
}

}  // namespace

void setWindowsUpTo(osg::LOD& tile, double distance_m)
{
    // Until the nearest corner of the tile is so far.
    const float limit = distance_m > 0 ? static_cast<float>(distance_m) + 0.75F * tile.getRadius() : 0.0F;
    tile.setRange(0, 0, limit);
    tile.setRange(1, limit, 1e9F);
}

osg::ref_ptr<osg::Node> nearOnly(osg::Node* tile, std::pair<int, int> key, const SceneFrame& frame, double upTo_m)
{
    osg::ref_ptr<osg::LOD> lod = tileLod(key, frame);
    lod->addChild(tile, 0, static_cast<float>(upTo_m));
    return lod;
}

BuildingLayer makeBuildingLayer(const City& city, const AppliedScenario* applied, const SceneFrame& frame)
{
    BuildingLayer layer;
    BuildingMesh mesh(frame);
    const auto& all = city.buildings();
    for (BuildingId id : idsOf(all)) {
        if (applied && !applied->stands(id))
            continue;
        mesh.add(all[id], id.index());
        layer.tallest_m = std::max(layer.tallest_m, all[id].height_m);
    }
    layer.slots = all.size();
    if (applied) {
        for (const AddedBuilding& building : applied->addedBuildings) {
            mesh.add(building.footprint, building.height_m, layer.slots++);
            layer.tallest_m = std::max(layer.tallest_m, building.height_m);
        }
    }
    layer.triangles = mesh.triangles();
    const BlockLevel &blocks = kBlockLevels[0], &horizon = kBlockLevels[1];
    Tiles tiles = withWindows(mesh.finishByTile(), frame, layer.windowed);
    if (all.size() < blocks.fromBuildings) {
        layer.node = together(tiles);
        return layer;
    }
    tiles = withFar(tiles, blocksOf(city, applied, blocks.cell_m, frame), blocks.from_m, frame);
    if (all.size() >= horizon.fromBuildings) {
        SceneFrame wide = frame;
        wide.tile_m = kJoinedTiles * frame.tile_m;
        tiles = withFar(joined(tiles), blocksOf(city, applied, horizon.cell_m, wide), horizon.from_m, wide);
    }
    layer.node = together(tiles);
    return layer;
}

}  // namespace isopolis
