#pragma once
/// Sweeps over bushes in which shifts grow that come back unchanged.
///
/// Where two origins contend for a street far above its capacity, one step of Newton's method is tiny for either, for the cost is steep:
/// one origin gives up a little, the other takes it, and at the next turn the first finds the difference between its ways as it was. What
/// the first really has to do is to leave the street altogether. So a shift that meets the same difference again is doubled, up to the flow
/// that there is; the origin that answers needs no help, for the difference that it meets grows with the first one's steps.
///
/// The step is ours; the shifts are those of Dial 2006. It only changes how fast the flows of one equilibrium are found.

#include "simulation/traffic/bush.h"

#include <unordered_map>

namespace isopolis {

class PersistentShift {
public:
    /// `moved`: by Newton's method. `gap`: cost that the dear way into the node has beyond the cheap one. Returns the longer shift.
    double longer(const Bush& bush, std::uint32_t node, double gap, double moved, double room);

private:
    struct Last {
        double gap = 0, times = 1;
    };
    std::unordered_map<std::uint64_t, Last> m_last;
};

/// Shifts within these bushes until a sweep finds an excess cost of no more than `enough`, at most some two dozen times.
void shiftPersistently(BushWorkshop& workshop, std::vector<Bush>& bushes, std::span<const std::size_t> which, AssignmentState& state,
                       double enough, const RunControl& control);

}  // namespace isopolis
