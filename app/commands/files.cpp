#include "app/commands/files.h"

#include "simulation/emissions/factor_sheet.h"

#include <fstream>
#include <sstream>

namespace isopolis {

Expected<void> canWriteTo(const std::filesystem::path& path)
{
    std::error_code failed;
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    if (!std::filesystem::is_directory(folder, failed))
        return unexpected(Error{ErrorCode::NotFound, "the folder to write to does not exist"}
                              .in(path.string())
                              .cure("Make the folder, or name another."));
    if (std::filesystem::is_directory(path, failed))
        return unexpected(Error{ErrorCode::Conflict, "this is a folder"}.in(path.string()).cure("Name a file to write."));
    return {};
}

Expected<void> writeTextFile(const std::filesystem::path& path, std::string_view text)
{
    return writeTextFile(path, [text](std::ostream& out) { out.write(text.data(), static_cast<std::streamsize>(text.size())); });
}

Expected<void> writeTextFile(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write)
{
    if (auto possible = canWriteTo(path); !possible)
        return possible;
    std::filesystem::path part = path;
    part += ".part";
    std::error_code failed;
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        write(out);
        out.close();
        if (out)
            std::filesystem::rename(part, path, failed);
        else
            failed = std::make_error_code(std::errc::io_error);
    }
    if (!failed)
        return {};
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    return unexpected(Error{ErrorCode::Io, "the file could not be written: " + failed.message()}
                          .in(path.string())
                          .cure("Check the folder, its rights and the room on the disk."));
}

Expected<std::string> readTextFile(const std::filesystem::path& path, std::uintmax_t limitBytes)
{
    std::error_code failed;
    const auto size = std::filesystem::file_size(path, failed);
    if (failed)
        return unexpected(
            Error{ErrorCode::NotFound, "the file cannot be read: " + failed.message()}.in(path.string()).cure("Check its name."));
    if (size > limitBytes)
        return unexpected(
            Error{ErrorCode::BadFile, "the file is larger than the " + std::to_string(limitBytes >> 20) + " MB that this command reads"}.in(
                path.string()));
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        return unexpected(Error{ErrorCode::Io, "the file could not be read to its end"}.in(path.string()));
    return text.str();
}

Expected<FactorSheet> factorSheetOf(const std::filesystem::path& file)
{
    constexpr std::uintmax_t kLargest = std::uintmax_t{64} << 20;
    auto text = readTextFile(file, kLargest);
    if (!text)
        return unexpected(text.error());
    const Hash hash = sha256(*text);
    FactorSheet sheet{file.filename().string(), hash.hex(), std::move(*text)};
    if (auto read = obtainFactorSheet(sheet); !read)
        return unexpected(read.error());
    return sheet;
}

}  // namespace isopolis
