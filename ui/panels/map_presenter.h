#pragma once
/// Keeps the map in step with the document, and turns clicks on it into selections.

#include "ui/document/project_document.h"
#include "ui/jobs/job_runner.h"
#include "ui/scene/overlay_observed.h"
#include "ui/viewport/viewport.h"

namespace isopolis {

class DrawController;

class MapPresenter : public QObject {
    Q_OBJECT
public:
    MapPresenter(ProjectDocument& document, Viewport& viewport, const DrawController& drawing, QObject* parent = nullptr,
                 JobRunner::Mode mode = JobRunner::Mode::Threaded);
    ~MapPresenter() override;
    void flyTo(NeighbourhoodId where);
    /// Places of the traffic sensors that work now: maps of traffic then say what is observed and what only the model knows.
    void setTrafficSensors(std::vector<Point2> places);
    /// A map that is no choice of the document's, until one is made; null: none.
    void setOwnOverlay(std::shared_ptr<const Overlay> overlay);
    /// The overlay for the document's choice and results; empty without results.
    Overlay overlay() const { return overlay(m_document.overlay()); }
    /// Before and after in one view, with a divider, or in two maps; nothing to divide while the city as it is is shown.
    void setDivided(Divided how);

Q_SIGNALS:
    void pointed(const QString& what);    ///< what lies under the pointer, for the status bar
    void ownShown(const QString& title);  ///< a map that is no choice of the document's; empty: none
    void dividedShown(bool divided);

private:
    void onChanged(const ChangeEvent& event);
    Overlay overlay(const OverlayChoice& choice) const;
    Overlay transitOverlay(const TransitNetwork& transit) const;
    void show();
    void click(const Pick& pick, const AppliedScenario* on);
    void select(const Pick& pick, const AppliedScenario* on);
    StopId stopUnder(const Pick& pick) const;
    QString describe(const Pick& pick, const AppliedScenario* on) const;
    bool showsTraffic() const;
    void learn();

    ProjectDocument& m_document;
    Viewport& m_viewport;
    const DrawController& m_drawing;
    std::shared_ptr<const Overlay> m_own;
    Divided m_divided = Divided::Not;
    std::shared_ptr<const AppliedScenario> m_left;  ///< what the left of a divided map shows
    bool m_stopsShown = false;                      ///< while stops are clicked
    std::vector<Point2> m_trafficSensors;
    JobRunner* m_learning;
    bool m_learnt = true;                     ///< what is known of the links belongs to these places
    IdVector<LinkId, LinkKnowledge> m_known;  ///< empty: nothing is observed
};

}  // namespace isopolis
