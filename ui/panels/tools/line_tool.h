#pragma once
/// A line by clicks: a noise barrier, or the stops of a line of public transport in order.
///
/// With `snap`, a click near a stop of the city takes the stop itself, so that the new line joins it.

#include "ui/panels/tools/draw_tool.h"

namespace isopolis {

class LineTool : public DrawTool {
    Q_OBJECT
public:
    enum class Snap { Nothing, Stops };
    LineTool(CityPtr city, Snap snap, QObject* parent);

    QString instruction() const override;
    bool complete() const override { return m_points.size() >= 2; }
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;
    Polyline line() const { return m_points; }

private:
    Point2 placed(Point2 at) const;

    CityPtr m_city;
    Snap m_snap;
    Polyline m_points;
    Point2 m_pointer;
    bool m_hasPointer = false;
};

}  // namespace isopolis
