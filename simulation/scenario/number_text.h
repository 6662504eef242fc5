#pragma once
/// A number as sentences print it: shortest form that reads back to the same value, "30" not "30.000000".

#include <charconv>
#include <string>

namespace isopolis {

inline std::string numberText(double value)
{
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    return {buffer, end};
}

}  // namespace isopolis
