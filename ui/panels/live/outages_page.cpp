#include "ui/panels/live/outages_page.h"

#include "ui/charts/chart_widget.h"
#include "ui/live/live_words.h"
#include "ui/text/translate.h"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

OutagesPage::OutagesPage(LiveTwin& twin, QWidget* parent)
    : QWidget(parent), m_twin(twin), m_chart(new ChartWidget(QStringLiteral("outageChart"), tr("When sources were silent"), this))
{
    setObjectName(QStringLiteral("outagesPage"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_chart);
    layout->addStretch(1);
    connect(&twin, &LiveTwin::ledgerChanged, this, &OutagesPage::refresh);
    refresh();
}

void OutagesPage::refresh()
{
    const FeedLedgerPtr& ledger = m_twin.ledger();
    Spans chart{.from_s = m_twin.first_s(), .to_s = m_twin.end_s(), .rows = {}, .empty = tr("No source was ever listened to.")};
    QList<QStringList> rows;
    for (const LedgerSource& source : ledger ? ledger->sources : std::vector<LedgerSource>{})
        chart.rows.append({text(source.name), {}});
    std::size_t lasting = 0;
    for (const OutageRow& outage : ledger ? ledger->outages : std::vector<OutageRow>{}) {
        const std::int64_t to = outage.to_s < 0 ? m_twin.end_s() : outage.to_s;
        chart.from_s = std::min<qint64>(chart.from_s, outage.from_s);
        chart.to_s = std::max<qint64>(chart.to_s, to);
        const auto row =
            std::find_if(chart.rows.begin(), chart.rows.end(), [&](const Spans::Row& r) { return r.label == text(outage.source); });
        if (row != chart.rows.end())
            row->spans.append({outage.from_s, to, Tone::Worse, text(outage.reason)});
        lasting += outage.to_s < 0;
        rows.append({text(outage.source), momentText(outage.from_s), outage.to_s < 0 ? tr("it lasts") : momentText(outage.to_s),
                     periodText(static_cast<std::uint32_t>(std::max<std::int64_t>(1, to - outage.from_s))), text(outage.reason),
                     QString::number(outage.backfilled)});
    }
    const QString summary =
        rows.isEmpty() ? tr("No outage is on record.") : tr("%1 outages are on record; %2 of them last.").arg(rows.size()).arg(lasting);
    m_chart->setChart(chart, summary,
                      {tr("Source"), tr("Last heard"), tr("Heard again"), tr("Length"), tr("Reason"), tr("Values that came later")}, rows);
}

}  // namespace isopolis
