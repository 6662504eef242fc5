#include "ui/panels/equity/what_if_page.h"

#include "ui/jobs/figure_tracer.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QCompleter>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

enum Filter { Flipped, OfEffect, Everything };
constexpr double kFarAway = 1e12;

/// Enough digits for the range of a parameter.
int decimalsOf(const ParameterSpec& spec)
{
    const double span = std::max(spec.high - spec.low, 1e-9);
    return std::clamp(3 - static_cast<int>(std::floor(std::log10(span))), 0, 9);
}

QString unitSuffix(const ParameterSpec& spec)
{
    const QString unit = unitText(spec.unit);
    return unit.isEmpty() ? QString() : QChar(0x00A0) + unit;
}

QString aboutText(const Conclusion& c)
{
    if (c.kind == ConclusionKind::Place)
        return text(c.whose);
    const QString kind = translated("conclusion", conclusionKindLabel(c.kind));
    return c.whose.empty() ? kind : WhatIfPage::tr("%1: %2").arg(kind, translated("quintile", c.whose));
}

QString wordOf(const Conclusion& c)
{
    if (c.kind == ConclusionKind::Matrix)
        return translated("appraisal", c.says);
    if (c.kind == ConclusionKind::Place)
        return c.says == "no_data" ? WhatIfPage::tr("no value") : translated("conclusion", c.says);
    return translated("conclusion", c.says);
}

QString saysText(const Conclusion& c)
{
    const IndicatorInfo& info = indicatorInfo(c.indicator);
    if (!std::isfinite(c.value) || c.kind == ConclusionKind::WorstList)
        return wordOf(c);
    const bool people = c.kind == ConclusionKind::People || c.kind == ConclusionKind::Matrix;
    const QString number =
        people ? WhatIfPage::tr("%1 people").arg(formatSigned(c.value, 0)) : formatChange(c.value, info.unit, info.decimals + 1);
    return WhatIfPage::tr("%1 (%2)").arg(wordOf(c), number);
}

/// Of the figure behind a conclusion of the comparison; empty if it has none of its own.
QString addressOf(const Conclusion& c)
{
    const IndicatorInfo& info = indicatorInfo(c.indicator);
    const QString last = text(c.key).section(QLatin1Char('/'), 2);
    switch (c.kind) {
    case ConclusionKind::Sign: return groupAddress(info, utf8(last), "change");
    case ConclusionKind::People: return groupAddress(info, "everyone", "better");
    case ConclusionKind::Matrix: return QStringLiteral("equity/%1/matrix/%2/score").arg(text(info.key), last);
    case ConclusionKind::Place: return QStringLiteral("neighbourhoods/%1/indicators/%2/change").arg(last, text(info.key));
    case ConclusionKind::Gap: return differenceAddress(groupAddress(info, "q1", "change"), groupAddress(info, "q5", "change"));
    case ConclusionKind::WorstList:
    case ConclusionKind::Worst: break;
    }
    return {};
}

bool headline(const Conclusion& c) { return c.kind == ConclusionKind::Sign && c.key.ends_with("/everyone"); }

}  // namespace

WhatIfPage::WhatIfPage(ProjectDocument& document, WhatIfFinder& finder, QWidget* parent)
    : QWidget(parent), m_document(document), m_finder(finder),
      m_parameter(named(new ChoiceBox(this), "whatIfParameter", tr("Assumption that may have another value"))),
      m_filter(named(new ChoiceBox(this), "whatIfFilter", tr("Which conclusions are listed"))),
      m_value(named(new QDoubleSpinBox(this), "whatIfValue", tr("Other value of the assumption"))),
      m_ask(named(new QPushButton(tr("&What if …"), this), "whatIfAsk", tr("Calculate with the other value"))),
      m_search(named(new QPushButton(tr("Where does it &flip?"), this), "whatIfSearch",
                     tr("Find the value at which the mean change of everybody flips"))),
      m_cancel(named(new QPushButton(tr("Cancel"), this), "whatIfCancel", tr("Cancel; finished calculations are kept"))),
      m_keep(named(new QPushButton(tr("&Keep as a branch"), this), "whatIfKeep", tr("Keep the other value in a branch of the scenario"))),
      m_progress(named(new QProgressBar(this), "whatIfProgress", tr("Progress of the calculations"))),
      m_about(plainLabel(this, "whatIfAbout")), m_words(plainLabel(this, "whatIfWords")), m_order(plainLabel(this, "whatIfOrder")),
      m_switch(plainLabel(this, "whatIfSwitch")), m_table(named(new QTableView(this), "whatIfTable", tr("Conclusions that hold or flip"))),
      m_rows(new TableOfRows(this))
{
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(makeAsk());
    layout->addWidget(m_about);
    makeAnswer(*layout);
    connect(m_parameter, &QComboBox::currentIndexChanged, this, &WhatIfPage::describe);
    connect(m_filter, &QComboBox::currentIndexChanged, this, &WhatIfPage::fill);
    connect(m_ask, &QPushButton::clicked, this, [this] {
        m_value->interpretText();
        if (const ParameterSpec* spec = chosen())
            m_finder.ask({{std::string(spec->id), m_value->value()}});
    });
    connect(m_search, &QPushButton::clicked, this, [this] {
        if (const ParameterSpec* spec = chosen())
            m_finder.findSwitch(std::string(spec->id), std::string(indicatorInfo(m_indicator).key) + "/sign/everyone");
    });
    connect(m_cancel, &QPushButton::clicked, &finder, &WhatIfFinder::cancel);
    connect(m_keep, &QPushButton::clicked, this, [this] {
        if (auto kept = m_finder.keepAsBranch(); !kept)
            m_words->setText(errorText(kept.error()));
    });
    connect(&finder, &WhatIfFinder::stateChanged, this, &WhatIfPage::refresh);
    connect(&finder, &WhatIfFinder::progressed, this, [this](double share) { m_progress->setValue(static_cast<int>(1000 * share)); });
    describe();
    refresh();
}

QWidget* WhatIfPage::makeAsk()
{
    auto* row = new QWidget(this);
    std::vector<const ParameterSpec*> specs(allParameters().begin(), allParameters().end());
    QList<QPair<QString, QString>> entries;
    for (const ParameterSpec* spec : specs)
        entries << qMakePair(tr("%1 · %2").arg(translated("parameter", spec->label), text(spec->id)), text(spec->id));
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first.localeAwareCompare(b.first) < 0; });
    for (const auto& [label, id] : entries)
        m_parameter->addItem(label, id);
    m_parameter->setEditable(true);  // hundreds of them: typing any part finds one
    named(m_parameter->lineEdit(), "whatIfParameterText", m_parameter->accessibleName());
    m_parameter->setInsertPolicy(QComboBox::NoInsert);
    m_parameter->completer()->setFilterMode(Qt::MatchContains);
    m_parameter->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_parameter->setMinimumContentsLength(34);
    m_parameter->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    // Any number can be typed; what is out of the range is refused in words that name the range.
    m_value->setRange(-kFarAway, kFarAway);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    auto* caption = new QLabel(tr("&Assumption:"), row);
    caption->setBuddy(m_parameter);
    auto* layout = new FlowRow(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addPair(caption, m_parameter, 1);
    layout->addWidget(m_value);
    layout->addWidget(m_ask);
    layout->addWidget(m_search);
    layout->addWidget(m_progress, 1);
    layout->addWidget(m_cancel);
    return row;
}

void WhatIfPage::makeAnswer(QVBoxLayout& layout)
{
    m_filter->addItem(tr("Conclusions that flip"), Flipped);
    m_filter->addItem(tr("All conclusions on this effect"), OfEffect);
    m_filter->addItem(tr("All conclusions"), Everything);
    showReadOnly(*m_table, *m_rows);
    m_table->setWordWrap(true);
    m_table->setMinimumHeight(150);
    m_rows->setTextColumns(5);
    auto* row = new FlowRow;
    row->addWidget(m_words, 1);
    row->addWidget(m_filter, 0, Qt::AlignTop);
    row->addWidget(m_keep, 0, Qt::AlignTop);
    layout.addWidget(m_switch);
    layout.addLayout(row);
    layout.addWidget(m_order);
    layout.addWidget(m_table, 1);
    layout.addStretch(0);
}

const ParameterSpec* WhatIfPage::chosen() const { return findParameter(utf8(m_parameter->currentData().toString())); }

void WhatIfPage::choose(const QString& parameter)
{
    if (const int at = m_parameter->findData(parameter); at >= 0)
        m_parameter->setCurrentIndex(at);
    describe();
    m_value->setFocus();
    m_value->selectAll();
}

void WhatIfPage::describe()
{
    const ParameterSpec* spec = chosen();
    if (!spec)
        return;
    const double value = m_document.active() ? m_document.active()->parameters.value(*spec) : spec->standard;
    m_value->setDecimals(decimalsOf(*spec));
    m_value->setSingleStep(std::pow(10.0, std::floor(std::log10(std::max(spec->high - spec->low, 1e-9))) - 1));
    m_value->setSuffix(unitSuffix(*spec));
    m_value->setValue(value);
    m_about->setText(tr("%1 Now %2; range %3 to %4. Source: %5")
                         .arg(translated("parameter", spec->meaning), formatPlain(value), formatPlain(spec->low),
                              formatPlain(spec->high) + unitSuffix(*spec), text(spec->source)));
}

void WhatIfPage::show(const IndicatorAssessment& assessment)
{
    m_indicator = assessment.indicator;
    refresh();
}

QString WhatIfPage::stateText() const
{
    if (m_finder.running())
        return tr("Calculating both sides with the other value. You can go on working.");
    if (!m_finder.failure().isEmpty())
        return m_finder.failure();
    if (!m_finder.possible())
        return tr("Possible as soon as the calculation has ended.");
    return tr("Choose an assumption and another value for it: what is concluded from the comparison is then drawn again, with that value "
              "on both sides.");
}

void WhatIfPage::refresh()
{
    const bool running = m_finder.running();
    const std::shared_ptr<const WhatIfAnswer>& answer = m_finder.answer();
    const std::shared_ptr<const SwitchSearch>& found = m_finder.found();
    m_ask->setEnabled(!running && m_finder.possible());
    m_search->setEnabled(!running && m_finder.possible());
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    if (!running)
        m_progress->setValue(0);
    const bool shown = answer && !running;
    for (QWidget* each : std::initializer_list<QWidget*>{m_filter, m_keep, m_order, m_table})
        each->setVisible(shown);
    m_switch->setVisible(found && !running);
    m_words->setText(shown ? answerText(*answer) : stateText());
    m_words->setVisible(shown || running || !found || !m_finder.failure().isEmpty());
    if (found)
        m_switch->setText(switchText(*found));
    if (!shown)
        return;
    m_order->setText(orderText(*answer));
    fill();
}

QString WhatIfPage::answerText(const WhatIfAnswer& answer) const
{
    QStringList values;
    for (const ParameterChange& change : answer.changes)
        if (const ParameterSpec* spec = findParameter(change.id)) {
            const double now = m_document.active() ? m_document.active()->parameters.value(*spec) : spec->standard;
            values << tr("“%1” at %2 instead of %3")
                          .arg(translated("parameter", spec->label), formatPlain(change.value) + unitSuffix(*spec), formatPlain(now));
        }
    const auto flips = static_cast<int>(answer.flips()), holds = static_cast<int>(answer.conclusions.size()) - flips;
    QString headlineWords;
    for (const ConclusionFlip& c : answer.conclusions)
        if (headline(c.before) && c.before.indicator == m_indicator)
            headlineWords = (c.flips() ? tr("✗ The headline flips: %1, mean change of everybody, was %2 and is %3.")
                                       : tr("✓ The headline holds: %1, mean change of everybody, was %2 and is %3."))
                                .arg(indicatorLabel(m_indicator), saysText(c.before), saysText(c.after));
    return tr("With %1: %2 conclusions hold, %3 flip.").arg(values.join(tr(" and "))).arg(holds).arg(flips) + QLatin1Char('\n') +
           headlineWords;
}

QString WhatIfPage::orderText(const WhatIfAnswer& answer) const
{
    const Results& results = m_document.results();
    QStringList lines;
    for (const RankAgreement& r : answer.rankings) {
        if (r.indicator != m_indicator)
            continue;
        if (std::isfinite(r.kendall))
            lines << tr("Order of %1 neighbourhoods by their change: Kendall's tau %2, Spearman's rho %3 (1: the same order; changes below "
                        "the "
                        "threshold count as none).")
                         .arg(r.places)
                         .arg(formatNumber(r.kendall, 2), formatNumber(r.spearman, 2));
        else
            lines << tr("The order of the neighbourhoods cannot be compared: on one side none of them changes noticeably.");
        if (r.listed > 0 || r.listedNow > 0)
            lines << tr("Of %1 that lose most, %2 are still among those that do (%3 now).").arg(r.listed).arg(r.stay).arg(r.listedNow);
    }
    if (!results.empty()) {
        const GroupScore &then = results.report->of(m_indicator).everyone, &now = answer.report->of(m_indicator).everyone;
        lines << tr("People better off: %1, with the other value %2; worse off: %3, with the other value %4.")
                     .arg(formatPeople(then.better), formatPeople(now.better), formatPeople(then.worse), formatPeople(now.worse));
    }
    return lines.join(QLatin1Char(' '));
}

QString WhatIfPage::switchText(const SwitchSearch& found) const
{
    const ParameterSpec* spec = findParameter(m_finder.searched());
    if (!spec)
        return {};
    QStringList lines;
    const auto side = [&](const std::optional<SwitchPoint>& point, double end, const std::string& says, const QString& flips) {
        if (point)
            lines << flips.arg(formatPlain(point->middle()) + unitSuffix(*spec), translated("conclusion", point->says),
                               formatPlain(point->holds), formatPlain(point->flips));
        else if (end != found.value)
            lines << tr("At %1, the end of the range, it still says “%2”.")
                         .arg(formatPlain(end) + unitSuffix(*spec), translated("conclusion", says));
    };
    lines << tr("“%1”: the mean change of everybody is “%2” at %3.")
                 .arg(translated("parameter", spec->label), translated("conclusion", found.says),
                      formatPlain(found.value) + unitSuffix(*spec));
    side(found.below, spec->low, found.saysAtLow, tr("✗ Below about %1 it says “%2” (it holds at %3 and flips at %4)."));
    side(found.above, spec->high, found.saysAtHigh, tr("✗ Above about %1 it says “%2” (it holds at %3 and flips at %4)."));
    lines << tr("Pairs of calculations: %1. A flip and back between two values that were tried stays unseen.").arg(found.pairs);
    return lines.join(QLatin1Char(' '));
}

void WhatIfPage::fill()
{
    const std::shared_ptr<const WhatIfAnswer>& answer = m_finder.answer();
    if (!answer)
        return;
    const int filter = m_filter->currentData().toInt();
    QList<QStringList> rows, traces;
    for (const ConclusionFlip& c : answer->conclusions)
        if (filter == Everything || (filter == Flipped ? c.flips() : c.before.indicator == m_indicator)) {
            traces << QStringList{{}, {}, {}, addressOf(c.before), {}};
            rows << QStringList{c.flips() ? tr("✗ flips") : tr("✓ holds"), indicatorLabel(c.before.indicator), aboutText(c.before),
                                saysText(c.before), saysText(c.after)};
        }
    m_table->setVisible(!rows.isEmpty());
    m_rows->setRows({tr("Verdict"), tr("Effect"), tr("Conclusion"), tr("As compared"), tr("With the other value")}, rows);
    m_rows->setTraces(traces);
    // Lists of names are long: columns share the room instead of running out of it.
    m_table->resizeColumnToContents(0);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->resizeRowsToContents();
}

}  // namespace isopolis
