#pragma once
/// What can go wrong in the world, told so that a planner can mend it.
///
///   return unexpected(Error{ErrorCode::BadFile, "not a GeoPackage"}.in(path).cure("Export the layer as GeoPackage."));
///
/// `text()` is the one sentence that people see: file, feature, field, what is wrong, how to mend it.

#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

enum class ErrorCode {
    NotFound,     ///< a file, layer, field, scenario or target does not exist
    BadFile,      ///< a file cannot be read as what it claims to be
    BadValue,     ///< a value is out of its range or has the wrong type
    Unsupported,  ///< a kind, version or feature that this program does not handle
    Conflict,     ///< the request contradicts what is there
    Cancelled,    ///< the user stopped it
    Io,           ///< the disk or the database refused
    Internal,     ///< a bug of ours
};

/// Stable machine word of a code, e.g. `bad_file`.
std::string_view errorCodeName(ErrorCode code);

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;
    std::string file = {};
    std::string feature = {};
    std::string field = {};
    std::string remedy = {};

    Error& in(std::string where)
    {
        file = std::move(where);
        return *this;
    }
    Error& at(std::string which)
    {
        feature = std::move(which);
        return *this;
    }
    Error& about(std::string name)
    {
        field = std::move(name);
        return *this;
    }
    Error& cure(std::string how)
    {
        remedy = std::move(how);
        return *this;
    }
    std::string text() const;
    friend bool operator==(const Error&, const Error&) = default;
};

enum class Severity { Note, Warning, Error };

/// One finding about the data: importers and models collect *all* of them.
struct Issue {
    Severity severity = Severity::Warning;
    std::string code;     ///< stable machine word, e.g. `empty_geometry`
    std::string message;  ///< a sentence for people
    std::string file = {};
    std::string feature = {};  ///< feature id, e.g. `osm:way/123` or `feature 238`
    std::string field = {};
    friend bool operator==(const Issue&, const Issue&) = default;
};

}  // namespace isopolis
