#pragma once
/// Times of a service day as people write them: "07:30", with seconds only if there are any, and beyond 24:00 after midnight.
///
///   clockText(27000) == "07:30";   clockSeconds("25:10") == 90600;   !clockSeconds("7.30")

#include <charconv>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace isopolis {

inline std::string clockText(int seconds)
{
    const char* sign = seconds < 0 ? "-" : "";
    const unsigned s = static_cast<unsigned>(seconds < 0 ? -static_cast<long>(seconds) : seconds);
    char text[32];
    if (s % 60 == 0)
        std::snprintf(text, sizeof text, "%s%02u:%02u", sign, s / 3600, s / 60 % 60);
    else
        std::snprintf(text, sizeof text, "%s%02u:%02u:%02u", sign, s / 3600, s / 60 % 60, s % 60);
    return text;
}

/// Of "H:MM" or "H:MM:SS", up to 99 hours; empty for anything else.
inline std::optional<int> clockSeconds(std::string_view text)
{
    int parts[3] = {0, 0, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        const std::size_t colon = text.find(':');
        const std::string_view digits = text.substr(0, colon);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), parts[i]);
        if (digits.empty() || digits.size() > 2 || error != std::errc() || end != digits.data() + digits.size() || parts[i] < 0 ||
            (i > 0 && parts[i] > 59))
            return {};
        if (colon == std::string_view::npos)
            return i == 0 ? std::nullopt : std::optional(parts[0] * 3600 + parts[1] * 60 + parts[2]);
        text.remove_prefix(colon + 1);
    }
    return {};
}

}  // namespace isopolis
