#pragma once
/// The fleet behind emissions and noise: what share of the traffic each vehicle class has, the weights that make it so, compositions by
/// year from a table, whose emission factors count, and what happens to vehicles that a low-emission zone bars.

#include "ui/dialogs/dialog_service.h"
#include "ui/document/project_document.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;
class QTableView;

namespace isopolis {

class TableOfRows;

class FleetPanel : public QWidget {
    Q_OBJECT
public:
    FleetPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent = nullptr);

Q_SIGNALS:
    void factorsRequested(const QString& table);  ///< a file of emission factors for the project; empty: take those that it has out

private:
    void refresh();
    void load(const QString& path);
    void save(const QString& path);

    ProjectDocument& m_document;
    DialogServicePtr m_dialogs;
    QLabel *m_words, *m_factors;
    QSpinBox* m_year;
    QPushButton *m_load, *m_save, *m_factorsLoad, *m_factorsRemove;
    QTableView* m_view;
    TableOfRows* m_rows;
};

}  // namespace isopolis
