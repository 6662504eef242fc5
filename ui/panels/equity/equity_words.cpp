#include "ui/panels/equity/equity_words.h"

#include "ui/text/translate.h"

#include <cmath>

namespace isopolis {

Tone toneOfChange(double change, const IndicatorInfo& info, double threshold)
{
    if (!std::isfinite(change) || change == 0 || std::abs(change) < threshold)
        return Tone::Neutral;
    return (change < 0) == (info.better == Direction::LessIsBetter) ? Tone::Better : Tone::Worse;
}

QString groupAddress(const IndicatorInfo& info, const std::string& group, const char* field, bool own)
{
    const QString whose = own                   ? QStringLiteral("by_group/") + text(group)
                          : group == "everyone" ? QStringLiteral("everyone")
                                                : QStringLiteral("by_quintile/") + text(group);
    return QStringLiteral("equity/%1/%2/%3").arg(text(info.key), whose, QLatin1String(field));
}

QString placeAddress(const IndicatorInfo& info, const Neighbourhood& place, const char* field)
{
    return QStringLiteral("neighbourhoods/") + text(place.externalId) + QStringLiteral("/indicators/") + text(info.key) + QLatin1Char('/') +
           QLatin1String(field);
}

}  // namespace isopolis
