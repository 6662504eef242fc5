#include "ui/dialogs/transit_fields.h"

#include "simulation/scenario/operation_limits.h"
#include "ui/dialogs/number_field.h"
#include "ui/layout/choice_box.h"
#include "ui/models/find_index.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace isopolis {

namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr double kHour_s = 3600;
constexpr std::size_t kFewestStops = 2;
constexpr const char* kModes[] = {"bus", "tram", "rail", "ferry"};

template <class Things>
QListWidget* listOf(const Things& things, const char* name, const QString& label, QWidget* parent)
{
    auto* list = named(new QListWidget(parent), name, label);
    for (std::size_t i = 0; i < things.size(); ++i) {
        const auto& thing = things.raw()[i];
        auto* item = new QListWidgetItem(text(thing.name.empty() ? thing.externalId : thing.name), list);
        item->setData(kIdRole, static_cast<int>(i));
    }
    list->sortItems();
    return list;
}

QLineEdit* searchOf(const char* name, const QString& label, QWidget* parent)
{
    auto* search = named(new QLineEdit(parent), name, label);
    search->setPlaceholderText(label);
    search->setClearButtonEnabled(true);
    return search;
}

}  // namespace

TransitFields::TransitFields(const City& city, QWidget* parent)
    : QWidget(parent), m_city(city), m_where(new QStackedWidget(this)), m_numbers(new QStackedWidget(this))
{
    m_where->addWidget(makeLines());
    m_where->addWidget(makeStops());
    makeNumbers();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_where, 1);
    layout->addWidget(m_numbers);
    show(m_kind);
}

QWidget* TransitFields::makeLines()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    QLineEdit* search = searchOf("lineSearch", tr("Search lines"), page);
    m_lines = listOf(m_city.transit().lines, "lines", tr("Lines"), page);
    connect(search, &QLineEdit::textChanged, this, [this](const QString& words) { filter(*m_lines, words); });
    layout->addWidget(search);
    layout->addWidget(m_lines, 1);
    return page;
}

QWidget* TransitFields::makeStops()
{
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    QLineEdit* search = searchOf("stopSearch", tr("Search stops"), page);
    m_stops = listOf(m_city.transit().stops, "stops", tr("Stops"), page);
    connect(search, &QLineEdit::textChanged, this, [this](const QString& words) { filter(*m_stops, words); });
    connect(m_stops, &QListWidget::itemActivated, this, [this] {
        if (m_kind == Kind::NewLine)
            addStop();
    });
    m_routeBox = new QWidget(page);
    auto* route = new QVBoxLayout(m_routeBox);
    route->setContentsMargins(0, 0, 0, 0);
    auto* buttons = new QHBoxLayout;
    auto* add = named(new QPushButton(tr("Add stop"), m_routeBox), "addStop", tr("Add the selected stop to the line"));
    auto* remove = named(new QPushButton(tr("Remove"), m_routeBox), "removeStop", tr("Remove the selected stop from the line"));
    for (QPushButton* button : {add, remove}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    m_route = named(new QListWidget(m_routeBox), "route", tr("Stops of the new line, in order"));
    auto* caption = new QLabel(tr("Stops of the new line, in order:"), m_routeBox);
    caption->setBuddy(m_route);
    route->addLayout(buttons);
    route->addWidget(caption);
    route->addWidget(m_route, 1);
    connect(add, &QPushButton::clicked, this, &TransitFields::addStop);
    connect(remove, &QPushButton::clicked, this, [this] { delete m_route->takeItem(m_route->currentRow()); });
    layout->addWidget(search);
    layout->addWidget(m_stops, 1);
    layout->addWidget(m_routeBox, 1);
    return page;
}

void TransitFields::makeNumbers()
{
    const auto page = [this] {
        auto* widget = new QWidget(m_numbers);
        auto* form = new QFormLayout(widget);
        form->setContentsMargins(0, 0, 0, 0);
        m_numbers->addWidget(widget);
        return form;
    };
    const QString minutes = unitText(Unit::Minute);
    QFormLayout* line = page();
    m_mode = named(new ChoiceBox, "mode", tr("Kind of line"));
    m_mode->addItems({tr("Bus"), tr("Tram"), tr("Rail"), tr("Ferry")});
    line->addRow(tr("Kind of line"), m_mode);
    m_newHeadway = numberField("newHeadway", tr("A departure every"), 10, kHeadwayRange_min, minutes, line);
    m_newSpeed = numberField("newSpeed", tr("Mean speed with halts"), 18, kTransitSpeedRange_kmh, unitText(Unit::KmPerHour), line);
    m_both = named(new QCheckBox(tr("In both directions")), "bothDirections", tr("In both directions"));
    m_both->setChecked(true);
    line->addRow(m_both);
    QFormLayout* headway = page();
    constexpr ValueRange kHours{0, 30};
    m_headway = numberField("headway", tr("A departure every"), 10, kHeadwayRange_min, minutes, headway);
    m_from = numberField("from", tr("From hour of the day"), 6, kHours, unitText(Unit::Hour), headway);
    m_to = numberField("to", tr("To hour of the day"), 20, kHours, unitText(Unit::Hour), headway);
    constexpr ValueRange kFaster_pct{-70, 300};  // factors 0.3 to 4
    m_faster = numberField("faster", tr("Faster between stops by"), 10, kFaster_pct, QStringLiteral("%"), page());
    QFormLayout* move = page();
    constexpr ValueRange kMove_m{-5000, 5000};
    m_east = numberField("east", tr("To the east"), 0, kMove_m, unitText(Unit::Metre), move);
    m_north = numberField("north", tr("To the north"), 0, kMove_m, unitText(Unit::Metre), move);
    page();
}

void TransitFields::show(Kind kind)
{
    m_kind = kind;
    m_where->setCurrentIndex(kind == Kind::NewLine || kind == Kind::MoveStop ? 1 : 0);
    m_routeBox->setVisible(kind == Kind::NewLine);
    m_numbers->setCurrentIndex(static_cast<int>(kind));
}

void TransitFields::filter(QListWidget& list, const QString& words)
{
    int first = -1;
    for (int row = 0; row < list.count(); ++row) {
        const bool fits = plainWords(list.item(row)->text()).contains(plainWords(words));
        list.item(row)->setHidden(!fits);
        if (fits && first < 0)
            first = row;
    }
    if (!words.trimmed().isEmpty())
        list.setCurrentRow(first);
}

void TransitFields::addStop()
{
    const QListWidgetItem* chosen = m_stops->currentItem();
    if (!chosen || chosen->isHidden())
        return;
    m_route->addItem(chosen->clone());
    m_route->setCurrentRow(m_route->count() - 1);
}

std::vector<Point2> TransitFields::chosenStops() const
{
    std::vector<Point2> stops;
    for (int row = 0; row < m_route->count(); ++row)
        stops.push_back(m_city.transit().stops.raw()[static_cast<std::size_t>(m_route->item(row)->data(kIdRole).toInt())].at);
    return stops;
}

const TransitLine* TransitFields::line() const
{
    const QListWidgetItem* item = m_lines->currentItem();
    return item && !item->isHidden() ? &m_city.transit().lines.raw()[static_cast<std::size_t>(item->data(kIdRole).toInt())] : nullptr;
}

const TransitStop* TransitFields::stop() const
{
    const QListWidgetItem* item = m_stops->currentItem();
    return item && !item->isHidden() ? &m_city.transit().stops.raw()[static_cast<std::size_t>(item->data(kIdRole).toInt())] : nullptr;
}

QString TransitFields::whatIsMissing() const
{
    switch (m_kind) {
    case Kind::NewLine:
        return chosenStops().size() < kFewestStops ? tr("A line needs two stops or more. Choose stops in the list and press Add stop.")
                                                   : QString();
    case Kind::MoveStop:
        if (!stop())
            return tr("No stop is chosen. Select one in the list; the search field narrows it.");
        return m_east->value() == 0 && m_north->value() == 0 ? tr("The stop stays where it is. Enter metres to the east or north.")
                                                             : QString();
    case Kind::Headway:
        if (line() && m_to->value() <= m_from->value())
            return tr("The period ends before it begins. Enter a later hour.");
        break;
    case Kind::Speed:
    case Kind::Withdraw: break;
    }
    return line() ? QString() : tr("No line is chosen. Select one in the list; the search field narrows it.");
}

QString TransitFields::subject() const
{
    const auto nameOf = [](const auto& thing) { return text(thing.name.empty() ? thing.externalId : thing.name); };
    if (m_kind == Kind::NewLine)
        return m_route->count() >= 2 ? tr("%1 – %2").arg(m_route->item(0)->text(), m_route->item(m_route->count() - 1)->text()) : QString();
    if (m_kind == Kind::MoveStop)
        return stop() ? nameOf(*stop()) : QString();
    return line() ? nameOf(*line()) : QString();
}

Operation TransitFields::operation(const std::string& name) const
{
    constexpr double kPercent = 0.01;
    const std::string target = line() ? line()->externalId : std::string();
    switch (m_kind) {
    case Kind::NewLine:
        return AddTransitLine{.name = name,
                              .mode = kModes[m_mode->currentIndex()],
                              .stops = chosenStops(),
                              .headway_min = m_newHeadway->value(),
                              .speed = Speed::kmh(m_newSpeed->value()),
                              .bothDirections = m_both->isChecked()};
    case Kind::Headway:
        return ChangeHeadway{.target = target,
                             .headway_min = m_headway->value(),
                             .from_s = static_cast<int>(kHour_s * m_from->value()),
                             .to_s = static_cast<int>(kHour_s * m_to->value())};
    case Kind::Speed: return SetTransitSpeed{.target = target, .factor = 1 + kPercent * m_faster->value()};
    case Kind::MoveStop: {
        const TransitStop* moved = stop();
        return MoveStop{.target = moved ? moved->externalId : std::string(),
                        .to = (moved ? moved->at : Point2{}) + Point2{m_east->value(), m_north->value()}};
    }
    case Kind::Withdraw: break;
    }
    return WithdrawLine{.target = target};
}

}  // namespace isopolis
