#include "ui/models/scenario_pictures.h"

#include "simulation/scenario/apply_scenario.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPalette>

namespace isopolis {

namespace {

constexpr double kMargin = 2, kDot = 2.5;
constexpr int kScale = 2;  // drawn finer than it is shown

/// City metres to the picture: the whole city, north up.
class Frame {
public:
    explicit Frame(const Box& extent) : m_extent(extent)
    {
        const double width = std::max(1.0, extent.maxX - extent.minX), height = std::max(1.0, extent.maxY - extent.minY);
        m_perMetre =
            std::min((ScenarioPictures::kSize.width() - 2 * kMargin) / width, (ScenarioPictures::kSize.height() - 2 * kMargin) / height);
    }
    QPointF at(Point2 p) const
    {
        const Point2 c = m_extent.centre();
        return {ScenarioPictures::kSize.width() / 2.0 + (p.x - c.x) * m_perMetre,
                ScenarioPictures::kSize.height() / 2.0 - (p.y - c.y) * m_perMetre};
    }
    QPolygonF line(const Polyline& points) const
    {
        QPolygonF out;
        // Steps below a third of a point are not seen, and outlines have thousands.
        for (const Point2 p : points)
            if (const QPointF q = at(p); out.isEmpty() || (q - out.back()).manhattanLength() > 0.3)
                out << q;
        return out;
    }

private:
    Box m_extent;
    double m_perMetre;
};

/// Puts an operation on the picture. What lies nowhere (a fleet, a headway) is not drawn.
class OperationPainter {
public:
    OperationPainter(QPainter& painter, const Frame& frame, const City& city) : m_painter(painter), m_frame(frame), m_city(city) {}

    void operator()(const CloseRoad& o) { streets(o.where); }
    void operator()(const SetSpeedLimit& o) { streets(o.where); }
    void operator()(const SetLanes& o) { streets(o.where); }
    void operator()(const OneWay& o) { streets(o.where); }
    void operator()(const TrafficFilter& o) { streets(o.where); }
    void operator()(const CycleLane& o) { streets(o.where); }
    void operator()(const BusLane& o) { streets(o.where); }
    void operator()(const RoadCharge& o)
    {
        // A neighbourhood is one area here, not its streets.
        if (o.where.target.starts_with("neighbourhood:"))
            place(o.where.target, {});
        else
            streets(o.where);
    }
    void operator()(const RoadSurface& o) { streets(o.where); }
    void operator()(const AddRoad& o) { m_painter.drawPolyline(m_frame.line(o.axis)); }
    void operator()(const NoiseBarrier& o) { m_painter.drawPolyline(m_frame.line(o.axis)); }
    void operator()(const AddTransitLine& o) { m_painter.drawPolyline(m_frame.line(o.stops)); }
    void operator()(const AddBuilding& o) { dot(interiorPoint(o.footprint)); }
    void operator()(const MoveStop& o) { dot(o.to); }
    void operator()(const LowEmissionZone& o) { place(o.target, o.area); }
    void operator()(const GreenSpace& o) { place(o.target, o.area); }
    void operator()(const RemoveBuilding& o)
    {
        for (const Building& building : m_city.buildings())
            if (building.externalId == o.target && !building.footprint.empty())
                dot(interiorPoint(building.footprint));
    }
    template <class Other>
    void operator()(const Other&)
    {}

private:
    void streets(const RoadTarget& where)
    {
        if (where.target.empty())
            return area(where.area);
        if (const auto links = resolveTarget(m_city, where))
            for (const LinkId id : *links)
                m_painter.drawPolyline(m_frame.line(m_city.roads().links()[id].geometry));
    }
    void place(const std::string& target, const MultiPolygon& drawn)
    {
        if (target.empty())
            return area(drawn);
        if (const auto named = resolveArea(m_city, target))
            area(*named);
    }
    void area(const MultiPolygon& area)
    {
        for (const Polygon& part : area)
            m_painter.drawPolygon(m_frame.line(part.outer));
    }
    void dot(Point2 at)
    {
        m_painter.save();
        m_painter.setBrush(m_painter.pen().color());
        m_painter.drawEllipse(m_frame.at(at), kDot, kDot);
        m_painter.restore();
    }

    QPainter& m_painter;
    const Frame& m_frame;
    const City& m_city;
};

QPixmap empty()
{
    QPixmap pixmap(ScenarioPictures::kSize * kScale);
    pixmap.setDevicePixelRatio(kScale);
    pixmap.fill(Qt::transparent);
    return pixmap;
}

}  // namespace

QPixmap ScenarioPictures::ground(const CityPtr& city)
{
    if (m_city == city)
        return m_ground;
    m_city = city;
    m_ground = empty();
    QPainter painter(&m_ground);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette palette = QGuiApplication::palette();
    painter.setPen(QPen(palette.color(QPalette::Mid), 0.5));
    painter.setBrush(palette.color(QPalette::AlternateBase));
    const Frame frame(city->extent());
    for (const Neighbourhood& place : city->neighbourhoods())
        for (const Polygon& part : place.outline)
            painter.drawPolygon(frame.line(part.outer));
    return m_ground;
}

QIcon ScenarioPictures::of(const CityPtr& city, const Scenario& scenario)
{
    if (const auto known = m_known.find(scenario.name); known != m_known.end() && m_city == city)
        return known->second;
    QPixmap picture = ground(city);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(QGuiApplication::palette().color(QPalette::Highlight), 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const Frame frame(city->extent());
    OperationPainter put(painter, frame, *city);
    for (const Intervention& intervention : scenario.interventions)
        if (intervention.enabled)
            for (const Operation& operation : intervention.operations)
                std::visit(put, operation);
    painter.end();
    return m_known[scenario.name] = QIcon(picture);
}

}  // namespace isopolis
