#include "ui/live/sensor_marks.h"

#include "ui/live/live_words.h"
#include "ui/scene/colour_scale.h"
#include "ui/text/translate.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace isopolis {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(live)
};

constexpr Colour kStale{0xB4, 0xB8, 0xBC};

MarkShape shapeOf(SensorGroup group)
{
    switch (group) {
    case SensorGroup::Traffic: return MarkShape::Square;
    case SensorGroup::Air: return MarkShape::Circle;
    case SensorGroup::Noise: return MarkShape::Triangle;
    case SensorGroup::Other: break;
    }
    return MarkShape::Diamond;
}

bool cool(std::string_view quantity) { return quantity.substr(0, 5) == "speed"; }

QString classText(std::string_view quantity, const std::vector<double>& limits, std::size_t i)
{
    const int decimals = decimalsOf(limits);
    const QString unit = quantityUnit(quantity);
    const QString words = i == 0 ? Words::tr("below %1").arg(formatNumber(limits.front(), decimals))
                          : i == limits.size()
                              ? Words::tr("%1 and more").arg(formatNumber(limits.back(), decimals))
                              : Words::tr("%1 – %2").arg(formatNumber(limits[i - 1], decimals), formatNumber(limits[i], decimals));
    return unit.isEmpty() ? words : words + QChar(QChar::Nbsp) + unit;
}

}  // namespace

MarkKey stateKey(SensorState state)
{
    MarkKey key{.words = stateLabel(state)};
    switch (state) {
    case SensorState::Good: key.colour = {0x2C, 0x6D, 0xB0}; break;
    case SensorState::Unchecked: key.colour = {0x9C, 0xC3, 0xE4}; break;
    case SensorState::Suspect:
        key.colour = {0xF2, 0xB1, 0x3C};
        key.sign = MarkSign::Doubt;
        break;
    case SensorState::Failed:
        key.colour = {0x8C, 0x1C, 0x3A};
        key.sign = MarkSign::Cross;
        break;
    case SensorState::Stale:
        key.colour = kStale;
        key.sign = MarkSign::Faded;
        break;
    case SensorState::Silent:
        key.colour = {0xF4, 0xF4, 0xF4};
        key.sign = MarkSign::Faded;
        break;
    }
    return key;
}

std::vector<double> agreedLimits(std::string_view quantity)
{
    struct Limits {
        std::string_view quantity;
        std::array<double, 4> at;
    };
    // NO2, PM and ozone: round figures that hold the guideline levels of WHO 2021 and the limits of Directives 2008/50/EC and 2024/2881.
    constexpr Limits kLimits[] = {{"no2_ug_m3", {10, 20, 40, 100}},       {"pm25_ug_m3", {5, 10, 15, 25}},
                                  {"pm10_ug_m3", {15, 30, 45, 75}},       {"o3_ug_m3", {60, 100, 120, 180}},
                                  {"flow_veh_h", {200, 500, 1000, 2000}}, {"speed_m_s", {10, 20, 30, 50}},
                                  {"speed_kmh", {10, 20, 30, 50}},        {"leq_db", {45, 55, 65, 75}}};
    for (const Limits& l : kLimits)
        if (l.quantity == quantity)
            return {l.at.begin(), l.at.end()};
    return {};
}

QString sensorSentence(const LiveSensor& sensor, std::string_view quantity)
{
    const LiveReading* reading = quantity.empty() ? sensor.main() : sensor.of(quantity);
    if (!reading)
        return Words::tr("%1: no value yet").arg(sensorTitle(sensor.site));
    const QString trend = trendText(*reading);
    QString words = Words::tr("%1: %2, %3")
                        .arg(sensorTitle(sensor.site), valueText(reading->quantity, reading->now.v), quantityLabel(reading->quantity));
    words += QStringLiteral("\n") + (trend.isEmpty() ? ageText(reading->age_s) : Words::tr("%1, %2").arg(ageText(reading->age_s), trend));
    words += QStringLiteral("\n") + (reading->state == SensorState::Stale ? Words::tr("Stale: nothing for more than three intervals")
                                                                          : qualityText(reading->now.q));
    return words;
}

SensorLayer sensorLayer(const LiveSnapshot& snapshot, const std::string& quantity, const std::string& chosen)
{
    SensorLayer layer;
    std::vector<double> limits = agreedLimits(quantity);
    if (!quantity.empty() && limits.empty()) {
        std::vector<double> values;
        for (const LiveSensor& sensor : snapshot.sensors)
            if (const LiveReading* reading = sensor.of(quantity))
                values.push_back(shownValue(quantity, reading->now.v));
        const std::vector<double> all = classLimits(values, kLevelClasses);
        if (all.size() > 2)
            limits.assign(all.begin() + 1, all.end() - 1);
    }
    const std::span<const Colour, 5> ramp = sequentialPalette(cool(quantity) ? Ramp::Cool : Ramp::Warm);
    std::set<SensorState> states;
    std::set<SensorGroup> groups;
    for (const LiveSensor& sensor : snapshot.sensors) {
        if (!sensor.site.at)
            continue;
        const LiveReading* reading = quantity.empty() ? sensor.main() : sensor.of(quantity);
        const SensorState state = quantity.empty() ? sensor.state : reading ? reading->state : SensorState::Silent;
        if (!quantity.empty() && !reading)
            continue;  // what it does not measure it does not show
        SensorMark mark{.id = sensor.site.id, .at = *sensor.site.at, .height_m = sensor.site.height_m, .shape = shapeOf(sensor.site.group)};
        const MarkKey key = stateKey(state);
        mark.colour = key.colour;
        mark.sign = key.sign;
        const bool present = state != SensorState::Stale && state != SensorState::Silent && state != SensorState::Failed;
        if (!quantity.empty() && present) {
            const double value = shownValue(quantity, reading->now.v);
            const auto cls = static_cast<std::size_t>(std::upper_bound(limits.begin(), limits.end(), value) - limits.begin());
            mark.colour = ramp[std::min(cls, ramp.size() - 1)];
        }
        if (reading && present)
            mark.value = formatNumber(shownValue(reading->quantity, reading->now.v), 0);
        mark.chosen = sensor.site.id == chosen;
        if (mark.chosen)
            mark.words = sensorSentence(sensor, quantity);  // of the others when they are pointed at
        states.insert(state);
        groups.insert(sensor.site.group);
        layer.marks.push_back(std::move(mark));
    }
    if (layer.marks.empty())
        return layer;
    layer.title = quantity.empty() ? Words::tr("Sensors, %1").arg(momentText(snapshot.at_s))
                                   : Words::tr("%1, measured, %2").arg(quantityLabel(quantity), momentText(snapshot.at_s));
    if (!quantity.empty())
        for (std::size_t i = 0; i <= limits.size() && !limits.empty(); ++i)
            layer.keys.push_back({.shape = shapeOf(groupOf(quantity)),
                                  .colour = ramp[std::min(i, ramp.size() - 1)],
                                  .words = classText(quantity, limits, i)});
    for (const SensorState state : states)
        if (quantity.empty() || state >= SensorState::Suspect) {
            MarkKey key = stateKey(state);
            if (!quantity.empty()) {
                key.shape = shapeOf(groupOf(quantity));
                if (state == SensorState::Suspect)
                    key.colour = {0xF4, 0xF4, 0xF4};
            }
            layer.keys.push_back(key);
        }
    if (quantity.empty() && groups.size() > 1) {
        QStringList shapes;
        if (groups.contains(SensorGroup::Air))
            shapes << Words::tr("round: air");
        if (groups.contains(SensorGroup::Traffic))
            shapes << Words::tr("square: traffic");
        if (groups.contains(SensorGroup::Noise))
            shapes << Words::tr("triangle: noise");
        if (groups.contains(SensorGroup::Other))
            shapes << Words::tr("diamond: other");
        layer.notes << shapes.join(QStringLiteral(", "));
    }
    for (const SensorGroup group : groups)
        layer.notes << coverageText(snapshot, group);
    if (snapshot.known_s)
        layer.notes << Words::tr("As known at %1").arg(momentText(*snapshot.known_s));
    return layer;
}

}  // namespace isopolis
