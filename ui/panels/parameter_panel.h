#pragma once
/// The sheet of assumptions: search, edit within the published range, reset, and the source of each.

#include "ui/dialogs/dialog_service.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace isopolis {

class ParameterTableModel;

/// Which part of the sheet, and how its widgets are named: "parameterTable", or "demandParameterTable" of kind "demand".
struct ParameterScope {
    QString kind;
    QStringList beginnings;  ///< of parameter ids; empty: all of them, and the city's own assumptions
};

class ParameterPanel : public QWidget {
    Q_OBJECT
public:
    ParameterPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent = nullptr, const ParameterScope& scope = {});

Q_SIGNALS:
    void whatIfRequested(const QString& parameter);  ///< its id

private:
    void refresh();
    void describe(const QModelIndex& index);

    ProjectDocument& m_document;
    ParameterTableModel* m_model;
    QSortFilterProxyModel* m_sorted;
    QTableView* m_view;
    QLabel *m_hint, *m_meaning;
    QPushButton *m_reset, *m_whatIf;
};

}  // namespace isopolis
