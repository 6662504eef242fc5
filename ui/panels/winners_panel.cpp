#include "ui/panels/winners_panel.h"

#include "ui/panels/equity/equity_words.h"
#include "ui/panels/equity/groups_page.h"
#include "ui/panels/equity/inequality_page.h"
#include "ui/panels/equity/measures_page.h"
#include "ui/panels/equity/worst_page.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QLabel>
#include <QScrollArea>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace isopolis {

WinnersPanel::WinnersPanel(ProjectDocument& document, AttributionFinder& attribution, QWidget* parent)
    : QWidget(parent), m_document(document), m_headline(plainWords(this, "winnersHeadline")),
      m_pages(named(new QTabWidget(this), "winnersPages", tr("Pages on who gains and who loses"))), m_groups(new GroupsPage),
      m_measures(new MeasuresPage(attribution)), m_worst(new WorstPage(document, attribution)), m_inequality(new InequalityPage)
{
    setObjectName(QStringLiteral("winnersPanel"));
    m_headline->setProperty("role", QStringLiteral("heading"));
    m_pages->setDocumentMode(true);
    m_pages->tabBar()->setObjectName(QStringLiteral("winnersTabs"));
    m_pages->tabBar()->setAccessibleName(tr("Pages on who gains and who loses"));
    addPage(m_groups, "groupsPage", tr("By income"));
    addPage(m_measures, "measuresPage", tr("By measure"));
    addPage(m_worst, "worstPage", tr("Worst off"));
    addPage(m_inequality, "inequalityPage", tr("Inequality"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 0);
    layout->addWidget(m_headline);
    layout->addWidget(m_pages, 1);
    connect(m_worst, &WorstPage::flyToRequested, this, &WinnersPanel::flyToRequested);
    connect(m_pages, &QTabWidget::currentChanged, this, &WinnersPanel::showPage);
    connect(&attribution, &AttributionFinder::stateChanged, this, &WinnersPanel::showPage);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results || event.what == What::Overlay || event.what == What::Active)
            refresh();
    });
    refresh();
}

void WinnersPanel::addPage(QWidget* page, const char* name, const QString& title)
{
    page->setObjectName(QString::fromLatin1(name));
    auto* scroll = new QScrollArea(m_pages);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_pages->addTab(scroll, title);
}

void WinnersPanel::refresh()
{
    const Results& results = m_document.results();
    const bool compares = !results.empty() && m_document.active() != nullptr;
    m_pages->setVisible(compares);
    if (compares)
        m_headline->setText(text(results.report->of(m_document.overlay().indicator).headline));
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
    const IndicatorAssessment& assessment = results.report->of(m_document.overlay().indicator);
    switch (m_pages->currentIndex()) {
    case 0: m_groups->show(*results.report, assessment); break;
    case 1: m_measures->show(assessment); break;
    case 2: m_worst->show(*results.report, assessment); break;
    default: m_inequality->show(*m_document.city(), assessment); break;
    }
}

}  // namespace isopolis
