#include "ui/panels/scenario_panel.h"

#include "ui/layout/choice_box.h"
#include "ui/layout/flow_row.h"
#include "ui/panels/tools/drawn_shape.h"
#include "ui/text/named.h"
#include "ui/text/translate.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPersistentModelIndex>
#include <QPushButton>
#include <QShortcut>
#include <QTreeView>
#include <QUndoStack>
#include <QVBoxLayout>

#include <array>

namespace isopolis {

using Kind = ScenarioTreeModel::Kind;

ScenarioPanel::ScenarioPanel(ProjectDocument& document, DialogServicePtr dialogs, QWidget* parent)
    : QWidget(parent), m_document(document), m_dialogs(std::move(dialogs)), m_model(new ScenarioTreeModel(document, this)),
      m_tree(named(new QTreeView(this), "scenarioTree", tr("Scenarios and their interventions"))),
      m_new(named(new QPushButton(tr("New scenario…"), this), "newScenario", tr("New scenario"))),
      m_add(named(new QPushButton(tr("Add intervention…"), this), "addIntervention", tr("Add intervention"))),
      m_delete(named(new QPushButton(tr("Delete"), this), "deleteItem", tr("Delete the selected scenario or intervention"))),
      m_up(named(new QPushButton(tr("Up"), this), "moveUp", tr("Move the intervention up"))),
      m_down(named(new QPushButton(tr("Down"), this), "moveDown", tr("Move the intervention down"))),
      m_details(named(new QPushButton(tr("Details…"), this), "interventionDetails", tr("Name, note and cost of the intervention"))),
      m_reshape(named(new QPushButton(tr("Reshape"), this), "reshapeIntervention", tr("Draw the shape of the intervention anew"))),
      m_copy(named(new QPushButton(tr("Copy to"), this), "copyIntervention", tr("Copy the intervention to another scenario"))),
      m_copyMenu(named(new QMenu(m_copy), "copyMenu", tr("Copy the intervention to another scenario"))),
      m_against(named(new ChoiceBox(this), "compareWith", tr("Compare with")))
{
    setObjectName(QStringLiteral("scenarioPanel"));
    m_tree->setModel(m_model);
    m_tree->header()->hide();
    m_tree->setMinimumHeight(3 * fontMetrics().height());
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_tree->setIconSize(ScenarioPictures::kSize);
    m_tree->setDragDropMode(QAbstractItemView::DragDrop);
    m_tree->setDefaultDropAction(Qt::MoveAction);
    m_tree->setDropIndicatorShown(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_copyMenu->setTitle(tr("&Copy to"));
    m_copy->setMenu(m_copyMenu);
    m_against->setAccessibleDescription(tr("The scenario that is shown is compared with this one"));
    auto* caption = new QLabel(tr("&Compare with:"), this);
    caption->setBuddy(m_against);
    auto* buttons = new QVBoxLayout;
    buttons->addWidget(m_new);
    buttons->addWidget(m_add);
    for (const auto& line : {std::array{m_delete, m_up, m_down}, std::array{m_details, m_reshape, m_copy}}) {
        auto* row = new FlowRow;
        buttons->addLayout(row);
        for (QPushButton* button : line)
            row->addWidget(button, 1);
    }
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_tree, 1);
    layout->addLayout(buttons);
    layout->addWidget(caption);
    layout->addWidget(m_against);
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        expandScenarios();
        showNewest();
    });
    connect(m_model, &ScenarioTreeModel::refused, this,
            [this](const Error& error) { m_dialogs->tell(this, tr("This cannot be changed"), errorText(error)); });
    connect(m_tree, &QTreeView::clicked, this, &ScenarioPanel::show);
    connect(m_tree, &QTreeView::activated, this, &ScenarioPanel::show);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ScenarioPanel::refresh);
    connect(m_new, &QPushButton::clicked, this, &ScenarioPanel::newScenario);
    connect(m_add, &QPushButton::clicked, this, &ScenarioPanel::addInterventionRequested);
    connect(m_delete, &QPushButton::clicked, this, &ScenarioPanel::deleteCurrent);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_details, &QPushButton::clicked, this, &ScenarioPanel::askDetails);
    connect(m_reshape, &QPushButton::clicked, this, &ScenarioPanel::reshapeCurrent);
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &ScenarioPanel::showMenu);
    auto* remove = new QShortcut(QKeySequence::Delete, m_tree);
    remove->setContext(Qt::WidgetShortcut);
    connect(remove, &QShortcut::activated, this, &ScenarioPanel::deleteCurrent);
    connect(m_copyMenu, &QMenu::aboutToShow, this, &ScenarioPanel::fillCopyMenu);
    connect(m_against, &QComboBox::currentIndexChanged, this, [this](int row) {
        if (!m_following && row >= 0)
            m_document.compareWith(utf8(m_against->itemData(row).toString()));
    });
    connect(&document, &ProjectDocument::changed, this, [this](const ChangeEvent& event) {
        using What = ChangeEvent::What;
        if (event.what == What::Opened || event.what == What::Scenarios || event.what == What::Active)
            refresh();
    });
    expandScenarios();
    refresh();
}

ScenarioTreeModel::Place ScenarioPanel::current() const { return m_model->placeOf(m_tree->currentIndex()); }

// Interventions are shown, their operations on demand: one street may be many mapped objects.
void ScenarioPanel::expandScenarios(const QModelIndex& under)
{
    for (int row = 0; row < m_model->rowCount(under); ++row) {
        const QModelIndex index = m_model->index(row, 0, under);
        const Kind kind = m_model->placeOf(index).kind;
        if (kind != Kind::BaseRow && kind != Kind::ScenarioRow)
            continue;
        m_tree->expand(index);
        expandScenarios(index);
    }
}

/// What was just added is brought into view, ready for its details: an intervention of the shown scenario, or a scenario.
void ScenarioPanel::showNewest()
{
    const Scenario* active = m_document.active();
    const std::size_t now = active ? active->interventions.size() : 0;
    const bool another = active && active->name != m_knownName;
    const bool added = active && (another ? now == 1 : now == m_knownCount + 1);
    m_knownName = m_document.activeName();
    m_knownCount = now;
    // A project that was just opened chooses nothing.
    if ((!added && !another) || m_document.undoStack().index() == 0)
        return;
    const QModelIndex scenario = m_model->indexOfScenario(m_knownName);
    const QModelIndex newest = added ? m_model->index(static_cast<int>(now) - 1, 0, scenario) : scenario;
    m_tree->setCurrentIndex(newest);
    m_tree->scrollTo(newest);
}

void ScenarioPanel::show(const QModelIndex& index)
{
    const ScenarioTreeModel::Place place = m_model->placeOf(index);
    if (place.kind != Kind::Root)
        m_document.activate(place.scenario);
}

void ScenarioPanel::refresh()
{
    const ScenarioTreeModel::Place place = current();
    const bool open = m_document.isOpen();
    m_new->setEnabled(open);
    m_add->setEnabled(open);
    m_delete->setEnabled(place.kind == Kind::ScenarioRow || place.kind == Kind::InterventionRow);
    const Scenario* scenario = m_document.scenario(place.scenario);
    const bool movable = place.kind == Kind::InterventionRow && scenario;
    m_up->setEnabled(movable && place.intervention > 0);
    m_details->setEnabled(movable);
    m_reshape->setEnabled(movable && place.intervention < scenario->interventions.size() &&
                          shapeOf(scenario->interventions[place.intervention]).has_value());
    m_copy->setEnabled(movable && m_document.scenarios().size() > 1);
    m_down->setEnabled(movable && place.intervention + 1 < scenario->interventions.size());
    if (m_knownName != m_document.activeName()) {
        m_knownName = m_document.activeName();
        m_knownCount = m_document.active() ? m_document.active()->interventions.size() : 0;
    }
    m_following = true;
    m_against->clear();
    m_against->addItem(scenarioTitle({}), text(kBaseScenarioName));
    for (const Scenario& other : m_document.scenarios())
        if (other.name != m_document.activeName())
            m_against->addItem(text(other.name), text(other.name));
    m_against->setCurrentIndex(std::max(0, m_against->findData(text(m_document.againstName()))));
    m_against->setEnabled(m_document.active() != nullptr);
    m_following = false;
}

void ScenarioPanel::newScenario() { newScenarioFrom(m_document.activeName()); }

void ScenarioPanel::newScenarioFrom(const std::string& base)
{
    if (!m_document.isOpen())
        return;
    std::vector<std::string> bases{std::string(kBaseScenarioName)};
    for (const Scenario& scenario : m_document.scenarios())
        bases.push_back(scenario.name);
    const std::string wish = m_document.freeScenarioName(utf8(tr("New scheme")));
    m_dialogs->askScenario(this, bases, {.name = text(wish), .description = {}, .base = base}, [this](const ScenarioInput& input) {
        tell(m_document.addScenario({.name = utf8(input.name), .base = input.base, .description = utf8(input.description)}),
             tr("The scenario was not made"));
    });
}

void ScenarioPanel::deleteCurrent()
{
    const ScenarioTreeModel::Place place = current();
    if (place.kind == Kind::ScenarioRow)
        tell(m_document.removeScenario(place.scenario), tr("The scenario was not deleted"));
    else if (place.kind == Kind::InterventionRow)
        tell(m_document.removeIntervention(place.scenario, place.intervention), tr("The intervention was not deleted"));
}

void ScenarioPanel::move(int by)
{
    const ScenarioTreeModel::Place place = current();
    if (place.kind != Kind::InterventionRow)
        return;
    const std::size_t to = place.intervention + static_cast<std::size_t>(by);
    tell(m_document.moveIntervention(place.scenario, place.intervention, to), tr("The intervention was not moved"));
    m_tree->setCurrentIndex(m_model->index(static_cast<int>(to), 0, m_model->indexOfScenario(place.scenario)));
}

void ScenarioPanel::askDetails()
{
    const ScenarioTreeModel::Place place = current();
    const Scenario* scenario = m_document.scenario(place.scenario);
    if (place.kind != Kind::InterventionRow || !scenario || place.intervention >= scenario->interventions.size())
        return;
    const Intervention& now = scenario->interventions[place.intervention];
    m_dialogs->askDetails(this, {.name = text(now.name), .note = text(now.note), .cost = now.cost, .numbers = numbersOf(now)},
                          [this, place](const DetailsInput& input) {
                              const Scenario* still = m_document.scenario(place.scenario);
                              if (!still || place.intervention >= still->interventions.size())
                                  return;
                              Intervention changed = still->interventions[place.intervention];
                              changed.name = utf8(input.name);
                              changed.note = utf8(input.note);
                              changed.cost = input.cost;
                              changed = withNumbers(std::move(changed), input.numbers);
                              tell(m_document.replaceIntervention(place.scenario, place.intervention, std::move(changed)),
                                   tr("This cannot be changed"));
                          });
}

void ScenarioPanel::fillCopyMenu()
{
    m_copyMenu->clear();
    const ScenarioTreeModel::Place place = current();
    for (const Scenario& other : m_document.scenarios())
        if (other.name != place.scenario)
            m_copyMenu->addAction(scenarioTitle(other.name), this, [this, place, to = other.name, end = other.interventions.size()] {
                tell(m_document.copyIntervention(place.scenario, place.intervention, to, end), tr("The intervention was not copied"));
            });
}

void ScenarioPanel::reshapeCurrent()
{
    const ScenarioTreeModel::Place place = current();
    Q_EMIT reshapeRequested(place.scenario, place.intervention);
}

/// What the buttons do, where people look for it; the menu key opens it too.
void ScenarioPanel::showMenu(const QPoint& at)
{
    const QModelIndex index = m_tree->indexAt(at).isValid() ? m_tree->indexAt(at) : m_tree->currentIndex();
    const ScenarioTreeModel::Place place = m_model->placeOf(index);
    if (place.kind == Kind::Root || place.kind == Kind::OperationRow)
        return;
    m_tree->setCurrentIndex(index);
    auto* menu = named(new QMenu(this), "scenarioMenu", tr("What can be done with it"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [menu](const char* name, const QString& words, bool possible, auto does) {
        QAction* action = menu->addAction(words);
        action->setObjectName(QString::fromLatin1(name));
        action->setEnabled(possible);
        QObject::connect(action, &QAction::triggered, menu, does);
        return action;
    };
    if (place.kind == Kind::InterventionRow) {
        const bool on = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
        add("menuDetails", tr("&Details…"), m_details->isEnabled(), [this] { askDetails(); });
        add("menuReshape", tr("Re&shape"), m_reshape->isEnabled(), [this] { reshapeCurrent(); });
        add("menuSwitch", on ? tr("Switch &off") : tr("Switch &on"), true, [this, index = QPersistentModelIndex(index), on] {
            m_model->setData(index, on ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
        });
        QAction* copy = menu->addMenu(m_copyMenu);
        copy->setEnabled(m_copy->isEnabled());
        add("menuUp", tr("Move &up"), m_up->isEnabled(), [this] { move(-1); });
        add("menuDown", tr("Move do&wn"), m_down->isEnabled(), [this] { move(1); });
        menu->addSeparator();
    } else {
        add("menuBranch", tr("&New scenario from this one…"), true, [this, base = place.scenario] { newScenarioFrom(base); });
    }
    if (place.kind != Kind::BaseRow) {
        add("menuRename", tr("&Rename"), true, [this, index = QPersistentModelIndex(index)] {
            m_tree->edit(index);
        })->setShortcut(Qt::Key_F2);
        add("menuDelete", tr("D&elete"), m_delete->isEnabled(), [this] { deleteCurrent(); })->setShortcut(QKeySequence::Delete);
    }
    menu->popup(m_tree->viewport()->mapToGlobal(m_tree->indexAt(at).isValid() ? at : m_tree->visualRect(index).bottomLeft()));
}

void ScenarioPanel::tell(const Expected<void>& done, const QString& title)
{
    if (!done)
        m_dialogs->tell(this, title, errorText(done.error()));
}

}  // namespace isopolis
