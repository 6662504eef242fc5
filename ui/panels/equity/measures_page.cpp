#include "ui/panels/equity/measures_page.h"

#include "ui/charts/chart_widget.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/panels/equity/attribution_ask.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

#include <cmath>

namespace isopolis {

MeasuresPage::MeasuresPage(AttributionFinder& finder, QWidget* parent)
    : QWidget(parent), m_finder(finder), m_group(named(new ChoiceBox(this), "measuresGroup", tr("For whom"))),
      m_chart(new ChartWidget(QStringLiteral("measuresChart"), tr("What each measure brings"), this)),
      m_notes(plainLabel(this, "measuresNotes"))
{
    auto* caption = new QLabel(tr("&For:"), this);
    caption->setBuddy(m_group);
    auto* top = new FlowRow;
    top->addPair(caption, m_group);
    top->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(new AttributionAsk(QStringLiteral("measures"), finder, this));
    layout->addWidget(m_chart);
    layout->addWidget(m_notes);
    layout->addStretch();
    connect(m_group, &QComboBox::currentIndexChanged, this, &MeasuresPage::draw);
}

void MeasuresPage::show(const IndicatorAssessment& assessment)
{
    if (m_group->count() == 0) {
        const QSignalBlocker blocker(m_group);
        m_group->addItem(translated("quintile", assessment.everyone.label), static_cast<int>(assessment.quintiles.size()));
        for (std::size_t q = 0; q < assessment.quintiles.size(); ++q)
            m_group->addItem(translated("quintile", assessment.quintiles[q].label), static_cast<int>(q));
    }
    draw();
}

void MeasuresPage::draw()
{
    const std::shared_ptr<const AttributionAnswer>& answer = m_finder.answer();
    const auto at = static_cast<std::size_t>(std::max(0, m_group->currentData().toInt()));
    const bool known = answer != nullptr && at < answer->groups.size();
    m_chart->setVisible(known);
    m_notes->setVisible(known);
    m_group->setEnabled(known);
    if (!known)
        return;
    const IndicatorInfo& info = indicatorInfo(answer->indicator);
    const GroupScore& group = answer->groups[at].group;
    const Expected<Attribution>& parts = answer->groups[at].parts;
    const int decimals = info.decimals + 1;
    m_chart->setTitle(tr("%1, mean: what each measure brings").arg(translated("indicator", info.label)));
    Waterfall waterfall;
    QList<QStringList> rows, traces;
    QStringList elements;
    if (!parts) {
        waterfall.empty = errorText(parts.error());
        m_chart->setChart(waterfall, waterfall.empty, {}, {});
        m_chart->setTraces({}, {});
        m_notes->clear();
        return;
    }
    const auto comesFrom = [&](const QString& address) {
        elements << address;
        traces << QStringList{{}, address, address, address};
    };
    const auto total = [&](const QString& label, double value) {
        waterfall.steps << Waterfall::Step{label, 0, value, formatNumber(value, decimals), Tone::Neutral, true, {}, {}};
        rows << QStringList{label, formatNumber(value, decimals), {}, {}};
    };
    double level = group.before;
    const auto step = [&](const QString& label, double delta, std::optional<double> first, std::optional<double> last) {
        Waterfall::Step made{label, level, level + delta, formatSigned(delta, decimals), toneOfChange(delta, info, 0), false, {}, {}};
        if (first && last) {
            made.low = level + std::min({*first, *last, delta});
            made.high = level + std::max({*first, *last, delta});
        }
        waterfall.steps << made;
        rows << QStringList{label, formatSigned(delta, decimals), first ? formatSigned(*first, decimals) : QString(),
                            last ? formatSigned(*last, decimals) : QString()};
        level += delta;
    };
    total(tr("Before"), group.before);
    comesFrom(groupAddress(info, group.key, "before"));
    for (std::size_t i = 0; i < parts->interventions.size(); ++i) {
        const Contribution& part = parts->interventions[i];
        step(part.id == "parameters" ? translated("explain", part.label) : text(part.label), part.delta, part.first, part.last);
        comesFrom(QStringLiteral("measure/group/%1/%2").arg(at).arg(i));
    }
    if (std::abs(parts->residual) * std::pow(10.0, decimals) >= 0.5) {
        step(tr("What they bring together"), parts->residual, {}, {});
        comesFrom(QStringLiteral("measure/group/%1/rest").arg(at));
    }
    total(tr("With the scheme"), group.after);
    comesFrom(groupAddress(info, group.key, "after"));
    QStringList said;
    for (const QStringList& row : rows)
        said << tr("%1: %2").arg(row[0], row[1]);
    m_chart->setChart(
        waterfall, said.join(QStringLiteral("; ")),
        {tr("Step"), unitText(info.unit).isEmpty() ? tr("Value") : unitText(info.unit), tr("If added first"), tr("If added last")}, rows);
    m_chart->setTraces(elements, traces);
    QStringList notes{tr("Thin lines: what a measure brings if it is added first and if it is added last.")};
    for (const std::string& note : parts->notes)
        notes << translated("explain", note);
    m_notes->setText(notes.join(QLatin1Char(' ')));
}

}  // namespace isopolis
