#pragma once
/// What is selected: a neighbourhood with its figures, why they change and how each is calculated, or a street.
///
/// How a figure is calculated is found in the background: shares of streets in the air take a second in a large city. The tree appears
/// when it is ready, and only if nothing else was chosen meanwhile.

#include "ui/jobs/explainer.h"
#include "ui/jobs/job_runner.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableView;
class QTabWidget;
class QTreeView;

namespace isopolis {

class IndicatorTable;
class StreetPage;
class TraceTreeModel;

class InspectorPanel : public QWidget {
    Q_OBJECT
public:
    InspectorPanel(ProjectDocument& document, Explainer& explainer, QWidget* parent = nullptr);
    void addStreetSection(QWidget* section);  ///< below the figures of the street
    void addPlacePage(QWidget* page);         ///< a tab of its own, shown while the map shows levels at places
    void addPage(QWidget* page, const QString& title);
    void showPage(QWidget* page);  ///< brings a page to the front

Q_SIGNALS:
    void cardRequested(const QString& id);  ///< a model's card
    void whatIfRequested(const QString& parameter);

private:
    QWidget* makeNeighbourhoodPage(Explainer& explainer);
    void onChanged(const ChangeEvent& event);
    void refreshTexts();
    void refreshTrace();
    void showTrace(const TraceNode& trace);
    void chooseFigure(const QModelIndex& index);

    ProjectDocument& m_document;
    QTabWidget* m_tabs;
    QLabel *m_title, *m_facts, *m_group, *m_traceHeading, *m_traceDetail;
    IndicatorTable* m_figures;
    QTableView* m_table;
    TraceTreeModel* m_trace;
    QTreeView* m_traceView;
    QPushButton* m_whatIf;
    StreetPage* m_street;
    JobRunner* m_tracing;
    /// What the tree shows or is being found for.
    struct Traced {
        RunPtr before, after;
        std::shared_ptr<const EquityReport> report;
        std::shared_ptr<const EnsembleResult> sure;
        NeighbourhoodId where;
        Indicator indicator = Indicator::No2;
        Moment moment = Moment::Change;
        friend bool operator==(const Traced&, const Traced&) = default;
    };
    Traced m_traced;
    QWidget* m_place = nullptr;
    Moment m_moment = Moment::Change;
    bool m_following = false;  ///< the table follows the document, not the user
};

}  // namespace isopolis
