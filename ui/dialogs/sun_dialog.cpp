#include "ui/dialogs/sun_dialog.h"

#include "ui/text/compass.h"
#include "ui/text/named.h"

#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QTimer>
#include <QVBoxLayout>

#include <cmath>

namespace isopolis {

namespace {

constexpr int kDay_min = 24 * 60, kStep_min = 5, kPage_min = 60;
constexpr int kWait_ms = 60;  ///< shadows are computed anew, so not at every pixel of a drag

}  // namespace

SunDialog::SunDialog(Point2 place, QWidget* parent)
    : QDialog(parent), m_place(place), m_date(named(new QDateEdit(QDate::currentDate(), this), "sunDate", tr("Date"))),
      m_minutes(named(new QSlider(Qt::Horizontal, this), "sunTime", tr("Time of day"))), m_words(new QLabel(this)), m_wait(new QTimer(this))
{
    setObjectName(QStringLiteral("sunDialog"));
    setWindowTitle(tr("Sun"));
    setAccessibleName(tr("Sun"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_date->setCalendarPopup(true);
    m_minutes->setRange(0, kDay_min - 1);
    m_minutes->setSingleStep(kStep_min);
    m_minutes->setPageStep(kPage_min);
    m_minutes->setTickInterval(3 * kPage_min);
    m_minutes->setTickPosition(QSlider::TicksBelow);
    m_minutes->setMinimumWidth(300);
    m_minutes->setValue(QTime::currentTime().msecsSinceStartOfDay() / 60000);
    m_words->setObjectName(QStringLiteral("sunWords"));
    m_words->setWordWrap(true);
    m_wait->setSingleShot(true);
    m_wait->setInterval(kWait_ms);
    auto* form = new QFormLayout;
    form->addRow(tr("&Date:"), m_date);
    form->addRow(tr("&Time:"), m_minutes);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* standard = buttons->addButton(tr("Standard light"), QDialogButtonBox::ResetRole);
    named(standard, "sunStandard", tr("Standard light, from the south-west"));
    QPushButton* close = buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);
    named(close, "sunClose", tr("Close"));
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(m_words);
    layout->addWidget(buttons);
    const auto changed = [this] {
        write();
        m_wait->start();
    };
    connect(m_date, &QDateEdit::dateChanged, this, changed);
    connect(m_minutes, &QSlider::valueChanged, this, changed);
    connect(m_wait, &QTimer::timeout, this, [this] { Q_EMIT sunChanged(sun()); });
    connect(standard, &QPushButton::clicked, this, [this] {
        Q_EMIT sunChanged(kStandardSun);
        reject();
    });
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    changed();
}

QDateTime SunDialog::moment() const { return QDateTime(m_date->date(), QTime::fromMSecsSinceStartOfDay(m_minutes->value() * 60000)); }

SunPosition SunDialog::sun() const { return sunAt(m_place, static_cast<double>(moment().toMSecsSinceEpoch()) / 1000); }

void SunDialog::write()
{
    const SunPosition now = sun();
    const QString time = QLocale().toString(moment().time(), QLocale::ShortFormat);
    const QString zone = moment().timeZoneAbbreviation();
    if (now.height_deg <= 0) {
        m_words->setText(tr("%1 (%2): the sun is below the horizon.").arg(time, zone));
    } else {
        m_words->setText(tr("%1 (%2): the sun stands %3° high in the %4.")
                             .arg(time, zone, QLocale().toString(std::lround(now.height_deg)), compassText(now.azimuth_deg)));
    }
    m_minutes->setAccessibleDescription(m_words->text());
}

}  // namespace isopolis
