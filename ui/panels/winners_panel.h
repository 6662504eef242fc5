#pragma once
/// Who gains and who loses: the headline, and pages on groups, all effects, measures, the worst-off places, limits, inequality and how sure
/// it is.

#include "ui/jobs/attribution_finder.h"
#include "ui/jobs/sensitivity_finder.h"
#include "ui/jobs/uncertainty_finder.h"

#include <QWidget>

#include <functional>

class QLabel;
class QTabWidget;

namespace isopolis {

class WinnersPanel : public QWidget {
    Q_OBJECT
public:
    WinnersPanel(ProjectDocument& document, AttributionFinder& attribution, UncertaintyFinder& uncertainty, SensitivityFinder& sensitivity,
                 QWidget* parent = nullptr);

Q_SIGNALS:
    void flyToRequested(NeighbourhoodId where);

private:
    void addPage(QWidget* page, const char* name, const QString& title, std::function<void(const IndicatorAssessment&)> fill);
    void refresh();
    void showPage();

    ProjectDocument& m_document;
    QLabel* m_headline;
    QTabWidget* m_pages;
    std::vector<std::function<void(const IndicatorAssessment&)>> m_fill;  ///< of each page, in order
};

}  // namespace isopolis
