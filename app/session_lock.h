#pragma once
/// One window for one project, and a trace of windows that did not end well: a file `NAME.gpkg.lock` beside the project while it is open.
///
///   auto lock = SessionLock::take("geneva.gpkg");     // held as long as the shared pointer lives
///   if (lock && (*lock)->leftBehind()) …              // the last window on this project ended without closing it
///   std::optional<LeftSession> left = SessionLock::leftBehindIn("geneva.gpkg");   // asked without taking it; told once
///
/// Two windows on one project would overwrite each other's schemes, so the second is refused (Conflict). Where no file can be made (a
/// read-only folder) the project opens without a lock. Within one process a project may be taken again.

#include "gis/core/expected.h"

#include <QDateTime>
#include <QString>

#include <memory>
#include <optional>

class QLockFile;

namespace isopolis {

struct LeftSession {
    QString project;
    QDateTime lastSaved;  ///< when the project file was last written to
};

class SessionLock {
public:
    static Expected<std::shared_ptr<SessionLock>> take(const QString& project);
    /// Nothing while a window has it open.
    static std::optional<LeftSession> leftBehindIn(const QString& project);
    ~SessionLock();
    bool leftBehind() const { return m_leftBehind; }

private:
    SessionLock() = default;
    QString m_key;
    std::unique_ptr<QLockFile> m_file;  ///< null: no file could be made
    bool m_leftBehind = false;
};

}  // namespace isopolis
