#pragma once
/// The map as the rest of the window knows it. CityViewport draws it with OpenGL; NullViewport (tests, no OpenGL) keeps what it is given.

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/overlay.h"
#include "ui/scene/pick.h"
#include "ui/viewport/sensor_mark.h"

#include <QImage>
#include <QWidget>

namespace isopolis {

class Viewport : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;
    virtual void setCity(CityPtr city) = 0;                                       ///< null: empty view
    virtual void setApplied(std::shared_ptr<const AppliedScenario> applied) = 0;  ///< closures, new roads and buildings; null: as is
    virtual void setOverlay(const Overlay& overlay) = 0;
    virtual void setSelection(const SceneSelection& selection) = 0;
    virtual void setDraft(const Draft& draft) = 0;
    virtual void setSensors(const SensorLayer& layer) = 0;
    virtual void setSensorsPickable(bool pickable) = 0;  ///< false while something is drawn: clicks are for the ground
    virtual void setMapMode(bool flat) = 0;              ///< flat map from above instead of the 3D twin
    virtual void setBuildingsVisible(bool visible) = 0;
    virtual void setDarkTheme(bool dark) = 0;
    virtual void setReducedMotion(bool reduced) = 0;  ///< flights become cuts
    virtual void showAll() = 0;                       ///< the whole city
    virtual void flyTo(const Box& box) = 0;
    virtual QImage picture(QSize pixels) = 0;                ///< of the present view
    virtual QPoint screenPosition(Point2 ground) const = 0;  ///< widget coordinates, for tests and pop-ups
    virtual bool available() const = 0;                      ///< false if OpenGL could not start

Q_SIGNALS:
    void hovered(const isopolis::Pick& pick);
    void clicked(const isopolis::Pick& pick, Qt::KeyboardModifiers modifiers);
    void doubleClicked(const isopolis::Pick& pick);
    void sensorClicked(const QString& id);
    void cancelRequested();  ///< Escape or right click while drawing
};

}  // namespace isopolis
