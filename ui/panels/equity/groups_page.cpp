#include "ui/panels/equity/groups_page.h"

#include "ui/charts/chart_widget.h"
#include "ui/layout/flow_row.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/translate.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

GroupsPage::GroupsPage(QWidget* parent)
    : QWidget(parent), m_changes(new ChartWidget(QStringLiteral("quintileChart"), tr("Mean change by group"), this)),
      m_people(new ChartWidget(QStringLiteral("peopleChart"), tr("People better and worse off, by group"), this)),
      m_notes(plainLabel(this, "groupNotes"))
{
    auto* charts = new FlowRow;
    charts->setSpacing(24);
    charts->addWidget(m_changes, 1, Qt::AlignTop);
    charts->addWidget(m_people, 1, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(charts);
    layout->addWidget(m_notes);
    layout->addStretch();
}

void GroupsPage::show(const City& city, const EquityReport& report, const IndicatorAssessment& assessment, double leastBase)
{
    const std::vector<CityGroup> groups = cityGroups(city, assessment, leastBase);
    showChanges(assessment, groups);
    showPeople(assessment, groups);
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    QStringList notes;
    notes << tr("Changes below %1 count as unchanged.").arg(formatValue(assessment.threshold, info.unit, info.decimals + 1));
    if (report.peopleWithoutIncome > 0)
        notes << tr("%1 people live in neighbourhoods without income data and are in no group.")
                     .arg(formatPeople(report.peopleWithoutIncome));
    if (assessment.noData > 0)
        notes << tr("%1 people have no value for this indicator.").arg(formatPeople(assessment.noData));
    if (!groups.empty())
        notes << tr(
            "Groups below \"Everybody\" are those that the city's data count; their people have the figure of the neighbourhood they "
            "live in, so nothing is said of single persons.");
    std::size_t small = 0;
    for (const CityGroup& group : groups)
        small = std::max(small, group.smallBase);
    if (small > 0)
        notes << tr("Neighbourhoods with fewer than %1 people of a group stay in its means; they are up to %2 of them, and the map hides "
                    "them.")
                     .arg(formatPlain(leastBase))
                     .arg(small);
    for (const CityGroup& group : groups)
        if (group.unknown > 0)
            notes << tr("%1: neighbourhoods without a count, left out: %2.").arg(text(group.score.label)).arg(group.unknown);
    m_notes->setText(notes.join(QLatin1Char(' ')));
}

void GroupsPage::showChanges(const IndicatorAssessment& assessment, const std::vector<CityGroup>& groups)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    m_changes->setTitle(tr("%1: mean change by group").arg(translated("indicator", info.label)));
    DivergingBars bars;
    QList<QStringList> rows, traces;
    QStringList elements;
    const auto add = [&](const GroupScore& group, bool own) {
        elements << groupAddress(info, group.key, "change", own);
        traces << QStringList{{},
                              groupAddress(info, group.key, "people", own),
                              groupAddress(info, group.key, "before", own),
                              groupAddress(info, group.key, "after", own),
                              elements.last()};
        const bool none = group.people <= 0 || std::isnan(group.change);
        bars.bars << DivergingBars::Bar{translated("quintile", group.label), group.change,
                                        formatChange(group.change, info.unit, info.decimals + 1),
                                        none ? Tone::Neutral : toneOfChange(group.change, info, assessment.threshold)};
        rows << QStringList{translated("quintile", group.label), formatPeople(group.people), formatNumber(group.before, info.decimals + 1),
                            formatNumber(group.after, info.decimals + 1), formatSigned(group.change, info.decimals + 1)};
    };
    for (const GroupScore& group : assessment.quintiles)
        add(group, false);
    add(assessment.everyone, false);
    for (const CityGroup& group : groups)
        add(group.score, true);
    QStringList said;
    for (const DivergingBars::Bar& bar : bars.bars)
        said << tr("%1: %2").arg(bar.label, bar.text);
    m_changes->setChart(bars, said.join(QStringLiteral("; ")), {tr("Group"), tr("People"), tr("Before"), tr("After"), tr("Change")}, rows);
    m_changes->setTraces(elements, traces);
}

void GroupsPage::showPeople(const IndicatorAssessment& assessment, const std::vector<CityGroup>& groups)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    StackedBars bars;
    bars.parts = {{tr("Better"), Tone::Better}, {tr("Unchanged"), Tone::Neutral}, {tr("Worse"), Tone::Worse}};
    QList<QStringList> rows, traces;
    QStringList said, elements;
    const auto add = [&](const GroupScore& group, bool own) {
        QStringList parts;
        for (const auto& [field, people] : {std::pair("better", group.better), {"unchanged", group.unchanged}, {"worse", group.worse}}) {
            parts << groupAddress(info, group.key, field, own);
            elements << (people > 0 ? parts.last() : QString());
        }
        traces << QStringList{QString()} + parts;
        const QString words = tr("%1 better, %2 worse").arg(formatPeople(group.better), formatPeople(group.worse));
        bars.rows << StackedBars::Row{translated("quintile", group.label), {group.better, group.unchanged, group.worse}, words};
        rows << QStringList{translated("quintile", group.label), formatPeople(group.better), formatPeople(group.unchanged),
                            formatPeople(group.worse)};
        said << tr("%1: %2").arg(translated("quintile", group.label), words);
    };
    for (const GroupScore& group : assessment.quintiles)
        add(group, false);
    add(assessment.everyone, false);
    for (const CityGroup& group : groups)
        add(group.score, true);
    m_people->setChart(bars, said.join(QStringLiteral("; ")), {tr("Group"), tr("Better"), tr("Unchanged"), tr("Worse")}, rows);
    m_people->setTraces(elements, traces);
}

}  // namespace isopolis
