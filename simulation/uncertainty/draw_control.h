#pragma once
/// How a draw is asked whether to go on: it ends with the job around it or after a draw that failed; silent, since draws overlap.

#include "simulation/run/run_control.h"

#include <atomic>

namespace isopolis {

class DrawControl : public RunControl {
public:
    DrawControl(const RunControl& outer, const std::atomic<bool>& stop, int threads) : m_outer(outer), m_stop(stop), m_threads(threads) {}
    void progress(Stage, double) override {}
    bool cancelled() const override { return m_stop.load(std::memory_order_relaxed) || m_outer.cancelled(); }
    int threads() const override { return m_threads; }

private:
    const RunControl& m_outer;
    const std::atomic<bool>& m_stop;
    int m_threads;
};

}  // namespace isopolis
