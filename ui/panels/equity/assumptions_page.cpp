#include "ui/panels/equity/assumptions_page.h"

#include "ui/charts/chart_widget.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kEfforts[] = {2, 4, 10};
constexpr int kFirstEffort = 1;

/// The bars that were drawn, widest first.
std::vector<const InputSensitivity*> barsOf(const OutputSensitivity& output)
{
    std::vector<const InputSensitivity*> bars;
    for (const InputSensitivity& input : output.inputs)
        if (input.kept && std::isfinite(input.bar.low) && std::isfinite(input.bar.high))
            bars.push_back(&input);
    std::stable_sort(bars.begin(), bars.end(),
                     [](const InputSensitivity* a, const InputSensitivity* b) { return a->bar.swing() > b->bar.swing(); });
    return bars;
}

}  // namespace

AssumptionsPage::AssumptionsPage(ProjectDocument& document, SensitivityFinder& finder, QWidget* parent)
    : QWidget(parent), m_document(document), m_finder(finder),
      m_effort(named(new ChoiceBox(this), "assumptionsEffort", tr("How thorough the search is"))),
      m_output(named(new ChoiceBox(this), "assumptionsOutput", tr("Which figure"))),
      m_ask(named(new QPushButton(tr("Which assumptions matter?"), this), "assumptionsAsk", tr("Find the assumptions that matter"))),
      m_cancel(named(new QPushButton(tr("Cancel"), this), "assumptionsCancel", tr("Cancel; what is calculated is kept"))),
      m_progress(named(new QProgressBar(this), "assumptionsProgress", tr("Progress of the search"))),
      m_words(plainLabel(this, "assumptionsWords")), m_notes(plainLabel(this, "assumptionsNotes")),
      m_chart(new ChartWidget(QStringLiteral("tornadoChart"), tr("How far single assumptions move the change"), this))
{
    for (const int trajectories : kEfforts)
        m_effort->addItem(trajectories == kEfforts[0]   ? tr("Quick look")
                          : trajectories == kEfforts[1] ? tr("Usual")
                                                        : tr("Thorough"),
                          trajectories);
    m_effort->setCurrentIndex(kFirstEffort);
    m_output->addItem(tr("Mean change of everybody"), QStringLiteral("everyone"));
    m_output->addItem(tr("Lowest-income fifth minus highest-income fifth"), QStringLiteral("gap"));
    for (int fifth = 1; fifth <= 5; ++fifth)
        m_output->addItem(tr("Mean change: %1").arg(quintileText(fifth)), text(quintileKey(fifth)));
    auto* row = new FlowRow;
    row->addWidget(m_ask);
    row->addWidget(m_effort);
    row->addWidget(m_progress, 1);
    row->addWidget(m_cancel);
    row->addStretch();
    row->addWidget(m_output);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(row);
    layout->addWidget(m_words);
    layout->addWidget(m_chart);
    layout->addWidget(m_notes);
    layout->addStretch();
    connect(m_ask, &QPushButton::clicked, this, [this] { m_finder.findNow(static_cast<std::size_t>(m_effort->currentData().toInt())); });
    connect(m_cancel, &QPushButton::clicked, &finder, &SensitivityFinder::cancel);
    connect(m_output, &QComboBox::currentIndexChanged, this, &AssumptionsPage::draw);
    connect(&finder, &SensitivityFinder::stateChanged, this, [this] {
        refreshAsk();
        draw();
    });
    connect(&finder, &SensitivityFinder::pointsDone, this, [this](int done, int all) {
        m_progress->setMaximum(std::max(1, all));
        m_progress->setValue(done);
    });
    refreshAsk();
    draw();
}

void AssumptionsPage::refreshAsk()
{
    const bool running = m_finder.running();
    m_ask->setEnabled(!running && m_finder.possible());
    m_effort->setEnabled(!running);
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    m_words->setText(running                         ? tr("Calculating both sides with single assumptions changed…")
                     : !m_finder.failure().isEmpty() ? m_finder.failure()
                     : m_finder.answer()
                         ? QString()
                         : tr("Not asked yet. Some hundred pairs of calculations tell which assumptions the effect hangs on."));
    m_words->setVisible(!m_words->text().isEmpty());
}

void AssumptionsPage::show(const IndicatorAssessment& assessment)
{
    m_indicator = assessment.indicator;
    refreshAsk();
    draw();
}

void AssumptionsPage::draw()
{
    const std::shared_ptr<const SensitivityResult>& answer = m_finder.answer();
    const IndicatorInfo& info = indicatorInfo(m_indicator);
    const OutputSensitivity* output = nullptr;
    if (answer)
        for (const OutputSensitivity& each : answer->outputs)
            if (each.key == std::string(info.key) + "/" + utf8(m_output->currentData().toString()))
                output = &each;
    m_chart->setVisible(output != nullptr);
    m_notes->setVisible(output != nullptr);
    m_output->setVisible(answer != nullptr);
    if (!output)
        return;
    const int decimals = info.decimals + 2;
    Waterfall tornado;
    QList<QStringList> rows, traces;
    QStringList said, elements;
    for (const InputSensitivity* input : barsOf(*output)) {
        const QString label = translated("parameter", input->label);
        const QString ends = tr("%1 to %2").arg(formatSigned(input->bar.low, decimals), formatSigned(input->bar.high, decimals));
        tornado.steps << Waterfall::Step{label, input->bar.low, input->bar.high, ends, Tone::Neutral, false, {}, {}};
        rows << QStringList{label, formatSigned(input->bar.low, decimals), formatSigned(input->bar.high, decimals)};
        said << tr("%1: %2").arg(label, ends);
        elements << QStringLiteral("assumption/%1/%2").arg(text(output->key)).arg(input - output->inputs.data());
        traces << QStringList{elements.last(), elements.last(), elements.last()};
    }
    if (tornado.steps.isEmpty())
        tornado.empty = tr("No assumption moves this figure.");
    m_chart->setTitle(
        tr("%1: change if one assumption is at the low or at the high end of its range").arg(translated("indicator", info.label)));
    m_chart->setChart(tornado, tornado.steps.isEmpty() ? tornado.empty : said.join(QStringLiteral("; ")),
                      {tr("Assumption"), tr("At its low end"), tr("At its high end")}, rows);
    m_chart->setTraces(elements, traces);
    m_notes->setText(
        tr("With all assumptions in the middle the change is %1. From %2 pairs of calculations; the assumptions that matter most to any "
           "figure are drawn. An assumption can be changed for this scenario in the panel \"Assumptions\".")
            .arg(formatChange(output->standard, info.unit, decimals), QString::number(answer->points)));
}

}  // namespace isopolis
