#pragma once
/// Which worker calculates which draws: numbers are lent a few at a time, and lent again if the worker is lost.
///
///   DrawLeases leases(design, [&](std::size_t i) { return known.contains(i); });
///   std::vector<std::size_t> mine = leases.lend(worker, 2);   // of one block: it has one noise kernel
///   leases.done(mine[0]);   leases.giveBack(worker);          // what it had not finished waits again
///   leases.allDone();
///
/// A worker stays in its block as long as that has draws, then begins one that nobody is in, then helps where most are left. Which worker
/// gets which draw never matters to a result: a draw is a function of the design and its number.

#include "simulation/uncertainty/parameter_draws.h"

#include <map>
#include <set>

namespace isopolis {

class DrawLeases {
public:
    DrawLeases(const DrawDesign& design, const std::function<bool(std::size_t index)>& known);
    /// At most `most` draws, ascending; none if all are lent or done.
    std::vector<std::size_t> lend(int worker, std::size_t most);
    /// A draw is finished, whoever did it; one more time does no harm.
    void done(std::size_t index);
    /// The worker is lost: its unfinished draws wait again.
    void giveBack(int worker);
    bool lentTo(int worker) const;
    bool allDone() const { return m_open == 0; }

private:
    std::size_t choose(int worker) const;
    std::size_t m_blocks = 1, m_open = 0;
    std::vector<std::set<std::size_t>> m_waiting;  ///< by block
    std::map<int, std::set<std::size_t>> m_lent;
    std::map<int, std::size_t> m_blockOf;
    std::set<std::size_t> m_unfinished;
};

}  // namespace isopolis
