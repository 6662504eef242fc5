#include "ui/panels/transit_panel.h"

#include "simulation/transit/journey.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/fitting_area.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QCompleter>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSplitter>
#include <QTableView>
#include <QTimeEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

namespace {

constexpr int kDay_s = 24 * 3600, kPeakFrom_s = 7 * 3600, kPeakTo_s = 9 * 3600;
constexpr std::size_t kShownDepartures = 60;

/// Clock time of a service day: 25:10 is ten past one of the day after.
QString clockText(int seconds)
{
    const QString time = QTime(0, 0).addSecs(seconds % kDay_s).toString(QStringLiteral("HH:mm"));
    return seconds < kDay_s ? time : TransitPanel::tr("%1 (next day)").arg(time);
}

QString kindText(const std::string& mode)
{
    return mode == "bus"     ? TransitPanel::tr("Bus")
           : mode == "tram"  ? TransitPanel::tr("Tram")
           : mode == "rail"  ? TransitPanel::tr("Rail")
           : mode == "ferry" ? TransitPanel::tr("Ferry")
                             : text(mode);
}

QStringList lineRow(const TransitLine& line)
{
    std::size_t trips = 0, peak = 0, stops = 0;
    int first = 0, last = 0;
    for (const TransitPattern& pattern : line.patterns) {
        stops = std::max(stops, pattern.stops.size());
        for (const int start : pattern.starts_s) {
            first = trips == 0 ? start : std::min(first, start);
            last = trips == 0 ? start : std::max(last, start);
            ++trips;
            peak += start >= kPeakFrom_s && start < kPeakTo_s ? 1 : 0;
        }
    }
    const QString none = QStringLiteral("–");
    return {text(line.name.empty() ? line.externalId : line.name),
            kindText(line.mode),
            formatPeople(static_cast<double>(stops)),
            formatPeople(static_cast<double>(trips)),
            formatNumber(static_cast<double>(peak) / 2, 1),
            trips ? clockText(first) : none,
            trips ? clockText(last) : none};
}

QTableView* tableOf(QWidget* parent, const char* name, const QString& spoken, TableOfRows* rows)
{
    auto* view = named(new QTableView(parent), name, spoken);
    showReadOnly(*view, *rows);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    return view;
}

}  // namespace

TransitPanel::TransitPanel(ProjectDocument& document, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_runner(mode), m_words(new QLabel(this)), m_lineRows(new TableOfRows(this)),
      m_departureRows(new TableOfRows(this)), m_stop(named(new ChoiceBox, "transitStop", tr("Stop"))),
      m_from(named(new QTimeEdit(QTime(8, 0)), "transitFrom", tr("Departures from")))
{
    setObjectName(QStringLiteral("transitPanel"));
    m_words->setObjectName(QStringLiteral("transitWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_lines = tableOf(this, "transitLines", tr("Lines of public transport"), m_lineRows);
    m_departures = tableOf(this, "transitDepartures", tr("Next departures of the stop"), m_departureRows);
    m_from->setDisplayFormat(QStringLiteral("HH:mm"));
    m_stop->setEditable(true);
    named(m_stop->lineEdit(), "transitStopEdit", tr("Stop"));
    m_stop->setInsertPolicy(QComboBox::NoInsert);
    m_stop->completer()->setFilterMode(Qt::MatchContains);
    m_stop->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_stop->setMinimumContentsLength(20);
    auto* right = new QWidget(this);
    auto* row = new FlowRow;
    auto* stopCaption = new QLabel(tr("&Stop:"), right);
    stopCaption->setBuddy(m_stop);
    auto* timeCaption = new QLabel(tr("&from"), right);
    timeCaption->setBuddy(m_from);
    row->addPair(stopCaption, m_stop, 1);
    row->addPair(timeCaption, m_from);
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(row);
    column->addWidget(m_departures, 1);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_lines);
    split->addWidget(new FittingArea(right, FittingArea::Use::Panel, split));
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_words);
    layout->addWidget(split, 1);
    connect(m_stop, &QComboBox::activated, this, &TransitPanel::chooseStop);
    connect(m_from, &QTimeEdit::timeChanged, this, &TransitPanel::refreshDepartures);
    connect(&document, &ProjectDocument::changed, this, &TransitPanel::onChanged);
    prepare();
}

void TransitPanel::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened || event.what == What::Scenarios || event.what == What::Active)
        prepare();
    else if (event.what == What::Selection)
        followStop();
}

/// Tables are made anew only where the timetable is another one: most edits are about streets.
void TransitPanel::prepare()
{
    const std::shared_ptr<const AppliedScenario> applied = m_document.applied();
    if (applied && m_applied && &applied->transit() == &m_applied->transit())
        return;
    m_applied = applied;
    m_timetable.reset();
    fillLines();
    fillStops();
    refreshDepartures();
    if (!applied || applied->transit().lines.empty())
        return;
    m_runner.start<std::shared_ptr<const Timetable>>(
        [applied](JobControl&) {
            std::vector<Issue> issues;  // told by the calculation of the scenario
            return std::make_shared<const Timetable>(applied->transit(), issues);
        },
        this,
        [this](std::shared_ptr<const Timetable> timetable) {
            m_timetable = std::move(timetable);
            refreshDepartures();
        });
}

void TransitPanel::fillLines()
{
    QList<QStringList> rows;
    const std::size_t lines = m_applied ? m_applied->transit().lines.size() : 0;
    if (m_applied)
        for (const TransitLine& line : m_applied->transit().lines)
            rows << lineRow(line);
    m_lineRows->setRows({tr("Line"), tr("Kind"), tr("Stops"), tr("Departures a day"), tr("An hour, 7 to 9"), tr("First"), tr("Last")},
                        rows);
    m_lines->resizeColumnsToContents();
    m_words->setText(!m_applied ? tr("No project is open.")
                     : lines == 0
                         ? tr("This city has no timetable: add a GTFS file to its recipe. What public transport does is not known here, "
                              "which is not the same as none.")
                         : tr("%n line(s) on the day of the timetable, both directions together.", nullptr, static_cast<int>(lines)));
}

void TransitPanel::fillStops()
{
    m_following = true;
    m_stop->clear();
    if (m_applied) {
        QList<QPair<QString, int>> stops;
        for (StopId id : idsOf(m_applied->transit().stops)) {
            const TransitStop& stop = m_applied->transit().stops[id];
            stops.append({text(stop.name.empty() ? stop.externalId : stop.name), static_cast<int>(id.index())});
        }
        std::sort(stops.begin(), stops.end());
        for (const auto& [name, id] : stops)
            m_stop->addItem(name, id);
    }
    m_following = false;
    followStop();
}

void TransitPanel::chooseStop()
{
    if (m_following || !m_stop->currentData().isValid())
        return;
    SceneSelection selection = m_document.selection();
    selection.stop = StopId::fromIndex(static_cast<std::size_t>(m_stop->currentData().toInt()));
    m_document.select(std::move(selection));
    refreshDepartures();
}

void TransitPanel::followStop()
{
    const StopId stop = m_document.selection().stop;
    if (!stop.valid())
        return;
    m_following = true;
    m_stop->setCurrentIndex(m_stop->findData(static_cast<int>(stop.index())));
    m_following = false;
    refreshDepartures();
}

void TransitPanel::refreshDepartures()
{
    QList<QStringList> rows;
    const QVariant chosen = m_stop->currentData();
    if (m_timetable && m_applied && chosen.isValid()) {
        const TransitNetwork& transit = m_applied->transit();
        const StopId stop = StopId::fromIndex(static_cast<std::size_t>(chosen.toInt()));
        const int from_s = QTime(0, 0).secsTo(m_from->time());
        for (const StopDeparture& departure : departuresAt(*m_timetable, stop, from_s, kShownDepartures)) {
            const TransitLine& line = transit.lines[departure.line];
            rows << QStringList{clockText(departure.departure_s), text(line.name.empty() ? line.externalId : line.name),
                                text(transit.stops[departure.towards].name)};
        }
    }
    m_departureRows->setRows({tr("Time"), tr("Line"), tr("Towards")}, rows);
    m_departures->resizeColumnsToContents();
    m_departures->horizontalHeader()->setStretchLastSection(true);
}

}  // namespace isopolis
