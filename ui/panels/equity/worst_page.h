#pragma once
/// The neighbourhoods that lose most, with the measure that matters most there; a row leads to the place on the map.

#include "ui/jobs/attribution_finder.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace isopolis {

class TableOfRows;

class WorstPage : public QWidget {
    Q_OBJECT
public:
    WorstPage(ProjectDocument& document, AttributionFinder& finder, QWidget* parent = nullptr);
    void show(const EquityReport& report, const IndicatorAssessment& assessment);

Q_SIGNALS:
    void flyToRequested(NeighbourhoodId where);

private:
    QString reasonAddress(std::size_t place, const IndicatorInfo& info) const;  ///< of the trace of that reason; empty: none
    QString reasonAt(std::size_t place, const IndicatorInfo& info) const;
    NeighbourhoodId placeAt(int row) const;

    ProjectDocument& m_document;
    AttributionFinder& m_finder;
    QLabel* m_words;
    QTableView* m_table;
    TableOfRows* m_rows;
    std::vector<Score> m_places;
};

}  // namespace isopolis
