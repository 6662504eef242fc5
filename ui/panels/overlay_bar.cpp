#include "ui/panels/overlay_bar.h"

#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/scene/overlay_group.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QRadioButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <utility>
#include <vector>

namespace isopolis {

namespace {

/// One line of the list; headings have none.
struct Entry {
    OverlayKind kind = OverlayKind::None;
    Indicator indicator = Indicator::No2;
    LevelField field = LevelField::NoiseLden;
};

enum class Group { Traffic, Access, Transit, Air, Noise, Health };

Group groupOf(Indicator indicator)
{
    switch (indicator) {
    case Indicator::No2:
    case Indicator::Pm25:
    case Indicator::Pm10:
    case Indicator::Co2: return Group::Air;
    case Indicator::NoiseLden: return Group::Noise;
    case Indicator::NoiseAnnoyed:
    case Indicator::NoiseSleep:
    case Indicator::No2AboveEu:
    case Indicator::Pm25AboveEu:
    case Indicator::Pm10AboveEu: return Group::Health;
    case Indicator::JobsByTransit: return Group::Transit;
    case Indicator::RoadCharge:
    case Indicator::CarTime: return Group::Traffic;
    case Indicator::JobsByCar:
    case Indicator::JobsOnFoot:
    case Indicator::JobsByCycle:
    case Indicator::SchoolOnFoot:
    case Indicator::ClinicOnFoot:
    case Indicator::ParkOnFoot: break;
    }
    return Group::Access;
}

Group groupOf(LevelField field)
{
    return field == LevelField::No2 || field == LevelField::Pm25 || field == LevelField::Pm10 ? Group::Air : Group::Noise;
}

QString titleOf(Group group)
{
    switch (group) {
    case Group::Traffic: return OverlayBar::tr("Traffic");
    case Group::Access: return OverlayBar::tr("Access");
    case Group::Transit: return OverlayBar::tr("Public transport");
    case Group::Air: return OverlayBar::tr("Air and climate");
    case Group::Noise: return OverlayBar::tr("Noise");
    case Group::Health: break;
    }
    return OverlayBar::tr("Health");
}

/// Entries of a group that are no indicators.
std::vector<std::pair<QString, OverlayKind>> othersOf(Group group)
{
    switch (group) {
    case Group::Traffic:
        return {{OverlayBar::tr("Traffic on streets"), OverlayKind::Traffic},
                {OverlayBar::tr("Change of traffic"), OverlayKind::TrafficChange},
                {OverlayBar::tr("Who uses the street"), OverlayKind::StreetUsers}};
    case Group::Access: return {{OverlayBar::tr("Reach from a place"), OverlayKind::Reach}};
    case Group::Transit: return {{OverlayBar::tr("Lines and stops"), OverlayKind::Transit}};
    case Group::Air: return {{OverlayBar::tr("CO2 per kilometre of street"), OverlayKind::StreetCo2}};
    case Group::Noise:
    case Group::Health: break;
    }
    return {};
}

constexpr int kEntryRole = Qt::UserRole;

/// Kind, indicator and field in one number that the list carries.
int keyOf(const Entry& entry)
{
    constexpr int kPlace = 1000;
    return static_cast<int>(entry.kind) * kPlace + (entry.kind == OverlayKind::Indicator ? static_cast<int>(entry.indicator)
                                                    : entry.kind == OverlayKind::Levels  ? static_cast<int>(entry.field)
                                                                                         : 0);
}

Entry entryOf(int key)
{
    constexpr int kPlace = 1000;
    Entry entry{.kind = static_cast<OverlayKind>(key / kPlace)};
    if (entry.kind == OverlayKind::Indicator)
        entry.indicator = static_cast<Indicator>(key % kPlace);
    if (entry.kind == OverlayKind::Levels)
        entry.field = static_cast<LevelField>(key % kPlace);
    return entry;
}

/// Fills the list: a heading per group, which can be neither chosen nor stepped on, and its entries.
void fill(QComboBox& list)
{
    auto* rows = new QStandardItemModel(&list);
    const auto add = [rows](const QString& label, const Entry& entry) {
        auto* item = new QStandardItem(label);
        item->setData(keyOf(entry), kEntryRole);
        rows->appendRow(item);
    };
    for (const Group group : {Group::Traffic, Group::Access, Group::Transit, Group::Air, Group::Noise, Group::Health}) {
        auto* heading = new QStandardItem(titleOf(group));
        heading->setFlags(Qt::NoItemFlags);
        QFont bold = list.font();
        bold.setBold(true);
        heading->setFont(bold);
        heading->setData(OverlayBar::tr("Heading: %1").arg(titleOf(group)), Qt::AccessibleTextRole);
        rows->appendRow(heading);
        for (const auto& [label, kind] : othersOf(group))
            add(label, {.kind = kind});
        for (const IndicatorInfo& info : allIndicators())
            if (groupOf(info.indicator) == group)
                add(translated("indicator", info.label), {.kind = OverlayKind::Indicator, .indicator = info.indicator});
        for (const LevelFieldInfo& info : allLevelFields())
            if (groupOf(info.field) == group)
                add(translated("indicator", info.title), {.kind = OverlayKind::Levels, .field = info.field});
    }
    add(OverlayBar::tr("Nothing: the plain city"), {});
    list.setModel(rows);
    constexpr int kRowsShown = 32;
    list.setMaxVisibleItems(kRowsShown);
}

/// The list that opens is as wide as its words, also where the box itself is narrow.
void widen(QComboBox& box)
{
    constexpr int kMargins_px = 40;
    const QFontMetrics metrics(box.font());
    int widest = 0;
    for (int i = 0; i < box.count(); ++i)
        widest = std::max(widest, metrics.horizontalAdvance(box.itemText(i)));
    box.view()->setMinimumWidth(widest + kMargins_px);
}

}  // namespace

OverlayBar::OverlayBar(ProjectDocument& document, QWidget* parent)
    : QFrame(parent), m_document(document), m_what(named(new ChoiceBox(this), "overlayChoice", tr("The map shows"))),
      m_group(named(new ChoiceBox(this), "overlayGroup", tr("For which people"))), m_moment(new QButtonGroup(this)),
      m_income(named(new QCheckBox(tr("With &income"), this), "overlayIncome", tr("Show income together with the figure"))),
      m_relative(named(new QCheckBox(tr("In &%"), this), "overlayRelative", tr("Show changes in percent of the level before"))),
      m_sides(new QLabel(tr("Before | After"), this))
{
    setObjectName(QStringLiteral("overlayBar"));
    setProperty("role", QStringLiteral("bar"));
    fill(*m_what);
    m_what->setAccessibleDescription(tr("What the map shows"));
    auto* caption = new QLabel(tr("Map &shows:"), this);
    caption->setBuddy(m_what);
    // Two rows: in one, the bar would be wider than what a small screen leaves between the panels.
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 4, 8, 4);
    auto* choices = new FlowRow;
    rows->addLayout(choices);
    m_layout = new FlowRow;
    rows->addLayout(m_layout);
    choices->addPair(caption, m_what);
    m_what->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_what->setMinimumContentsLength(24);
    widen(*m_what);
    m_group->setAccessibleDescription(tr("Whose figures the map shows"));
    m_group->setToolTip(tr("Where people of a group live, and how many of them are better or worse off"));
    m_group->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_group->setMinimumContentsLength(14);
    choices->addWidget(m_group);
    choices->addStretch();
    const auto moment = [&](const char* name, const QString& label, Moment value) {
        auto* button = named(new QRadioButton(label, this), name, tr("Show %1").arg(label));
        m_moment->addButton(button, static_cast<int>(value));
        m_layout->addWidget(button);
    };
    moment("momentBefore", tr("Before"), Moment::Before);
    moment("momentAfter", tr("After"), Moment::After);
    moment("momentChange", tr("Change"), Moment::Change);
    m_sides->setObjectName(QStringLiteral("overlaySides"));
    m_sides->setToolTip(tr("The map is divided: the state before on the left, after on the right"));
    m_sides->setAccessibleName(m_sides->toolTip());
    m_sides->hide();
    m_layout->addWidget(m_sides);
    m_layout->addSpacing(8);
    m_layout->addWidget(m_relative);
    m_layout->addWidget(m_income);
    m_relative->setToolTip(tr("Changes in percent of the level before; where that is too small, no percentage is shown"));
    connect(m_relative, &QCheckBox::clicked, this, &OverlayBar::choose);
    connect(m_group, &QComboBox::currentIndexChanged, this, &OverlayBar::choose);
    m_income->setToolTip(tr("Colours by income and by the figure together: who is hit, and how well off they are"));
    connect(m_income, &QCheckBox::clicked, this, &OverlayBar::choose);
    connect(m_what, &QComboBox::currentIndexChanged, this, &OverlayBar::choose);
    connect(m_moment, &QButtonGroup::idClicked, this, [this](int id) {
        OverlayChoice choice = m_document.overlay();
        choice.moment = static_cast<Moment>(id);
        m_document.setOverlay(choice);
    });
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        if (event.what == ChangeEvent::What::Opened)
            fillGroups();
        follow();
    });
    fillGroups();
    follow();
}

void OverlayBar::addStatus(QWidget* status) { m_layout->addWidget(status, 1); }

void OverlayBar::setOwn(const QString& title)
{
    if (title == m_own)
        return;
    m_following = true;
    if (!m_own.isEmpty())
        m_what->removeItem(0);
    m_own = title;
    if (!m_own.isEmpty())
        m_what->insertItem(0, m_own);
    m_following = false;
    follow();
}

void OverlayBar::setDivided(bool divided)
{
    if (divided == m_divided)
        return;
    m_divided = divided;
    follow();
}

/// Groups are the city's: another one has others.
void OverlayBar::fillGroups()
{
    m_following = true;
    m_group->clear();
    if (m_document.isOpen())
        for (const OverlayGroup& group : overlayGroups(*m_document.city()))
            m_group->addItem(translated("quintile", group.label), text(group.key));
    widen(*m_group);
    m_following = false;
}

void OverlayBar::follow()
{
    m_following = true;
    const OverlayChoice& choice = m_document.overlay();
    const bool indicator = choice.kind == OverlayKind::Indicator || choice.kind == OverlayKind::Bivariate;
    m_what->setCurrentIndex(
        m_own.isEmpty()
            ? m_what->findData(keyOf({indicator ? OverlayKind::Indicator : choice.kind, choice.indicator, choice.field}), kEntryRole)
            : 0);
    // Without a scheme there is no change to show, and traffic is shown of one side at a time.
    const bool compares = m_document.active() != nullptr;
    const bool levels = choice.kind == OverlayKind::Traffic || choice.kind == OverlayKind::Reach || choice.kind == OverlayKind::StreetUsers;
    // What the map shows now; the choice itself waits for a map that can show it.
    const Moment shown = !compares ? Moment::Before : levels && choice.moment == Moment::Change ? Moment::After : choice.moment;
    m_moment->button(static_cast<int>(shown))->setChecked(true);
    const bool sided = indicator || choice.kind == OverlayKind::Levels || choice.kind == OverlayKind::StreetCo2 || levels;
    m_group->setCurrentIndex(std::max(0, m_group->findData(text(choice.group))));
    m_group->setEnabled(choice.kind == OverlayKind::Indicator);
    m_relative->setChecked(choice.relative);
    m_relative->setEnabled(choice.kind == OverlayKind::Indicator && compares && choice.moment == Moment::Change);
    m_income->setEnabled(indicator);
    m_income->setChecked(choice.kind == OverlayKind::Bivariate);
    for (QAbstractButton* button : m_moment->buttons()) {
        button->setEnabled(sided && compares && !(levels && m_moment->id(button) == static_cast<int>(Moment::Change)));
        button->setVisible(!m_divided);
    }
    m_sides->setVisible(m_divided);
    if (!m_own.isEmpty()) {  // it has neither sides nor groups
        for (QAbstractButton* button : m_moment->buttons())
            button->setEnabled(false);
        for (QWidget* each : {static_cast<QWidget*>(m_group), static_cast<QWidget*>(m_relative), static_cast<QWidget*>(m_income)})
            each->setEnabled(false);
    }
    m_following = false;
}

void OverlayBar::choose()
{
    if (m_following)
        return;
    OverlayChoice choice = m_document.overlay();
    const QVariant key = m_what->currentData(kEntryRole);
    if (!key.isValid())
        return;
    if (!m_own.isEmpty()) {
        Q_EMIT documentChosen();
        setOwn({});
    }
    const Entry entry = entryOf(key.toInt());
    choice.kind = entry.kind;
    if (entry.kind == OverlayKind::Indicator) {
        choice.kind = m_income->isChecked() ? OverlayKind::Bivariate : OverlayKind::Indicator;
        choice.indicator = entry.indicator;
    }
    if (entry.kind == OverlayKind::Levels) {
        // Table, chart and explanation follow with the indicator next to it.
        choice.field = entry.field;
        choice.indicator = levelFieldInfo(entry.field).indicator;
    }
    choice.group = utf8(m_group->currentData().toString());
    choice.relative = m_relative->isChecked();
    m_document.setOverlay(choice);
}

}  // namespace isopolis
