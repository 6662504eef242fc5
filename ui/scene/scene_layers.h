#pragma once
/// The layers of the scene, each made by a function of what it shows. Internal to ui/scene.

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/mesh.h"
#include "ui/scene/pick.h"
#include "ui/scene/scene_theme.h"
#include "ui/scene/shaders.h"
#include "ui/scene/slot_texture.h"

namespace isopolis {

/// Drawing order of the ground's layers; also how far each comes towards the eye.
enum class LayerOrder : int {
    Ground = 0,
    Areas = 1,
    Zones = 2,
    Water = 3,
    Tunnels = 4,
    Paths = 5,
    Casings = 6,
    LocalRoads = 7,
    MainRoads = 8,
    Borders = 9,
    BridgeCasings = 10,
    Bridges = 11,
    Links = 12,
    Marks = 13,  ///< stops and other dots of an overlay
    Changes = 14,
    Emphasis = 15,
    Trees = 19,
    Buildings = 20,
    Ghost = 21,
    Front = 22,  ///< emphasis again, faintly through buildings
};

enum class DepthWrite : bool { No, Yes };

/// A state set for one layer: program, order, blending.
void setUpLayer(osg::Node& layer, osg::Program* program, LayerOrder order, DepthWrite depth = DepthWrite::No);

/// For a layer that hides the ground and writes depth: the ground and the areas below it are then not even shaded.
void drawBeforeGround(osg::Node& layer);

/// Colours found while building, each given a slot.
class ColourSlots {
public:
    std::size_t slot(Colour colour);
    SlotTexture texture() const;

private:
    std::vector<Colour> m_colours;
};

/// Slots of the base map's colour table.
inline constexpr std::size_t kAreaSlot = 0, kLandSlot = 15, kRoadSlot = 16, kCasingShift = 16, kTunnelSlot = 48, kBaseSlots = 64;
void fillBaseSlots(SlotTexture& slots, const SceneTheme& theme);

struct RoadLayers {
    osg::ref_ptr<osg::Group> main, local, paths, bridges, tunnels;
    std::size_t pieces = 0;
};
RoadLayers makeRoads(const City& city, const SceneFrame& frame);

struct AreaLayers {
    osg::ref_ptr<osg::Group> land, water;
};
AreaLayers makeAreas(const City& city, const SceneFrame& frame);

struct ZoneLayers {
    osg::ref_ptr<osg::Group> fill, borders;
};
ZoneLayers makeZones(const City& city, const SceneFrame& frame);

/// Alpha of a neighbourhood's texel: which pattern the shader draws; 0: nothing.
std::uint8_t zoneCode(const AreaStyle& style);
inline bool hasPattern(const AreaStyle& style) { return style.pattern != Pattern::None; }

/// A group of ribbons with its own colours, ready to be added.
struct RibbonLayer {
    osg::ref_ptr<osg::Group> node;
    std::size_t count = 0;
};
RibbonLayer makeLinkOverlay(const City& city, const AppliedScenario* applied, const Overlay& overlay, const SceneFrame& frame);
/// Fills of the overlay's areas; null if it has none.
osg::ref_ptr<osg::Group> makeOverlayAreas(const Overlay& overlay, const SceneFrame& frame);
/// The overlay's spots: a layer of their own, since tiles of one layer are drawn in any order.
/// The raster of an overlay as a sheet on the ground; null without one.
osg::ref_ptr<osg::Group> makeRasterSheet(const OverlayRaster& raster, const SceneFrame& frame);
RibbonLayer makeSpots(const Overlay& overlay, const SceneFrame& frame);

struct ChangeLayers {
    osg::ref_ptr<osg::Group> closed, solid, dashed;
    osg::ref_ptr<osg::Group> parks;  ///< fills on the ground; null if there are none
    std::size_t closedLinks = 0;
};
ChangeLayers makeChanges(const AppliedScenario& applied, const SceneTheme& theme, const SceneFrame& frame);

osg::ref_ptr<osg::Group> makeEmphasis(const City& city, const AppliedScenario* applied, const SceneSelection& selection,
                                      NeighbourhoodId hover, const Draft& draft, const SceneTheme& theme, const SceneFrame& frame);
/// The fill of a polygon being drawn; null if there is none.
osg::ref_ptr<osg::Group> makeDraftFill(const Draft& draft, const SceneTheme& theme, const SceneFrame& frame);

}  // namespace isopolis
