#include "ui/panels/live/coverage_page.h"

#include "simulation/sensing/sensing_equity.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/live/live_words.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr int kMostPlaces = 20;

QTableView* view(QWidget* parent, const char* name, const QString& title, TableOfRows* rows)
{
    auto* table = named(new QTableView(parent), name, title);
    showReadOnly(*table, *rows);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setToolTip(title);
    return table;
}

QString groupWords(const std::string& key)
{
    if (key.starts_with("income_") && key.size() == 8)
        return quintileText(key.back() - '0');
    return CoveragePage::tr("everyone");
}

}  // namespace

CoveragePage::CoveragePage(ProjectDocument& document, LiveTwin& twin, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_twin(twin), m_job(new JobRunner(mode, this)),
      m_what(named(new ChoiceBox(this), "coverageOf", tr("Sensors of"))),
      m_places(named(new QSpinBox(this), "coveragePlaces", tr("Number of places to suggest"))),
      m_ask(named(new QPushButton(tr("&Work out who is seen"), this), "coverageAsk", tr("Work out who is seen by sensors"))),
      m_onMap(named(new QCheckBox(tr("Suggested places on the &map"), this), "coverageOnMap", tr("Show the suggested places on the map"))),
      m_words(new QLabel(this)), m_groups(new TableOfRows(this)), m_hoods(new TableOfRows(this)), m_next(new TableOfRows(this)),
      m_groupView(view(this, "coverageGroups", tr("Income groups and sensors"), m_groups)),
      m_hoodView(view(this, "coverageNeighbourhoods", tr("Neighbourhoods and sensors"), m_hoods)),
      m_nextView(view(this, "coverageNext", tr("Places where the next sensors would tell most"), m_next))
{
    setObjectName(QStringLiteral("coveragePage"));
    for (const SensorGroup group : {SensorGroup::Air, SensorGroup::Traffic, SensorGroup::Noise})
        m_what->addItem(groupLabel(group), static_cast<int>(group));
    m_next->setTextColumns(2);
    m_places->setRange(1, kMostPlaces);
    m_places->setValue(5);
    m_onMap->setChecked(true);
    m_words->setWordWrap(true);
    m_words->setTextFormat(Qt::PlainText);
    m_words->setObjectName(QStringLiteral("coverageWords"));
    auto* of = new QLabel(tr("Sensors &of:"), this);
    of->setBuddy(m_what);
    auto* number = new QLabel(tr("&Places:"), this);
    number->setBuddy(m_places);
    auto* row = new FlowRow;
    row->addPair(of, m_what);
    row->addPair(number, m_places);
    row->addWidget(m_ask);
    row->addStretch();
    auto* second = new FlowRow;
    second->addWidget(m_onMap);
    second->addStretch();
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    for (QTableView* each : {m_groupView, m_nextView, m_hoodView})
        split->addWidget(each);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(row);
    layout->addLayout(second);
    layout->addWidget(m_words);
    layout->addWidget(split, 1);
    connect(m_ask, &QPushButton::clicked, this, &CoveragePage::ask);
    connect(m_what, &QComboBox::currentIndexChanged, this, &CoveragePage::clear);
    connect(m_onMap, &QCheckBox::toggled, this, &CoveragePage::drawPlaces);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened)
            clear();
    });
    clear();
}

// The job ends before what it reads.
CoveragePage::~CoveragePage() { delete m_job; }

void CoveragePage::clear()
{
    m_job->cancel();
    m_suggested.clear();
    for (TableOfRows* rows : {m_groups, m_hoods, m_next})
        rows->setRows({}, {});
    m_words->setText(
        tr("Which neighbourhoods and groups no working sensor sees at the moment that is shown, how much wider their intervals are "
           "because of it, and where the next sensors would tell most, for the worst-off first."));
    drawPlaces();
}

void CoveragePage::ask()
{
    const auto applied = m_document.applied();
    if (!applied || !m_twin.snapshot()) {
        m_words->setText(tr("No sensors are known yet."));
        return;
    }
    const auto group = static_cast<SensorGroup>(m_what->currentData().toInt());
    SensingEquityRequest request;
    request.suggestions = static_cast<std::size_t>(m_places->value());
    for (const LiveSensor& sensor : m_twin.snapshot()->sensors)
        if (sensor.site.group == group && sensor.site.at && sensor.state <= SensorState::Suspect)
            request.sensors.push_back(
                {sensor.site.id, *sensor.site.at, sensor.site.privacy == 'C' ? DeviceClass::Citizen : DeviceClass::Reference});
    m_words->setText(tr("Working it out…"));
    m_job->start<std::shared_ptr<const SensingEquity>>(
        [applied, request](JobControl&) { return std::make_shared<const SensingEquity>(sensingEquity(*applied, request)); }, this,
        [this](const std::shared_ptr<const SensingEquity>& equity) { show(*equity); });
}

void CoveragePage::show(const SensingEquity& equity)
{
    const auto& hoods = m_document.city()->neighbourhoods();
    QList<QStringList> groups, places, next;
    for (const GroupSensing& g : equity.groups)
        groups.append({groupWords(g.key), formatPeople(g.people), formatNumber(g.unseen_percent, 1), formatNumber(g.meanNearest_m, 0),
                       formatNumber(g.meanWidening, 2)});
    std::size_t unseen = 0;
    std::vector<NeighbourhoodSensing> sorted = equity.neighbourhoods;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const NeighbourhoodSensing& a, const NeighbourhoodSensing& b) { return a.widening > b.widening; });
    for (const NeighbourhoodSensing& n : sorted) {
        unseen += n.sensors == 0;
        places.append({text(hoods[n.id].name), formatPeople(n.people), QString::number(n.sensors), formatNumber(n.nearest_m, 0),
                       formatNumber(n.widening, 2)});
    }
    m_suggested.clear();
    for (const SuggestedSensor& s : equity.suggestions) {
        const QString name = text(hoods[s.neighbourhood].name);
        next.append({QString::number(next.size() + 1), name, formatNumber(s.varianceDrop_percent, 1),
                     formatNumber(s.worstOffVarianceDrop_percent, 1)});
        m_suggested.push_back({s.at, tr("Suggested sensor %1: %2, variance −%3 %")
                                         .arg(QString::number(next.size()), name, formatNumber(s.varianceDrop_percent, 1))});
    }
    m_groups->setRows({tr("Group"), tr("People"), tr("Without a sensor, %"), tr("Nearest sensor, m"), tr("Interval ×")}, groups);
    m_hoods->setRows({tr("Neighbourhood"), tr("People"), tr("Sensors"), tr("Nearest, m"), tr("Interval ×")}, places);
    m_next->setRows({tr("Next"), tr("In"), tr("Variance falls by, %"), tr("For the lowest-income fifth, %")}, next);
    for (QTableView* each : {m_groupView, m_hoodView, m_nextView})
        each->resizeColumnsToContents();
    m_words->setText(
        tr("%1 of %2 neighbourhoods have no working sensor; sensors outside all neighbourhoods: %3. Interval ×: how much wider than "
           "for the best-seen tenth of the people. How far a sensor sees is an assumption (Assumptions, sensing).")
            .arg(unseen)
            .arg(equity.neighbourhoods.size())
            .arg(equity.outside));
    drawPlaces();
}

void CoveragePage::drawPlaces() { Q_EMIT placesChanged(m_onMap->isChecked() ? m_suggested : std::vector<SuggestedPlace>{}); }

}  // namespace isopolis
