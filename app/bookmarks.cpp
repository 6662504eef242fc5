#include "app/bookmarks.h"

#include "gis/core/city/city.h"

#include <QCryptographicHash>
#include <QSettings>

#include <cmath>

namespace isopolis {

namespace {

/// The same city built again from newer data keeps its bookmarks: its name, system and place say which it is.
QString groupOf(const City& city)
{
    const Point2 middle = city.extent().centre();
    const QString id = QStringLiteral("%1|%2|%3|%4")
                           .arg(QString::fromStdString(city.name()), QString::fromStdString(city.frame().crs))
                           .arg(std::round(middle.x / 10000))
                           .arg(std::round(middle.y / 10000));
    const QByteArray hash = QCryptographicHash::hash(id.toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QStringLiteral("bookmarks-") + QString::fromLatin1(hash);
}

}  // namespace

std::vector<Bookmark> bookmarksOf(const City& city, QSettings& settings)
{
    std::vector<Bookmark> all;
    const int count = settings.beginReadArray(groupOf(city));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        const auto number = [&settings](const char* key) { return settings.value(QLatin1String(key)).toDouble(); };
        const Bookmark bookmark{settings.value(QStringLiteral("name")).toString(),
                                {{number("x"), number("y")}, number("distance"), number("heading"), number("pitch")}};
        // Settings can be edited by hand.
        const MapView& v = bookmark.view;
        if (!bookmark.name.isEmpty() && std::isfinite(v.centre.x) && std::isfinite(v.centre.y) && v.distance_m > 0 &&
            std::isfinite(v.distance_m) && std::isfinite(v.heading_deg) && std::isfinite(v.pitch_deg))
            all.push_back(bookmark);
    }
    settings.endArray();
    return all;
}

void keepBookmarks(const City& city, const std::vector<Bookmark>& bookmarks, QSettings& settings)
{
    settings.remove(groupOf(city));
    settings.beginWriteArray(groupOf(city), static_cast<int>(bookmarks.size()));
    for (std::size_t i = 0; i < bookmarks.size(); ++i) {
        settings.setArrayIndex(static_cast<int>(i));
        const MapView& v = bookmarks[i].view;
        settings.setValue(QStringLiteral("name"), bookmarks[i].name);
        for (const auto& [key, value] : {std::pair{"x", v.centre.x}, std::pair{"y", v.centre.y}, std::pair{"distance", v.distance_m},
                                         std::pair{"heading", v.heading_deg}, std::pair{"pitch", v.pitch_deg}})
            settings.setValue(QLatin1String(key), QString::number(value, 'g', 17));
    }
    settings.endArray();
    settings.sync();
}

}  // namespace isopolis
