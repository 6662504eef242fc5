#pragma once
/// How far one gets from a place: means of travel, the place (a click on the map, or a neighbourhood from a list), and the figures
/// behind the areas on the map, before and with the scheme.

#include "ui/document/project_document.h"
#include "ui/jobs/reach_finder.h"

#include <QWidget>

class QButtonGroup;
class QComboBox;
class QLabel;
class QTableView;

namespace isopolis {

class TableOfRows;

class ReachPanel : public QWidget {
    Q_OBJECT
public:
    ReachPanel(ProjectDocument& document, ReachFinder& finder, QWidget* parent = nullptr);

private:
    void onChanged(const ChangeEvent& event);
    void refresh();
    void fillPlaces();
    void chooseMode();
    void choosePlace();
    void showOnMap();

    ProjectDocument& m_document;
    ReachFinder& m_finder;
    QButtonGroup* m_modes;
    QComboBox* m_place;
    QLabel* m_words;
    QTableView* m_table;
    TableOfRows* m_rows;
    bool m_following = false;
};

}  // namespace isopolis
