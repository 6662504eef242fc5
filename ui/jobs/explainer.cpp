#include "ui/jobs/explainer.h"

#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

Explainer::Explainer(ProjectDocument& document, RunService& runs, ExplainFunction explain, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runs(runs), m_explain(std::move(explain)), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &Explainer::onChanged);
    connect(&m_runner, &JobRunner::started, this, &Explainer::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &Explainer::stateChanged);
    connect(&m_runner, &JobRunner::progressed, this, [this](Stage, double fraction) { Q_EMIT progressed(fraction); });
    connect(&m_runner, &JobRunner::failed, this, [this](const QString& reason) { m_failure = reason; });
}

bool Explainer::possible() const { return m_document.selection().neighbourhood.valid() && m_document.resultsAreCurrent(); }

std::size_t Explainer::runsNeeded() const
{
    const Expected<WantedRuns> wanted = m_document.wanted();
    if (!wanted)
        return 0;
    const auto enabled = std::count_if(wanted->after.interventions.begin(), wanted->after.interventions.end(),
                                       [](const Intervention& i) { return i.enabled; });
    // Every subset but none and all, which are the two runs that exist.
    return enabled < 2 ? 0 : (std::size_t{1} << std::min<std::ptrdiff_t>(enabled, 20)) - 2;
}

Expected<Study> Explainer::study() const
{
    if (!m_document.resultsAreCurrent())
        return unexpected(Error{ErrorCode::Conflict, "the results are of the scheme before your last edit"}.cure(
            "Wait until the calculation has ended."));
    const Expected<WantedRuns> wanted = m_document.wanted();
    if (!wanted)
        return unexpected(wanted.error());
    const Results& results = m_document.results();
    Study study{m_document.city(), wanted->after, results.before, results.after, *results.report, {}};
    study.runOf = [&runs = m_runs, city = m_document.city()](const Scenario& scenario, RunControl& control) {
        return runs.obtain(city, scenario, RunService::Keep::InMemory, control);
    };
    return study;
}

void Explainer::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what != What::Opened && event.what != What::Selection && event.what != What::Overlay && event.what != What::Results)
        return;
    const std::shared_ptr<const Explanation>& known = m_document.explanation();
    const bool answered =
        known && known->where == m_document.selection().neighbourhood && known->indicator == m_document.overlay().indicator;
    if (answered)
        return;
    m_failure.clear();
    m_runner.cancel();
    if (possible() && runsNeeded() == 0)
        explainNow();
    else
        Q_EMIT stateChanged();
}

void Explainer::explainNow()
{
    const Expected<Study> subject = study();
    if (!subject || !possible())
        return;
    m_runner.start<Expected<Explanation>>(
        [explain = m_explain, subject = std::make_shared<const Study>(*subject), where = m_document.selection().neighbourhood,
         indicator = m_document.overlay().indicator](JobControl& control) { return explain(*subject, where, indicator, control); },
        this,
        [this](Expected<Explanation> answer) {
            if (answer)
                m_document.setExplanation(std::make_shared<const Explanation>(std::move(*answer)));
            else
                m_failure = errorText(answer.error());
        });
}

}  // namespace isopolis
