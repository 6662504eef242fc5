#include "ui/jobs/job_runner.h"

#include <QDateTime>
#include <QMetaObject>

#include <algorithm>
#include <exception>

namespace isopolis {

namespace {
constexpr std::int64_t kProgressInterval_ms = 80;
}

JobControl::JobControl(JobRunner* runner, std::uint64_t generation, int threads)
    : m_runner(runner), m_generation(generation), m_threads(threads)
{}

void JobControl::setSpan(double from, double to)
{
    m_from = from;
    m_to = to;
}

void JobControl::progress(Stage stage, double fraction)
{
    if (cancelled())
        return;
    const std::int64_t now_ms = QDateTime::currentMSecsSinceEpoch();
    const bool newStage = m_lastStage.exchange(static_cast<int>(stage)) != static_cast<int>(stage);
    if (!newStage && now_ms - m_lastSent_ms.load() < kProgressInterval_ms)
        return;
    m_lastSent_ms = now_ms;
    const double whole = m_from + (m_to - m_from) * std::clamp(fraction, 0.0, 1.0);
    // The runner outlives its workers: its destructor waits for them.
    QMetaObject::invokeMethod(
        m_runner,
        [runner = m_runner, generation = m_generation, stage, whole] {
            if (runner->m_generation == generation && runner->running())
                Q_EMIT runner->progressed(stage, whole);
        },
        Qt::QueuedConnection);
}

JobRunner::JobRunner(Mode mode, QObject* parent) : QObject(parent), m_mode(mode)
{
    // One thread: a job begins when the cancelled one before it has noticed. Models use threads of their own inside.
    m_pool.setMaxThreadCount(1);
}

JobRunner::~JobRunner()
{
    if (m_control)
        m_control->cancel();
    m_pool.clear();
    m_pool.waitForDone();
}

void JobRunner::cancel()
{
    if (!m_control)
        return;
    m_control->cancel();
    m_control.reset();
    ++m_generation;
    Q_EMIT finished();
}

void JobRunner::startUntyped(std::function<void(JobControl&)> work, QObject* context, std::function<void()> deliver)
{
    if (m_control)
        m_control->cancel();
    m_pool.clear();
    const std::uint64_t generation = ++m_generation;
    auto control = std::make_shared<JobControl>(this, generation, 0);
    m_control = control;
    Q_EMIT started();
    auto task = [this, generation, control, work = std::move(work), guard = QPointer<QObject>(context), deliver = std::move(deliver)] {
        std::string failure;
        try {
            if (control->cancelled())
                return;
            work(*control);
        } catch (const std::exception& problem) {
            failure = problem.what();
        } catch (...) {
            failure = "unknown exception";
        }
        const auto conclusion = [this, generation, failure, guard, deliver] { conclude(generation, failure, guard, deliver); };
        if (m_mode == Mode::Inline)
            conclusion();
        else
            QMetaObject::invokeMethod(this, conclusion, Qt::QueuedConnection);
    };
    if (m_mode == Mode::Inline)
        task();
    else
        m_pool.start(std::move(task));
}

void JobRunner::conclude(std::uint64_t generation, const std::string& failure, QPointer<QObject> context,
                         const std::function<void()>& deliver)
{
    if (generation != m_generation || !m_control)
        return;
    m_control.reset();
    if (!failure.empty())
        Q_EMIT failed(QString::fromStdString(failure));
    else if (context)
        deliver();
    // A delivery may have started the next job: then that one will say when it is finished.
    if (generation == m_generation)
        Q_EMIT finished();
}

}  // namespace isopolis
