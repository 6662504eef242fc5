#pragma once
/// All sensors with what they say now: one row a sensor and quantity, kept in place while values change: of thousands, only what
/// reads differently is told.

#include "ui/live/live_snapshot.h"

#include <QAbstractTableModel>

namespace isopolis {

class SensorTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Sensor, Group, Quantity, Value, Trend, Age, State, Place, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;
    void setSnapshot(LiveSnapshotPtr snapshot, CityPtr city);
    std::string sensorAt(int row) const;
    int rowOf(std::string_view sensor) const;  ///< its first; −1: none

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        std::size_t sensor, reading;  ///< of the snapshot; a sensor that has never said anything has one row
    };
    static const LiveReading* readingOf(const LiveSnapshot& snapshot, const Row& row);
    LiveSnapshotPtr m_snapshot;
    CityPtr m_city;
    std::vector<Row> m_rows;
};

}  // namespace isopolis
