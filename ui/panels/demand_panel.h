#pragma once
/// Travel demand before and after: trips by mode, purpose, time of day, group and length, whether demand and traffic agree, and the
/// assumptions behind it. Every figure is in a table that a keyboard and a screen reader reach.

#include "ui/dialogs/dialog_service.h"
#include "ui/document/project_document.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace isopolis {

class TableOfRows;

class DemandPanel : public QWidget {
    Q_OBJECT
public:
    DemandPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent = nullptr);

private:
    void refresh();

    ProjectDocument& m_document;
    QLabel* m_words;
    QComboBox* m_by;
    QTableView* m_view;
    TableOfRows* m_rows;
};

}  // namespace isopolis
