#pragma once
/// A PDF page sequence with structure tags: cairo for drawing, pango for text in every script.
///
///   TaggedCanvas canvas(path, {595, 842});
///   { Tag p(canvas, "P"); canvas.text({40, 60}, canvas.layout("Hello", style, 400)); }
///
/// Lengths are PDF points (1/72 inch), y grows downwards. Only leaf tags may hold content (a limit of cairo 1.16); what is
/// drawn outside of leaf tags becomes an artifact in finishPdf(). Figures and header cells are noted in document order, for finishPdf() to
/// find.

#include <memory>
#include <string>
#include <vector>

#include <QImage>

typedef struct _cairo cairo_t;
typedef struct _PangoLayout PangoLayout;

namespace isopolis {

struct Rgb {
    double r = 0, g = 0, b = 0;
};

enum class Align : std::uint8_t { Left, Right, Centre };

struct TextStyle {
    double size_pt = 10;
    bool bold = false, italic = false;
    Rgb colour{0.13, 0.15, 0.18};
    Align align = Align::Left;
    double lineSpacing = 1.3;
};

struct PageSize {
    double width = 595.28, height = 841.89;  ///< A4
};

/// A laid-out paragraph, ready to measure and draw.
class TextBlock {
public:
    TextBlock(cairo_t* cr, const std::string& text, const TextStyle& style, double width);
    double height() const { return m_height; }
    double naturalWidth() const { return m_width; }  ///< of the widest line
    void draw(cairo_t* cr, double x, double y) const;

private:
    struct Release {
        void operator()(PangoLayout* layout) const;
    };
    std::unique_ptr<PangoLayout, Release> m_layout;
    Rgb m_colour;
    double m_height = 0, m_width = 0;
};

struct FigureNote {
    std::string alt;
    double left = 0, bottom = 0, right = 0, top = 0;  ///< in PDF coordinates (origin bottom left)
};

class TaggedCanvas {
public:
    TaggedCanvas(const std::string& path, PageSize size, const std::string& title);
    ~TaggedCanvas();
    TaggedCanvas(const TaggedCanvas&) = delete;
    TaggedCanvas& operator=(const TaggedCanvas&) = delete;

    const PageSize& page() const { return m_page; }
    int pageNumber() const { return m_number; }
    void endPage();
    std::string finish();  ///< writes the file; an error text, or empty

    TextBlock layout(const std::string& text, const TextStyle& style, double width = -1) const;
    void draw(const TextBlock& block, double x, double y) { block.draw(m_cr, x, y); }
    void fill(double x, double y, double w, double h, Rgb colour);
    void line(double x0, double y0, double x1, double y1, double width, Rgb colour);
    void hatch(double x, double y, double w, double h, Rgb colour);  ///< diagonal lines, clipped to the box
    void image(const QImage& image, double x, double y, double w, double h);
    void outline(const std::string& text, int level, double y);

    void openTag(const char* name);
    void closeTag(const char* name);
    /// A Figure tag; the alternative text and box are noted for finishPdf().
    void openFigure(const std::string& alt, double x, double y, double w, double h);
    void openHeaderCell(bool column);  ///< a TH tag with its scope

    const std::vector<FigureNote>& figures() const { return m_figures; }
    const std::vector<bool>& headerCellsAreColumns() const { return m_headers; }

private:
    PageSize m_page;
    cairo_t* m_cr = nullptr;
    int m_number = 1;
    std::vector<FigureNote> m_figures;
    std::vector<bool> m_headers;
    std::vector<int> m_outlineParents;
};

/// Opens a tag for the length of a block.
class Tag {
public:
    Tag(TaggedCanvas& canvas, const char* name) : m_canvas(canvas), m_name(name) { canvas.openTag(name); }
    ~Tag() { m_canvas.closeTag(m_name); }
    Tag(const Tag&) = delete;
    Tag& operator=(const Tag&) = delete;

private:
    TaggedCanvas& m_canvas;
    const char* m_name;
};

}  // namespace isopolis
