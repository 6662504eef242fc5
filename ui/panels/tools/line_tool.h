#pragma once
/// A line by clicks: a noise barrier, a new road, or the stops of a line of public transport in order.
///
/// With `snap`, a click near a stop or a junction of the city takes the place itself, so that what is new joins it; Ctrl or Alt places
/// freely.

#include "ui/panels/tools/draw_tool.h"
#include "ui/panels/tools/held_corner.h"

namespace isopolis {

class LineTool : public DrawTool {
    Q_OBJECT
public:
    enum class Snap { Nothing, Stops, Junctions };
    LineTool(CityPtr city, Snap snap, QObject* parent);

    QString instruction() const override;
    bool complete() const override { return m_points.size() >= 2; }
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;
    std::optional<NextSide> nextSide() const override;
    void placeSide(double length_m, double direction_deg) override;
    Polyline line() const { return m_points; }

private:
    Point2 placed(Point2 at, Qt::KeyboardModifiers modifiers) const;
    bool atJunction(Point2 at) const;

    CityPtr m_city;
    Snap m_snap;
    std::vector<Point2> m_places;  ///< to snap to
    Polyline m_points;
    Point2 m_pointer;
    bool m_hasPointer = false;
    HeldCorner m_corner;
};

}  // namespace isopolis
