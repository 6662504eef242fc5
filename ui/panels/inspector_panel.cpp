#include "ui/panels/inspector_panel.h"

#include "simulation/uncertainty/interval_note.h"
#include "ui/models/trace_roles.h"
#include "ui/models/trace_tree_model.h"
#include "ui/panels/indicator_table.h"
#include "ui/panels/plain_label.h"
#include "ui/panels/street_page.h"
#include "ui/panels/why_section.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTabWidget>
#include <QTableView>
#include <QTreeView>
#include <QVBoxLayout>

namespace isopolis {

namespace {

/// A row of the trace in full, since columns are narrow.
QString wholeRow(const QModelIndex& row)
{
    QStringList parts;
    for (int column = 0; column < TraceTreeModel::ColumnCount && row.isValid(); ++column)
        if (const QString part = row.siblingAtColumn(column).data().toString(); !part.isEmpty())
            parts << part;
    return parts.join(QLatin1Char('\n'));
}

}  // namespace

InspectorPanel::InspectorPanel(ProjectDocument& document, Explainer& explainer, QWidget* parent)
    : QWidget(parent), m_document(document), m_tabs(named(new QTabWidget(this), "inspectorTabs", tr("What is inspected"))),
      m_figures(new IndicatorTable(document, this)), m_trace(new TraceTreeModel(this)), m_street(new StreetPage(document, this)),
      m_tracing(new JobRunner(JobRunner::Mode::Threaded, this))
{
    setObjectName(QStringLiteral("inspectorPanel"));
    m_tabs->addTab(makeNeighbourhoodPage(explainer), tr("Neighbourhood"));
    m_tabs->addTab(m_street, tr("Street"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_tabs);
    connect(&document, &ProjectDocument::changed, this, &InspectorPanel::onChanged);
    refreshTexts();
}

QWidget* InspectorPanel::makeNeighbourhoodPage(Explainer& explainer)
{
    auto* page = new QWidget;
    m_title = plainLabel(page, "inspectorTitle", "title");
    m_facts = plainLabel(page, "inspectorFacts");
    m_group = plainLabel(page, "inspectorGroup");
    // Before the table, which is long: "why" is what people come for.
    auto* why = new WhySection(m_document, explainer, page);
    why->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);  // it takes no room from the table
    connect(why, &WhySection::cardRequested, this, &InspectorPanel::cardRequested);
    m_table = named(new QTableView(page), "indicatorTable", tr("Figures of the selected neighbourhood"));
    m_table->setModel(m_figures);
    m_table->verticalHeader()->hide();
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    // Words share what the figures leave: in a narrow panel both are broken into lines.
    for (const int words : {IndicatorTable::Label, IndicatorTable::VerdictColumn})
        m_table->horizontalHeader()->setSectionResizeMode(words, QHeaderView::Stretch);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setWordWrap(true);
    // As high as its rows: a table of six figures is not to be scrolled within a page that scrolls.
    const auto fit = [table = m_table] {
        table->setFixedHeight(table->horizontalHeader()->sizeHint().height() + table->verticalHeader()->length() + 2 * table->frameWidth() +
                              2);
    };
    // Queued: rows are resized one after the other.
    connect(m_table->verticalHeader(), &QHeaderView::sectionResized, m_table, fit, Qt::QueuedConnection);
    fit();
    m_traceHeading = plainLabel(page, "traceHeading", "heading");
    m_traceView = named(new QTreeView(page), "traceTree", tr("How the figure is calculated"));
    m_traceView->setModel(m_trace);
    m_traceView->setAlternatingRowColors(true);
    m_traceView->setWordWrap(true);
    m_traceView->setMinimumHeight(fontMetrics().height() * 14);
    m_traceDetail = plainLabel(page, "traceDetail");
    connect(m_traceView->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        m_traceDetail->setText(wholeRow(row));
        m_whatIf->setEnabled(!row.data(kParameterRole).toString().isEmpty());
    });
    m_whatIf = named(new QPushButton(tr("What if …"), page), "traceWhatIf", tr("What if the selected assumption had another value"));
    m_whatIf->setToolTip(tr("Choose an assumption in the tree to see what would be concluded with another value of it"));
    m_whatIf->setEnabled(false);
    connect(m_whatIf, &QPushButton::clicked, this,
            [this] { Q_EMIT whatIfRequested(m_traceView->currentIndex().data(kParameterRole).toString()); });
    auto* layout = new QVBoxLayout(page);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_group);
    layout->addWidget(why);
    layout->addWidget(m_table);
    layout->addWidget(m_traceHeading);
    layout->addWidget(m_traceView, 1);
    layout->addWidget(m_traceDetail);
    layout->addWidget(m_whatIf, 0, Qt::AlignLeading);
    layout->addStretch(0);  // takes the room while there is nothing to trace
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &InspectorPanel::chooseFigure);
    auto* scroll = named(new QScrollArea, "inspectorScroll", tr("Neighbourhood"));
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFrameShape(QFrame::NoFrame);
    return scroll;
}

void InspectorPanel::addStreetSection(QWidget* section) { m_street->addSection(section); }

void InspectorPanel::addPlacePage(QWidget* page)
{
    m_place = page;
    m_tabs->addTab(page, tr("Place"));
}

void InspectorPanel::addPage(QWidget* page, const QString& title) { m_tabs->addTab(page, title); }

void InspectorPanel::showPage(QWidget* page) { m_tabs->setCurrentWidget(page); }

void InspectorPanel::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Selection || event.what == What::Opened) {
        const SceneSelection& selection = m_document.selection();
        // A street is brought to the front only where the map is about streets.
        const OverlayKind shown = m_document.overlay().kind;
        const bool streets = !selection.links.empty() &&
                             (!selection.neighbourhood.valid() || shown == OverlayKind::Traffic || shown == OverlayKind::TrafficChange ||
                              shown == OverlayKind::StreetCo2 || shown == OverlayKind::StreetUsers);
        // Streets are chosen on the page of the place: it stays in front.
        const bool places = m_place && shown == OverlayKind::Levels && event.what == What::Selection;
        m_tabs->setCurrentIndex(places ? m_tabs->indexOf(m_place) : streets ? 1 : 0);
    }
    if (event.what == What::Overlay && m_place && m_document.overlay().kind == OverlayKind::Levels)
        m_tabs->setCurrentIndex(m_tabs->indexOf(m_place));
    if (event.what != What::Explanation && event.what != What::Issues && event.what != What::Levels && event.what != What::Place) {
        refreshTexts();
        refreshTrace();
        m_street->refresh();
    }
}

void InspectorPanel::chooseFigure(const QModelIndex& index)
{
    if (!index.isValid() || m_following)
        return;
    const FigureRef figure = m_figures->figureAt(index);
    m_moment = figure.moment;
    OverlayChoice choice = m_document.overlay();
    if (choice.indicator != figure.indicator) {
        choice.indicator = figure.indicator;
        m_document.setOverlay(choice);
    }
    refreshTrace();
}

void InspectorPanel::refreshTexts()
{
    const NeighbourhoodId where = m_document.selection().neighbourhood;
    const bool shown = m_document.isOpen() && where.valid();
    m_table->setVisible(shown);
    if (!shown) {
        m_title->setText(tr("No neighbourhood selected"));
        m_facts->setText(tr("Click one on the map, or choose a row of the table."));
        m_group->clear();
        return;
    }
    const Neighbourhood& place = m_document.city()->neighbourhoods()[where];
    const Results& results = m_document.results();
    const int quintile = results.empty() ? 0 : results.report->quintile[where];
    m_title->setText(text(place.name.empty() ? place.externalId : place.name));
    // Which fifth it is in is known with the results: until then nothing is said of its income.
    m_facts->setText(
        results.empty()
            ? tr("%1 people, %2 jobs").arg(formatPeople(place.population), formatPeople(place.jobs))
            : tr("%1 people, %2 jobs; %3").arg(formatPeople(place.population), formatPeople(place.jobs), quintileText(quintile)));
    if (results.empty() || quintile == 0) {
        m_group->clear();
        return;
    }
    const IndicatorInfo& info = indicatorInfo(m_document.overlay().indicator);
    const GroupScore& group = results.report->of(info.indicator).quintiles[static_cast<std::size_t>(quintile - 1)];
    m_group->setText(tr("All people of its income group (%1), %2: before %3, after %4, change %5.")
                         .arg(quintileText(quintile), translated("indicator", info.label), formatNumber(group.before, info.decimals),
                              formatValue(group.after, info.unit, info.decimals), formatSigned(group.change, info.decimals + 1)));
}

void InspectorPanel::refreshTrace()
{
    const NeighbourhoodId where = m_document.selection().neighbourhood;
    const Results& results = m_document.results();
    const bool known = m_document.isOpen() && where.valid() && !results.empty();
    m_traceView->setVisible(known);
    m_traceHeading->setVisible(known);
    m_traceDetail->setVisible(known);
    m_whatIf->setVisible(known && m_document.active() != nullptr);
    m_whatIf->setEnabled(false);
    m_traceDetail->clear();
    if (!known) {
        m_tracing->cancel();
        m_traced = {};
        m_trace->clear();
        return;
    }
    const Indicator indicator = m_document.overlay().indicator;
    const QString moment = m_moment == Moment::Before ? tr("before") : m_moment == Moment::After ? tr("after") : tr("change");
    m_traceHeading->setText(tr("How it is calculated: %1, %2").arg(indicatorLabel(indicator), moment));
    m_following = true;
    m_table->setCurrentIndex(m_figures->indexOf(indicator, m_moment));
    m_following = false;
    const Traced wanted{results.before, results.after, results.report, m_document.uncertainty(), where, indicator, m_moment};
    if (wanted == m_traced)
        return;
    m_traced = wanted;
    m_trace->clear();
    m_tracing->start<TraceNode>(
        [wanted, city = m_document.city()](JobControl&) {
            TraceNode trace = traceFigure(*city, *wanted.before, *wanted.after, *wanted.report,
                                          {.indicator = wanted.indicator, .neighbourhood = wanted.where, .moment = wanted.moment});
            const UncertainIndicator* sure = wanted.sure ? wanted.sure->of(wanted.indicator) : nullptr;
            if (sure && sure->places.contains(wanted.where))
                sayInterval(trace, sure->places[wanted.where], wanted.indicator, *wanted.sure);
            return trace;
        },
        this, [this](const TraceNode& trace) { showTrace(trace); });
}

void InspectorPanel::showTrace(const TraceNode& trace)
{
    m_trace->setTrace(trace);
    m_traceView->expandToDepth(0);
    m_traceView->setColumnWidth(TraceTreeModel::What, m_traceView->width() * 45 / 100);
    m_traceView->resizeColumnToContents(TraceTreeModel::Value);
}

}  // namespace isopolis
