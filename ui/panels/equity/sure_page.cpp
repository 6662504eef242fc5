#include "ui/panels/equity/sure_page.h"

#include "simulation/uncertainty/interval_note.h"
#include "ui/charts/chart_widget.h"
#include "ui/jobs/figure_tracer.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kSampleChoices[] = {32, 64, 128, 256};
constexpr int kFirstChoice = 1;

Tone toneOf(SureVerdict verdict)
{
    return verdict == SureVerdict::Better ? Tone::Better : verdict == SureVerdict::Worse ? Tone::Worse : Tone::Neutral;
}

QString verdictWords(const UncertainFigure& figure) { return translated("verdict", sureVerdictLabel(figure.verdict)); }

/// One of the city's own groups, not a fifth by income and not everybody.
bool ofCity(const std::string& group)
{
    bool fifth = group == "everyone";
    for (int q = 1; q <= 5; ++q)
        fifth = fifth || group == quintileKey(q);
    return !fifth;
}

QString interval(const UncertainFigure& figure, const IndicatorInfo& info)
{
    if (figure.verdict == SureVerdict::NoData)
        return SurePage::tr("no value");
    return SurePage::tr("%1 to %2").arg(formatSigned(figure.low, info.decimals + 1), formatSigned(figure.high, info.decimals + 1));
}

}  // namespace

SurePage::SurePage(ProjectDocument& document, UncertaintyFinder& finder, QWidget* parent)
    : QWidget(parent), m_document(document), m_finder(finder), m_askRow(new QWidget(this)),
      m_samples(named(new ChoiceBox(m_askRow), "sureSamples", tr("Number of draws of the assumptions"))),
      m_ask(named(new QPushButton(tr("How sure is this?"), m_askRow), "sureAsk", tr("Calculate how sure the differences are"))),
      m_cancel(named(new QPushButton(tr("Cancel"), m_askRow), "sureCancel", tr("Cancel; finished draws are kept"))),
      m_progress(named(new QProgressBar(m_askRow), "sureProgress", tr("Progress of the draws"))), m_words(plainLabel(this, "sureWords")),
      m_notes(plainLabel(this, "sureNotes")), m_changes(new ChartWidget(QStringLiteral("sureChart"), tr("Change with its interval"), this)),
      m_people(new ChartWidget(QStringLiteral("surePeople"), tr("People by what can be said of their neighbourhood"), this)),
      m_table(named(new QTableView(this), "sureTable", tr("Change, interval and chances by group"))), m_rows(new TableOfRows(this))
{
    for (const int samples : kSampleChoices)
        m_samples->addItem(tr("%n draw(s)", "", samples), samples);
    m_samples->setCurrentIndex(kFirstChoice);
    m_samples->setToolTip(tr("In each draw all assumptions take other values within their ranges, the same before and with the scheme"));
    showReadOnly(*m_table, *m_rows);
    m_table->setMinimumHeight(150);
    auto* ask = new FlowRow(m_askRow);
    ask->setContentsMargins(0, 0, 0, 0);
    ask->addWidget(m_ask);
    ask->addWidget(m_samples);
    ask->addWidget(m_progress, 1);
    ask->addWidget(m_cancel);
    ask->addStretch();
    auto* charts = new FlowRow;
    charts->setSpacing(24);
    charts->addWidget(m_changes, 1, Qt::AlignTop);
    charts->addWidget(m_people, 1, Qt::AlignTop);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_askRow);
    layout->addWidget(m_words);
    layout->addLayout(charts);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notes);
    layout->addStretch();
    connect(m_ask, &QPushButton::clicked, this, [this] { m_finder.findNow(static_cast<std::size_t>(m_samples->currentData().toInt())); });
    connect(m_cancel, &QPushButton::clicked, &finder, &UncertaintyFinder::cancel);
    connect(&finder, &UncertaintyFinder::stateChanged, this, &SurePage::refreshAsk);
    connect(&finder, &UncertaintyFinder::drawsDone, this, [this](int done, int all) {
        m_progress->setMaximum(std::max(1, all));
        m_progress->setValue(done);
        m_progress->setFormat(tr("%1 of %2 draws").arg(done).arg(all));
    });
    refreshAsk();
}

void SurePage::refreshAsk()
{
    const bool running = m_finder.running();
    m_ask->setEnabled(!running && m_finder.possible());
    m_samples->setEnabled(!running);
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    if (!running) {
        m_progress->setRange(0, 0);  // busy until the first draw is done
        m_progress->setFormat({});
    }
    if (m_document.uncertainty())
        return;
    m_words->setText(
        running ? tr("Calculating both sides with other assumptions, again and again. You can go on working; finished draws are kept.")
        : !m_finder.failure().isEmpty() ? m_finder.failure()
                                        : tr("Not asked yet. The figures of the other pages hold for the standard assumptions alone."));
}

void SurePage::show(const IndicatorAssessment& assessment)
{
    const std::shared_ptr<const EnsembleResult>& result = m_document.uncertainty();
    const UncertainIndicator* sure = result ? result->of(assessment.indicator) : nullptr;
    for (QWidget* each : std::initializer_list<QWidget*>{m_changes, m_people, m_table, m_notes})
        each->setVisible(sure != nullptr);
    m_words->setVisible(sure == nullptr);  // the panel's headline says it already
    if (sure)
        showFigures(*result, *sure);
    else
        refreshAsk();
}

void SurePage::showFigures(const EnsembleResult& result, const UncertainIndicator& sure)
{
    const IndicatorInfo& info = indicatorInfo(sure.indicator);
    DivergingBars bars;
    QList<QStringList> rows, traces;
    QStringList said, elements;
    for (const UncertainGroup& group : sure.groups) {
        elements << QStringLiteral("sure/%1/%2").arg(text(info.key), text(group.key));
        const QString stem = QStringLiteral("indicators/%1/groups/%2/").arg(text(info.key), text(group.key));
        traces << QStringList{{},
                              groupAddress(info, group.key, "people", ofCity(group.key)),
                              groupAddress(info, group.key, "change", ofCity(group.key)),
                              elements.last(),
                              intervalAddress(stem + QStringLiteral("p_better")),
                              intervalAddress(stem + QStringLiteral("p_worse")),
                              elements.last()};
        const UncertainFigure& f = group.change;
        const QString label = translated("quintile", group.label);
        bars.bars << DivergingBars::Bar{label, f.standard, verdictWords(f), toneOf(f.verdict), f.low, f.high};
        rows << QStringList{label,
                            formatPeople(group.people),
                            formatSigned(f.standard, info.decimals + 1),
                            interval(f, info),
                            formatShare(f.pBetter),
                            formatShare(f.pWorse),
                            verdictWords(f)};
        said << tr("%1: %2, %3").arg(label, interval(f, info), verdictWords(f));
    }
    const QStringList header{tr("Group"),
                             tr("People"),
                             unitText(info.unit).isEmpty() ? tr("Change") : tr("Change (%1)").arg(unitText(info.unit)),
                             tr("%1 interval").arg(formatShare(result.confidence)),
                             tr("Chance of better"),
                             tr("Chance of worse"),
                             tr("What can be said")};
    m_changes->setTitle(tr("%1: change and %2 interval").arg(translated("indicator", info.label), formatShare(result.confidence)));
    m_changes->setChart(bars, said.join(QStringLiteral("; ")), header, rows);
    m_changes->setTraces(elements, traces);
    StackedBars people;
    people.parts = {
        {tr("Surely better"), Tone::Better}, {tr("Unchanged or too close to call"), Tone::Neutral}, {tr("Surely worse"), Tone::Worse}};
    const QString counts = tr("%1 better, %2 worse").arg(formatPeople(sure.better), formatPeople(sure.worse));
    people.rows << StackedBars::Row{tr("Everybody"), {sure.better, sure.unchanged + sure.tooClose, sure.worse}, counts};
    m_people->setChart(people, counts, {tr("What can be said"), tr("People")},
                       {{tr("Surely better"), formatPeople(sure.better)},
                        {tr("Surely worse"), formatPeople(sure.worse)},
                        {tr("Little or no change"), formatPeople(sure.unchanged)},
                        {tr("Too close to call"), formatPeople(sure.tooClose)},
                        {tr("No value"), formatPeople(sure.noData)}});
    const auto counted = [&](const char* verdict) {
        return intervalAddress(QStringLiteral("indicators/%1/people_%2").arg(text(info.key), QLatin1String(verdict)));
    };
    m_people->setTraces(
        {sure.better > 0 ? counted("better") : QString(), counted("too_close"), sure.worse > 0 ? counted("worse") : QString()},
        {{{}, counted("better")},
         {{}, counted("worse")},
         {{}, counted("unchanged")},
         {{}, counted("too_close")},
         {{}, counted("no_data")}});
    m_rows->setRows(header, rows);
    m_rows->setTraces(traces);
    m_table->resizeColumnsToContents();
    const QString gridlock = translated("uncertainty", gridlockNote(sure));
    m_notes->setText(
        tr("%1 draws of %2 assumptions, each the same before and with the scheme, seed %3. Thin lines: intervals of the difference. "
           "Too close to call: fewer than %4 of the draws agree. %5 people live where it is too close to call.")
            .arg(QString::number(result.done), QString::number(result.parameters), QString::number(result.seed),
                 formatShare(result.confidence), formatPeople(sure.tooClose)) +
        (gridlock.isEmpty() ? QString() : QLatin1Char(' ') + gridlock));
}

}  // namespace isopolis
