#include "simulation/traffic/persistent_shift.h"

#include <algorithm>

namespace isopolis {

namespace {

/// A difference within this factor of the last one is the same.
constexpr double kSame = 1.25;
constexpr double kGrowth = 2, kMostTimes = 1 << 16;
/// Sweeps with longer shifts; one with plain shifts ends them.
constexpr int kSweeps = 25;
/// In the first sweeps, for one that is content may be so only until another moves, and every so many sweeps all bushes are looked at,
/// between them only those with this part of the least that a sweep has found.
constexpr int kFirst = 2, kWhole = 8;
constexpr double kShare = 0.01;

}  // namespace

double PersistentShift::longer(const Bush& bush, std::uint32_t node, double gap, double moved, double room)
{
    Last& last = m_last[(std::uint64_t{bush.userClass} << 56) | (std::uint64_t{bush.origin} << 32) | node];
    const bool same = gap <= kSame * last.gap && kSame * gap >= last.gap;
    if (same)
        last.times = std::min(kGrowth * last.times, kMostTimes);
    else if (gap > last.gap)  // others have moved, or this one went too far
        last.times = 1;
    last.gap = gap;
    return std::min(room, last.times * moved);
}

void shiftPersistently(BushWorkshop& workshop, std::vector<Bush>& bushes, std::span<const std::size_t> which, AssignmentState& state,
                       double enough, const RunControl& control)
{
    PersistentShift persistent;
    std::vector<double> excess(which.size(), 0);
    double found = 0, least = 0;  // longer shifts swell what the one who answers finds
    for (int sweep = 0; sweep <= kSweeps && !control.cancelled(); ++sweep) {
        const double some = sweep < kFirst || sweep % kWhole == 0 ? -1 : kShare * least;
        found = 0;
        for (std::size_t k = 0; k < which.size(); ++k) {
            if (excess[k] > some)
                excess[k] = workshop.shift(bushes[which[k]], state, sweep < kSweeps ? &persistent : nullptr);
            found += excess[k];
        }
        least = sweep < kFirst ? found : std::min(least, found);
        if (sweep + 1 >= kFirst && !(found > enough))
            break;
    }
}

}  // namespace isopolis
