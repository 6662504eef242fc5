#include "ui/viewport/map_decoration.h"

#include "ui/scene/colour_scale.h"
#include "ui/text/translate.h"
#include "ui/viewport/painted_words.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace isopolis {
namespace {

constexpr double kText_px = 13, kMargin_px = 14, kLabelGap_px = 7;
constexpr std::size_t kMostLabels = 70;

QString tr(const char* text) { return QCoreApplication::translate("map", text); }
QColor toQColor(Colour c) { return {c.r, c.g, c.b, c.a}; }

struct Ink {
    QColor text, quiet, panel, edge, halo;
};
Ink inkOf(bool dark)
{
    if (dark)
        return {QColor(0xE8, 0xEC, 0xF0), QColor(0xB4, 0xBD, 0xC6), QColor(0x20, 0x26, 0x2D, 238), QColor(0x4A, 0x53, 0x5D),
                QColor(0x14, 0x18, 0x1D, 215)};
    return {QColor(0x1A, 0x20, 0x28), QColor(0x50, 0x59, 0x63), QColor(0xFF, 0xFF, 0xFF, 240), QColor(0xC4, 0xC9, 0xCF),
            QColor(0xFF, 0xFF, 0xFF, 225)};
}

QFont font(double scale, double factor = 1, bool bold = false)
{
    QFont f = QCoreApplication::instance() ? QFont() : QFont(QStringLiteral("Noto Sans"));
    f.setPixelSize(std::max(7, static_cast<int>(std::lround(kText_px * scale * factor))));
    f.setBold(bold);
    return f;
}

/// Lines of a text no wider than `width`.
QStringList wrapped(const QString& text, const QFontMetricsF& metrics, double width)
{
    QStringList lines;
    QString line;
    for (const QString& word : text.split(u' ', Qt::SkipEmptyParts)) {
        const QString longer = line.isEmpty() ? word : line + u' ' + word;
        if (!line.isEmpty() && metrics.horizontalAdvance(longer) > width) {
            lines << line;
            line = word;
        } else {
            line = longer;
        }
    }
    if (!line.isEmpty())
        lines << line;
    return lines;
}

QString patternNote(const Legend& legend)
{
    const auto has = [&legend](Pattern pattern) {
        return std::any_of(legend.classes.begin(), legend.classes.end(), [pattern](const LegendClass& c) { return c.pattern == pattern; });
    };
    if (has(Pattern::Better) && has(Pattern::Worse) && has(Pattern::TooClose))
        return tr("Dots: better. Hatching: worse. Crosses: too close to call.");
    if (has(Pattern::Better) && has(Pattern::Worse))
        return tr("Dots: better. Hatching: worse.");
    return has(Pattern::Better) ? tr("Dots: better.") : has(Pattern::Worse) ? tr("Hatching: worse.") : QString();
}

/// Winners and losers beside the classes.
QStringList legendPeopleText(const Legend& legend)
{
    if (!legend.people)
        return {};
    const LegendPeople& p = *legend.people;
    QStringList lines{tr("People: %1 better off, %2 worse off, %3 little or no change.")
                          .arg(formatPeople(p.better), formatPeople(p.worse), formatPeople(p.unchanged))};
    if (p.tooClose > 0)
        lines << tr("%1 people live where it is too close to call.").arg(formatPeople(p.tooClose));
    if (p.hidden > 0)
        lines << tr("%1 of these people live where the map shows no colour.").arg(formatPeople(p.hidden));
    return lines;
}

/// What a legend holds, measured: one place for its size and its painting.
struct LegendLayout {
    LegendLayout(const Legend& legend, double scale)
        : titleFont(font(scale, 1, true)), textFont(font(scale, 0.92)), noteFont(font(scale, 0.84)), padding(10 * scale),
          swatch(26 * scale, 15 * scale)
    {
        const QFontMetricsF titleMetrics(titleFont), textMetrics(textFont), noteMetrics(noteFont);
        row = std::max(textMetrics.height(), swatch.height() + 4 * scale);
        width = 0;
        columns = legend.grid.columns;
        if (columns > 0) {
            for (const std::string& label : legend.grid.rows) {
                texts << translated("legend", label);
                rowLabels = std::max(rowLabels, textMetrics.horizontalAdvance(texts.back()));
            }
            rowTitle = translated("legend", legend.grid.rowTitle);
            rowLabels = std::max(rowLabels, noteMetrics.horizontalAdvance(rowTitle)) + 9 * scale;
            for (const std::string& label : legend.grid.columnLabels) {
                heads << translated("legend", label);
                swatch.setWidth(std::max(swatch.width(), noteMetrics.horizontalAdvance(heads.back()) + 8 * scale));
            }
            width = rowLabels + static_cast<double>(columns) * swatch.width();
        }
        for (std::size_t i = 0; columns == 0 && i < legend.classes.size(); ++i) {
            texts << legendClassText(legend, i);
            width = std::max(width, swatch.width() + 9 * scale + textMetrics.horizontalAdvance(texts.back()));
        }
        width = std::max(width, 150 * scale);
        const double most = std::max(width, 230 * scale);
        title = wrapped(legendTitle(legend), titleMetrics, most);
        const QString about = patternNote(legend);
        if (!about.isEmpty())
            notes << wrapped(about, noteMetrics, most);
        for (const QString& line : legendPeopleText(legend))
            notes << wrapped(line, noteMetrics, most);
        notes << wrapped(translated("legend", legend.note), noteMetrics, most);
        for (const QString& line : title)
            width = std::max(width, titleMetrics.horizontalAdvance(line));
        for (const QString& line : notes)
            width = std::max(width, noteMetrics.horizontalAdvance(line));
        titleHeight = titleMetrics.height();
        noteHeight = noteMetrics.height();
        size = {width + 2 * padding, 2 * padding + titleHeight * static_cast<double>(title.size()) + 5 * scale +
                                         row * static_cast<double>(texts.size()) + (columns > 0 ? noteHeight + 3 * scale : 0) +
                                         (notes.isEmpty() ? 0 : 5 * scale + noteHeight * static_cast<double>(notes.size()))};
    }
    QFont titleFont, textFont, noteFont;
    double padding;
    QSizeF swatch;
    double row = 0, width = 0, titleHeight = 0, noteHeight = 0;
    double rowLabels = 0;     ///< width of the column of row labels of a table
    std::size_t columns = 0;  ///< of a table; 0: a list
    QString rowTitle;
    QStringList title, texts, heads, notes;
    QSizeF size;
};

/// Classes of two variables at once; returns where it ends.
double paintLegendTable(QPainter& painter, QPointF topLeft, const Legend& legend, const LegendLayout& layout, const Ink& ink)
{
    const double head = QFontMetricsF(layout.noteFont).height();
    painter.setFont(layout.noteFont);
    painter.setPen(ink.quiet);
    painter.drawText(QRectF(topLeft, QSizeF(layout.rowLabels, head)), Qt::AlignLeft | Qt::AlignVCenter, layout.rowTitle);
    for (qsizetype i = 0; i < layout.heads.size(); ++i)
        painter.drawText(QRectF(topLeft.x() + layout.rowLabels + static_cast<double>(i) * layout.swatch.width(), topLeft.y(),
                                layout.swatch.width(), head),
                         Qt::AlignCenter, layout.heads[i]);
    double y = topLeft.y() + head + 3;
    for (qsizetype row = 0; row < layout.texts.size(); ++row, y += layout.row) {
        painter.setFont(layout.textFont);
        painter.setPen(ink.text);
        painter.drawText(QRectF(topLeft.x(), y, layout.rowLabels, layout.row), Qt::AlignLeft | Qt::AlignVCenter, layout.texts[row]);
        for (std::size_t column = 0; column < layout.columns; ++column) {
            const std::size_t at = static_cast<std::size_t>(row) * layout.columns + column;
            if (at >= legend.classes.size())
                break;
            const QRectF cell(topLeft.x() + layout.rowLabels + static_cast<double>(column) * layout.swatch.width(), y,
                              layout.swatch.width(), layout.row);
            paintSwatch(painter, cell.adjusted(1, 1, -1, -1), legend.classes[at].colour, legend.classes[at].pattern);
        }
    }
    return y;
}

void paintPanel(QPainter& painter, const QRectF& box, const Ink& ink, double scale)
{
    painter.setPen(QPen(ink.edge, 1));
    painter.setBrush(ink.panel);
    painter.drawRoundedRect(box, 6 * scale, 6 * scale);
}

class Occupied {
public:
    bool take(const QRectF& box)
    {
        if (std::any_of(m_boxes.begin(), m_boxes.end(), [&box](const QRectF& other) { return other.intersects(box); }))
            return false;
        m_boxes.push_back(box);
        return true;
    }
    void add(const QRectF& box) { m_boxes.push_back(box); }

private:
    std::vector<QRectF> m_boxes;
};

void paintHalo(QPainter& painter, QPointF baseline, const QFont& f, const QString& text, const Ink& ink, double scale, PaintedWords* kept)
{
    const PaintedWords::Halo look{ink.text, ink.halo, 3.4 * scale};
    if (kept)
        kept->paintText(painter, baseline, f, text, look);
    else
        paintHaloText(painter, baseline, f, text, look);
}

void paintLabels(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const MapDecoration& d, double ratio,
                 Occupied& occupied)
{
    const auto anchors = d.anchors ? d.anchors : labelAnchors(*d.city);
    const QFont f = font(d.fontScale, 0.95, true);
    const QFontMetricsF metrics(f);
    const QRectF screen(QPointF(0, 0), QSizeF(camera.width(), camera.height()) / ratio);
    const Ink ink = inkOf(d.dark);
    std::size_t shown = 0;
    for (const LabelAnchor& anchor : *anchors) {
        if (shown >= kMostLabels)
            break;
        const auto at = camera.project({anchor.at.x, anchor.at.y, ground.height(anchor.at)});
        if (!at)
            continue;
        const double size_px = anchor.size_m / camera.metresPerPixel() / ratio;
        const double width = d.kept ? d.kept->nameWidth(metrics, anchor.name) : metrics.horizontalAdvance(anchor.name);
        // A name much wider than its neighbourhood would seem to belong to the next one.
        if (width > 2.2 * size_px)
            continue;
        const QPointF centre(at->x / ratio, at->y / ratio);
        const QRectF box(centre.x() - width / 2, centre.y() - metrics.height() / 2, width, metrics.height());
        if (!screen.adjusted(6, 6, -6, -6).contains(box) ||
            !occupied.take(box.adjusted(-kLabelGap_px, -kLabelGap_px / 2, kLabelGap_px, kLabelGap_px / 2)))
            continue;
        paintHalo(painter, {box.left(), box.top() + metrics.ascent()}, f, anchor.name, ink, d.fontScale, d.kept);
        ++shown;
    }
}

QRectF paintNorthArrow(QPainter& painter, QPointF centre, double heading_deg, const Ink& ink, double scale)
{
    const double r = 17 * scale;
    const QRectF box(centre.x() - r, centre.y() - r, 2 * r, 2 * r);
    painter.setPen(QPen(ink.edge, 1));
    painter.setBrush(ink.panel);
    painter.drawEllipse(box);
    painter.save();
    painter.translate(centre);
    painter.rotate(-heading_deg);
    QPolygonF left, right;
    left << QPointF(0, -12 * scale) << QPointF(-5 * scale, 2 * scale) << QPointF(0, -1 * scale);
    right << QPointF(0, -12 * scale) << QPointF(5 * scale, 2 * scale) << QPointF(0, -1 * scale);
    painter.setPen(QPen(ink.text, 0.8));
    painter.setBrush(ink.text);
    painter.drawPolygon(left);
    painter.setBrush(ink.panel);
    painter.drawPolygon(right);
    painter.setFont(font(scale, 0.75, true));
    painter.setPen(ink.text);
    painter.drawText(QRectF(-8 * scale, 1.5 * scale, 16 * scale, 12 * scale), Qt::AlignCenter, tr("N"));
    painter.restore();
    return box;
}

QRectF paintScaleBar(QPainter& painter, QPointF bottomRight, double metresPerPixel, const Ink& ink, double scale, PaintedWords* kept)
{
    const double metres = roundDown(110 * scale * metresPerPixel);
    const double width = metres / metresPerPixel;
    const QFont f = font(scale, 0.84);
    const QFontMetricsF metrics(f);
    const QString text = metres >= 1000
                             ? formatValue(metres / 1000, Unit::Kilometre, metres < 10000 && std::fmod(metres, 1000) != 0 ? 1 : 0)
                             : formatValue(metres, Unit::Metre, 0);
    const QRectF box(bottomRight.x() - width - 8 * scale, bottomRight.y() - metrics.height() - 12 * scale, width + 8 * scale,
                     metrics.height() + 12 * scale);
    const double y = box.bottom() - 4 * scale, left = box.left() + 4 * scale, right = box.right() - 4 * scale;
    for (const bool halo : {true, false}) {
        painter.setPen(QPen(halo ? ink.halo : ink.text, (halo ? 4.5 : 1.8) * scale, Qt::SolidLine, Qt::SquareCap));
        painter.drawPolyline(QPolygonF() << QPointF(left, y - 5 * scale) << QPointF(left, y) << QPointF(right, y)
                                         << QPointF(right, y - 5 * scale));
    }
    const double textWidth = metrics.horizontalAdvance(text);
    paintHalo(painter, {0.5 * (left + right) - textWidth / 2, y - 7 * scale}, f, text, ink, scale, kept);
    return box.united(QRectF(0.5 * (left + right) - textWidth / 2, box.top(), textWidth, box.height()));
}

/// Whole: each source asks to be named. On a narrow map the sources take several lines.
QRectF paintAttribution(QPainter& painter, const QSizeF& size, const QString& text, const Ink& ink, double scale)
{
    const QFont f = font(scale, 0.78);
    const QFontMetricsF metrics(f);
    const QRectF room(0, 0, size.width() - 20 * scale, size.height());
    constexpr int kLines = Qt::AlignRight | Qt::TextWordWrap;
    const QSizeF words = metrics.boundingRect(room, kLines, text).size();
    const double width = words.width() + 12 * scale, height = words.height() + 4 * scale;
    const QRectF box(size.width() - width, size.height() - height, width, height);
    QColor panel = ink.panel;
    panel.setAlpha(205);
    painter.fillRect(box, panel);
    painter.setFont(f);
    painter.setPen(ink.quiet);
    painter.drawText(box.adjusted(6 * scale, 2 * scale, -6 * scale + 1, 0), kLines, text);
    return box;
}

QRectF paintTitle(QPainter& painter, const MapDecoration& d, const QSizeF& size, const Ink& ink)
{
    QRectF covered(kMargin_px, kMargin_px, 0, 0);
    if (!d.title.isEmpty()) {
        const QFont f = font(d.fontScale, d.titleScale, true);
        const QFontMetricsF metrics(f);
        const double padding = 10 * d.fontScale;
        const QString text = metrics.elidedText(d.title, Qt::ElideRight, size.width() - 2 * kMargin_px - 2 * padding - 60 * d.fontScale);
        covered.setSize({metrics.horizontalAdvance(text) + 2 * padding, metrics.height() + padding});
        paintPanel(painter, covered, ink, d.fontScale);
        painter.setFont(f);
        painter.setPen(ink.text);
        painter.drawText(covered, Qt::AlignCenter, text);
    }
    if (!d.city || !d.city->synthetic())
        return covered;
    const QFont f = font(d.fontScale, 0.84, true);
    const QFontMetricsF metrics(f);
    const QString text = tr("Synthetic city: not a real place");
    const QRectF badge(kMargin_px, covered.height() > 0 ? covered.bottom() + 6 * d.fontScale : kMargin_px,
                       metrics.horizontalAdvance(text) + 16 * d.fontScale, metrics.height() + 6 * d.fontScale);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0x5B, 0x3A, 0x8C));
    painter.drawRoundedRect(badge, 4 * d.fontScale, 4 * d.fontScale);
    painter.setFont(f);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, text);
    return covered.united(badge);
}

/// A tab on the legend's upper edge.
void paintLegendHeading(QPainter& painter, QPointF topLeft, const MapDecoration& d, const Ink& ink)
{
    const QFont f = font(d.fontScale, 0.84, true);
    const QFontMetricsF metrics(f);
    const QRectF box(topLeft, QSizeF(metrics.horizontalAdvance(d.legendHeading) + 16 * d.fontScale, metrics.height() + 4 * d.fontScale));
    paintPanel(painter, box, ink, d.fontScale);
    painter.setFont(f);
    painter.setPen(ink.text);
    painter.drawText(box, Qt::AlignCenter, d.legendHeading);
}

}  // namespace

std::shared_ptr<const std::vector<LabelAnchor>> labelAnchors(const City& city)
{
    auto anchors = std::make_shared<std::vector<LabelAnchor>>();
    for (NeighbourhoodId id : idsOf(city.neighbourhoods())) {
        const Neighbourhood& neighbourhood = city.neighbourhoods()[id];
        if (!neighbourhood.name.empty() && !neighbourhood.outline.empty())
            anchors->push_back(
                {id, interiorPoint(neighbourhood.outline), std::sqrt(area(neighbourhood.outline)), text(neighbourhood.name)});
    }
    std::stable_sort(anchors->begin(), anchors->end(), [&city](const LabelAnchor& a, const LabelAnchor& b) {
        return city.neighbourhoods()[a.neighbourhood].population > city.neighbourhoods()[b.neighbourhood].population;
    });
    return anchors;
}

void paintSwatch(QPainter& painter, const QRectF& box, Colour colour, Pattern pattern)
{
    painter.save();
    painter.setPen(Qt::NoPen);
    painter.setBrush(toQColor(colour));
    painter.drawRect(box);
    painter.setClipRect(box, Qt::IntersectClip);
    const double bright = (0.2126 * colour.r + 0.7152 * colour.g + 0.0722 * colour.b) / 255;
    const Colour mark = bright > 0.4 ? mixed(colour, {0, 0, 0}, 0.38) : mixed(colour, {255, 255, 255}, 0.5);
    const double step = box.height() / 2;
    if (pattern == Pattern::Better) {
        painter.setBrush(toQColor(mark));
        int row = 0;
        for (double y = box.top() + step / 2; y < box.bottom(); y += step, ++row) {
            for (double x = box.left() + step * (row % 2 ? 1 : 0.5); x < box.right(); x += step)
                painter.drawEllipse(QPointF(x, y), step * 0.19, step * 0.19);
        }
    } else if (pattern == Pattern::Worse) {
        // Cut here, since painters that write shapes to a file do not clip.
        painter.setPen(QPen(toQColor(mark), step * 0.17, Qt::SolidLine, Qt::FlatCap));
        for (double x = box.left() - box.height(); x < box.right(); x += step * 1.1) {
            const double from = std::max(0.0, box.left() - x), to = std::min(box.height(), box.right() - x);
            painter.drawLine(QPointF(x + from, box.top() + from), QPointF(x + to, box.top() + to));
        }
    } else if (pattern == Pattern::TooClose) {
        painter.setPen(QPen(toQColor(mark), step * 0.16));
        for (double y = box.top() + step / 2; y < box.bottom(); y += step) {
            for (double x = box.left() + step / 2; x < box.right(); x += step) {
                painter.drawLine(QPointF(x - step * 0.3, y), QPointF(x + step * 0.3, y));
                painter.drawLine(QPointF(x, y - step * 0.3), QPointF(x, y + step * 0.3));
            }
        }
    }
    if (pattern == Pattern::Hidden) {
        painter.setPen(QPen(toQColor(mark), step * 0.16, Qt::SolidLine, Qt::FlatCap));
        for (double x = box.left(); x < box.right() + box.height(); x += step * 2) {
            const double from = std::max(0.0, x - box.right()), to = std::min(box.height(), x - box.left());
            painter.drawLine(QPointF(x - from, box.top() + from), QPointF(x - to, box.top() + to));
        }
    }
    painter.setClipping(false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0, 0, 0, 90), 0.8));
    painter.drawRect(box);
    painter.restore();
}

QString legendClassText(const Legend& legend, std::size_t position)
{
    const LegendClass& c = legend.classes[position];
    if (legend.grid.columns > 0) {
        const std::size_t row = position / legend.grid.columns, column = position % legend.grid.columns;
        if (row < legend.grid.rows.size() && column < legend.grid.columnLabels.size())
            return tr("%1 of income: %2")
                .arg(translated("legend", legend.grid.rows[row]), translated("legend", legend.grid.columnLabels[column]));
    }
    if (!c.label.empty()) {
        const QString label = translated("legend", c.label);
        return c.to > 0 && c.from == -c.to ? tr("%1 (within ±%2)").arg(label, formatNumber(c.to, legend.decimals)) : label;
    }
    const auto number = [&legend](double value) {
        return legend.change ? formatSigned(value, legend.decimals) : formatNumber(value, legend.decimals);
    };
    if (!legend.change && !std::isfinite(c.from))
        return tr("below %1").arg(number(c.to));
    const QString limits = !legend.change && !std::isfinite(c.to) ? tr("%1 and more").arg(number(c.from)) : QString();
    if (!c.mark.empty())
        return tr("%1: %2").arg(limits.isEmpty() ? tr("%1 – %2").arg(number(c.from), number(c.to)) : limits, translated("legend", c.mark));
    if (!limits.isEmpty())
        return limits;
    return legend.change ? tr("%1 to %2").arg(number(c.from), number(c.to)) : tr("%1 – %2").arg(number(c.from), number(c.to));
}

QString legendTitle(const Legend& legend)
{
    QString title = translated("indicator", legend.title);
    if (legend.change)
        title = tr("%1, change").arg(title);
    if (!legend.group.empty())
        title = tr("%1: %2").arg(translated("quintile", legend.group), title);
    const QString unit = unitText(legend.unit);
    if (!unit.isEmpty())
        title = tr("%1, %2").arg(title, unit);
    for (const std::string& hours : legend.hours)
        title = tr("%1 – %2").arg(title, translated("air", hours));
    return title;
}

QSizeF legendSize(const Legend& legend, double fontScale)
{
    return legend.classes.empty() && legend.note.empty() ? QSizeF(0, 0) : LegendLayout(legend, fontScale).size;
}

QRectF paintLegend(QPainter& painter, QPointF topLeft, const Legend& legend, bool dark, double fontScale)
{
    if (legend.classes.empty() && legend.note.empty())
        return {};
    const Ink ink = inkOf(dark);
    const LegendLayout layout(legend, fontScale);
    const QRectF box(topLeft, layout.size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintPanel(painter, box, ink, fontScale);
    double y = box.top() + layout.padding;
    const double left = box.left() + layout.padding;
    const auto lines = [&](const QStringList& texts, const QFont& f, double height, const QColor& colour) {
        painter.setFont(f);
        painter.setPen(colour);
        for (const QString& line : texts) {
            painter.drawText(QRectF(left, y, layout.width + 2, height), Qt::AlignLeft | Qt::AlignVCenter, line);
            y += height;
        }
    };
    lines(layout.title, layout.titleFont, layout.titleHeight, ink.text);
    y += 5 * fontScale;
    if (layout.columns > 0)
        y = paintLegendTable(painter, {left, y}, legend, layout, ink);
    for (std::size_t i = 0; layout.columns == 0 && i < legend.classes.size(); ++i) {
        const QRectF swatch(QPointF(left, y + (layout.row - layout.swatch.height()) / 2), layout.swatch);
        paintSwatch(painter, swatch, legend.classes[i].colour, legend.classes[i].pattern);
        if (!legend.classes[i].mark.empty()) {
            // The limit itself: a stroke between the classes below and above it.
            painter.setPen(QPen(ink.text, 2 * fontScale));
            painter.drawLine(QPointF(left - 3 * fontScale, y), QPointF(swatch.right() + 3 * fontScale, y));
        }
        painter.setFont(layout.textFont);
        painter.setPen(ink.text);
        painter.drawText(QRectF(swatch.right() + 9 * fontScale, y, layout.width, layout.row), Qt::AlignLeft | Qt::AlignVCenter,
                         layout.texts[static_cast<qsizetype>(i)]);
        y += layout.row;
    }
    y += 5 * fontScale;
    lines(layout.notes, layout.noteFont, layout.noteHeight, ink.quiet);
    painter.restore();
    return box;
}

QString attributionLine(const City& city)
{
    QStringList lines;
    for (const SourceRecord& source : city.sources()) {
        const QString line = text(source.attribution).trimmed();
        if (!line.isEmpty() && !lines.contains(line))
            lines << line;
    }
    return lines.join(QStringLiteral(" · "));
}

void paintDecoration(QPainter& painter, const MapCamera& camera, const GroundSurface& ground, const MapDecoration& d)
{
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    const double ratio = painter.device()->devicePixelRatioF(), scale = d.fontScale;
    const QSizeF size = QSizeF(camera.width(), camera.height()) / ratio;
    const Ink ink = inkOf(d.dark);
    Occupied occupied;
    // Boxes are painted after the names, but their places are taken before.
    const QString attribution = d.attribution && d.city ? attributionLine(*d.city) : QString();
    double bottom = size.height() - kMargin_px;
    if (!attribution.isEmpty()) {
        const QRectF box = paintAttribution(painter, size, attribution, ink, scale);
        occupied.add(box);
        bottom = box.top() - 6 * scale;
    }
    double legendScale = scale;
    const auto sizeOf = [&d](double at) { return d.kept ? d.kept->legendSize(d.legend, at) : legendSize(d.legend, at); };
    QSizeF legend = d.showLegend ? sizeOf(legendScale) : QSizeF(0, 0);
    const double heading = d.legendHeading.isEmpty() ? 0 : QFontMetricsF(font(scale, 0.84, true)).height() + 6 * scale;
    while (legend.height() + heading > bottom - 3 * kMargin_px && legendScale > 0.5 * scale) {
        legendScale *= 0.9;
        legend = sizeOf(legendScale);
    }
    const QRectF legendBox(QPointF(kMargin_px, bottom - legend.height()), legend);
    if (!legend.isEmpty())
        occupied.add(legendBox.adjusted(-4, -4 - heading, 4, 4));
    occupied.add(paintTitle(painter, d, size, ink));
    if (d.scaleBar)
        occupied.add(paintScaleBar(painter, {size.width() - kMargin_px, bottom}, camera.metresPerPixel() * ratio, ink, scale, d.kept));
    if (d.northArrow)
        occupied.add(
            paintNorthArrow(painter, {size.width() - kMargin_px - 17 * scale, kMargin_px + 17 * scale}, camera.heading_deg(), ink, scale));
    if (d.labels && d.city)
        paintLabels(painter, camera, ground, d, ratio, occupied);
    if (!legend.isEmpty() && d.kept)
        d.kept->paintLegend(painter, legendBox, d.legend, d.dark, legendScale);
    else if (!legend.isEmpty())
        paintLegend(painter, legendBox.topLeft(), d.legend, d.dark, legendScale);
    if (!legend.isEmpty() && heading > 0)
        paintLegendHeading(painter, legendBox.topLeft() - QPointF(0, heading), d, ink);
    painter.restore();
}

}  // namespace isopolis
