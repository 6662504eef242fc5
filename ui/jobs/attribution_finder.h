#pragma once
/// Answers "which measure brings what" for the indicator on the map: to every income group and to the neighbourhoods that lose most.
///
/// Never starts by itself where further calculations are needed: each subset of the interventions is one, and they serve all figures at
/// once. An answer is dropped when the results or the indicator change.

#include "simulation/explain/attribution.h"
#include "ui/jobs/explainer.h"

namespace isopolis {

inline constexpr std::size_t kWorstPlaces = 10;

/// Neighbourhoods that are noticeably worse off, by how much each of their people loses, the largest loss first; at most `kWorstPlaces`.
std::vector<Score> worstPlaces(const IndicatorAssessment& assessment);

struct GroupAttribution {
    GroupScore group;  ///< as assessed
    Expected<Attribution> parts;
};

struct PlaceAttribution {
    Score score;
    Expected<Attribution> parts;
};

struct AttributionAnswer {
    Indicator indicator = Indicator::No2;
    std::vector<GroupAttribution> groups = {};  ///< the five fifths, then everybody
    std::vector<PlaceAttribution> places = {};  ///< as `worstPlaces`
};

class AttributionFinder : public QObject {
    Q_OBJECT
public:
    AttributionFinder(ProjectDocument& document, const Explainer& explainer, JobRunner::Mode mode = JobRunner::Mode::Threaded,
                      QObject* parent = nullptr);

    bool possible() const;  ///< a scheme is shown and its results are current
    std::size_t runsNeeded() const { return m_explainer.runsNeeded(); }
    bool running() const { return m_runner.running(); }
    const QString& failure() const { return m_failure; }
    const std::shared_ptr<const AttributionAnswer>& answer() const { return m_answer; }  ///< null: not asked, or not known yet
    void findNow();
    void cancel() { m_runner.cancel(); }

Q_SIGNALS:
    void stateChanged();
    void progressed(double fraction);

private:
    void onChanged(const ChangeEvent& event);

    ProjectDocument& m_document;
    const Explainer& m_explainer;
    JobRunner m_runner;
    std::shared_ptr<const AttributionAnswer> m_answer;
    QString m_failure;
};

}  // namespace isopolis
