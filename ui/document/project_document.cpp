#include "ui/document/project_document.h"

#include "simulation/run/model_chain.h"
#include "ui/document/undo/scenario_commands.h"

#include <QUndoStack>

#include <algorithm>

namespace isopolis {

namespace {

const std::string kBase(kBaseScenarioName);

Error noScenario(const std::string& name)
{
    return Error{ErrorCode::NotFound, "there is no scenario of this name"}.at(name).cure("Choose a scenario from the list.");
}

Error noIntervention(const std::string& scenario, std::size_t index)
{
    return Error{ErrorCode::NotFound, "there is no intervention number " + std::to_string(index + 1)}.at(scenario);
}

bool validName(const std::string& name) { return name.find_first_not_of(" \t") != std::string::npos && name.size() <= 200; }

/// Whether a scenario has another one among its bases.
bool standsOn(const Scenario& scenario, const std::string& base, const std::vector<Scenario>& all)
{
    const Scenario* at = &scenario;
    for (std::size_t steps = 0; steps < all.size() && !at->base.empty(); ++steps) {
        if (at->base == base)
            return true;
        const auto next = std::find_if(all.begin(), all.end(), [at](const Scenario& s) { return s.name == at->base; });
        if (next == all.end())
            return false;
        at = &*next;
    }
    return false;
}

}  // namespace

ProjectDocument::ProjectDocument(QObject* parent) : QObject(parent), m_active(kBase), m_against(kBase), m_undo(new QUndoStack(this)) {}

// The stack announces its end; whoever listens would read a document that is half gone.
ProjectDocument::~ProjectDocument() { m_undo->disconnect(); }

void ProjectDocument::open(OpenedProject project)
{
    m_project = std::move(project);
    m_active = m_project.scenarios.empty() ? kBase : m_project.scenarios.front().name;
    m_against = kBase;
    m_undo->clear();
    m_selection = {};
    m_results = {};
    m_explanation.reset();
    m_reachQuestion = {};
    m_reach.reset();
    m_streetUsers.reset();
    m_levels.reset();
    m_placeQuestion.reset();
    m_place.reset();
    m_uncertainty.reset();
    refreshApplied();
    Q_EMIT changed({ChangeEvent::What::Opened});
}

void ProjectDocument::close() { open({}); }

std::size_t ProjectDocument::indexOf(std::string_view name) const
{
    const auto found = std::find_if(scenarios().begin(), scenarios().end(), [&](const Scenario& s) { return s.name == name; });
    return static_cast<std::size_t>(found - scenarios().begin());
}

const Scenario* ProjectDocument::scenario(std::string_view name) const
{
    const std::size_t at = indexOf(name);
    return at < scenarios().size() ? &scenarios()[at] : nullptr;
}

void ProjectDocument::activate(const std::string& name)
{
    if (name == m_active || (name != kBase && !scenario(name)))
        return;
    m_active = name;
    if (m_against == name)
        m_against = kBase;
    m_explanation.reset();
    refreshApplied();
    if (m_results.scenario != name)
        m_results = {};
    Q_EMIT changed({ChangeEvent::What::Active, name});
    Q_EMIT changed({ChangeEvent::What::Results, name});
}

void ProjectDocument::compareWith(const std::string& name)
{
    if (name == m_against || name == m_active || (name != kBase && !scenario(name)))
        return;
    m_against = name;
    m_results = {};
    m_explanation.reset();
    Q_EMIT changed({ChangeEvent::What::Active, m_active});
    Q_EMIT changed({ChangeEvent::What::Results, m_active});
}

std::string ProjectDocument::freeScenarioName(const std::string& wish) const
{
    if (wish != kBase && !scenario(wish))
        return wish;
    for (int number = 2;; ++number) {
        std::string name = wish + " " + std::to_string(number);
        if (!scenario(name))
            return name;
    }
}

Expected<void> ProjectDocument::checkApplies(const Scenario& changed) const
{
    std::vector<Scenario> all = scenarios();
    const std::size_t at = indexOf(changed.name);
    if (at < all.size())
        all[at] = changed;
    else
        all.push_back(changed);
    const auto applies = [this](const Scenario& which, const std::vector<Scenario>& among) -> Expected<void> {
        const Expected<Scenario> flat = flattened(which, among);
        if (!flat)
            return unexpected(flat.error());
        const Expected<AppliedScenario> applied = applyScenario(city(), *flat);
        return applied ? Expected<void>() : unexpected(applied.error());
    };
    if (const Expected<void> fits = applies(changed, all); !fits)
        return fits;
    // Nor may it break a branch that could be applied until now.
    for (const Scenario& branch : all) {
        if (!standsOn(branch, changed.name, all))
            continue;
        const Expected<void> fits = applies(branch, all);
        if (fits || !applies(branch, scenarios()))
            continue;
        return unexpected(
            Error{ErrorCode::Conflict, "the scenario “" + branch.name + "” stands on this one and would break: " + fits.error().message}
                .at(fits.error().feature)
                .cure("Change that scenario first."));
    }
    return {};
}

Expected<const Scenario*> ProjectDocument::editable(const std::string& name) const
{
    if (!isOpen())
        return unexpected(Error{ErrorCode::NotFound, "no project is open"}.cure("Open a project first."));
    const Scenario* found = scenario(name);
    if (!found)
        return unexpected(noScenario(name));
    return found;
}

Expected<void> ProjectDocument::pushContents(QUndoCommand* command, const Scenario& changed)
{
    std::unique_ptr<QUndoCommand> guard(command);
    if (const Expected<void> fits = checkApplies(changed); !fits)
        return fits;
    m_undo->push(guard.release());
    return {};
}

Expected<void> ProjectDocument::addScenario(Scenario scenario)
{
    if (!isOpen())
        return unexpected(Error{ErrorCode::NotFound, "no project is open"}.cure("Open a project first."));
    if (!validName(scenario.name))
        return unexpected(Error{ErrorCode::BadValue, "a scenario needs a name"}.cure("Type a name of up to 200 characters."));
    if (scenario.name == kBase || this->scenario(scenario.name))
        return unexpected(
            Error{ErrorCode::Conflict, "there is already a scenario of this name"}.at(scenario.name).cure("Choose another name."));
    if (scenario.base == kBase)
        scenario.base.clear();
    const Scenario copy = scenario;
    return pushContents(new AddScenario(*this, std::move(scenario)), copy);
}

Expected<void> ProjectDocument::removeScenario(const std::string& name)
{
    const Expected<const Scenario*> found = editable(name);
    if (!found)
        return unexpected(found.error());
    for (const Scenario& other : scenarios())
        if (other.base == name)
            return unexpected(Error{ErrorCode::Conflict, "the scenario \"" + other.name + "\" branches from it"}.at(name).cure(
                "Delete the branch first."));
    m_undo->push(new RemoveScenario(*this, **found, indexOf(name)));
    return {};
}

Expected<void> ProjectDocument::renameScenario(const std::string& from, const std::string& to)
{
    const Expected<const Scenario*> found = editable(from);
    if (!found)
        return unexpected(found.error());
    if (from == to)
        return {};
    if (!validName(to) || to == kBase || scenario(to))
        return unexpected(Error{ErrorCode::Conflict, "this name is empty or taken"}.at(to).cure("Choose another name."));
    m_undo->push(new RenameScenario(*this, from, to));
    return {};
}

Expected<void> ProjectDocument::addIntervention(Intervention intervention)
{
    if (!isOpen())
        return unexpected(Error{ErrorCode::NotFound, "no project is open"}.cure("Open a project first."));
    const bool needsScenario = active() == nullptr;
    Scenario before = needsScenario ? Scenario{.name = freeScenarioName(tr("My scheme").toStdString())} : *active();
    Scenario after = before;
    const QString text = tr("add \"%1\"").arg(QString::fromStdString(intervention.name));
    after.interventions.push_back(std::move(intervention));
    if (const Expected<void> fits = checkApplies(after); !fits)
        return fits;
    if (needsScenario)
        m_undo->push(new AddScenario(*this, std::move(after)));
    else
        m_undo->push(new ChangeScenario(*this, std::move(before), std::move(after), text));
    return {};
}

Expected<void> ProjectDocument::replaceIntervention(const std::string& name, std::size_t index, Intervention intervention)
{
    const Expected<const Scenario*> found = editable(name);
    if (!found)
        return unexpected(found.error());
    Scenario after = **found;
    if (index >= after.interventions.size())
        return unexpected(noIntervention(name, index));
    if (after.interventions[index] == intervention)
        return {};
    const QString text = tr("change \"%1\"").arg(QString::fromStdString(intervention.name));
    after.interventions[index] = std::move(intervention);
    return pushContents(new ChangeScenario(*this, **found, after, text), after);
}

Expected<void> ProjectDocument::removeIntervention(const std::string& name, std::size_t index)
{
    const Expected<const Scenario*> found = editable(name);
    if (!found)
        return unexpected(found.error());
    Scenario after = **found;
    if (index >= after.interventions.size())
        return unexpected(noIntervention(name, index));
    const QString text = tr("delete \"%1\"").arg(QString::fromStdString(after.interventions[index].name));
    after.interventions.erase(after.interventions.begin() + static_cast<std::ptrdiff_t>(index));
    return pushContents(new ChangeScenario(*this, **found, after, text), after);
}

Expected<void> ProjectDocument::moveIntervention(const std::string& name, std::size_t from, std::size_t to)
{
    const Expected<const Scenario*> found = editable(name);
    if (!found)
        return unexpected(found.error());
    Scenario after = **found;
    std::vector<Intervention>& list = after.interventions;
    if (from >= list.size() || to >= list.size())
        return unexpected(noIntervention(name, std::max(from, to)));
    if (from == to)
        return {};
    Intervention moved = std::move(list[from]);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(from));
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(to), std::move(moved));
    return pushContents(new ChangeScenario(*this, **found, after, tr("reorder interventions")), after);
}

Expected<void> ProjectDocument::copyIntervention(const std::string& from, std::size_t index, const std::string& to, std::size_t at)
{
    const Expected<const Scenario*> source = editable(from), target = editable(to);
    if (!source || !target)
        return unexpected(!source ? source.error() : target.error());
    if (index >= (*source)->interventions.size())
        return unexpected(noIntervention(from, index));
    Scenario after = **target;
    const Intervention& copied = (*source)->interventions[index];
    const QString text = tr("copy \"%1\" to \"%2\"").arg(QString::fromStdString(copied.name), QString::fromStdString(to));
    after.interventions.insert(after.interventions.begin() + static_cast<std::ptrdiff_t>(std::min(at, after.interventions.size())), copied);
    return pushContents(new ChangeScenario(*this, **target, after, text), after);
}

Expected<void> ProjectDocument::setInterventionEnabled(const std::string& name, std::size_t index, bool enabled)
{
    const Expected<const Scenario*> found = editable(name);
    if (!found)
        return unexpected(found.error());
    if (index >= (*found)->interventions.size())
        return unexpected(noIntervention(name, index));
    if ((*found)->interventions[index].enabled == enabled)
        return {};
    Scenario after = **found;
    after.interventions[index].enabled = enabled;
    const QString which = QString::fromStdString(after.interventions[index].name);
    const QString text = enabled ? tr("switch on \"%1\"").arg(which) : tr("switch off \"%1\"").arg(which);
    return pushContents(new ChangeScenario(*this, **found, after, text), after);
}

Expected<void> ProjectDocument::setParameter(const ParameterSpec& spec, std::optional<ParameterOverride> value)
{
    const Expected<const Scenario*> found = editable(m_active);
    if (!found)
        return unexpected(Error{ErrorCode::Conflict, "assumptions belong to a scenario, and the city as it is is shown"}.cure(
            "Choose or make a scenario first."));
    Scenario after = **found;
    if (value) {
        if (const Expected<void> set = after.parameters.set(spec, std::move(*value)); !set)
            return set;
    } else {
        after.parameters.reset(spec);
    }
    if (after == **found)
        return {};
    const QString text = value ? tr("set \"%1\"") : tr("reset \"%1\"");
    const QString label = QString::fromUtf8(spec.label.data(), static_cast<qsizetype>(spec.label.size()));
    return pushContents(new ChangeScenario(*this, **found, after, text.arg(label), ChangeEvent::What::Parameters), after);
}

void ProjectDocument::edited(const ChangeEvent& event)
{
    const bool wasCurrent = m_explanation != nullptr;
    refreshApplied();
    if (m_results.scenario != m_active)
        m_results = {};
    if (wasCurrent && !resultsAreCurrent())
        m_explanation.reset();
    save();
    Q_EMIT changed(event);
    Q_EMIT changed({ChangeEvent::What::Results, m_active});
}

void ProjectDocument::save()
{
    if (!m_project.backend)
        return;
    if (const Expected<void> saved = m_project.backend->saveScenarios(m_project.scenarios); !saved)
        report({Severity::Error, "not_saved",
                tr("The last edit could not be saved: %1").arg(QString::fromStdString(saved.error().text())).toStdString(),
                m_project.path.toStdString()});
}

void ProjectDocument::refreshApplied()
{
    m_applied.reset();
    if (!isOpen())
        return;
    const Scenario none{.name = kBase};
    const Expected<Scenario> flat = flattened(active() ? *active() : none, scenarios());
    if (!flat)
        return;
    Expected<AppliedScenario> applied = applyScenario(city(), *flat);
    if (applied)
        m_applied = std::make_shared<const AppliedScenario>(std::move(*applied));
}

void ProjectDocument::select(SceneSelection selection)
{
    if (selection == m_selection)
        return;
    m_selection = std::move(selection);
    if (m_explanation && m_explanation->where != m_selection.neighbourhood)
        m_explanation.reset();
    Q_EMIT changed({ChangeEvent::What::Selection});
}

void ProjectDocument::setOverlay(const OverlayChoice& choice)
{
    if (choice == m_overlay)
        return;
    m_overlay = choice;
    if (m_explanation && m_explanation->indicator != choice.indicator)
        m_explanation.reset();
    Q_EMIT changed({ChangeEvent::What::Overlay});
}

Expected<WantedRuns> ProjectDocument::wanted() const
{
    if (!isOpen())
        return unexpected(Error{ErrorCode::NotFound, "no project is open"});
    const Scenario none{.name = kBase};
    const Expected<Scenario> after = flattened(active() ? *active() : none, scenarios());
    if (!after)
        return unexpected(after.error());
    const bool compares = active() != nullptr && m_against != m_active;
    const Scenario* reference = compares ? scenario(m_against) : active();
    Expected<Scenario> before = flattened(reference ? *reference : none, scenarios());
    if (!before)
        return unexpected(before.error());
    before->parameters = after->parameters;
    before->seed = after->seed;
    WantedRuns wanted{m_active, m_against, std::move(*before), *after, {}, {}};
    wanted.keyBefore = runKey(*city(), wanted.before);
    wanted.keyAfter = runKey(*city(), wanted.after);
    return wanted;
}

bool ProjectDocument::resultsAreCurrent() const
{
    if (m_results.empty())
        return false;
    const Expected<WantedRuns> now = wanted();
    return now && m_results.before->key == now->keyBefore && m_results.after->key == now->keyAfter;
}

void ProjectDocument::setResults(Results results)
{
    m_results = std::move(results);
    m_explanation.reset();
    Q_EMIT changed({ChangeEvent::What::Results, m_active});
}

void ProjectDocument::setExplanation(std::shared_ptr<const Explanation> explanation)
{
    m_explanation = std::move(explanation);
    Q_EMIT changed({ChangeEvent::What::Explanation, m_active});
}

void ProjectDocument::askReach(const ReachQuestion& question)
{
    if (question == m_reachQuestion)
        return;
    m_reachQuestion = question;
    m_reach.reset();
    Q_EMIT changed({ChangeEvent::What::Reach});
}

void ProjectDocument::setReach(ReachAnswerPtr answer)
{
    m_reach = std::move(answer);
    Q_EMIT changed({ChangeEvent::What::Reach});
}

void ProjectDocument::setLevels(LevelAnswerPtr answer)
{
    if (answer == m_levels)
        return;
    m_levels = std::move(answer);
    Q_EMIT changed({ChangeEvent::What::Levels});
}

void ProjectDocument::askPlace(const std::optional<PlaceQuestion>& question)
{
    if (question == m_placeQuestion)
        return;
    m_placeQuestion = question;
    m_place.reset();
    Q_EMIT changed({ChangeEvent::What::Place});
}

void ProjectDocument::setPlace(PlaceAnswerPtr answer)
{
    if (answer == m_place)
        return;
    m_place = std::move(answer);
    Q_EMIT changed({ChangeEvent::What::Place});
}

void ProjectDocument::setStreetUsers(StreetUsersPtr answer)
{
    if (answer == m_streetUsers)
        return;
    m_streetUsers = std::move(answer);
    Q_EMIT changed({ChangeEvent::What::StreetUsers});
}

void ProjectDocument::setUncertainty(std::shared_ptr<const EnsembleResult> answer)
{
    if (answer == m_uncertainty)
        return;
    m_uncertainty = std::move(answer);
    Q_EMIT changed({ChangeEvent::What::Uncertainty});
}

void ProjectDocument::report(Issue issue)
{
    if (std::find(m_project.issues.begin(), m_project.issues.end(), issue) != m_project.issues.end())
        return;
    m_project.issues.push_back(std::move(issue));
    Q_EMIT changed({ChangeEvent::What::Issues});
}

}  // namespace isopolis
