#include "simulation/project/store_file.h"

namespace isopolis {

namespace fs = std::filesystem;

namespace {

Expected<void> refuseExisting(const fs::path& path)
{
    std::error_code ignored;
    if (fs::exists(path, ignored))
        return unexpected(
            Error{ErrorCode::Conflict, "the file exists already"}.in(path.string()).cure("Choose another name, or delete it first."));
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    if (!fs::is_directory(folder, ignored))
        return unexpected(Error{ErrorCode::NotFound, "the folder does not exist"}.in(folder.string()).cure("Make the folder first."));
    return {};
}

}  // namespace

Error storeError(const SqliteError& error, const fs::path& path, const StoreWords& words)
{
    const std::string file = words.file, why = error.what();
    if (error.notADatabase())
        return Error{ErrorCode::BadFile, "the " + file + " is damaged or not " + words.kind + " (" + why + ")"}
            .in(path.string())
            .cure(words.cureIfForeign);
    return Error{ErrorCode::Io, "the " + file + " could not be read or written: " + why}
        .in(path.string())
        .cure("Check that the disk has room, that you may write there and that no other program holds the file.");
}

Expected<void> makeStoreFile(const fs::path& path, const StoreWords& words, const std::function<void(const fs::path&)>& fill)
{
    if (auto free = refuseExisting(path); !free)
        return free;
    // Built under another name and moved at the end: nobody ever sees half a file.
    fs::path part = path;
    part += ".part";
    std::error_code ignored;
    fs::remove(part, ignored);
    auto made = guarded(path, words, [&]() -> Expected<void> {
        fill(part);
        fs::rename(part, path);
        return {};
    });
    if (!made)
        fs::remove(part, ignored);
    return made;
}

}  // namespace isopolis
