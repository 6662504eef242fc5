#include "ui/panels/live/feeds_panel.h"

#include "ui/live/live_words.h"
#include "ui/models/sensor_table_model.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/live/checks_page.h"
#include "ui/panels/live/outages_page.h"
#include "ui/panels/live/sources_page.h"
#include "ui/text/named.h"

#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace isopolis {

namespace {
constexpr std::int64_t kLongAge_s = 59 * 60;
constexpr int kCell_px = 16;
}  // namespace

FeedsPanel::FeedsPanel(ProjectDocument& document, LiveTwin& twin, FeedDesk& desk, FeedQuestionsPtr questions, QWidget* parent)
    : QWidget(parent), m_document(document), m_twin(twin), m_pages(named(new QTabWidget(this), "feedPages", tr("Pages about sensors"))),
      m_model(new SensorTableModel(this))
{
    setObjectName(QStringLiteral("feedsPanel"));
    m_pages->addTab(makeSensors(), tr("Sensors"));
    addPage(new SourcesPage(twin, desk, questions, this), tr("Sources"));
    addPage(new OutagesPage(twin, this), tr("Outages"));
    addPage(new ChecksPage(twin, this), tr("Checks"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connect(&twin, &LiveTwin::snapshotChanged, this, &FeedsPanel::follow);
    connect(&twin, &LiveTwin::selectionChanged, this, &FeedsPanel::follow);
    connect(&desk, &FeedDesk::failed, this, &FeedsPanel::problemTold);
    connect(&desk, &FeedDesk::unstoredSeen, &twin, &LiveTwin::setUnstored);
    connect(&desk, &FeedDesk::secretNeeded, this,
            [this, &desk, questions = std::move(questions)](const QString& source, const QString&, const QString& why) {
                questions->askSecret(this, {source, why, {}, false},
                                     [&desk](const SecretInput& given) { desk.giveSecret(given.source, given.key, given.keep); });
            });
    follow();
}

/// Pages scroll, or the tallest of them would make the whole window too tall for a small screen.
void FeedsPanel::addPage(QWidget* page, const QString& title)
{
    auto* scroll = new QScrollArea(m_pages);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_pages->addTab(scroll, title);
}

QWidget* FeedsPanel::makeSensors()
{
    m_sensors = named(new QTableView(this), "sensorTable", tr("Sensors and what they say now"));
    showReadOnly(*m_sensors, *m_model);
    m_sensors->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_sensors->setSelectionMode(QAbstractItemView::SingleSelection);
    m_sensors->horizontalHeader()->setResizeContentsPrecision(0);  // by what is seen: measuring thousands of rows would stop the window
    m_sensors->setToolTip(tr("Enter or a double click flies to the sensor"));
    connect(m_sensors->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        if (!m_following && row.isValid())
            m_twin.select(m_model->sensorAt(row.row()));
    });
    connect(m_sensors, &QTableView::activated, this,
            [this](const QModelIndex& row) { Q_EMIT flyToRequested(m_model->sensorAt(row.row())); });
    return m_sensors;
}

void FeedsPanel::follow()
{
    m_following = true;
    const int before = m_model->rowCount();
    m_model->setSnapshot(m_twin.snapshot(), m_document.city());
    if (m_model->rowCount() != before) {
        m_sensors->resizeColumnsToContents();
        // Ages grow and trends turn while the table stands.
        const auto room = [this](int column, const QString& words) {
            m_sensors->setColumnWidth(column, std::max(m_sensors->columnWidth(column), fontMetrics().horizontalAdvance(words) + kCell_px));
        };
        room(SensorTableModel::Age, ageText(kLongAge_s));
        for (const double trend : {-1.0, 0.0, 1.0}) {
            LiveReading reading{.quantity = {}, .now = {}};
            reading.trend = trend;
            room(SensorTableModel::Trend, trendArrow(reading) + u' ' + trendText(reading));
        }
        m_sensors->horizontalHeader()->setStretchLastSection(true);
    }
    const std::string& chosen = m_twin.selected();
    if (m_model->sensorAt(m_sensors->currentIndex().row()) != chosen) {
        const int row = m_model->rowOf(chosen);
        m_sensors->setCurrentIndex(row < 0 ? QModelIndex() : m_model->index(row, 0));
    }
    m_following = false;
}

}  // namespace isopolis
