#pragma once
/// A chart with its table twin: a button changes between the two, and the chart's accessible description says what it shows.

#include "ui/charts/curves.h"
#include "ui/charts/series_chart.h"
#include "ui/charts/waterfall.h"

#include <QWidget>

#include <variant>

class QLabel;
class QStackedLayout;
class QTableView;
class QToolButton;

namespace isopolis {

class TableOfRows;

using Chart = std::variant<DivergingBars, StackedBars, Waterfall, Curves, Series, Spans>;

/// The picture alone.
class ChartCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ChartCanvas(QWidget* parent = nullptr);
    void setChart(Chart chart);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Chart m_chart;
};

class ChartWidget : public QWidget {
    Q_OBJECT
public:
    /// `name` becomes the object name; `title` is shown above the chart and names it to screen readers.
    ChartWidget(const QString& name, const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    /// `summary` is what the picture says in words, for who cannot see it; header and rows are its table.
    void setChart(Chart chart, const QString& summary, const QStringList& header, const QList<QStringList>& rows);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void showTable(bool table);
    int contentHeight() const;

    QLabel* m_title;
    ChartCanvas* m_canvas;
    QTableView* m_table;
    TableOfRows* m_rows;
    QToolButton* m_toggle;
    QStackedLayout* m_stack;
};

}  // namespace isopolis
