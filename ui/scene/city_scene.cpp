#include "ui/scene/city_scene.h"

#include "gis/core/geometry/spatial_grid.h"
#include "ui/scene/building_layer.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/scene_layers.h"
#include "ui/scene/sky_layer.h"
#include "ui/scene/sun_light.h"

#include <osg/Group>
#include <osg/LOD>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>
#include <set>

namespace isopolis {
namespace {

constexpr double kPatternPeriod_px = 11, kDash_px = 13;
constexpr double kDash_m = 9;
/// Streets of less weight are left out where a pixel covers more metres than this.
constexpr double kPathsUpTo_m = 2.6, kLocalUpTo_m = 24, kCasingsUpTo_m = 9, kWindowsUpTo_m = 0.89;
constexpr double kLinkWidthsTrueUpTo_m = 2.2;
constexpr double kHazeFrom = 1.5;  ///< of the distance to what is in the middle
/// Trees further away than this are not drawn: from there they are grains of a pixel or two.
constexpr double kTreesUpTo_m = 2200;

osg::Vec3f vec3(Colour c) { return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255}; }

osg::ref_ptr<osg::Uniform> number(const char* name, double value) { return new osg::Uniform(name, static_cast<float>(value)); }

/// What the layer's shaders are made with: see common.glsl.
void define(osg::Node& layer, const char* name, bool on)
{
    layer.getOrCreateStateSet()->setDefine(name, on ? osg::StateAttribute::ON : osg::StateAttribute::OFF);
}

/// The smallest power of two times `base` that is at least `least`.
double steps(double base, double least) { return base * std::exp2(std::max(0.0, std::ceil(std::log2(std::max(1e-9, least / base))))); }

/// Adds what is drawn; tiles that stand in two levels of detail count once.
void findDrawables(const osg::Node* node, std::set<const osg::Node*>& found)
{
    if (node->asDrawable())
        found.insert(node);
    if (const osg::Group* group = node->asGroup()) {
        for (unsigned i = 0; i < group->getNumChildren(); ++i)
            findDrawables(group->getChild(i), found);
    }
}

}  // namespace

struct CityScene::Parts {
    explicit Parts(ShaderDialect spoken)
        : dialect(spoken), programs(makePrograms(spoken)), baseSlots(kBaseSlots), root(new osg::Group), base(new osg::Group)
    {
        frame.ground = std::make_shared<GroundSurface>();
        osg::StateSet& state = *root->getOrCreateStateSet();
        for (osg::Uniform* uniform : {haze.get(), hazeFrom.get(), pixel.get(), depth.get(), period.get(), relief.get(), shadeBox.get(),
                                      night.get(), selected.get()})
            state.addUniform(uniform);
        state.addUniform(sun);
        state.addUniform(allSides);
        state.addUniform(direct);
        state.addUniform(new osg::Uniform("u_ground", osg::Vec3f(1, 1, 1)));
        state.addUniform(new osg::Uniform("u_shade", static_cast<int>(kShadeUnit)));
        state.addUniform(number("u_casing", 0));
        state.addUniform(number("u_slotShift", 0));
        state.addUniform(roadWiden);
        state.addUniform(new osg::Uniform("u_dash", osg::Vec2f(0, 0)));
        state.addUniform(new osg::Uniform("u_gap", osg::Vec4f(0, 0, 0, 0)));
        showShade(noShade);
        root->addChild(base);
        root->addChild(sky.node);
    }

    void rebuildCity();
    void rebuildBuildings();
    void rebuildTrees();
    void rebuildLinks();
    void rebuildChanges();
    void rebuildEmphasis();
    void recolour();
    struct Shade {
        Box box{0, 0, 1, 1};
        osg::ref_ptr<osg::Texture2D> picture;
    };
    Shade shadeOf(const GroundShade& light) const
    {
        return {light.box.empty() ? Box{0, 0, 1, 1} : light.box, makeShadeTexture(light.columns, light.rows, light.light, dialect)};
    }
    void showShade(const Shade& shade);
    void moveSun(const GroundShade& light);
    void showLight();
    GroundShade shadow() const { return city ? shadeUnder(*city, applied.get(), options.sun) : GroundShade{}; }
    void updateShading();
    SceneTheme theme() const;
    /// Puts a layer in the place of the one before it.
    void replace(osg::ref_ptr<osg::Group>& place, osg::ref_ptr<osg::Group> with)
    {
        if (place)
            root->removeChild(place);
        place = std::move(with);
        if (place)
            root->addChild(place);
    }
    osg::ref_ptr<osg::Group> wrapped(osg::Node* node, osg::Program* program, LayerOrder order, DepthWrite write = DepthWrite::No) const
    {
        osg::ref_ptr<osg::Group> group = new osg::Group;
        group->addChild(node);
        setUpLayer(*group, program, order, write);
        return group;
    }

    CityPtr city;
    std::shared_ptr<const AppliedScenario> applied;
    Overlay overlay;
    SceneSelection selection;
    NeighbourhoodId hover;
    Draft draft;
    SceneOptions options;
    SceneFrame frame;
    Box box{-500, -500, 500, 500};
    double top_m = 0, pixelScale = 1;
    SceneCounts counts;
    std::vector<NeighbourhoodId> zoneOfBuilding;
    std::vector<osg::ref_ptr<osg::LOD>> windowed;  ///< tiles of buildings, with windows and without
    double windowsUpTo_m = 0;

    ShaderDialect dialect;
    ScenePrograms programs;
    SkyLayer sky = makeSky(programs.sky);
    SlotTexture baseSlots;
    std::unique_ptr<SlotTexture> zoneSlots, borderSlots, buildingSlots;
    std::unique_ptr<SlotTexture> treeSlots;
    osg::ref_ptr<osg::Group> trees;
    osg::ref_ptr<osg::Group> root, base, zoneFill, paths, local, casings, buildings, fills, sheet, links, marks, closed, dashed, solid,
        parks, emphasis, front, ghost;
    osg::ref_ptr<osg::Uniform> sun = new osg::Uniform("u_sun", towardsSun(kStandardSun)),
                               allSides = new osg::Uniform("u_allSides", osg::Vec4f()), direct = new osg::Uniform("u_direct", osg::Vec3f()),
                               groundLight = new osg::Uniform("u_ground", osg::Vec3f(1, 1, 1));
    osg::ref_ptr<osg::Uniform> haze = new osg::Uniform("u_haze", osg::Vec4f());
    osg::ref_ptr<osg::Uniform> hazeFrom = number("u_hazeFrom", 1), pixel = number("u_pixel", 1), depth = number("u_depth", 1),
                               period = number("u_period", 50);
    osg::ref_ptr<osg::Uniform> relief = number("u_relief", 0.9), night = number("u_night", 0), selected = number("u_selected", -1);
    osg::ref_ptr<osg::Uniform> shadeBox = new osg::Uniform("u_shadeBox", osg::Vec4f(0, 0, 1, 1));
    osg::ref_ptr<osg::Uniform> dash = new osg::Uniform("u_dash", osg::Vec2f(10, 0.5F)), linkWiden = number("u_widen", 1),
                               roadWiden = number("u_widen", 1);
    Shade noShade = shadeOf({}), sunShade = noShade;  ///< made anew when city or sun change, not when something hides them
    bool sunShines = false;
};

SceneTheme CityScene::Parts::theme() const
{
    SceneTheme t{.dark = options.dark};
    if (overlay.raster)
        t.tone = BaseTone::UnderRaster;
    else if (std::any_of(overlay.neighbourhoods.begin(), overlay.neighbourhoods.end(), [](const AreaStyle& s) { return s.colour.a >= 8; }))
        t.tone = BaseTone::UnderAreas;
    else if (overlay.hasShapes())
        t.tone = BaseTone::UnderLinks;
    return t;
}

void CityScene::Parts::showShade(const Shade& shown)
{
    root->getOrCreateStateSet()->setTextureAttribute(kShadeUnit, shown.picture);
    const Box& b = shown.box;
    shadeBox->set(osg::Vec4f(static_cast<float>(b.minX - frame.origin.x), static_cast<float>(b.minY - frame.origin.y),
                             static_cast<float>(1 / b.width()), static_cast<float>(1 / b.height())));
}

void CityScene::Parts::rebuildCity()
{
    counts = {};
    replace(base, new osg::Group);
    base->getOrCreateStateSet()->addUniform(groundLight);
    for (auto* layer : {&zoneFill, &paths, &local, &casings})
        *layer = nullptr;
    frame.ground = std::make_shared<GroundSurface>(city ? city->terrain() : Raster{});
    box = city ? sceneBounds(*city) : Box{-500, -500, 500, 500};
    frame.origin = box.centre();
    frame.tile_m = std::clamp(std::max(box.width(), box.height()) / 12, 400.0, 1200.0);
    osg::ref_ptr<osg::Node> ground = makeGround(frame, box, kLandSlot);
    base->addChild(wrapped(ground, programs.area, LayerOrder::Ground, DepthWrite::Yes));
    baseSlots.apply(*root->getOrCreateStateSet());
    if (!city)
        return moveSun({});
    const AreaLayers areas = makeAreas(*city, frame);
    base->addChild(wrapped(areas.land, programs.area, LayerOrder::Areas));
    base->addChild(wrapped(areas.water, programs.area, LayerOrder::Water));
    const ZoneLayers zones = makeZones(*city, frame);
    zoneSlots = std::make_unique<SlotTexture>(city->neighbourhoods().size());
    zoneFill = wrapped(zones.fill, programs.zone, LayerOrder::Zones, DepthWrite::Yes);
    drawBeforeGround(*zoneFill);
    zoneSlots->apply(*zoneFill->getOrCreateStateSet());
    borderSlots = std::make_unique<SlotTexture>(1);
    osg::ref_ptr<osg::Group> borders = wrapped(zones.borders, programs.ribbon, LayerOrder::Borders);
    borderSlots->apply(*borders->getOrCreateStateSet());
    const RoadLayers roads = makeRoads(*city, frame);
    counts.roadPieces = roads.pieces;
    counts.neighbourhoods = city->neighbourhoods().size();
    const auto casing = [](const osg::ref_ptr<osg::Group>& group) {
        group->getStateSet()->addUniform(number("u_casing", 0.9));
        group->getStateSet()->addUniform(number("u_slotShift", static_cast<double>(kCasingShift)));
        return group;
    };
    casings = casing(wrapped(roads.local, programs.ribbon, LayerOrder::Casings));
    casings->addChild(roads.main);
    local = wrapped(roads.local, programs.ribbon, LayerOrder::LocalRoads);
    paths = wrapped(roads.paths, programs.ribbon, LayerOrder::Paths);
    osg::ref_ptr<osg::Group> tunnels = wrapped(roads.tunnels, programs.ribbon, LayerOrder::Tunnels);
    tunnels->getStateSet()->addUniform(dash);
    define(*tunnels, "DASHED", true);
    const auto bridgeCasing = casing(wrapped(roads.bridges, programs.ribbon, LayerOrder::BridgeCasings));
    for (const auto& layer :
         {zoneFill, borders, casings, local, paths, tunnels, wrapped(roads.main, programs.ribbon, LayerOrder::MainRoads), bridgeCasing,
          wrapped(roads.bridges, programs.ribbon, LayerOrder::Bridges)})
        base->addChild(layer);

    std::vector<Box> boxes;
    SpatialGrid grid(box, 400);
    for (NeighbourhoodId id : idsOf(city->neighbourhoods())) {
        boxes.push_back(isopolis::bounds(city->neighbourhoods()[id].outline));
        grid.insert(boxes.back(), static_cast<std::uint32_t>(id.index()));
    }
    zoneOfBuilding.assign(city->buildings().size(), NeighbourhoodId());
    for (BuildingId id : idsOf(city->buildings())) {
        const MultiPolygon& footprint = city->buildings()[id].footprint;
        if (footprint.empty() || footprint.front().outer.empty())
            continue;
        const Point2 at = centroid(footprint);
        for (const std::uint32_t i : grid.query(at, 0)) {
            if (boxes[i].contains(at) && contains(city->neighbourhoods()[NeighbourhoodId(i)].outline, at)) {
                zoneOfBuilding[id.index()] = NeighbourhoodId(i);
                break;
            }
        }
    }
    moveSun(shadow());
}

void CityScene::Parts::moveSun(const GroundShade& light)
{
    sun->set(towardsSun(options.sun));
    showLight();
    sunShines = light.light.size() > 1;
    sunShade = sunShines ? shadeOf(light) : noShade;
}

/// Of the sun, and of the map's theme; the map from above is lit as by day, so that its colours stay those of its key.
void CityScene::Parts::showLight()
{
    const SceneLight light = lightOf(options.flat ? kStandardSun : options.sun);
    allSides->set(light.allSides);
    direct->set(light.direct);
    groundLight->set(light.ground);
    const SkyLook look = skyOf(options.sun, theme().haze(), options.dark);
    haze->set(osg::Vec4f(vec3(look.haze), options.flat ? 0.0F : 0.92F));
    sky.setLook(look);
}

void CityScene::Parts::rebuildBuildings()
{
    replace(buildings, nullptr);
    windowed.clear();
    buildingSlots = nullptr;
    top_m = frame.ground->highest();
    if (!city)
        return;
    const BuildingLayer made = makeBuildingLayer(*city, applied.get(), frame);
    buildingSlots = std::make_unique<SlotTexture>(made.slots);
    counts.buildings = made.slots;
    counts.buildingTriangles = made.triangles;
    top_m += std::min(made.tallest_m, 900.0);
    osg::ref_ptr<osg::Group> layer = wrapped(made.node, programs.building, LayerOrder::Buildings, DepthWrite::Yes);
    buildingSlots->apply(*layer->getStateSet());
    windowed = made.windowed;
    windowsUpTo_m = 0;
    replace(buildings, layer);
}

void CityScene::Parts::rebuildTrees()
{
    replace(trees, nullptr);
    treeSlots = nullptr;
    if (!city || city->trees().empty())
        return;
    TreeMesh mesh(frame);
    for (std::size_t i = 0; i < city->trees().size(); ++i)
        mesh.add(city->trees()[i], i % kTreeVariants, kTreeVariants);
    treeSlots = std::make_unique<SlotTexture>(kTreeVariants + 1);
    osg::ref_ptr<osg::Group> tiles = new osg::Group;
    for (const auto& [key, group] : mesh.finishByTile())
        tiles->addChild(nearOnly(group, key, frame, kTreesUpTo_m));
    osg::ref_ptr<osg::Group> layer = wrapped(tiles, programs.building, LayerOrder::Trees, DepthWrite::Yes);
    layer->getStateSet()->addUniform(number("u_selected", -1), osg::StateAttribute::ON | osg::StateAttribute::OVERRIDE);
    treeSlots->apply(*layer->getStateSet());
    replace(trees, layer);
}

void CityScene::Parts::rebuildLinks()
{
    replace(links, nullptr);
    replace(marks, nullptr);
    counts.overlayLinks = 0;
    replace(fills, nullptr);
    replace(sheet, nullptr);
    if (!city || !overlay.hasShapes())
        return;
    if (overlay.raster)
        if (osg::ref_ptr<osg::Group> made = makeRasterSheet(*overlay.raster, frame))
            replace(sheet, wrapped(made, programs.raster, LayerOrder::Zones));
    if (osg::ref_ptr<osg::Group> areas = makeOverlayAreas(overlay, frame))
        replace(fills, wrapped(areas, programs.area, LayerOrder::Zones));
    RibbonLayer layer = makeLinkOverlay(*city, applied.get(), overlay, frame);
    counts.overlayLinks = layer.count;
    layer.node = wrapped(layer.node, programs.ribbon, LayerOrder::Links);
    layer.node->getStateSet()->addUniform(linkWiden);
    replace(links, layer.node);
    if (!overlay.spots.empty())
        replace(marks, wrapped(makeSpots(overlay, frame).node, programs.ribbon, LayerOrder::Marks));
}

void CityScene::Parts::rebuildChanges()
{
    for (auto* layer : {&closed, &dashed, &solid, &parks})
        replace(*layer, nullptr);
    counts.closedLinks = 0;
    if (!city || !applied || !applied->city)
        return;
    const ChangeLayers layers = makeChanges(*applied, theme(), frame);
    counts.closedLinks = layers.closedLinks;
    if (layers.parks)
        replace(parks, wrapped(layers.parks, programs.area, LayerOrder::Areas));
    if (parks)
        parks->getStateSet()->addUniform(groundLight);
    replace(solid, wrapped(layers.solid, programs.ribbon, LayerOrder::Changes));
    replace(dashed, wrapped(layers.dashed, programs.ribbon, LayerOrder::Changes));
    replace(closed, wrapped(layers.closed, programs.ribbon, LayerOrder::Changes));
    for (const auto& layer : {dashed, closed}) {
        layer->getStateSet()->addUniform(dash);
        define(*layer, "DASHED", true);
    }
    closed->getStateSet()->addUniform(new osg::Uniform("u_gap", osg::Vec4f(1, 1, 1, 1)));
}

void CityScene::Parts::rebuildEmphasis()
{
    for (auto* layer : {&emphasis, &front, &ghost})
        replace(*layer, nullptr);
    if (!city)
        return;
    osg::ref_ptr<osg::Group> shapes = makeEmphasis(*city, applied.get(), selection, hover, draft, theme(), frame);
    if (osg::ref_ptr<osg::Group> fill = makeDraftFill(draft, theme(), frame)) {
        const bool solidGhost = draft.height_m > 0;
        replace(ghost, wrapped(fill, solidGhost ? programs.building : programs.area, solidGhost ? LayerOrder::Ghost : LayerOrder::Changes));
        define(*ghost, "WINDOWS", solidGhost);
        if (solidGhost)
            ghost->getStateSet()->addUniform(number("u_selected", -1));
    }
    replace(emphasis, wrapped(shapes, programs.ribbon, LayerOrder::Emphasis));
    if (!options.flat && options.buildings)
        replace(front, wrapped(shapes, programs.ribbon, LayerOrder::Front));
    selected->set(selection.building.valid() ? static_cast<float>(selection.building.index()) : -1.0F);
}

void CityScene::Parts::recolour()
{
    const SceneTheme t = theme();
    fillBaseSlots(baseSlots, t);
    showLight();
    night->set(options.dark ? 1.0F : 0.0F);
    if (!city || !zoneSlots)
        return;
    const auto styleOf = [this](NeighbourhoodId id) {
        return overlay.neighbourhoods.contains(id) ? overlay.neighbourhoods[id] : AreaStyle{};
    };
    const auto& zones = city->neighbourhoods();
    bool holes = false;
    for (NeighbourhoodId id : idsOf(zones))
        holes = holes || zoneCode(styleOf(id)) == 0;
    define(*zoneFill, "HOLES", holes);
    define(*zoneFill, "PATTERN", std::any_of(overlay.neighbourhoods.begin(), overlay.neighbourhoods.end(), hasPattern));
    for (NeighbourhoodId id : idsOf(zones)) {
        const AreaStyle style = styleOf(id);
        zoneSlots->set(id.index(), {style.colour.r, style.colour.g, style.colour.b, zoneCode(style)});
    }
    borderSlots->set(0, t.border());
    zoneFill->setNodeMask(t.tone == BaseTone::UnderAreas ? ~0U : 0U);
    if (treeSlots) {
        for (std::uint32_t variant = 0; variant < kTreeVariants; ++variant)
            treeSlots->set(variant, t.tree(variant));
        treeSlots->set(kTreeVariants, t.trunk());
    }
    if (!buildingSlots)
        return;
    const auto& all = city->buildings();
    std::vector<std::optional<Colour>> ofZone(zones.size());
    for (NeighbourhoodId id : idsOf(zones))
        if (const AreaStyle style = styleOf(id); style.colour.a >= 8)
            ofZone[id.index()] = t.building(style.colour);
    buildingSlots->edit([&](std::size_t slot) {
        const BuildingId id(static_cast<std::uint32_t>(slot));
        if (slot >= all.size())
            return t.added();
        // Its own colour is a figure of the legend: not lightened and not varied.
        if (overlay.buildings.contains(id) && overlay.buildings[id].a >= 8)
            return overlay.buildings[id];
        const NeighbourhoodId zone = zoneOfBuilding[slot];
        const std::optional<Colour> area = zone.valid() ? ofZone[zone.index()] : std::nullopt;
        return varied(area ? *area : t.building(all[id].use), static_cast<std::uint32_t>(slot));
    });
}

void CityScene::Parts::updateShading()
{
    const bool shown = options.buildings && !options.flat;
    showShade(shown ? sunShade : noShade);
    roadWiden->set(theme().tone == BaseTone::UnderAreas || theme().tone == BaseTone::UnderRaster ? 0.7F : 1.0F);
    const bool shaded = shown && sunShines;
    define(*root, "FLAT", options.flat);
    define(*root, "SHADED", shaded);
    define(*root, "SHADED_LINES", shaded && theme().tone == BaseTone::Plain);
    relief->set(options.flat ? 0.55F : 0.9F);
    for (const auto& layer : {buildings, trees})
        if (layer)
            layer->setNodeMask(shown ? ~0U : 0U);
}

CityScene::CityScene(ShaderDialect dialect) : m_parts(std::make_unique<Parts>(dialect)) { setCity(nullptr); }
CityScene::~CityScene() = default;

void CityScene::setCity(CityPtr city)
{
    Parts& p = *m_parts;
    p.city = std::move(city);
    p.applied = nullptr;
    p.overlay = {};
    p.selection = {};
    p.hover = {};
    p.draft = {};
    p.rebuildCity();
    p.rebuildBuildings();
    p.rebuildTrees();
    p.rebuildLinks();
    p.rebuildChanges();
    p.rebuildEmphasis();
    p.recolour();
    p.updateShading();
}

void CityScene::setApplied(std::shared_ptr<const AppliedScenario> applied)
{
    Parts& p = *m_parts;
    if (p.applied == applied || (applied && applied->city != p.city))
        return;
    const auto changes = [](const std::shared_ptr<const AppliedScenario>& a) { return a && !a->buildingsAsMapped(); };
    const auto gone = [](const std::shared_ptr<const AppliedScenario>& a) { return a ? a->removedBuildings.size() : 0; };
    const bool buildings = changes(applied) || changes(p.applied), shade = gone(applied) + gone(p.applied) > 0;
    p.applied = std::move(applied);
    if (buildings)
        p.rebuildBuildings();
    if (shade)
        p.moveSun(p.shadow());
    p.rebuildLinks();
    p.rebuildChanges();
    p.recolour();
    p.updateShading();
}

void CityScene::setOverlay(const Overlay& overlay)
{
    Parts& p = *m_parts;
    const SceneTheme before = p.theme();
    const bool links = !(p.overlay.links == overlay.links && p.overlay.lines == overlay.lines && p.overlay.spots == overlay.spots &&
                         p.overlay.areas == overlay.areas && p.overlay.raster == overlay.raster);
    p.overlay = overlay;
    if (links)
        p.rebuildLinks();
    if (before.tone != p.theme().tone) {
        p.rebuildChanges();
        p.updateShading();
    }
    p.recolour();
}

void CityScene::setSelection(const SceneSelection& selection)
{
    if (m_parts->selection == selection)
        return;
    m_parts->selection = selection;
    m_parts->rebuildEmphasis();
}

void CityScene::setHover(NeighbourhoodId neighbourhood)
{
    if (m_parts->hover == neighbourhood)
        return;
    m_parts->hover = neighbourhood;
    m_parts->rebuildEmphasis();
}

void CityScene::setDraft(const Draft& draft)
{
    m_parts->draft = draft;
    m_parts->rebuildEmphasis();
}

void CityScene::setOptions(const SceneOptions& options)
{
    Parts& p = *m_parts;
    if (p.options == options)
        return;
    const bool sunMoved = !(p.options.sun == options.sun);
    p.options = options;
    if (sunMoved)
        p.moveSun(p.shadow());
    p.rebuildChanges();
    p.rebuildEmphasis();
    p.recolour();
    p.updateShading();
}

void CityScene::setSun(const SunPosition& sun, const GroundShade& shade)
{
    m_parts->options.sun = sun;
    m_parts->moveSun(shade);
    m_parts->updateShading();
}

void CityScene::setView(const MapCamera& camera)
{
    Parts& p = *m_parts;
    const double mpp = camera.metresPerPixel() * p.pixelScale, distance = camera.distance_m();
    p.hazeFrom->set(static_cast<float>(kHazeFrom * distance));
    p.sky.show(camera);
    const Matrix4 projection = camera.projection(top_m() - camera.centreHeight_m());
    p.pixel->set(static_cast<float>(camera.flat() ? mpp : mpp / distance));
    // In a parallel projection depth is linear; the factor makes its layers a few metres.
    p.depth->set(static_cast<float>(camera.flat() ? -50 * projection[10] : -projection[14]));
    p.period->set(static_cast<float>(steps(1, kPatternPeriod_px * mpp / std::numbers::sqrt2)));
    p.dash->set(osg::Vec2f(static_cast<float>(steps(kDash_m, kDash_px * mpp / std::numbers::sqrt2)), 0.55F));
    p.linkWiden->set(static_cast<float>(std::clamp(mpp / kLinkWidthsTrueUpTo_m, 0.35, 12.0)));
    if (!p.city || !p.paths)
        return;
    // Windows grow out of a grey at this many metres per pixel; from further away their shader is not needed.
    if (const double upTo_m = camera.flat() ? 0 : kWindowsUpTo_m * distance / camera.metresPerPixel(); upTo_m != p.windowsUpTo_m) {
        p.windowsUpTo_m = upTo_m;
        for (const auto& tile : p.windowed)
            setWindowsUpTo(*tile, upTo_m);
    }
    p.paths->setNodeMask(mpp <= kPathsUpTo_m ? ~0U : 0U);
    p.local->setNodeMask(mpp <= kLocalUpTo_m ? ~0U : 0U);
    p.casings->setNodeMask(mpp <= kCasingsUpTo_m ? ~0U : 0U);
}

void CityScene::setPixelScale(double scale) { m_parts->pixelScale = scale; }

osg::Group* CityScene::root() const { return m_parts->root; }
const std::shared_ptr<const GroundSurface>& CityScene::ground() const { return m_parts->frame.ground; }
Point2 CityScene::origin() const { return m_parts->frame.origin; }
Box CityScene::bounds() const { return m_parts->box; }
Box CityScene::focus() const { return m_parts->city ? sceneFocus(*m_parts->city) : m_parts->box; }
double CityScene::top_m() const { return m_parts->top_m; }
Colour CityScene::background() const
{
    const Parts& p = *m_parts;
    return p.options.flat ? p.theme().haze() : skyOf(p.options.sun, p.theme().haze(), p.options.dark).haze;
}

SceneCounts CityScene::counts() const
{
    SceneCounts counts = m_parts->counts;
    std::set<const osg::Node*> drawables;
    findDrawables(m_parts->root, drawables);
    counts.drawables = drawables.size();
    return counts;
}

Colour CityScene::buildingColour(BuildingId building) const
{
    return m_parts->buildingSlots ? m_parts->buildingSlots->at(building.index()) : kTransparent;
}

}  // namespace isopolis
