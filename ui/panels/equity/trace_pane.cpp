#include "ui/panels/equity/trace_pane.h"

#include "ui/layout/flow_row.h"
#include "ui/models/trace_roles.h"
#include "ui/models/trace_tree_model.h"
#include "ui/panels/equity/equity_words.h"
#include "ui/panels/plain_label.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace isopolis {

namespace {

QString rowText(const QModelIndex& row, const QString& between)
{
    QStringList parts;
    for (int column = 0; column < TraceTreeModel::ColumnCount && row.isValid(); ++column)
        if (const QString part = row.siblingAtColumn(column).data().toString(); !part.isEmpty())
            parts << part;
    return parts.join(between);
}

void appendText(const QAbstractItemModel& model, const QModelIndex& under, int depth, QString& out)
{
    for (int row = 0; row < model.rowCount(under); ++row) {
        const QModelIndex index = model.index(row, 0, under);
        out += QString(2 * depth, QLatin1Char(' ')) + rowText(index, QStringLiteral("\t")) + QLatin1Char('\n');
        appendText(model, index, depth + 1, out);
    }
}

/// Parts of a figure have addresses that lead nowhere: only those of the answer of a comparison are followed.
bool leadsFurther(const QString& address)
{
    return address.startsWith(QStringLiteral("equity/")) ||
           (address.startsWith(QStringLiteral("neighbourhoods/")) && !address.startsWith(QStringLiteral("neighbourhoods/zone:"))) ||
           address.startsWith(QStringLiteral("health/")) || isFoundAddress(address) || isIntervalAddress(address);
}

/// Figures of single draws are known by their number in the ensemble alone.
QString addressOf(const QModelIndex& row)
{
    const QString address = row.data(kAddressRole).toString();
    return address.startsWith(QStringLiteral("draws/")) ? intervalAddress(address) : address;
}

}  // namespace

TracePane::TracePane(FigureTracer& tracer, std::function<Found()> known, QWidget* parent)
    : QFrame(parent), m_tracer(tracer), m_known(std::move(known)), m_model(new TraceTreeModel(this)),
      m_heading(plainLabel(this, "figureTraceHeading")), m_detail(plainLabel(this, "figureTraceDetail")),
      m_tree(named(new QTreeView(this), "figureTrace", tr("Where the figure comes from"))),
      m_back(named(new QPushButton(tr("&Back"), this), "figureTraceBack", tr("Back to the figure before"))),
      m_further(named(new QPushButton(tr("&Trace this"), this), "figureTraceFurther", tr("Where the selected figure comes from"))),
      m_whatIf(
          named(new QPushButton(tr("&What if …"), this), "figureTraceWhatIf", tr("What if the selected assumption had another value"))),
      m_copy(named(new QPushButton(tr("&Copy"), this), "figureTraceCopy", tr("Copy the whole trace as text"))),
      m_close(named(new QPushButton(tr("C&lose"), this), "figureTraceClose", tr("Close the trace")))
{
    setObjectName(QStringLiteral("tracePane"));
    setFrameShape(QFrame::StyledPanel);
    m_heading->setProperty("role", QStringLiteral("heading"));
    m_tree->setModel(m_model);
    m_tree->installEventFilter(this);
    m_tree->setAlternatingRowColors(true);
    m_tree->setMinimumHeight(fontMetrics().height() * 6);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 4, 6, 4);
    layout->addWidget(m_heading);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_detail);
    layout->addWidget(makeButtons());
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TracePane::chosen);
    connect(m_tree, &QTreeView::activated, this, [this](const QModelIndex& index) {
        if (const QString parameter = index.data(kParameterRole).toString(); !parameter.isEmpty())
            Q_EMIT whatIfRequested(parameter);
    });
    connect(&tracer, &FigureTracer::found, this, [this](const FigureNode& figure) {
        FigureNode shownFigure = figure;
        if (std::string sure = howSure(text(figure.address), m_known()); !sure.empty())
            shownFigure.caveats.insert(shownFigure.caveats.begin(), std::move(sure));
        m_model->setFigure(shownFigure);
        shown(translated("explain", figure.what));
    });
    connect(&tracer, &FigureTracer::failed, this, [this](const QString& reason) {
        m_model->clear();
        shown(reason);
    });
    hide();
}

QWidget* TracePane::makeButtons()
{
    auto* row = new QWidget(this);
    auto* layout = new FlowRow(row);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QPushButton* button : {m_back, m_further, m_whatIf})
        layout->addWidget(button);
    layout->addStretch();
    layout->addWidget(m_copy);
    layout->addWidget(m_close);
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_path.removeLast();
        find(m_path.last());
    });
    connect(m_further, &QPushButton::clicked, this, [this] { trace(addressOf(m_tree->currentIndex())); });
    connect(m_whatIf, &QPushButton::clicked, this,
            [this] { Q_EMIT whatIfRequested(m_tree->currentIndex().data(kParameterRole).toString()); });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(asText()); });
    connect(m_close, &QPushButton::clicked, this, &TracePane::close);
    return row;
}

void TracePane::trace(const QString& address)
{
    if (address.isEmpty() || (isVisible() && !m_path.isEmpty() && m_path.last() == address))
        return;
    if (isHidden())
        m_path.clear();
    m_path << address;
    find(address);
}

void TracePane::find(const QString& address)
{
    m_tracer.cancel();
    show();
    m_back->setEnabled(m_path.size() > 1);
    m_detail->clear();
    if (isFoundAddress(address)) {
        const std::optional<TraceNode> known = foundTrace(address, m_known());
        if (known)
            m_model->setTrace(*known);
        else
            m_model->clear();
        shown(known ? text(known->what) : tr("This figure has not been calculated yet."));
        return;
    }
    m_model->clear();
    m_heading->setText(tr("Looking for where the figure comes from…"));
    m_tracer.find(address);
}

void TracePane::shown(const QString& heading)
{
    m_heading->setText(tr("Where it comes from: %1").arg(heading));
    m_tree->expandToDepth(0);
    m_tree->setColumnWidth(TraceTreeModel::What, std::max(180, m_tree->viewport()->width() * 45 / 100));
    m_tree->resizeColumnToContents(TraceTreeModel::Value);
    const QModelIndex first = m_model->index(0, 0);
    m_tree->setCurrentIndex(first);
    chosen(first);
    m_copy->setEnabled(first.isValid());
}

void TracePane::chosen(const QModelIndex& row)
{
    m_detail->setText(rowText(row, QStringLiteral(" · ")));
    const QString address = addressOf(row);
    m_further->setEnabled(leadsFurther(address) && (m_path.isEmpty() || address != m_path.last()));
    m_whatIf->setEnabled(!row.data(kParameterRole).toString().isEmpty());
}

void TracePane::reset()
{
    m_tracer.cancel();
    m_model->clear();
    close();
}

void TracePane::close()
{
    m_path.clear();
    hide();
}

void TracePane::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

/// The tree would take Escape for a search.
bool TracePane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_tree && event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        close();
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

QString TracePane::asText() const
{
    QString out;
    appendText(*m_model, {}, 0, out);
    return out;
}

}  // namespace isopolis
