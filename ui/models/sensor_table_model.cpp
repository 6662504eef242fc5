#include "ui/models/sensor_table_model.h"

#include "ui/live/live_words.h"
#include "ui/text/translate.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace isopolis {

namespace {

/// Whether a row reads as it did; ages by what is said of them.
bool same(const LiveReading* a, const LiveReading* b)
{
    if (!a || !b)
        return a == b;
    return a->now.v == b->now.v && a->now.q == b->now.q && a->state == b->state && a->unstored == b->unstored &&
           shownAge(a->age_s) == shownAge(b->age_s) && (a->trend == b->trend || (std::isnan(a->trend) && std::isnan(b->trend)));
}

}  // namespace

void SensorTableModel::setSnapshot(LiveSnapshotPtr snapshot, CityPtr city)
{
    if (snapshot == m_snapshot && city == m_city)
        return;
    std::size_t n = 0;
    bool asBefore = m_snapshot && snapshot && city == m_city && snapshot->sensors.size() == m_snapshot->sensors.size();
    for (std::size_t s = 0; asBefore && s < snapshot->sensors.size(); ++s) {
        const LiveSensor &is = snapshot->sensors[s], &was = m_snapshot->sensors[s];
        asBefore = is.site.id == was.site.id && is.site.neighbourhood == was.site.neighbourhood &&
                   is.readings.size() == was.readings.size() &&
                   std::equal(is.readings.begin(), is.readings.end(), was.readings.begin(),
                              [](const LiveReading& a, const LiveReading& b) { return a.quantity == b.quantity; });
        n += std::max<std::size_t>(1, is.readings.size());
    }
    if (asBefore && n == m_rows.size()) {  // the keyboard stays where it is, and what did not change is not touched
        const LiveSnapshotPtr before = std::exchange(m_snapshot, std::move(snapshot));
        int first = -1;
        const auto tell = [&](int end) {
            if (first >= 0)
                Q_EMIT dataChanged(index(first, Value), index(end - 1, State));
            first = -1;
        };
        for (int row = 0; row < static_cast<int>(m_rows.size()); ++row) {
            const Row& r = m_rows[static_cast<std::size_t>(row)];
            if (same(readingOf(*before, r), readingOf(*m_snapshot, r)))
                tell(row);
            else if (first < 0)
                first = row;
        }
        tell(static_cast<int>(m_rows.size()));
        return;
    }
    beginResetModel();
    m_snapshot = std::move(snapshot);
    m_city = std::move(city);
    m_rows.clear();
    for (std::size_t s = 0; m_snapshot && s < m_snapshot->sensors.size(); ++s)
        for (std::size_t r = 0; r < std::max<std::size_t>(1, m_snapshot->sensors[s].readings.size()); ++r)
            m_rows.push_back({s, r});
    endResetModel();
}

const LiveReading* SensorTableModel::readingOf(const LiveSnapshot& snapshot, const Row& row)
{
    const std::vector<LiveReading>& readings = snapshot.sensors[row.sensor].readings;
    return row.reading < readings.size() ? &readings[row.reading] : nullptr;
}

std::string SensorTableModel::sensorAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? m_snapshot->sensors[m_rows[static_cast<std::size_t>(row)].sensor].site.id
                                                             : std::string();
}

int SensorTableModel::rowOf(std::string_view sensor) const
{
    const LiveSensor* wanted = m_snapshot ? m_snapshot->find(sensor) : nullptr;
    if (!wanted)
        return -1;
    const auto place = static_cast<std::size_t>(wanted - m_snapshot->sensors.data());
    const auto found = std::lower_bound(m_rows.begin(), m_rows.end(), place, [](const Row& row, std::size_t s) { return row.sensor < s; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int SensorTableModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }
int SensorTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant SensorTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const LiveSensor& sensor = m_snapshot->sensors[row.sensor];
    const LiveReading* reading = readingOf(*m_snapshot, row);
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Value || index.column() == Age ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString words;
    switch (index.column()) {
    case Sensor: words = sensorTitle(sensor.site); break;
    case Group: words = groupLabel(sensor.site.group); break;
    case Quantity: words = reading ? quantityLabel(reading->quantity) : QString(); break;
    case Value: words = reading ? valueText(reading->quantity, reading->now.v) : tr("no value"); break;
    case Trend: words = reading ? (trendArrow(*reading) + u' ' + trendText(*reading)).trimmed() : QString(); break;
    case Age: words = reading ? ageText(reading->age_s) : QString(); break;
    case State:
        words = !reading                               ? stateLabel(SensorState::Silent)
                : reading->state == SensorState::Stale ? tr("Stale; %1").arg(qualityText(reading->now.q))
                                                       : qualityText(reading->now.q);
        if (reading && reading->unstored)
            words = tr("%1; not stored").arg(words);
        break;
    case Place:
        words = m_city && sensor.site.neighbourhood.valid() && m_city->neighbourhoods().contains(sensor.site.neighbourhood)
                    ? text(m_city->neighbourhoods()[sensor.site.neighbourhood].name)
                : sensor.site.at ? tr("outside all neighbourhoods")
                                 : tr("position not known");
        break;
    default: break;
    }
    return role == Qt::ToolTipRole ? words.toHtmlEscaped() : words;
}

QVariant SensorTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Sensor: return tr("Sensor");
    case Group: return tr("Measures");
    case Quantity: return tr("Quantity");
    case Value: return tr("Value");
    case Trend: return tr("Trend");
    case Age: return tr("Age");
    case State: return tr("Quality");
    case Place: return tr("Neighbourhood");
    default: return {};
    }
}

}  // namespace isopolis
