#pragma once
/// Streets chosen by clicks: a click takes the whole mapped street, with Ctrl or Alt the one link; a second click gives it back.
///
/// Everything these tools do is about motor traffic: where a pavement or a path is nearer than the carriageway beside it, the carriageway
/// is meant. Some desktops keep Alt and a click for themselves, hence the two keys.

#include "gis/core/geometry/spatial_grid.h"
#include "simulation/scenario/apply_scenario.h"
#include "ui/panels/tools/draw_tool.h"

#include <memory>

namespace isopolis {

class StreetTool : public DrawTool {
    Q_OBJECT
public:
    StreetTool(CityPtr city, QObject* parent);
    QString instruction() const override;
    bool complete() const override { return !m_targets.empty(); }
    void hover(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    void click(const Pick& pick, Qt::KeyboardModifiers modifiers) override;
    bool removeLast() override;
    Draft draft() const override;
    void keep(Sketch& sketch) const override;
    void resume(const Sketch& sketch) override;

    const std::vector<RoadTarget>& targets() const { return m_targets; }
    QString streetNames() const;  ///< "Rue du Lac and 2 more"

private:
    LinkId meant(const Pick& pick) const;
    std::string targetAt(const Pick& pick, Qt::KeyboardModifiers modifiers) const;
    CityPtr m_city;
    SpatialGrid m_motor;  ///< links of motor traffic
    std::vector<RoadTarget> m_targets;
    std::string m_hovered;
};

}  // namespace isopolis
