#pragma once
/// What CityViewport is made of: the scene and its camera, the OpenGL surface, and the writing above it. Private to it.

#include "ui/scene/picker.h"
#include "ui/scene/scene_renderer.h"
#include "ui/viewport/city_viewport.h"
#include "ui/viewport/map_decoration.h"

#include <QOpenGLWidget>
#include <QPixmap>

class QLabel;
class QVariantAnimation;

namespace isopolis {

class JobRunner;
class SwipeHandle;

struct CityViewport::Parts {
    static constexpr double kStartPitch_deg = 42;
    CityPtr city;
    std::shared_ptr<const AppliedScenario> applied;
    Overlay overlay;  ///< in the colours of the light theme
    Legend legend;
    SceneSelection selection;
    SceneOptions options;
    Draft draft;
    SensorLayer sensors;
    std::string hoveredSensor;
    bool sensorsPickable = true;
    std::unique_ptr<CityScene> scene, leftScene;  ///< the left is there while the map is divided
    std::shared_ptr<const LeftSide> left;
    JobRunner *making = nullptr, *makingLeft = nullptr;  ///< scenes of large cities, in the background
    SwipeHandle* divider = nullptr;
    std::unique_ptr<Picker> picker;
    std::shared_ptr<const std::vector<LabelAnchor>> anchors;
    MapCamera camera;
    View* view = nullptr;
    Writing* writing = nullptr;
    QLabel* message = nullptr;
    QVariantAnimation* flight = nullptr;
    bool reducedMotion = false, showAllWhenSized = false, labels = true, legendShown = true, keyboardFocus = false;
    double frameTime_ms = 0;
    // The drag in progress.
    Qt::MouseButton button = Qt::NoButton;
    QPointF pressed, last;
    bool dragged = false, orbiting = false, pinching = false;
    double anchorHeight_m = 0;

    double dividedAt() const;  ///< share of the width that the left side takes; 0: not divided
    bool large() const;        ///< whether the city's scene takes longer to make than a window may stand still
    void fill(CityScene& of);  ///< what the right side shows beside the city
    Box focus() const { return city ? sceneFocus(*city) : scene->focus(); }
    double heightAt(Point2 p) const { return scene ? scene->ground()->height(p) : 0; }
};

/// The OpenGL surface. The scene outlives its context, which goes when the widget is moved to another window.
class CityViewport::View : public QOpenGLWidget {
public:
    explicit View(CityViewport& owner);
    ~View() override;
    QImage render(QSize pixels, MapCamera camera, double pixelScale);
    void forgetLeft();  ///< before the left scene goes

protected:
    void initializeGL() override;
    void paintGL() override;

private:
    void draw(const MapCamera& camera, unsigned framebuffer, double pixelScale);
    void releaseContext();
    CityViewport& m_owner;
    // Each scene has a renderer of its own: OpenSceneGraph would prepare a scene anew whenever it is exchanged for another.
    std::unique_ptr<SceneRenderer> m_renderer, m_leftRenderer;
    QMetaObject::Connection m_connection;
};

/// Names, legend and marks, painted by the raster engine above the OpenGL surface.
class CityViewport::Writing : public QWidget {
public:
    explicit Writing(CityViewport& owner);
    void renew();  ///< names and legend too; `update` alone is for the marks between the map and them

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CityViewport& m_owner;
    QPixmap m_names;  ///< names, legend, arrow and scale: marks change ten times a second, these with the camera; null: to be painted
};

}  // namespace isopolis
