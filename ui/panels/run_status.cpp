#include "ui/panels/run_status.h"

#include "ui/panels/icons.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace isopolis {

RunStatus::RunStatus(ProjectDocument& document, AutoRun& runs, QWidget* parent)
    : QWidget(parent), m_document(document), m_runs(runs), m_words(new QLabel(this)),
      m_progress(named(new QProgressBar(this), "runProgress", tr("Progress of the calculation"))),
      m_cancel(named(new QPushButton(this), "cancelRun", tr("Cancel the calculation"))),
      m_run(named(new QPushButton(tr("Calculate"), this), "startRun", tr("Calculate now")))
{
    setObjectName(QStringLiteral("runStatus"));
    m_words->setObjectName(QStringLiteral("runWords"));
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_words->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    constexpr int kThin_px = 6;
    m_progress->setFixedHeight(kThin_px);
    m_cancel->setIcon(themedIcon("process-stop"));
    m_cancel->setToolTip(m_cancel->accessibleName());
    // The bar under the words and a button without text: beside them the words would take six lines, and the map would jump.
    auto* told = new QVBoxLayout;
    told->setSpacing(2);
    told->addWidget(m_words, 1);
    told->addWidget(m_progress);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(told, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_run);
    connect(m_cancel, &QPushButton::clicked, &runs, &AutoRun::cancel);
    connect(m_run, &QPushButton::clicked, &runs, &AutoRun::runNow);
    connect(&runs, &AutoRun::stateChanged, this, &RunStatus::refresh);
    connect(&runs, &AutoRun::progressed, this, [this](const QString& what, double fraction) {
        // A progress bar paints at once, and with it all of the window that waits to be painted, the map too: in the event's own turn.
        m_progress->setUpdatesEnabled(false);
        m_progress->setValue(static_cast<int>(1000 * fraction));
        m_progress->setUpdatesEnabled(true);
        m_progress->setToolTip(what);
        m_progress->setAccessibleDescription(what);
    });
    refresh();
}

void RunStatus::changeEvent(QEvent* event)
{
    // Icons are pictures in the colour of the text.
    if (event->type() == QEvent::PaletteChange)
        m_cancel->setIcon(themedIcon("process-stop"));
    QWidget::changeEvent(event);
}

QString RunStatus::words() const
{
    const bool old = !m_document.results().empty();
    switch (m_runs.state()) {
    case AutoRun::State::Idle: return {};
    case AutoRun::State::Current: return tr("Results are up to date.");
    case AutoRun::State::Cancelled:
        return old ? tr("Cancelled. Results are of the scheme before your last edit.") : tr("Cancelled. There are no results yet.");
    case AutoRun::State::Failed: return tr("Not calculated: %1").arg(m_runs.message());
    default: return old ? tr("Calculating. Shown: before your last edit.") : tr("Calculating the first results…");
    }
}

void RunStatus::refresh()
{
    const AutoRun::State state = m_runs.state();
    const bool busy = state == AutoRun::State::Running || state == AutoRun::State::Waiting;
    const QString sentence = words();
    if (state == AutoRun::State::Waiting)
        m_progress->setValue(0);
    m_progress->setVisible(busy);
    m_cancel->setVisible(busy);
    m_run->setVisible(state == AutoRun::State::Cancelled || state == AutoRun::State::Failed);
    if (sentence == m_words->text())
        return;
    m_words->setText(sentence);
    m_words->setAccessibleName(sentence);
    m_words->setToolTip(sentence.toHtmlEscaped());
    QAccessibleEvent alert(m_words, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

}  // namespace isopolis
