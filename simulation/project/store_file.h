#pragma once
/// What the files of a project share: made under another name and moved when they are whole, never over another file, and
/// database errors told in one sentence.
///
///   auto made = makeStoreFile(path, kWords, [&](const fs::path& part) { Connection db = …; });
///   return guarded(path, kWords, [&]() -> Expected<Rows> { … });   // SqliteError inside becomes an Error

#include "gis/core/expected.h"
#include "simulation/project/sqlite_connection.h"

#include <filesystem>
#include <functional>

namespace isopolis {

/// How a kind of file is told of: "project file", "a GeoPackage", and what helps if it is not one.
struct StoreWords {
    const char *file, *kind, *cureIfForeign;
};

Error storeError(const SqliteError& error, const std::filesystem::path& path, const StoreWords& words);

template <class F>
auto guarded(const std::filesystem::path& path, const StoreWords& words, F&& body) -> decltype(body())
{
    try {
        return body();
    } catch (const SqliteError& e) {
        return unexpected(storeError(e, path, words));
    } catch (const std::filesystem::filesystem_error& e) {
        return unexpected(Error{ErrorCode::Io, e.code().message()}.in(path.string()));
    }
}

/// Refuses an existing file and a folder that does not exist; leaves nothing behind if `fill` fails.
Expected<void> makeStoreFile(const std::filesystem::path& path, const StoreWords& words,
                             const std::function<void(const std::filesystem::path& part)>& fill);

}  // namespace isopolis
