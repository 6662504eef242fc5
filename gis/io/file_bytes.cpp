#include "gis/io/file_bytes.h"

#include <fstream>
#include <vector>

namespace isopolis {

namespace fs = std::filesystem;

Expected<std::uint64_t> checkedSize(const fs::path& file, std::uint64_t mostBytes)
{
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored))
        return unexpected(Error{ErrorCode::NotFound, "the file does not exist"}
                              .in(file.string())
                              .about("path")
                              .cure("Correct the path; in a recipe it is relative to the recipe's folder"));
    const std::uint64_t size = fs::file_size(file, ignored);
    if (ignored)
        return unexpected(Error{ErrorCode::Io, "the file cannot be read"}.in(file.string()).cure("Check the permissions of the file"));
    if (size == 0)
        return unexpected(Error{ErrorCode::BadFile, "the file is empty"}.in(file.string()).cure("Export or download the file again"));
    if (size > mostBytes)
        return unexpected(Error{ErrorCode::Unsupported, "the file is larger than " + std::to_string(mostBytes >> 20) + " MB"}
                              .in(file.string())
                              .cure("Cut the data to the city first"));
    return size;
}

Expected<std::string> readFile(const fs::path& file, std::uint64_t mostBytes)
{
    const auto size = checkedSize(file, mostBytes);
    if (!size)
        return unexpected(size.error());
    std::ifstream in(file, std::ios::binary);
    std::string text(*size, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in)
        return unexpected(
            Error{ErrorCode::Io, "the file cannot be read to its end"}.in(file.string()).cure("Check the permissions of the file"));
    return text;
}

Expected<Hash> hashFile(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    Hasher hasher;
    std::vector<char> piece(1 << 20);
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        hasher.bytes({reinterpret_cast<const std::uint8_t*>(piece.data()), got});
    }
    if (!in.eof())
        return unexpected(Error{ErrorCode::Io, "the file cannot be read"}.in(file.string()).cure("Check the permissions of the file"));
    return hasher.finish();
}

}  // namespace isopolis
