#pragma once
/// All buildings of a city in one layer: each as it is nearby, blocks further away, coarser blocks at the horizon. Also what else
/// is drawn by tiles up to a distance.
///
///   BuildingLayer layer = makeBuildingLayer(*city, applied.get(), frame);   // slots: the city's buildings, then the scheme's

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/mesh.h"

#include <osg/LOD>

#include <vector>

namespace isopolis {

struct BuildingLayer {
    osg::ref_ptr<osg::Group> node;
    std::size_t slots = 0, triangles = 0;  ///< triangles nearby
    double tallest_m = 0;
    std::vector<osg::ref_ptr<osg::LOD>> windowed;  ///< the near tiles: see setWindowsUpTo()
};

BuildingLayer makeBuildingLayer(const City& city, const AppliedScenario* applied, const SceneFrame& frame);

/// From what distance on a tile's buildings are drawn without windows; 0: always.
void setWindowsUpTo(osg::LOD& tile, double distance_m);

/// A tile that is drawn up to a distance only.
osg::ref_ptr<osg::Node> nearOnly(osg::Node* tile, std::pair<int, int> key, const SceneFrame& frame, double upTo_m);

}  // namespace isopolis
