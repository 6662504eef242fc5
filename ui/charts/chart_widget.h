#pragma once
/// A chart with its table twin: a button changes between the two, and the chart's accessible description says what it shows.
///
///   chart->setTraces({"equity/no2_ug_m3/by_quintile/q1/change", …}, cells);   // where each element's figure comes from; empty: nowhere
///   connect(chart, &ChartWidget::traceRequested, …);                          // a click, or up, down and Enter in the picture

#include "ui/charts/curves.h"
#include "ui/charts/series_chart.h"
#include "ui/charts/waterfall.h"

#include <QWidget>

#include <memory>
#include <variant>

class QLabel;
class QMimeData;
class QStackedLayout;
class QTableView;
class QToolButton;

namespace isopolis {

class TableOfRows;

using Chart = std::variant<DivergingBars, StackedBars, Waterfall, Curves, Series, Spans>;

/// The picture alone. It is dragged out to other programs, copied by Ctrl+C and saved from its menu, as PNG and as SVG with texts that
/// stay texts.
class ChartCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ChartCanvas(QWidget* parent = nullptr);
    void setChart(Chart chart);
    void setElements(const QStringList& elements);  ///< what can be chosen, in order; empty ones cannot; none by default
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    /// On paper: dark on white whatever the theme, with the title above.
    QByteArray svg() const;
    QImage image() const;  ///< twice as fine as on the screen
    /// Both, and what the chart says in words. The caller owns it.
    std::unique_ptr<QMimeData> pictures() const;
    /// By the ending of the name. False if the file cannot be written.
    bool save(const QString& path) const;

Q_SIGNALS:
    void activated(int element);

protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QRectF box() const { return QRectF(rect()).adjusted(3, 0, -3, 0); }
    QRectF elementBox(int element) const;
    int elementAt(const QPointF& at) const;  ///< −1: none
    void paint(QPainter& painter, const QRectF& box, const QPalette& colours) const;
    void paintOnPaper(QPainter& painter) const;
    QSize paperSize() const;
    void askWhereToSave();

    Chart m_chart;
    QStringList m_elements;
    int m_current = -1;
    QPointF m_pressed;
    bool m_dragged = false;
};

class ChartWidget : public QWidget {
    Q_OBJECT
public:
    /// `name` becomes the object name; `title` is shown above the chart and names it to screen readers.
    ChartWidget(const QString& name, const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    /// `summary` is what the picture says in words, for who cannot see it; header and rows are its table.
    void setChart(Chart chart, const QString& summary, const QStringList& header, const QList<QStringList>& rows);
    /// Addresses of the figures behind the elements (of stacked bars: part by part, row by row) and the cells of the table; after setChart.
    void setTraces(const QStringList& elements, const QList<QStringList>& cells);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void traceRequested(const QString& address);

private:
    void showTable(bool table);
    int contentHeight() const;

    QLabel* m_title;
    ChartCanvas* m_canvas;
    QTableView* m_table;
    TableOfRows* m_rows;
    QToolButton* m_toggle;
    QStackedLayout* m_stack;
    QStringList m_traces;
};

}  // namespace isopolis
