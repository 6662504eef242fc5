#include "simulation/project/ensemble_store.h"
#include "simulation/uncertainty/draw_leases.h"
#include "simulation/uncertainty/ensemble_health.h"
#include "simulation/uncertainty/shared_draws.h"
#include "support/mini_city.h"

#include <QTest>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

using namespace isopolis;
using namespace std::chrono_literals;

namespace {

CityPtr smallTown()
{
    test::MiniCity mini;
    mini.node("A", 0, 0).node("B", 600, 0);
    mini.street("A B", {.name = "Street", .roadClass = RoadClass::Primary});
    mini.zone("Z", "A", {.people = 500, .jobs = 300, .income = 20000});
    return mini.make();
}

/// Figures that hang on the draw alone.
DrawFigures figuresBy(double x)
{
    DrawFigures f;
    for (std::size_t k = 0; k < figuresOfABranch(); ++k) {
        f.before.push_back(IdVector<NeighbourhoodId, double>(1, x));
        f.after.push_back(IdVector<NeighbourhoodId, double>(1, x / 3 + static_cast<double>(k)));
    }
    return f;
}

/// Processes as threads: each has a letter box.
class Post {
public:
    explicit Post(int size) : m_boxes(static_cast<std::size_t>(size)) {}
    int size() const { return static_cast<int>(m_boxes.size()); }
    void put(int to, DrawMessenger::Message message)
    {
        const std::lock_guard lock(m_mutex);
        m_boxes[static_cast<std::size_t>(to)].push_back(std::move(message));
    }
    std::optional<DrawMessenger::Message> get(int of)
    {
        const std::lock_guard lock(m_mutex);
        auto& box = m_boxes[static_cast<std::size_t>(of)];
        if (box.empty())
            return std::nullopt;
        DrawMessenger::Message message = std::move(box.front());
        box.pop_front();
        return message;
    }

private:
    std::mutex m_mutex;
    std::vector<std::deque<DrawMessenger::Message>> m_boxes;
};

class Letters : public DrawMessenger {
public:
    Letters(Post& post, int rank) : m_post(post), m_rank(rank) {}
    int rank() const override { return m_rank; }
    int size() const override { return m_post.size(); }
    void send(int to, std::vector<std::uint8_t> bytes) override
    {
        if (!dead)
            m_post.put(to, {.from = m_rank, .bytes = std::move(bytes)});
    }
    std::optional<Message> receive() override { return dead ? std::nullopt : m_post.get(m_rank); }
    void leaveWithoutWaiting() override { waits = false; }
    std::atomic<bool> dead{false}, waits{true};

private:
    Post& m_post;
    int m_rank;
};

class Stoppable : public RunControl {
public:
    std::atomic<bool> stop{false};
    void progress(Stage, double) override {}
    bool cancelled() const override { return stop; }
    int threads() const override { return 2; }
};

const Scenario kBase{.name = "base"}, kEmpty{.name = "empty"};
/// Long enough for a busy machine; where somebody is lost, short enough for a test.
const SharedDrawing kPatient{.alive = 10ms, .silence = 20s}, kQuick{.alive = 10ms, .silence = 2s};

}  // namespace

class SharedDrawsTest : public QObject {
    Q_OBJECT
    CityPtr m_city = smallTown();
    EnsemblePlan m_plan = ensemblePlan(m_city, kBase, kEmpty, {.samples = 60, .blocks = 4});
    std::atomic<int> m_calls{0};
    FiguresOfDraw m_figures = [this](const ParameterSet& values, RunControl&) -> Expected<DrawFigures> {
        ++m_calls;
        std::this_thread::sleep_for(1ms);
        return figuresBy(values.value(*findParameter("air.road_width")));
    };
    Hash alone()
    {
        QuietControl control(1);
        return drawsHash(*drawEnsemble(m_plan, m_figures, nullptr, control));
    }

private Q_SLOTS:
    void leasesStayInABlockAndComeBackFromTheLost()
    {
        DrawLeases leases(m_plan.design, [](std::size_t i) { return i == 0; });
        QCOMPARE(m_plan.design.blocks, std::size_t{4});
        const auto a = leases.lend(0, 3), b = leases.lend(1, 2);
        QCOMPARE(a, (std::vector<std::size_t>{4, 8, 12}));
        QCOMPARE(b, (std::vector<std::size_t>{1, 5}));
        QCOMPARE(leases.lend(0, 1), (std::vector<std::size_t>{16}));
        leases.done(1);
        leases.done(1);
        QVERIFY(leases.lentTo(1));
        leases.giveBack(1);
        QVERIFY(!leases.lentTo(1));
        std::set<std::size_t> rest;
        for (auto more = leases.lend(2, 7); !more.empty(); more = leases.lend(2, 7)) {
            for (const std::size_t index : more) {
                QCOMPARE(index % 4, more.front() % 4);
                QVERIFY(rest.insert(index).second);
            }
        }
        QCOMPARE(rest.size(), std::size_t{60 - 1 - 4 - 1});
        QVERIFY(rest.contains(5) && !rest.contains(1) && !rest.contains(4));
        for (const std::size_t index : rest)
            leases.done(index);
        QVERIFY(!leases.allDone());
        for (const std::size_t index : {4, 8, 12, 16})
            leases.done(index);
        QVERIFY(leases.allDone());
    }

    void manyProcessesMakeTheBytesOfOne()
    {
        const Hash one = alone();
        for (const int size : {1, 2, 4}) {
            Post post(size);
            m_calls = 0;
            std::vector<std::thread> others;
            std::atomic<int> ended{0};
            for (int rank = 1; rank < size; ++rank)
                others.emplace_back([&, rank] {
                    Letters letters(post, rank);
                    QuietControl control(2);
                    if (followDraws(m_plan, m_figures, letters, control, kPatient))
                        ++ended;
                });
            Letters letters(post, 0);
            QuietControl control(1);
            std::size_t last = 0;
            const auto shared = leadDraws(m_plan, m_figures, nullptr, letters, control,
                                          {.done = [&](std::size_t done, std::size_t) { last = done; }, .alive = 10ms});
            for (std::thread& t : others)
                t.join();
            QVERIFY(shared);
            QCOMPARE(drawsHash(*shared).hex(), one.hex());
            QCOMPARE(last, std::size_t{60});
            QCOMPARE(m_calls.load(), 60);
            QCOMPARE(ended.load(), size - 1);
            QVERIFY(letters.waits);
        }
    }

    // Process 1 dies with draws in its hands: they are calculated once more, and nothing else is.
    void aLostProcessCostsItsDrawsInFlight()
    {
        const Hash one = alone();
        Post post(3);
        m_calls = 0;
        std::atomic<int> inItsHands{0};
        Stoppable killed;
        Letters dying(post, 1);
        std::thread first([&] {
            const FiguresOfDraw deadly = [&](const ParameterSet& values, RunControl& control) -> Expected<DrawFigures> {
                if (m_calls > 15)
                    dying.dead = true;
                if (dying.dead)
                    ++inItsHands;
                return m_figures(values, control);
            };
            static_cast<void>(followDraws(m_plan, deadly, dying, killed, kQuick));
        });
        std::thread second([&] {
            Letters letters(post, 2);
            QuietControl control(1);
            static_cast<void>(followDraws(m_plan, m_figures, letters, control, kQuick));
        });
        Letters letters(post, 0);
        QuietControl control(1);
        std::vector<std::string> notes;
        const auto shared = leadDraws(
            m_plan, m_figures, nullptr, letters, control,
            {.done = {}, .note = [&](const std::string& n) { notes.push_back(n); }, .alive = kQuick.alive, .silence = kQuick.silence});
        killed.stop = true;
        first.join();
        second.join();
        QVERIFY(shared);
        QCOMPARE(drawsHash(*shared).hex(), one.hex());
        QVERIFY(inItsHands > 0);
        QVERIFY2(m_calls <= 60 + 2, qPrintable(QString::number(m_calls)));  // two threads, so two draws in flight
        QVERIFY(std::any_of(notes.begin(), notes.end(),
                            [](const std::string& n) { return n.find("1 has fallen silent") != std::string::npos; }));
        QVERIFY(!letters.waits);
    }

    void whoHasAnotherPlanIsSentAway()
    {
        Post post(2);
        const EnsemblePlan other = ensemblePlan(m_city, kBase, kEmpty, {.samples = 60, .seed = 9, .blocks = 4});
        std::atomic<int> wrong{0};
        std::thread first([&] {
            Letters letters(post, 1);
            QuietControl control(1);
            const FiguresOfDraw figures = [&](const ParameterSet&, RunControl&) -> Expected<DrawFigures> { return ++wrong, figuresBy(0); };
            static_cast<void>(followDraws(other, figures, letters, control, kPatient));
        });
        Letters letters(post, 0);
        QuietControl control(1);
        const auto shared = leadDraws(m_plan, m_figures, nullptr, letters, control, kPatient);
        first.join();
        QVERIFY(shared && shared->draws.size() == 60);
        QCOMPARE(wrong.load(), 0);
    }

    void aDrawThatFailsElsewhereNamesItself()
    {
        Post post(2);
        std::thread first([&] {
            Letters letters(post, 1);
            QuietControl control(1);
            const FiguresOfDraw figures = [](const ParameterSet&, RunControl&) -> Expected<DrawFigures> {
                return unexpected(Error{ErrorCode::BadValue, "no way"}.about("here"));
            };
            static_cast<void>(followDraws(m_plan, figures, letters, control, kPatient));
        });
        Letters letters(post, 0);
        QuietControl control(1);
        const FiguresOfDraw slow = [&](const ParameterSet& values, RunControl& c) {
            std::this_thread::sleep_for(20ms);
            return m_figures(values, c);
        };
        const auto shared = leadDraws(m_plan, slow, nullptr, letters, control, kPatient);
        first.join();
        QVERIFY(!shared);
        QCOMPARE(shared.error().code, ErrorCode::BadValue);
        QVERIFY(shared.error().text().find("draw ") != std::string::npos && shared.error().field == "here");
    }

    void aLeaderThatStopsSendsTheOthersHome()
    {
        Post post(2);
        std::atomic<bool> home{false};
        std::thread first([&] {
            Letters letters(post, 1);
            QuietControl control(1);
            home = followDraws(m_plan, m_figures, letters, control, kPatient).has_value();
        });
        Letters letters(post, 0);
        Stoppable control;
        const auto shared = leadDraws(m_plan, m_figures, nullptr, letters, control,
                                      {.done = [&](std::size_t done, std::size_t) { control.stop = done > 10; }});
        first.join();
        QVERIFY(!shared && shared.error().code == ErrorCode::Cancelled);
        QVERIFY(home);
    }

    void aFollowerWithoutALeaderGivesUp()
    {
        Post post(2);
        Letters letters(post, 1);
        QuietControl control(1);
        post.put(1, {.from = 0, .bytes = {5}});  // it was alive once
        const auto followed = followDraws(m_plan, m_figures, letters, control, {.alive = 10ms, .silence = 50ms});
        QVERIFY(!followed && followed.error().code == ErrorCode::Io);
    }
};

QTEST_APPLESS_MAIN(SharedDrawsTest)
#include "tst_shared_draws.moc"
