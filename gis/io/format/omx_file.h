#pragma once
/// One OMX file through the HDF5 library, closed at the end; used by matrix_reader alone.
///
///   auto file = OmxFile::open("am.omx");   file->shape();   file->matrices();   file->read("car", zones);
///
/// The library's plugins stay off, and a table that lives in another file is refused.

#include "gis/core/expected.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace isopolis {

class OmxFile {
public:
    static Expected<OmxFile> open(const std::filesystem::path& path);

    std::vector<std::string> matrices() const;
    Expected<std::array<std::uint64_t, 2>> shapeOf(const std::string& matrix) const;
    Expected<std::vector<double>> read(const std::string& matrix) const;  ///< asks for `shapeOf` first

private:
    struct Handle;
    explicit OmxFile(std::shared_ptr<Handle> handle, std::string name) : m_handle(std::move(handle)), m_name(std::move(name)) {}
    std::shared_ptr<Handle> m_handle;
    std::string m_name;
};

}  // namespace isopolis
