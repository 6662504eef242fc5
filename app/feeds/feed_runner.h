#pragma once
/// Runs the connectors of a project for a while, in the event loop of this thread.
///
///   FeedRunner runner(pipeline, folder, [](const std::string& word) { … });
///   if (auto started = runner.start(); !started) …
///   runner.runFor(60);                      // 0: until it is stopped
///
/// Outages are written down when a source fails and closed when it is heard again. Needs a QCoreApplication.

#include "app/feeds/feed_pipeline.h"

#include <functional>

namespace isopolis {

class FeedRunner {
public:
    FeedRunner(FeedPipeline& pipeline, std::filesystem::path folder, std::function<void(const std::string&)> say);
    ~FeedRunner();
    Expected<void> start();
    /// Returns early if every source has given up, or with the error of the store.
    Expected<void> runFor(double seconds);
    void stop();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace isopolis
