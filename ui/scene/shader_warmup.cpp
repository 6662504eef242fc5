#include "ui/scene/shader_warmup.h"

#include "ui/scene/offscreen_target.h"
#include "ui/scene/scene_renderer.h"

#include <string>

namespace isopolis {
namespace {

constexpr int kSide_px = 96;
constexpr double kNear_m = 120, kFar_m = 2500;

MultiPolygon square(double x, double y, double half)
{
    return {Polygon{.outer = {{x - half, y - half}, {x + half, y - half}, {x + half, y + half}, {x - half, y + half}}}};
}

/// One of each thing that is drawn in a way of its own.
CityPtr hamlet()
{
    CityData data;
    data.name = "hamlet";
    data.synthetic = true;
    const auto street = [&data](RoadClass roadClass, Structure structure) {
        const auto number = static_cast<double>(data.ways.size());
        const Point2 from{-60, 20 * number - 50}, to{60, 20 * number - 50};
        const std::string name = std::to_string(data.ways.size());
        const NodeId a = data.nodes.push(RoadNode{from, "a" + name}), b = data.nodes.push(RoadNode{to, "b" + name});
        RoadWay way;
        way.externalId = "w" + name;
        way.roadClass = roadClass;
        way.structure = structure;
        RoadLink link;
        link.externalId = "l" + name;
        link.from = a;
        link.to = b;
        link.way = data.ways.push(std::move(way));
        link.geometry = {from, to};
        link.length_m = 120;
        link.speed_kmh = 30;
        link.modes = ModeSet::all();
        data.links.push(std::move(link));
    };
    street(RoadClass::Primary, Structure::Ground);
    street(RoadClass::Residential, Structure::Ground);
    street(RoadClass::Footway, Structure::Ground);
    street(RoadClass::Primary, Structure::Bridge);
    street(RoadClass::Primary, Structure::Tunnel);
    for (const double x : {-30.0, 30.0}) {
        Neighbourhood place;
        place.externalId = place.name = x < 0 ? "west" : "east";
        place.outline = square(x, 0, 30);
        data.neighbourhoods.push(std::move(place));
        Building building;
        building.externalId = place.name + "house";
        building.footprint = square(x, 12, 8);
        building.height_m = 12;
        data.buildings.push(std::move(building));
    }
    data.areas.push_back({"water", AreaKind::Water, square(40, -40, 12), ""});
    data.areas.push_back({"green", AreaKind::Green, square(-40, -40, 12), ""});
    data.trees.push_back({.at = {0, 0}});
    data.extent = Box{-80, -80, 80, 80};
    auto city = City::create(std::move(data));
    return city ? *city : nullptr;
}

Overlay areas(Pattern pattern, std::uint8_t alpha)
{
    Overlay overlay;
    overlay.key = "areas";
    overlay.neighbourhoods = IdVector<NeighbourhoodId, AreaStyle>(
        std::vector<AreaStyle>{{{200, 120, 40, 255}, pattern}, {{40, 120, 200, alpha}, Pattern::None}});
    return overlay;
}

Overlay shapes(const City& city)
{
    Overlay overlay;
    overlay.key = "shapes";
    overlay.links = IdVector<LinkId, LinkStyle>(std::vector<LinkStyle>(city.roads().links().size(), LinkStyle{{200, 60, 40, 255}, 6}));
    overlay.areas.push_back({square(0, 40, 15), {60, 160, 90, 120}});
    overlay.spots.push_back({{10, 10}, {20, 20, 20, 255}, 9});
    return overlay;
}

Overlay raster(Pattern pattern)
{
    OverlayRaster picture;
    picture.columns = picture.rows = 4;
    picture.box = Box{-50, -50, 50, 50};
    picture.cells.assign(16, 1);
    picture.styles = {{{120, 40, 160, 255}, pattern}};
    Overlay overlay;
    overlay.key = "raster";
    overlay.raster = std::make_shared<const OverlayRaster>(std::move(picture));
    return overlay;
}

/// A street closed, one slowed down, and one built.
std::shared_ptr<const AppliedScenario> scheme(const CityPtr& city)
{
    auto applied = std::make_shared<AppliedScenario>();
    applied->city = city;
    for (const RoadLink& link : city->roads().links())
        applied->links.push({link.speed_kmh, link.lanes, link.modes});
    applied->links[LinkId(0)].modes = ModeSet(Mode::Walk);
    applied->links[LinkId(1)].speed_kmh = 20;
    AddedLink added;
    added.geometry = {{-50, 45}, {50, 45}};
    applied->addedLinks.push_back(std::move(added));
    return applied;
}

}  // namespace

bool warmUpShaders(const std::function<bool()>& stop)
{
    const CityPtr city = hamlet();
    const OffscreenContext context;
    if (!city || !context.current())
        return false;
    const OffscreenFramebuffer buffer(kSide_px, kSide_px);
    SceneRenderer renderer(ShaderDialect::Glsl120);
    CityScene scene(ShaderDialect::Glsl120);
    scene.setCity(city);
    scene.setApplied(scheme(city));
    scene.setSelection({.neighbourhood = NeighbourhoodId(0)});
    bool stopped = false;
    // What is seen first comes first.
    for (const bool flat : {false, true}) {
        scene.setOptions({.flat = flat});
        for (const Overlay& overlay : {Overlay{}, areas(Pattern::None, 255), areas(Pattern::Better, 255), areas(Pattern::Better, 0),
                                       areas(Pattern::None, 0), shapes(*city), raster(Pattern::None), raster(Pattern::Worse)}) {
            scene.setOverlay(overlay);
            for (const double distance_m : {kFar_m, kNear_m}) {
                if ((stopped = stopped || stop()))
                    continue;
                MapCamera camera;
                camera.setViewport(kSide_px, kSide_px);
                camera.setFlat(flat);
                camera.setPitch(distance_m == kFar_m ? MapCamera::kMinPitch_deg : 45);  // once with the sky in view
                camera.setCentre({0, 0}, 0);
                camera.setDistance(distance_m);
                renderer.draw(scene, camera, buffer.id(), true);
                buffer.finish();
            }
        }
    }
    renderer.release(scene);
    return !stopped;
}

}  // namespace isopolis
