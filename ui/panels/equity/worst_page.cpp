#include "ui/panels/equity/worst_page.h"

#include "ui/models/table_of_rows.h"
#include "ui/panels/equity/attribution_ask.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// The reason for a loss is what brings most of it, not what is largest; null if no measure brings any.
const Contribution* mostOf(const Attribution& parts, const IndicatorInfo& info)
{
    const double sign = info.better == Direction::LessIsBetter ? 1 : -1;
    const auto most = std::max_element(parts.interventions.begin(), parts.interventions.end(),
                                       [sign](const Contribution& a, const Contribution& b) { return sign * a.delta < sign * b.delta; });
    return most == parts.interventions.end() || !(sign * most->delta > 0) ? nullptr : &*most;
}

}  // namespace

WorstPage::WorstPage(ProjectDocument& document, AttributionFinder& finder, QWidget* parent)
    : QWidget(parent), m_document(document), m_finder(finder), m_words(plainLabel(this, "worstWords")),
      m_table(named(new QTableView(this), "worstTable", tr("Neighbourhoods that lose most"))), m_rows(new TableOfRows(this))
{
    m_table->setModel(m_rows);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setAlternatingRowColors(true);
    m_table->setToolTip(tr("Choose a row to select the neighbourhood; Enter shows it on the map"));
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_words);
    layout->addWidget(new AttributionAsk(QStringLiteral("worst"), finder, this));
    layout->addWidget(m_table, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& now) {
        const NeighbourhoodId where = placeAt(now.row());
        if (where.valid() && m_document.selection().neighbourhood != where)
            m_document.select({.neighbourhood = where});
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const NeighbourhoodId where = placeAt(index.row()); where.valid())
            Q_EMIT flyToRequested(where);
    });
}

NeighbourhoodId WorstPage::placeAt(int row) const
{
    return row >= 0 && static_cast<std::size_t>(row) < m_places.size() ? m_places[static_cast<std::size_t>(row)].where : NeighbourhoodId();
}

QString WorstPage::reasonAddress(std::size_t place, const IndicatorInfo& info) const
{
    const std::shared_ptr<const AttributionAnswer>& answer = m_finder.answer();
    if (!answer || answer->indicator != info.indicator || place >= answer->places.size() || !answer->places[place].parts)
        return {};
    const Attribution& parts = *answer->places[place].parts;
    const Contribution* most = mostOf(parts, info);
    return most ? QStringLiteral("measure/place/%1/%2").arg(place).arg(most - parts.interventions.data()) : QString();
}

QString WorstPage::reasonAt(std::size_t place, const IndicatorInfo& info) const
{
    const std::shared_ptr<const AttributionAnswer>& answer = m_finder.answer();
    if (!answer || answer->indicator != info.indicator || place >= answer->places.size())
        return m_finder.running() ? tr("looking for it…") : tr("not asked yet");
    const Expected<Attribution>& parts = answer->places[place].parts;
    if (!parts)
        return errorText(parts.error());
    const Contribution* most = mostOf(*parts, info);
    if (!most)
        return tr("no single measure");
    return tr("%1 (%2)").arg(most->id == "parameters" ? translated("explain", most->label) : text(most->label),
                             formatChange(most->delta, info.unit, info.decimals + 1));
}

void WorstPage::show(const EquityReport& report, const IndicatorAssessment& assessment)
{
    const IndicatorInfo& info = indicatorInfo(assessment.indicator);
    m_places = worstPlaces(assessment);
    const auto worse = std::count_if(assessment.scores.begin(), assessment.scores.end(),
                                     [](const Score& score) { return score.verdict == Verdict::Worse; });
    if (m_places.empty())
        m_words->setText(
            tr("No neighbourhood is worse off by %1 or more.").arg(formatValue(assessment.threshold, info.unit, info.decimals + 1)));
    else
        m_words->setText(tr("%n neighbourhood(s) lose by %1 or more; the largest losses first.", "", static_cast<int>(worse))
                             .arg(formatValue(assessment.threshold, info.unit, info.decimals + 1)));
    m_table->setVisible(!m_places.empty());
    QList<QStringList> rows, traces;
    const auto& places = m_document.city()->neighbourhoods();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const Score& score = m_places[i];
        const Neighbourhood& place = places[score.where];
        const QString own = QStringLiteral("neighbourhoods/") + text(place.externalId);
        traces << QStringList{{},
                              own + QStringLiteral("/population"),
                              report.quintile[score.where] > 0 ? own + QStringLiteral("/income_quintile") : QString(),
                              placeAddress(info, place, "before"),
                              placeAddress(info, place, "after"),
                              placeAddress(info, place, "change"),
                              reasonAddress(i, info)};
        rows << QStringList{text(place.name.empty() ? place.externalId : place.name),
                            formatPeople(place.population),
                            quintileText(report.quintile[score.where]),
                            formatNumber(score.before, info.decimals + 1),
                            formatNumber(score.after, info.decimals + 1),
                            formatSigned(score.change, info.decimals + 1),
                            reasonAt(i, info)};
    }
    const int current = m_table->currentIndex().row();
    m_rows->setRows({tr("Neighbourhood"), tr("People"), tr("Income group"), tr("Before"), tr("After"),
                     unitText(info.unit).isEmpty() ? tr("Change") : tr("Change (%1)").arg(unitText(info.unit)), tr("What matters most")},
                    rows);
    m_rows->setTraces(traces);
    m_table->resizeColumnsToContents();
    if (current >= 0 && current < rows.size() && placeAt(current) == m_document.selection().neighbourhood)
        m_table->setCurrentIndex(m_rows->index(current, 0));
}

}  // namespace isopolis
