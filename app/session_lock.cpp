#include "app/session_lock.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <algorithm>
#include <map>
#include <mutex>

namespace isopolis {

namespace {

QString lockPath(const QString& project) { return QFileInfo(project).absoluteFilePath() + QStringLiteral(".lock"); }

/// The locks of this process: a project that is closed and opened again may still be held by a calculation that is ending.
struct Held {
    std::recursive_mutex mutex;  ///< a lock that is refused ends while the list is held
    std::map<QString, std::weak_ptr<SessionLock>> locks;
};

Held& held()
{
    static Held all;
    return all;
}

/// A lock file lies there although no process holds it. Takes it away.
bool takeLeftBehind(const QString& path)
{
    if (!QFileInfo::exists(path))
        return false;
    QLockFile probe(path);
    probe.setStaleLockTime(0);  // a window may be open for days
    if (probe.tryLock(0))
        return true;  // its owner is gone
    qint64 process = 0;
    QString host, application;
    // A file that names nobody was cut off while it was written.
    return probe.error() == QLockFile::LockFailedError && !probe.getLockInfo(&process, &host, &application) && QFile::remove(path);
}

}  // namespace

Expected<std::shared_ptr<SessionLock>> SessionLock::take(const QString& project)
{
    const QString path = lockPath(project);
    const std::lock_guard guard(held().mutex);
    if (const auto found = held().locks.find(path); found != held().locks.end())
        if (std::shared_ptr<SessionLock> present = found->second.lock())
            return present;
    std::shared_ptr<SessionLock> lock(new SessionLock);
    lock->m_key = path;
    lock->m_leftBehind = takeLeftBehind(path);
    auto file = std::make_unique<QLockFile>(path);
    file->setStaleLockTime(0);
    if (file->tryLock(0)) {
        lock->m_file = std::move(file);
    } else if (file->error() == QLockFile::LockFailedError) {
        return unexpected(Error{ErrorCode::Conflict, "the project is open in another window"}
                              .in(project.toStdString())
                              .cure("Close it there first: two windows would overwrite each other's schemes."));
    }
    held().locks[path] = lock;
    return lock;
}

std::optional<LeftSession> SessionLock::leftBehindIn(const QString& project)
{
    const QString path = lockPath(project);
    const std::lock_guard guard(held().mutex);
    if (const auto found = held().locks.find(path); found != held().locks.end() && !found->second.expired())
        return {};
    if (!takeLeftBehind(path))
        return {};
    // What was written last may still be in the journal.
    QDateTime saved = QFileInfo(project).lastModified();
    if (const QFileInfo journal(project + QStringLiteral("-wal")); journal.exists())
        saved = std::max(saved, journal.lastModified());
    return LeftSession{project, saved};
}

SessionLock::~SessionLock()
{
    const std::lock_guard guard(held().mutex);
    m_file.reset();
    if (const auto found = held().locks.find(m_key); found != held().locks.end() && found->second.expired())
        held().locks.erase(found);
}

}  // namespace isopolis
