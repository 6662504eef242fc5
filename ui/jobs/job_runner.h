#pragma once
/// One background calculation at a time, the newest wins.
///
///   runner.start<Expected<RunPtr>>([=](RunControl& c) { return runChain(city, scenario, c); }, this, [this](auto run) { show(run); });
///
/// Starting a job cancels the one before. A result is delivered in the runner's thread, and only if no newer job was started,
/// the job was not cancelled, and the context still lives. Work captures values and shared pointers, never widgets.
/// Exceptions of the work are bugs of ours or bad luck of memory: they end in `failed`.

#include "simulation/run/run_control.h"

#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace isopolis {

/// Progress of a worker thread as signals of the runner, a few times a second, and its cancellation.
class JobControl : public RunControl {
public:
    JobControl(class JobRunner* runner, std::uint64_t generation, int threads);
    void progress(Stage stage, double fraction) override;
    bool cancelled() const override { return m_cancelled.load(std::memory_order_relaxed); }
    int threads() const override { return m_threads; }
    void cancel() { m_cancelled.store(true, std::memory_order_relaxed); }
    /// Where the following progress lies in the whole job, e.g. 0…0.5 for the first of two runs.
    void setSpan(double from, double to);

private:
    class JobRunner* m_runner;
    std::uint64_t m_generation;
    int m_threads;
    std::atomic<bool> m_cancelled{false};
    std::atomic<double> m_from{0}, m_to{1};
    std::atomic<std::int64_t> m_lastSent_ms{-1000};
    std::atomic<int> m_lastStage{-1};
};

class JobRunner : public QObject {
    Q_OBJECT
public:
    enum class Mode { Threaded, Inline };  ///< Inline runs the work within start(): for tests
    explicit JobRunner(Mode mode = Mode::Threaded, QObject* parent = nullptr);
    ~JobRunner() override;  ///< cancels and waits

    template <class T>
    void start(std::function<T(JobControl&)> work, QObject* context, std::function<void(T)> done)
    {
        auto result = std::make_shared<std::optional<T>>();
        startUntyped([result, work = std::move(work)](JobControl& control) { result->emplace(work(control)); }, context,
                     [result, done = std::move(done)] { done(std::move(**result)); });
    }
    void cancel();  ///< the running job's result will not be delivered; `finished` follows at once
    bool running() const { return m_control != nullptr; }

Q_SIGNALS:
    void started();
    void progressed(isopolis::Stage stage, double fraction);  ///< of the whole job, 0…1
    void finished();                                          ///< delivered, cancelled or failed
    void failed(const QString& reason);

private:
    friend class JobControl;
    void startUntyped(std::function<void(JobControl&)> work, QObject* context, std::function<void()> deliver);
    void conclude(std::uint64_t generation, const std::string& failure, QPointer<QObject> context, const std::function<void()>& deliver);

    Mode m_mode;
    QThreadPool m_pool;
    std::uint64_t m_generation = 0;
    std::shared_ptr<JobControl> m_control;
};

}  // namespace isopolis
