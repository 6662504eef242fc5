#include "ui/panels/live/sensor_page.h"

#include "ui/charts/chart_widget.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/live/live_words.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

QLabel* words(QWidget* parent, const char* name, const char* role = nullptr)
{
    auto* label = new QLabel(parent);
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (role)
        label->setProperty("role", QString::fromLatin1(role));
    return label;
}

}  // namespace

SensorPage::SensorPage(ProjectDocument& document, LiveTwin& twin, FeedDesk& desk, FeedQuestionsPtr questions, QWidget* parent)
    : QWidget(parent), m_document(document), m_twin(twin), m_desk(desk), m_questions(std::move(questions)),
      m_title(words(this, "sensorTitle", "title")), m_facts(words(this, "sensorFacts")),
      m_view(named(new QTableView(this), "sensorReadings", tr("What the sensor says"))), m_rows(new TableOfRows(this)),
      m_quantity(named(new ChoiceBox(this), "sensorQuantity", tr("Quantity of the chart"))),
      m_chart(new ChartWidget(QStringLiteral("sensorChart"), tr("The last 24 hours"), this)),
      m_judge(named(new QPushButton(tr("&Judge these values…"), this), "sensorJudge", tr("Judge the values of this sensor")))
{
    setObjectName(QStringLiteral("sensorPage"));
    m_view->setModel(m_rows);
    m_view->verticalHeader()->hide();
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(true);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->setMaximumHeight(fontMetrics().height() * 10);
    m_judge->setToolTip(tr("Say with a reason that values are good, doubtful or wrong. The values themselves stay."));
    auto* row = new FlowRow;
    auto* caption = new QLabel(tr("&Chart of:"), this);
    caption->setBuddy(m_quantity);
    row->addPair(caption, m_quantity, 1);
    row->addWidget(m_judge);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_view);
    layout->addLayout(row);
    layout->addWidget(m_chart);
    layout->addStretch(1);
    connect(m_quantity, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_following)
            refreshChart();
    });
    connect(m_judge, &QPushButton::clicked, this, &SensorPage::judge);
    connect(&twin, &LiveTwin::snapshotChanged, this, &SensorPage::refresh);
    connect(&twin, &LiveTwin::selectionChanged, this, &SensorPage::refresh);
    connect(&twin, &LiveTwin::seriesChanged, this, &SensorPage::refreshChart);
    refresh();
}

void SensorPage::refresh()
{
    const LiveSensor* sensor = m_twin.snapshot() ? m_twin.snapshot()->find(m_twin.selected()) : nullptr;
    for (QWidget* each :
         {static_cast<QWidget*>(m_view), static_cast<QWidget*>(m_quantity), static_cast<QWidget*>(m_chart), static_cast<QWidget*>(m_judge)})
        each->setEnabled(sensor);
    if (!sensor) {
        m_title->setText(tr("No sensor selected"));
        m_facts->setText(tr("Click one on the map, or choose a row of the table under Feeds."));
        m_rows->setRows({}, {});
        m_quantity->clear();
        return;
    }
    m_title->setText(sensorTitle(sensor->site));
    QStringList facts{tr("%1; %2").arg(groupLabel(sensor->site.group), stateLabel(sensor->state))};
    if (sensor->site.neighbourhood.valid() && m_document.city()->neighbourhoods().contains(sensor->site.neighbourhood))
        facts << tr("Neighbourhood: %1").arg(text(m_document.city()->neighbourhoods()[sensor->site.neighbourhood].name));
    if (!sensor->site.source.empty())
        facts << tr("Source: %1").arg(text(sensor->site.source));
    facts << tr("Id: %1").arg(text(sensor->site.id));
    if (sensor->site.privacy == 'C')
        facts << tr("It stands at a home: its position is shown within 200 m.");
    if (const QString said = facts.join(u'\n'); said != m_facts->text())
        m_facts->setText(said);
    QList<QStringList> rows;
    for (const LiveReading& r : sensor->readings)
        rows.append({quantityLabel(r.quantity), valueText(r.quantity, r.now.v), trendText(r), ageText(r.age_s),
                     r.state == SensorState::Stale ? tr("Stale; %1").arg(qualityText(r.now.q)) : qualityText(r.now.q)});
    m_rows->setRows({tr("Quantity"), tr("Value"), tr("Trend"), tr("Age"), tr("Quality")}, rows);
    m_view->resizeColumnsToContents();
    bool same = m_quantity->count() == static_cast<int>(sensor->readings.size());
    for (int i = 0; same && i < m_quantity->count(); ++i)
        same = m_quantity->itemData(i).toString().toStdString() == sensor->readings[static_cast<std::size_t>(i)].quantity;
    if (!same) {
        m_following = true;
        m_quantity->clear();
        for (const LiveReading& r : sensor->readings)
            m_quantity->addItem(quantityLabel(r.quantity), QString::fromStdString(r.quantity));
        const LiveReading* main = sensor->main();
        const std::string& wanted = sensor->of(m_twin.quantity()) ? m_twin.quantity() : main ? main->quantity : std::string();
        m_quantity->setCurrentIndex(std::max(0, m_quantity->findData(QString::fromStdString(wanted))));
        m_following = false;
        refreshChart();
    }
}

void SensorPage::refreshChart()
{
    const std::string key = m_quantity->currentData().toString().toStdString();
    const LiveSeriesPtr& series = m_twin.series();
    const LiveSeries::Stream* stream = nullptr;
    for (std::size_t i = 0; series && i < series->streams.size(); ++i)
        if (series->streams[i].quantity == key)
            stream = &series->streams[i];
    if (!stream) {
        m_chart->setChart(Series{.empty = m_twin.selected().empty() ? tr("No sensor is chosen.") : tr("Reading…")}, {}, {}, {});
        return;
    }
    Series chart{.from_s = series->from_s,
                 .to_s = series->to_s,
                 .unit = quantityUnit(key),
                 .steps = {},
                 .empty = tr("Nothing was measured in these 24 hours.")};
    QList<QStringList> rows;
    double least = INFINITY, most = -INFINITY;
    std::size_t doubtful = 0;
    for (const Obs& o : stream->rows) {
        const Quality flag = qualityFlag(o.q);
        const bool failed = flag == Quality::Fail || flag == Quality::Missing;
        const std::int64_t end = o.t + std::max<std::int64_t>(o.dur, 1);
        chart.steps.append({std::max<qint64>(o.t, series->from_s), end, shownValue(key, o.v),
                            failed                     ? Series::Sign::Failed
                            : flag == Quality::Suspect ? Series::Sign::Doubt
                                                       : Series::Sign::None});
        doubtful += failed || flag == Quality::Suspect;
        if (!failed) {
            least = std::min(least, shownValue(key, o.v));
            most = std::max(most, shownValue(key, o.v));
        }
        rows.prepend({momentText(o.t), valueText(key, o.v), qualityText(o.q)});
    }
    const int decimals = shownDecimals(key);
    const QString summary = stream->rows.empty() ? chart.empty
                                                 : tr("%1 in the 24 hours until %2: %3 values from %4 to %5 %6; %7 are doubtful or failed.")
                                                       .arg(quantityLabel(key), momentText(series->to_s))
                                                       .arg(stream->rows.size())
                                                       .arg(formatNumber(least, decimals), formatNumber(most, decimals), quantityUnit(key))
                                                       .arg(doubtful);
    m_chart->setTitle(tr("%1, 24 hours until %2").arg(quantityLabel(key), momentText(series->to_s)));
    m_chart->setChart(chart, summary, {tr("From"), tr("Value"), tr("Quality")}, rows);
}

void SensorPage::judge()
{
    const LiveSensor* sensor = m_twin.snapshot() ? m_twin.snapshot()->find(m_twin.selected()) : nullptr;
    const std::string key = m_quantity->currentData().toString().toStdString();
    const LiveReading* reading = sensor ? sensor->of(key) : nullptr;
    if (!reading)
        return;
    JudgementInput initial;
    initial.what = tr("%1, %2").arg(sensorTitle(sensor->site), quantityLabel(key));
    initial.from_s = reading->now.t;
    initial.to_s = reading->now.t + std::max<std::int64_t>(1, reading->now.dur);
    m_questions->askJudgement(this, initial, [this, id = sensor->site.id, key](const JudgementInput& input) {
        m_desk.judge({.sensor = id,
                      .quantity = key,
                      .from_s = input.from_s,
                      .to_s = input.to_s,
                      .flag = input.flag,
                      .reason = input.reason,
                      .who = input.who});
    });
}

}  // namespace isopolis
