#pragma once
/// The map as the rest of the window knows it. CityViewport draws it with OpenGL; NullViewport (tests, no OpenGL) keeps what it is given.

#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/overlay.h"
#include "ui/scene/pick.h"
#include "ui/scene/sun.h"
#include "ui/viewport/sensor_mark.h"

#include <QImage>
#include <QWidget>

namespace isopolis {

struct MapSvg;

/// Where the map is looked at from, as a bookmark keeps it.
struct MapView {
    Point2 centre;
    double distance_m = 0, heading_deg = 0, pitch_deg = 45;
    friend bool operator==(const MapView&, const MapView&) = default;
};

enum class Divided : std::uint8_t {
    Not,
    Swipe,       ///< one map, another state of the city left of a divider
    SideBySide,  ///< two whole maps under one camera
};

/// What the left part of a divided map shows, under the same camera as the right.
struct LeftSide {
    std::shared_ptr<const AppliedScenario> applied;
    Overlay overlay;
    Divided how = Divided::Swipe;
    QString title = {}, rightTitle = {};  ///< headings of two maps side by side
};

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
    virtual void setSun(const SunPosition& sun) = 0;  ///< where light and shadow come from
    virtual void setReducedMotion(bool reduced) = 0;  ///< flights become cuts
    /// Two states of the city, in one view with a divider to move or in two maps side by side; null: one.
    virtual void setDivided(std::shared_ptr<const LeftSide> left) = 0;
    virtual MapView mapView() const = 0;
    virtual void goTo(const MapView& view) = 0;
    virtual void showAll() = 0;  ///< the whole city
    virtual void flyTo(const Box& box) = 0;
    virtual QImage picture(QSize pixels) = 0;                ///< of the present view
    virtual MapSvg svg() const = 0;                          ///< the same from above, as shapes; there must be a city
    virtual QPoint screenPosition(Point2 ground) const = 0;  ///< widget coordinates, for tests and pop-ups; of two maps the right one
    virtual bool available() const = 0;                      ///< false if OpenGL could not start

Q_SIGNALS:
    void hovered(const isopolis::Pick& pick);
    void clicked(const isopolis::Pick& pick, Qt::KeyboardModifiers modifiers);
    void doubleClicked(const isopolis::Pick& pick);
    /// The same on the left of two maps side by side, which is there to look at: what is drawn is drawn on the right.
    void leftHovered(const isopolis::Pick& pick);
    void leftClicked(const isopolis::Pick& pick, Qt::KeyboardModifiers modifiers);
    void leftDoubleClicked(const isopolis::Pick& pick);
    void sensorClicked(const QString& id);
    void cancelRequested();  ///< Escape or right click while drawing
};

}  // namespace isopolis
