#pragma once
/// The clicked place or façade: its level before and after, and the streets that cause it, by share. Choosing a street shows it on the map.

#include "ui/jobs/level_finder.h"
#include "ui/jobs/place_finder.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QTableView;

namespace isopolis {

class TableOfRows;

class PlacePage : public QWidget {
    Q_OBJECT
public:
    PlacePage(ProjectDocument& document, const LevelFinder& levels, const PlaceFinder& places, QWidget* parent = nullptr);

private:
    void refresh();
    void showAnswer(const PlaceAnswer& answer);
    void chooseStreet(int row);

    ProjectDocument& m_document;
    const LevelFinder& m_levels;
    const PlaceFinder& m_places;
    QLabel *m_title, *m_words, *m_method;
    QProgressBar* m_progress;
    QTableView* m_table;
    TableOfRows* m_rows;
};

}  // namespace isopolis
