#include "ui/dialogs/intervention_dialog.h"

#include "ui/text/translate.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr int kStreetRole = Qt::UserRole, kMaxStreetsShown = 400;

QDoubleSpinBox* spin(const char* name, const QString& label, double value, double low, double high, const QString& unit, QFormLayout* form)
{
    auto* box = named(new QDoubleSpinBox, name, label);
    box->setDecimals(0);
    box->setRange(low, high);
    box->setValue(value);
    if (!unit.isEmpty())
        box->setSuffix(QChar(0x00A0) + unit);
    form->addRow(label, box);
    return box;
}

}  // namespace

InterventionDialog::InterventionDialog(CityPtr city, QWidget* parent)
    : FormDialog("interventionDialog", tr("Add intervention"), tr("Add"), parent), m_city(std::move(city)), m_streets(*m_city)
{
    setIntroduction(tr("The same as drawing on the map, from lists: choose what to do, then where."));
    m_kind = addChoice("kind", tr("What"),
                       {tr("Close to motor traffic"), tr("Set a speed limit"), tr("Traffic filter: no through cars and lorries"),
                        tr("Low-emission zone"), tr("New building")},
                       2);
    m_where = new QStackedWidget(this);
    m_where->addWidget(makeStreetPage());
    m_where->addWidget(makeAreaPage());
    addWide(m_where);
    m_numbers = new QStackedWidget(this);
    addWide(makeNumbers());
    m_name = addText("name", tr("Name (optional)"), {});
    connect(m_kind, &QComboBox::currentIndexChanged, this, &InterventionDialog::showKind);
    setCheck([this] { return whatIsMissing(); });
    filterStreets({});
    showKind(m_kind->currentIndex());
    resize(520, 560);
}

QWidget* InterventionDialog::makeStreetPage()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_search = named(new QLineEdit(page), "streetSearch", tr("Search streets"));
    m_search->setPlaceholderText(tr("Street name"));
    m_search->setClearButtonEnabled(true);
    m_streetList = named(new QListWidget(page), "streets", tr("Streets"));
    m_streetList->setSelectionMode(QAbstractItemView::ExtendedSelection);
    connect(m_search, &QLineEdit::textChanged, this, &InterventionDialog::filterStreets);
    layout->addWidget(m_search);
    layout->addWidget(m_streetList, 1);
    return page;
}

QWidget* InterventionDialog::makeAreaPage()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* caption = new QLabel(tr("Neighbourhoods:"), page);
    m_areaList = named(new QListWidget(page), "neighbourhoods", tr("Neighbourhoods"));
    m_areaList->setSelectionMode(QAbstractItemView::ExtendedSelection);
    for (const Neighbourhood& place : m_city->neighbourhoods())
        m_areaList->addItem(text(place.name.empty() ? place.externalId : place.name));
    caption->setBuddy(m_areaList);
    layout->addWidget(caption);
    layout->addWidget(m_areaList, 1);
    return page;
}

QWidget* InterventionDialog::makeNumbers()
{
    const auto page = [this] {
        auto* widget = new QWidget(m_numbers);
        auto* form = new QFormLayout(widget);
        form->setContentsMargins(0, 0, 0, 0);
        m_numbers->addWidget(widget);
        return form;
    };
    page();
    m_limit = spin("limit", tr("New speed limit"), 30, 5, 130, unitText(Unit::KmPerHour), page());
    m_compliance = spin("compliance", tr("Compliance"), 90, 0, 100, QStringLiteral("%"), page());
    QFormLayout* building = page();
    m_residents = spin("residents", tr("Residents"), 100, 0, 200000, {}, building);
    m_jobs = spin("jobs", tr("Jobs"), 0, 0, 200000, {}, building);
    m_height = spin("height", tr("Height"), 15, 2, 500, unitText(Unit::Metre), building);
    m_width = spin("width", tr("Width"), 20, 3, 500, unitText(Unit::Metre), building);
    m_depth = spin("depth", tr("Depth"), 15, 3, 500, unitText(Unit::Metre), building);
    return m_numbers;
}

void InterventionDialog::showKind(int kind)
{
    const Kind chosen = static_cast<Kind>(kind);
    m_where->setCurrentIndex(chosen == Kind::Zone || chosen == Kind::NewBuilding ? 1 : 0);
    m_numbers->setCurrentIndex(chosen == Kind::Speed ? 1 : chosen == Kind::Zone ? 2 : chosen == Kind::NewBuilding ? 3 : 0);
    m_areaList->setSelectionMode(chosen == Kind::NewBuilding ? QAbstractItemView::SingleSelection : QAbstractItemView::ExtendedSelection);
}

void InterventionDialog::filterStreets(const QString& words)
{
    m_streetList->clear();
    const std::vector<StreetItem>& all = m_streets.items();
    for (std::size_t i = 0; i < all.size() && m_streetList->count() < kMaxStreetsShown; ++i) {
        const QString name = text(all[i].name);
        if (!name.contains(words.trimmed(), Qt::CaseInsensitive))
            continue;
        auto* item = new QListWidgetItem(tr("%1 (%2)").arg(name, formatValue(all[i].length_m, Unit::Metre, 0)), m_streetList);
        item->setData(kStreetRole, QVariant::fromValue(static_cast<qulonglong>(i)));
    }
    if (m_streetList->count() > 0 && !words.trimmed().isEmpty())
        m_streetList->setCurrentRow(0);
}

std::vector<RoadTarget> InterventionDialog::streetTargets() const
{
    std::vector<RoadTarget> targets;
    for (const QListWidgetItem* item : m_streetList->selectedItems())
        for (const std::string& way : m_streets.items()[item->data(kStreetRole).toULongLong()].ways)
            targets.push_back({.target = way});
    return targets;
}

std::vector<NeighbourhoodId> InterventionDialog::chosenNeighbourhoods() const
{
    std::vector<NeighbourhoodId> chosen;
    for (const QListWidgetItem* item : m_areaList->selectedItems())
        chosen.push_back(NeighbourhoodId::fromIndex(static_cast<std::size_t>(m_areaList->row(item))));
    return chosen;
}

MultiPolygon InterventionDialog::chosenAreas() const
{
    MultiPolygon area;
    for (NeighbourhoodId id : chosenNeighbourhoods())
        area.insert(area.end(), m_city->neighbourhoods()[id].outline.begin(), m_city->neighbourhoods()[id].outline.end());
    return area;
}

QString InterventionDialog::whatIsMissing() const
{
    const Kind kind = static_cast<Kind>(m_kind->currentIndex());
    if (kind == Kind::Zone || kind == Kind::NewBuilding) {
        if (m_areaList->selectedItems().isEmpty())
            return tr("No neighbourhood is chosen. Select one in the list.");
        if (kind == Kind::NewBuilding && m_residents->value() + m_jobs->value() <= 0)
            return tr("Nobody lives or works there. Enter residents, jobs or both.");
        return {};
    }
    return streetTargets().empty() ? tr("No street is chosen. Select one in the list; the search field narrows it.") : QString();
}

QString InterventionDialog::suggestedName() const
{
    const QListWidget* list = m_where->currentIndex() == 1 ? m_areaList : m_streetList;
    const QList<QListWidgetItem*> chosen = list->selectedItems();
    if (chosen.isEmpty())
        return m_kind->currentText();
    const QString first =
        list == m_areaList ? chosen.front()->text() : text(m_streets.items()[chosen.front()->data(kStreetRole).toULongLong()].name);
    return tr("%1: %2").arg(m_kind->currentText().section(QLatin1Char(':'), 0, 0),
                            chosen.size() > 1 ? tr("%1 and %n other(s)", "", static_cast<int>(chosen.size() - 1)).arg(first) : first);
}

std::vector<Operation> InterventionDialog::operations() const
{
    std::vector<Operation> operations;
    const Kind kind = static_cast<Kind>(m_kind->currentIndex());
    if (kind == Kind::Zone) {
        operations.push_back(LowEmissionZone{.area = chosenAreas(), .compliance = m_compliance->value() / 100});
        return operations;
    }
    if (kind == Kind::NewBuilding) {
        const MultiPolygon area = chosenAreas();
        const Point2 at = interiorPoint(area);
        const double w = m_width->value() / 2, d = m_depth->value() / 2;
        const Polygon footprint{.outer = {{at.x - w, at.y - d}, {at.x + w, at.y - d}, {at.x + w, at.y + d}, {at.x - w, at.y + d}}};
        operations.push_back(
            AddBuilding{utf8(m_name->text().trimmed()), {footprint}, Length::m(m_height->value()), m_residents->value(), m_jobs->value()});
        return operations;
    }
    for (RoadTarget& target : streetTargets()) {
        switch (kind) {
        case Kind::CloseRoad: operations.push_back(CloseRoad{std::move(target)}); break;
        case Kind::Speed: operations.push_back(SetSpeedLimit{std::move(target), Speed::kmh(m_limit->value())}); break;
        default: operations.push_back(TrafficFilter{std::move(target)}); break;
        }
    }
    return operations;
}

Intervention InterventionDialog::intervention() const
{
    const QString name = m_name->text().trimmed();
    return {.name = utf8(name.isEmpty() ? suggestedName() : name), .operations = operations()};
}

}  // namespace isopolis
