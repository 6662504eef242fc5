#include "ui/panels/equity/attribution_ask.h"

#include "ui/layout/flow_row.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace isopolis {

AttributionAsk::AttributionAsk(const QString& name, AttributionFinder& finder, QWidget* parent)
    : QWidget(parent), m_finder(finder),
      m_ask(named(new QPushButton(this), qPrintable(name + QStringLiteral("Ask")), tr("Find what each measure brings"))),
      m_cancel(
          named(new QPushButton(tr("Cancel"), this), qPrintable(name + QStringLiteral("Cancel")), tr("Cancel the search for reasons"))),
      m_progress(named(new QProgressBar(this), qPrintable(name + QStringLiteral("Progress")), tr("Progress of the search for reasons"))),
      m_state(plainLabel(this, qPrintable(name + QStringLiteral("State"))))
{
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_ask->setToolTip(tr("The share of each measure is found by calculating the scheme without it, in every combination"));
    auto* layout = new FlowRow(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_ask);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_state, 2);
    connect(m_ask, &QPushButton::clicked, &finder, &AttributionFinder::findNow);
    connect(m_cancel, &QPushButton::clicked, &finder, &AttributionFinder::cancel);
    connect(&finder, &AttributionFinder::stateChanged, this, &AttributionAsk::refresh);
    connect(&finder, &AttributionFinder::progressed, this, [this](double share) { m_progress->setValue(static_cast<int>(1000 * share)); });
    refresh();
}

void AttributionAsk::refresh()
{
    const bool running = m_finder.running(), known = m_finder.answer() != nullptr;
    setVisible(!known);
    m_ask->setVisible(!running);
    m_ask->setEnabled(m_finder.possible());
    const std::size_t runs = m_finder.runsNeeded();
    m_ask->setText(runs == 0 ? tr("What does each measure bring?")
                             : tr("What does each measure bring? (up to %n more calculation(s))", "", static_cast<int>(runs)));
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    m_state->setText(running                         ? tr("Calculating the scheme without some of its measures…")
                     : !m_finder.failure().isEmpty() ? m_finder.failure()
                     : m_finder.possible()           ? QString()
                                                     : tr("Possible as soon as the calculation has ended."));
}

}  // namespace isopolis
