#include "ui/charts/chart_widget.h"

#include "ui/models/table_of_rows.h"
#include "ui/text/accessible_role.h"

#include <QApplication>
#include <QClipboard>
#include <QDrag>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QPainter>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace isopolis {

namespace {
constexpr int kDraggedWidth_px = 240;
}

ChartCanvas::ChartCanvas(QWidget* parent) : QWidget(parent)
{
    giveRole(this, QAccessible::Chart);
    setFocusPolicy(Qt::TabFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setSizePolicy(policy);
}

void ChartCanvas::setChart(Chart chart)
{
    m_chart = std::move(chart);
    updateGeometry();
    update();
}

void ChartCanvas::setElements(const QStringList& elements)
{
    m_elements = elements;
    m_current = -1;
    setMouseTracking(!elements.isEmpty());
    unsetCursor();
    update();
}

QRectF ChartCanvas::elementBox(int element) const
{
    return std::visit([&](const auto& chart) { return chartElement(chart, box(), font(), element); }, m_chart);
}

int ChartCanvas::elementAt(const QPointF& at) const
{
    for (int i = 0; i < m_elements.size(); ++i)
        if (!m_elements[i].isEmpty() && elementBox(i).contains(at))
            return i;
    return -1;
}

void ChartCanvas::mousePressEvent(QMouseEvent* event)
{
    m_pressed = event->position();
    m_dragged = false;
}

void ChartCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons().testFlag(Qt::LeftButton) && !m_dragged &&
        (event->position() - m_pressed).manhattanLength() >= QApplication::startDragDistance()) {
        m_dragged = true;
        auto* drag = new QDrag(this);
        drag->setMimeData(pictures().release());
        drag->setPixmap(QPixmap::fromImage(image()).scaledToWidth(kDraggedWidth_px, Qt::SmoothTransformation));
        drag->exec(Qt::CopyAction);
        return;
    }
    const int at = elementAt(event->position());
    at >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    QWidget::mouseMoveEvent(event);
}

void ChartCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const int at = event->button() == Qt::LeftButton && !m_dragged ? elementAt(event->position()) : -1;
    if (at < 0) {
        QWidget::mouseReleaseEvent(event);
        return;
    }
    m_current = at;
    update();
    Q_EMIT activated(at);
}

/// Up and down go from element to element and leave the chart at its ends; Enter and space choose.
void ChartCanvas::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setMimeData(pictures().release());
        return;
    }
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const bool chooses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (chooses && m_current >= 0 && m_current < m_elements.size()) {
        Q_EMIT activated(m_current);
        return;
    }
    int next = m_current < 0 && step < 0 ? static_cast<int>(m_elements.size()) : m_current;
    do
        next += step;
    while (step != 0 && next >= 0 && next < m_elements.size() && m_elements[next].isEmpty());
    if (step == 0 || next < 0 || next >= m_elements.size()) {
        QWidget::keyPressEvent(event);
        return;
    }
    m_current = next;
    update();
}

QSize ChartCanvas::sizeHint() const
{
    const double height = std::visit([this](const auto& chart) { return chartHeight(chart, font()); }, m_chart);
    return {320, static_cast<int>(height)};
}

QSize ChartCanvas::minimumSizeHint() const { return {200, sizeHint().height()}; }

void ChartCanvas::paint(QPainter& painter, const QRectF& box, const QPalette& colours) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    const ChartStyle style{colours.color(QPalette::WindowText), colours.color(QPalette::WindowText), font(),
                           colours.color(QPalette::Window).lightness() < 128};
    struct Painter {
        QPainter& painter;
        const QRectF& box;
        const ChartStyle& style;
        void operator()(const DivergingBars& chart) const { paintDivergingBars(painter, box, chart, style); }
        void operator()(const StackedBars& chart) const { paintStackedBars(painter, box, chart, style); }
        void operator()(const Waterfall& chart) const { paintWaterfall(painter, box, chart, style); }
        void operator()(const Curves& chart) const { paintCurves(painter, box, chart, style); }
        void operator()(const Series& chart) const { paintSeries(painter, box, chart, style); }
        void operator()(const Spans& chart) const { paintSpans(painter, box, chart, style); }
    };
    std::visit(Painter{painter, box, style}, m_chart);
}

void ChartCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paint(painter, box(), palette());
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
        if (m_current >= 0 && m_current < m_elements.size())
            painter.drawRect(elementBox(m_current).adjusted(1, 1, -1, -1));
    }
}

ChartWidget::ChartWidget(const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent), m_title(new QLabel(title, this)), m_canvas(new ChartCanvas(this)), m_table(new QTableView(this)),
      m_rows(new TableOfRows(this)), m_toggle(new QToolButton(this)), m_stack(new QStackedLayout)
{
    setObjectName(name);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_canvas->setObjectName(name + QStringLiteral("Canvas"));
    m_table->setObjectName(name + QStringLiteral("Table"));
    m_table->setModel(m_rows);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    // The picture decides the height; a long table scrolls.
    m_table->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
    m_table->setMinimumHeight(0);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_toggle->setObjectName(name + QStringLiteral("AsTable"));
    m_toggle->setCheckable(true);
    m_toggle->setText(tr("As table"));
    m_toggle->setToolTip(tr("Show the figures of this chart as a table"));
    connect(m_toggle, &QToolButton::toggled, this, &ChartWidget::showTable);
    connect(m_canvas, &ChartCanvas::activated, this, [this](int element) { Q_EMIT traceRequested(m_traces.value(element)); });
    auto* top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_toggle, 0, Qt::AlignTop);
    m_stack->addWidget(m_canvas);
    m_stack->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addLayout(m_stack, 1);
    setTitle(title);
}

void ChartWidget::setTitle(const QString& title)
{
    m_title->setText(title);
    m_canvas->setAccessibleName(tr("Chart: %1").arg(title));
    m_table->setAccessibleName(tr("Table: %1").arg(title));
    m_toggle->setAccessibleName(tr("Show \"%1\" as a table").arg(title));
}

void ChartWidget::setChart(Chart chart, const QString& summary, const QStringList& header, const QList<QStringList>& rows)
{
    m_canvas->setChart(std::move(chart));
    m_rows->setRows(header, rows);
    m_table->resizeColumnsToContents();
    m_canvas->setAccessibleDescription(summary);
    m_canvas->setToolTip(summary.toHtmlEscaped());
    m_toggle->setEnabled(!rows.isEmpty());
    updateGeometry();
}

void ChartWidget::setTraces(const QStringList& elements, const QList<QStringList>& cells)
{
    m_traces = elements;
    m_rows->setTraces(cells);
    m_canvas->setElements(elements);
}

void ChartWidget::showTable(bool table)
{
    m_stack->setCurrentIndex(table ? 1 : 0);
    updateGeometry();
}

int ChartWidget::contentHeight() const
{
    if (m_stack->currentIndex() == 0)
        return m_canvas->sizeHint().height();
    const int rows = m_table->horizontalHeader()->sizeHint().height() + m_table->verticalHeader()->length() + 4;
    return std::max(m_canvas->sizeHint().height(), std::min(rows, 12 * fontMetrics().height()));
}

QSize ChartWidget::sizeHint() const
{
    return {m_canvas->sizeHint().width(), contentHeight() + std::max(m_toggle->sizeHint().height(), m_title->sizeHint().height()) + 8};
}

QSize ChartWidget::minimumSizeHint() const { return {220, sizeHint().height()}; }

}  // namespace isopolis
