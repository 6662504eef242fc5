#pragma once
/// A building of the city chosen by one click.

#include "ui/panels/tools/draw_tool.h"

namespace isopolis {

class BuildingTool : public DrawTool {
    Q_OBJECT
public:
    BuildingTool(CityPtr city, QObject* parent) : DrawTool(parent), m_city(std::move(city)) {}
    QString instruction() const override;
    bool complete() const override { return m_chosen.valid(); }
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;

    BuildingId building() const { return m_chosen; }

private:
    bool known(BuildingId id) const;  ///< it has an id that an operation can name
    CityPtr m_city;
    BuildingId m_chosen, m_hovered;
};

}  // namespace isopolis
