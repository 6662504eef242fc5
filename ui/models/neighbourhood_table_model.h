#pragma once
/// The table twin of the map: one row a neighbourhood, for the indicator that is shown.
///
/// `SortRole` holds plain numbers; NaN sorts last. Rows are the city's neighbourhoods in order: row == id.

#include "ui/document/project_document.h"

#include <QAbstractTableModel>

namespace isopolis {

class NeighbourhoodTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, People, Income, Before, After, Change, VerdictColumn, ColumnCount };
    static constexpr int SortRole = Qt::UserRole + 1;

    explicit NeighbourhoodTableModel(ProjectDocument& document, QObject* parent = nullptr);
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// The whole table as CSV (RFC 4180, UTF-8), texts guarded against spreadsheet formulas.
    QString toCsv() const;

private:
    void onChanged(const ChangeEvent& event);
    QVariant display(NeighbourhoodId id, int column) const;
    QVariant sortValue(NeighbourhoodId id, int column) const;
    const Score* score(NeighbourhoodId id) const;

    ProjectDocument& m_document;
    int m_rows = 0;
};

}  // namespace isopolis
