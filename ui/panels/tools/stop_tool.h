#pragma once
/// A stop of public transport and where it goes: the first click takes the stop, the second its new place.

#include "ui/panels/tools/draw_tool.h"

#include <optional>

namespace isopolis {

class StopTool : public DrawTool {
    Q_OBJECT
public:
    StopTool(CityPtr city, QObject* parent);

    QString instruction() const override;
    bool complete() const override { return m_stop.valid() && m_to.has_value(); }
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;
    const TransitStop& stop() const { return m_city->transit().stops[m_stop]; }  ///< once complete
    Point2 to() const { return *m_to; }                                          ///< once complete

private:
    StopId stopNear(Point2 at) const;

    CityPtr m_city;
    StopId m_stop = {}, m_hovered = {};
    std::optional<Point2> m_to, m_pointer;
};

}  // namespace isopolis
