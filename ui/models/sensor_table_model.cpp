#include "ui/models/sensor_table_model.h"

#include "ui/live/live_words.h"
#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

void SensorTableModel::setSnapshot(LiveSnapshotPtr snapshot, CityPtr city)
{
    std::vector<Row> rows;
    std::vector<std::string> ids;
    for (std::size_t s = 0; snapshot && s < snapshot->sensors.size(); ++s) {
        ids.push_back(snapshot->sensors[s].site.id);
        for (const LiveReading& reading : snapshot->sensors[s].readings)
            rows.push_back({s, reading.quantity});
        if (snapshot->sensors[s].readings.empty())
            rows.push_back({s, {}});
    }
    if (rows == m_rows && ids == m_ids) {  // the keyboard stays where it is
        m_snapshot = std::move(snapshot);
        m_city = std::move(city);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, Value), index(static_cast<int>(m_rows.size()) - 1, State));
        return;
    }
    beginResetModel();
    m_snapshot = std::move(snapshot);
    m_city = std::move(city);
    m_rows = std::move(rows);
    m_ids = std::move(ids);
    endResetModel();
}

std::string SensorTableModel::sensorAt(int row) const
{
    return row >= 0 && row < static_cast<int>(m_rows.size()) ? m_ids[m_rows[static_cast<std::size_t>(row)].sensor] : std::string();
}

int SensorTableModel::rowOf(std::string_view sensor) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) { return m_ids[row.sensor] == sensor; });
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
    const LiveReading* reading = sensor.of(row.quantity);
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Value || index.column() == Age ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString words;
    switch (index.column()) {
    case Sensor: words = sensorTitle(sensor.site); break;
    case Group: words = groupLabel(sensor.site.group); break;
    case Quantity: words = reading ? quantityLabel(row.quantity) : QString(); break;
    case Value: words = reading ? valueText(row.quantity, reading->now.v) : tr("no value"); break;
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
