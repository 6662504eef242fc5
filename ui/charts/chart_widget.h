#pragma once
/// A chart with its table twin: a button changes between the two, and the chart's accessible description says what it shows.

#include "ui/charts/bars.h"

#include <QWidget>

#include <variant>

class QStackedLayout;
class QTableView;
class QToolButton;

namespace isopolis {

class TableOfRows;

/// The picture alone.
class ChartCanvas : public QWidget {
    Q_OBJECT
public:
    explicit ChartCanvas(QWidget* parent = nullptr);
    void setChart(std::variant<DivergingBars, StackedBars> chart);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::variant<DivergingBars, StackedBars> m_chart;
};

class ChartWidget : public QWidget {
    Q_OBJECT
public:
    /// `name` becomes the object name; `title` is shown above the chart and names it to screen readers.
    ChartWidget(const QString& name, const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setChart(const DivergingBars& chart, const QString& summary, const QStringList& header, const QList<QStringList>& rows);
    void setChart(const StackedBars& chart, const QString& summary, const QStringList& header, const QList<QStringList>& rows);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void setTable(const QString& summary, const QStringList& header, const QList<QStringList>& rows);
    void showTable(bool table);
    int contentHeight() const;

    class QLabel* m_title;
    ChartCanvas* m_canvas;
    QTableView* m_table;
    TableOfRows* m_rows;
    QToolButton* m_toggle;
    QStackedLayout* m_stack;
};

}  // namespace isopolis
