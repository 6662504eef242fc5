#include "ui/panels/tour.h"

#include "ui/text/named.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <array>

namespace isopolis {

namespace {

constexpr int kCardWidth_px = 360, kGap_px = 14, kFrame_px = 4;

/// A frame around what is spoken of; the pointer goes through it.
class Highlight : public QWidget {
public:
    explicit Highlight(QWidget* parent) : QWidget(parent)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF box = QRectF(rect()).adjusted(2, 2, -2, -2);
        for (const auto& [colour, width] : {std::pair{QColor(Qt::white), 4.0}, std::pair{palette().color(QPalette::Highlight), 2.5}}) {
            painter.setPen(QPen(colour, width));
            painter.drawRoundedRect(box, 5, 5);
        }
    }
};

}  // namespace

Tour::Tour(QWidget* window)
    : QFrame(window), m_window(window), m_frame(new Highlight(window)), m_title(new QLabel(this)), m_words(new QLabel(this)),
      m_count(new QLabel(this)), m_back(named(new QPushButton(tr("Back"), this), "tourBack", tr("Step before"))),
      m_next(named(new QPushButton(tr("Next"), this), "tourNext", tr("Next step"))),
      m_close(named(new QPushButton(tr("End the tour"), this), "tourClose", tr("End the tour")))
{
    setObjectName(QStringLiteral("tour"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setProperty("role", QStringLiteral("card"));
    QFont bold = m_title->font();
    bold.setBold(true);
    bold.setPointSizeF(bold.pointSizeF() * 1.2);
    m_title->setFont(bold);
    m_title->setObjectName(QStringLiteral("tourTitle"));
    m_words->setObjectName(QStringLiteral("tourWords"));
    m_words->setWordWrap(true);
    m_title->setWordWrap(true);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_close);
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_count);
    layout->addWidget(m_title);
    layout->addWidget(m_words);
    layout->addLayout(buttons);
    // Wide enough for its last words: a button with the focus has no margins of its own and would not get them.
    m_next->setText(tr("Finish"));
    m_next->setMinimumWidth(std::max(m_next->sizeHint().width(), m_back->sizeHint().width()));
    connect(m_back, &QPushButton::clicked, this, [this] { show(m_step - 1); });
    connect(m_next, &QPushButton::clicked, this, [this] { m_step + 1 < m_steps.size() ? show(m_step + 1) : end(); });
    connect(m_close, &QPushButton::clicked, this, &Tour::end);
    hide();
    m_frame->hide();
    window->installEventFilter(this);
}

void Tour::start(QVector<TourStep> steps)
{
    m_steps = std::move(steps);
    if (m_steps.isEmpty())
        return;
    m_before = QApplication::focusWidget();
    show(0);
}

void Tour::show(int step)
{
    m_step = step;
    const TourStep& now = m_steps[step];
    Q_EMIT stepShown(step);
    m_count->setText(tr("Step %1 of %2").arg(step + 1).arg(m_steps.size()));
    m_title->setText(now.title);
    m_words->setText(now.words);
    m_back->setEnabled(step > 0);
    m_next->setText(step + 1 < m_steps.size() ? tr("Next") : tr("Finish"));
    setAccessibleName(tr("Guided tour, step %1 of %2: %3").arg(step + 1).arg(m_steps.size()).arg(now.title));
    setAccessibleDescription(now.words);
    // A screen reader says what the step is about when the button gets the focus.
    m_next->setAccessibleDescription(now.title + QStringLiteral(". ") + now.words);
    setVisible(true);
    place();
    m_next->setFocus();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void Tour::place()
{
    if (!isVisible() || m_step < 0)
        return;
    setFixedWidth(std::min(kCardWidth_px + fontMetrics().height() * 4, m_window->width() - 2 * kGap_px));
    // Not adjustSize(): it asks how high the words are at the width that they would like.
    resize(width(), layout()->totalHeightForWidth(width()));
    const QRect all = m_window->rect().adjusted(kGap_px, kGap_px, -kGap_px, -kGap_px);
    const QWidget* target = m_steps[m_step].target;
    QRect card(QPoint(0, 0), size());
    if (!target || !target->isVisible()) {
        m_frame->hide();
        card.moveCenter(all.center());
        setGeometry(card);
        raise();
        return;
    }
    const QRect part(target->mapTo(m_window, QPoint(0, 0)), target->size());
    m_frame->setGeometry(part.adjusted(-kFrame_px, -kFrame_px, kFrame_px, kFrame_px).intersected(m_window->rect()));
    m_frame->show();
    m_frame->raise();
    // Beside the part where there is room, else over its middle.
    const auto mirrored = layoutDirection() == Qt::RightToLeft;
    const QPoint places[] = {{part.right() + kGap_px, part.top()},
                             {part.left() - kGap_px - card.width(), part.top()},
                             {part.left(), part.bottom() + kGap_px},
                             {part.left(), part.top() - kGap_px - card.height()}};
    bool found = false;
    const std::array<int, 4> order = mirrored ? std::array{1, 0, 2, 3} : std::array{0, 1, 2, 3};
    for (const int i : order) {
        card.moveTopLeft(places[i]);
        card.moveTop(std::clamp(card.top(), all.top(), std::max(all.top(), all.bottom() - card.height())));
        if (i >= 2)
            card.moveLeft(std::clamp(card.left(), all.left(), std::max(all.left(), all.right() - card.width())));
        if ((found = all.contains(card) && !card.intersects(part)))
            break;
    }
    if (!found) {
        card.moveCenter(part.intersected(all).center());
        card.moveLeft(std::clamp(card.left(), all.left(), std::max(all.left(), all.right() - card.width())));
        card.moveTop(std::clamp(card.top(), all.top(), std::max(all.top(), all.bottom() - card.height())));
    }
    setGeometry(card);
    raise();
}

void Tour::end()
{
    if (m_step < 0)
        return;
    m_step = -1;
    hide();
    m_frame->hide();
    if (m_before)
        m_before->setFocus();
    Q_EMIT ended();
}

bool Tour::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_window && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
        place();
    return QFrame::eventFilter(watched, event);
}

void Tour::keyPressEvent(QKeyEvent* event)
{
    // Outside of dialogs a button takes the space bar alone; people press Enter.
    auto* button = qobject_cast<QPushButton*>(QApplication::focusWidget());
    if (event->key() == Qt::Key_Escape)
        end();
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && button && isAncestorOf(button))
        button->click();
    else
        QFrame::keyPressEvent(event);
}

}  // namespace isopolis
