#pragma once
/// Who gains and who loses: the headline, and pages on groups, all effects, measures, the worst-off places, limits, inequality and how sure
/// it is, and on what would be concluded with another value of an assumption.

#include "ui/jobs/attribution_finder.h"
#include "ui/jobs/sensitivity_finder.h"
#include "ui/jobs/uncertainty_finder.h"
#include "ui/jobs/what_if_finder.h"

#include <QWidget>

#include <functional>

class QLabel;
class QTabWidget;

namespace isopolis {

class WhatIfPage;

class WinnersPanel : public QWidget {
    Q_OBJECT
public:
    WinnersPanel(ProjectDocument& document, AttributionFinder& attribution, UncertaintyFinder& uncertainty, SensitivityFinder& sensitivity,
                 WhatIfFinder& whatIf, QWidget* parent = nullptr);
    /// Brings the page to the front on which the assumption gets another value.
    void askWhatIf(const QString& parameter);

Q_SIGNALS:
    void flyToRequested(NeighbourhoodId where);

private:
    void addPage(QWidget* page, const char* name, const QString& title, std::function<void(const IndicatorAssessment&)> fill);
    void refresh();
    void showPage();

    ProjectDocument& m_document;
    QLabel* m_headline;
    QTabWidget* m_pages;
    WhatIfPage* m_whatIf;
    std::vector<std::function<void(const IndicatorAssessment&)>> m_fill;  ///< of each page, in order
};

}  // namespace isopolis
