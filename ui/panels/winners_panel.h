#pragma once
/// Who gains and who loses: the headline, and pages on groups, all effects, measures, the worst-off places, limits, inequality and how sure
/// it is, and on what would be concluded with another value of an assumption. Each figure leads to its trace, which opens beside the pages.

#include "ui/jobs/attribution_finder.h"
#include "ui/jobs/figure_tracer.h"
#include "ui/jobs/sensitivity_finder.h"
#include "ui/jobs/uncertainty_finder.h"
#include "ui/jobs/what_if_finder.h"

#include <QWidget>

#include <functional>

class QLabel;
class QPushButton;
class QTabWidget;

namespace isopolis {

class TracePane;
class WhatIfPage;

/// The searches behind the pages.
struct WinnersJobs {
    AttributionFinder& attribution;
    UncertaintyFinder& uncertainty;
    SensitivityFinder& sensitivity;
    WhatIfFinder& whatIf;
    FigureTracer& tracer;
    JobRunner::Mode mode = JobRunner::Mode::Threaded;  ///< of small work that pages do themselves
};

class WinnersPanel : public QWidget {
    Q_OBJECT
public:
    WinnersPanel(ProjectDocument& document, const WinnersJobs& jobs, QWidget* parent = nullptr);
    /// Brings the page to the front on which the assumption gets another value.
    void askWhatIf(const QString& parameter);

Q_SIGNALS:
    void flyToRequested(NeighbourhoodId where);

private:
    void makePages();
    void joinTraces(QWidget* page);
    void addPage(QWidget* page, const char* name, const QString& title, std::function<void(const IndicatorAssessment&)> fill);
    void refresh();
    void showPage();

    ProjectDocument& m_document;
    WinnersJobs m_jobs;
    QLabel* m_headline;
    QPushButton* m_origin;
    QTabWidget* m_pages;
    WhatIfPage* m_whatIf;
    TracePane* m_trace;
    std::vector<std::function<void(const IndicatorAssessment&)>> m_fill;  ///< of each page, in order
};

}  // namespace isopolis
