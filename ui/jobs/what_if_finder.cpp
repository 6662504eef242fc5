#include "ui/jobs/what_if_finder.h"

#include "ui/jobs/paired_question.h"
#include "ui/text/translate.h"

#include <algorithm>

namespace isopolis {

namespace {

constexpr std::size_t kMostPairs = 8;

/// Runs from the service, with the progress of all of them as one.
ObtainRun obtaining(RunService& runs, const CityPtr& city, RunService::Keep keep, JobControl& control, std::size_t most)
{
    return [&runs, city, keep, &control, most, done = std::make_shared<std::size_t>(0)](const Scenario& scenario, RunControl&) {
        const std::size_t at = std::min((*done)++, most - 1);
        control.setSpan(static_cast<double>(at) / static_cast<double>(most), static_cast<double>(at + 1) / static_cast<double>(most));
        return runs.obtain(city, scenario, keep, control);
    };
}

}  // namespace

WhatIfFinder::WhatIfFinder(ProjectDocument& document, RunService& runs, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_document(document), m_runs(runs), m_runner(mode)
{
    connect(&document, &ProjectDocument::changed, this, &WhatIfFinder::onChanged);
    connect(&m_runner, &JobRunner::started, this, &WhatIfFinder::stateChanged);
    connect(&m_runner, &JobRunner::finished, this, &WhatIfFinder::stateChanged);
    connect(&m_runner, &JobRunner::progressed, this, [this](Stage, double fraction) { Q_EMIT progressed(fraction); });
    connect(&m_runner, &JobRunner::failed, this, [this](const QString& reason) { m_failure = reason; });
}

bool WhatIfFinder::possible() const { return pairsCanBeAsked(m_document); }

void WhatIfFinder::onChanged(const ChangeEvent& event)
{
    using What = ChangeEvent::What;
    if (event.what == What::Opened || event.what == What::Results) {
        m_failure.clear();
        m_answer = nullptr;
        m_found = nullptr;
        m_runner.cancel();
        Q_EMIT stateChanged();
    }
}

Expected<WhatIfQuestion> WhatIfFinder::question() const
{
    if (!possible())
        return unexpected(Error{ErrorCode::Conflict, "the results are of the scheme before your last edit"}.cure(
            "Wait until the calculation has ended."));
    Expected<WantedRuns> wanted = m_document.wanted();
    if (!wanted)
        return unexpected(wanted.error());
    return WhatIfQuestion{m_document.city(), std::move(wanted->before), std::move(wanted->after)};
}

void WhatIfFinder::ask(std::vector<ParameterChange> changes)
{
    m_runner.cancel();
    m_failure.clear();
    m_answer = nullptr;
    m_found = nullptr;
    Expected<WhatIfQuestion> asked = question();
    ParameterSet tried;
    Expected<void> allowed;
    for (const ParameterChange& change : changes)
        if (allowed)
            allowed = tried.set(change.id, {.value = change.value, .reason = {}, .evidence = {}});
    if (!asked || !allowed) {
        m_failure = errorText(!asked ? asked.error() : allowed.error());
        Q_EMIT stateChanged();
        return;
    }
    m_runner.start<Expected<WhatIfAnswer>>(
        [question = std::make_shared<const WhatIfQuestion>(std::move(*asked)), changes = std::move(changes),
         report = m_document.results().report, &runs = m_runs](JobControl& control) {
            const ObtainRun obtain = obtaining(runs, question->city, RunService::Keep::InProject, control, 2);
            return whatIf(*question, changes, *report, obtain, control);
        },
        this,
        [this](Expected<WhatIfAnswer> answer) {
            if (answer)
                m_answer = std::make_shared<const WhatIfAnswer>(std::move(*answer));
            else
                m_failure = errorText(answer.error());
        });
}

void WhatIfFinder::findSwitch(const std::string& parameter, const std::string& conclusion)
{
    m_runner.cancel();
    m_failure.clear();
    m_found = nullptr;
    m_searched = parameter;
    Expected<WhatIfQuestion> asked = question();
    if (!asked) {
        m_failure = errorText(asked.error());
        Q_EMIT stateChanged();
        return;
    }
    m_runner.start<Expected<SwitchSearch>>(
        [question = std::make_shared<const WhatIfQuestion>(std::move(*asked)), parameter, conclusion, report = m_document.results().report,
         &runs = m_runs](JobControl& control) {
            const ObtainRun obtain = obtaining(runs, question->city, RunService::Keep::InMemory, control, 2 * kMostPairs);
            return isopolis::findSwitch(*question, parameter, conclusion, *report, obtain, control, kMostPairs);
        },
        this,
        [this](Expected<SwitchSearch> found) {
            if (found)
                m_found = std::make_shared<const SwitchSearch>(std::move(*found));
            else
                m_failure = errorText(found.error());
        });
}

Expected<void> WhatIfFinder::keepAsBranch()
{
    if (!m_answer || !m_document.active())
        return unexpected(Error{ErrorCode::NotFound, "there is nothing to keep"}.cure("Ask what changes first."));
    std::string wish = m_document.activeName();
    for (const ParameterChange& change : m_answer->changes)
        wish += ", " + change.id + " = " + utf8(formatPlain(change.value));
    Scenario branch{.name = m_document.freeScenarioName(wish)};
    branch.base = m_document.activeName();
    for (const ParameterChange& change : m_answer->changes)
        if (auto set = branch.parameters.set(change.id, {.value = change.value, .reason = "what if", .evidence = {}}); !set)
            return set;
    return m_document.addScenario(std::move(branch));
}

}  // namespace isopolis
