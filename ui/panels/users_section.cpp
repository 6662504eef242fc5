#include "ui/panels/users_section.h"

#include "ui/layout/flow_row.h"
#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <map>

namespace isopolis {

namespace {
constexpr std::size_t kShown = 10;
}

UsersSection::UsersSection(ProjectDocument& document, StreetUsersFinder& finder, QWidget* parent)
    : QWidget(parent), m_document(document), m_finder(finder),
      m_ask(named(new QPushButton(tr("Whose trips use this street?"), this), "askUsers", tr("Whose trips use this street?"))),
      m_map(named(new QPushButton(tr("Show on the map"), this), "usersOnMap", tr("Show on the map where these trips begin and end"))),
      m_words(new QLabel(this)), m_table(named(new QTableView(this), "usersTable", tr("Strongest flows through the street"))),
      m_rows(new TableOfRows(this))
{
    setObjectName(QStringLiteral("usersSection"));
    m_words->setObjectName(QStringLiteral("usersWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_table->setModel(m_rows);
    m_table->verticalHeader()->hide();
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    auto* row = new FlowRow;
    row->addWidget(m_ask);
    row->addWidget(m_map);
    row->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(row);
    layout->addWidget(m_words);
    layout->addWidget(m_table, 1);
    connect(m_ask, &QPushButton::clicked, &finder, &StreetUsersFinder::findNow);
    connect(m_map, &QPushButton::clicked, this, &UsersSection::showOnMap);
    connect(&finder, &StreetUsersFinder::stateChanged, this, &UsersSection::refresh);
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::StreetUsers || event.what == ChangeEvent::What::Opened)
            refresh();
    });
    refresh();
}

void UsersSection::showOnMap()
{
    OverlayChoice choice = m_document.overlay();
    choice.kind = OverlayKind::StreetUsers;
    if (choice.moment == Moment::Change)
        choice.moment = Moment::After;
    m_document.setOverlay(choice);
}

QString UsersSection::zoneName(ZoneId zone, const Zones& zones) const
{
    if (zones.isExternal(zone)) {
        const std::size_t station = zone.index() - zones.internal;
        const QString road = station < zones.external.size() ? text(zones.external[station].name) : QString();
        return road.isEmpty() ? tr("outside the city") : tr("outside, by %1").arg(road);
    }
    const Neighbourhood& place = m_document.city()->neighbourhoods()[NeighbourhoodId::fromIndex(zone.index())];
    return text(place.name.empty() ? place.externalId : place.name);
}

/// Shares by the income group of the neighbourhood where a trip begins.
QString UsersSection::groupsText(const StreetUsers& users) const
{
    std::array<double, 6> byGroup{};
    double outside = 0;
    const auto& quintile = m_document.results().report->quintile;
    for (const StreetUsers::Pair& pair : users.pairs) {
        if (pair.from.index() >= quintile.size())
            outside += pair.trips_veh_h;
        else
            byGroup[static_cast<std::size_t>(quintile[NeighbourhoodId::fromIndex(pair.from.index())])] += pair.trips_veh_h;
    }
    QStringList parts;
    for (std::size_t group = 0; group < byGroup.size(); ++group)
        if (byGroup[group] > 0)
            parts << tr("%1 from the %2").arg(formatShare(byGroup[group] / users.total_veh_h), quintileText(static_cast<int>(group)));
    if (outside > 0)
        parts << tr("%1 from outside the city").arg(formatShare(outside / users.total_veh_h));
    return parts.join(QStringLiteral(", "));
}

void UsersSection::refresh()
{
    const StreetUsersPtr& answer = m_document.streetUsers();
    const bool shown = answer && answer->failure.empty();
    m_ask->setEnabled(m_finder.possible() && !m_finder.running() && !answer);
    m_map->setVisible(shown);
    m_table->setVisible(shown);
    if (!shown) {
        m_words->setText(m_finder.running() ? tr("Following the routes of all trips…") : answer ? text(answer->failure) : QString());
        return;
    }
    const bool compares = m_document.active() != nullptr;
    QString words = tr("%1 cars an hour with the scheme").arg(formatNumber(answer->after.total_veh_h, 0));
    if (!compares)
        words = tr("%1 cars an hour").arg(formatNumber(answer->after.total_veh_h, 0));
    if (answer->after.total_veh_h > 0)
        words += QStringLiteral(": ") + groupsText(answer->after);
    words += QLatin1Char('.');
    if (compares && answer->before.total_veh_h > 0)
        words += QLatin1Char(' ') +
                 tr("Before, %1 cars an hour: %2.").arg(formatNumber(answer->before.total_veh_h, 0), groupsText(answer->before));
    words += QLatin1Char(' ') + tr("Neighbourhoods stand for the people who live there, not for single persons.");
    m_words->setText(words);
    // Pairs of either side; a closed street still shows who used it.
    std::map<std::pair<ZoneId, ZoneId>, std::pair<double, double>> flows;
    for (const StreetUsers::Pair& pair : answer->before.pairs)
        flows[{pair.from, pair.to}].first += pair.trips_veh_h;
    for (const StreetUsers::Pair& pair : answer->after.pairs)
        flows[{pair.from, pair.to}].second += pair.trips_veh_h;
    std::vector<std::pair<std::pair<ZoneId, ZoneId>, std::pair<double, double>>> sorted(flows.begin(), flows.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return std::max(a.second.first, a.second.second) > std::max(b.second.first, b.second.second);
    });
    sorted.resize(std::min(sorted.size(), kShown));
    QList<QStringList> rows;
    for (const auto& [pair, trips] : sorted) {
        QStringList row{tr("%1 → %2").arg(zoneName(pair.first, answer->zonesAfter), zoneName(pair.second, answer->zonesAfter))};
        if (compares)
            row << formatNumber(trips.first, 1);
        rows << (row << formatNumber(trips.second, 1));
    }
    QStringList header{tr("From → to, cars an hour")};
    if (compares)
        header << tr("Before") << tr("After");
    else
        header << tr("Cars an hour");
    m_rows->setRows(header, rows);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
}

}  // namespace isopolis
