#include "ui/jobs/reach_finder.h"

#include "simulation/transit/journey.h"
#include "ui/text/translate.h"

namespace isopolis {

namespace {

Expected<std::vector<ReachRing>> transitRings(const AppliedScenario& applied, const ReachQuestion& question,
                                              const std::vector<double>& minutes, RunControl& control)
{
    const Expected<TransitModelPtr> model = makeTransitModel(applied, control);
    if (!model)
        return unexpected(model.error());
    const Expected<Isochrone> reach = IsochroneFinder(applied, TravelMode::Walk)
                                          .fromTimes(reachByTransit(**model, *question.from, kReachDeparture_s), *question.from, minutes);
    if (!reach)
        return unexpected(reach.error());
    return ringsOf(applied, reach->areas);
}

Expected<std::vector<ReachRing>> ringsFor(const Run& run, const ReachQuestion& question, RunControl& control)
{
    const std::vector<double> minutes(kReachMinutes.begin(), kReachMinutes.end());
    switch (question.mode) {
    case ReachMode::Walk: return reachRings(run.applied, TravelMode::Walk, *question.from, minutes);
    case ReachMode::Cycle: return reachRings(run.applied, TravelMode::Cycle, *question.from, minutes);
    case ReachMode::Transit: return transitRings(run.applied, question, minutes, control);
    case ReachMode::Car: return reachRings(run.applied, TravelMode::Car, *question.from, minutes, &run.traffic);
    }
    return unexpected(Error{ErrorCode::Internal, "there is no such means of travel"});
}

ReachAnswer answerOf(const ReachQuestion& question, const RunPtr& before, const RunPtr& after, RunControl& control)
{
    ReachAnswer answer{.question = question};
    Expected<std::vector<ReachRing>> then = ringsFor(*before, question, control);
    Expected<std::vector<ReachRing>> now = before == after ? then : ringsFor(*after, question, control);
    if (!then || !now) {
        answer.failure = utf8(errorText(then ? now.error() : then.error()));
        return answer;
    }
    answer.before = std::move(*then);
    answer.after = std::move(*now);
    return answer;
}

}  // namespace

ReachFinder::ReachFinder(ProjectDocument& document, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &ReachFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &ReachFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &ReachFinder::stateChanged);
}

void ReachFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what != What::Opened && event.what != What::Reach && event.what != What::Overlay && event.what != What::Results)
        return;
    const Results& results = m_document.results();
    const ReachQuestion& question = m_document.reachQuestion();
    const bool wanted = m_document.isOpen() && m_document.overlay().kind == OverlayKind::Reach && question.from && !results.empty();
    const ReachAnswerPtr& known = m_document.reach();
    const bool answered = known && known->question == question && m_before == results.before && m_after == results.after;
    if (!wanted || answered) {
        if (!wanted)
            m_runner.cancel();
        return;
    }
    m_before = results.before;
    m_after = results.after;
    m_runner.start<ReachAnswer>(
        [question, before = results.before, after = results.after](JobControl& control) {
            return answerOf(question, before, after, control);
        },
        this, [this](ReachAnswer answer) { m_document.setReach(std::make_shared<const ReachAnswer>(std::move(answer))); });
}

}  // namespace isopolis
