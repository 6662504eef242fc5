#pragma once
/// One ensemble calculated by several processes, on one machine or many: process 0 leads, lends draws and keeps them, all of them
/// calculate.
///
///   if (messenger.rank() == 0)
///       ensemble = leadDraws(plan, figures, store, messenger, control, {.done = told});   // like drawEnsemble
///   else
///       followDraws(plan, figures, messenger, control);                                   // until the leader says that all is done
///
/// The ensemble has the bits of `drawEnsemble` in one process: a draw depends on its number alone. A process that falls silent loses the
/// draws that it was calculating; they are lent to others, and if it speaks again after all it is welcome. Every finished draw is in the
/// store at once, so that the death of the leader costs the draws in flight, too. Every process must have the same city and scenarios:
/// plans are compared, and a process with another plan is sent away. Source of the scheme: a bag of tasks (Carriero & Gelernter 1990).
/// Errors: that of the first draw that failed, with its number; Conflict if a message cannot be read; Cancelled; for a follower also Io
/// if the leader has fallen silent.

#include "simulation/uncertainty/ensemble.h"

#include <chrono>
#include <optional>

namespace isopolis {

/// Carries bytes between processes; messages from one to another keep their order. Used by one thread.
class DrawMessenger {
public:
    struct Message {
        int from = 0;
        std::vector<std::uint8_t> bytes;
    };
    virtual ~DrawMessenger() = default;
    virtual int rank() const = 0;  ///< of this process, 0 … size − 1
    virtual int size() const = 0;
    /// Takes the bytes away and returns at once; what is sent to a lost process is lost.
    virtual void send(int to, std::vector<std::uint8_t> bytes) = 0;
    virtual std::optional<Message> receive() = 0;  ///< null if there is none now
    virtual int neighbours() const { return 1; }   ///< processes on this machine, with this one
    /// Somebody is lost: whoever ends must not wait for him.
    virtual void leaveWithoutWaiting() {}
};

struct SharedDrawing {
    DrawsDone done = {};
    std::function<void(const std::string& message)> note = {};  ///< who came, who was lost
    std::chrono::milliseconds alive{1000};                      ///< between signs of life
    std::chrono::milliseconds silence{20000};                   ///< without one, a process counts as lost; six times as long, the leader
};

/// Draws that one process has in flight are `control.threads()`, all of the machine's if that is 0.
Expected<Ensemble> leadDraws(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, DrawMessenger& messenger,
                             RunControl& control, const SharedDrawing& settings = {});
Expected<void> followDraws(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawMessenger& messenger, RunControl& control,
                           const SharedDrawing& settings = {});
/// For a process that cannot begin: a leader sends all others home, a follower takes its leave.
void dismissOthers(DrawMessenger& messenger, const SharedDrawing& settings = {});

}  // namespace isopolis
