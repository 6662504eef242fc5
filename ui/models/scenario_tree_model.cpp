#include "ui/models/scenario_tree_model.h"

#include "ui/text/translate.h"

#include <QFont>
#include <QMimeData>

#include <algorithm>

namespace isopolis {

namespace {
const QString& mimeType()
{
    static const QString type = QStringLiteral("application/x-isopolis-intervention");
    return type;
}
}  // namespace

struct ScenarioTreeModel::Node {
    Place place;
    Node* parent = nullptr;
    int row = 0;
    std::vector<std::unique_ptr<Node>> children;

    Node& add(Place where)
    {
        auto child = std::make_unique<Node>();
        child->place = std::move(where);
        child->parent = this;
        child->row = static_cast<int>(children.size());
        children.push_back(std::move(child));
        return *children.back();
    }
    bool sameShape(const Node& other) const
    {
        if (!(place == other.place) || children.size() != other.children.size())
            return false;
        for (std::size_t i = 0; i < children.size(); ++i)
            if (!children[i]->sameShape(*other.children[i]))
                return false;
        return true;
    }
};

ScenarioTreeModel::ScenarioTreeModel(ProjectDocument& document, QObject* parent)
    : QAbstractItemModel(parent), m_document(document), m_root(build())
{
    connect(&document, &ProjectDocument::changed, this, &ScenarioTreeModel::onChanged);
}

ScenarioTreeModel::~ScenarioTreeModel() = default;

void ScenarioTreeModel::addBranches(Node& under, const std::string& base) const
{
    for (const Scenario& scenario : m_document.scenarios()) {
        if (scenario.base != base)
            continue;
        Node& branch = under.add({Kind::ScenarioRow, scenario.name});
        for (std::size_t i = 0; i < scenario.interventions.size(); ++i) {
            Node& intervention = branch.add({Kind::InterventionRow, scenario.name, i});
            for (std::size_t o = 0; o < scenario.interventions[i].operations.size(); ++o)
                intervention.add({Kind::OperationRow, scenario.name, i, o});
        }
        addBranches(branch, scenario.name);
    }
}

std::unique_ptr<ScenarioTreeModel::Node> ScenarioTreeModel::build() const
{
    auto root = std::make_unique<Node>();
    if (m_document.isOpen()) {
        Node& base = root->add({Kind::BaseRow, std::string(kBaseScenarioName)});
        addBranches(base, {});
    }
    return root;
}

void ScenarioTreeModel::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Active) {
        announce(*m_root);
        return;
    }
    if (event.what != What::Opened && event.what != What::Scenarios)
        return;
    m_pictures.forget();
    std::unique_ptr<Node> fresh = build();
    if (fresh->sameShape(*m_root)) {
        announce(*m_root);
        return;
    }
    beginResetModel();
    m_root = std::move(fresh);
    endResetModel();
}

void ScenarioTreeModel::announce(const Node& node)
{
    if (node.children.empty())
        return;
    Q_EMIT dataChanged(indexOf(*node.children.front()), indexOf(*node.children.back()));
    for (const auto& child : node.children)
        announce(*child);
}

const ScenarioTreeModel::Node* ScenarioTreeModel::nodeOf(const QModelIndex& index) const
{
    return index.isValid() ? static_cast<const Node*>(index.internalPointer()) : m_root.get();
}

QModelIndex ScenarioTreeModel::indexOf(const Node& node) const
{
    return &node == m_root.get() ? QModelIndex() : createIndex(node.row, 0, const_cast<Node*>(&node));
}

ScenarioTreeModel::Place ScenarioTreeModel::placeOf(const QModelIndex& index) const { return nodeOf(index)->place; }

QModelIndex ScenarioTreeModel::indexOfScenario(const std::string& name) const
{
    std::vector<const Node*> open{m_root.get()};
    while (!open.empty()) {
        const Node* node = open.back();
        open.pop_back();
        if ((node->place.kind == Kind::ScenarioRow || node->place.kind == Kind::BaseRow) && node->place.scenario == name)
            return indexOf(*node);
        for (const auto& child : node->children)
            open.push_back(child.get());
    }
    return {};
}

QModelIndex ScenarioTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    const Node* node = nodeOf(parent);
    if (row < 0 || column != 0 || row >= static_cast<int>(node->children.size()))
        return {};
    return indexOf(*node->children[static_cast<std::size_t>(row)]);
}

QModelIndex ScenarioTreeModel::parent(const QModelIndex& index) const
{
    const Node* node = nodeOf(index);
    return node->parent ? indexOf(*node->parent) : QModelIndex();
}

int ScenarioTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(nodeOf(parent)->children.size());
}

int ScenarioTreeModel::columnCount(const QModelIndex&) const { return 1; }

QVariant ScenarioTreeModel::interventionData(const Place& place, int role) const
{
    const Scenario* scenario = m_document.scenario(place.scenario);
    if (!scenario || place.intervention >= scenario->interventions.size())
        return {};
    const Intervention& intervention = scenario->interventions[place.intervention];
    if (place.kind == Kind::OperationRow) {
        if (place.operation >= intervention.operations.size() || (role != Qt::DisplayRole && role != Qt::ToolTipRole))
            return {};
        return operationText(*m_document.city(), intervention.operations[place.operation]);
    }
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return text(intervention.name);
    case Qt::CheckStateRole: return intervention.enabled ? Qt::Checked : Qt::Unchecked;
    // Long names are cut off in the tree.
    case Qt::ToolTipRole:
        return intervention.note.empty() ? text(intervention.name).toHtmlEscaped()
                                         : tr("%1: %2").arg(text(intervention.name), text(intervention.note)).toHtmlEscaped();
    default: return {};
    }
}

QVariant ScenarioTreeModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Place& place = nodeOf(index)->place;
    if (place.kind == Kind::InterventionRow || place.kind == Kind::OperationRow)
        return interventionData(place, role);
    const bool shown = place.scenario == m_document.activeName();
    switch (role) {
    case Qt::DisplayRole: return scenarioTitle(place.scenario);
    // What the bold type says.
    case Qt::AccessibleTextRole: return shown ? tr("%1 (shown)").arg(scenarioTitle(place.scenario)) : scenarioTitle(place.scenario);
    case Qt::EditRole: return text(place.scenario);
    case Qt::DecorationRole: return place.kind == Kind::ScenarioRow ? picture(place.scenario) : QVariant();
    case Qt::FontRole: {
        QFont font;
        font.setBold(shown);
        return font;
    }
    case Qt::ToolTipRole: {
        const Scenario* scenario = m_document.scenario(place.scenario);
        if (!scenario)
            return {};
        return scenario->description.empty() ? text(scenario->name).toHtmlEscaped()
                                             : tr("%1: %2").arg(text(scenario->name), text(scenario->description)).toHtmlEscaped();
    }
    default: return {};
    }
}

bool ScenarioTreeModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const Place place = placeOf(index);
    Expected<void> done;
    if (place.kind == Kind::InterventionRow && role == Qt::CheckStateRole) {
        done = m_document.setInterventionEnabled(place.scenario, place.intervention, value.toInt() == Qt::Checked);
    } else if (place.kind == Kind::InterventionRow && role == Qt::EditRole) {
        Intervention renamed = m_document.scenario(place.scenario)->interventions[place.intervention];
        renamed.name = utf8(value.toString().trimmed());
        if (renamed.name.empty())
            return false;
        done = m_document.replaceIntervention(place.scenario, place.intervention, std::move(renamed));
    } else if (place.kind == Kind::ScenarioRow && role == Qt::EditRole) {
        done = m_document.renameScenario(place.scenario, utf8(value.toString().trimmed()));
    } else {
        return false;
    }
    if (!done)
        Q_EMIT refused(done.error());
    return done.has_value();
}

QVariant ScenarioTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return section == 0 && orientation == Qt::Horizontal && role == Qt::DisplayRole ? tr("Scenarios and their interventions") : QVariant();
}

Qt::ItemFlags ScenarioTreeModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags common = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    switch (nodeOf(index)->place.kind) {
    case Kind::InterventionRow:
        return common | Qt::ItemIsUserCheckable | Qt::ItemIsEditable | Qt::ItemIsDragEnabled | Qt::ItemIsDropEnabled;
    case Kind::ScenarioRow: return common | Qt::ItemIsEditable | Qt::ItemIsDropEnabled;
    default: return common;
    }
}

QStringList ScenarioTreeModel::mimeTypes() const { return {mimeType()}; }

QMimeData* ScenarioTreeModel::mimeData(const QModelIndexList& indexes) const
{
    const Place place = indexes.isEmpty() ? Place() : placeOf(indexes.front());
    if (place.kind != Kind::InterventionRow)
        return nullptr;
    auto* data = new QMimeData;
    data->setData(mimeType(),
                  QByteArray::number(static_cast<quint64>(place.intervention)) + '\n' + QByteArray::fromStdString(place.scenario));
    return data;
}

ScenarioTreeModel::Place ScenarioTreeModel::dropPlace(int row, const QModelIndex& parent) const
{
    Place place = placeOf(parent);
    const Scenario* scenario = m_document.scenario(place.scenario);
    if (!scenario || (place.kind != Kind::ScenarioRow && place.kind != Kind::InterventionRow))
        return {};
    // Upon an intervention: before it. Upon a scenario, or behind its interventions among its branches: at the end.
    if (place.kind == Kind::ScenarioRow)
        place.intervention =
            row < 0 ? scenario->interventions.size() : std::min(static_cast<std::size_t>(row), scenario->interventions.size());
    place.kind = Kind::InterventionRow;
    return place;
}

bool ScenarioTreeModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int, const QModelIndex& parent)
{
    const Place to = dropPlace(row, parent);
    if (action == Qt::IgnoreAction || to.kind != Kind::InterventionRow || !data->hasFormat(mimeType()))
        return false;
    const QByteArray dragged = data->data(mimeType());
    const qsizetype line = dragged.indexOf('\n');
    const std::string from = dragged.mid(line + 1).toStdString();
    bool number = false;  // another program may drop anything
    const std::size_t index = dragged.left(line).toULongLong(&number);
    if (!number)
        return false;
    Expected<void> done;
    if (from == to.scenario && action == Qt::MoveAction) {
        const std::size_t behind = to.intervention > index ? 1 : 0;  // its own row is gone when it arrives
        done = m_document.moveIntervention(to.scenario, index, to.intervention - behind);
    } else {
        done = m_document.copyIntervention(from, index, to.scenario, to.intervention);
    }
    if (!done)
        Q_EMIT refused(done.error());
    return done.has_value();
}

QVariant ScenarioTreeModel::picture(const std::string& name) const
{
    const Scenario* scenario = m_document.scenario(name);
    const Expected<Scenario> flat = scenario ? flattened(*scenario, m_document.scenarios()) : unexpected(Error{});
    return flat ? m_pictures.of(m_document.city(), *flat) : QVariant();
}

}  // namespace isopolis
