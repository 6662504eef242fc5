#pragma once
/// The same comparison on two zonings, side by side: neighbourhoods, and coarser squares. What differs hangs on how the map is cut.

#include "simulation/equity/zoning.h"
#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QTableView;

namespace isopolis {

class LegendStrip;
class TableOfRows;
class ZoneMap;

class ZonesPage : public QWidget {
    Q_OBJECT
public:
    explicit ZonesPage(ProjectDocument& document, JobRunner::Mode mode = JobRunner::Mode::Threaded, QWidget* parent = nullptr);
    void show(const IndicatorAssessment& assessment);

private:
    void offerSides();
    void ask();
    void draw();
    void drawMaps(const IndicatorAssessment& fine, const IndicatorAssessment& coarse);
    void fill(const IndicatorAssessment& fine, const IndicatorAssessment& coarse);
    void follow();
    QString words(NeighbourhoodId where, bool zone) const;

    ProjectDocument& m_document;
    JobRunner m_runner;
    Indicator m_indicator = Indicator::No2;
    std::shared_ptr<const EquityReport> m_asked;  ///< of which the zoning is, or is being made
    CityPtr m_offered;                            ///< whose sides the list holds
    std::shared_ptr<const ZoningReport> m_zoning;
    QComboBox* m_side;
    QLabel *m_words, *m_fineTitle, *m_coarseTitle, *m_notes;
    ZoneMap *m_fine, *m_coarse;
    LegendStrip* m_legend;
    QTableView* m_table;
    TableOfRows* m_rows;
};

}  // namespace isopolis
