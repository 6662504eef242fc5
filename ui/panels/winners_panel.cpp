#include "ui/panels/winners_panel.h"

#include "simulation/equity/equity_parameters.h"
#include "ui/charts/chart_widget.h"
#include "ui/models/trace_roles.h"
#include "ui/panels/equity/assumptions_page.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/equity/found_traces.h"
#include "ui/panels/equity/groups_page.h"
#include "ui/panels/equity/inequality_page.h"
#include "ui/panels/equity/limits_page.h"
#include "ui/panels/equity/matrix_page.h"
#include "ui/panels/equity/measures_page.h"
#include "ui/panels/equity/sure_page.h"
#include "ui/panels/equity/trace_pane.h"
#include "ui/panels/equity/what_if_page.h"
#include "ui/panels/equity/worst_page.h"
#include "ui/panels/equity/zones_page.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

WinnersPanel::WinnersPanel(ProjectDocument& document, const WinnersJobs& jobs, QWidget* parent)
    : QWidget(parent), m_document(document), m_jobs(jobs), m_headline(plainLabel(this, "winnersHeadline")),
      m_origin(named(new QPushButton(tr("Where &from?"), this), "winnersOrigin", tr("Where the figures of the headline come from"))),
      m_pages(named(new QTabWidget(this), "winnersPages", tr("Pages on who gains and who loses"))),
      m_whatIf(new WhatIfPage(document, jobs.whatIf)), m_trace(new TracePane(
                                                           jobs.tracer,
                                                           [this] {
                                                               return Found{.city = m_document.city().get(),
                                                                            .draws = m_document.uncertainty().get(),
                                                                            .measures = m_jobs.attribution.answer().get(),
                                                                            .sensitivity = m_jobs.sensitivity.answer().get(),
                                                                            .scenario = m_document.active()};
                                                           },
                                                           this))
{
    setObjectName(QStringLiteral("winnersPanel"));
    m_headline->setProperty("role", QStringLiteral("heading"));
    m_headline->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_pages->setDocumentMode(true);
    m_pages->tabBar()->setObjectName(QStringLiteral("winnersTabs"));
    m_pages->tabBar()->setAccessibleName(tr("Pages on who gains and who loses"));
    makePages();
    auto* sides = new QSplitter(Qt::Horizontal, this);
    sides->setObjectName(QStringLiteral("winnersSides"));
    sides->setChildrenCollapsible(false);
    sides->addWidget(m_pages);
    sides->addWidget(m_trace);
    sides->setStretchFactor(0, 3);
    sides->setStretchFactor(1, 2);
    auto* top = new QHBoxLayout;
    top->addWidget(m_headline, 1);
    top->addWidget(m_origin, 0, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 0);
    layout->addLayout(top);
    layout->addWidget(sides, 1);
    connect(m_origin, &QPushButton::clicked, this,
            [this] { m_trace->trace(groupAddress(indicatorInfo(m_document.overlay().indicator), "everyone", "change")); });
    connect(m_trace, &TracePane::whatIfRequested, this, &WinnersPanel::askWhatIf);
    connect(m_pages, &QTabWidget::currentChanged, this, &WinnersPanel::showPage);
    connect(&jobs.attribution, &AttributionFinder::stateChanged, this, &WinnersPanel::showPage);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results)
            m_trace->reset();
        if (event.what == What::Opened || event.what == What::Results || event.what == What::Overlay || event.what == What::Active ||
            event.what == What::Uncertainty)
            refresh();
    });
    refresh();
}

void WinnersPanel::makePages()
{
    const auto report = [this]() -> const EquityReport& { return *m_document.results().report; };
    auto* groups = new GroupsPage;
    addPage(groups, "groupsPage", tr("By group"), [=, this](const IndicatorAssessment& a) {
        const double leastBase = m_document.active() ? m_document.active()->parameters.value(kLeastBase) : kLeastBase.standard;
        groups->show(*m_document.city(), report(), a, leastBase);
    });
    auto* matrix = new MatrixPage(m_document);
    addPage(matrix, "matrixPage", tr("All effects"), [=](const IndicatorAssessment&) { matrix->show(report()); });
    auto* measures = new MeasuresPage(m_jobs.attribution);
    addPage(measures, "measuresPage", tr("By measure"), [=](const IndicatorAssessment& a) { measures->show(a); });
    auto* worst = new WorstPage(m_document, m_jobs.attribution);
    addPage(worst, "worstPage", tr("Worst off"), [=](const IndicatorAssessment& a) { worst->show(report(), a); });
    auto* limits = new LimitsPage(m_document);
    addPage(limits, "limitsPage", tr("Limits"), [=](const IndicatorAssessment& a) { limits->show(report(), a); });
    auto* inequality = new InequalityPage;
    addPage(inequality, "inequalityPage", tr("Inequality"),
            [=, this](const IndicatorAssessment& a) { inequality->show(*m_document.city(), a); });
    auto* zones = new ZonesPage(m_document, m_jobs.mode);
    addPage(zones, "zonesPage", tr("Two zonings"), [=](const IndicatorAssessment& a) { zones->show(a); });
    auto* sure = new SurePage(m_document, m_jobs.uncertainty);
    addPage(sure, "surePage", tr("How sure"), [=](const IndicatorAssessment& a) { sure->show(a); });
    auto* assumptions = new AssumptionsPage(m_document, m_jobs.sensitivity);
    addPage(assumptions, "assumptionsPage", tr("What matters"), [=](const IndicatorAssessment& a) { assumptions->show(a); });
    addPage(m_whatIf, "whatIfPage", tr("What if"), [this](const IndicatorAssessment& a) { m_whatIf->show(a); });
    connect(worst, &WorstPage::flyToRequested, this, &WinnersPanel::flyToRequested);
}

/// Every figure of a page leads to its trace: elements of charts by a click or Enter, cells of tables likewise.
void WinnersPanel::joinTraces(QWidget* page)
{
    for (ChartWidget* chart : page->findChildren<ChartWidget*>())
        connect(chart, &ChartWidget::traceRequested, m_trace, &TracePane::trace);
    for (QTableView* table : page->findChildren<QTableView*>()) {
        const auto trace = [this](const QModelIndex& index) { m_trace->trace(index.data(kAddressRole).toString()); };
        connect(table, &QTableView::clicked, m_trace, trace);
        connect(table, &QTableView::activated, m_trace, trace);
    }
}

void WinnersPanel::addPage(QWidget* page, const char* name, const QString& title, std::function<void(const IndicatorAssessment&)> fill)
{
    m_fill.push_back(std::move(fill));
    page->setObjectName(QString::fromLatin1(name));
    auto* scroll = new QScrollArea(m_pages);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_pages->addTab(scroll, title);
    joinTraces(page);
}

void WinnersPanel::askWhatIf(const QString& parameter)
{
    for (int page = 0; page < m_pages->count(); ++page)
        if (m_pages->widget(page)->isAncestorOf(m_whatIf))
            m_pages->setCurrentIndex(page);
    m_whatIf->choose(parameter);
}

void WinnersPanel::refresh()
{
    const Results& results = m_document.results();
    const bool compares = !results.empty() && m_document.active() != nullptr;
    m_pages->setVisible(compares);
    m_origin->setVisible(compares);
    const std::shared_ptr<const EnsembleResult>& sure = m_document.uncertainty();
    const UncertainIndicator* tested = sure ? sure->of(m_document.overlay().indicator) : nullptr;
    if (compares && tested)
        m_headline->setText(text(tested->headline));
    else if (compares)
        m_headline->setText(tr("%1 (With the standard assumptions; how sure this is has not been calculated.)")
                                .arg(text(results.report->of(m_document.overlay().indicator).headline)));
    else
        m_headline->setText(!m_document.isOpen() ? QString()
                            : m_document.active() == nullptr
                                ? tr("The city as it is has no winners and losers. Draw a scheme, or choose a scenario.")
                                : tr("Calculating who gains and who loses…"));
    showPage();
}

/// Only the page in front is filled: curves and tables of a large city are not drawn for nobody.
void WinnersPanel::showPage()
{
    const Results& results = m_document.results();
    if (results.empty() || !m_document.active())
        return;
    const auto page = static_cast<std::size_t>(m_pages->currentIndex());
    if (page < m_fill.size())
        m_fill[page](results.report->of(m_document.overlay().indicator));
}

}  // namespace isopolis
