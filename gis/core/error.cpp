#include "gis/core/error.h"

namespace isopolis {

std::string_view errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound: return "not_found";
    case ErrorCode::BadFile: return "bad_file";
    case ErrorCode::BadValue: return "bad_value";
    case ErrorCode::Unsupported: return "unsupported";
    case ErrorCode::Conflict: return "conflict";
    case ErrorCode::Cancelled: return "cancelled";
    case ErrorCode::Io: return "io";
    case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

std::string Error::text() const
{
    std::string out;
    const auto add = [&out](const std::string& part, std::string_view before) {
        if (part.empty())
            return;
        if (!out.empty())
            out += ", ";
        out += before;
        out += part;
    };
    add(file, "");
    add(feature, "");
    add(field, "field ");
    if (!out.empty())
        out += ": ";
    out += message;
    if (!out.empty() && out.back() != '.')
        out += '.';
    if (!remedy.empty()) {
        out += ' ';
        out += remedy;
        if (out.back() != '.')
            out += '.';
    }
    return out;
}

}  // namespace isopolis
