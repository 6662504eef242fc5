#include "ui/panels/overlay_bar.h"

#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>

#include <algorithm>
#include <array>

namespace isopolis {

namespace {

/// Entries after the indicators, in order.
constexpr std::array kOthers{OverlayKind::Traffic, OverlayKind::TrafficChange, OverlayKind::Transit,
                             OverlayKind::Reach,   OverlayKind::StreetUsers,   OverlayKind::None};

int entryOf(OverlayKind kind)
{
    const auto found = std::find(kOthers.begin(), kOthers.end(), kind);
    return static_cast<int>(allIndicators().size()) + static_cast<int>(found - kOthers.begin());
}

}  // namespace

OverlayBar::OverlayBar(ProjectDocument& document, QWidget* parent)
    : QFrame(parent), m_document(document), m_what(named(new QComboBox(this), "overlayChoice", tr("The map shows"))),
      m_moment(new QButtonGroup(this)),
      m_income(named(new QCheckBox(tr("With &income"), this), "overlayIncome", tr("Show income together with the figure")))
{
    setObjectName(QStringLiteral("overlayBar"));
    setProperty("role", QStringLiteral("bar"));
    for (const IndicatorInfo& info : allIndicators())
        m_what->addItem(translated("indicator", info.label));
    m_what->addItem(tr("Traffic on streets"));
    m_what->addItem(tr("Change of traffic"));
    m_what->addItem(tr("Public transport"));
    m_what->addItem(tr("Reach from a place"));
    m_what->addItem(tr("Who uses the street"));
    m_what->addItem(tr("Nothing: the plain city"));
    m_what->setAccessibleDescription(tr("What the map shows"));
    auto* caption = new QLabel(tr("Map &shows:"), this);
    caption->setBuddy(m_what);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 4);
    layout->addWidget(caption);
    layout->addWidget(m_what);
    const auto moment = [&](const char* name, const QString& label, Moment value) {
        auto* button = named(new QRadioButton(label, this), name, tr("Show %1").arg(label));
        m_moment->addButton(button, static_cast<int>(value));
        layout->addWidget(button);
    };
    layout->addSpacing(8);
    moment("momentBefore", tr("Before"), Moment::Before);
    moment("momentAfter", tr("After"), Moment::After);
    moment("momentChange", tr("Change"), Moment::Change);
    layout->addSpacing(8);
    layout->addWidget(m_income);
    m_income->setToolTip(tr("Colours by income and by the figure together: who is hit, and how well off they are"));
    connect(m_income, &QCheckBox::clicked, this, &OverlayBar::choose);
    connect(m_what, &QComboBox::currentIndexChanged, this, &OverlayBar::choose);
    connect(m_moment, &QButtonGroup::idClicked, this, &OverlayBar::choose);
    connect(&document, &ProjectDocument::changed, this, &OverlayBar::follow);
    follow();
}

void OverlayBar::addStatus(QWidget* status) { static_cast<QHBoxLayout*>(layout())->addWidget(status, 1); }

void OverlayBar::follow()
{
    m_following = true;
    const OverlayChoice& choice = m_document.overlay();
    int entry = entryOf(choice.kind);
    const bool indicator = choice.kind == OverlayKind::Indicator || choice.kind == OverlayKind::Bivariate;
    if (indicator)
        for (std::size_t i = 0; i < allIndicators().size(); ++i)
            if (allIndicators()[i].indicator == choice.indicator)
                entry = static_cast<int>(i);
    m_what->setCurrentIndex(entry);
    m_moment->button(static_cast<int>(choice.moment))->setChecked(true);
    // Without a scheme there is no change to show, and traffic is shown of one side at a time.
    const bool compares = m_document.active() != nullptr;
    const bool levels = choice.kind == OverlayKind::Traffic || choice.kind == OverlayKind::Reach || choice.kind == OverlayKind::StreetUsers;
    const bool sided = indicator || levels;
    m_income->setEnabled(indicator);
    m_income->setChecked(choice.kind == OverlayKind::Bivariate);
    for (QAbstractButton* button : m_moment->buttons())
        button->setEnabled(sided && compares && !(levels && m_moment->id(button) == static_cast<int>(Moment::Change)));
    m_following = false;
}

void OverlayBar::choose()
{
    if (m_following)
        return;
    OverlayChoice choice = m_document.overlay();
    const int entry = m_what->currentIndex();
    const int indicators = static_cast<int>(allIndicators().size());
    if (entry < indicators) {
        choice.kind = m_income->isChecked() ? OverlayKind::Bivariate : OverlayKind::Indicator;
        choice.indicator = allIndicators()[static_cast<std::size_t>(entry)].indicator;
    } else {
        choice.kind = kOthers[static_cast<std::size_t>(entry - indicators)];
    }
    choice.moment = static_cast<Moment>(m_moment->checkedId());
    m_document.setOverlay(choice);
}

}  // namespace isopolis
