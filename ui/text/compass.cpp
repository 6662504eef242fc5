#include "ui/text/compass.h"

#include <QCoreApplication>

#include <cmath>
#include <iterator>

namespace isopolis {

namespace {
/// Free functions translate in a context of their own.
class CompassWords {
    Q_DECLARE_TR_FUNCTIONS(compass)
};
constexpr double kTurn_deg = 360;
}  // namespace

QString compassText(double azimuth_deg)
{
    const QString sides[] = {CompassWords::tr("north"),      CompassWords::tr("north-east"), CompassWords::tr("east"),
                             CompassWords::tr("south-east"), CompassWords::tr("south"),      CompassWords::tr("south-west"),
                             CompassWords::tr("west"),       CompassWords::tr("north-west")};
    const double turned_deg = azimuth_deg - kTurn_deg * std::floor(azimuth_deg / kTurn_deg);
    const double step_deg = kTurn_deg / static_cast<double>(std::size(sides));
    return sides[static_cast<std::size_t>(std::lround(turned_deg / step_deg)) % std::size(sides)];
}

}  // namespace isopolis
