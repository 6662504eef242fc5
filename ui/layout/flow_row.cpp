#include "ui/layout/flow_row.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <numeric>

namespace isopolis {

namespace {

/// What can be narrower than it would like is not made narrower than this before it gets a line of its own: a search field of two
/// letters or a sentence of one word a line is of no use.
constexpr int kReadable_em = 10;

bool isRoom(QLayoutItem& item) { return item.spacerItem() != nullptr; }

}  // namespace

FlowRow::FlowRow(QWidget* parent) : QLayout(parent) {}

FlowRow::~FlowRow()
{
    // One by one: a layout within takes itself out of this one when it ends.
    while (QLayoutItem* item = takeAt(0))
        delete item;
}

void FlowRow::addWidget(QWidget* widget, int stretch, Qt::Alignment alignment)
{
    QLayout::addWidget(widget);  // calls addItem
    m_parts.back().stretch = stretch;
    m_parts.back().item->setAlignment(alignment);
}

void FlowRow::addLayout(QLayout* layout, int stretch)
{
    addChildLayout(layout);
    addItem(layout);
    m_parts.back().stretch = stretch;
}

void FlowRow::addPair(QLabel* caption, QWidget* field, int stretch)
{
    auto* pair = new QHBoxLayout;
    pair->addWidget(caption);
    pair->addWidget(field, 1);
    addLayout(pair, stretch);
}

void FlowRow::addStretch()
{
    addItem(new QSpacerItem(0, 0, QSizePolicy::Expanding, QSizePolicy::Minimum));
    m_parts.back().stretch = 1;
}

void FlowRow::addSpacing(int width_px) { addItem(new QSpacerItem(width_px, 0, QSizePolicy::Fixed, QSizePolicy::Minimum)); }

void FlowRow::addItem(QLayoutItem* item)
{
    m_parts.push_back({std::unique_ptr<QLayoutItem>(item), 0});
    invalidate();
}

QLayoutItem* FlowRow::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_parts[static_cast<std::size_t>(index)].item.get() : nullptr;
}

QLayoutItem* FlowRow::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto at = m_parts.begin() + index;
    QLayoutItem* item = at->item.release();
    m_parts.erase(at);
    if (QLayout* layout = item->layout(); layout && layout->parent() == this)
        layout->setParent(nullptr);
    invalidate();
    return item;
}

/// Room between parts counts as shown; a hidden widget does not.
bool FlowRow::shown(const Part& part) const { return isRoom(*part.item) || !part.item->isEmpty(); }

int FlowRow::leastWidth(const Part& part) const
{
    const int em = parentWidget() ? parentWidget()->fontMetrics().height() : 0;
    return std::max(part.item->minimumSize().width(), std::min(part.item->sizeHint().width(), kReadable_em * em));
}

/// As QHBoxLayout shares a row: what stretches takes what the others leave; without enough for all, what can give way does.
std::vector<int> FlowRow::widths(const std::vector<std::size_t>& parts, int room) const
{
    std::vector<int> out;
    int wanted = 0, stretch = 0;
    for (const std::size_t at : parts) {
        out.push_back(m_parts[at].item->sizeHint().width());
        wanted += out.back();
        stretch += m_parts[at].stretch;
    }
    for (int over = wanted - room; over > 0;) {
        // In equal parts from what is still wider than its minimum.
        std::vector<std::size_t> givers;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (out[i] > m_parts[parts[i]].item->minimumSize().width())
                givers.push_back(i);
        if (givers.empty())
            break;
        const int each = std::max(1, over / static_cast<int>(givers.size()));
        for (const std::size_t i : givers) {
            const int given = std::min({each, over, out[i] - m_parts[parts[i]].item->minimumSize().width()});
            out[i] -= given;
            over -= given;
        }
    }
    if (wanted >= room || stretch == 0)
        return out;
    // By their stretch, but none less than it wants.
    std::vector<bool> settled(parts.size(), false);
    for (bool again = true; again;) {
        again = false;
        int pool = room, shares = 0;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const bool takes = m_parts[parts[i]].stretch > 0 && !settled[i];
            pool -= takes ? 0 : out[i];
            shares += takes ? m_parts[parts[i]].stretch : 0;
        }
        for (std::size_t i = 0; i < parts.size() && shares > 0 && !again; ++i) {
            const Part& part = m_parts[parts[i]];
            if (part.stretch == 0 || settled[i])
                continue;
            const int share = pool * part.stretch / shares;
            const int most = part.item->maximumSize().width(), least = part.item->sizeHint().width();
            settled[i] = again = share < least || share > most;
            out[i] = std::clamp(share, least, std::max(least, most));
        }
    }
    return out;
}

FlowRow::Line FlowRow::fill(const std::vector<std::size_t>& parts, int width) const
{
    const int gap = std::max(0, spacing());
    const auto gapBefore = [&](std::size_t i) {
        return i > 0 && !isRoom(*m_parts[parts[i]].item) && !isRoom(*m_parts[parts[i - 1]].item) ? gap : 0;
    };
    int gaps = 0;
    for (std::size_t i = 0; i < parts.size(); ++i)
        gaps += gapBefore(i);
    const std::vector<int> given = widths(parts, width - gaps);
    Line line;
    int x = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        x += gapBefore(i);
        const QLayoutItem& item = *m_parts[parts[i]].item;
        line.parts.push_back({parts[i], x, given[i]});
        line.height = std::max(line.height, item.hasHeightForWidth() ? item.heightForWidth(given[i]) : item.sizeHint().height());
        x += given[i];
    }
    return line;
}

std::vector<FlowRow::Line> FlowRow::lines(int width) const
{
    const int gap = std::max(0, spacing());
    std::vector<Line> out;
    std::vector<std::size_t> parts;
    int used = 0;
    bool anything = false;  // besides room
    for (std::size_t at = 0; at < m_parts.size(); ++at) {
        if (!shown(m_parts[at]))
            continue;
        const bool room = isRoom(*m_parts[at].item);
        const bool joined = !parts.empty() && !room && !isRoom(*m_parts[parts.back()].item);
        const int more = (joined ? gap : 0) + leastWidth(m_parts[at]);
        if (anything && !room && used + more > width) {
            out.push_back(fill(parts, width));
            parts.clear();
            used = 0;
            anything = false;
        }
        parts.push_back(at);
        used += parts.size() == 1 ? leastWidth(m_parts[at]) : more;
        anything = anything || !room;
    }
    if (anything)
        out.push_back(fill(parts, width));
    return out;
}

QSize FlowRow::marginSize() const
{
    const QMargins margins = contentsMargins();
    return {margins.left() + margins.right(), margins.top() + margins.bottom()};
}

int FlowRow::heightForWidth(int width) const
{
    const std::vector<Line> all = lines(width - marginSize().width());
    const int gaps = std::max(0, spacing()) * std::max(0, static_cast<int>(all.size()) - 1);
    return std::accumulate(all.begin(), all.end(), gaps + marginSize().height(),
                           [](int sum, const Line& line) { return sum + line.height; });
}

QSize FlowRow::sizeHint() const
{
    const int gap = std::max(0, spacing());
    QSize all(0, 0);
    bool afterWidget = false;
    for (const Part& part : m_parts) {
        if (!shown(part))
            continue;
        const bool room = isRoom(*part.item);
        all.rwidth() += part.item->sizeHint().width() + (afterWidget && !room ? gap : 0);
        all.setHeight(std::max(all.height(), part.item->sizeHint().height()));
        afterWidget = !room;
    }
    return all + marginSize();
}

QSize FlowRow::minimumSize() const
{
    QSize most(0, 0);
    for (const Part& part : m_parts)
        if (shown(part))
            most = most.expandedTo(part.item->minimumSize());
    return most + marginSize();
}

void FlowRow::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    const QRect room = contentsRect();
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    const std::vector<Line> all = lines(room.width());
    int y = room.top();
    for (const Line& line : all) {
        const int height = all.size() == 1 ? std::max(line.height, room.height()) : line.height;
        for (const Placed& placed : line.parts)
            m_parts[placed.part].item->setGeometry(
                QStyle::visualRect(direction, room, QRect(room.left() + placed.x, y, placed.width, height)));
        y += height + std::max(0, spacing());
    }
}

}  // namespace isopolis
