#include "ui/report/tagged_canvas.h"

#include <QBuffer>

#include <algorithm>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

namespace isopolis {

namespace {

constexpr const char* kFont = "Noto Sans";
constexpr int kJpegQuality = 90;

void setColour(cairo_t* cr, Rgb c) { cairo_set_source_rgb(cr, c.r, c.g, c.b); }

double points(int pangoUnits) { return static_cast<double>(pangoUnits) / PANGO_SCALE; }

}  // namespace

void TextBlock::Release::operator()(PangoLayout* layout) const { g_object_unref(layout); }

TextBlock::TextBlock(cairo_t* cr, const std::string& text, const TextStyle& style, double width)
    : m_layout(pango_cairo_create_layout(cr)), m_colour(style.colour)
{
    PangoLayout* layout = m_layout.get();
    PangoFontDescription* font = pango_font_description_from_string(kFont);
    pango_font_description_set_absolute_size(font, style.size_pt * PANGO_SCALE);
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_style(font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    // Plain text, never markup: names come from data.
    pango_layout_set_text(layout, text.c_str(), static_cast<int>(text.size()));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    // A hash that is broken must not get a hyphen: it would read as a part of it.
    PangoAttrList* attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_line_spacing(layout, static_cast<float>(style.lineSpacing));
    if (width > 0)
        pango_layout_set_width(layout, static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_alignment(layout, style.align == Align::Right    ? PANGO_ALIGN_RIGHT
                                       : style.align == Align::Centre ? PANGO_ALIGN_CENTER
                                                                      : PANGO_ALIGN_LEFT);
    PangoRectangle extent;
    pango_layout_get_extents(layout, nullptr, &extent);
    m_height = points(extent.height);
    m_width = points(extent.width);
}

void TextBlock::draw(cairo_t* cr, double x, double y) const
{
    setColour(cr, m_colour);
    cairo_move_to(cr, x, y);
    pango_cairo_update_layout(cr, m_layout.get());
    pango_cairo_show_layout(cr, m_layout.get());
}

TaggedCanvas::TaggedCanvas(const std::string& path, PageSize size, const std::string& title) : m_page(size)
{
    cairo_surface_t* surface = cairo_pdf_surface_create(path.c_str(), size.width, size.height);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Isopolis");
    m_cr = cairo_create(surface);
    cairo_surface_destroy(surface);
    openTag("Document");
}

TaggedCanvas::~TaggedCanvas()
{
    if (m_cr)
        cairo_destroy(m_cr);
}

void TaggedCanvas::endPage()
{
    cairo_show_page(m_cr);
    ++m_number;
}

std::string TaggedCanvas::finish()
{
    closeTag("Document");
    cairo_surface_t* surface = cairo_surface_reference(cairo_get_target(m_cr));
    const cairo_status_t drawn = cairo_status(m_cr);
    cairo_destroy(m_cr);
    m_cr = nullptr;
    cairo_surface_finish(surface);
    const cairo_status_t written = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    const cairo_status_t worst = drawn != CAIRO_STATUS_SUCCESS ? drawn : written;
    return worst == CAIRO_STATUS_SUCCESS ? std::string() : cairo_status_to_string(worst);
}

TextBlock TaggedCanvas::layout(const std::string& text, const TextStyle& style, double width) const { return {m_cr, text, style, width}; }

void TaggedCanvas::fill(double x, double y, double w, double h, Rgb colour)
{
    setColour(m_cr, colour);
    cairo_rectangle(m_cr, x, y, w, h);
    cairo_fill(m_cr);
}

void TaggedCanvas::line(double x0, double y0, double x1, double y1, double width, Rgb colour)
{
    setColour(m_cr, colour);
    cairo_set_line_width(m_cr, width);
    cairo_move_to(m_cr, x0, y0);
    cairo_line_to(m_cr, x1, y1);
    cairo_stroke(m_cr);
}

void TaggedCanvas::hatch(double x, double y, double w, double h, Rgb colour)
{
    constexpr double kStep = 4;
    cairo_save(m_cr);
    cairo_rectangle(m_cr, x, y, w, h);
    cairo_clip(m_cr);
    for (double offset = -h; offset < w; offset += kStep)
        line(x + offset, y + h, x + offset + h, y, 0.8, colour);
    cairo_restore(m_cr);
}

void TaggedCanvas::image(const QImage& image, double x, double y, double w, double h)
{
    const QImage raw = image.convertToFormat(QImage::Format_RGB32);
    cairo_surface_t* surface = cairo_image_surface_create_for_data(const_cast<unsigned char*>(raw.constBits()), CAIRO_FORMAT_RGB24,
                                                                   raw.width(), raw.height(), static_cast<int>(raw.bytesPerLine()));
    // Embedded as JPEG: lossless maps would make a report of 15 MB.
    QByteArray jpeg;
    QBuffer buffer(&jpeg);
    buffer.open(QIODevice::WriteOnly);
    if (raw.save(&buffer, "JPEG", kJpegQuality)) {
        auto* kept = new QByteArray(jpeg);
        cairo_surface_set_mime_data(
            surface, CAIRO_MIME_TYPE_JPEG, reinterpret_cast<const unsigned char*>(kept->constData()),
            static_cast<unsigned long>(kept->size()), [](void* data) { delete static_cast<QByteArray*>(data); }, kept);
    }
    cairo_save(m_cr);
    cairo_translate(m_cr, x, y);
    cairo_scale(m_cr, w / raw.width(), h / raw.height());
    cairo_set_source_surface(m_cr, surface, 0, 0);
    cairo_paint(m_cr);
    cairo_restore(m_cr);
    // The PDF surface copies the pixels when the source is dropped, so `raw` must live until here.
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
}

void TaggedCanvas::outline(const std::string& text, int level, double y)
{
    const std::string target = "page=" + std::to_string(m_number) + " pos=[0 " + std::to_string(y) + "]";
    m_outlineParents.resize(static_cast<std::size_t>(std::max(1, level)), CAIRO_PDF_OUTLINE_ROOT);
    const int parent = level > 1 ? m_outlineParents[static_cast<std::size_t>(level) - 2] : CAIRO_PDF_OUTLINE_ROOT;
    const int id = cairo_pdf_surface_add_outline(cairo_get_target(m_cr), parent, text.c_str(), target.c_str(), CAIRO_PDF_OUTLINE_FLAG_OPEN);
    m_outlineParents[static_cast<std::size_t>(std::max(1, level)) - 1] = id;
}

void TaggedCanvas::openTag(const char* name) { cairo_tag_begin(m_cr, name, nullptr); }
void TaggedCanvas::closeTag(const char* name) { cairo_tag_end(m_cr, name); }

void TaggedCanvas::openFigure(const std::string& alt, double x, double y, double w, double h)
{
    m_figures.push_back({alt, x, m_page.height - y - h, x + w, m_page.height - y});
    openTag("Figure");
}

void TaggedCanvas::openHeaderCell(bool column)
{
    m_headers.push_back(column);
    openTag("TH");
}

}  // namespace isopolis
