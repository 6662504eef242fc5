#pragma once
/// A polygon by clicks, or a rectangle by three: two along one side, the third for its depth.
///
/// Corners snap to a road junction within `snap_m` while Ctrl is held, so that a zone can follow streets.

#include "ui/panels/tools/draw_tool.h"
#include "ui/panels/tools/held_corner.h"

namespace isopolis {

class AreaTool : public DrawTool {
    Q_OBJECT
public:
    enum class Shape { FreePolygon, Rectangle };
    AreaTool(CityPtr city, Shape shape, double ghostHeight_m, QObject* parent);
    void setShape(Shape shape);
    Shape shape() const { return m_shape; }

    QString instruction() const override;
    bool complete() const override;
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;
    std::optional<NextSide> nextSide() const override;
    void placeSide(double length_m, double direction_deg) override;
    Polygon polygon() const { return {.outer = m_points}; }

private:
    Point2 placed(const Pick& pick, Qt::KeyboardModifiers modifiers) const;
    std::vector<Point2> preview() const;

    CityPtr m_city;
    Shape m_shape;
    double m_ghostHeight_m;
    std::vector<Point2> m_points;
    Point2 m_pointer;
    bool m_hasPointer = false;
    HeldCorner m_corner;
};

}  // namespace isopolis
