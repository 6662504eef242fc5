#include "ui/report/page_layout.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace isopolis {

namespace {

constexpr Rgb kInk{0.13, 0.15, 0.18}, kMuted{0.33, 0.36, 0.40}, kBand{0.071, 0.239, 0.322}, kWhite{1, 1, 1}, kPale{0.82, 0.90, 0.94};
constexpr Rgb kRule{0.72, 0.76, 0.80}, kShade{0.949, 0.961, 0.969};
constexpr TextStyle kBody{.size_pt = 10, .colour = kInk};
constexpr TextStyle kSmall{.size_pt = 8.2, .colour = kMuted, .lineSpacing = 1.2};
constexpr TextStyle kCell{.size_pt = 8.4, .colour = kInk, .lineSpacing = 1.15};
constexpr TextStyle kHeaderCell{.size_pt = 8.4, .bold = true, .colour = kInk, .lineSpacing = 1.15};
constexpr double kCellPad = 4, kParagraphGap = 7, kShortColumn = 92, kPictureGap = 8;
constexpr double kSmallestPicture = 2.0 / 3;  ///< of its size: names on a map are still legible

}  // namespace

PageLayout::PageLayout(TaggedCanvas& canvas, PageFrame frame) : m_canvas(canvas), m_frame(std::move(frame)), m_y(m_frame.top) {}

double PageLayout::remaining() const { return m_canvas.page().height - m_frame.bottom - m_y; }

void PageLayout::need(double height)
{
    // Twice, where pictures that waited take the next page.
    while (height > remaining() && m_y > m_frame.top + 1)
        breakPage();
}

void PageLayout::startPage()
{
    if (m_y > m_frame.top + 1)
        breakPage();
}

void PageLayout::breakPage()
{
    const double room = m_canvas.page().height - m_frame.top - m_frame.bottom;
    m_filled.push_back(std::clamp((m_y - m_frame.top) / room, 0.0, 1.0));
    drawFooter();
    m_canvas.endPage();
    m_y = m_frame.top;
    if (!m_frame.header.empty()) {
        m_canvas.draw(m_canvas.layout(m_frame.header, kSmall, width()), m_frame.left, 30);
        m_canvas.line(m_frame.left, 46, m_frame.left + width(), 46, 0.5, kRule);
    }
    placeWaiting();
}

void PageLayout::placeWaiting()
{
    for (const Row& row : std::exchange(m_waiting, {}))
        drawPictures(row, width() - row.side.width - kPictureGap);
}

void PageLayout::needBesideWaiting(double height)
{
    if (!m_waiting.empty() && height > remaining())
        breakPage();
}

void PageLayout::drawFooter()
{
    const double y = m_canvas.page().height - 42;
    m_canvas.line(m_frame.left, y - 5, m_frame.left + width(), y - 5, 0.5, kRule);
    const std::string number = QCoreApplication::translate("report", "Page %1").arg(m_canvas.pageNumber()).toStdString();
    TextStyle right = kSmall;
    right.align = Align::Right;
    m_canvas.draw(m_canvas.layout(m_frame.footer, kSmall, width() - 60), m_frame.left, y);
    m_canvas.draw(m_canvas.layout(number, right, 58), m_frame.left + width() - 58, y);
}

void PageLayout::titleBand(const std::string& kicker, const std::string& title, const std::string& subtitle, const std::string& date)
{
    const TextBlock small = m_canvas.layout(kicker, {.size_pt = 10.5, .bold = true, .colour = kPale}, width());
    const TextBlock large = m_canvas.layout(title, {.size_pt = 24, .bold = true, .colour = kWhite, .lineSpacing = 1.15}, width());
    const TextBlock under = m_canvas.layout(subtitle, {.size_pt = 12, .colour = kWhite}, width());
    const TextBlock when = m_canvas.layout(date, {.size_pt = 10, .colour = kPale}, width());
    const double height = 46 + small.height() + large.height() + under.height() + when.height() + 46;
    m_canvas.fill(0, 0, m_canvas.page().width, height, kBand);
    m_canvas.outline(title, 1, 0);
    double y = 42;
    const auto place = [&](const TextBlock& block, const char* tag) {
        const Tag open(m_canvas, tag);
        m_canvas.draw(block, m_frame.left, y);
        y += block.height() + 7;
    };
    place(small, "P");
    place(large, "H1");
    place(under, "P");
    place(when, "P");
    m_y = height + 20;
}

void PageLayout::heading(const std::string& text, int level)
{
    const TextStyle style{.size_pt = level == 2 ? 15.0 : 11.5, .bold = true, .colour = level == 2 ? kBand : kInk, .lineSpacing = 1.15};
    const TextBlock block = m_canvas.layout(text, style, width());
    const double before = level == 2 ? 14 : 9;
    if (!m_waiting.empty())
        breakPage();
    // A heading stays with the first lines below it.
    need(before + block.height() + 96);
    if (m_y > m_frame.top + 1)
        m_y += before;
    m_canvas.outline(text, level, m_y);
    {
        const Tag tag(m_canvas, level == 2 ? "H2" : "H3");
        m_canvas.draw(block, m_frame.left, m_y);
    }
    m_y += block.height() + 5;
}

void PageLayout::paragraph(const std::string& text)
{
    const TextBlock block = m_canvas.layout(text, kBody, width());
    need(block.height());
    {
        const Tag tag(m_canvas, "P");
        m_canvas.draw(block, m_frame.left, m_y);
    }
    m_y += block.height() + kParagraphGap;
}

void PageLayout::note(const std::string& text)
{
    const TextBlock block = m_canvas.layout(text, kSmall, width());
    need(block.height());
    {
        const Tag tag(m_canvas, "P");
        m_canvas.draw(block, m_frame.left, m_y);
    }
    m_y += block.height() + kParagraphGap;
}

void PageLayout::bullets(const std::vector<std::string>& items)
{
    if (items.empty())
        return;
    if (!m_waiting.empty()) {
        double height = 4;
        for (const std::string& item : items)
            height += m_canvas.layout(item, kBody, width() - 14).height() + 3.5;
        needBesideWaiting(height);
    }
    const Tag list(m_canvas, "L");
    for (const std::string& item : items) {
        const TextBlock label = m_canvas.layout("•", kBody);
        const TextBlock block = m_canvas.layout(item, kBody, width() - 14);
        need(block.height());
        const Tag entry(m_canvas, "LI");
        {
            const Tag tag(m_canvas, "Lbl");
            m_canvas.draw(label, m_frame.left + 2, m_y);
        }
        {
            const Tag tag(m_canvas, "LBody");
            m_canvas.draw(block, m_frame.left + 14, m_y);
        }
        m_y += block.height() + 3.5;
    }
    m_y += 4;
}

std::vector<double> PageLayout::columnWidths(const ReportTable& table) const
{
    const std::size_t n = table.header.size();
    std::vector<double> natural(n, 0), least(n, 0);
    const auto measure = [&](const std::string& text, const TextStyle& style, std::size_t column) {
        natural[column] = std::max(natural[column], m_canvas.layout(text, style).naturalWidth());
        // The longest word must fit, or the column breaks words.
        std::size_t begin = 0;
        while (begin <= text.size()) {
            const std::size_t end = std::min(text.find(' ', begin), text.size());
            if (end - begin > 2)
                least[column] = std::max(least[column], m_canvas.layout(text.substr(begin, end - begin), style).naturalWidth());
            begin = end + 1;
        }
    };
    for (std::size_t i = 0; i < n; ++i)
        measure(table.header[i], kHeaderCell, i);
    for (const auto& row : table.rows)
        for (std::size_t i = 0; i < std::min(n, row.size()); ++i)
            measure(row[i], kCell, i);
    double sum = 0, room = width();
    for (std::size_t i = 0; i < n; ++i) {
        natural[i] += 2 * kCellPad + 1;
        // Short columns (figures, ranges) are never broken.
        least[i] = natural[i] <= kShortColumn ? natural[i] : std::min(natural[i], std::min(least[i] + 2 * kCellPad + 1, room / 3));
        sum += natural[i];
    }
    if (sum <= room) {
        // Spare room goes to the first column, as in a printed table.
        natural[0] += std::min(room - sum, 60.0);
        return natural;
    }
    double fixed = 0, flexible = 0;
    for (std::size_t i = 0; i < n; ++i) {
        fixed += least[i];
        flexible += natural[i] - least[i];
    }
    const double share = flexible > 0 ? std::max(0.0, room - fixed) / flexible : 0;
    std::vector<double> widths(n);
    double total = 0;
    for (std::size_t i = 0; i < n; ++i)
        total += widths[i] = least[i] + (natural[i] - least[i]) * share;
    // Still too wide: words will break rather than run off the page.
    if (total > room)
        for (double& w : widths)
            w *= room / total;
    return widths;
}

double PageLayout::rowHeight(const std::vector<std::string>& cells, const std::vector<double>& widths, const ReportTable&,
                             bool header) const
{
    double height = 0;
    for (std::size_t i = 0; i < std::min(cells.size(), widths.size()); ++i)
        height = std::max(height, m_canvas.layout(cells[i], header ? kHeaderCell : kCell, widths[i] - 2 * kCellPad).height());
    return height + 2 * 3.0;
}

void PageLayout::drawRow(const std::vector<std::string>& cells, const std::vector<double>& widths, const ReportTable& table, double height,
                         bool header, bool tagged, bool shaded)
{
    double total = 0;
    for (const double w : widths)
        total += w;
    if (shaded)
        m_canvas.fill(m_frame.left, m_y, total, height, kShade);
    if (tagged)
        m_canvas.openTag("TR");
    double x = m_frame.left;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        TextStyle style = header ? kHeaderCell : kCell;
        if (i < table.numeric.size() && table.numeric[i])
            style.align = Align::Right;
        const bool rowHeader = !header && i == 0;
        if (tagged && (header || rowHeader))
            m_canvas.openHeaderCell(header);
        else if (tagged)
            m_canvas.openTag("TD");
        m_canvas.draw(m_canvas.layout(i < cells.size() ? cells[i] : std::string(), style, widths[i] - 2 * kCellPad), x + kCellPad, m_y + 3);
        if (tagged)
            m_canvas.closeTag(header || rowHeader ? "TH" : "TD");
        x += widths[i];
    }
    if (tagged)
        m_canvas.closeTag("TR");
    m_y += height;
    m_canvas.line(m_frame.left, m_y, m_frame.left + total, m_y, header ? 0.9 : 0.35, header ? kMuted : kRule);
}

void PageLayout::table(const ReportTable& table)
{
    if (table.header.empty())
        return;
    const std::vector<double> widths = columnWidths(table);
    const double headerHeight = rowHeight(table.header, widths, table, true);
    const TextBlock caption = m_canvas.layout(table.caption, {.size_pt = 9, .bold = true, .colour = kMuted}, width());
    if (!m_waiting.empty())
        needBesideWaiting(caption.height() + 3 + tableHeight(table, widths));
    need(caption.height() + headerHeight + 54);
    {
        const Tag tag(m_canvas, "P");
        m_canvas.draw(caption, m_frame.left, m_y);
    }
    m_y += caption.height() + 3;
    m_canvas.openTag("Table");
    drawRow(table.header, widths, table, headerHeight, true, true, false);
    bool shaded = false;
    for (const auto& row : table.rows) {
        const double height = rowHeight(row, widths, table, false);
        if (height > remaining()) {
            breakPage();
            // Repeated for the eye only: untagged, so it becomes an artifact.
            drawRow(table.header, widths, table, headerHeight, true, false, false);
        }
        drawRow(row, widths, table, height, false, true, shaded);
        shaded = !shaded;
    }
    m_canvas.closeTag("Table");
    m_y += 5;
    if (!table.note.empty())
        note(table.note);
    m_y += 5;
}

void PageLayout::figure(double w, double h, const std::string& alt, const std::string& caption,
                        const std::function<void(double, double)>& paint)
{
    const TextBlock text = m_canvas.layout(caption, kSmall, width());
    need(h + text.height() + 8);
    m_canvas.openFigure(alt, m_frame.left, m_y, w, h);
    paint(m_frame.left, m_y);
    m_canvas.closeTag("Figure");
    m_y += h + 4;
    {
        const Tag tag(m_canvas, "Caption");
        m_canvas.draw(text, m_frame.left, m_y);
    }
    m_y += text.height() + kParagraphGap;
}

double PageLayout::tableHeight(const ReportTable& table, const std::vector<double>& widths) const
{
    double height = rowHeight(table.header, widths, table, true) + 5;
    for (const auto& row : table.rows)
        height += rowHeight(row, widths, table, false);
    return height;
}

double PageLayout::captionHeight(const Row& row, double w) const
{
    double height = 0;
    for (const Picture& p : row.pictures)
        height = std::max(height, m_canvas.layout(p.caption, kSmall, w).height());
    return height;
}

void PageLayout::pictures(const std::vector<Picture>& pictures, double aspect, const SidePicture& side)
{
    if (pictures.empty())
        return;
    Row row{pictures, aspect, side};
    const double n = static_cast<double>(pictures.size());
    double w = (width() - side.width - kPictureGap * n) / n;
    const auto height = [&](double wide) { return std::max(wide / aspect, side.height) + captionHeight(row, wide) + 10; };
    if (pictures.size() == 1 && height(w) > remaining() && m_y > m_frame.top + 1) {
        const double smallest = kSmallestPicture * w, fitting = (remaining() - captionHeight(row, smallest) - 10) * aspect;
        if (fitting < smallest || height(fitting) > remaining()) {
            m_waiting.push_back(std::move(row));
            return;
        }
        w = std::min(w, fitting);
    }
    need(height(w));
    drawPictures(row, w);
}

void PageLayout::drawPictures(const Row& row, double w)
{
    const double h = w / row.aspect;
    double x = m_frame.left;
    for (const Picture& p : row.pictures) {
        m_canvas.openFigure(p.alt, x, m_y, w, h);
        p.paint(x, m_y, w, h);
        m_canvas.closeTag("Figure");
        {
            const Tag tag(m_canvas, "Caption");
            m_canvas.draw(m_canvas.layout(p.caption, kSmall, w), x, m_y + h + 3);
        }
        x += w + kPictureGap;
    }
    const SidePicture& side = row.side;
    m_canvas.openFigure(side.picture.alt, x, m_y, side.width, side.height);
    side.picture.paint(x, m_y, side.width, side.height);
    m_canvas.closeTag("Figure");
    m_y += std::max(h + captionHeight(row, w), side.height) + 3 + kParagraphGap;
}

void PageLayout::close()
{
    if (!m_waiting.empty())
        breakPage();
    drawFooter();
    m_canvas.endPage();
}

}  // namespace isopolis
