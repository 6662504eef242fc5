#pragma once
/// Title and description of an SVG file, for people who cannot see it. QSvgGenerator writes them as they are, so that an ampersand or
/// a "<" in them makes a file that no program reads.
///
///   QSvgGenerator generator;   …   bytes = withWords(bytes, tr("NO2 < 20 µg/m³"), description);

#include <QByteArray>
#include <QString>

namespace isopolis {

/// In the place of the generator's own.
QByteArray withWords(QByteArray svg, const QString& title, const QString& description);

}  // namespace isopolis
