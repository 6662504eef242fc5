#include "ui/panels/tools/drawn_shape.h"

namespace isopolis {

namespace {

/// Calls `use(kind, points)` with the points of an operation that one line or outline describes.
template <class Use>
struct ShapeVisitor {
    Use use;
    void operator()(AddRoad& o) const { use(DrawKind::NewRoad, o.axis); }
    void operator()(NoiseBarrier& o) const { use(DrawKind::Barrier, o.axis); }
    void operator()(AddTransitLine& o) const { use(DrawKind::TransitLine, o.stops); }
    void operator()(AddBuilding& o) const { area(DrawKind::NewBuilding, o.footprint); }
    void operator()(GreenSpace& o) const { area(DrawKind::Park, o.area); }
    void operator()(LowEmissionZone& o) const
    {
        if (o.target.empty())
            area(DrawKind::Zone, o.area);
    }
    void operator()(RoadCharge& o) const
    {
        if (o.where.target.empty())
            area(DrawKind::ChargeArea, o.where.area);
    }
    template <class Other>
    void operator()(Other&) const
    {}

private:
    /// Several parts, or holes, were not drawn here.
    void area(DrawKind kind, MultiPolygon& area) const
    {
        if (area.size() == 1 && area.front().holes.empty())
            use(kind, area.front().outer);
    }
};
template <class Use>
ShapeVisitor(Use) -> ShapeVisitor<Use>;

}  // namespace

std::optional<Sketch> shapeOf(const Intervention& intervention)
{
    if (intervention.operations.size() != 1)
        return std::nullopt;
    std::optional<Sketch> sketch;
    Operation operation = intervention.operations.front();
    std::visit(ShapeVisitor{[&](DrawKind kind, const Polyline& points) { sketch = Sketch{.kind = kind, .points = points}; }}, operation);
    return sketch;
}

Intervention withShape(Intervention intervention, const Polyline& points)
{
    if (intervention.operations.size() == 1)
        std::visit(ShapeVisitor{[&](DrawKind, Polyline& old) { old = points; }}, intervention.operations.front());
    return intervention;
}

}  // namespace isopolis
