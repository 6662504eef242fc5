#include "ui/viewport/map_picture.h"

#include "ui/scene/overlay_theme.h"
#include "ui/scene/snapshot.h"
#include "ui/viewport/map_decoration.h"
#include "ui/viewport/map_panes.h"

#include <QCoreApplication>
#include <QOpenGLContext>
#include <QPainter>

#include <algorithm>

namespace isopolis {
namespace {

constexpr int kSmallest_px = 64, kLargest_px = 8192;
constexpr double kOverviewMargin = 0.02, kFlatMargin = 0.03;

}  // namespace

MapCamera pictureCamera(const MapPictureRequest& request, const Box& focus, const GroundSurface& ground)
{
    MapCamera camera;
    camera.setViewport(request.size.width(), request.size.height());
    const bool flat = request.camera == CameraPreset::FlatMap;
    camera.setFlat(flat);
    // As far away as shows everything from the usual height, also where the view is flatter.
    camera.setPitch(MapPictureRequest{}.pitchDegrees);
    camera.setHeading(request.headingDegrees);
    // The flat map lies beside its legend, not under it.
    const bool beside = flat && request.legend && request.roomForLegend && !request.overlay.legend.classes.empty();
    const int shift =
        beside ? std::min(static_cast<int>(legendSize(request.overlay.legend, request.fontScale).width()) + 20, request.size.width() / 3)
               : 0;
    camera.setViewport(request.size.width() - shift, request.size.height());
    camera.fit(focus, ground.height(focus.centre()), flat ? kFlatMargin : kOverviewMargin);
    camera.setViewport(request.size.width(), request.size.height());
    camera.panPixels(0.5 * shift, 0);
    camera.setDistance(camera.distance_m() / (request.zoom > 0 ? request.zoom : 1));
    camera.setPitch(request.pitchDegrees);
    if (request.centre)
        camera.setCentre(*request.centre, ground.height(*request.centre));
    return camera;
}

MapDecoration pictureDecoration(const MapPictureRequest& request)
{
    return {.city = request.city,
            .legend = request.overlay.legend,
            .title = request.title,
            .dark = request.dark,
            .labels = request.labels,
            .showLegend = request.legend,
            .northArrow = request.northArrow,
            .scaleBar = request.scaleBar,
            .attribution = request.attribution,
            .fontScale = request.fontScale,
            .legendHeading = request.legendHeading};
}

MapPainter::MapPainter() = default;
MapPainter::~MapPainter() = default;
MapPainter::MapPainter(MapPainter&&) noexcept = default;
MapPainter& MapPainter::operator=(MapPainter&&) noexcept = default;

void MapPainter::prepare(const MapPictureRequest& request)
{
    const bool flat = request.camera == CameraPreset::FlatMap;
    if (!m_scene || m_city != request.city || m_dark != request.dark || m_buildings != request.buildings || m_flat != flat ||
        !(m_sun == request.sun)) {
        m_city = request.city;
        m_dark = request.dark;
        m_buildings = request.buildings;
        m_flat = flat;
        m_sun = request.sun;
        m_applied = request.applied;
        m_scene = makeScene({.city = request.city,
                             .applied = request.applied,
                             .overlay = inTheme(request.overlay, request.dark),
                             .selection = request.selection,
                             .options = {.dark = request.dark, .buildings = request.buildings, .flat = flat, .sun = request.sun}},
                            ShaderDialect::Glsl120);
        return;
    }
    if (m_applied != request.applied) {
        m_applied = request.applied;
        m_scene->setApplied(m_applied);
    }
    m_scene->setOverlay(inTheme(request.overlay, request.dark));
    m_scene->setSelection(request.selection);
}

Expected<QImage> mapPicture(const MapPictureRequest& request) { return MapPainter().picture(request); }

std::array<MapPictureRequest, 2> sideBySide(const MapPictureRequest& left, const MapPictureRequest& right)
{
    std::array<MapPictureRequest, 2> sides{left, right};
    for (MapPictureRequest& side : sides) {
        side.size = {MapPanes(MapPanes::Number::Two, left.size.width()).width(), left.size.height()};
        side.camera = left.camera;
        side.extent = left.extent;
        side.headingDegrees = left.headingDegrees;
        side.zoom = left.zoom;
        side.pitchDegrees = left.pitchDegrees;
        side.centre = left.centre;
        side.roomForLegend = false;
    }
    sides[0].legendHeading = QCoreApplication::translate("map", "For both maps");
    sides[1].legend = false;
    return sides;
}

Expected<QImage> mapPicture(const MapPictureRequest& left, const MapPictureRequest& right)
{
    const MapPanes panes(MapPanes::Number::Two, left.size.width());
    const auto sides = sideBySide(left, right);
    MapPainter painter;
    QImage both(left.size, QImage::Format_RGB32);
    both.fill(kBetweenMaps);
    QPainter onto(&both);
    for (const MapSide side : {MapSide::Left, MapSide::Right}) {
        const Expected<QImage> one = painter.picture(sides[static_cast<std::size_t>(side)]);
        if (!one)
            return unexpected(one.error());
        onto.drawImage(panes.left(side), 0, *one);
    }
    onto.end();
    return both;
}

Expected<QImage> MapPainter::picture(const MapPictureRequest& request)
{
    if (!request.city)
        return unexpected(Error{ErrorCode::BadValue, "there is no city to draw"});
    const QSize size = request.size;
    if (size.width() < kSmallest_px || size.height() < kSmallest_px || size.width() > kLargest_px || size.height() > kLargest_px)
        return unexpected(Error{ErrorCode::BadValue, "a picture is 64 to 8192 pixels wide and high"}.about("size"));
    // EGL refuses to make its context current while Qt's is.
    if (QOpenGLContext* current = QOpenGLContext::currentContext())
        current->doneCurrent();
    prepare(request);
    CityScene& scene = *m_scene;
    const Box box = request.extent.empty() ? scene.focus() : request.extent;
    const MapCamera camera = pictureCamera(request, box, *scene.ground());
    Expected<Snapshot> snapshot = renderSnapshot(scene, camera);
    if (!snapshot)
        return unexpected(snapshot.error());
    QImage image =
        QImage(snapshot->rgba.data(), snapshot->width, snapshot->height, QImage::Format_RGBA8888).convertToFormat(QImage::Format_RGB32);
    QPainter painter(&image);
    MapDecoration decoration = pictureDecoration(request);
    decoration.legend = inTheme(request.overlay, request.dark).legend;
    paintDecoration(painter, camera, *scene.ground(), decoration);
    painter.end();
    return image;
}

}  // namespace isopolis
