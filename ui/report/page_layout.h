#pragma once
/// Flows headings, paragraphs, lists, tables and figures over A4 pages, with a footer on each.
///
///   PageLayout pages(canvas, {.footer = "Run 3fa9…"});  pages.heading("Summary", 1);  pages.paragraph("…");  pages.close();

#include "simulation/report/report_model.h"
#include "ui/report/tagged_canvas.h"

#include <functional>

namespace isopolis {

struct PageFrame {
    double left = 51, right = 51, top = 57, bottom = 62;  ///< margins, pt
    std::string header, footer;                           ///< on each page but the first / on each page
};

class PageLayout {
public:
    PageLayout(TaggedCanvas& canvas, PageFrame frame);

    double width() const { return m_canvas.page().width - m_frame.left - m_frame.right; }
    double left() const { return m_frame.left; }

    /// The coloured band of the first page with title (H1), subtitle and date.
    void titleBand(const std::string& kicker, const std::string& title, const std::string& subtitle, const std::string& date);
    void heading(const std::string& text, int level);  ///< 2 or 3
    void paragraph(const std::string& text);
    void note(const std::string& text);
    void bullets(const std::vector<std::string>& items);
    void table(const ReportTable& table);
    /// Room for a figure of that height; `paint(x, y)` draws it inside a Figure tag, the caption follows.
    void figure(double w, double h, const std::string& alt, const std::string& caption,
                const std::function<void(double x, double y)>& paint);
    /// Several figures side by side, each with alt text and caption, and a narrow one (the legend they share) at their right.
    struct Picture {
        std::string alt, caption;
        std::function<void(double x, double y, double w, double h)> paint;
    };
    struct SidePicture {
        double width = 0, height = 0;
        Picture picture;
    };
    /// `aspect` = width / height. A row of one that does not fit is drawn smaller, down to two thirds of its size; if that is not enough,
    /// what follows it fills the page first, up to the next heading, and it stands on the next page.
    void pictures(const std::vector<Picture>& row, double aspect, const SidePicture& side);
    /// Starts a new page now if less room than this is left: keeps a heading with what follows.
    void keepTogether(double height) { need(height); }
    void startPage();  ///< unless the page is new
    void close();      ///< footer of the last page
    /// For tests: how much of each finished page is filled, 0…1.
    const std::vector<double>& filled() const { return m_filled; }

private:
    struct Row {
        std::vector<Picture> pictures;
        double aspect = 1;
        SidePicture side;
    };
    double remaining() const;
    double captionHeight(const Row& row, double w) const;
    void drawPictures(const Row& row, double w);
    void placeWaiting();                    ///< pictures that found no room where they belong
    void needBesideWaiting(double height);  ///< of what cannot be broken by a picture, a table or a list
    double tableHeight(const ReportTable& table, const std::vector<double>& widths) const;
    void need(double height);  ///< a new page if there is less room
    void breakPage();
    void drawFooter();
    std::vector<double> columnWidths(const ReportTable& table) const;
    double rowHeight(const std::vector<std::string>& cells, const std::vector<double>& widths, const ReportTable& table, bool header) const;
    void drawRow(const std::vector<std::string>& cells, const std::vector<double>& widths, const ReportTable& table, double height,
                 bool header, bool tagged, bool shaded);

    TaggedCanvas& m_canvas;
    PageFrame m_frame;
    double m_y;
    std::vector<Row> m_waiting;
    std::vector<double> m_filled;
};

}  // namespace isopolis
