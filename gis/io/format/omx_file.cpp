#include "gis/io/format/omx_file.h"

#include <algorithm>

#include <hdf5.h>

namespace isopolis {

namespace {

/// An identifier of the library, released at the end.
class Id {
public:
    using Close = herr_t (*)(hid_t);
    Id(hid_t id, Close close) : m_id(id), m_close(close) {}
    Id(const Id&) = delete;
    Id& operator=(const Id&) = delete;
    ~Id()
    {
        if (m_id >= 0)
            m_close(m_id);
    }
    explicit operator bool() const { return m_id >= 0; }
    operator hid_t() const { return m_id; }  // NOLINT: handed to the library

private:
    hid_t m_id;
    Close m_close;
};

constexpr const char* kCure = "Export the matrix again as OMX (HDF5) or as CSV with the columns from, to, trips.";

tl::unexpected<Error> bad(const std::string& file, const std::string& what, const std::string& matrix = {})
{
    return unexpected(Error{ErrorCode::BadFile, what}.in(file).at(matrix).cure(kCure));
}

herr_t collect(hid_t, const char* name, const H5L_info_t* info, void* out)
{
    // Soft and external links could lead into other files.
    if (info->type == H5L_TYPE_HARD)
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
    return 0;
}

}  // namespace

struct OmxFile::Handle {
    explicit Handle(hid_t id) : file(id, H5Fclose) {}
    Id file;
};

Expected<OmxFile> OmxFile::open(const std::filesystem::path& path)
{
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // errors come back as ours, not on standard error
    H5PLset_loading_state(0);                     // no code from files or folders
    const std::string name = path.string();
    auto handle = std::make_shared<Handle>(H5Fopen(name.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT));
    if (!handle->file)
        return bad(name, "this is not an OMX (HDF5) file, or it is damaged");
    if (H5Lexists(handle->file, "data", H5P_DEFAULT) <= 0)
        return bad(name, "the file has no group /data, so it is no OMX file");
    return OmxFile(std::move(handle), name);
}

std::vector<std::string> OmxFile::matrices() const
{
    std::vector<std::string> names;
    const Id group(H5Gopen2(m_handle->file, "data", H5P_DEFAULT), H5Gclose);
    hsize_t at = 0;
    if (group)
        H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, &at, collect, &names);
    std::sort(names.begin(), names.end());
    return names;
}

Expected<std::array<std::uint64_t, 2>> OmxFile::shapeOf(const std::string& matrix) const
{
    const Id set(H5Dopen2(m_handle->file, ("data/" + matrix).c_str(), H5P_DEFAULT), H5Dclose);
    if (!set)
        return bad(m_name, "this is not a table", matrix);
    const Id space(H5Dget_space(set), H5Sclose);
    if (!space || H5Sget_simple_extent_ndims(space) != 2)
        return bad(m_name, "this table has not two dimensions", matrix);
    hsize_t size[2] = {0, 0};
    H5Sget_simple_extent_dims(space, size, nullptr);
    return std::array<std::uint64_t, 2>{size[0], size[1]};
}

Expected<std::vector<double>> OmxFile::read(const std::string& matrix) const
{
    const auto shape = shapeOf(matrix);
    if (!shape)
        return unexpected(shape.error());
    const Id set(H5Dopen2(m_handle->file, ("data/" + matrix).c_str(), H5P_DEFAULT), H5Dclose);
    const Id creation(H5Dget_create_plist(set), H5Pclose), type(H5Dget_type(set), H5Tclose);
    if (!creation || H5Pget_external_count(creation) != 0 || H5Pget_layout(creation) == H5D_VIRTUAL)
        return bad(m_name, "the table's numbers lie in another file", matrix);
    const H5T_class_t kind = type ? H5Tget_class(type) : H5T_NO_CLASS;
    if (kind != H5T_FLOAT && kind != H5T_INTEGER)
        return bad(m_name, "the table does not hold numbers", matrix);
    std::vector<double> values((*shape)[0] * (*shape)[1]);
    if (!values.empty() && H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        return bad(m_name, "the table cannot be read: it is damaged or packed in an unknown way", matrix);
    return values;
}

}  // namespace isopolis
