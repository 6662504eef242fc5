#include "ui/panels/winners_panel.h"

#include "ui/panels/equity/assumptions_page.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/equity/groups_page.h"
#include "ui/panels/equity/inequality_page.h"
#include "ui/panels/equity/limits_page.h"
#include "ui/panels/equity/matrix_page.h"
#include "ui/panels/equity/measures_page.h"
#include "ui/panels/equity/sure_page.h"
#include "ui/panels/equity/what_if_page.h"
#include "ui/panels/equity/worst_page.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QLabel>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace isopolis {

WinnersPanel::WinnersPanel(ProjectDocument& document, AttributionFinder& attribution, UncertaintyFinder& uncertainty,
                           SensitivityFinder& sensitivity, WhatIfFinder& whatIf, QWidget* parent)
    : QWidget(parent), m_document(document), m_headline(plainWords(this, "winnersHeadline")),
      m_pages(named(new QTabWidget(this), "winnersPages", tr("Pages on who gains and who loses"))),
      m_whatIf(new WhatIfPage(document, whatIf))
{
    setObjectName(QStringLiteral("winnersPanel"));
    m_headline->setProperty("role", QStringLiteral("heading"));
    m_headline->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_pages->setDocumentMode(true);
    m_pages->tabBar()->setObjectName(QStringLiteral("winnersTabs"));
    m_pages->tabBar()->setAccessibleName(tr("Pages on who gains and who loses"));
    const auto report = [this]() -> const EquityReport& { return *m_document.results().report; };
    auto* groups = new GroupsPage;
    addPage(groups, "groupsPage", tr("By income"), [=](const IndicatorAssessment& a) { groups->show(report(), a); });
    auto* matrix = new MatrixPage(document);
    addPage(matrix, "matrixPage", tr("All effects"), [=](const IndicatorAssessment&) { matrix->show(report()); });
    auto* measures = new MeasuresPage(attribution);
    addPage(measures, "measuresPage", tr("By measure"), [=](const IndicatorAssessment& a) { measures->show(a); });
    auto* worst = new WorstPage(document, attribution);
    addPage(worst, "worstPage", tr("Worst off"), [=](const IndicatorAssessment& a) { worst->show(report(), a); });
    auto* limits = new LimitsPage(document);
    addPage(limits, "limitsPage", tr("Limits"), [=](const IndicatorAssessment& a) { limits->show(report(), a); });
    auto* inequality = new InequalityPage;
    addPage(inequality, "inequalityPage", tr("Inequality"),
            [=, this](const IndicatorAssessment& a) { inequality->show(*m_document.city(), a); });
    auto* sure = new SurePage(document, uncertainty);
    addPage(sure, "surePage", tr("How sure"), [=](const IndicatorAssessment& a) { sure->show(a); });
    auto* assumptions = new AssumptionsPage(document, sensitivity);
    addPage(assumptions, "assumptionsPage", tr("What matters"), [=](const IndicatorAssessment& a) { assumptions->show(a); });
    addPage(m_whatIf, "whatIfPage", tr("What if"), [this](const IndicatorAssessment& a) { m_whatIf->show(a); });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 0);
    layout->addWidget(m_headline);
    layout->addWidget(m_pages, 1);
    connect(worst, &WorstPage::flyToRequested, this, &WinnersPanel::flyToRequested);
    connect(m_pages, &QTabWidget::currentChanged, this, &WinnersPanel::showPage);
    connect(&attribution, &AttributionFinder::stateChanged, this, &WinnersPanel::showPage);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results || event.what == What::Overlay || event.what == What::Active ||
            event.what == What::Uncertainty)
            refresh();
    });
    refresh();
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
