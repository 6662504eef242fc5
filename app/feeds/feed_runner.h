#pragma once
/// Runs the connectors of a project in the event loop of this thread, for a while or until it is stopped.
///
///   FeedRunner runner(pipeline, folder, [](const std::string& word) { … });
///   if (auto started = runner.start(); !started) …
///   runner.runFor(60);                      // 0: until it is stopped
///   runner.listen();                        // or: returns at once, the thread's own loop does the rest
///
/// Outages are written down when a source fails and closed when it is heard again. Needs a QCoreApplication. All calls from one thread.

#include "app/feeds/feed_pipeline.h"
#include "gis/feeds/connect/secrets.h"

#include <functional>

namespace isopolis {

/// How one source fares at the moment.
struct SourceHealth {
    bool out = false;    ///< its last word was trouble
    bool ended = false;  ///< it has given up
    std::int64_t heard_s = -1, retry_s = -1;
    std::string trouble = {};
};

class FeedRunner {
public:
    FeedRunner(FeedPipeline& pipeline, std::filesystem::path folder, std::function<void(const std::string&)> say,
               const FeedClock& clock = {}, SecretOf secrets = secretOf);
    ~FeedRunner();
    Expected<void> start();
    /// `seconds` of the world's time, whatever the clock. Returns early if every source has given up, or with the error of the store.
    Expected<void> runFor(double seconds);
    void listen();
    void stop();
    const SourceHealth& health(std::size_t source) const;
    const std::optional<Error>& fault() const;  ///< of the store: nothing is received any more

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace isopolis
