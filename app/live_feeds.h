#pragma once
/// The window's connections: connectors, parsers and the writing side of the store in a thread of their own.
///
///   LiveFeeds feeds;  feeds.openProject("town.gpkg");  feeds.start();
///
/// Sources are those of NAME.feeds.json. What the thread reports arrives at most four times a second. Closing waits until what is under
/// way is stored.

#include "ui/live/feed_desk.h"

#include <QThread>

#include <memory>

namespace isopolis {

class FeedWorker;

class LiveFeeds : public FeedDesk {
    Q_OBJECT
public:
    explicit LiveFeeds(QObject* parent = nullptr);
    ~LiveFeeds() override;

    void openProject(const QString& path) override;
    std::vector<FeedStatus> sources() const override { return m_sources; }
    bool running() const override { return m_running; }
    void start() override;
    void stop() override;
    void test(const FeedDraft& draft) override;
    void cancelTest() override;
    void add(const FeedDraft& draft) override;
    void judge(const FeedJudgement& judgement) override;
    QStringList kinds() const override;
    void giveSecret(const QString& source, const QString& key, bool keep) override;

private:
    QThread m_thread;
    FeedWorker* m_worker;
    std::vector<FeedStatus> m_sources;
    bool m_running = false;
};

}  // namespace isopolis
