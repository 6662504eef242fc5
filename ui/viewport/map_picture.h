#pragma once
/// A finished picture of the map without a window: `isopolis-cli shot` and the report's maps.
///
///   Expected<QImage> image = mapPicture({.city = city, .overlay = makeIndicatorOverlay(…), .size = {1600, 1000}});
///
/// Needs a QGuiApplication (any platform plugin, "offscreen" too) for its text, and OpenGL through EGL (software is enough).
/// Errors: Unsupported where EGL is missing, BadValue for a size outside 64…8192 pixels or no city.

#include "gis/core/expected.h"
#include "simulation/scenario/apply_scenario.h"
#include "ui/scene/overlay.h"
#include "ui/scene/pick.h"
#include "ui/scene/sun.h"
#include "ui/viewport/map_decoration.h"

#include <QImage>
#include <QSize>
#include <QString>

#include <array>
#include <optional>

namespace isopolis {

enum class CameraPreset : std::uint8_t {
    Overview,  ///< the 3D twin from the south, obliquely
    FlatMap,   ///< straight from above, north up, without perspective
};

struct MapPictureRequest {
    CityPtr city;
    std::shared_ptr<const AppliedScenario> applied = {};  ///< null: the city as it is
    Overlay overlay = {};                                 ///< empty key: none
    SceneSelection selection = {};
    QSize size{1280, 800};  ///< pixels
    CameraPreset camera = CameraPreset::Overview;
    Box extent = {};  ///< empty: the whole city
    bool dark = false;
    SunPosition sun = kStandardSun;  ///< light and shadow of the 3D twin
    bool buildings = true;           ///< never drawn on the flat map
    bool labels = true, legend = true, northArrow = true, scaleBar = true, attribution = true;
    QString title = {};
    QString legendHeading = {};         ///< above the legend; empty: none
    bool roomForLegend = true;          ///< the flat map lies beside its legend, not under it
    double fontScale = 1;               ///< 1 = 10 pt at 96 dpi
    double headingDegrees = 0;          ///< what is up, clockwise from north (Overview)
    double pitchDegrees = 46;           ///< 90: straight from above; about 10: the horizon is seen (Overview)
    double zoom = 1;                    ///< 2: twice as near
    std::optional<Point2> centre = {};  ///< in the city's coordinates; none: the middle of what is shown
};

Expected<QImage> mapPicture(const MapPictureRequest& request);
/// Two maps side by side in one picture as large as `left` asks for, from where `left` looks, with one legend: the left one's.
Expected<QImage> mapPicture(const MapPictureRequest& left, const MapPictureRequest& right);

/// Where such a picture is seen from, if `focus` is what it shows.
MapCamera pictureCamera(const MapPictureRequest& request, const Box& focus, const GroundSurface& ground);
MapDecoration pictureDecoration(const MapPictureRequest& request);  ///< of an overlay in the colours of the theme
/// The two requests for maps side by side: half as wide, of one view, the legend on the left.
std::array<MapPictureRequest, 2> sideBySide(const MapPictureRequest& left, const MapPictureRequest& right);

class CityScene;

/// Many pictures of one city: keeps the scene from one to the next and changes only what differs. One thread at a time.
class MapPainter {
public:
    MapPainter();
    ~MapPainter();
    MapPainter(MapPainter&&) noexcept;
    MapPainter& operator=(MapPainter&&) noexcept;
    Expected<QImage> picture(const MapPictureRequest& request);

private:
    void prepare(const MapPictureRequest& request);
    std::unique_ptr<CityScene> m_scene;
    CityPtr m_city;
    std::shared_ptr<const AppliedScenario> m_applied;
    SunPosition m_sun;
    bool m_dark = false, m_buildings = true, m_flat = false;
};

}  // namespace isopolis
