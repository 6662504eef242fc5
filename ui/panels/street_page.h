#pragma once
/// The selected street: limits, lanes and access as the scheme leaves them, traffic before and after.

#include "ui/document/project_document.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace isopolis {

class TableOfRows;

class StreetPage : public QWidget {
    Q_OBJECT
public:
    explicit StreetPage(ProjectDocument& document, QWidget* parent = nullptr);
    void refresh();
    void addSection(QWidget* section);  ///< below the figures

private:
    QList<QStringList> rowsOf(LinkId link) const;

    ProjectDocument& m_document;
    QLabel *m_title, *m_facts;
    QTableView* m_table;
    TableOfRows* m_rows;
};

}  // namespace isopolis
