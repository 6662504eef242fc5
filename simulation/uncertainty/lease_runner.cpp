#include "simulation/uncertainty/lease_runner.h"

#include "simulation/run/parallel.h"
#include "simulation/uncertainty/draw_control.h"

#include <algorithm>
#include <exception>

namespace isopolis {

LeaseRunner::LeaseRunner(const EnsemblePlan& plan, const FiguresOfDraw& figures, const RunControl& outer)
    : m_plan(plan), m_figures(figures), m_outer(outer)
{
    const int asked = outer.threads();
    m_threads = asked > 0 ? static_cast<std::size_t>(asked) : std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

LeaseRunner::~LeaseRunner()
{
    m_stop = true;
    if (m_thread.joinable())
        m_thread.join();
}

void LeaseRunner::start(std::vector<std::size_t> indices)
{
    if (m_thread.joinable())
        m_thread.join();
    m_running = true;
    m_thread = std::thread([this, list = std::move(indices)] {
        work(list);
        m_running = false;
    });
}

void LeaseRunner::work(const std::vector<std::size_t>& indices)
{
    std::size_t begun = 0;
    if (!indices.empty() && m_block != m_plan.design.blockOf(indices.front())) {
        m_block = m_plan.design.blockOf(indices.front());
        draw(indices.front(), static_cast<int>(m_threads));
        begun = 1;
    }
    const std::size_t rest = indices.size() - begun;
    parallelBlocks(rest, std::max<std::size_t>(1, rest), static_cast<int>(m_threads), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end; ++k)
            draw(indices[begun + k], 1);
    });
}

void LeaseRunner::draw(std::size_t index, int threads)
{
    DrawControl control(m_outer, m_stop, threads);
    Finished finished{.index = index, .figures = cancelledError()};
    if (!control.cancelled()) {
        // Nothing may leave the thread that runs this.
        try {
            finished.figures = m_figures(m_plan.design.draw(index), control);
        } catch (const std::exception& e) {
            finished.figures = unexpected(Error{ErrorCode::Internal, std::string("the calculation stopped: ") + e.what()});
        }
    }
    const std::lock_guard lock(m_mutex);
    m_finished.push_back(std::move(finished));
}

std::vector<LeaseRunner::Finished> LeaseRunner::take()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_finished, {});
}

bool LeaseRunner::idle() const
{
    // In this order: what runs may still put something there.
    const bool running = m_running;
    const std::lock_guard lock(m_mutex);
    return !running && m_finished.empty();
}

}  // namespace isopolis
