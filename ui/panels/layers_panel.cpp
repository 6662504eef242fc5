#include "ui/panels/layers_panel.h"

#include "ui/jobs/level_sides.h"
#include "ui/layout/choice_box.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace isopolis {

LayersPanel::LayersPanel(ProjectDocument& document, const QList<QAction*>& actions, QAction* showAll, QWidget* parent)
    : QWidget(parent), m_document(document), m_period(named(new ChoiceBox(this), "mapPeriod", tr("Time of the map of the air"))),
      m_weather(named(new ChoiceBox(this), "mapWeather", tr("Weather of the map of the air"))), m_words(new QLabel(this))
{
    setObjectName(QStringLiteral("layersPanel"));
    auto* layout = new QVBoxLayout(this);
    for (QAction* action : actions) {
        auto* box =
            named(new QCheckBox(action->iconText(), this), qPrintable(action->objectName() + QStringLiteral("Box")), action->iconText());
        box->setToolTip(action->toolTip());
        box->setChecked(action->isChecked());
        connect(box, &QCheckBox::toggled, action, &QAction::setChecked);
        connect(action, &QAction::toggled, box, &QCheckBox::setChecked);
        layout->addWidget(box);
    }
    auto* all = named(new QPushButton(showAll->iconText(), this), "showAllButton", showAll->iconText());
    connect(all, &QPushButton::clicked, showAll, &QAction::trigger);
    layout->addWidget(all, 0, Qt::AlignLeft);

    m_period->addItem(tr("The whole year"), -1);
    for (const Period period : kPeriods)
        m_period->addItem(translated("air", airPeriodText(period)), static_cast<int>(period));
    for (const AirWeatherInfo& info : airWeathers())
        m_weather->addItem(translated("air", info.label), static_cast<int>(info.weather));
    m_words->setObjectName(QStringLiteral("mapHoursWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    auto* hours = new QGroupBox(tr("Hours of maps of the air"), this);
    auto* column = new QVBoxLayout(hours);
    const auto field = [&](const QString& label, QComboBox* list) {
        auto* caption = new QLabel(label, hours);
        caption->setBuddy(list);
        column->addWidget(caption);
        column->addWidget(list);
        list->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        list->setMinimumContentsLength(14);
        connect(list, &QComboBox::currentIndexChanged, this, &LayersPanel::choose);
    };
    field(tr("&Time:"), m_period);
    field(tr("&Weather:"), m_weather);
    column->addWidget(m_words);
    layout->addWidget(hours);
    layout->addStretch();
    connect(&document, &ProjectDocument::changed, this, &LayersPanel::follow);
    follow();
}

void LayersPanel::follow()
{
    m_following = true;
    const OverlayChoice& choice = m_document.overlay();
    const bool air = choice.kind == OverlayKind::Levels && isAir(choice.field);
    m_period->setCurrentIndex(m_period->findData(choice.hours.period ? static_cast<int>(*choice.hours.period) : -1));
    m_weather->setCurrentIndex(m_weather->findData(static_cast<int>(choice.hours.weather)));
    for (QComboBox* list : {m_period, m_weather})
        list->setEnabled(air);
    m_words->setText(!air                    ? tr("Choose a map of NO2, PM2.5 or PM10 at the street first.")
                     : choice.hours.annual() ? tr("Annual means, which limit values are for.")
                                             : tr("The mean of these hours alone. Limit values are for annual means and are not marked."));
    m_following = false;
}

void LayersPanel::choose()
{
    if (m_following)
        return;
    OverlayChoice choice = m_document.overlay();
    const int period = m_period->currentData().toInt();
    choice.hours.period = period < 0 ? std::nullopt : std::optional(static_cast<Period>(period));
    choice.hours.weather = static_cast<AirWeather>(m_weather->currentData().toInt());
    m_document.setOverlay(choice);
}

}  // namespace isopolis
