#include "ui/viewport/vector_map.h"

#include "gis/core/geometry/spatial_grid.h"
#include "ui/scene/road_chains.h"
#include "ui/scene/scene_theme.h"
#include "ui/viewport/map_shapes.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

namespace isopolis {
namespace {

/// As the scene: streets of less weight are left out where a pixel covers more metres than this, and flows are widened with it.
constexpr double kPathsUpTo_m = 2.6, kLocalUpTo_m = 24, kCasingsUpTo_m = 9, kFlowWidthsTrueUpTo_m = 2.2;
constexpr double kCasing_px = 0.9, kUnderAreas = 0.7, kBorder_px = 1.2, kWidthStep_px = 0.25;
/// Buildings smaller than this are grains that hide what lies below them; cells of a grid are put together up to it.
constexpr double kLeastBuilding_px2 = 4, kLeastCell_px = 2, kSeam_px = 0.3;

QColor toQt(Colour c) { return {c.r, c.g, c.b, c.a}; }
bool shown(Colour c) { return c.a >= 8; }

class Sheet {
public:
    Sheet(QPainter& painter, const MapCamera& camera, const VectorMap& map)
        : m_painter(painter), m_shapes(camera), m_map(map), m_city(*map.city), m_applied(map.applied.get()), m_theme{.dark = map.dark},
          m_widen(std::clamp(camera.metresPerPixel() / kFlowWidthsTrueUpTo_m, 0.35, 12.0))
    {
        const auto& areas = map.overlay.neighbourhoods;
        if (map.overlay.raster)
            m_theme.tone = BaseTone::UnderRaster;
        else if (std::any_of(areas.begin(), areas.end(), [](const AreaStyle& s) { return shown(s.colour); }))
            m_theme.tone = BaseTone::UnderAreas;
        else if (map.overlay.hasShapes())
            m_theme.tone = BaseTone::UnderLinks;
    }

    VectorMapCounts paint()
    {
        m_painter.fillRect(m_shapes.view(), toQt(m_theme.land()));
        landAreas(false);
        raster();
        neighbourhoods();
        for (const OverlayArea& area : m_map.overlay.areas)
            fill(area.outline, area.colour, m_counts.areas);
        landAreas(true);
        if (m_map.buildings)
            buildings();
        roads();
        flows();
        spots();
        changes();
        selection();
        return m_counts;
    }

private:
    void brush(Colour colour)
    {
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(toQt(colour));
    }
    void pen(Colour colour, double width_px, Qt::PenCapStyle cap = Qt::RoundCap, Qt::PenStyle style = Qt::SolidLine)
    {
        m_painter.setPen(QPen(toQt(colour), width_px, style, cap, Qt::RoundJoin));
        m_painter.setBrush(Qt::NoBrush);
    }
    void fill(const MultiPolygon& outline, Colour colour, std::size_t& count)
    {
        const Box box = bounds(outline);
        if (!shown(colour) || !m_shapes.seen(box))
            return;
        if (m_shapes.belowPixel(box)) {
            ++m_counts.tooSmall;
            return;
        }
        brush(colour);
        m_painter.drawPath(m_shapes.outline(outline));
        ++count;
    }

    void landAreas(bool water)
    {
        // Greens lie on built-up areas, whatever the order of the source.
        for (const bool green : {false, true})
            for (const LandArea& area : m_city.areas())
                if ((area.kind == AreaKind::Water) == water && (area.kind == AreaKind::Green) == green)
                    fill(area.outline, m_theme.area(area.kind), m_counts.areas);
        if (m_applied && !water)
            for (const AddedPark& park : m_applied->addedParks)
                fill(park.area, m_theme.area(AreaKind::Green), m_counts.areas);
    }

    void marks(const std::vector<QPolygonF>& rings, const AreaStyle& style)
    {
        const QPainterPath path = patternMarks(rings, style.pattern, m_shapes.view());
        if (path.isEmpty())
            return;
        m_painter.setPen(patternPen(style.colour, style.pattern));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawPath(path);
    }

    void neighbourhoods()
    {
        for (const NeighbourhoodId id : idsOf(m_city.neighbourhoods())) {
            const MultiPolygon& outline = m_city.neighbourhoods()[id].outline;
            if (!m_map.overlay.neighbourhoods.contains(id) || !m_shapes.seen(bounds(outline)))
                continue;
            const AreaStyle& style = m_map.overlay.neighbourhoods[id];
            const std::size_t before = m_counts.neighbourhoods;
            fill(outline, {style.colour.r, style.colour.g, style.colour.b, shown(style.colour) ? std::uint8_t{255} : std::uint8_t{0}},
                 m_counts.neighbourhoods);
            if (m_counts.neighbourhoods > before)
                marks(m_shapes.rings(outline), style);
        }
    }

    /// Squares of one kind side by side become one rectangle; where they are smaller than two pixels, every n-th stands for its neighbours.
    void raster()
    {
        if (!m_map.overlay.raster)
            return;
        const OverlayRaster& grid = *m_map.overlay.raster;
        if (grid.columns <= 0 || grid.rows <= 0 || grid.cells.size() != static_cast<std::size_t>(grid.columns) * grid.rows)
            return;
        const double wide_m = grid.box.width() / grid.columns, high_m = grid.box.height() / grid.rows;
        const int step = std::max(1, static_cast<int>(std::ceil(kLeastCell_px / m_shapes.pixels(std::min(wide_m, high_m)))));
        std::vector<QPainterPath> paths(grid.styles.size() + 1);
        std::vector<std::vector<QPolygonF>> rings(paths.size());
        for (int row = 0; row < grid.rows; row += step) {
            const double y = grid.box.minY + row * high_m;
            if (!m_shapes.seen({grid.box.minX, y, grid.box.maxX, y + step * high_m}))
                continue;
            const auto kind = [&](int column) {
                const std::size_t cell = grid.cells[static_cast<std::size_t>(row) * grid.columns + column];
                return cell < paths.size() ? cell : 0;
            };
            for (int column = 0, next = 0; column < grid.columns; column = next) {
                const std::size_t cell = kind(column);
                for (next = column + step; next < grid.columns && kind(next) == cell;)
                    next += step;
                if (cell == 0)
                    continue;
                const QRectF box(m_shapes.at({grid.box.minX + column * wide_m, y + step * high_m}),
                                 m_shapes.at({grid.box.minX + std::min(next, grid.columns) * wide_m, y}));
                if (!box.intersects(m_shapes.view()))
                    continue;
                paths[cell].addRect(box.adjusted(0, 0, kSeam_px, kSeam_px));
                if (hasMarks(grid.styles[cell - 1]))
                    rings[cell].push_back(QPolygonF(box));
            }
        }
        for (std::size_t cell = 1; cell < paths.size(); ++cell) {
            const AreaStyle& style = grid.styles[cell - 1];
            if (paths[cell].isEmpty() || !shown(style.colour))
                continue;
            paths[cell].setFillRule(Qt::WindingFill);
            brush({style.colour.r, style.colour.g, style.colour.b});
            m_painter.drawPath(paths[cell]);
            ++m_counts.areas;
            marks(rings[cell], style);
        }
    }
    static bool hasMarks(const AreaStyle& style) { return style.pattern != Pattern::None; }

    void buildings()
    {
        std::set<BuildingId> gone;
        if (m_applied)
            for (const RemovedBuilding& removed : m_applied->removedBuildings)
                gone.insert(removed.building);
        const auto& zones = m_city.neighbourhoods();
        SpatialGrid grid(m_city.extent(), 400);
        for (const NeighbourhoodId id : idsOf(zones))
            if (m_map.overlay.neighbourhoods.contains(id) && shown(m_map.overlay.neighbourhoods[id].colour))
                grid.insert(bounds(zones[id].outline), static_cast<std::uint32_t>(id.index()));
        const auto colourOf = [&](BuildingId id, Point2 at) {
            if (m_map.overlay.buildings.contains(id) && shown(m_map.overlay.buildings[id]))
                return m_map.overlay.buildings[id];
            if (m_theme.tone == BaseTone::UnderAreas)
                for (const std::uint32_t i : grid.query(at, 0))
                    if (contains(zones[NeighbourhoodId(i)].outline, at))
                        return m_theme.building(m_map.overlay.neighbourhoods[NeighbourhoodId(i)].colour);
            return m_theme.building(m_city.buildings()[id].use);
        };
        // By colour: a painter that writes a file then says each only once.
        std::map<std::uint32_t, std::vector<const MultiPolygon*>> byColour;
        for (const BuildingId id : idsOf(m_city.buildings())) {
            const MultiPolygon& footprint = m_city.buildings()[id].footprint;
            const Box box = bounds(footprint);
            if (!m_shapes.seen(box) || gone.contains(id))
                continue;
            if (area(footprint) < kLeastBuilding_px2 * m_shapes.metresPerPixel() * m_shapes.metresPerPixel())
                ++m_counts.tooSmall;
            else
                byColour[keyOf(colourOf(id, box.centre()))].push_back(&footprint);
        }
        if (m_applied)
            for (const AddedBuilding& added : m_applied->addedBuildings)
                if (m_shapes.seen(bounds(added.footprint)))
                    byColour[keyOf(m_theme.added())].push_back(&added.footprint);
        for (const auto& [colour, footprints] : byColour) {
            m_painter.setPen(Qt::NoPen);
            m_painter.setBrush(QColor::fromRgb(colour));
            for (const MultiPolygon* footprint : footprints) {
                m_painter.drawPath(m_shapes.outline(*footprint));
                ++m_counts.buildings;
            }
        }
    }
    static std::uint32_t keyOf(Colour c) { return toQt(c).rgb(); }

    /// Lines of one look, painted as one path.
    struct Look {
        double width_px;
        std::uint32_t colour;
        friend auto operator<=>(const Look&, const Look&) = default;
    };

    void roads()
    {
        enum Layer { Tunnels, Paths, Local, Main, Bridges, Layers };
        std::map<Look, QPainterPath> casings, layers[Layers], bridgeCasings;
        const double mpp = m_shapes.metresPerPixel();
        const double widen = m_theme.tone == BaseTone::UnderAreas || m_theme.tone == BaseTone::UnderRaster ? kUnderAreas : 1;
        for (const RoadChain& chain : roadChains(m_city.roads())) {
            if (!m_shapes.seen(bounds(chain.line)))
                continue;
            const RoadWay& way = m_city.roads().ways()[chain.way];
            const bool path = isPath(way.roadClass), tunnel = way.structure == Structure::Tunnel;
            const Layer layer = tunnel                                 ? Tunnels
                                : path                                 ? Paths
                                : way.structure == Structure::Bridge   ? Bridges
                                : way.roadClass <= RoadClass::Tertiary ? Main
                                                                       : Local;
            const Colour colour = tunnel ? m_theme.tunnel(way.roadClass) : m_theme.road(way.roadClass);
            if (!shown(colour))
                continue;
            if ((layer == Paths && mpp > kPathsUpTo_m) || (layer == Local && mpp > kLocalUpTo_m)) {
                ++m_counts.tooSmall;
                continue;
            }
            const RoadLook look = roadLook(way.roadClass, chain.lanes);
            const double width = stepped(std::max(m_shapes.pixels(look.width_m * widen), look.least_px));
            const QPainterPath line = m_shapes.line(chain.line);
            if (line.isEmpty())
                continue;
            ++m_counts.roads;
            layers[layer][{width, toQt(colour).rgba()}].addPath(line);
            const Colour casing = m_theme.casing(way.roadClass);
            if (shown(casing) && mpp <= kCasingsUpTo_m && (layer == Local || layer == Main || layer == Bridges))
                (layer == Bridges ? bridgeCasings : casings)[{width + 2 * kCasing_px, toQt(casing).rgba()}].addPath(line);
        }
        stroke(layers[Tunnels], Qt::FlatCap, Qt::DashLine);
        stroke(layers[Paths], Qt::FlatCap);
        stroke(casings, Qt::RoundCap);
        stroke(layers[Local], Qt::RoundCap);
        stroke(layers[Main], Qt::RoundCap);
        borders();
        stroke(bridgeCasings, Qt::FlatCap);
        stroke(layers[Bridges], Qt::RoundCap);
    }
    static double stepped(double width_px) { return std::max(kWidthStep_px, std::round(width_px / kWidthStep_px) * kWidthStep_px); }
    /// Thin ones first: wide streams lie on top of those that they cross.
    void stroke(const std::map<Look, QPainterPath>& lines, Qt::PenCapStyle cap, Qt::PenStyle style = Qt::SolidLine)
    {
        for (const auto& [look, path] : lines) {
            m_painter.setPen(QPen(QColor::fromRgba(look.colour), look.width_px, style, cap, Qt::RoundJoin));
            m_painter.setBrush(Qt::NoBrush);
            m_painter.drawPath(path);
        }
    }
    void borders()
    {
        pen(m_theme.border(), kBorder_px);
        for (const Neighbourhood& place : m_city.neighbourhoods())
            if (const Box box = bounds(place.outline); m_shapes.seen(box) && !m_shapes.belowPixel(box))
                m_painter.drawPath(m_shapes.outline(place.outline));
    }

    const Polyline* geometryOf(LinkId id) const
    {
        if (m_applied && id.index() < m_applied->linkCount())
            return &m_applied->geometry(id);
        return m_city.roads().links().contains(id) ? &m_city.roads().links()[id].geometry : nullptr;
    }
    /// Streets in the overlay's widths and colours, each direction on its own side; then lines that are no streets.
    void flows()
    {
        std::map<Look, QPainterPath> streams;
        const auto& links = m_city.roads().links();
        for (const LinkId id : idsOf(m_map.overlay.links)) {
            const LinkStyle& style = m_map.overlay.links[id];
            const Polyline* line = style.width_m > 0 && style.colour.a > 0 ? geometryOf(id) : nullptr;
            if (!line || !m_shapes.seen(bounds(*line)))
                continue;
            const bool pair = links.contains(id) && links[id].reverse.valid();
            const double width = stepped(std::max(m_shapes.pixels(style.width_m * m_widen), pair ? 0.9 : 1.0));
            streams[{width, toQt(style.colour).rgba()}].addPath(m_shapes.line(*line, pair ? width / 2 : 0));
            ++m_counts.streets;
        }
        stroke(streams, Qt::RoundCap);
        for (const OverlayLine& line : m_map.overlay.lines)
            if (m_shapes.seen(bounds(line.line))) {
                pen(line.colour, std::max(m_shapes.pixels(line.width_m * m_widen), 2.2));
                m_painter.drawPath(m_shapes.line(line.line));
                ++m_counts.lines;
            }
    }
    void spots()
    {
        for (const OverlaySpot& spot : m_map.overlay.spots) {
            const QPointF at = m_shapes.at(spot.at);
            if (!m_shapes.view().contains(at))
                continue;
            const double r = spot.size_px / 2;
            m_painter.setPen(QPen(Qt::white, 1.2));
            m_painter.setBrush(toQt(spot.colour));
            m_painter.drawEllipse(at, r + 0.6, r + 0.6);
            ++m_counts.spots;
        }
    }

    /// What the scheme does to streets, as the scene shows it.
    void changes()
    {
        if (!m_applied || m_applied->city != m_map.city)
            return;
        for (const LinkId id : idsOf(m_city.roads().links())) {
            const RoadLink& link = m_city.roads().links()[id];
            if (id.index() >= m_applied->linkCount())
                break;
            const LinkState& state = m_applied->links[id];
            const bool shut = link.modes.has(Mode::Car) && !state.modes.has(Mode::Car);
            const bool other = state.speed_kmh != link.speed_kmh || state.lanes != link.lanes || !(state.modes == link.modes);
            const bool told = link.reverse.valid() && link.reverse < id && m_applied->links[link.reverse].modes == state.modes;
            if ((!shut && !other) || told || !m_shapes.seen(bounds(link.geometry)))
                continue;
            const QPainterPath line = m_shapes.line(link.geometry);
            const double width_m = roadLook(m_city.roads().wayOf(id).roadClass, link.lanes).width_m;
            const double width = shut ? std::max(m_shapes.pixels(0.84 * width_m), 4.4) : std::max(m_shapes.pixels(2.4), 2.2);
            if (shut) {
                pen({255, 255, 255}, width, Qt::FlatCap);
                m_painter.drawPath(line);
            }
            pen(shut ? m_theme.closed() : m_theme.changed(), width, Qt::FlatCap, Qt::DashLine);
            m_painter.drawPath(line);
        }
        for (const AddedLink& link : m_applied->addedLinks) {
            pen(m_theme.added(), std::max(m_shapes.pixels(roadLook(link.roadClass, 2).width_m), 3.6));
            m_painter.drawPath(m_shapes.line(link.geometry));
        }
        pen(m_theme.zone(), 3.2, Qt::FlatCap, Qt::DashLine);
        for (const LowEmissionZone& zone : m_applied->lowEmissionZones)
            m_painter.drawPath(m_shapes.outline(zone.area));
        pen(m_theme.added(), 2.4);
        for (const AddedPark& park : m_applied->addedParks)
            m_painter.drawPath(m_shapes.outline(park.area));
    }

    void selection()
    {
        for (const bool halo : {true, false}) {
            const Colour colour = halo ? m_theme.emphasisHalo() : m_theme.emphasis();
            if (m_city.neighbourhoods().contains(m_map.selection.neighbourhood)) {
                pen(colour, halo ? 6.8 : 3.8);
                m_painter.drawPath(m_shapes.outline(m_city.neighbourhoods()[m_map.selection.neighbourhood].outline));
            }
            for (const LinkId id : m_map.selection.links)
                if (const Polyline* line = id.valid() ? geometryOf(id) : nullptr) {
                    pen(colour, std::max(m_shapes.pixels(halo ? 11 : 8), halo ? 7.2 : 4.4));
                    m_painter.drawPath(m_shapes.line(*line));
                }
        }
    }

    QPainter& m_painter;
    MapShapes m_shapes;
    const VectorMap& m_map;
    const City& m_city;
    const AppliedScenario* m_applied;
    SceneTheme m_theme;
    double m_widen;
    VectorMapCounts m_counts;
};

}  // namespace

VectorMapCounts paintVectorMap(QPainter& painter, const MapCamera& camera, const VectorMap& map)
{
    if (!map.city)
        return {};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const VectorMapCounts counts = Sheet(painter, camera, map).paint();
    painter.restore();
    return counts;
}

}  // namespace isopolis
