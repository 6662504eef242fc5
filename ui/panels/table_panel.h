#pragma once
/// The table twin of the map: search, sort, select, export.

#include "ui/dialogs/dialog_service.h"

#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace isopolis {

class NeighbourhoodTableModel;

class TablePanel : public QWidget {
    Q_OBJECT
public:
    TablePanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent = nullptr);

Q_SIGNALS:
    void flyToRequested(isopolis::NeighbourhoodId where);  ///< Enter or a double click on a row

private:
    void followDocument();
    void followTable();
    void exportTable();
    NeighbourhoodId neighbourhoodAt(const QModelIndex& index) const;

    ProjectDocument& m_document;
    DialogServicePtr m_dialogs;
    NeighbourhoodTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QLineEdit* m_search;
    QTableView* m_view;
    bool m_following = false;
};

}  // namespace isopolis
