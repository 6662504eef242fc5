#pragma once
/// A viewport without OpenGL: keeps what it is given, says where the same content is found, and lets tests play the pointer.
///
///   NullViewport map;  map.setCity(city);  Q_EMIT map.clicked(NullViewport::pickOf(neighbourhood), Qt::NoModifier);

#include "simulation/scenario/apply_scenario.h"
#include "ui/viewport/viewport.h"

namespace isopolis {

class NullViewport : public Viewport {
    Q_OBJECT
public:
    explicit NullViewport(QWidget* parent = nullptr);

    void setCity(CityPtr city) override { m_city = std::move(city); }
    void setApplied(std::shared_ptr<const AppliedScenario> applied) override { m_applied = std::move(applied); }
    void setOverlay(const Overlay& overlay) override { m_overlay = overlay; }
    void setSelection(const SceneSelection& selection) override { m_selection = selection; }
    void setDraft(const Draft& draft) override { m_draft = draft; }
    void setSensors(const SensorLayer& layer) override { m_sensors = layer; }
    void setSensorsPickable(bool pickable) override { m_sensorsPickable = pickable; }
    void setMapMode(bool flat) override { m_flat = flat; }
    void setBuildingsVisible(bool visible) override { m_buildings = visible; }
    void setDarkTheme(bool dark) override { m_dark = dark; }
    void setSun(const SunPosition& sun) override { m_sun = sun; }
    void setReducedMotion(bool reduced) override { m_reducedMotion = reduced; }
    void setDivided(std::shared_ptr<const LeftSide> left) override { m_left = std::move(left); }
    MapView mapView() const override { return m_mapView; }
    void goTo(const MapView& view) override { m_mapView = view; }
    void showAll() override;
    void flyTo(const Box& box) override { m_view = box; }
    QImage picture(QSize pixels) override;
    MapSvg svg() const override;  ///< of the whole city
    QPoint screenPosition(Point2 ground) const override;
    bool available() const override { return false; }

    const CityPtr& city() const { return m_city; }
    const std::shared_ptr<const AppliedScenario>& applied() const { return m_applied; }
    const Overlay& overlay() const { return m_overlay; }
    const SceneSelection& selection() const { return m_selection; }
    const Draft& draft() const { return m_draft; }
    const SensorLayer& sensors() const { return m_sensors; }
    bool sensorsPickable() const { return m_sensorsPickable; }
    const Box& view() const { return m_view; }
    const std::shared_ptr<const LeftSide>& left() const { return m_left; }
    bool mapMode() const { return m_flat; }
    bool buildingsVisible() const { return m_buildings; }
    bool dark() const { return m_dark; }
    const SunPosition& sun() const { return m_sun; }
    bool reducedMotion() const { return m_reducedMotion; }
    /// A pick inside a neighbourhood of the present city.
    Pick pickOf(NeighbourhoodId neighbourhood) const;
    /// A pick at a ground point, with the neighbourhood and the nearest street within `reach_m`.
    Pick pickAt(Point2 ground, double reach_m = 15) const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CityPtr m_city;
    std::shared_ptr<const AppliedScenario> m_applied;
    Overlay m_overlay;
    SceneSelection m_selection;
    Draft m_draft;
    SensorLayer m_sensors;
    bool m_sensorsPickable = true;
    Box m_view;
    MapView m_mapView;
    SunPosition m_sun = kStandardSun;
    std::shared_ptr<const LeftSide> m_left;
    bool m_flat = false, m_buildings = true, m_dark = false, m_reducedMotion = false;
};

}  // namespace isopolis
