#include "ui/panels/winners_panel.h"

#include "ui/charts/chart_widget.h"
#include "ui/text/translate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>

namespace isopolis {

WinnersPanel::WinnersPanel(ProjectDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_headline(new QLabel(this)), m_notes(new QLabel(this)),
      m_changes(new ChartWidget(QStringLiteral("quintileChart"), tr("Mean change by income group"), this)),
      m_people(new ChartWidget(QStringLiteral("peopleChart"), tr("People better and worse off, by income group"), this))
{
    setObjectName(QStringLiteral("winnersPanel"));
    m_headline->setObjectName(QStringLiteral("winnersHeadline"));
    m_headline->setProperty("role", QStringLiteral("heading"));
    for (QLabel* label : {m_headline, m_notes}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
    }
    auto* charts = new QHBoxLayout;
    charts->setSpacing(24);
    charts->addWidget(m_changes, 1, Qt::AlignTop);
    charts->addWidget(m_people, 1, Qt::AlignTop);
    auto* content = new QWidget;
    auto* inner = new QVBoxLayout(content);
    inner->addWidget(m_headline);
    inner->addLayout(charts);
    inner->addWidget(m_notes);
    inner->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results || event.what == What::Overlay || event.what == What::Active)
            refresh();
    });
    refresh();
}

void WinnersPanel::refresh()
{
    const Results& results = m_document.results();
    const bool compares = !results.empty() && m_document.active() != nullptr;
    m_changes->setVisible(compares);
    m_people->setVisible(compares);
    m_notes->setVisible(compares);
    if (!compares) {
        m_headline->setText(!m_document.isOpen() ? QString()
                            : m_document.active() == nullptr
                                ? tr("The city as it is has no winners and losers. Draw a scheme, or choose a scenario.")
                                : tr("Calculating who gains and who loses…"));
        return;
    }
    const IndicatorAssessment& assessment = results.report->of(m_document.overlay().indicator);
    m_headline->setText(text(assessment.headline));
    showChanges(assessment);
    showPeople(assessment);
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    QStringList notes;
    notes << tr("Changes below %1 count as unchanged.").arg(formatValue(assessment.threshold, info.unit, info.decimals + 1));
    if (results.report->peopleWithoutIncome > 0)
        notes << tr("%1 people live in neighbourhoods without income data and are in no group.")
                     .arg(formatPeople(results.report->peopleWithoutIncome));
    if (assessment.noData > 0)
        notes << tr("%1 people have no value for this indicator.").arg(formatPeople(assessment.noData));
    m_notes->setText(notes.join(QLatin1Char(' ')));
}

void WinnersPanel::showChanges(const IndicatorAssessment& assessment)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    m_changes->setTitle(tr("%1: mean change by income group").arg(translated("indicator", info.label)));
    DivergingBars bars;
    QList<QStringList> rows;
    const auto add = [&](const GroupScore& group) {
        const bool none = group.people <= 0 || std::isnan(group.change);
        const bool better = (group.change < 0) == (info.better == Direction::LessIsBetter);
        const Tone tone = none || std::abs(group.change) < assessment.threshold ? Tone::Neutral : better ? Tone::Better : Tone::Worse;
        bars.bars << DivergingBars::Bar{translated("quintile", group.label), group.change,
                                        formatChange(group.change, info.unit, info.decimals + 1), tone};
        rows << QStringList{translated("quintile", group.label), formatPeople(group.people), formatNumber(group.before, info.decimals + 1),
                            formatNumber(group.after, info.decimals + 1), formatSigned(group.change, info.decimals + 1)};
    };
    for (const GroupScore& group : assessment.quintiles)
        add(group);
    add(assessment.everyone);
    QStringList said;
    for (const DivergingBars::Bar& bar : bars.bars)
        said << tr("%1: %2").arg(bar.label, bar.text);
    m_changes->setChart(bars, said.join(QStringLiteral("; ")), {tr("Group"), tr("People"), tr("Before"), tr("After"), tr("Change")}, rows);
}

void WinnersPanel::showPeople(const IndicatorAssessment& assessment)
{
    StackedBars bars;
    bars.parts = {{tr("Better"), Tone::Better}, {tr("Unchanged"), Tone::Neutral}, {tr("Worse"), Tone::Worse}};
    QList<QStringList> rows;
    QStringList said;
    const auto add = [&](const GroupScore& group) {
        const QString words = tr("%1 better, %2 worse").arg(formatPeople(group.better), formatPeople(group.worse));
        bars.rows << StackedBars::Row{translated("quintile", group.label), {group.better, group.unchanged, group.worse}, words};
        rows << QStringList{translated("quintile", group.label), formatPeople(group.better), formatPeople(group.unchanged),
                            formatPeople(group.worse)};
        said << tr("%1: %2").arg(translated("quintile", group.label), words);
    };
    for (const GroupScore& group : assessment.quintiles)
        add(group);
    add(assessment.everyone);
    m_people->setChart(bars, said.join(QStringLiteral("; ")), {tr("Group"), tr("Better"), tr("Unchanged"), tr("Worse")}, rows);
}

}  // namespace isopolis
