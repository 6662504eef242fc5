#pragma once
/// What CityViewport is made of: the scene and its camera, the OpenGL surface, and the writing above it. Private to it.

#include "ui/scene/picker.h"
#include "ui/scene/scene_renderer.h"
#include "ui/viewport/city_viewport.h"
#include "ui/viewport/frame_governor.h"
#include "ui/viewport/map_decoration.h"
#include "ui/viewport/map_panes.h"
#include "ui/viewport/map_surface.h"
#include "ui/viewport/painted_words.h"

#include <QElapsedTimer>
#include <QImage>
#include <QPixmap>
#include <QTimer>

#include <optional>
#include <vector>

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
    JobRunner* lighting = nullptr;                       ///< the sun's shadow in a large city
    JobRunner* warming = nullptr;                        ///< the shaders, see shader_warmup.h; null where another viewport does
    SwipeHandle* divider = nullptr;
    std::unique_ptr<Picker> picker, leftPicker;
    std::shared_ptr<const std::vector<LabelAnchor>> anchors;
    MapCamera camera;
    View* view = nullptr;
    Writing* writing = nullptr;
    QLabel* message = nullptr;
    QVariantAnimation *flight = nullptr, *fade = nullptr;
    QImage faded;  ///< what the map showed before, while it goes; null: nothing goes
    bool reducedMotion = false, showAllWhenSized = false, labels = true, legendShown = true, keyboardFocus = false;
    double frameTime_ms = 0;
    // The drag in progress.
    Qt::MouseButton button = Qt::NoButton;
    QPointF pressed, last;
    bool dragged = false, orbiting = false, pinching = false, fitting = false;
    double anchorHeight_m = 0;
    MapSide pressedOn = MapSide::Right;
    std::optional<QPointF> twin;  ///< where the other of two maps shows what the pointer points at: pixels of that map, device pixels
    MapSide twinOn = MapSide::Left;
    double fartherBeside = 1;  ///< by what factor the camera went away when one map became two

    double dividedAt() const;  ///< share of the width that the left side takes; 0: no divider
    bool beside() const { return leftScene && left && left->how == Divided::SideBySide; }
    /// Of a picture so wide, in its own pixels. The camera's width is that of one map.
    MapPanes panes(int width_px) const { return {beside() ? MapPanes::Number::Two : MapPanes::Number::One, width_px}; }
    std::vector<MapSide> sides() const { return beside() ? std::vector{MapSide::Left, MapSide::Right} : std::vector{MapSide::Right}; }
    bool large() const;        ///< whether the city's scene takes longer to make than a window may stand still
    void fill(CityScene& of);  ///< what the right side shows beside the city
    bool seesAll() const;      ///< whether the whole city is in the picture
    Box focus() const { return city ? sceneFocus(*city) : scene->focus(); }
    double heightAt(Point2 p) const { return scene ? scene->ground()->height(p) : 0; }
};

/// What is drawn on the OpenGL surface. The scene outlives its context, which goes when the widget is moved to another window.
class CityViewport::View : public QObject, public MapSurface::Client {
public:
    explicit View(CityViewport& owner);
    ~View() override;
    QWidget& widget() { return m_surface->widget(); }
    QImage render(QSize pixels, MapCamera camera, double pixelScale);
    void forgetLeft();  ///< before the left scene goes
    QImage shown() const { return m_surface->shown(); }
    void renew();                                 ///< draws the picture anew, soon, since what it shows has changed
    void moved();                                 ///< the same, since the camera moves: the picture that is being drawn is not in vain
    bool complete() const { return m_complete; }  ///< whether the picture on the screen lacks nothing

    void contextMade() override;
    bool paintMap() override;
    void contextGoes() override;

private:
    template <class Draw>
    bool inParts(double pixelScale, int right_px, const Draw& draw);
    bool drawReady();
    bool prepare(double budget_ms);
    void prepareMore();
    void drawOn();
    bool inVain() const;
    void finish();
    bool waits() const;  ///< until the shaders are translated
    CityViewport& m_owner;
    // Each scene has a renderer of its own: OpenSceneGraph would prepare a scene anew whenever it is exchanged for another.
    std::unique_ptr<SceneRenderer> m_renderer, m_leftRenderer;
    FrameGovernor m_governor;
    /// A picture that is drawn a piece at a time, see MapSurface::inPieces. The one before it is shown until it is whole.
    struct Underway {
        MapCamera from, view;  ///< of the map, and with the pixels that are drawn
        QSize pixels;
        FrameGovernor::Quality quality;
        double divided = 0;
        bool beside = false;
        int right_px = 0;  ///< where the right of two maps begins
        int sides = 0;     ///< that are whole: the right, then the left
        bool begun = false, all = true;
        double used_ms = 0;
    };
    std::optional<Underway> m_underway;
    QTimer m_pieces;
    int m_restarts = 0;                      ///< since a picture was whole
    bool m_changed = false, m_next = false;  ///< what it shows; only the camera
    QTimer m_rest;                           ///< until the map is taken to stand still
    QTimer m_more;                           ///< to prepare what the picture still lacks
    QElapsedTimer m_lacking;                 ///< since the last picture, while something is lacking
    QSize m_drawn;                           ///< of the picture that the framebuffer holds; empty: none
    MapCamera m_drawnFrom;
    bool m_complete = false;
    std::unique_ptr<MapSurface> m_surface;  ///< goes first: it takes leave of the rest
};

/// Names, legend and marks, painted by the raster engine above the OpenGL surface.
class CityViewport::Writing : public QWidget {
public:
    explicit Writing(CityViewport& owner);
    void forget() { m_kept = {}; }  ///< another city
    void forgetLegend() { m_kept.forgetLegend(); }
    void renew();  ///< names and legend too; `update` alone is for the marks between the map and them

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    CityViewport& m_owner;
    PaintedWords m_kept;
    QPixmap m_names;  ///< names, legend, arrow and scale: marks change ten times a second, these with the camera; null: to be painted
};

}  // namespace isopolis
