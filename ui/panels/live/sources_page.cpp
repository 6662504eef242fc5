#include "ui/panels/live/sources_page.h"

#include "ui/layout/fitting_area.h"
#include "ui/layout/flow_row.h"
#include "ui/live/live_words.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

namespace {

/// Stored messages, days, hourly means: what feed_store.h keeps.
constexpr Retention kKept;

QString phaseText(const FeedStatus& status, std::int64_t now_s)
{
    QString words;
    switch (status.phase) {
    case FeedPhase::FileOnly: words = SourcesPage::tr("From files"); break;
    case FeedPhase::Off: words = SourcesPage::tr("Not listening"); break;
    case FeedPhase::Starting: words = SourcesPage::tr("Connecting…"); break;
    case FeedPhase::Listening: words = SourcesPage::tr("Listening"); break;
    case FeedPhase::Trouble:
        words = status.retry_s > now_s ? SourcesPage::tr("Trouble; again in %1 s").arg(status.retry_s - now_s) : SourcesPage::tr("Trouble");
        break;
    case FeedPhase::GaveUp: words = SourcesPage::tr("Stopped: it needs you"); break;
    }
    if (status.colour != FeedColour::Green)
        words += status.colour == FeedColour::Red ? SourcesPage::tr(", red: its messages cannot be read")
                                                  : SourcesPage::tr(", amber: messages are refused");
    return words;
}

QString orNone(const QString& words) { return words.isEmpty() ? SourcesPage::tr("not told") : words; }

}  // namespace

SourcesPage::SourcesPage(LiveTwin& twin, FeedDesk& desk, FeedQuestionsPtr questions, QWidget* parent)
    : QWidget(parent), m_twin(twin), m_desk(desk),
      m_view(named(new QTableView(this), "sourceTable", tr("Sources of sensor data and their state"))), m_rows(new TableOfRows(this)),
      m_facts(new QLabel(this)), m_listen(named(new QPushButton(this), "feedListen", tr("Start listening"))),
      m_add(named(new QPushButton(tr("&Add source…"), this), "feedAdd", tr("Add a source")))
{
    setObjectName(QStringLiteral("sourcesPage"));
    showReadOnly(*m_view, *m_rows);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->horizontalHeader()->setStretchLastSection(true);
    constexpr int kWords = 4;  // then numbers
    m_rows->setTextColumns(kWords);
    m_facts->setObjectName(QStringLiteral("sourceFacts"));
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    m_facts->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* buttons = new FlowRow;
    buttons->addWidget(m_listen);
    buttons->addWidget(m_add);
    buttons->addStretch();
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(buttons);
    column->addWidget(m_view, 1);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    for (QWidget* side : {left, static_cast<QWidget*>(m_facts)}) {
        auto* area = new FittingArea(side, FittingArea::Use::Panel, split);
        area->setMinimumWidth(240);
        split->addWidget(area);
    }
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(split);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &SourcesPage::showFacts);
    connect(m_listen, &QPushButton::clicked, this, [this] { m_desk.running() ? m_desk.stop() : m_desk.start(); });
    connect(m_add, &QPushButton::clicked, this,
            [this, questions] { questions->askFeed(this, m_desk, [this](const FeedDraft& draft) { m_desk.add(draft); }); });
    connect(&desk, &FeedDesk::changed, this, &SourcesPage::refresh);
    connect(&twin, &LiveTwin::ledgerChanged, this, &SourcesPage::refresh);
    refresh();
}

void SourcesPage::refresh()
{
    const std::int64_t now_s = QDateTime::currentSecsSinceEpoch();
    m_shown = m_desk.sources();
    const FeedLedger none, &ledger = m_twin.ledger() ? *m_twin.ledger() : none;
    for (const LedgerSource& source : ledger.sources)  // stored, but in no list any more
        if (std::none_of(m_shown.begin(), m_shown.end(), [&](const FeedStatus& s) { return utf8(s.source.name) == source.name; })) {
            FeedStatus status;
            status.source.name = text(source.name);
            status.source.kind = text(source.kind);
            status.source.licence = text(source.licence);
            status.phase = FeedPhase::FileOnly;
            m_shown.push_back(status);
        }
    QList<QStringList> rows;
    for (const FeedStatus& status : m_shown) {
        const auto stored = std::find_if(ledger.sources.begin(), ledger.sources.end(),
                                         [&](const LedgerSource& s) { return s.name == utf8(status.source.name); });
        const bool known = stored != ledger.sources.end();
        const std::int64_t heard = std::max(status.heard_s, known ? stored->arrived_s : -1);
        const std::int64_t lag = known && stored->newest_s >= 0 && stored->arrived_s >= 0 ? stored->arrived_s - stored->newest_s : -1;
        rows.append({status.source.name, status.source.kind, phaseText(status, now_s),
                     heard < 0 ? tr("never") : tr("%1 (%2)").arg(momentText(heard), ageText(std::max<std::int64_t>(0, now_s - heard))),
                     lag < 0
                         ? QString()
                         : periodText(static_cast<std::uint32_t>(std::min<std::int64_t>(std::max<std::int64_t>(lag, 1), 1'000'000'000))),
                     known ? QString::number(stored->messages) : QString(), known ? QString::number(stored->refused) : QString(),
                     known ? QString::number(stored->streams) : QString()});
    }
    const int chosen = std::max(0, m_view->currentIndex().row());
    if (rows != m_told) {  // four times a second it is asked, and mostly nothing is new
        m_told = rows;
        m_rows->setRows({tr("Source"), tr("Kind"), tr("State"), tr("Last message"), tr("Lag of its newest value"), tr("Messages kept"),
                         tr("Refused"), tr("Series")},
                        rows);
        m_view->resizeColumnsToContents();
        if (!rows.isEmpty())
            m_view->setCurrentIndex(m_rows->index(std::min(chosen, static_cast<int>(rows.size()) - 1), 0));
    }
    const bool connectable = std::any_of(m_shown.begin(), m_shown.end(), [](const FeedStatus& s) { return !s.source.url.isEmpty(); });
    m_listen->setText(m_desk.running() ? tr("&Stop listening") : tr("&Start listening"));
    m_listen->setAccessibleName(m_desk.running() ? tr("Stop listening to all sources") : tr("Start listening to all sources"));
    m_listen->setEnabled(m_desk.running() || connectable);
    showFacts();
}

void SourcesPage::showFacts()
{
    const int row = m_view->currentIndex().row();
    if (row < 0 || row >= static_cast<int>(m_shown.size())) {
        m_facts->setText(tr("No source yet. Add one, or write NAME.feeds.json beside the project."));
        return;
    }
    const FeedStatus& s = m_shown[static_cast<std::size_t>(row)];
    QStringList words;
    if (!s.words.isEmpty())
        words << tr("Last trouble: %1").arg(s.words);
    words << tr("Address: %1").arg(s.source.url.isEmpty() ? tr("none, files alone") : s.source.url);
    words << tr("Purpose: %1").arg(orNone(s.source.purpose)) << tr("Legal basis: %1").arg(orNone(s.source.legalBasis));
    words << tr("Licence: %1").arg(orNone(s.source.licence)) << tr("Attribution: %1").arg(orNone(s.source.attribution));
    words << tr("Privacy class: %1")
                 .arg(s.source.privacy == QStringLiteral("A")   ? tr("A, totals of five or more")
                      : s.source.privacy == QStringLiteral("B") ? tr("B, single journeys: kept only as totals of five or more")
                      : s.source.privacy == QStringLiteral("C") ? tr("C, sensors at homes: shown within 200 m")
                                                                : tr("D, public stations"));
    words << tr("May be stored: %1; may be handed on: %2")
                 .arg(s.source.mayStore ? tr("yes") : tr("no"), s.source.mayExport ? tr("yes") : tr("no"));
    words << tr("Kept: messages %1 days, single values %2 days, hourly sums for good").arg(kKept.inbox_days).arg(kKept.chunk_days);
    if (s.messages > 0)
        words << tr("Since it was started: %1 messages, %2 refused; %3 values, %4 items rejected")
                     .arg(s.messages)
                     .arg(s.refused)
                     .arg(s.observations)
                     .arg(s.rejected);
    m_facts->setText(words.join(u'\n'));
}

}  // namespace isopolis
