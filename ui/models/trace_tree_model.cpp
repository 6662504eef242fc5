#include "ui/models/trace_tree_model.h"

#include "simulation/explain/figures/figure_tree.h"
#include "ui/models/trace_roles.h"
#include "ui/text/translate.h"

#include <cmath>

namespace isopolis {

struct TraceTreeModel::Node {
    QString what, value, detail, parameter, address;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    Node& add(QString label, QString figure, QString more)
    {
        auto child = std::make_unique<Node>();
        child->what = std::move(label);
        child->value = std::move(figure);
        child->detail = std::move(more);
        child->parent = this;
        child->row = static_cast<int>(children.size());
        children.push_back(std::move(child));
        return *children.back();
    }
};

namespace {

QString figure(double value, const std::string& unit)
{
    if (std::isnan(value))
        return {};
    return unit.empty() ? formatPlain(value) : formatPlain(value) + QChar(0x00A0) + text(unit);
}

}  // namespace

TraceTreeModel::TraceTreeModel(QObject* parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) {}
TraceTreeModel::~TraceTreeModel() = default;

void TraceTreeModel::append(Node& under, const TraceNode& trace) const
{
    Node& node = under.add(text(trace.what), figure(trace.value, trace.unit), text(trace.formula));
    node.address = text(trace.id);
    for (const TraceNode& input : trace.inputs)
        append(node, input);
    appendOrigin(node, trace, !under.parent || under.parent == m_root.get());
}

void TraceTreeModel::append(Node& under, const FigureNode& figure) const
{
    const QString what = translated("explain", figure.what);
    QString detail = figure.operation == FigureOperation::Datum ? QString() : translated("operation", operationRule(figure.operation));
    if (!figure.formula.empty())
        detail += (detail.isEmpty() ? QString() : QStringLiteral("; ")) + text(figure.formula);
    Node& node = under.add(what, isopolis::figure(figure.value, figure.unit), detail);
    node.address = text(figure.address);
    if (figure.role.empty() && figure.weight != 1 && &under != m_root.get() && node.detail.isEmpty())
        node.detail = tr("weight %1").arg(formatPlain(figure.weight));
    for (const FigureNode& input : figure.inputs)
        append(node, input);
    appendOrigin(node, figure, &under == m_root.get());
}

template <class Traced>
void TraceTreeModel::appendOrigin(Node& node, const Traced& traced, bool root) const
{
    for (const TraceParameter& parameter : traced.parameters) {
        QString origin = tr("Assumption, range %1 to %2. Source: %3")
                             .arg(formatPlain(parameter.low), formatPlain(parameter.high), text(parameter.source));
        if (parameter.overridden)
            origin.prepend(tr("Changed from %1. ").arg(formatPlain(parameter.standard)));
        Node& row = node.add(translated("parameter", parameter.label), figure(parameter.value, parameter.unit), origin);
        row.parameter = text(parameter.id);
    }
    for (const TraceData& data : traced.data)
        node.add(tr("Data: %1").arg(text(data.title)), {},
                 data.licence.empty() ? text(data.attribution) : tr("%1. Licence: %2").arg(text(data.attribution), text(data.licence)));
    for (const std::string& caveat : traced.caveats)
        node.add(tr("Note"), {}, translated("explain", caveat));
    if (!traced.run.empty() && root)
        node.add(tr("Calculation"), {}, tr("Run %1").arg(text(traced.run).left(12)));
}

void TraceTreeModel::setFigure(const FigureNode& figure)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    append(*m_root, figure);
    endResetModel();
}

void TraceTreeModel::setTrace(const TraceNode& trace)
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    append(*m_root, trace);
    endResetModel();
}

void TraceTreeModel::clear()
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    endResetModel();
}

const TraceTreeModel::Node* TraceTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<const Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex TraceTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node* node = nodeOf(parent);
    if (row < 0 || column < 0 || column >= ColumnCount || row >= static_cast<int>(node->children.size()))
        return {};
    return createIndex(row, column, node->children[static_cast<std::size_t>(row)].get());
}

QModelIndex TraceTreeModel::parent(const QModelIndex& index) const
{
    const Node* node = nodeOf(index);
    if (!node->parent || node->parent == m_root.get())
        return {};
    return createIndex(node->parent->row, 0, node->parent);
}

int TraceTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int TraceTreeModel::columnCount(const QModelIndex&) const { return ColumnCount; }

QVariant TraceTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Node* node = nodeOf(index);
    const QString& shown = index.column() == What ? node->what : index.column() == Value ? node->value : node->detail;
    if (role == Qt::DisplayRole)
        return shown;
    if (role == Qt::ToolTipRole)
        return shown.toHtmlEscaped();
    if (role == kParameterRole)
        return node->parameter;
    if (role == kAddressRole)
        return node->address;
    if (role == Qt::TextAlignmentRole && index.column() == Value)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant TraceTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == What ? tr("Figure") : section == Value ? tr("Value") : tr("Formula, source or note");
}

}  // namespace isopolis
