#include "simulation/uncertainty/shared_draws.h"

#include "simulation/project/byte_stream.h"
#include "simulation/project/ensemble_store.h"
#include "simulation/uncertainty/draw_leases.h"
#include "simulation/uncertainty/lease_runner.h"

#include <set>
#include <thread>

namespace isopolis {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kPause{2};
/// A lost follower is welcome again; who leaves its leader is not. So it waits longer.
constexpr int kPatience = 6;

enum class Word : unsigned {
    Hello,    ///< to the leader: key of the plan, threads
    Figures,  ///< to the leader: number and figures of a draw
    Failed,   ///< to the leader: number and error
    Idle,     ///< to the leader: lend me more
    Bye,      ///< to the leader: I have gone home
    Alive,    ///< both ways
    Lease,    ///< from the leader: numbers
    Stop      ///< from the leader: go home; 1 if somebody is lost
};

ByteWriter begin(Word word)
{
    ByteWriter out;
    out.byte(static_cast<unsigned>(word));
    return out;
}

std::vector<std::uint8_t> plainWord(Word word) { return begin(word).take(); }

std::vector<std::uint8_t> failure(std::size_t index, const Error& e)
{
    ByteWriter out = begin(Word::Failed);
    out.u64(index).u32(static_cast<std::uint32_t>(e.code));
    for (const std::string* part : {&e.message, &e.file, &e.feature, &e.field, &e.remedy})
        out.text(*part);
    return out.take();
}

Error readFailure(ByteReader& in)
{
    Error e;
    const std::uint32_t code = in.u32();
    e.code = code <= static_cast<std::uint32_t>(ErrorCode::Internal) ? static_cast<ErrorCode>(code) : ErrorCode::Internal;
    for (std::string* part : {&e.message, &e.file, &e.feature, &e.field, &e.remedy})
        *part = in.text();
    return e;
}

std::vector<std::uint8_t> goHome(bool somebodyIsLost)
{
    ByteWriter out = begin(Word::Stop);
    out.byte(somebodyIsLost ? 1 : 0);
    return out.take();
}

/// Tells everybody and waits until all who are not lost have left, so that no message is under way any more.
void sendHome(DrawMessenger& messenger, std::set<int> gone, bool somebodyIsLost, std::chrono::milliseconds patience)
{
    if (somebodyIsLost)
        messenger.leaveWithoutWaiting();
    for (int rank = 1; rank < messenger.size(); ++rank)
        if (!gone.contains(rank))
            messenger.send(rank, goHome(somebodyIsLost));
    const Clock::time_point until = Clock::now() + patience;
    while (static_cast<int>(gone.size()) + 1 < messenger.size()) {
        while (const auto message = messenger.receive())
            if (!message->bytes.empty() && message->bytes.front() == static_cast<unsigned>(Word::Bye))
                gone.insert(message->from);
        if (Clock::now() > until)
            return messenger.leaveWithoutWaiting();
        std::this_thread::sleep_for(kPause);
    }
}

std::string processName(int rank) { return "process " + std::to_string(rank); }

/// Process 0: lends, keeps and calculates.
class Leader {
public:
    Leader(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, DrawMessenger& messenger, RunControl& control,
           const SharedDrawing& settings)
        : m_figures(figures), m_store(store), m_messenger(messenger), m_control(control), m_settings(settings)
    {
        m_ensemble.plan = plan;
    }

    Expected<Ensemble> all()
    {
        if (m_store) {
            auto known = m_store->load(m_ensemble.plan);
            if (!known)
                return unexpected(known.error());
            m_ensemble.draws = std::move(*known);
            m_ensemble.taken = m_ensemble.draws.size();
        }
        tell();
        DrawLeases leases(m_ensemble.plan.design, [&](std::size_t i) { return m_ensemble.draws.contains(i); });
        m_leases = &leases;
        {
            LeaseRunner own(m_ensemble.plan, m_figures, m_control);
            while (!leases.allDone() && !m_error && !m_control.cancelled())
                if (!turn(own))
                    std::this_thread::sleep_for(kPause);
        }
        bool lost = false;
        for (const auto& [rank, follower] : m_followers)
            if (follower.lost) {
                lost = true;
                m_gone.insert(rank);
            }
        sendHome(m_messenger, m_gone, lost, m_settings.silence);
        if (m_error)
            return unexpected(*m_error);
        if (m_control.cancelled())
            return cancelledError();
        return std::move(m_ensemble);
    }

private:
    struct Follower {
        std::size_t threads = 1;
        Clock::time_point heard;
        bool idle = false, lost = false;
    };

    /// One look around; whether anything happened.
    bool turn(LeaseRunner& own)
    {
        bool happened = false;
        while (auto message = m_messenger.receive()) {
            happened = true;
            hear(*message);
        }
        for (LeaseRunner::Finished& f : own.take()) {
            happened = true;
            if (f.figures)
                keep(f.index, std::move(*f.figures));
            else
                fail(f.index, f.figures.error());
        }
        if (own.idle())
            if (std::vector<std::size_t> lease = m_leases->lend(0, own.threads()); !lease.empty()) {
                own.start(std::move(lease));
                happened = true;
            }
        const Clock::time_point now = Clock::now();
        const bool sign = now - m_signed >= m_settings.alive;
        if (sign)
            m_signed = now;
        for (auto& [rank, follower] : m_followers) {
            if (!follower.lost && now - follower.heard > m_settings.silence) {
                follower.lost = true;
                note(processName(rank) + " has fallen silent: its draws are calculated by others");
                m_leases->giveBack(rank);
            }
            if (!follower.lost && follower.idle)
                happened = lend(rank, follower) || happened;
            if (sign)
                m_messenger.send(rank, plainWord(Word::Alive));
        }
        return happened;
    }

    bool lend(int rank, Follower& follower)
    {
        const std::vector<std::size_t> lease = m_leases->lend(rank, follower.threads);
        if (lease.empty())
            return false;
        ByteWriter out = begin(Word::Lease);
        out.u32(static_cast<std::uint32_t>(lease.size()));
        for (const std::size_t index : lease)
            out.u64(index);
        m_messenger.send(rank, out.take());
        follower.idle = false;
        return true;
    }

    void hear(const DrawMessenger::Message& message)
    {
        try {
            understand(message.from, message.bytes);
        } catch (const SqliteError&) {
            fail(Error{ErrorCode::Conflict, processName(message.from) + " sent a message that cannot be read"}.cure(
                "All processes must be the same version of the program."));
        }
    }

    void understand(int from, std::span<const std::uint8_t> bytes)
    {
        ByteReader in(bytes);
        const auto word = static_cast<Word>(in.byte());
        if (word == Word::Hello)
            return welcome(from, in);
        if (word == Word::Bye) {
            m_leases->giveBack(from);
            m_followers.erase(from);
            m_gone.insert(from);
            return;
        }
        const auto known = m_followers.find(from);
        if (known == m_followers.end())
            return;
        Follower& follower = known->second;
        follower.heard = Clock::now();
        follower.lost = false;
        if (word == Word::Figures) {
            const auto index = static_cast<std::size_t>(in.u64());
            auto figures = decodeDraw(bytes.subspan(1 + sizeof(std::uint64_t)));
            if (!figures || index >= m_ensemble.plan.design.samples)
                in.fail("figures of a draw are damaged");
            keep(index, std::move(*figures));
        } else if (word == Word::Failed) {
            const auto index = static_cast<std::size_t>(in.u64());
            fail(index, readFailure(in));
        } else if (word == Word::Idle) {
            follower.idle = true;
        }
    }

    void welcome(int from, ByteReader& in)
    {
        const std::string key = in.text();
        const std::size_t threads = in.u32();
        if (key != m_ensemble.plan.key.hex()) {
            note(processName(from) + " has another city, scenario or version of the program and is sent away");
            m_messenger.send(from, goHome(false));
            return;
        }
        note(processName(from) + " calculates too");
        m_followers[from] = {.threads = std::max<std::size_t>(1, threads), .heard = Clock::now(), .idle = true, .lost = false};
    }

    void keep(std::size_t index, DrawFigures figures)
    {
        // Two may have calculated it, if one of them was thought to be lost.
        if (m_ensemble.draws.contains(index))
            return;
        if (m_store)
            if (auto saved = m_store->save(m_ensemble.plan, index, figures); !saved)
                return fail(saved.error());
        m_ensemble.draws.emplace(index, std::move(figures));
        m_leases->done(index);
        tell();
    }
    void fail(std::size_t index, const Error& error)
    {
        fail(error.code == ErrorCode::Cancelled ? error : Error(error).at("draw " + std::to_string(index + 1)));
    }
    void fail(const Error& error)
    {
        if (!m_error || m_error->code == ErrorCode::Cancelled)
            m_error = error;
    }
    void tell() const
    {
        if (m_settings.done)
            m_settings.done(m_ensemble.draws.size(), m_ensemble.plan.design.samples);
    }
    void note(const std::string& message) const
    {
        if (m_settings.note)
            m_settings.note(message);
    }

    Ensemble m_ensemble;
    const FiguresOfDraw& m_figures;
    DrawStore* m_store;
    DrawMessenger& m_messenger;
    RunControl& m_control;
    const SharedDrawing& m_settings;
    DrawLeases* m_leases = nullptr;
    std::map<int, Follower> m_followers;
    std::set<int> m_gone;
    Clock::time_point m_signed = Clock::now();
    std::optional<Error> m_error;
};

}  // namespace

Expected<Ensemble> leadDraws(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawStore* store, DrawMessenger& messenger,
                             RunControl& control, const SharedDrawing& settings)
{
    return Leader(plan, figures, store, messenger, control, settings).all();
}

namespace {

/// Any other process: calculates what it is lent.
class FollowerProcess {
public:
    FollowerProcess(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawMessenger& messenger, RunControl& control,
                    const SharedDrawing& settings)
        : m_plan(plan), m_messenger(messenger), m_control(control), m_settings(settings), m_own(plan, figures, control)
    {}

    Expected<void> all()
    {
        ByteWriter hello = begin(Word::Hello);
        hello.text(m_plan.key.hex()).u32(static_cast<std::uint32_t>(m_own.threads()));
        m_messenger.send(0, hello.take());
        while (!m_control.cancelled() && !m_home && !m_error)
            if (!turn())
                std::this_thread::sleep_for(kPause);
        if (m_error)
            return unexpected(*m_error);
        return m_home ? Expected<void>() : cancelledError();
    }

private:
    bool turn()
    {
        bool happened = false;
        while (auto message = m_messenger.receive()) {
            happened = true;
            m_heard = Clock::now();
            try {
                understand(message->bytes);
            } catch (const SqliteError&) {
                m_error = Error{ErrorCode::Conflict, "the leading process sent a message that cannot be read"}.cure(
                    "All processes must be the same version of the program.");
            }
        }
        happened = report() || happened;
        const Clock::time_point now = Clock::now();
        if (now - m_told >= m_settings.alive) {
            m_told = now;
            m_messenger.send(0, plainWord(Word::Alive));
        }
        // Before it first speaks the leader may be busy with what only it has to do.
        if (m_heard && now - *m_heard > kPatience * m_settings.silence)
            m_error = Error{ErrorCode::Io, "the leading process has fallen silent"}.cure(
                "The finished draws are kept: the same command goes on from there.");
        return happened;
    }

    void understand(std::span<const std::uint8_t> bytes)
    {
        ByteReader in(bytes);
        const auto word = static_cast<Word>(in.byte());
        if (word == Word::Stop) {
            m_home = true;
            if (in.byte() != 0)
                m_messenger.leaveWithoutWaiting();
        } else if (word == Word::Lease) {
            std::vector<std::size_t> lease(in.count(sizeof(std::uint64_t)));
            for (std::size_t& index : lease)
                if ((index = static_cast<std::size_t>(in.u64())) >= m_plan.design.samples)
                    in.fail("there is no such draw");
            m_own.start(std::move(lease));
            m_working = true;
        }
    }

    bool report()
    {
        const bool idle = m_own.idle();
        bool happened = false;
        for (LeaseRunner::Finished& f : m_own.take()) {
            happened = true;
            if (f.figures) {
                ByteWriter out = begin(Word::Figures);
                std::vector<std::uint8_t> bytes = out.u64(f.index).take();
                const std::vector<std::uint8_t> figures = encodeDraw(*f.figures);
                bytes.insert(bytes.end(), figures.begin(), figures.end());
                m_messenger.send(0, std::move(bytes));
            } else if (f.figures.error().code != ErrorCode::Cancelled) {
                m_messenger.send(0, failure(f.index, f.figures.error()));
            }
        }
        if (m_working && idle) {
            m_working = false;
            m_messenger.send(0, plainWord(Word::Idle));
        }
        return happened;
    }

    const EnsemblePlan& m_plan;
    DrawMessenger& m_messenger;
    RunControl& m_control;
    const SharedDrawing& m_settings;
    std::optional<Clock::time_point> m_heard;
    Clock::time_point m_told = Clock::now();
    bool m_working = false, m_home = false;
    std::optional<Error> m_error;
    LeaseRunner m_own;
};

}  // namespace

Expected<void> followDraws(const EnsemblePlan& plan, const FiguresOfDraw& figures, DrawMessenger& messenger, RunControl& control,
                           const SharedDrawing& settings)
{
    Expected<void> ended;
    {
        ended = FollowerProcess(plan, figures, messenger, control, settings).all();
    }
    messenger.send(0, plainWord(Word::Bye));
    return ended;
}

void dismissOthers(DrawMessenger& messenger, const SharedDrawing& settings)
{
    if (messenger.rank() == 0)
        sendHome(messenger, {}, false, settings.silence);
    else
        messenger.send(0, plainWord(Word::Bye));
}

}  // namespace isopolis
