#include "app/place_words.h"

#include "ui/text/translate.h"

#include <QCoreApplication>

#include <cmath>

namespace isopolis {

namespace {

constexpr qsizetype kLongestArea = 60;

struct PlaceWords {
    Q_DECLARE_TR_FUNCTIONS(PlaceWords)
};

QString findingText(const PlaceFinding& finding, const CityPlacement& placed, const QString& name)
{
    const QString fits = text(finding.suggestion);
    const CrsFacts& own = finding.layer ? placed.layers[*finding.layer].crs : placed.city;
    switch (finding.problem) {
    case PlaceProblem::NoCrs:
        return fits.isEmpty() ? PlaceWords::tr("%1 does not say its coordinate system and is not on the map. Type the one in which it was "
                                               "made under Contents, and see whether it fits.")
                                    .arg(name)
                              : PlaceWords::tr("%1 does not say its coordinate system and is not on the map. %2 would fit: type it under "
                                               "Contents.")
                                    .arg(name, fits);
    case PlaceProblem::UnknownCrs:
        return finding.layer
                   ? PlaceWords::tr("The coordinate system of %1 is not known. Type an EPSG code, for example EPSG:4326.").arg(name)
                   : PlaceWords::tr("The coordinate system of the city is not known. Type \"auto\" or an EPSG code in metres.");
    case PlaceProblem::DegreesAsMetres:
        return PlaceWords::tr("The coordinates of %1 look like degrees, but %2 is in metres. Type EPSG:4326 under Contents.")
            .arg(name, systemText(own));
    case PlaceProblem::MetresAsDegrees:
        return fits.isEmpty()
                   ? PlaceWords::tr("The coordinates of %1 look like metres, but %2 is in degrees. Type the grid in which it was "
                                    "made under Contents.")
                         .arg(name, systemText(own))
                   : PlaceWords::tr("The coordinates of %1 look like metres, but %2 is in degrees. %3 would fit: type it under "
                                    "Contents.")
                         .arg(name, systemText(own), fits);
    case PlaceProblem::SwappedAxes:
        return PlaceWords::tr("%1 seems to have its axes exchanged. In a table choose the other column for longitude and latitude; export "
                              "other files again, east before north.")
            .arg(name);
    case PlaceProblem::OutsideArea:
        return PlaceWords::tr("%1 lies outside the area of its system, %2. Type the system in which it was made under Contents.")
            .arg(name, systemText(own));
    case PlaceProblem::FarAway:
        return PlaceWords::tr("%1 lies %2 km from the other files. Type the system in which it was made under Contents, or leave it out.")
            .arg(name, formatNumber(finding.distance_km, 0));
    case PlaceProblem::OutsideCity:
        return fits.isEmpty()
                   ? PlaceWords::tr("The files lie outside the area of %1. Type another coordinate system of the city.")
                         .arg(systemText(own))
                   : PlaceWords::tr("The files lie outside the area of %1. Type \"auto\" or %2 as the coordinate system of the city.")
                         .arg(systemText(own), fits);
    }
    return {};
}

}  // namespace

QString placeText(LonLat place)
{
    const QString lat = formatNumber(std::abs(place.lat), 2), lon = formatNumber(std::abs(place.lon), 2);
    return PlaceWords::tr("%1, %2").arg(place.lat < 0 ? PlaceWords::tr("%1° S").arg(lat) : PlaceWords::tr("%1° N").arg(lat),
                                        place.lon < 0 ? PlaceWords::tr("%1° W").arg(lon) : PlaceWords::tr("%1° E").arg(lon));
}

QString systemText(const CrsFacts& crs)
{
    QString where = crs.area ? text(crs.area->name).section(QStringLiteral("."), 0, 0) : QString();
    if (where.size() > kLongestArea || where.isEmpty())
        where = text(crs.name);
    const QString code = crs.code.empty() ? text(crs.name) : text(crs.code);
    return where.isEmpty() || where == code ? code : PlaceWords::tr("%1 (%2)").arg(code, where);
}

QStringList placeWords(const CityPlacement& placed, const QStringList& names)
{
    QStringList lines;
    if (placed.centre && placed.within)
        lines << PlaceWords::tr("%1; within the area of %2.").arg(placeText(*placed.centre), systemText(placed.city));
    else if (placed.centre)
        lines << PlaceWords::tr("%1.").arg(placeText(*placed.centre));
    for (const PlaceFinding& finding : placed.findings)
        lines << PlaceWords::tr("Warning: %1")
                     .arg(findingText(finding, placed, finding.layer ? names.value(static_cast<qsizetype>(*finding.layer)) : QString()));
    return lines;
}

}  // namespace isopolis
