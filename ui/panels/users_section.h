#pragma once
/// "Whose trips use this street": a button, then the ten strongest flows from where to where, and the shares of income groups.

#include "ui/document/project_document.h"
#include "ui/jobs/street_users_finder.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;

namespace isopolis {

class TableOfRows;

class UsersSection : public QWidget {
    Q_OBJECT
public:
    UsersSection(ProjectDocument& document, StreetUsersFinder& finder, QWidget* parent = nullptr);

private:
    void refresh();
    void showOnMap();
    QString zoneName(ZoneId zone, const Zones& zones) const;
    QString groupsText(const StreetUsers& users) const;

    ProjectDocument& m_document;
    StreetUsersFinder& m_finder;
    QPushButton *m_ask, *m_map;
    QLabel* m_words;
    QTableView* m_table;
    TableOfRows* m_rows;
};

}  // namespace isopolis
