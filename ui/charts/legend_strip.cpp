#include "ui/charts/legend_strip.h"

#include "ui/scene/overlay_theme.h"
#include "ui/text/named.h"
#include "ui/viewport/map_decoration.h"

#include <QPainter>

#include <algorithm>

namespace isopolis {

namespace {
constexpr int kSwatch_px = 24, kGap_px = 6, kBetween_px = 18;
}  // namespace

LegendStrip::LegendStrip(const char* name, QWidget* parent) : QWidget(parent)
{
    named(this, name, tr("Legend"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void LegendStrip::setLegend(const Legend& legend)
{
    m_entries.clear();
    QStringList said;
    for (std::size_t i = 0; i < legend.classes.size(); ++i) {
        m_entries.push_back({legend.classes[i].colour, legend.classes[i].pattern, legendClassText(legend, i)});
        said << m_entries.back().words;
    }
    setAccessibleDescription(legendTitle(legend) + QStringLiteral(": ") + said.join(QStringLiteral("; ")));
    setMinimumHeight(heightForWidth(std::max(width(), 1)));
    updateGeometry();
    update();
}

int LegendStrip::widthOf(const Entry& entry) const { return kSwatch_px + kGap_px + fontMetrics().horizontalAdvance(entry.words); }

std::vector<QPoint> LegendStrip::places(int width) const
{
    const int row = fontMetrics().height() + 4;
    std::vector<QPoint> out;
    int x = 0, y = 0;
    for (const Entry& entry : m_entries) {
        if (x > 0 && x + widthOf(entry) > width) {
            x = 0;
            y += row;
        }
        out.emplace_back(x, y);
        x += widthOf(entry) + kBetween_px;
    }
    out.emplace_back(0, m_entries.empty() ? 0 : y + row);
    return out;
}

int LegendStrip::heightForWidth(int width) const { return places(width).back().y(); }

QSize LegendStrip::minimumSizeHint() const
{
    int widest = 0;
    for (const Entry& entry : m_entries)
        widest = std::max(widest, widthOf(entry));
    return {widest, heightForWidth(std::max(width(), widest))};
}

void LegendStrip::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    setMinimumHeight(heightForWidth(width()));
}

void LegendStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool dark = palette().color(QPalette::Window).lightness() < 128;
    const std::vector<QPoint> at = places(width());
    const int height = fontMetrics().height();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Entry& entry = m_entries[i];
        paintSwatch(painter, QRectF(at[i].x() + 0.5, at[i].y() + 2.5, kSwatch_px - 1, height - 2), inTheme(entry.colour, dark),
                    entry.pattern);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRect(at[i].x() + kSwatch_px + kGap_px, at[i].y(), widthOf(entry), height + 4), Qt::AlignLeft | Qt::AlignVCenter,
                         entry.words);
    }
}

}  // namespace isopolis
