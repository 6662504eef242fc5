#include "ui/viewport/sensor_painting.h"

#include "ui/viewport/mark_sprites.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace isopolis {

namespace {

constexpr double kHead_px = 8, kChosenHead_px = 11, kShortestPost_px = 26, kReach_px = 12, kText_px = 13, kAround_px = 80;

QFont font(double scale, double factor, bool bold = false)
{
    QFont f;
    f.setPixelSize(std::max(7, static_cast<int>(std::lround(kText_px * scale * factor))));
    f.setBold(bold);
    return f;
}

struct Standing {
    const SensorMark* mark;
    QPointF foot, head;
};

/// Null: not in front of the camera.
std::optional<Standing> standingOf(const SensorMark& mark, const MapCamera& camera, const GroundSurface& ground, double ratio, double scale)
{
    const double z = ground.height(mark.at);
    const auto foot = camera.project({mark.at.x, mark.at.y, z});
    if (!foot)
        return std::nullopt;
    const QPointF below(foot->x / ratio, foot->y / ratio);
    QPointF head = below;
    if (!camera.flat()) {
        const auto top = camera.project({mark.at.x, mark.at.y, z + mark.height_m});
        const double true_px = top ? below.y() - top->y / ratio : 0;
        head.ry() -= std::max(kShortestPost_px * scale * std::cos(camera.pitch_deg() * M_PI / 180), true_px);
    }
    return Standing{&mark, below, head};
}

/// Those that can be seen; far ones first, so that near ones cover them.
std::vector<Standing> standing(const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer, double ratio, double scale)
{
    const QRectF seen =
        QRectF(0, 0, camera.width() / ratio, camera.height() / ratio).adjusted(-kAround_px, -kAround_px, kAround_px, kAround_px);
    std::vector<Standing> all;
    for (const SensorMark& mark : layer.marks)
        if (const auto s = standingOf(mark, camera, ground, ratio, scale); s && (seen.contains(s->foot) || seen.contains(s->head)))
            all.push_back(*s);
    std::stable_sort(all.begin(), all.end(), [](const Standing& a, const Standing& b) {
        return a.mark->chosen != b.mark->chosen ? b.mark->chosen : a.foot.y() < b.foot.y();
    });
    return all;
}

/// What is taken on the screen, in squares, so that thousands of boxes need not be compared with each other.
class Room {
public:
    void take(const QRectF& box)
    {
        each(box, [&](std::vector<QRectF>& square) {
            square.push_back(box);
            return false;
        });
    }
    bool taken(const QRectF& box)
    {
        return each(box, [&](const std::vector<QRectF>& square) {
            return std::any_of(square.begin(), square.end(), [&box](const QRectF& other) { return other.intersects(box); });
        });
    }

private:
    static constexpr double kSide_px = 64;
    template <class F>
    bool each(const QRectF& box, const F& found)
    {
        for (int y = at(box.top()); y <= at(box.bottom()); ++y)
            for (int x = at(box.left()); x <= at(box.right()); ++x)
                if (found(m_squares[{x, y}]))
                    return true;
        return false;
    }
    static int at(double px) { return static_cast<int>(std::floor(px / kSide_px)); }
    std::map<std::pair<int, int>, std::vector<QRectF>> m_squares;
};

void paintNote(QPainter& painter, QPointF anchor, const QString& words, const SensorStyle& style, double width)
{
    const QFont f = font(style.fontScale, 0.92);
    const QFontMetricsF metrics(f);
    const QRectF text = metrics.boundingRect(QRectF(0, 0, 260 * style.fontScale, 400), Qt::TextWordWrap, words);
    QRectF box(anchor + QPointF(14, -text.height() / 2 - 5), text.size() + QSizeF(16, 10));
    if (box.right() > width - 6)
        box.moveRight(anchor.x() - 14);
    painter.setPen(QPen(style.dark ? QColor(0x4A, 0x53, 0x5D) : QColor(0x77, 0x81, 0x8A), 1));
    painter.setBrush(style.dark ? QColor(0x20, 0x26, 0x2D, 245) : QColor(255, 255, 255, 248));
    painter.drawRoundedRect(box, 4, 4);
    painter.setFont(f);
    painter.setPen(style.dark ? QColor(0xE8, 0xEC, 0xF0) : QColor(0x1A, 0x20, 0x28));
    painter.drawText(box.adjusted(8, 5, -8, -5), Qt::TextWordWrap, words);
}

}  // namespace

void paintSensors(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer,
                  const SensorStyle& style)
{
    if (layer.marks.empty())
        return;
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double ratio = painter.device()->devicePixelRatioF();
    const std::vector<Standing> all = standing(camera, ground, layer, ratio, style.fontScale);
    MarkSprites& sprites = MarkSprites::of(style.dark, style.fontScale, painter.device()->devicePixelRatioF());
    Room room;
    for (const Standing& s : all)
        room.take({s.head.x() - kHead_px, s.head.y() - kHead_px, 2 * kHead_px, 2 * kHead_px});
    const QFont f = font(style.fontScale, 0.92, true);
    const QFontMetricsF metrics(f);
    for (const Standing& s : all) {
        const bool shown = s.mark->chosen || s.mark->id == style.hovered;
        const double r = (shown ? kChosenHead_px : kHead_px) * style.fontScale;
        if (s.foot != s.head) {
            // Upright and on whole pixels: nothing of it needs smoothing.
            const int x = static_cast<int>(std::lround(s.foot.x())), top = static_cast<int>(std::lround(s.head.y()));
            const int height = static_cast<int>(std::lround(s.foot.y())) - top;
            painter.fillRect(x - 2, top, 4, height, QColor(255, 255, 255, 200));
            painter.fillRect(x - 1, top, 2, height, QColor(0x1A, 0x20, 0x28));
            sprites.putFoot(painter, s.foot);
        }
        sprites.putHead(painter, s.head, r, s.mark->shape, s.mark->sign, s.mark->colour, s.mark->chosen);
        if (shown || s.mark->value.isEmpty())
            continue;
        const QRectF box(s.head.x() + kHead_px + 4, s.head.y() - metrics.height() / 2, metrics.horizontalAdvance(s.mark->value),
                         metrics.height());
        if (room.taken(box))
            continue;
        room.take(box);
        sprites.putWords(painter, {box.left(), box.top() + metrics.ascent()}, f, s.mark->value);
    }
    painter.restore();
}

void paintSensorNote(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer,
                     const SensorStyle& style)
{
    const double ratio = painter.device()->devicePixelRatioF(), width = camera.width() / ratio;
    const SensorMark* noted = nullptr;
    for (const SensorMark& mark : layer.marks)
        if (mark.id == style.hovered || (mark.chosen && !noted))
            noted = &mark;
    if (!noted)
        return;
    const QString words = noted->words.isEmpty() && layer.wordsOf ? layer.wordsOf(noted->id) : noted->words;
    const auto stands = standingOf(*noted, camera, ground, ratio, style.fontScale);
    if (words.isEmpty() || !stands)
        return;
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    paintNote(painter, stands->head, words, style, width);
    painter.restore();
}

void paintSensorKeys(QPainter& painter, QPointF topRight, double mostHeight, const SensorLayer& layer, const SensorStyle& style)
{
    if (layer.title.isEmpty() || layer.marks.empty())
        return;
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double scale = style.fontScale, padding = 9 * scale, most = 250 * scale;
    const QFont titleFont = font(scale, 1, true), textFont = font(scale, 0.88), noteFont = font(scale, 0.82);
    const QFontMetricsF titleMetrics(titleFont), textMetrics(textFont), noteMetrics(noteFont);
    const QRectF title = titleMetrics.boundingRect(QRectF(0, 0, most, 200), Qt::TextWordWrap, layer.title);
    double width = title.width();
    for (const MarkKey& key : layer.keys)
        width = std::max(width, 24 * scale + textMetrics.horizontalAdvance(key.words));
    width = std::min(std::max(width, 170 * scale), most);
    const double row = std::max(textMetrics.height(), 19.0 * scale);
    double height = 2 * padding + title.height() + 4 * scale + row * static_cast<double>(layer.keys.size());
    if (height > mostHeight)
        return painter.restore();
    QList<QRectF> notes;
    for (const QString& note : layer.notes) {
        const QRectF box = noteMetrics.boundingRect(QRectF(0, 0, width, 400), Qt::TextWordWrap, note);
        if (height + box.height() > mostHeight)
            break;
        notes << box;
        height += box.height() + 3 * scale;
    }
    const QRectF panel(topRight.x() - width - 2 * padding, topRight.y(), width + 2 * padding, height);
    painter.setPen(QPen(style.dark ? QColor(0x4A, 0x53, 0x5D) : QColor(0xC4, 0xC9, 0xCF), 1));
    painter.setBrush(style.dark ? QColor(0x20, 0x26, 0x2D, 238) : QColor(255, 255, 255, 240));
    painter.drawRoundedRect(panel, 6 * scale, 6 * scale);
    const QColor ink = style.dark ? QColor(0xE8, 0xEC, 0xF0) : QColor(0x1A, 0x20, 0x28);
    const QColor quiet = style.dark ? QColor(0xB4, 0xBD, 0xC6) : QColor(0x50, 0x59, 0x63);
    double y = panel.top() + padding;
    const double left = panel.left() + padding;
    painter.setFont(titleFont);
    painter.setPen(ink);
    painter.drawText(QRectF(left, y, width + 2, title.height()), Qt::TextWordWrap, layer.title);
    y += title.height() + 4 * scale;
    for (const MarkKey& key : layer.keys) {
        paintHead(painter, {left + 8 * scale, y + row / 2}, 6 * scale, key.shape, key.sign, key.colour, false);
        painter.setFont(textFont);
        painter.setPen(ink);
        painter.drawText(QRectF(left + 24 * scale, y, width - 24 * scale + 2, row), Qt::AlignLeft | Qt::AlignVCenter,
                         textMetrics.elidedText(key.words, Qt::ElideRight, width - 24 * scale + 2));
        y += row;
    }
    painter.setFont(noteFont);
    painter.setPen(quiet);
    for (qsizetype i = 0; i < notes.size(); ++i) {
        painter.drawText(QRectF(left, y, width + 2, notes[i].height() + 2), Qt::TextWordWrap, layer.notes[i]);
        y += notes[i].height() + 3 * scale;
    }
    painter.restore();
}

const SensorMark* sensorAt(const MapCamera& camera, const GroundSurface& ground, const SensorLayer& layer, double ratio, QPointF position)
{
    const SensorMark* best = nullptr;
    double nearest = kReach_px;
    for (const Standing& s : standing(camera, ground, layer, ratio, 1)) {
        const QPointF away = s.head - position;
        if (const double d = std::hypot(away.x(), away.y()); d <= nearest) {
            nearest = d;
            best = s.mark;
        }
    }
    return best;
}

}  // namespace isopolis
