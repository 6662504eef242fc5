#include "ui/panels/street_page.h"

#include "ui/models/table_of_rows.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <functional>

namespace isopolis {

namespace {

QString accessText(ModeSet modes)
{
    QStringList allowed;
    if (modes.has(Mode::Car))
        allowed << StreetPage::tr("cars");
    if (modes.has(Mode::Lorry))
        allowed << StreetPage::tr("lorries");
    if (modes.has(Mode::Bus))
        allowed << StreetPage::tr("buses");
    if (modes.has(Mode::Cycle))
        allowed << StreetPage::tr("cycles");
    if (modes.has(Mode::Walk))
        allowed << StreetPage::tr("people on foot");
    return allowed.isEmpty() ? StreetPage::tr("nobody") : allowed.join(QStringLiteral(", "));
}

}  // namespace

StreetPage::StreetPage(ProjectDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document), m_title(new QLabel(this)), m_facts(new QLabel(this)),
      m_table(named(new QTableView(this), "streetTable", tr("Figures of the selected street"))), m_rows(new TableOfRows(this))
{
    setObjectName(QStringLiteral("streetPage"));
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setObjectName(QStringLiteral("streetTitle"));
    for (QLabel* label : {m_title, m_facts}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_table->setModel(m_rows);
    m_table->verticalHeader()->hide();
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(true);
    // As high as their words, also after the panel has become narrower.
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_title);
    layout->addWidget(m_facts);
    layout->addWidget(m_table, 1);
    layout->addStretch(0);
    refresh();
}

QList<QStringList> StreetPage::rowsOf(LinkId link) const
{
    QList<QStringList> rows;
    const AppliedScenario& after = *m_document.applied();
    const Results& results = m_document.results();
    const AppliedScenario* before = results.before ? &results.before->applied : nullptr;
    const auto stateOf = [&](const AppliedScenario* side) -> const LinkState* {
        return side && side->links.contains(link) ? &side->links[link] : nullptr;
    };
    const LinkState* old = stateOf(before);
    const LinkState* now = stateOf(&after);
    const QString none = QStringLiteral("–");
    if (now) {
        rows << QStringList{tr("Speed limit"),
                            old ? formatValue(old->speed_kmh, Unit::KmPerHour, 0) : none,
                            formatValue(now->speed_kmh, Unit::KmPerHour, 0),
                            {}};
        rows << QStringList{tr("Lanes in this direction"), old ? formatPlain(old->lanes) : none, formatPlain(now->lanes), {}};
    }
    const auto figure = [&](const QString& label, Unit unit, int decimals,
                            const std::function<const IdVector<LinkId, double>&(const Run&)>& of) {
        const auto value = [&](const RunPtr& run) { return run && of(*run).contains(link) ? of(*run)[link] : kUnknown; };
        const double b = value(results.before), a = value(results.after);
        rows << QStringList{label, formatValue(b, unit, decimals), formatValue(a, unit, decimals), formatChange(a - b, unit, decimals)};
    };
    figure(
        tr("Cars, modelled hour"), Unit::VehPerHour, 0, [](const Run& r) -> const auto& { return r.traffic.flow_veh_h; });
    figure(
        tr("Cars per day"), Unit::VehPerDay, 0, [](const Run& r) -> const auto& { return r.traffic.flow_veh_day; });
    figure(
        tr("Capacity"), Unit::VehPerHour, 0, [](const Run& r) -> const auto& { return r.traffic.capacity_veh_h; });
    figure(
        tr("Speed in that hour"), Unit::KmPerHour, 0, [](const Run& r) -> const auto& { return r.traffic.speed_kmh; });
    figure(
        tr("Nitrogen oxides (NOx)"), Unit::GramPerDay, 0, [](const Run& r) -> const auto& { return r.emissions.nox_g_day; });
    figure(
        tr("Fine particles (PM2.5)"), Unit::GramPerDay, 1, [](const Run& r) -> const auto& { return r.emissions.pm25_g_day; });
    return rows;
}

void StreetPage::addSection(QWidget* section) { static_cast<QVBoxLayout*>(layout())->insertWidget(layout()->count() - 1, section, 1); }

void StreetPage::refresh()
{
    const std::vector<LinkId>& links = m_document.selection().links;
    const bool shown = !links.empty() && m_document.applied() && links.front().index() < m_document.applied()->linkCount();
    m_table->setVisible(shown);
    if (!shown) {
        m_title->setText(tr("No street selected"));
        m_facts->setText(tr("Click a street on the map."));
        return;
    }
    const AppliedScenario& applied = *m_document.applied();
    const LinkId link = links.front();
    const std::string& name = applied.name(link);
    m_title->setText(name.empty() ? tr("Street without a name") : text(name));
    m_facts->setText(tr("%1 long, open to %2. The figures are of one direction (%3).", "length, modes, feature id")
                         .arg(formatValue(applied.length_m(link), Unit::Metre, 0), accessText(applied.links[link].modes),
                              text(applied.externalId(link))));
    QList<QStringList> rows = rowsOf(link);
    if (m_document.active()) {
        m_rows->setRows({tr("Figure"), tr("Before"), tr("After"), tr("Change")}, rows);
    } else {  // the city as it is: nothing to compare
        for (QStringList& row : rows)
            row = {row[0], row[2]};
        m_rows->setRows({tr("Figure"), tr("Value")}, rows);
    }
    // Words wrap, so that the figures are seen whole.
    QHeaderView& header = *m_table->horizontalHeader();
    header.setSectionResizeMode(QHeaderView::ResizeToContents);
    header.setSectionResizeMode(0, QHeaderView::Stretch);
}

}  // namespace isopolis
