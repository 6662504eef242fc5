#include "ui/panels/equity/zones_page.h"

#include "ui/charts/legend_strip.h"
#include "ui/charts/zone_map.h"
#include "ui/jobs/figure_tracer.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// A zone in the colours of the neighbourhoods' classes, so that both maps can be compared.
AreaStyle styleOf(const Score& score, const Legend& legend)
{
    const Pattern pattern = score.verdict == Verdict::Better  ? Pattern::Better
                            : score.verdict == Verdict::Worse ? Pattern::Worse
                                                              : Pattern::None;
    if (score.verdict == Verdict::NoData)
        return {};
    const LegendClass* nearest = nullptr;
    double least = 0;
    for (const LegendClass& c : legend.classes) {
        if (c.pattern != pattern)
            continue;
        const double away = std::max({0.0, c.from - score.change, score.change - c.to});
        if (!nearest || away < least) {
            nearest = &c;
            least = away;
        }
    }
    return nearest ? AreaStyle{nearest->colour, pattern} : AreaStyle{};
}

QString addressOf(const ZoningLine& line, const IndicatorInfo& info)
{
    const QString key = text(line.key), stem = QStringLiteral("equity/%1/").arg(text(info.key));
    if (key.startsWith(QStringLiteral("mean_")))
        return stem + QStringLiteral("everyone/") + key.section(QLatin1Char('_'), 1);
    if (key == QStringLiteral("better") || key == QStringLiteral("worse"))
        return stem + QStringLiteral("everyone/") + key;
    if (key.endsWith(QStringLiteral("_change")))
        return stem + QStringLiteral("by_quintile/%1/change").arg(key.section(QLatin1Char('_'), 0, 0));
    return stem + QStringLiteral("indices_%1/%2").arg(key.section(QLatin1Char('_'), -1), key.section(QLatin1Char('_'), 0, -2));
}

QString figureText(double value, const ZoningLine& line, const IndicatorInfo& info)
{
    if (!std::isfinite(value))
        return ZonesPage::tr("not defined");
    if (line.decimals < 0)
        return formatPeople(value);
    const bool change = line.key.ends_with("change");
    const int decimals = line.inUnit ? info.decimals + line.decimals : line.decimals;
    return change ? formatSigned(value, decimals) : formatNumber(value, decimals);
}

}  // namespace

ZonesPage::ZonesPage(ProjectDocument& document, JobRunner::Mode mode, QWidget* parent)
    : QWidget(parent), m_document(document), m_runner(mode),
      m_side(named(new ChoiceBox(this), "zoneSide", tr("Side of the squares of the second zoning"))),
      m_words(plainLabel(this, "zoneWords")), m_fineTitle(plainLabel(this, "zoneFineTitle")),
      m_coarseTitle(plainLabel(this, "zoneCoarseTitle")), m_notes(plainLabel(this, "zoneNotes")),
      m_fine(new ZoneMap("zoneFineMap", tr("Map of the neighbourhoods"), this)),
      m_coarse(new ZoneMap("zoneCoarseMap", tr("Map of the squares"), this)), m_legend(new LegendStrip("zoneLegend", this)),
      m_table(named(new QTableView(this), "zoneTable", tr("Figures on both zonings"))), m_rows(new TableOfRows(this))
{
    showReadOnly(*m_table, *m_rows);
    m_table->setMinimumHeight(150);
    auto* caption = new QLabel(tr("&Squares of:"), this);
    caption->setBuddy(m_side);
    auto* top = new FlowRow;
    top->addPair(caption, m_side);
    top->addWidget(m_words, 1);
    auto* panes = new QGridLayout;
    panes->setHorizontalSpacing(12);
    panes->addWidget(m_fineTitle, 0, 0);
    panes->addWidget(m_coarseTitle, 0, 1);
    panes->addWidget(m_fine, 1, 0);
    panes->addWidget(m_coarse, 1, 1);
    panes->addWidget(m_table, 0, 2, 2, 1);
    panes->setColumnStretch(0, 3);
    panes->setColumnStretch(1, 3);
    panes->setColumnStretch(2, 4);
    panes->setRowStretch(1, 1);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addLayout(panes, 1);
    layout->addWidget(m_legend);
    layout->addWidget(m_notes);
    m_fine->setWords([this](NeighbourhoodId where) { return words(where, false); });
    m_coarse->setWords([this](NeighbourhoodId where) { return words(where, true); });
    for (ZoneMap* map : {m_fine, m_coarse})
        connect(map, &ZoneMap::chosen, this, [this](NeighbourhoodId where) { m_document.select({.neighbourhood = where}); });
    connect(m_side, &QComboBox::activated, this, &ZonesPage::ask);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Selection)
            follow();
    });
}

void ZonesPage::offerSides()
{
    constexpr double kSides_m[] = {250, 500, 1000, 2000, 4000, 8000};
    if (m_offered == m_document.city())
        return;
    m_offered = m_document.city();
    m_side->clear();
    for (const double side : kSides_m)
        m_side->addItem(side < 1000 ? tr("%1 m").arg(formatPlain(side)) : tr("%1 km").arg(formatPlain(side / 1000)), side);
    const double wish = suggestedCell_m(*m_offered);
    const auto* nearest = std::min_element(std::begin(kSides_m), std::end(kSides_m),
                                           [wish](double a, double b) { return std::abs(a - wish) < std::abs(b - wish); });
    m_side->setCurrentIndex(static_cast<int>(nearest - kSides_m));
}

void ZonesPage::show(const IndicatorAssessment& assessment)
{
    m_indicator = assessment.indicator;
    offerSides();
    if (m_asked != m_document.results().report)
        ask();
    else if (m_zoning)
        draw();
}

void ZonesPage::ask()
{
    m_asked = m_document.results().report;
    if (!m_asked)
        return;
    m_zoning = nullptr;
    m_words->setText(tr("Counting people by square…"));
    const ParameterSet parameters = m_document.active() ? m_document.active()->parameters : ParameterSet{};
    m_runner.start<Expected<ZoningReport>>(
        [city = m_document.city(), report = m_asked, parameters, side = m_side->currentData().toDouble()](JobControl&) {
            return coarserZoning(*city, *report, parameters, side);
        },
        this,
        [this](Expected<ZoningReport> zoning) {
            if (!zoning) {
                m_words->setText(errorText(zoning.error()));
                return;
            }
            m_zoning = std::make_shared<const ZoningReport>(std::move(*zoning));
            if (m_document.results().report == m_asked)
                draw();
        });
}

void ZonesPage::draw()
{
    const IndicatorAssessment &fine = m_document.results().report->of(m_indicator), &coarse = m_zoning->report.of(m_indicator);
    m_words->setText(tr("Neighbourhoods with people: %1 (and %2 without, in no square). Squares: %3, of which %4 with very few people.")
                         .arg(m_zoning->neighbourhoods - m_zoning->emptyNeighbourhoods)
                         .arg(m_zoning->emptyNeighbourhoods)
                         .arg(m_zoning->zones->neighbourhoods().size())
                         .arg(m_zoning->smallZones));
    m_fineTitle->setText(tr("%1, change by neighbourhood").arg(indicatorLabel(m_indicator)));
    m_coarseTitle->setText(tr("%1, change by square").arg(indicatorLabel(m_indicator)));
    drawMaps(fine, coarse);
    fill(fine, coarse);
    m_notes->setText(
        tr("A square has the mean of its people. Means stay the same; inequality shrinks, since differences within a square are "
           "averaged away; who wins and who loses can move either way. Statements that hold on one zoning alone are not safe."));
    follow();
}

void ZonesPage::drawMaps(const IndicatorAssessment& fine, const IndicatorAssessment& coarse)
{
    const CityPtr& city = m_document.city();
    const Overlay overlay = makeIndicatorOverlay(*city, fine, Moment::Change);
    IdVector<NeighbourhoodId, AreaStyle> styles(city->neighbourhoods().size());
    for (const NeighbourhoodId id : idsOf(styles))
        if (const NeighbourhoodId zone = m_zoning->zoneOf[id]; zone.valid())
            styles[id] = styleOf(coarse.scores[zone], overlay.legend);
    m_legend->setLegend(overlay.legend);
    m_fine->setMap(city, overlay.neighbourhoods);
    m_coarse->setMap(city, std::move(styles), m_zoning->zoneOf);
}

void ZonesPage::fill(const IndicatorAssessment& fine, const IndicatorAssessment& coarse)
{
    const IndicatorInfo& info = indicatorInfo(m_indicator);
    QList<QStringList> rows, traces;
    for (const ZoningLine& line : zoningLines(fine, coarse)) {
        const QString address = addressOf(line, info);
        traces << QStringList{{},
                              std::isfinite(line.neighbourhoods) ? address : QString(),
                              std::isfinite(line.zones) ? zonesAddress(m_zoning->cell_m, address) : QString()};
        rows << QStringList{translated("zoning", line.label), figureText(line.neighbourhoods, line, info),
                            figureText(line.zones, line, info)};
    }
    m_rows->setRows({unitText(info.unit).isEmpty() ? tr("Figure") : tr("Figure (%1 where it has a unit)").arg(unitText(info.unit)),
                     tr("Neighbourhoods"), tr("Squares")},
                    rows);
    m_rows->setTraces(traces);
    m_table->resizeColumnsToContents();
}

/// Both maps follow the selection of the document: the place, and all places of its square.
void ZonesPage::follow()
{
    const NeighbourhoodId where = m_document.selection().neighbourhood;
    std::vector<NeighbourhoodId> place, square;
    if (where.valid() && m_zoning && m_zoning->zoneOf.contains(where)) {
        place = {where};
        square = place;
        for (const NeighbourhoodId other : idsOf(m_zoning->zoneOf))
            if (other != where && m_zoning->zoneOf[where].valid() && m_zoning->zoneOf[other] == m_zoning->zoneOf[where])
                square.push_back(other);
    }
    m_fine->setSelected(place);
    m_coarse->setSelected(square);
}

QString ZonesPage::words(NeighbourhoodId where, bool zone) const
{
    const Results& results = m_document.results();
    if (results.empty() || !m_zoning || !m_zoning->zoneOf.contains(where))
        return {};
    const IndicatorInfo& info = indicatorInfo(m_indicator);
    const Neighbourhood& place = m_document.city()->neighbourhoods()[where];
    if (!zone)
        return tr("%1: %2, %3 people")
            .arg(text(place.name), formatChange(results.report->of(m_indicator).scores[where].change, info.unit, info.decimals + 1),
                 formatPeople(place.population));
    const NeighbourhoodId square = m_zoning->zoneOf[where];
    if (!square.valid())
        return tr("%1: in no square, since nobody lives there").arg(text(place.name));
    const Neighbourhood& all = m_zoning->zones->neighbourhoods()[square];
    return tr("Square around %1: %2, %3 people")
        .arg(text(all.name), formatChange(m_zoning->report.of(m_indicator).scores[square].change, info.unit, info.decimals + 1),
             formatPeople(all.population));
}

}  // namespace isopolis
