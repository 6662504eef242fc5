#pragma once
/// What LiveFeeds does in its thread. For live_feeds.cpp alone.

#include "app/feeds/feed_runner.h"
#include "ui/live/feed_desk.h"

#include <QTimer>

#include <filesystem>
#include <map>
#include <memory>

namespace isopolis {

/// Looks at the first message and stores nothing.
class TrialInbox : public QObject, public Inbox {
    Q_OBJECT
public:
    Expected<void> put(const RawItem& item) override;

Q_SIGNALS:
    void came(const QByteArray& body, const QString& contentType, const QString& topic);
};

class FeedWorker : public QObject {
    Q_OBJECT
public:
    FeedWorker();
    ~FeedWorker() override;

    void openProject(const QString& path);
    void start();
    void stop();
    void test(const FeedDraft& draft);
    void cancelTest();
    void add(const FeedDraft& draft);
    void judge(const FeedJudgement& judgement);
    void giveSecret(const QString& source, const QString& key, bool keep);

Q_SIGNALS:
    void reported(const std::vector<isopolis::FeedStatus>& sources, bool running);
    void vehiclesSighted(const std::vector<isopolis::VehicleSighted>& vehicles);
    void unstoredSeen(const std::vector<isopolis::UnstoredReading>& readings);
    void secretNeeded(const QString& source, const QString& entry, const QString& why);
    void stored();
    void tested(const isopolis::FeedTrial& trial);
    void failed(const QString& problem);

private:
    bool readSources();
    Expected<FeedSecret> secret(const FeedSource& source) const;
    /// Asks for the key of a source that has none; false: without it, nothing can be begun.
    bool hasSecret(const FeedSource& source);
    void showUnstored();
    void report();
    void look();

    std::filesystem::path m_project;
    std::vector<FeedSource> m_sources;
    std::unique_ptr<FeedPipeline> m_pipeline;
    std::unique_ptr<FeedRunner> m_runner;
    std::map<std::string, std::size_t> m_position;  ///< in the pipeline, by name
    std::map<std::string, std::string> m_keys;      ///< given in this session, by source: in memory alone
    std::map<std::string, std::string> m_lacking;   ///< sources without a key, and why
    QTimer m_look;
    std::size_t m_seen = 0;
    std::unique_ptr<TrialInbox> m_trialInbox;
    std::unique_ptr<Connector> m_trial;
    QTimer m_trialPatience;
};

}  // namespace isopolis
