#pragma once
/// The open project as the window knows it: city, scenarios, selection, what is shown and what was calculated.
///
///   document.open({city, scenarios, backend, path});
///   document.addIntervention({.name = "Quiet street", .operations = {TrafficFilter{{.target = "osm:way/5"}}}});
///   document.undoStack().undo();
///
/// Every edit goes through the undo stack and is saved at once; an edit that cannot be applied to the city is refused before
/// it is made. Views listen to `changed` alone. Lives in the window's thread.

#include "simulation/scenario/apply_scenario.h"
#include "simulation/uncertainty/ensemble_result.h"
#include "ui/document/change_event.h"
#include "ui/document/level_question.h"
#include "ui/document/map_question.h"
#include "ui/document/project_backend.h"
#include "ui/document/results.h"
#include "ui/scene/pick.h"

#include <QObject>
#include <QString>

#include <optional>

class QUndoCommand;
class QUndoStack;

namespace isopolis {

/// Everything that opening a project yields.
struct OpenedProject {
    CityPtr city;
    std::vector<Scenario> scenarios;
    ProjectBackendPtr backend;
    QString path;
    std::vector<Issue> issues;
};

class ProjectDocument : public QObject {
    Q_OBJECT
public:
    explicit ProjectDocument(QObject* parent = nullptr);
    ~ProjectDocument() override;

    void open(OpenedProject project);
    void close();
    bool isOpen() const { return m_project.city != nullptr; }
    const CityPtr& city() const { return m_project.city; }
    const ProjectBackendPtr& backend() const { return m_project.backend; }
    const QString& path() const { return m_project.path; }

    const std::vector<Scenario>& scenarios() const { return m_project.scenarios; }
    const Scenario* scenario(std::string_view name) const;  ///< null if there is none, also for "base"
    const std::string& activeName() const { return m_active; }
    const std::string& againstName() const { return m_against; }
    const Scenario* active() const { return scenario(m_active); }  ///< null: the city as it is
    void activate(const std::string& name);
    void compareWith(const std::string& name);

    QUndoStack& undoStack() { return *m_undo; }
    Expected<void> addScenario(Scenario scenario);
    Expected<void> removeScenario(const std::string& name);  ///< refused while others branch from it
    Expected<void> renameScenario(const std::string& from, const std::string& to);
    /// Adds to the active scenario; while the city as it is is shown, a new scenario is made for it in the same step.
    Expected<void> addIntervention(Intervention intervention);
    Expected<void> replaceIntervention(const std::string& scenario, std::size_t index, Intervention intervention);
    Expected<void> removeIntervention(const std::string& scenario, std::size_t index);
    Expected<void> moveIntervention(const std::string& scenario, std::size_t from, std::size_t to);
    /// Puts a copy at position `at` of another scenario or of the same one; the original stays.
    Expected<void> copyIntervention(const std::string& from, std::size_t index, const std::string& to, std::size_t at);
    Expected<void> setInterventionEnabled(const std::string& scenario, std::size_t index, bool enabled);
    /// Assumptions of the active scenario; nullopt resets to the standard value.
    Expected<void> setParameter(const ParameterSpec& spec, std::optional<ParameterOverride> value);
    std::string freeScenarioName(const std::string& wish) const;  ///< the wish, or with the next free number

    const SceneSelection& selection() const { return m_selection; }
    void select(SceneSelection selection);
    const OverlayChoice& overlay() const { return m_overlay; }
    void setOverlay(const OverlayChoice& choice);

    /// The active scenario on the city, as the map draws it; null if nothing is open or it cannot be applied.
    std::shared_ptr<const AppliedScenario> applied() const { return m_applied; }
    Expected<WantedRuns> wanted() const;
    const Results& results() const { return m_results; }
    bool resultsAreCurrent() const;  ///< false after an edit until its calculation arrives
    void setResults(Results results);
    const std::shared_ptr<const Explanation>& explanation() const { return m_explanation; }  ///< null: none for the selection
    void setExplanation(std::shared_ptr<const Explanation> explanation);

    const std::shared_ptr<const EnsembleResult>& uncertainty() const { return m_uncertainty; }  ///< null: not asked, or not known yet
    void setUncertainty(std::shared_ptr<const EnsembleResult> answer);

    const ReachQuestion& reachQuestion() const { return m_reachQuestion; }
    void askReach(const ReachQuestion& question);
    const ReachAnswerPtr& reach() const { return m_reach; }  ///< null: not asked, or not known yet
    void setReach(ReachAnswerPtr answer);
    const StreetUsersPtr& streetUsers() const { return m_streetUsers; }  ///< null: not asked, or not known yet
    void setStreetUsers(StreetUsersPtr answer);

    const LevelAnswerPtr& levels() const { return m_levels; }  ///< null: not asked, or not known yet
    void setLevels(LevelAnswerPtr answer);
    const std::optional<PlaceQuestion>& placeQuestion() const { return m_placeQuestion; }
    void askPlace(const std::optional<PlaceQuestion>& question);
    const PlaceAnswerPtr& place() const { return m_place; }  ///< null: not asked, or not known yet
    void setPlace(PlaceAnswerPtr answer);

    const std::vector<Issue>& issues() const { return m_project.issues; }
    void report(Issue issue);

Q_SIGNALS:
    void changed(const isopolis::ChangeEvent& event);

private:
    friend class DocumentEditor;
    std::size_t indexOf(std::string_view name) const;
    Expected<void> checkApplies(const Scenario& changed) const;
    Expected<const Scenario*> editable(const std::string& name) const;
    Expected<void> pushContents(QUndoCommand* command, const Scenario& changed);
    void edited(const ChangeEvent& event);
    void refreshApplied();
    void save();

    OpenedProject m_project;
    std::string m_active, m_against;
    QUndoStack* m_undo;
    SceneSelection m_selection;
    OverlayChoice m_overlay;
    std::shared_ptr<const AppliedScenario> m_applied;
    Results m_results;
    std::shared_ptr<const Explanation> m_explanation;
    std::shared_ptr<const EnsembleResult> m_uncertainty;
    ReachQuestion m_reachQuestion;
    ReachAnswerPtr m_reach;
    StreetUsersPtr m_streetUsers;
    LevelAnswerPtr m_levels;
    std::optional<PlaceQuestion> m_placeQuestion;
    PlaceAnswerPtr m_place;
};

}  // namespace isopolis
