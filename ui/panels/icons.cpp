#include "ui/panels/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <QSvgRenderer>

static void loadResources() { Q_INIT_RESOURCE(isopolis_ui); }

namespace isopolis {

namespace {

QByteArray resource(const QString& path)
{
    loadResources();
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QPixmap drawn(QSvgRenderer& renderer, int size, qreal ratio)
{
    QPixmap picture(QSize(size, size) * ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    renderer.render(&painter);
    painter.end();
    picture.setDevicePixelRatio(ratio);
    return picture;
}

}  // namespace

QIcon themedIcon(const char* name)
{
    const QByteArray source = resource(QStringLiteral(":/isopolis/icons/%1.svg").arg(QLatin1String(name)));
    if (source.isEmpty())
        return {};
    const QPalette palette = QGuiApplication::palette();
    QIcon icon;
    for (const auto& [mode, group] : {std::pair{QIcon::Normal, QPalette::Active}, std::pair{QIcon::Disabled, QPalette::Disabled}}) {
        // Breeze marks its text colour with this value.
        QByteArray coloured = source;
        coloured.replace("#232629", palette.color(group, QPalette::WindowText).name().toLatin1());
        QSvgRenderer renderer(coloured);
        for (int size : {16, 22, 32})
            for (qreal ratio : {1.0, 2.0})
                icon.addPixmap(drawn(renderer, size, ratio), mode);
    }
    return icon;
}

QString styleSheetText(const char* name)
{
    return QString::fromUtf8(resource(QStringLiteral(":/isopolis/styles/%1.qss").arg(QLatin1String(name))));
}

}  // namespace isopolis
