#include "ui/panels/live/checks_page.h"

#include "ui/layout/fitting_area.h"
#include "ui/live/live_words.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

namespace {

QTableView* view(QWidget* parent, const char* name, const QString& title, TableOfRows* rows)
{
    auto* table = named(new QTableView(parent), name, title);
    table->setModel(rows);
    table->verticalHeader()->hide();
    table->horizontalHeader()->setStretchLastSection(true);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setTabKeyNavigation(false);
    table->setAlternatingRowColors(true);
    return table;
}

QWidget* column(QLabel* words, QTableView* table)
{
    auto* part = new QWidget;
    auto* layout = new QVBoxLayout(part);
    words->setWordWrap(true);
    words->setTextFormat(Qt::PlainText);
    layout->addWidget(words);
    layout->addWidget(table, 1);
    return new FittingArea(part, FittingArea::Use::Panel);
}

}  // namespace

ChecksPage::ChecksPage(LiveTwin& twin, QWidget* parent)
    : QWidget(parent), m_twin(twin), m_refusedWords(new QLabel), m_decidedWords(new QLabel), m_refused(new TableOfRows(this)),
      m_decided(new TableOfRows(this)),
      m_refusedView(view(this, "quarantineTable", tr("Messages and values that were refused"), m_refused)),
      m_decidedView(view(this, "decisionTable", tr("What people decided about values"), m_decided))
{
    setObjectName(QStringLiteral("checksPage"));
    m_refused->setTextColumns(2);
    m_decided->setTextColumns(7);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(column(m_refusedWords, m_refusedView));
    split->addWidget(column(m_decidedWords, m_decidedView));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(split);
    connect(&twin, &LiveTwin::ledgerChanged, this, &ChecksPage::refresh);
    refresh();
}

void ChecksPage::refresh()
{
    const FeedLedger none, &ledger = m_twin.ledger() ? *m_twin.ledger() : none;
    QList<QStringList> refused, decided;
    for (const QuarantinedItem& item : ledger.quarantine)
        refused.append({text(item.source), text(item.reason), QString::number(item.inboxSeq), QString::number(item.offset)});
    for (const LedgerOverride& o : ledger.overrides)
        decided.append({text(o.sensor), quantityLabel(o.quantity), momentText(o.from_s), momentText(o.to_s), qualityText(quality(o.flag)),
                        text(o.reason), text(o.who)});
    m_refused->setRows({tr("Source"), tr("Reason"), tr("Message"), tr("Byte")}, refused);
    m_decided->setRows({tr("Sensor"), tr("Quantity"), tr("From"), tr("Until"), tr("Decision"), tr("Reason"), tr("By")}, decided);
    m_refusedView->resizeColumnsToContents();
    m_decidedView->resizeColumnsToContents();
    m_refusedWords->setText(refused.isEmpty() ? tr("Nothing is in quarantine.")
                                              : tr("In quarantine, newest first: %1").arg(refused.size()));
    m_decidedWords->setText(decided.isEmpty()
                                ? tr("Nobody has decided about a value. Choose a sensor and judge its values in the inspector.")
                                : tr("Decisions of people, newest first: %1. They lie over the values, which stay.").arg(decided.size()));
}

}  // namespace isopolis
