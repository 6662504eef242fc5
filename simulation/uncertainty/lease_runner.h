#pragma once
/// Calculates a lease of draws in the background while its thread of origin talks to other processes.
///
///   LeaseRunner runner(plan, figures, control);
///   runner.start({3, 11});
///   for (LeaseRunner::Finished& f : runner.take()) send(f.index, f.figures);   // as they come
///   if (runner.idle()) …                                                       // all taken: give it the next lease
///
/// The first draw of a block gets all threads, since it makes the tables that all of them share; the others get one each.

#include "simulation/uncertainty/ensemble.h"

#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

namespace isopolis {

class LeaseRunner {
public:
    struct Finished {
        std::size_t index = 0;
        Expected<DrawFigures> figures;
    };
    LeaseRunner(const EnsemblePlan& plan, const FiguresOfDraw& figures, const RunControl& outer);
    ~LeaseRunner();  ///< stops what runs
    LeaseRunner(const LeaseRunner&) = delete;
    LeaseRunner& operator=(const LeaseRunner&) = delete;

    std::size_t threads() const { return m_threads; }
    void start(std::vector<std::size_t> indices);  ///< only when idle; of one block
    std::vector<Finished> take();
    bool idle() const;  ///< nothing runs and nothing waits to be taken

private:
    void work(const std::vector<std::size_t>& indices);
    void draw(std::size_t index, int threads);

    const EnsemblePlan& m_plan;
    const FiguresOfDraw& m_figures;
    const RunControl& m_outer;
    std::size_t m_threads = 1;
    std::optional<std::size_t> m_block;  ///< whose tables are made
    std::thread m_thread;
    std::atomic<bool> m_stop{false}, m_running{false};
    mutable std::mutex m_mutex;
    std::vector<Finished> m_finished;
};

}  // namespace isopolis
