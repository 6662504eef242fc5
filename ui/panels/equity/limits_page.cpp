#include "ui/panels/equity/limits_page.h"

#include "simulation/equity/limit_lines.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kHighest = 1e9;

struct Line {
    QString label;
    double value;
};

}  // namespace

LimitsPage::LimitsPage(ProjectDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_line(named(new ChoiceBox(this), "limitLine", tr("Line that matters"))),
      m_value(named(new QDoubleSpinBox(this), "limitValue", tr("Value of the line"))), m_words(plainLabel(this, "limitWords")),
      m_notes(plainLabel(this, "limitNotes")),
      m_table(named(new QTableView(this), "limitTable", tr("People who cross the line, by group"))), m_rows(new TableOfRows(this))
{
    m_value->setRange(0, kHighest);
    m_value->setGroupSeparatorShown(true);
    showReadOnly(*m_table, *m_rows);
    m_table->setMinimumHeight(150);
    auto* caption = new QLabel(tr("&Line:"), this);
    caption->setBuddy(m_line);
    auto* top = new FlowRow;
    top->addPair(caption, m_line);
    top->addWidget(m_value);
    top->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_words);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_notes);
    connect(m_line, &QComboBox::activated, this, [this] {
        if (const double value = m_line->currentData().toDouble(); std::isfinite(value))
            m_value->setValue(value);
    });
    connect(m_value, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const double chosen = m_line->currentData().toDouble();
        if (std::isfinite(chosen) && std::abs(chosen - value) > 1e-9)
            m_line->setCurrentIndex(m_line->count() - 1);  // a line of the planner's own
        count();
    });
}

void LimitsPage::offerLines(const IndicatorAssessment& assessment)
{
    if (m_offered == assessment.indicator)
        return;
    m_offered = assessment.indicator;
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    QList<Line> lines;
    const Scenario* scenario = m_document.active();
    for (const LimitLine& line : limitLines(*m_document.city(), assessment, scenario ? scenario->parameters : ParameterSet{}))
        lines << Line{translated(line.spec ? "parameter" : "limit", line.label), line.value};
    if (lines.isEmpty()) {
        const double median = medianBefore(*m_document.city(), assessment);
        lines << Line{tr("What the person in the middle has"), std::isfinite(median) ? median : 0};
    }
    const QSignalBlocker blockLine(m_line), blockValue(m_value);
    m_line->clear();
    for (const Line& line : lines)
        m_line->addItem(line.label, line.value);
    m_line->addItem(tr("A line of your own"), std::nan(""));
    m_value->setDecimals(info.decimals + 1);
    m_value->setSuffix(unitText(info.unit).isEmpty() ? QString() : QLatin1Char(' ') + unitText(info.unit));
    m_value->setSingleStep(std::pow(10.0, -info.decimals));
    m_value->setValue(lines.front().value);
}

void LimitsPage::show(const EquityReport&, const IndicatorAssessment& assessment)
{
    offerLines(assessment);
    count();
}

void LimitsPage::count()
{
    const Results& results = m_document.results();
    if (results.empty() || !m_offered)
        return;
    const IndicatorAssessment& assessment = results.report->of(*m_offered);
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    const bool bad = info.better == Direction::LessIsBetter;
    std::vector<double> before, after;
    for (const Score& score : assessment.scores) {
        before.push_back(score.before);
        after.push_back(score.after);
    }
    const auto& places = m_document.city()->neighbourhoods();
    const auto crossed = [&](std::optional<std::size_t> quintile) {
        std::vector<double> people;
        for (const Score& score : assessment.scores) {
            const double residents = std::max(0.0, places[score.where].population);
            people.push_back(quintile ? residents * results.report->quintileShares[score.where][*quintile] : residents);
        }
        return crossings(before, after, people, m_value->value());
    };
    QList<QStringList> rows, traces;
    const QString line = QString::number(m_value->value(), 'g', 17);
    const auto row = [&](const QString& label, const Crossings& c, int fifth) {
        const auto address = [&](const char* field) {
            return QStringLiteral("equity/%1/crossings/at:%2/%3/%4")
                .arg(text(info.key), line, fifth > 0 ? text(quintileKey(fifth)) : QStringLiteral("everyone"), QLatin1String(field));
        };
        traces << QStringList{{},
                              address("people"),
                              address(bad ? "above_before" : "below_before"),
                              address(bad ? "above_after" : "below_after"),
                              address(bad ? "up" : "down"),
                              address(bad ? "down" : "up")};
        // For what is good the line says what is enough: below it is what counts.
        const double wrongBefore = bad ? c.aboveBefore : c.people - c.aboveBefore,
                     wrongAfter = bad ? c.aboveAfter : c.people - c.aboveAfter;
        rows << QStringList{label,
                            formatPeople(c.people),
                            formatPeople(wrongBefore),
                            formatPeople(wrongAfter),
                            formatPeople(bad ? c.up : c.down),
                            formatPeople(bad ? c.down : c.up)};
    };
    for (std::size_t q = 0; q < assessment.quintiles.size(); ++q)
        row(translated("quintile", assessment.quintiles[q].label), crossed(q), static_cast<int>(q) + 1);
    const Crossings all = crossed(std::nullopt);
    row(translated("quintile", assessment.everyone.label), all, 0);
    m_rows->setRows({tr("Group"), tr("People"), bad ? tr("Above before") : tr("Below before"), bad ? tr("Above after") : tr("Below after"),
                     bad ? tr("Newly above") : tr("Newly below"), bad ? tr("No longer above") : tr("No longer below")},
                    rows);
    m_rows->setTraces(traces);
    m_table->resizeColumnsToContents();
    const QString drawn = formatValue(m_value->value(), info.unit, info.decimals + 1);
    m_words->setText(
        (bad ? tr("%1: %2 people come to live above %3, %4 no longer do.") : tr("%1: %2 people fall to %3 or below, %4 rise above it."))
            .arg(translated("indicator", info.label), formatPeople(bad ? all.up : all.down), drawn, formatPeople(bad ? all.down : all.up)));
    m_notes->setText(tr("Counted by the mean of each neighbourhood, so people near the line within one neighbourhood are not told apart. "
                        "A line is a choice: say in the report who drew it and why."));
}

}  // namespace isopolis
