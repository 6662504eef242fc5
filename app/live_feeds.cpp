#include "app/live_feeds.h"

#include "app/feed_worker.h"

namespace isopolis {

LiveFeeds::LiveFeeds(QObject* parent) : FeedDesk(parent), m_worker(new FeedWorker)
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    connect(m_worker, &FeedWorker::reported, this, [this](const std::vector<FeedStatus>& sources, bool running) {
        m_sources = sources;
        m_running = running;
        Q_EMIT changed();
    });
    connect(m_worker, &FeedWorker::vehiclesSighted, this, &FeedDesk::vehiclesSighted);
    connect(m_worker, &FeedWorker::unstoredSeen, this, &FeedDesk::unstoredSeen);
    connect(m_worker, &FeedWorker::secretNeeded, this, &FeedDesk::secretNeeded);
    connect(m_worker, &FeedWorker::stored, this, &FeedDesk::stored);
    connect(m_worker, &FeedWorker::tested, this, &FeedDesk::tested);
    connect(m_worker, &FeedWorker::failed, this, &FeedDesk::failed);
    qRegisterMetaType<std::vector<isopolis::FeedStatus>>();
    qRegisterMetaType<isopolis::FeedTrial>();
    qRegisterMetaType<std::vector<isopolis::VehicleSighted>>();
    qRegisterMetaType<std::vector<isopolis::UnstoredReading>>();
    m_thread.setObjectName(QStringLiteral("feeds"));
    m_thread.start();
}

LiveFeeds::~LiveFeeds()
{
    m_thread.quit();
    m_thread.wait();
}

// Queued: nothing of a source or of the store is waited for in the window's thread.
void LiveFeeds::openProject(const QString& path)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, path] { worker->openProject(path); });
}

void LiveFeeds::start()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->start(); });
}

void LiveFeeds::stop()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->stop(); });
}

void LiveFeeds::test(const FeedDraft& draft)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, draft] { worker->test(draft); });
}

void LiveFeeds::cancelTest()
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker] { worker->cancelTest(); });
}

void LiveFeeds::add(const FeedDraft& draft)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, draft] { worker->add(draft); });
}

void LiveFeeds::giveSecret(const QString& source, const QString& key, bool keep)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, source, key, keep] { worker->giveSecret(source, key, keep); });
}

void LiveFeeds::judge(const FeedJudgement& judgement)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, judgement] { worker->judge(judgement); });
}

QStringList LiveFeeds::kinds() const
{
    QStringList all;
    for (const std::string& kind : feedKindNames())
        all << QString::fromStdString(kind);
    return all;
}

}  // namespace isopolis
