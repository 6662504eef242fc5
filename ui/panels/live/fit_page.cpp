#include "ui/panels/live/fit_page.h"

#include "simulation/traffic/calibration/calibration.h"
#include "simulation/traffic/city/traffic_base.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/accessible_role.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr int kSteps = 1000;

QTableView* view(QWidget* parent, const char* name, const QString& title, TableOfRows* rows)
{
    auto* table = named(new QTableView(parent), name, title);
    showReadOnly(*table, *rows);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setToolTip(title);
    return table;
}

QString roleWords(CountRole role)
{
    switch (role) {
    case CountRole::Used: return FitPage::tr("used");
    case CountRole::HeldOut: return FitPage::tr("set aside");
    case CountRole::AtEdge: return FitPage::tr("at the edge");
    case CountRole::LeftOut: break;
    }
    return FitPage::tr("left out");
}

QStringList fitRow(const QString& what, const FitStatistics& f)
{
    return {what,
            QString::number(f.n),
            formatNumber(100 * f.gehBelow5, 0),
            formatNumber(100 * f.gehBelow10, 0),
            formatNumber(f.meanGeh, 1),
            formatNumber(f.rmsePercent, 0),
            formatNumber(f.biasPercent, 0),
            formatNumber(f.r2, 2)};
}

}  // namespace

FitPage::FitPage(ProjectDocument& document, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_job(new JobRunner(mode, this)),
      m_ask(named(new QPushButton(this), "fitAsk", tr("Fit the demand to the counts"))),
      m_keep(named(new QPushButton(tr("&Keep it as an intervention"), this), "fitKeep", tr("Keep the fit as an intervention"))),
      m_progress(named(new QProgressBar(this), "fitProgress", tr("Progress of the fit"))), m_words(new QLabel(this)),
      m_notes(new QLabel(this)), m_fit(new TableOfRows(this)), m_counts(new TableOfRows(this)),
      m_fitView(view(this, "fitTable", tr("How well counts are met, before and after"), m_fit)),
      m_countView(view(this, "fitCounts", tr("Each count, modelled before and after"), m_counts))
{
    setObjectName(QStringLiteral("fitPage"));
    m_progress->setRange(0, kSteps);
    m_progress->setMaximumWidth(200);
    for (QLabel* label : {m_words, m_notes}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    }
    m_words->setObjectName(QStringLiteral("fitWords"));
    m_notes->setObjectName(QStringLiteral("fitNotes"));
    auto* row = new FlowRow;
    for (QWidget* each : {static_cast<QWidget*>(m_ask), static_cast<QWidget*>(m_keep), static_cast<QWidget*>(m_progress)})
        row->addWidget(each);
    row->addStretch();
    auto* left = new QWidget(this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    constexpr int kRows = 4, kLeastNotes = 3;  // the whole table is seen; notes scroll
    m_fitView->setFixedHeight(m_fitView->horizontalHeader()->sizeHint().height() +
                              kRows * m_fitView->verticalHeader()->defaultSectionSize() + 2 * m_fitView->frameWidth());
    auto* notes = new QScrollArea(this);
    giveRole(notes, QAccessible::Pane);
    named(notes, "fitNotesArea", tr("Notes on the fit"));
    notes->setWidgetResizable(true);
    notes->setFrameShape(QFrame::NoFrame);
    notes->setWidget(m_notes);
    notes->setMinimumHeight(kLeastNotes * fontMetrics().height());
    column->addWidget(m_fitView);
    column->addWidget(notes, 1);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(left);
    split->addWidget(m_countView);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(row);
    layout->addWidget(m_words);
    layout->addWidget(split, 1);
    connect(m_ask, &QPushButton::clicked, this, &FitPage::ask);
    connect(m_keep, &QPushButton::clicked, this, &FitPage::keep);
    connect(m_job, &JobRunner::progressed, this,
            [this](Stage, double fraction) { m_progress->setValue(static_cast<int>(kSteps * fraction)); });
    connect(m_job, &JobRunner::failed, this, [this](const QString& reason) { m_words->setText(reason); });
    connect(m_job, &JobRunner::finished, this, [this] {
        m_ask->setText(tr("&Fit the demand to the counts"));
        m_progress->hide();
    });
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Active || event.what == What::Scenarios)
            clear();
    });
    clear();
}

FitPage::~FitPage() { delete m_job; }

void FitPage::clear()
{
    m_job->cancel();
    m_answer = nullptr;
    m_ask->setText(tr("&Fit the demand to the counts"));
    m_ask->setEnabled(m_document.isOpen());
    m_keep->setEnabled(false);
    m_progress->hide();
    m_notes->clear();
    m_fit->setRows({}, {});
    m_counts->setRows({}, {});
    m_words->setText(
        tr("The modelled car trips of the morning are fitted to the traffic counts of the project. Every fifth counting station is set "
           "aside and judges the fit, which ends when its error rises."));
}

void FitPage::ask()
{
    if (m_job->running()) {
        clear();
        return;
    }
    const auto applied = m_document.applied();
    if (!applied)
        return;
    m_ask->setText(tr("&Cancel the fit"));
    m_progress->setValue(0);
    m_progress->show();
    m_words->setText(tr("Fitting: one assignment a round…"));
    using Answer = std::shared_ptr<const Expected<Calibration>>;
    m_job->start<Answer>(
        [applied](JobControl& control) -> Answer {
            TrafficMemory memory;
            return std::make_shared<const Expected<Calibration>>(calibrateDemand(*applied, memory, control));
        },
        this,
        [this](const Answer& answer) {
            m_answer = answer;
            show(*answer);
        });
}

void FitPage::show(const Expected<Calibration>& answer)
{
    if (!answer) {
        m_words->setText(errorText(answer.error()));
        return;
    }
    const Calibration& c = *answer;
    m_words->setText(tr("%1 Counts: %2.").arg(text(countFitEndSentence(c.end)), text(c.source)));
    m_fit->setRows(
        {tr("Counts"), tr("Number"), tr("GEH < 5, %"), tr("GEH < 10, %"), tr("Mean GEH"), tr("RMSE, %"), tr("Bias, %"), tr("R²")},
        {fitRow(tr("used, before"), c.used.before), fitRow(tr("used, after"), c.used.after),
         fitRow(tr("set aside, before"), c.heldOut.before), fitRow(tr("set aside, after"), c.heldOut.after)});
    QList<QStringList> counts;
    for (const CalibratedCount& row : c.counts)
        counts.append({row.direction.empty() ? text(row.street) : tr("%1 → %2").arg(text(row.street), text(row.direction)),
                       roleWords(row.role), formatNumber(row.counted_veh_h, 0), formatNumber(row.before_veh_h, 0),
                       formatNumber(row.after_veh_h, 0), formatNumber(row.gehBefore, 1), formatNumber(row.gehAfter, 1)});
    m_counts->setRows({tr("Street"), tr("Role"), tr("Counted, veh/h"), tr("Before"), tr("After"), tr("GEH before"), tr("GEH after")},
                      counts);
    m_fitView->resizeColumnsToContents();
    m_countView->resizeColumnsToContents();
    QStringList notes;
    notes << tr("Car trips of the hour %1 → %2; mean length %3 → %4 km.")
                 .arg(formatNumber(c.change.totalBefore, 0), formatNumber(c.change.totalAfter, 0),
                      formatNumber(c.change.meanLengthBefore_km, 2), formatNumber(c.change.meanLengthAfter_km, 2));
    for (const InconsistentCount& conflict : c.inconsistent)
        notes << tr("Inconsistent: %1").arg(text(conflict.message));
    for (const std::string& caveat : c.caveats)
        if (caveat != countFitEndSentence(c.end))  // it stands above
            notes << text(caveat);
    m_notes->setText(notes.join(u'\n'));
    m_keep->setEnabled(c.factors != nullptr);
}

void FitPage::keep()
{
    if (!m_answer || !*m_answer)
        return;
    const auto answer = m_answer;  // the edit clears the page
    if (auto kept = m_document.addIntervention(asIntervention(**answer, utf8(tr("Fitted to counts")))); !kept)
        Q_EMIT refused(errorText(kept.error()));
}

}  // namespace isopolis
