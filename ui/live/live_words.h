#pragma once
/// Words for what sensors say: quantity, value with its unit, age, trend, quality and why.
///
///   quantityLabel("no2_ug_m3");  valueText("speed_m_s", 12.5)  ==  "45 km/h";  ageText(720)  ==  "12 min ago";

#include "ui/live/live_snapshot.h"

#include <QString>

namespace isopolis {

QString quantityLabel(std::string_view key);  ///< the key itself if it is not known
QString quantityUnit(std::string_view key);   ///< in which it is shown
double shownValue(std::string_view key, double stored);
int shownDecimals(std::string_view key);
QString valueText(std::string_view key, double stored);  ///< with unit
QString groupLabel(SensorGroup group);
QString stateLabel(SensorState state);
QString ageText(std::int64_t age_s);
std::int64_t shownAge(std::int64_t age_s);  ///< the same for ages that read alike
QString periodText(std::uint32_t seconds);
/// "rising", "falling", "steady", or nothing where it is not known; steady within a tenth of the value.
QString trendText(const LiveReading& reading);
QString trendArrow(const LiveReading& reading);
/// "Passed the checks", "Suspect: stuck; a person decided" …
QString qualityText(std::uint32_t q);
/// Day and time by the clock of the computer's zone, or UTC for recordings that do not say theirs.
QString momentText(std::int64_t at_s);
QString sensorTitle(const LiveSite& site);
/// "12 of 40 neighbourhoods have a working air sensor (34 % of the people); 1 of 14 sensors failed, 2 are stale."
QString coverageText(const LiveSnapshot& snapshot, SensorGroup group);

}  // namespace isopolis
