#pragma once
/// Jobs that people reach by public transport and on foot within a cut-off time, per neighbourhood.
///
///   Expected<TransitResult> reach = computeTransit(applied, control);   (*reach).jobsByTransit[neighbourhood];
///
/// A_i = mean over the departures τ of the window, and over people p of neighbourhood i, of Σ_q jobs_q [t_pq(τ) ≤ T]: door to door, with
/// the walk to the stop, waiting, rides, changes and the last walk; who is faster on foot walks. What surprises: a neighbourhood starts
/// from at most `transit.access.origins` places that stand for equal numbers of its people, the same ones in every scenario; people of new
/// buildings come on top. A city without a timetable has no figures (NaN) and an issue that says so: nothing is known there, which is not
/// the same as nothing within reach. Source: cumulative opportunities over a departure window, Conway, Byrd & van der Linden 2017; Pereira
/// et al. 2021 (r5r). Errors: Cancelled.

#include "gis/core/expected.h"
#include "simulation/run/run_control.h"
#include "simulation/scenario/apply_scenario.h"
#include "simulation/transit/transit_result.h"

#include <list>
#include <memory>
#include <mutex>

namespace isopolis {

/// Results that schemes of a city share, found again by all that the model reads; saves time and never changes a bit. It keeps the few used
/// last. A scheme with a timetable of its own is not kept. Callable from several threads.
class TransitMemory {
public:
    std::shared_ptr<const TransitResult> find(const Hash& key);
    void keep(const Hash& key, const TransitResult& result);

private:
    static constexpr std::size_t kMost = 4;
    std::mutex m_mutex;
    std::list<std::pair<Hash, std::shared_ptr<const TransitResult>>> m_recent;  ///< newest first
};

Expected<TransitResult> computeTransit(const AppliedScenario& applied, RunControl& control, TransitMemory* memory = nullptr);

}  // namespace isopolis
