#include "ui/panels/why_section.h"

#include "simulation/explain/model_cards.h"
#include "ui/charts/chart_widget.h"
#include "ui/layout/flow_row.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace isopolis {

namespace {

Tone toneOf(double delta, const IndicatorInfo& info)
{
    if (delta == 0 || std::isnan(delta))
        return Tone::Neutral;
    return (delta < 0) == (info.better == Direction::LessIsBetter) ? Tone::Better : Tone::Worse;
}

}  // namespace

WhySection::WhySection(ProjectDocument& document, Explainer& explainer, QWidget* parent)
    : QWidget(parent), m_document(document), m_explainer(explainer), m_heading(plainLabel(this, "whyHeading")),
      m_sentence(plainLabel(this, "whySentence")), m_notes(plainLabel(this, "whyNotes")),
      m_ask(named(new QPushButton(this), "askWhy", tr("Why? Explain this change"))),
      m_cancel(named(new QPushButton(tr("Cancel"), this), "cancelWhy", tr("Cancel the explanation"))),
      m_cards(named(new QPushButton(tr("Model card"), this), "whyCards", tr("Cards of the models behind this figure"))),
      m_progress(named(new QProgressBar(this), "whyProgress", tr("Progress of the explanation"))),
      m_interventions(new ChartWidget(QStringLiteral("whyInterventions"), tr("What each intervention adds"), this)),
      m_streets(new ChartWidget(QStringLiteral("whyStreets"), tr("Streets that matter most"), this))
{
    setObjectName(QStringLiteral("whySection"));
    auto* cards = new QMenu(m_cards);
    cards->setObjectName(QStringLiteral("whyCardsMenu"));
    m_cards->setMenu(cards);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    auto* row = new FlowRow;
    row->addWidget(m_ask);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    row->addStretch();
    row->addWidget(m_cards);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_heading);
    layout->addWidget(m_sentence);
    layout->addLayout(row);
    layout->addWidget(m_interventions);
    layout->addWidget(m_streets);
    layout->addWidget(m_notes);
    connect(m_ask, &QPushButton::clicked, &explainer, &Explainer::explainNow);
    connect(m_cancel, &QPushButton::clicked, &explainer, &Explainer::cancel);
    connect(&explainer, &Explainer::stateChanged, this, &WhySection::refresh);
    connect(&explainer, &Explainer::progressed, this, [this](double fraction) { m_progress->setValue(static_cast<int>(1000 * fraction)); });
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Explanation || event.what == What::Selection || event.what == What::Overlay ||
            event.what == What::Results || event.what == What::Opened)
            refresh();
    });
    refresh();
}

void WhySection::refresh()
{
    const Indicator indicator = m_document.overlay().indicator;
    m_heading->setText(tr("Why? %1").arg(indicatorLabel(indicator)));
    refreshCards();
    const std::shared_ptr<const Explanation>& why = m_document.explanation();
    const bool known = why != nullptr;
    m_interventions->setVisible(known && !why->interventions.empty());
    m_streets->setVisible(known);
    m_notes->setVisible(known && !m_notes->text().isEmpty());
    m_progress->setVisible(m_explainer.running());
    m_cancel->setVisible(m_explainer.running());
    if (known)
        showExplanation(*why);
    showState();
}

void WhySection::refreshCards()
{
    m_cards->menu()->clear();
    for (const ModelCard* card : cardsBehind(m_document.overlay().indicator)) {
        const QString id = text(card->id);
        m_cards->menu()->addAction(text(card->title), this, [this, id] { Q_EMIT cardRequested(id); });
    }
    m_cards->setVisible(!m_cards->menu()->isEmpty());
}

void WhySection::showState()
{
    const bool known = m_document.explanation() != nullptr;
    m_ask->setVisible(!known && !m_explainer.running() && m_explainer.possible());
    const std::size_t runs = m_explainer.runsNeeded();
    m_ask->setText(runs == 0 ? tr("Why?") : tr("Why? (up to %n more calculation(s))", "", static_cast<int>(runs)));
    m_ask->setToolTip(tr("The share of each intervention is found by calculating the scheme without it, in every combination"));
    if (known)
        return;
    if (!m_explainer.failure().isEmpty())
        m_sentence->setText(m_explainer.failure());
    else if (m_explainer.running())
        m_sentence->setText(tr("Looking for the reasons…"));
    else if (!m_document.selection().neighbourhood.valid())
        m_sentence->setText(tr("Select a neighbourhood on the map or in the table."));
    else if (!m_explainer.possible())
        m_sentence->setText(tr("The reasons can be asked for as soon as the calculation has ended."));
    else
        m_sentence->setText(tr("Each intervention's share needs calculations of its own."));
}

void WhySection::showExplanation(const Explanation& why)
{
    const IndicatorInfo& info = indicatorInfo(why.indicator);
    const auto fill = [&](ChartWidget* chart, const std::vector<Contribution>& parts, double residual, const QString& rest,
                          const QString& refused) {
        DivergingBars bars;
        QList<QStringList> rows;
        const auto add = [&](const QString& label, double delta) {
            const QString value = formatSigned(delta, info.decimals + 1);
            bars.bars << DivergingBars::Bar{label, delta, value, toneOf(delta, info)};
            rows << QStringList{label, value};
        };
        for (const Contribution& part : parts)
            add(text(part.label), part.delta);
        // A rest that rounds to nothing is not worth a line.
        if (!parts.empty() && std::abs(residual) * std::pow(10.0, info.decimals + 1) >= 0.5)
            add(rest, residual);
        bars.empty = refused;
        QStringList said;
        for (const QStringList& row : rows)
            said << tr("%1: %2 %3").arg(row[0], row[1], unitText(info.unit));
        chart->setChart(bars, rows.isEmpty() ? refused : said.join(QStringLiteral("; ")),
                        {tr("Share"), unitText(info.unit).isEmpty() ? tr("Change") : tr("Change (%1)").arg(unitText(info.unit))}, rows);
    };
    m_sentence->setText(text(why.sentence));
    fill(m_interventions, why.interventions, why.interventionResidual, tr("Not explained"), {});
    fill(m_streets, why.streets, why.streetResidual, tr("All other streets and effects"),
         why.streetsRefused.empty() ? tr("No street has a share.") : text(why.streetsRefused));
    QStringList notes;
    for (const std::string& note : why.notes)
        notes << text(note);
    m_notes->setText(notes.join(QLatin1Char('\n')));
    m_notes->setVisible(!notes.isEmpty());
}

}  // namespace isopolis
