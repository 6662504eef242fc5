#include "ui/layout/fitting_area.h"

#include <QEvent>
#include <QLayout>
#include <QResizeEvent>
#include <QScrollBar>

#include <algorithm>

namespace isopolis {

namespace {

// Enough for a few words, and at the usual size of text for the whole width of most panels.
constexpr int kLeastWidth_em = 12, kLeastWidth_px = 320, kLeastHeight_em = 3, kLeastHeight_px = 90, kBarHeight_em = 2;

}  // namespace

FittingArea::FittingArea(QWidget* content, Use use, QWidget* parent) : QScrollArea(parent), m_use(use)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setWidgetResizable(false);
    const bool hidden = content->testAttribute(Qt::WA_WState_ExplicitShowHide) && content->isHidden();
    setWidget(content);  // shows it
    content->setHidden(hidden);
    setHidden(hidden);
    if (use == Use::Bar)
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    else
        setSizePolicy(content->sizePolicy().horizontalPolicy(), content->sizePolicy().verticalPolicy());
}

QSize FittingArea::leastSize() const { return widget()->minimumSizeHint().expandedTo(widget()->minimumSize()); }

int FittingArea::leastHeight(int width) const
{
    QLayout* layout = widget()->layout();
    int asked = 0;
    if (layout && layout->hasHeightForWidth())
        asked = layout->totalMinimumHeightForWidth(width);
    else if (!layout && widget()->hasHeightForWidth())
        asked = widget()->heightForWidth(width);
    return std::max(asked, leastSize().height());
}

QSize FittingArea::sizeHint() const
{
    if (m_use == Use::Bar)
        // Of the width of what it lies in: it may not have been shown yet, and what lies below it would be moved twice.
        return {widget()->sizeHint().width(),
                leastHeight(std::max(parentWidget() ? parentWidget()->width() : width(), leastSize().width()))};
    return widget()->sizeHint().expandedTo(leastSize());
}

QSize FittingArea::minimumSizeHint() const
{
    const int em = fontMetrics().height();
    QSize least = leastSize();
    // With its scroll bar, or that would have to be followed by another one sideways.
    if (m_scrolls)
        least.rwidth() += verticalScrollBar()->sizeHint().width();
    const int height = m_use == Use::Bar ? kBarHeight_em * em : std::max(kLeastHeight_em * em, kLeastHeight_px);
    return least.boundedTo({std::max(kLeastWidth_em * em, kLeastWidth_px), height});
}

void FittingArea::fit()
{
    const QSize room = maximumViewportSize(), least = leastSize();
    const int bar = verticalScrollBar()->sizeHint().width();
    int width = std::max(room.width(), least.width());
    int height = room.height() - (width > room.width() ? horizontalScrollBar()->sizeHint().height() : 0);
    const bool scrolls = leastHeight(width) > height;
    if (scrolls)
        width = std::max(room.width() - bar, least.width());
    height = std::max(leastHeight(width), height);
    widget()->resize(width, height);
    // For good: a width that went to and fro with the scroll bar would never settle.
    if (scrolls && !m_scrolls) {
        m_scrolls = true;
        updateGeometry();
    }
}

bool FittingArea::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == widget() && event->type() == QEvent::LayoutRequest) {
        updateGeometry();
        fit();
    }
    // Content that hides itself leaves no gap.
    if (watched == widget() && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        setVisible(event->type() == QEvent::ShowToParent);
    return QScrollArea::eventFilter(watched, event);
}

void FittingArea::resizeEvent(QResizeEvent* event)
{
    fit();
    QScrollArea::resizeEvent(event);
    // The height that a bar wants is that of its width.
    if (m_use == Use::Bar && event->size().width() != event->oldSize().width())
        updateGeometry();
}

}  // namespace isopolis
