#include "ui/live/live_words.h"

#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(live)
};

struct Shown {
    std::string_view key, label, unit;
    double factor;
    int decimals;
};

constexpr Shown kShown[] = {
    {"no2_ug_m3", ISO_TR("quantity", "Nitrogen dioxide (NO2)"), "µg/m³", 1, 1},
    {"no_ug_m3", ISO_TR("quantity", "Nitrogen monoxide (NO)"), "µg/m³", 1, 1},
    {"nox_ug_m3", ISO_TR("quantity", "Nitrogen oxides (NOx)"), "µg/m³", 1, 1},
    {"o3_ug_m3", ISO_TR("quantity", "Ozone (O3)"), "µg/m³", 1, 1},
    {"so2_ug_m3", ISO_TR("quantity", "Sulphur dioxide (SO2)"), "µg/m³", 1, 1},
    {"co_ug_m3", ISO_TR("quantity", "Carbon monoxide (CO)"), "µg/m³", 1, 0},
    {"pm1_ug_m3", ISO_TR("quantity", "Particles PM1"), "µg/m³", 1, 1},
    {"pm25_ug_m3", ISO_TR("quantity", "Fine particles (PM2.5)"), "µg/m³", 1, 1},
    {"pm10_ug_m3", ISO_TR("quantity", "Particles (PM10)"), "µg/m³", 1, 1},
    {"flow_veh_h", ISO_TR("quantity", "Traffic flow"), "veh/h", 1, 0},
    {"count_veh", ISO_TR("quantity", "Vehicles counted"), "", 1, 0},
    {"count_car", ISO_TR("quantity", "Cars counted"), "", 1, 0},
    {"count_heavy", ISO_TR("quantity", "Lorries counted"), "", 1, 0},
    {"count_bike", ISO_TR("quantity", "Cycles counted"), "", 1, 0},
    {"count_pedestrian", ISO_TR("quantity", "People on foot counted"), "", 1, 0},
    {"speed_m_s", ISO_TR("quantity", "Mean speed"), "km/h", 3.6, 0},
    {"speed_kmh", ISO_TR("quantity", "Mean speed"), "km/h", 1, 0},
    {"speed_v85_m_s", ISO_TR("quantity", "Speed that 85 % keep"), "km/h", 3.6, 0},
    {"occupancy_share", ISO_TR("quantity", "Occupancy"), "%", 100, 1},
    {"travel_time_s", ISO_TR("quantity", "Travel time"), "s", 1, 0},
    {"delay_s", ISO_TR("quantity", "Delay"), "s", 1, 0},
    {"vehicles_seen", ISO_TR("quantity", "Vehicles seen"), "", 1, 0},
    {"temperature_c", ISO_TR("quantity", "Air temperature"), "°C", 1, 1},
    {"humidity_share", ISO_TR("quantity", "Relative humidity"), "%", 100, 0},
    {"pressure_pa", ISO_TR("quantity", "Air pressure"), "hPa", 0.01, 0},
    {"wind_speed_m_s", ISO_TR("quantity", "Wind speed"), "m/s", 1, 1},
    {"wind_direction_deg", ISO_TR("quantity", "Wind from"), "°", 1, 0},
    {"leq_db", ISO_TR("quantity", "Sound level"), "dB", 1, 1},
};

const Shown* find(std::string_view key)
{
    const auto* found = std::find_if(std::begin(kShown), std::end(kShown), [key](const Shown& s) { return s.key == key; });
    return found == std::end(kShown) ? nullptr : found;
}

constexpr double kSteadyShare = 0.1;

int direction(const LiveReading& reading)
{
    if (!std::isfinite(reading.trend))
        return 2;
    return std::abs(reading.trend) <= kSteadyShare * std::abs(reading.now.v) ? 0 : reading.trend > 0 ? 1 : -1;
}

}  // namespace

QString quantityLabel(std::string_view key)
{
    const Shown* shown = find(key);
    return shown ? translated("quantity", shown->label) : text(key);
}

QString quantityUnit(std::string_view key)
{
    const Shown* shown = find(key);
    return shown ? text(shown->unit) : QString();
}

double shownValue(std::string_view key, double stored)
{
    const Shown* shown = find(key);
    return stored * (shown ? shown->factor : 1);
}

int shownDecimals(std::string_view key)
{
    const Shown* shown = find(key);
    return shown ? shown->decimals : 2;
}

QString valueText(std::string_view key, double stored)
{
    const QString number = formatNumber(shownValue(key, stored), shownDecimals(key)), unit = quantityUnit(key);
    return unit.isEmpty() ? number : number + QChar(QChar::Nbsp) + unit;
}

QString groupLabel(SensorGroup group)
{
    switch (group) {
    case SensorGroup::Traffic: return Words::tr("Traffic");
    case SensorGroup::Air: return Words::tr("Air");
    case SensorGroup::Noise: return Words::tr("Noise");
    case SensorGroup::Other: break;
    }
    return Words::tr("Other");
}

QString stateLabel(SensorState state)
{
    switch (state) {
    case SensorState::Good: return Words::tr("Passed the checks");
    case SensorState::Unchecked: return Words::tr("Not checked");
    case SensorState::Suspect: return Words::tr("Suspect");
    case SensorState::Failed: return Words::tr("Failed");
    case SensorState::Stale: return Words::tr("Stale");
    case SensorState::Silent: break;
    }
    return Words::tr("Never heard");
}

QString periodText(std::uint32_t seconds)
{
    if (seconds == 0)
        return Words::tr("an instant");
    if (seconds < 120)
        return Words::tr("%1 s").arg(seconds);
    if (seconds < 7200)
        return Words::tr("%1 min").arg(seconds / 60);
    return Words::tr("%1 h").arg(QLocale().toString(seconds / 3600.0, 'g', 3));
}

std::int64_t shownAge(std::int64_t age_s)
{
    if (age_s < 60)
        return age_s < 0 ? -1 : 0;
    if (age_s < 5400)
        return age_s / 60 * 60;
    return age_s < 2 * 86400 ? (age_s + 1800) / 3600 * 3600 : age_s / 86400 * 86400;
}

QString ageText(std::int64_t age_s)
{
    if (age_s < 0)
        return Words::tr("in the future");
    if (age_s < 60)
        return Words::tr("just now");
    if (age_s < 5400)
        return Words::tr("%1 min ago").arg(age_s / 60);
    if (age_s < 2 * 86400)
        return Words::tr("%1 h ago").arg((age_s + 1800) / 3600);
    return Words::tr("%1 days ago").arg(age_s / 86400);
}

QString trendText(const LiveReading& reading)
{
    switch (direction(reading)) {
    case -1: return Words::tr("falling");
    case 0: return Words::tr("steady");
    case 1: return Words::tr("rising");
    default: return {};
    }
}

QString trendArrow(const LiveReading& reading)
{
    switch (direction(reading)) {
    case -1: return QStringLiteral("↓");
    case 0: return QStringLiteral("→");
    case 1: return QStringLiteral("↑");
    default: return {};
    }
}

QString qualityText(std::uint32_t q)
{
    QStringList why;
    const auto note = [&](Mark mark, const QString& words) {
        if (has(q, mark))
            why << words;
    };
    note(Mark::SourceError, Words::tr("the source says so"));
    note(Mark::Sentinel, Words::tr("a code for a missing value"));
    note(Mark::Range, Words::tr("out of range"));
    note(Mark::Step, Words::tr("a sudden step"));
    note(Mark::Spike, Words::tr("a spike"));
    note(Mark::Stuck, Words::tr("stuck at one value"));
    note(Mark::Multivariate, Words::tr("flow, speed and occupancy contradict each other"));
    note(Mark::Ratio, Words::tr("a part is larger than its whole"));
    note(Mark::Neighbours, Words::tr("far from its neighbours"));
    note(Mark::Conservation, Words::tr("what comes in does not go out"));
    note(Mark::Gap, Words::tr("too few samples"));
    note(Mark::Timing, Words::tr("its time cannot be right"));
    note(Mark::Drift, Words::tr("drifting"));
    note(Mark::Provisional, Words::tr("not yet ratified"));
    note(Mark::ReceiveTime, Words::tr("time of arrival"));
    note(Mark::AmbiguousHour, Words::tr("one of two hours with the same stamp"));
    note(Mark::UnitAssumed, Words::tr("unit assumed"));
    note(Mark::Overridden, Words::tr("a person decided"));
    QString flag;
    switch (qualityFlag(q)) {
    case Quality::Pass: flag = Words::tr("Passed the checks"); break;
    case Quality::Suspect: flag = Words::tr("Suspect"); break;
    case Quality::Fail: flag = Words::tr("Failed"); break;
    case Quality::Missing: flag = Words::tr("Missing"); break;
    default: flag = Words::tr("Not checked");
    }
    return why.isEmpty() ? flag : Words::tr("%1: %2").arg(flag, why.join(QStringLiteral(", ")));
}

QString momentText(std::int64_t at_s)
{
    const QDateTime at = QDateTime::fromSecsSinceEpoch(at_s, Qt::UTC);
    return Words::tr("%1 UTC").arg(QLocale().toString(at, QStringLiteral("ddd d MMM yyyy HH:mm")));
}

QString sensorTitle(const LiveSite& site) { return text(site.name.empty() ? site.id : site.name); }

QString coverageText(const LiveSnapshot& snapshot, SensorGroup group)
{
    const LiveCoverage& c = snapshot.coverage[static_cast<std::size_t>(group)];
    if (c.sensors == 0)
        return Words::tr("%1: no sensors.").arg(groupLabel(group));
    QString words = Words::tr("%1: %2 of %3 neighbourhoods have a working sensor (%4 of the people).")
                        .arg(groupLabel(group), QLocale().toString(static_cast<qulonglong>(c.neighbourhoods)),
                             QLocale().toString(static_cast<qulonglong>(snapshot.neighbourhoods)),
                             formatShare(snapshot.people > 0 ? c.people / snapshot.people : 0));
    if (c.failed + c.stale > 0)
        words += u' ' + Words::tr("Of %1 sensors %2 failed and %3 are stale.").arg(c.sensors).arg(c.failed).arg(c.stale);
    return words;
}

}  // namespace isopolis
