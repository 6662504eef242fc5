#include "ui/panels/demand_panel.h"

#include "ui/layout/choice_box.h"
#include "ui/layout/fitting_area.h"
#include "ui/layout/flow_row.h"
#include "ui/models/demand_rows.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/parameter_panel.h"
#include "ui/text/named.h"

#include <QComboBox>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

DemandPanel::DemandPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent)
    : QWidget(parent), m_document(document), m_words(new QLabel(this)), m_by(named(new ChoiceBox(this), "demandBy", tr("Show trips by"))),
      m_view(named(new QTableView(this), "demandTable", tr("Trips of residents on a mean day, before and after"))),
      m_rows(new TableOfRows(this))
{
    setObjectName(QStringLiteral("demandPanel"));
    m_words->setObjectName(QStringLiteral("demandWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    for (const auto& [view, words] : {std::pair{DemandView::Mode, tr("Mode")},
                                      {DemandView::Purpose, tr("Purpose")},
                                      {DemandView::Period, tr("Time of day")},
                                      {DemandView::Group, tr("Income and car")},
                                      {DemandView::Length, tr("Length")}})
        m_by->addItem(words, static_cast<int>(view));
    showReadOnly(*m_view, *m_rows);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    auto* caption = new QLabel(tr("Trips &by:"), this);
    caption->setBuddy(m_by);
    auto* row = new FlowRow;
    row->addPair(caption, m_by);
    row->addStretch();
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_words);
    column->addLayout(row);
    column->addWidget(m_view, 1);
    auto* assumptions = new ParameterPanel(
        document, std::move(dialogs), this,
        {.kind = QStringLiteral("demand"),
         .beginnings = {QStringLiteral("traffic.demand."), QStringLiteral("traffic.distribution."), QStringLiteral("traffic.external."),
                        QStringLiteral("traffic.feedback."), QStringLiteral("traffic.group."), QStringLiteral("traffic.mode."),
                        QStringLiteral("traffic.profile."), QStringLiteral("traffic.purpose.")}});
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    for (QWidget* side : {left, static_cast<QWidget*>(assumptions)})
        split->addWidget(new FittingArea(side, FittingArea::Use::Panel, split));
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(split, 1);
    connect(m_by, &QComboBox::currentIndexChanged, this, &DemandPanel::refresh);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Results || event.what == What::Active)
            refresh();
    });
    refresh();
}

void DemandPanel::refresh()
{
    const auto view = static_cast<DemandView>(m_by->currentData().toInt());
    const Results& results = m_document.results();
    if (results.empty()) {
        m_words->setText(m_document.isOpen() ? tr("Calculating the demand…") : tr("No project is open."));
        m_rows->setRows(demandHeader(view), {});
        return;
    }
    const DemandSummary &before = results.before->traffic.demand, &after = results.after->traffic.demand;
    m_words->setText(demandWords(after));
    m_rows->setRows(demandHeader(view), demandRows(view, before, after));
    m_view->resizeColumnsToContents();
}

}  // namespace isopolis
