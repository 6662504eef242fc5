#include "app/feeds/feed_runner.h"

#include "gis/feeds/rebirth.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <csignal>
#include <map>

namespace isopolis {

namespace {

constexpr int kDrain_ms = 50, kHousekeeping_ms = 10'000;
constexpr std::size_t kAtOnce = 500;
constexpr std::int64_t kNetworkRound_s = 3600, kBirthPause_s = 60;

volatile std::sig_atomic_t g_stop = 0;

}  // namespace

struct FeedRunner::Impl {
    FeedPipeline& pipeline;
    std::filesystem::path folder;
    std::function<void(const std::string&)> say;
    FeedClock clock;
    SecretOf secrets;
    std::vector<std::unique_ptr<Connector>> connectors = {};
    std::vector<SourceHealth> health = {};
    std::vector<std::int64_t> heard_s = {};  ///< or when it was started
    std::vector<std::size_t> before = {};    ///< observations when the source went silent, or was last noted as filled
    std::vector<char> filling = {};          ///< pages of an outage's time still come
    std::map<std::pair<std::size_t, std::string>, std::int64_t> asked_s = {};  ///< births, by source and node
    std::int64_t networksChecked_s = 0;
    std::optional<Error> fault = {};
    QEventLoop loop{};
    QTimer drainTimer{}, housekeepingTimer{};

    void trouble(std::size_t i, const FeedTrouble& t)
    {
        say(pipeline.sources()[i].profile.name + ": " + t.reason +
            (t.stopped       ? "; stopped"
             : t.retry_s > 0 ? "; again in " + std::to_string(static_cast<int>(t.retry_s + 0.999)) + " s"
                             : ""));
        SourceHealth& h = health[i];
        h.ended = t.stopped;
        h.trouble = t.reason;
        h.retry_s = t.stopped || t.retry_s <= 0 ? -1 : clock.now_s() + static_cast<std::int64_t>(t.retry_s + 0.999);
        if (!h.out) {
            drain();
            before[i] = pipeline.tally(i).observations;
        }
        h.out = true;
        const std::lock_guard lock(pipeline.lock());
        if (auto noted = pipeline.store().outage(pipeline.id(i), heard_s[i], t.reason); !noted)
            fault = noted.error();
        if (std::all_of(health.begin(), health.end(), [](const SourceHealth& each) { return each.ended; }))
            loop.quit();
    }

    void alive(std::size_t i)
    {
        const std::int64_t now = clock.now_s();
        if (health[i].out) {
            filling[i] = 1;
            drain();
            const std::lock_guard lock(pipeline.lock());
            if (auto noted = pipeline.store().heard(pipeline.id(i), now, 0); !noted)
                fault = noted.error();
            say(pipeline.sources()[i].profile.name + ": heard again");
        }
        health[i] = {.heard_s = now};
        heard_s[i] = now;
    }

    void drain()
    {
        std::vector<DrainedPage> pages;
        auto done = pipeline.drain(kAtOnce, &pages);
        if (!done) {
            fault = done.error();
            loop.quit();
            return;
        }
        for (const DrainedPage& page : pages) {
            Connector& connector = *connectors[page.source];
            if (page.values > 0) {
                connector.newest(page.last_s, page.period_s);
                connector.follow(page.nextLink, page.first_s, page.last_s);
            } else {
                connector.described(page.nextLink);
            }
            for (const std::string& node : page.rebirths)
                askForBirth(page.source, node);
            if (filling[page.source] && page.values > 0)
                fill(page.source, page.nextLink.empty());
        }
        for (std::size_t i = 0; i < connectors.size() && !pages.empty(); ++i) {
            const std::lock_guard lock(pipeline.lock());
            static_cast<void>(pipeline.store().setCursor(pipeline.id(i), connectors[i]->cursor()));
        }
        for (std::size_t i = 0; *done < kAtOnce && i < connectors.size(); ++i)
            connectors[i]->drained();
        if (g_stop)
            loop.quit();
    }

    void fill(std::size_t i, bool last)
    {
        const std::lock_guard lock(pipeline.lock());
        const std::size_t now = pipeline.tally(i).observations;
        if (auto noted = pipeline.store().filled(pipeline.id(i), static_cast<std::int64_t>(now - before[i])); !noted)
            fault = noted.error();
        before[i] = now;
        filling[i] = last ? 0 : 1;
    }

    /// Once in a while: a node that cannot be born must not be asked with every message.
    void askForBirth(std::size_t source, const std::string& node)
    {
        const std::int64_t now = clock.now_s();
        const auto [at, fresh] = asked_s.try_emplace({source, node}, now);
        if (!fresh && now - at->second < kBirthPause_s)
            return;
        at->second = now;
        const NodeCommand command = rebirthCommand(node, clock.now_ms());
        connectors[source]->send(command.topic, command.body);
    }

    void housekeeping()
    {
        const std::int64_t now = clock.now_s();
        if (auto closed = pipeline.closeJourneys(now); !closed)
            fault = closed.error();
        if (now - networksChecked_s >= kNetworkRound_s) {
            networksChecked_s = now;
            if (auto checked = pipeline.checkNetworks(now); !checked)
                fault = checked.error();
        }
        const std::lock_guard lock(pipeline.lock());
        if (auto sealed = pipeline.store().seal(now); !sealed)
            fault = sealed.error();
        if (auto kept = pipeline.store().retain(now); !kept)
            fault = kept.error();
    }
};

FeedRunner::FeedRunner(FeedPipeline& pipeline, std::filesystem::path folder, std::function<void(const std::string&)> say,
                       const FeedClock& clock, SecretOf secrets)
    : m_impl(new Impl{pipeline, std::move(folder), std::move(say), clock, std::move(secrets)})
{
    QObject::connect(&m_impl->drainTimer, &QTimer::timeout, &m_impl->drainTimer, [impl = m_impl.get()] { impl->drain(); });
    QObject::connect(&m_impl->housekeepingTimer, &QTimer::timeout, &m_impl->housekeepingTimer,
                     [impl = m_impl.get()] { impl->housekeeping(); });
}

FeedRunner::~FeedRunner() { stop(); }

Expected<void> FeedRunner::start()
{
    const std::size_t n = m_impl->pipeline.sources().size();
    m_impl->health.assign(n, {});
    m_impl->before.assign(n, 0);
    m_impl->filling.assign(n, 0);
    m_impl->heard_s.assign(n, m_impl->clock.now_s());
    for (std::size_t i = 0; i < n; ++i) {
        const FeedSource& source = m_impl->pipeline.sources()[i];
        auto secret = m_impl->secrets(source);
        if (!secret)
            return unexpected(secret.error());
        auto cursor = m_impl->pipeline.store().cursor(m_impl->pipeline.id(i));
        if (!cursor)
            return unexpected(cursor.error());
        m_impl->connectors.push_back(makeConnector(source, m_impl->pipeline.id(i), m_impl->pipeline.inbox(), *secret,
                                                   m_impl->folder / source.profile.name, m_impl->clock));
        Connector& connector = *m_impl->connectors.back();
        connector.onTrouble = [impl = m_impl.get(), i](const FeedTrouble& t) { impl->trouble(i, t); };
        connector.onAlive = [impl = m_impl.get(), i] { impl->alive(i); };
        if (auto started = connector.start(*cursor); !started)
            return started;
    }
    return {};
}

Expected<void> FeedRunner::runFor(double seconds)
{
    g_stop = 0;
    const auto previous = std::signal(SIGINT, [](int) { g_stop = 1; });
    listen();
    if (seconds > 0)
        QTimer::singleShot(static_cast<int>(seconds * 1000), &m_impl->loop, &QEventLoop::quit);
    m_impl->loop.exec();
    std::signal(SIGINT, previous);
    stop();
    m_impl->drain();
    if (m_impl->fault)
        return unexpected(*m_impl->fault);
    return {};
}

void FeedRunner::listen()
{
    m_impl->drainTimer.start(kDrain_ms);
    m_impl->housekeepingTimer.start(kHousekeeping_ms);
}

const SourceHealth& FeedRunner::health(std::size_t source) const { return m_impl->health[source]; }
const std::optional<Error>& FeedRunner::fault() const { return m_impl->fault; }

void FeedRunner::stop()
{
    m_impl->drainTimer.stop();
    m_impl->housekeepingTimer.stop();
    for (const auto& connector : m_impl->connectors)
        connector->stop();
}

}  // namespace isopolis
