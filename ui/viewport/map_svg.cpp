#include "ui/viewport/map_svg.h"

#include "ui/scene/overlay_theme.h"
#include "ui/scene/scene_bounds.h"
#include "ui/text/svg_words.h"
#include "ui/text/translate.h"
#include "ui/viewport/map_panes.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QSvgGenerator>

namespace isopolis {
namespace {

constexpr int kDotsPerInch = 96;

QString tr(const char* text) { return QCoreApplication::translate("map", text); }

QString descriptionOf(const VectorMap& map, const MapDecoration& decoration, const VectorMapCounts& drawn)
{
    QStringList parts;
    parts << tr("Map from above.");
    if (!decoration.legend.classes.empty())
        parts << tr("Shown: %1.").arg(legendTitle(decoration.legend));
    parts << tr("Neighbourhoods: %1.").arg(formatNumber(static_cast<double>(map.city->neighbourhoods().size()), 0));
    if (map.city->synthetic())
        parts << tr("Synthetic city: not a real place") + QLatin1Char('.');
    if (const QString out = leftOutText(drawn); !out.isEmpty())
        parts << out;
    parts << attributionLine(*map.city);
    return parts.join(u' ').trimmed();
}

Expected<void> canDraw(const MapPictureRequest& request)
{
    constexpr int kSmallest_px = 64, kLargest_px = 8192;
    if (!request.city)
        return unexpected(Error{ErrorCode::BadValue, "there is no city to draw"});
    const QSize size = request.size;
    if (size.width() < kSmallest_px || size.height() < kSmallest_px || size.width() > kLargest_px || size.height() > kLargest_px)
        return unexpected(Error{ErrorCode::BadValue, "a picture is 64 to 8192 pixels wide and high"}.about("size"));
    return {};
}

/// The root element of a file and what it holds, without what stands before it.
QByteArray rootOf(const MapSvg& svg) { return svg.bytes.mid(svg.bytes.indexOf("<svg")); }

/// The same as an element of another file, at `x`.
QByteArray nested(const MapSvg& svg, int x)
{
    const QByteArray root = rootOf(svg);
    const QByteArray head = QByteArrayLiteral("<svg x=\"") + QByteArray::number(x) + "\" y=\"0\" width=\"" +
                            QByteArray::number(svg.size.width()) + "\" height=\"" + QByteArray::number(svg.size.height()) +
                            "\" viewBox=\"0 0 " + QByteArray::number(svg.size.width()) + ' ' + QByteArray::number(svg.size.height()) +
                            "\" overflow=\"hidden\">\n";
    return head + root.mid(root.indexOf('>') + 1);
}

}  // namespace

QString leftOutText(const VectorMapCounts& drawn)
{
    if (drawn.tooSmall == 0)
        return {};
    return tr("Shapes left out, being too small for this scale: %1.").arg(formatNumber(static_cast<double>(drawn.tooSmall), 0));
}

MapSvg mapSvg(const MapCamera& camera, const VectorMap& map, const MapDecoration& decoration)
{
    MapSvg svg{.size = {camera.width(), camera.height()}};
    svg.title = decoration.title.isEmpty() ? text(map.city->name()) : decoration.title;
    QBuffer buffer(&svg.bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kDotsPerInch);
    generator.setSize(svg.size);
    generator.setViewBox(QRect(QPoint(0, 0), svg.size));
    QPainter painter(&generator);
    svg.drawn = paintVectorMap(painter, camera, map);
    paintDecoration(painter, camera, GroundSurface(), decoration);
    painter.end();
    buffer.close();
    svg.description = descriptionOf(map, decoration, svg.drawn);
    svg.bytes = withWords(svg.bytes, svg.title, svg.description);
    return svg;
}

Expected<MapSvg> mapSvg(const MapPictureRequest& request)
{
    if (auto possible = canDraw(request); !possible)
        return unexpected(possible.error());
    MapPictureRequest flat = request;
    flat.camera = CameraPreset::FlatMap;
    flat.overlay = inTheme(request.overlay, request.dark);
    return mapSvg(pictureCamera(flat, flat.extent.empty() ? sceneFocus(*flat.city) : flat.extent, GroundSurface()),
                  {.city = flat.city,
                   .applied = flat.applied,
                   .overlay = flat.overlay,
                   .selection = flat.selection,
                   .dark = flat.dark,
                   .buildings = flat.buildings},
                  pictureDecoration(flat));
}

Expected<MapSvg> mapSvg(const MapPictureRequest& left, const MapPictureRequest& right)
{
    const auto sides = sideBySide(left, right);
    const Expected<MapSvg> first = mapSvg(sides[0]), second = first ? mapSvg(sides[1]) : first;
    if (!second)
        return unexpected(second.error());
    return mapSvg(*first, *second);
}

MapSvg mapSvg(const MapSvg& left, const MapSvg& right)
{
    MapSvg both{.size = {left.size.width() + right.size.width() + MapPanes::kGap_px, left.size.height()}};
    both.title = tr("%1 | %2").arg(left.title, right.title);
    both.description = tr("Two maps side by side. On the left: %1. On the right: %2.").arg(left.title, right.title);
    both.drawn = left.drawn;
    const QByteArray width = QByteArray::number(both.size.width()), height = QByteArray::number(both.size.height());
    both.bytes =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<svg width=\"" + width + "\" height=\"" + height +
        "\" viewBox=\"0 0 " + width + ' ' + height +
        "\" xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.2\" baseProfile=\"tiny\">\n"
        "<rect width=\"" +
        width + "\" height=\"" + height + "\" fill=\"" + kBetweenMaps.name().toUtf8() + "\"/>\n" + nested(left, 0) +
        nested(right, left.size.width() + MapPanes::kGap_px) + "</svg>\n";
    both.bytes = withWords(both.bytes, both.title, both.description);
    return both;
}

}  // namespace isopolis
