#pragma once
/// The 3D twin and the flat map in the window, drawn with OpenGL.
///
/// Mouse as on a web map: drag moves the ground under the pointer, wheel comes nearer to the pointer, right drag or
/// Ctrl + drag turns and tilts. Two fingers pinch, turn and move, on a touch screen or a touch pad. Keys: arrows, + and −, Page Up/Down
/// tilt, Shift + arrows turn, N north up, Home all, Enter picks the middle of the map, Escape cancels. Every drag therefore has a key.
/// Two maps side by side share camera, selection and what is pointed at; keys that pick do so in the right one.
/// Without OpenGL a sentence stands in its place, and available() is false.

#include "ui/viewport/viewport.h"

#include <memory>

class QPainter;

class QPixmap;

namespace isopolis {

class MapCamera;
class MapPanes;
struct MapDecoration;
enum class MapSide : std::uint8_t;

class CityViewport : public Viewport {
    Q_OBJECT
public:
    explicit CityViewport(QWidget* parent = nullptr);
    ~CityViewport() override;

    void setCity(CityPtr city) override;
    void setApplied(std::shared_ptr<const AppliedScenario> applied) override;
    void setOverlay(const Overlay& overlay) override;
    void setSelection(const SceneSelection& selection) override;
    void setDraft(const Draft& draft) override;
    void setSensors(const SensorLayer& layer) override;
    void setSensorsPickable(bool pickable) override;
    void setMapMode(bool flat) override;
    void setBuildingsVisible(bool visible) override;
    void setDarkTheme(bool dark) override;
    void setSun(const SunPosition& sun) override;
    void setReducedMotion(bool reduced) override;
    void setDivided(std::shared_ptr<const LeftSide> left) override;
    MapView mapView() const override;
    void goTo(const MapView& view) override;
    void showAll() override;
    void flyTo(const Box& box) override;
    QImage picture(QSize pixels) override;
    MapSvg svg() const override;
    QPoint screenPosition(Point2 ground) const override;
    bool available() const override;

    /// Whether the map writes names and legend on itself (default: both).
    void setLabelsVisible(bool visible);
    void setLegendVisible(bool visible);
    /// Whether the screen shows all there is: what was never drawn before is prepared a little at a time, and appears soon after.
    bool isComplete() const;
    double frameTime_ms() const;          ///< of the last frame, scene alone
    QString rendererName() const;         ///< for diagnostics; empty without OpenGL
    Pick pickAt(QPointF position) const;  ///< widget coordinates; of two maps the one that lies there
    QRectF mapRect(MapSide side) const;   ///< where that map lies in the widget; a single map is the right one

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    class View;
    class Writing;
    struct Parts;
    MapDecoration decoration(MapSide side) const;
    void paintAll(QPainter& painter, const MapCamera& camera, const QPixmap* names = nullptr) const;
    void makeScene();    // city_viewport_scene.cpp
    void finishScene();  ///< at once, if it is still being made
    void showLeft();
    void fitCamera();        ///< to the map or the two maps that there are now
    MapPanes panes() const;  ///< of the widget, device pixels
    MapSide sideAt(QPointF position) const;
    QPointF inMap(QPointF position, MapSide side) const;  ///< from the widget's coordinates to device pixels of a map
    QPointF inMap(QPointF position) const { return inMap(position, sideAt(position)); }
    void pointAt(QPointF position);
    void fitIn();  ///< surface, writing and camera into the widget, in device pixels
    void redraw();
    void applyOptions();
    void fly(const MapCamera& target);
    void beginFade();
    void endFade();
    const SensorMark* sensorUnder(QPointF position) const;
    void pick(QPointF position, Qt::KeyboardModifiers modifiers);
    bool gesture(QEvent& event);  ///< false if it is none
    void pinch(QPointF from, QPointF to, double factor, double turn_deg);
    void describe();
    void moved();
    void fitSurface();  ///< to the widget's size
    void warmUp();
    std::unique_ptr<Parts> m_parts;
};

}  // namespace isopolis
