#include "ui/dialogs/intervention_dialog.h"

#include "simulation/noise/road_emission.h"
#include "simulation/scenario/operation_limits.h"
#include "ui/dialogs/place_fields.h"
#include "ui/dialogs/transit_fields.h"
#include "ui/layout/choice_box.h"
#include "ui/layout/opening_size.h"
#include "ui/models/find_index.h"
#include "ui/text/translate.h"

#include <QComboBox>
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

constexpr int kStreetRole = Qt::UserRole, kMaxStreetsShown = 400;

constexpr int kAreaPage = 1, kTransitPage = 2, kNowherePage = 3, kPlacePage = 4;  // of what is chosen; 0: streets

QComboBox* choice(const char* name, const QString& label, const QStringList& choices, int current, QFormLayout* form)
{
    auto* box = named(new ChoiceBox, name, label);
    box->addItems(choices);
    box->setCurrentIndex(current);
    form->addRow(label, box);
    return box;
}

/// A line beside another one, to the left if the distance is above 0; corners are cut where they are sharp.
Polyline beside(const Polyline& line, double left_m)
{
    Polyline out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const Point2 a = line[i > 0 ? i - 1 : 0], b = line[std::min(i + 1, line.size() - 1)];
        const double size = distance(a, b);
        if (size > 0)
            out.push_back(line[i] + Point2{-(b.y - a.y) / size, (b.x - a.x) / size} * left_m);
    }
    return out;
}

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

/// Shows one page, as high as it is: a stack is as high as its highest page, most of it empty under the others.
void showPage(QStackedWidget& stack, int index)
{
    stack.setCurrentIndex(index);
    for (int i = 0; i < stack.count(); ++i) {
        QSizePolicy policy = stack.widget(i)->sizePolicy();
        policy.setVerticalPolicy(i == index ? QSizePolicy::Preferred : QSizePolicy::Ignored);
        stack.widget(i)->setSizePolicy(policy);
    }
    stack.updateGeometry();
}

}  // namespace

InterventionDialog::InterventionDialog(CityPtr city, QWidget* parent)
    : FormDialog("interventionDialog", tr("Add intervention"), tr("Add"), parent), m_city(std::move(city)), m_streets(*m_city)
{
    setIntroduction(tr("The same as drawing on the map, from lists: choose what to do, then where."));
    constexpr int kMostKinds = 21;
    m_kind = addChoice("kind", tr("What"),
                       {tr("Close to motor traffic"),
                        tr("Set a speed limit"),
                        tr("Traffic filter: no through cars and lorries"),
                        tr("Low-emission zone"),
                        tr("New building"),
                        tr("Change the number of lanes"),
                        tr("One-way street"),
                        tr("Cycle lane"),
                        tr("New road surface"),
                        tr("Noise barrier beside a street"),
                        tr("Electric cars"),
                        tr("New line of public transport"),
                        tr("More or fewer departures"),
                        tr("Faster or slower line"),
                        tr("Move a stop"),
                        tr("Withdraw a line"),
                        tr("New park"),
                        tr("Remove a building"),
                        tr("Bus lane"),
                        tr("Congestion charge: driving into an area costs"),
                        tr("Road toll: driving along streets costs")},
                       2);
    m_kind->setMaxVisibleItems(kMostKinds);
    m_where = new QStackedWidget(this);
    m_where->addWidget(makeStreetPage());
    m_where->addWidget(makeAreaPage());
    m_transit = new TransitFields(*m_city, this);
    m_where->addWidget(m_transit);
    m_where->addWidget(new QWidget(this));
    m_places = new PlaceFields(*m_city, this);
    m_where->addWidget(m_places);
    constexpr int kLines = 15;  // of the lists
    m_where->setMinimumHeight(kLines * fontMetrics().lineSpacing());
    addWide(m_where);
    m_numbers = new QStackedWidget(this);
    addWide(makeNumbers());
    m_name = addText("name", tr("Name (optional)"), {});
    connect(m_kind, &QComboBox::currentIndexChanged, this, &InterventionDialog::showKind);
    setCheck([this] { return whatIsMissing(); });
    filterStreets({});
    showKind(m_kind->currentIndex());
    resize(openingSize(*this, {520, 560}));
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

QFormLayout* InterventionDialog::numbersPage()
{
    auto* widget = new QWidget(m_numbers);
    auto* form = new QFormLayout(widget);
    form->setContentsMargins(0, 0, 0, 0);
    m_numbers->addWidget(widget);
    return form;
}

/// One page per kind, in the order of the kinds.
QWidget* InterventionDialog::makeNumbers()
{
    numbersPage();
    m_limit = spin("limit", tr("New speed limit"), 30, kSpeedRange_kmh.low, kSpeedRange_kmh.high, unitText(Unit::KmPerHour), numbersPage());
    numbersPage();
    QFormLayout* zone = numbersPage();
    QStringList standards{tr("all vehicles")};
    for (int euro = 1; euro <= static_cast<int>(kEuroRange.high); ++euro)
        standards << tr("Euro %1").arg(euro);
    const LowEmissionZone usual;
    m_petrol = choice("petrol", tr("Petrol vehicles from"), standards, usual.minimumEuroPetrol, zone);
    m_diesel = choice("diesel", tr("Diesel vehicles from"), standards, usual.minimumEuroDiesel, zone);
    m_compliance = spin("compliance", tr("Compliance"), 90, 0, 100, QStringLiteral("%"), zone);
    QFormLayout* building = numbersPage();
    m_residents = spin("residents", tr("Residents"), 100, 0, 200000, {}, building);
    m_jobs = spin("jobs", tr("Jobs"), 0, 0, 200000, {}, building);
    m_height = spin("height", tr("Height"), 15, 2, 500, unitText(Unit::Metre), building);
    m_width = spin("width", tr("Width"), 20, 3, 500, unitText(Unit::Metre), building);
    m_depth = spin("depth", tr("Depth"), 15, 3, 500, unitText(Unit::Metre), building);
    makeStreetNumbers();
    m_electric = spin("electric", tr("Share of cars that become electric"), 10, 0, 100, QStringLiteral("%"), numbersPage());
    numbersPage();  // public transport and places have numbers of their own
    m_charge = spin("charge", tr("Charge for a car"), 5, kChargeRange_eur.low, kChargeRange_eur.high, unitText(Unit::Euro), numbersPage());
    m_charge->setDecimals(2);
    m_charge->setToolTip(tr("A car pays each time it drives into the area; on streets for driving along all of them, and for a part of the "
                            "way that part"));
    return m_numbers;
}

void InterventionDialog::makeStreetNumbers()
{
    m_lanes = spin("lanes", tr("Lanes in each direction"), 1, kLanesRange.low, kLanesRange.high, {}, numbersPage());
    m_lanes->setDecimals(1);
    m_direction = choice("direction", tr("Cars may drive"), {tr("as the street is mapped"), tr("the other way")}, 0, numbersPage());
    m_cycleKind =
        choice("cycleKind", tr("Kind of cycle lane"), {tr("protected from cars"), tr("painted on the carriageway")}, 0, numbersPage());
    QStringList surfaces;
    for (const RoadSurfaceType& surface : roadSurfaces())
        surfaces << tr("%1: %2").arg(text(surface.key), translated("road_surface", surface.label));
    m_surface = choice("surface", tr("Surface"), surfaces, surfaces.size() > 1 ? 1 : 0, numbersPage());
    QFormLayout* barrier = numbersPage();
    m_side = choice("side", tr("Side of the street, as mapped"), {tr("left"), tr("right")}, 1, barrier);
    m_barrierHeight =
        spin("barrierHeight", tr("Height"), 3, kBarrierHeightRange_m.low, kBarrierHeightRange_m.high, unitText(Unit::Metre), barrier);
    m_barrierHeight->setDecimals(1);
    m_barrierAway = spin("barrierAway", tr("Away from the middle of the street"), 6, 2, 50, unitText(Unit::Metre), barrier);
    m_barrierHeight->setToolTip(tr("The wall follows the whole street without gaps, also where side streets begin"));
}

InterventionDialog::Kind InterventionDialog::kind() const { return static_cast<Kind>(m_kind->currentIndex()); }

void InterventionDialog::showKind(int index)
{
    const Kind chosen = static_cast<Kind>(index);
    const bool transit = onTransit();
    showPage(*m_where, transit ? kTransitPage : onPlace() ? kPlacePage : chosen == Kind::Fleet ? kNowherePage : inAreas() ? kAreaPage : 0);
    if (transit)
        m_transit->show(static_cast<TransitFields::Kind>(index - static_cast<int>(Kind::NewLine)));
    if (onPlace())
        m_places->show(static_cast<PlaceFields::Kind>(index - static_cast<int>(Kind::Park)));
    // The last two pages: no numbers, and the charge.
    showPage(*m_numbers, charging() ? m_numbers->count() - 1 : std::min(index, m_numbers->count() - 2));
    m_areaList->setSelectionMode(chosen == Kind::NewBuilding ? QAbstractItemView::SingleSelection : QAbstractItemView::ExtendedSelection);
}

void InterventionDialog::filterStreets(const QString& words)
{
    m_streetList->clear();
    const std::vector<StreetItem>& all = m_streets.items();
    const QString plain = plainWords(words);
    for (std::size_t i = 0; i < all.size() && m_streetList->count() < kMaxStreetsShown; ++i) {
        const QString name = text(all[i].name);
        if (!plainWords(name).contains(plain))
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
    if (kind() == Kind::Fleet)
        return m_electric->value() > 0 ? QString() : tr("No car becomes electric. Enter a share above 0.");
    if (onPlace())
        return m_places->whatIsMissing();
    if (onTransit()) {
        const TransitNetwork& transit = m_city->transit();
        if (kind() == Kind::NewLine ? transit.stops.empty() : transit.lines.empty())
            return tr("The city has no public transport to change. Import a timetable first.");
        return m_transit->whatIsMissing();
    }
    if (charging() && m_charge->value() <= 0)
        return tr("Nobody pays anything. Enter a charge above 0.");
    if (inAreas()) {
        if (m_areaList->selectedItems().isEmpty())
            return tr("No neighbourhood is chosen. Select one in the list.");
        if (kind() == Kind::NewBuilding && m_residents->value() + m_jobs->value() <= 0)
            return tr("Nobody lives or works there. Enter residents, jobs or both.");
        return {};
    }
    if (streetTargets().empty())
        return tr("No street is chosen. Select one in the list; the search field narrows it.");
    if (kind() == Kind::BusLane && operations({}).empty())
        return tr("No chosen street has two lanes in one direction, so none can be given to buses. Change the number of lanes first, or "
                  "take a traffic filter: it lets buses pass.");
    return {};
}

bool InterventionDialog::roomForBuses(const std::string& way) const
{
    const auto& links = m_city->roads().links();
    const auto ids = m_city->roads().linksOf(way);
    return std::any_of(ids.begin(), ids.end(), [&](LinkId id) { return links[id].lanes >= 2 && links[id].modes.has(Mode::Bus); });
}

QString InterventionDialog::suggestedName() const
{
    const QString what = m_kind->currentText().section(QLatin1Char(':'), 0, 0);
    if (onPlace())
        return m_places->subject().isEmpty() ? what : tr("%1: %2").arg(what, m_places->subject());
    if (onTransit())
        return m_transit->subject().isEmpty() ? what : tr("%1: %2").arg(what, m_transit->subject());
    if (kind() == Kind::Fleet)
        return tr("%1: %2").arg(what, formatShare(m_electric->value() / 100));
    const QListWidget* list = m_where->currentIndex() == kAreaPage ? m_areaList : m_streetList;
    const QList<QListWidgetItem*> chosen = list->selectedItems();
    if (chosen.isEmpty())
        return what;
    const QString first =
        list == m_areaList ? chosen.front()->text() : text(m_streets.items()[chosen.front()->data(kStreetRole).toULongLong()].name);
    return tr("%1: %2").arg(what, chosen.size() > 1 ? tr("%1 and %n other(s)", "", static_cast<int>(chosen.size() - 1)).arg(first) : first);
}

Operation InterventionDialog::onStreet(Kind kind, RoadTarget target) const
{
    switch (kind) {
    case Kind::CloseRoad: return CloseRoad{std::move(target)};
    case Kind::Speed: return SetSpeedLimit{std::move(target), Speed::kmh(m_limit->value())};
    case Kind::Lanes: return SetLanes{std::move(target), m_lanes->value()};
    case Kind::OneWay:
        return OneWay{std::move(target), m_direction->currentIndex() == 0 ? OneWay::Direction::Forward : OneWay::Direction::Backward};
    case Kind::CycleLane:
        return CycleLane{std::move(target), m_cycleKind->currentIndex() == 0 ? CycleFacility::Protected : CycleFacility::Painted};
    case Kind::Surface:
        return RoadSurface{std::move(target), std::string(roadSurfaces()[static_cast<std::size_t>(m_surface->currentIndex())].key)};
    case Kind::BusLane: return BusLane{std::move(target)};
    case Kind::ChargeStreets: return RoadCharge{std::move(target), m_charge->value()};
    default: return TrafficFilter{std::move(target)};
    }
}

std::vector<Operation> InterventionDialog::barriers(const std::string& name) const
{
    std::vector<Operation> out;
    const double left = m_side->currentIndex() == 0 ? m_barrierAway->value() : -m_barrierAway->value();
    const RoadNetwork& roads = m_city->roads();
    for (const RoadTarget& target : streetTargets()) {
        // The links of the mapped direction, joined where one goes on from the other.
        std::vector<Polyline> lines;
        for (const LinkId id : roads.linksOf(target.target)) {
            const RoadLink& link = roads.links()[id];
            if (link.reverse.valid() && link.reverse < id)
                continue;
            if (!lines.empty() && lines.back().back() == link.geometry.front())
                lines.back().insert(lines.back().end(), link.geometry.begin() + 1, link.geometry.end());
            else
                lines.push_back(link.geometry);
        }
        for (const Polyline& line : lines)
            if (Polyline axis = beside(line, left); axis.size() > 1)
                out.push_back(NoiseBarrier{.name = name, .axis = std::move(axis), .height = Length::m(m_barrierHeight->value())});
    }
    return out;
}

std::vector<Operation> InterventionDialog::operations(const std::string& name) const
{
    std::vector<Operation> operations;
    if (onTransit())
        return {m_transit->operation(name)};
    if (onPlace())
        return {m_places->operation(name)};
    if (kind() == Kind::Fleet)
        return {FleetShift{.electricShare = m_electric->value() / 100}};
    if (kind() == Kind::Barrier)
        return barriers(name);
    if (kind() == Kind::Zone)
        return {LowEmissionZone{.area = chosenAreas(),
                                .minimumEuroPetrol = m_petrol->currentIndex(),
                                .minimumEuroDiesel = m_diesel->currentIndex(),
                                .compliance = m_compliance->value() / 100}};
    if (kind() == Kind::ChargeArea)
        return {RoadCharge{{.area = chosenAreas()}, m_charge->value()}};
    if (kind() == Kind::NewBuilding) {
        const MultiPolygon area = chosenAreas();
        const Point2 at = interiorPoint(area);
        const double w = m_width->value() / 2, d = m_depth->value() / 2;
        const Polygon footprint{.outer = {{at.x - w, at.y - d}, {at.x + w, at.y - d}, {at.x + w, at.y + d}, {at.x - w, at.y + d}}};
        return {
            AddBuilding{utf8(m_name->text().trimmed()), {footprint}, Length::m(m_height->value()), m_residents->value(), m_jobs->value()}};
    }
    for (RoadTarget& target : streetTargets())
        if (kind() != Kind::BusLane || roomForBuses(target.target))  // a street is wide in places
            operations.push_back(onStreet(kind(), std::move(target)));
    return operations;
}

Intervention InterventionDialog::intervention() const
{
    const QString typed = m_name->text().trimmed();
    const std::string name = utf8(typed.isEmpty() ? suggestedName() : typed);
    return {.name = name, .operations = operations(name)};
}

}  // namespace isopolis
