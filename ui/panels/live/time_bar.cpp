#include "ui/panels/live/time_bar.h"

#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/live/live_words.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

namespace {

constexpr int kMinute_s = 60, kStep_s = 900, kPage_s = 6 * 3600, kShortest_s = 86400;

QDateTime utc(std::int64_t at_s) { return QDateTime::fromSecsSinceEpoch(at_s, Qt::UTC); }

QToolButton* button(QWidget* parent, const char* name, const QString& words, const QString& accessible, const QString& hint)
{
    auto* b = named(new QToolButton(parent), name, accessible);
    b->setText(words);
    b->setToolTip(hint);
    b->setCheckable(true);
    b->setFocusPolicy(Qt::StrongFocus);
    return b;
}

QDateTimeEdit* momentEdit(QWidget* parent, const char* name, const QString& accessible)
{
    auto* edit = named(new QDateTimeEdit(parent), name, accessible);
    edit->setTimeSpec(Qt::UTC);
    edit->setDisplayFormat(QStringLiteral("d MMM yyyy HH:mm"));
    edit->setKeyboardTracking(false);
    edit->setToolTip(accessible);
    return edit;
}

}  // namespace

TimeBar::TimeBar(LiveTwin& twin, QWidget* parent)
    : QFrame(parent), m_twin(twin),
      m_live(button(this, "liveNow", tr("Live"), tr("Live: the present"), tr("Show the present, or the end of a recording"))),
      m_play(button(this, "livePlay", tr("Play"), tr("Play"), tr("Let the time run or stand still"))),
      m_slider(named(new QSlider(Qt::Horizontal, this), "liveSlider", tr("Moment that the sensors are shown at"))),
      m_when(momentEdit(this, "liveWhen", tr("Moment that is shown, UTC"))),
      m_known(momentEdit(this, "liveKnownAt", tr("As known at this moment, UTC"))),
      m_speed(named(new ChoiceBox(this), "liveSpeed", tr("Speed"))),
      m_quantity(named(new ChoiceBox(this), "liveQuantity", tr("What sensors are coloured by"))),
      m_asKnown(named(new QCheckBox(tr("As &known at"), this), "liveAsKnown", tr("Only what was known at a moment"))),
      m_coverage(new QLabel(this))
{
    setObjectName(QStringLiteral("timeBar"));
    setProperty("role", QStringLiteral("bar"));
    setAccessibleName(tr("Time line of the sensors"));
    m_slider->setSingleStep(1);
    m_slider->setPageStep(kPage_s / kStep_s);
    m_slider->setMinimumWidth(80);
    for (const double times : liveSpeeds())
        m_speed->addItem(tr("×%1").arg(static_cast<int>(times)), times);
    m_speed->setToolTip(tr("How much faster than real time"));
    m_quantity->setToolTip(tr("What sensors on the map are coloured by"));
    m_asKnown->setToolTip(tr("Leave out what was made known later, and show values as they were before they were corrected"));
    m_coverage->setObjectName(QStringLiteral("liveCoverage"));
    m_coverage->setTextFormat(Qt::PlainText);
    m_coverage->setWordWrap(true);
    auto* row = new FlowRow;
    row->setContentsMargins(8, 3, 8, 0);
    auto* colourBy = new QLabel(tr("Se&nsors by:"), this);
    colourBy->setBuddy(m_quantity);
    row->addWidget(m_live);
    row->addWidget(m_play);
    row->addWidget(m_speed);
    row->addWidget(m_slider, 1);
    row->addWidget(m_when);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 3);
    layout->setSpacing(2);
    layout->addLayout(row);
    auto* below = new FlowRow;
    below->setContentsMargins(8, 0, 8, 0);
    // Two rows: the map may be narrow.
    m_quantity->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_quantity->setMinimumContentsLength(14);
    below->addPair(colourBy, m_quantity);
    below->addWidget(m_asKnown);
    below->addWidget(m_known);
    below->addWidget(m_coverage, 1);
    layout->addLayout(below);
    connect(m_live, &QToolButton::clicked, &twin, &LiveTwin::goLive);
    connect(m_play, &QToolButton::clicked, this,
            [this] { m_twin.clock().mode() == LiveClock::Mode::Playing ? m_twin.pause() : m_twin.play(); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
        if (!m_following)
            m_twin.seek(m_twin.first_s() + std::int64_t{value} * kStep_s);
    });
    connect(m_when, &QDateTimeEdit::dateTimeChanged, this, [this](const QDateTime& at) {
        if (!m_following)
            m_twin.seek(at.toSecsSinceEpoch());
    });
    connect(m_speed, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_following)
            m_twin.setSpeed(m_speed->currentData().toDouble());
    });
    connect(m_quantity, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_following)
            m_twin.setQuantity(m_quantity->currentData().toString().toStdString());
    });
    const auto known = [this] {
        if (!m_following)
            m_twin.setKnownAt(m_asKnown->isChecked() ? std::optional(std::int64_t{m_known->dateTime().toSecsSinceEpoch()}) : std::nullopt);
    };
    connect(m_asKnown, &QCheckBox::toggled, this, [this, known](bool on) {
        if (on && !m_following) {
            const QSignalBlocker quiet(m_known);
            m_known->setDateTime(utc(m_twin.at_s()));
        }
        known();
    });
    connect(m_known, &QDateTimeEdit::dateTimeChanged, this, known);
    connect(&twin, &LiveTwin::clockChanged, this, &TimeBar::follow);
    connect(&twin, &LiveTwin::ticked, this, &TimeBar::moment);
    connect(&twin, &LiveTwin::quantityChanged, this, &TimeBar::refreshQuantities);
    connect(&twin, &LiveTwin::snapshotChanged, this, [this] {
        refreshQuantities();
        refreshCoverage();
    });
    follow();
    refreshQuantities();
    refreshCoverage();
}

void TimeBar::follow()
{
    m_following = true;
    const LiveClock& clock = m_twin.clock();
    const bool any = m_twin.first_s() > 0;
    const bool playing = clock.mode() == LiveClock::Mode::Playing;
    m_live->setChecked(clock.mode() == LiveClock::Mode::Live);
    m_live->setText(m_twin.recorded() ? tr("To the end") : tr("Live"));
    m_live->setAccessibleName(m_twin.recorded() ? tr("To the end of the recording") : tr("Live: the present"));
    m_play->setChecked(playing);
    m_play->setText(playing ? tr("Pause") : tr("Play"));
    m_play->setAccessibleName(m_play->text());
    m_speed->setCurrentIndex(m_speed->findData(clock.speed()));
    const std::int64_t end = std::max(m_twin.end_s(), m_twin.first_s() + (any ? 0 : kShortest_s));
    m_slider->setRange(0, static_cast<int>(std::min<std::int64_t>((end - m_twin.first_s()) / kStep_s, 10'000'000)));
    m_asKnown->setChecked(m_twin.knownAt().has_value());
    m_known->setVisible(m_twin.knownAt().has_value());
    if (m_twin.knownAt())
        m_known->setDateTime(utc(*m_twin.knownAt()));
    for (QWidget* each :
         {static_cast<QWidget*>(m_live), static_cast<QWidget*>(m_play), static_cast<QWidget*>(m_slider), static_cast<QWidget*>(m_when),
          static_cast<QWidget*>(m_speed), static_cast<QWidget*>(m_quantity), static_cast<QWidget*>(m_asKnown)})
        each->setEnabled(any);
    m_following = false;
    moment();
}

void TimeBar::moment()
{
    m_following = true;
    const std::int64_t at = m_twin.at_s();
    if (!m_slider->isSliderDown())
        m_slider->setValue(static_cast<int>((at - m_twin.first_s()) / kStep_s));
    // Whoever types a moment is not disturbed by the time that runs.
    // Set again, it would be painted again, and the window with it: ten times a second for what changes once a minute.
    if (const bool free = !m_when->hasFocus() || m_twin.clock().mode() == LiveClock::Mode::Paused;
        free && m_when->dateTime().toSecsSinceEpoch() / kMinute_s != at / kMinute_s)
        m_when->setDateTime(utc(at));
    m_following = false;
}

void TimeBar::refreshQuantities()
{
    m_following = true;
    const LiveSnapshotPtr& now = m_twin.snapshot();
    const std::vector<std::string> none, &keys = now ? now->quantities : none;
    bool same = m_quantity->count() == static_cast<int>(keys.size()) + 1;
    for (std::size_t i = 0; same && i < keys.size(); ++i)
        same = m_quantity->itemData(static_cast<int>(i) + 1).toString().toStdString() == keys[i];
    if (!same) {
        m_quantity->clear();
        m_quantity->addItem(tr("State"), QString());
        for (const std::string& key : keys)
            m_quantity->addItem(quantityLabel(key), QString::fromStdString(key));
    }
    m_quantity->setCurrentIndex(std::max(0, m_quantity->findData(QString::fromStdString(m_twin.quantity()))));
    m_following = false;
}

void TimeBar::refreshCoverage()
{
    const LiveSnapshotPtr& now = m_twin.snapshot();
    QStringList words;
    for (std::size_t g = 0; now && g < kSensorGroups; ++g)
        if (now->coverage[g].sensors > 0)
            words << coverageText(*now, static_cast<SensorGroup>(g));
    if (words.isEmpty())
        words << (m_twin.problem().isEmpty() ? tr("This project has no recorded sensors. Add a source under Feeds.") : m_twin.problem());
    if (const QString said = words.join(u' '); said != m_coverage->text())
        m_coverage->setText(said);
}

}  // namespace isopolis
