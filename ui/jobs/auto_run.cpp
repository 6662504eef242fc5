#include "ui/jobs/auto_run.h"

#include "ui/text/translate.h"

namespace isopolis {

namespace {

constexpr int kDelayAfterEdit_ms = 300;

Expected<Results> calculate(RunService& runs, const CityPtr& city, const WantedRuns& wanted, JobControl& control)
{
    control.setSpan(0, 0.48);
    const Expected<RunPtr> before = runs.obtain(city, wanted.before, RunService::Keep::InProject, control);
    if (!before)
        return unexpected(before.error());
    control.setSpan(0.48, 0.96);
    const Expected<RunPtr> after =
        wanted.keyAfter == wanted.keyBefore ? before : runs.obtain(city, wanted.after, RunService::Keep::InProject, control);
    if (!after)
        return unexpected(after.error());
    control.setSpan(0.96, 1);
    control.progress(Stage::Assess, 0);
    EquityReport report = assess(*city, **before, **after, EquitySettings{wanted.after.parameters});
    return Results{wanted.scenario, wanted.against, *before, *after, std::make_shared<const EquityReport>(std::move(report))};
}

}  // namespace

AutoRun::AutoRun(ProjectDocument& document, RunService& runs, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runs(runs), m_runner(mode)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayAfterEdit_ms);
    connect(&m_delay, &QTimer::timeout, this, &AutoRun::runNow);
    connect(&document, &ProjectDocument::changed, this, &AutoRun::onChanged);
    connect(&m_runner, &JobRunner::progressed, this,
            [this](Stage stage, double fraction) { Q_EMIT progressed(translated("stage", stageLabel(stage)), fraction); });
    connect(&m_runner, &JobRunner::failed, this, [this](const QString& reason) { setState(State::Failed, reason); });
}

void AutoRun::setState(State state, const QString& message)
{
    m_state = state;
    m_message = message;
    Q_EMIT stateChanged();
}

void AutoRun::onChanged(const ChangeEvent& event)
{
    if (m_delivering || (event.what != ChangeEvent::What::Opened && event.what != ChangeEvent::What::Results))
        return;
    if (event.what == ChangeEvent::What::Opened) {
        m_runner.cancel();
        m_runs.reset(m_document.backend());
    }
    if (!m_document.isOpen()) {
        m_delay.stop();
        setState(State::Idle);
        return;
    }
    if (m_document.resultsAreCurrent()) {
        m_delay.stop();
        m_runner.cancel();
        setState(State::Current);
        return;
    }
    m_runner.cancel();
    m_delay.start();
    setState(State::Waiting);
}

void AutoRun::runNow()
{
    m_delay.stop();
    const Expected<WantedRuns> wanted = m_document.wanted();
    if (!wanted) {
        setState(State::Failed, errorText(wanted.error()));
        return;
    }
    setState(State::Running);
    m_runner.start<Expected<Results>>([&runs = m_runs, city = m_document.city(),
                                       wanted = *wanted](JobControl& control) { return calculate(runs, city, wanted, control); },
                                      this, [this](Expected<Results> results) { deliver(std::move(results)); });
}

void AutoRun::deliver(Expected<Results> results)
{
    if (!results) {
        setState(results.error().code == ErrorCode::Cancelled ? State::Cancelled : State::Failed, errorText(results.error()));
        return;
    }
    m_delivering = true;
    m_document.setResults(std::move(*results));
    m_delivering = false;
    setState(State::Current);
}

void AutoRun::cancel()
{
    if (m_state != State::Running && m_state != State::Waiting)
        return;
    m_delay.stop();
    m_runner.cancel();
    setState(State::Cancelled);
}

}  // namespace isopolis
