#include "ui/dialogs/place_fields.h"

#include "simulation/scenario/building_people.h"
#include "simulation/scenario/operation_limits.h"
#include "simulation/scenario/scenario_parameters.h"
#include "ui/dialogs/number_field.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

namespace {

constexpr int kIdRole = Qt::UserRole, kMostShown = 400;
constexpr int kRowsShown = 6;  // of a list: two lists and what follows them fit the dialog
constexpr double kShortestSide_m = 5, kLongestSide_m = 3000;

QFormLayout* formOf(QVBoxLayout* layout)
{
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(form);
    return form;
}

void keepLow(QListWidget& list) { list.setMaximumHeight(kRowsShown * (list.fontMetrics().lineSpacing() + 2)); }

}  // namespace

PlaceFields::PlaceFields(const City& city, QWidget* parent) : QWidget(parent), m_city(city), m_pages(new QStackedWidget(this))
{
    auto* caption = new QLabel(tr("Neighbourhood:"), this);
    m_neighbourhoods = named(new QListWidget(this), "placeNeighbourhoods", tr("Neighbourhood"));
    caption->setBuddy(m_neighbourhoods);
    keepLow(*m_neighbourhoods);
    for (const Neighbourhood& place : m_city.neighbourhoods())
        m_neighbourhoods->addItem(text(place.name.empty() ? place.externalId : place.name));
    m_pages->addWidget(makePark());
    m_pages->addWidget(makeRemoval());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(caption);
    layout->addWidget(m_neighbourhoods, 1);
    layout->addWidget(m_pages, 1);
    connect(m_neighbourhoods, &QListWidget::currentRowChanged, this, &PlaceFields::listBuildings);
    show(m_kind);
}

QWidget* PlaceFields::makePark()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_whole = named(new QCheckBox(tr("The whole neighbourhood becomes a park"), page), "wholeNeighbourhood",
                    tr("The whole neighbourhood becomes a park"));
    layout->addWidget(m_whole);
    QFormLayout* form = formOf(layout);
    m_width = numberField("parkWidth", tr("Width"), 100, {kShortestSide_m, kLongestSide_m}, unitText(Unit::Metre), form);
    m_depth = numberField("parkDepth", tr("Depth"), 100, {kShortestSide_m, kLongestSide_m}, unitText(Unit::Metre), form);
    auto* words =
        new QLabel(tr("In the middle of the neighbourhood. Draw the park on the map for another shape or place. Buildings stay."), page);
    words->setWordWrap(true);
    layout->addWidget(words);
    layout->addStretch();
    connect(m_whole, &QCheckBox::toggled, this, [this](bool whole) {
        m_width->setEnabled(!whole);
        m_depth->setEnabled(!whole);
    });
    return page;
}

QWidget* PlaceFields::makeRemoval()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_search = named(new QLineEdit(page), "buildingSearch", tr("Search buildings by their id"));
    m_search->setPlaceholderText(tr("Id of a building"));
    m_search->setClearButtonEnabled(true);
    m_buildings = named(new QListWidget(page), "buildings", tr("Buildings, the largest first"));
    keepLow(*m_buildings);
    m_estimate = named(new QLabel(page), "buildingPeople", tr("Who leaves with the building"));
    m_estimate->setWordWrap(true);
    m_known = named(new QCheckBox(tr("Its residents and jobs are known:"), page), "peopleKnown", tr("Its residents and jobs are known"));
    layout->addWidget(m_search);
    layout->addWidget(m_buildings, 1);
    layout->addWidget(m_estimate);
    layout->addWidget(m_known);
    QFormLayout* form = formOf(layout);
    m_residents = numberField("leavingResidents", tr("Residents"), 0, kPeopleRange, {}, form);
    m_jobs = numberField("leavingJobs", tr("Jobs"), 0, kPeopleRange, {}, form);
    m_residents->setEnabled(false);
    m_jobs->setEnabled(false);
    connect(m_search, &QLineEdit::textChanged, this, &PlaceFields::listBuildings);
    connect(m_buildings, &QListWidget::currentRowChanged, this, &PlaceFields::showEstimate);
    connect(m_known, &QCheckBox::toggled, this, [this](bool known) {
        m_residents->setEnabled(known);
        m_jobs->setEnabled(known);
    });
    return page;
}

void PlaceFields::show(Kind kind)
{
    m_kind = kind;
    m_pages->setCurrentIndex(static_cast<int>(kind));
    if (kind == Kind::RemoveBuilding && m_buildings->count() == 0)
        listBuildings();
}

void PlaceFields::listBuildings()
{
    m_buildings->clear();
    if (m_kind != Kind::RemoveBuilding || !neighbourhood().valid()) {
        showEstimate();
        return;
    }
    const MultiPolygon& outline = m_city.neighbourhoods()[neighbourhood()].outline;
    const Box box = bounds(outline);
    const QString words = m_search->text().trimmed();
    std::vector<std::pair<double, BuildingId>> found;
    for (const BuildingId id : idsOf(m_city.buildings())) {
        const Building& each = m_city.buildings()[id];
        if (each.footprint.empty() || each.externalId.empty())
            continue;
        const Point2 at = centroid(each.footprint);
        if (box.contains(at) && contains(outline, at) && text(each.externalId).contains(words, Qt::CaseInsensitive))
            found.emplace_back(-area(each.footprint) * each.height_m, id);
    }
    std::sort(found.begin(), found.end());
    for (const auto& [size, id] : found) {
        if (m_buildings->count() >= kMostShown)
            break;
        const Building& each = m_city.buildings()[id];
        auto* item = new QListWidgetItem(tr("%1: %2, %3 high")
                                             .arg(text(each.externalId), formatValue(area(each.footprint), Unit::SquareMetre, 0),
                                                  formatValue(each.height_m, Unit::Metre, 0)),
                                         m_buildings);
        item->setData(kIdRole, static_cast<int>(id.index()));
    }
    showEstimate();
}

void PlaceFields::showEstimate()
{
    const BuildingId id = building();
    if (!id.valid()) {
        m_estimate->clear();
        return;
    }
    const BuildingPeople people = buildingPeople(m_city, {id}, kMixedHomes.standard);
    m_estimate->setText(tr("Estimated by its share of the neighbourhood's floor area: %1 residents and %2 jobs leave the city with it.")
                            .arg(formatPeople(people.residents), formatPeople(people.jobs)));
    if (!m_known->isChecked()) {
        m_residents->setValue(people.residents);
        m_jobs->setValue(people.jobs);
    }
}

NeighbourhoodId PlaceFields::neighbourhood() const
{
    const int row = m_neighbourhoods->currentRow();
    return row < 0 ? NeighbourhoodId() : NeighbourhoodId::fromIndex(static_cast<std::size_t>(row));
}

BuildingId PlaceFields::building() const
{
    const QListWidgetItem* item = m_buildings->currentItem();
    return item ? BuildingId::fromIndex(static_cast<std::size_t>(item->data(kIdRole).toInt())) : BuildingId();
}

QString PlaceFields::whatIsMissing() const
{
    if (!neighbourhood().valid())
        return tr("No neighbourhood is chosen. Select one in the list.");
    if (m_kind == Kind::RemoveBuilding && !building().valid())
        return m_buildings->count() > 0
                   ? tr("No building is chosen. Select one in the list; the search field narrows it.")
                   : tr("No building of this neighbourhood has such an id. Clear the search field, or choose another one.");
    return {};
}

QString PlaceFields::subject() const
{
    if (m_kind == Kind::RemoveBuilding)
        return building().valid() ? text(m_city.buildings()[building()].externalId) : QString();
    const QListWidgetItem* item = m_neighbourhoods->currentItem();
    return item ? item->text() : QString();
}

Operation PlaceFields::operation(const std::string& name) const
{
    if (m_kind == Kind::RemoveBuilding) {
        RemoveBuilding removal{.target = building().valid() ? m_city.buildings()[building()].externalId : std::string()};
        if (m_known->isChecked()) {
            removal.residents = m_residents->value();
            removal.jobs = m_jobs->value();
        }
        return removal;
    }
    if (!neighbourhood().valid())
        return GreenSpace{.name = name};
    const Neighbourhood& place = m_city.neighbourhoods()[neighbourhood()];
    if (m_whole->isChecked())
        return GreenSpace{.name = name, .target = "neighbourhood:" + place.externalId};
    const Point2 at = interiorPoint(place.outline);
    const double w = m_width->value() / 2, d = m_depth->value() / 2;
    return GreenSpace{.name = name,
                      .area = {Polygon{.outer = {{at.x - w, at.y - d}, {at.x + w, at.y - d}, {at.x + w, at.y + d}, {at.x - w, at.y + d}}}}};
}

}  // namespace isopolis
