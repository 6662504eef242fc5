#include "ui/scene/scene_layers.h"

#include "ui/scene/colour_scale.h"
#include "ui/scene/road_chains.h"

#include <osg/BlendFunc>
#include <osg/CullFace>
#include <osg/Depth>

#include <algorithm>

namespace isopolis {
namespace {

constexpr double kBridgeLift_m = 2.5;

bool sameGround(const RoadWay& way) { return way.structure == Structure::Ground; }

void addOutline(RibbonMesh& mesh, const MultiPolygon& outline, RibbonStyle style)
{
    style.closed = true;
    for (const Polygon& polygon : outline) {
        mesh.add(polygon.outer, style);
        for (const Ring& hole : polygon.holes)
            mesh.add(hole, style);
    }
}

double liftOf(const City& city, const AppliedScenario* applied, LinkId id)
{
    if (applied && applied->isAdded(id))
        return 0;
    return city.roads().links().contains(id) && city.roads().wayOf(id).structure == Structure::Bridge ? kBridgeLift_m : 0;
}

const Polyline* geometryOf(const City& city, const AppliedScenario* applied, LinkId id)
{
    if (applied && id.valid() && id.index() < applied->linkCount())
        return &applied->geometry(id);
    return city.roads().links().contains(id) ? &city.roads().links()[id].geometry : nullptr;
}

bool hasReverse(const City& city, LinkId id) { return city.roads().links().contains(id) && city.roads().links()[id].reverse.valid(); }

}  // namespace

void setUpLayer(osg::Node& layer, osg::Program* program, LayerOrder order, DepthWrite depth)
{
    osg::StateSet& state = *layer.getOrCreateStateSet();
    const bool buildings = order == LayerOrder::Buildings || order == LayerOrder::Trees;  // solid things
    state.setAttribute(program);
    state.setRenderBinDetails(static_cast<int>(order), "RenderBin", osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
    state.addUniform(new osg::Uniform("u_layer", static_cast<float>(order)));
    const auto test = order == LayerOrder::Front ? osg::Depth::ALWAYS : osg::Depth::LEQUAL;
    state.setAttributeAndModes(new osg::Depth(test, 0, 1, depth == DepthWrite::Yes), osg::StateAttribute::ON);
    if (!buildings && order != LayerOrder::Ground) {
        state.setAttributeAndModes(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA),
                                   osg::StateAttribute::ON);
        state.setMode(GL_BLEND, osg::StateAttribute::ON);
    } else {
        state.setMode(GL_BLEND, osg::StateAttribute::OFF);
    }
    state.setMode(GL_CULL_FACE, buildings ? osg::StateAttribute::ON : osg::StateAttribute::OFF);
}

void drawBeforeGround(osg::Node& layer)
{
    osg::StateSet& state = *layer.getOrCreateStateSet();
    state.setRenderBinDetails(-1, "RenderBin", osg::StateSet::OVERRIDE_RENDERBIN_DETAILS);
    state.setMode(GL_BLEND, osg::StateAttribute::OFF);
}

std::size_t ColourSlots::slot(Colour colour)
{
    const auto found = std::find(m_colours.begin(), m_colours.end(), colour);
    if (found != m_colours.end())
        return static_cast<std::size_t>(found - m_colours.begin());
    m_colours.push_back(colour);
    return m_colours.size() - 1;
}

SlotTexture ColourSlots::texture() const
{
    SlotTexture texture(m_colours.size());
    for (std::size_t i = 0; i < m_colours.size(); ++i)
        texture.set(i, m_colours[i]);
    return texture;
}

void fillBaseSlots(SlotTexture& slots, const SceneTheme& theme)
{
    for (std::size_t i = 0; i < 6; ++i)
        slots.set(kAreaSlot + i, theme.area(static_cast<AreaKind>(i)));
    slots.set(kLandSlot, theme.land());
    for (std::size_t i = 0; i < kRoadClassCount; ++i) {
        slots.set(kRoadSlot + i, theme.road(static_cast<RoadClass>(i)));
        slots.set(kRoadSlot + kCasingShift + i, theme.casing(static_cast<RoadClass>(i)));
        slots.set(kTunnelSlot + i, theme.tunnel(static_cast<RoadClass>(i)));
    }
}

RoadLayers makeRoads(const City& city, const SceneFrame& frame)
{
    RibbonMesh main(frame), local(frame), paths(frame), bridges(frame), tunnels(frame);
    RoadLayers layers;
    for (const RoadChain& chain : roadChains(city.roads())) {
        const RoadWay& way = city.roads().ways()[chain.way];
        const RoadLook look = roadLook(way.roadClass, chain.lanes);
        const auto roadClass = static_cast<std::size_t>(way.roadClass);
        RibbonStyle style{.halfWidth_m = look.width_m / 2, .leastHalfWidth_px = look.least_px / 2, .slot = kRoadSlot + roadClass};
        ++layers.pieces;
        if (way.structure == Structure::Tunnel) {
            style.slot = kTunnelSlot + roadClass;
            style.caps = false;
            tunnels.add(chain.line, style);
        } else if (way.structure == Structure::Bridge && !isPath(way.roadClass)) {
            style.lift_m = kBridgeLift_m;
            bridges.add(chain.line, style);
        } else if (isPath(way.roadClass)) {
            style.caps = false;
            style.lift_m = sameGround(way) ? 0 : kBridgeLift_m / 2;
            paths.add(chain.line, style);
        } else {
            (way.roadClass <= RoadClass::Tertiary ? main : local).add(chain.line, style);
        }
    }
    layers.main = main.finish();
    layers.local = local.finish();
    layers.paths = paths.finish();
    layers.bridges = bridges.finish();
    layers.tunnels = tunnels.finish();
    return layers;
}

AreaLayers makeAreas(const City& city, const SceneFrame& frame)
{
    AreaMesh land(frame), water(frame);
    // Greens lie on built-up areas, whatever the order of the source.
    for (const bool green : {false, true}) {
        for (const LandArea& area : city.areas()) {
            if (area.kind != AreaKind::Water && (area.kind == AreaKind::Green) == green)
                land.add(area.outline, kAreaSlot + static_cast<std::size_t>(area.kind));
        }
    }
    for (const LandArea& area : city.areas()) {
        if (area.kind == AreaKind::Water)
            water.add(area.outline, kAreaSlot + static_cast<std::size_t>(area.kind));
    }
    return {land.finish(), water.finish()};
}

ZoneLayers makeZones(const City& city, const SceneFrame& frame)
{
    AreaMesh fill(frame);
    RibbonMesh borders(frame);
    for (NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        fill.add(city.neighbourhoods()[id].outline, id.index());
        addOutline(borders, city.neighbourhoods()[id].outline, {.halfWidth_m = 0, .leastHalfWidth_px = 0.6});
    }
    return {fill.finish(), borders.finish()};
}

std::uint8_t zoneCode(const AreaStyle& style)
{
    if (style.colour.a < 8)
        return 0;
    switch (style.pattern) {
    case Pattern::None: return 255;
    case Pattern::Better: return 254;
    case Pattern::Worse: return 253;
    case Pattern::TooClose: return 252;
    case Pattern::Hidden: return 251;
    }
    return 255;
}

RibbonLayer makeLinkOverlay(const City& city, const AppliedScenario* applied, const Overlay& overlay, const SceneFrame& frame)
{
    RibbonLayer layer;
    ColourSlots colours;
    RibbonMesh mesh(frame);
    std::vector<LinkId> order;
    for (LinkId id : idsOf(overlay.links)) {
        if (overlay.links[id].width_m > 0 && overlay.links[id].colour.a > 0 && geometryOf(city, applied, id))
            order.push_back(id);
    }
    // Wide streams last, on top of the thin ones that they cross.
    std::stable_sort(order.begin(), order.end(), [&](LinkId a, LinkId b) { return overlay.links[a].width_m < overlay.links[b].width_m; });
    for (LinkId id : order) {
        const LinkStyle& style = overlay.links[id];
        const bool pair = hasReverse(city, id);
        mesh.add(*geometryOf(city, applied, id), {.halfWidth_m = pair ? style.width_m : style.width_m / 2,
                                                  .leastHalfWidth_px = pair ? 0.9 : 0.5,
                                                  .slot = colours.slot(style.colour),
                                                  .lift_m = liftOf(city, applied, id),
                                                  .side = pair ? RibbonSide::Right : RibbonSide::Both});
    }
    for (const OverlayLine& line : overlay.lines)
        mesh.add(line.line, {.halfWidth_m = line.width_m / 2, .leastHalfWidth_px = 1.1, .slot = colours.slot(line.colour)});
    layer.count = order.size() + overlay.lines.size();
    layer.node = mesh.finish();
    colours.texture().apply(*layer.node->getOrCreateStateSet());
    return layer;
}

osg::ref_ptr<osg::Group> makeOverlayAreas(const Overlay& overlay, const SceneFrame& frame)
{
    if (overlay.areas.empty())
        return nullptr;
    ColourSlots colours;
    AreaMesh mesh(frame);
    for (const OverlayArea& area : overlay.areas)
        mesh.add(area.outline, colours.slot(area.colour));
    osg::ref_ptr<osg::Group> node = mesh.finish();
    colours.texture().apply(*node->getOrCreateStateSet());
    return node;
}

RibbonLayer makeSpots(const Overlay& overlay, const SceneFrame& frame)
{
    RibbonLayer layer;
    ColourSlots colours;
    RibbonMesh mesh(frame);
    // A dot is a very short line with round ends, as in makeEmphasis(); a rim keeps it apart from lines of its own colour.
    for (const OverlaySpot& spot : overlay.spots) {
        const Polyline dot{{spot.at.x - 0.06, spot.at.y}, {spot.at.x + 0.06, spot.at.y}};
        mesh.add(dot, {.halfWidth_m = 0, .leastHalfWidth_px = spot.size_px / 2 + 1.2, .slot = colours.slot({255, 255, 255})});
        mesh.add(dot, {.halfWidth_m = 0, .leastHalfWidth_px = spot.size_px / 2, .slot = colours.slot(spot.colour)});
    }
    layer.count = overlay.spots.size();
    layer.node = mesh.finish();
    colours.texture().apply(*layer.node->getOrCreateStateSet());
    return layer;
}

ChangeLayers makeChanges(const AppliedScenario& applied, const SceneTheme& theme, const SceneFrame& frame)
{
    const City& city = *applied.city;
    ColourSlots closedColours, solidColours, dashedColours;
    RibbonMesh closed(frame), solid(frame), dashed(frame);
    ChangeLayers layers;
    for (LinkId id : idsOf(city.roads().links())) {
        const RoadLink& link = city.roads().links()[id];
        if (id.index() >= applied.linkCount())
            break;
        const LinkState& state = applied.links[id];
        const auto same = [&](LinkId other) { return other.valid() && applied.links[other].modes == state.modes; };
        const bool shut = link.modes.has(Mode::Car) && !state.modes.has(Mode::Car);
        const bool other = !shut && (state.speed_kmh != link.speed_kmh || state.lanes != link.lanes || !(state.modes == link.modes));
        if ((!shut && !other) || (same(link.reverse) && link.reverse < id))
            continue;
        const double width = roadLook(city.roads().wayOf(id).roadClass, link.lanes).width_m;
        RibbonStyle style{.halfWidth_m = width * 0.42, .leastHalfWidth_px = 2.2, .lift_m = liftOf(city, &applied, id)};
        if (!same(link.reverse) && link.reverse.valid())
            style.side = RibbonSide::Right;
        if (shut) {
            ++layers.closedLinks;
            style.slot = closedColours.slot(theme.closed());
            closed.add(link.geometry, style);
        } else {
            style.halfWidth_m = 1.2;
            style.leastHalfWidth_px = 1.1;
            style.slot = dashedColours.slot(theme.changed());
            dashed.add(link.geometry, style);
        }
    }
    for (const AddedLink& link : applied.addedLinks) {
        const double width = roadLook(link.roadClass, 2).width_m;
        solid.add(link.geometry, {.halfWidth_m = width / 2, .leastHalfWidth_px = 1.8, .slot = solidColours.slot(theme.added())});
    }
    for (const ChargedArea& charged : applied.chargedAreas)
        addOutline(dashed, charged.area, {.halfWidth_m = 0, .leastHalfWidth_px = 2.0, .slot = dashedColours.slot(theme.changed())});
    for (const LowEmissionZone& zone : applied.lowEmissionZones)
        addOutline(dashed, zone.area, {.halfWidth_m = 0, .leastHalfWidth_px = 1.6, .slot = dashedColours.slot(theme.zone())});
    if (!applied.addedParks.empty()) {
        ColourSlots greens;
        AreaMesh fills(frame);
        for (const AddedPark& park : applied.addedParks) {
            fills.add(park.area, greens.slot(theme.area(AreaKind::Green)));
            addOutline(solid, park.area, {.halfWidth_m = 0, .leastHalfWidth_px = 1.2, .slot = solidColours.slot(theme.added())});
        }
        layers.parks = fills.finish();
        greens.texture().apply(*layers.parks->getOrCreateStateSet());
    }
    layers.closed = closed.finish();
    layers.solid = solid.finish();
    layers.dashed = dashed.finish();
    closedColours.texture().apply(*layers.closed->getOrCreateStateSet());
    solidColours.texture().apply(*layers.solid->getOrCreateStateSet());
    dashedColours.texture().apply(*layers.dashed->getOrCreateStateSet());
    return layers;
}

osg::ref_ptr<osg::Group> makeEmphasis(const City& city, const AppliedScenario* applied, const SceneSelection& selection,
                                      NeighbourhoodId hover, const Draft& draft, const SceneTheme& theme, const SceneFrame& frame)
{
    ColourSlots colours;
    RibbonMesh mesh(frame);
    const auto links = [&](const std::vector<LinkId>& ids, Colour colour) {
        for (const bool halo : {true, false}) {
            for (LinkId id : ids) {
                if (const Polyline* line = geometryOf(city, applied, id))
                    mesh.add(*line, {.halfWidth_m = halo ? 5.5 : 4,
                                     .leastHalfWidth_px = halo ? 3.6 : 2.2,
                                     .slot = colours.slot(halo ? theme.emphasisHalo() : colour),
                                     .lift_m = liftOf(city, applied, id)});
            }
        }
    };
    const auto area = [&](NeighbourhoodId id, double halo_px, double line_px, Colour colour) {
        if (!city.neighbourhoods().contains(id))
            return;
        addOutline(mesh, city.neighbourhoods()[id].outline,
                   {.halfWidth_m = 0, .leastHalfWidth_px = halo_px, .slot = colours.slot(theme.emphasisHalo())});
        addOutline(mesh, city.neighbourhoods()[id].outline, {.halfWidth_m = 0, .leastHalfWidth_px = line_px, .slot = colours.slot(colour)});
    };
    if (hover != selection.neighbourhood)
        area(hover, 1.9, 1.0, theme.hover());
    area(selection.neighbourhood, 3.4, 1.9, theme.emphasis());
    links(selection.links, theme.emphasis());
    links(draft.links, theme.added());
    if (draft.line.size() >= 2) {
        const bool ring = draft.closed && draft.line.size() >= 3;
        for (const bool halo : {true, false})
            mesh.add(draft.line, {.halfWidth_m = 0,
                                  .leastHalfWidth_px = halo ? 2.8 : 1.5,
                                  .slot = colours.slot(halo ? theme.emphasisHalo() : theme.added()),
                                  .closed = ring});
    }
    for (Point2 p : draft.line)  // a dot at each corner: a very short line with round ends
        mesh.add({{p.x - 0.06, p.y}, {p.x + 0.06, p.y}}, {.halfWidth_m = 0, .leastHalfWidth_px = 4, .slot = colours.slot(theme.added())});
    osg::ref_ptr<osg::Group> node = mesh.finish();
    colours.texture().apply(*node->getOrCreateStateSet());
    return node;
}

osg::ref_ptr<osg::Group> makeDraftFill(const Draft& draft, const SceneTheme& theme, const SceneFrame& frame)
{
    if (!draft.closed || draft.line.size() < 3)
        return nullptr;
    Colour colour = theme.added();
    colour.a = draft.height_m > 0 ? 255 : 70;
    ColourSlots colours;
    osg::ref_ptr<osg::Group> node;
    if (draft.height_m > 0) {
        BuildingMesh mesh(frame);
        mesh.add(MultiPolygon{Polygon{.outer = draft.line}}, draft.height_m, colours.slot(colour));
        node = mesh.finish();
    } else {
        AreaMesh mesh(frame);
        mesh.add(Polygon{.outer = draft.line}, colours.slot(colour));
        node = mesh.finish();
    }
    colours.texture().apply(*node->getOrCreateStateSet());
    return node;
}

}  // namespace isopolis
