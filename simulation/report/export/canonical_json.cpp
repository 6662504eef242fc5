#include "simulation/report/export/canonical_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include <nlohmann/json.hpp>

namespace isopolis {

namespace {

using nlohmann::json;

/// ECMAScript: plain notation from 1e-6 to below 1e21.
constexpr int kMostPlainDigits = 21, kMostLeadingZeros = 6;
constexpr unsigned char kControls = 0x20, kContinuation = 0x3F, kSixBits = 6;

struct Decimal {
    std::string digits;  ///< without a point, the first is not 0
    int point = 0;       ///< the value is 0.digits × 10^point
};

/// The shortest digits that read back to the same bits.
Decimal shortest(double positive)
{
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), positive, std::chars_format::scientific).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const std::size_t e = text.find('e');
    Decimal out;
    for (const char c : text.substr(0, e))
        if (c != '.')
            out.digits += c;
    int exponent = 0;
    std::string_view power = text.substr(e + 1);
    if (power.starts_with('+'))
        power.remove_prefix(1);
    std::from_chars(power.data(), power.data() + power.size(), exponent);
    out.point = exponent + 1;
    return out;
}

std::string quoted(const std::string& text)
{
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            if (byte < kControls)
                out += std::string("\\u00") + kHex[byte >> 4U] + kHex[byte & 0xFU];
            else
                out += c;
        }
    }
    return out + "\"";
}

/// Code units of UTF-16, or nothing if the bytes are not UTF-8.
std::optional<std::u16string> utf16(std::string_view text)
{
    constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000}, kLast = 0x10FFFF, kPlane = 0x10000;
    constexpr char32_t kHigh = 0xD800, kLow = 0xDC00, kAfterLow = 0xE000, kTenBits = 0x3FF;
    std::u16string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        const std::size_t more = first < 0x80 ? 0 : (first >> 5U) == 0x6 ? 1 : (first >> 4U) == 0xE ? 2 : (first >> 3U) == 0x1E ? 3 : 4;
        if (more > 3 || i + more >= text.size())
            return std::nullopt;
        char32_t code = more == 0 ? first : first & (kContinuation >> more);
        for (std::size_t k = 1; k <= more; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next >> kSixBits) != 2)
                return std::nullopt;
            code = (code << kSixBits) | (next & kContinuation);
        }
        if (code < kLeast[more] || code > kLast || (code >= kHigh && code < kAfterLow))
            return std::nullopt;
        if (code < kPlane) {
            out += static_cast<char16_t>(code);
        } else {
            out += static_cast<char16_t>(kHigh + ((code - kPlane) >> 10U));
            out += static_cast<char16_t>(kLow + ((code - kPlane) & kTenBits));
        }
        i += more + 1;
    }
    return out;
}

Error notText() { return Error{ErrorCode::BadValue, "a text is not UTF-8"}; }

/// Writes to `out`; an error, or nothing.
std::optional<Error> write(const json& value, std::string& out)
{
    switch (value.type()) {
    case json::value_t::null: out += "null"; return std::nullopt;
    case json::value_t::boolean: out += value.get<bool>() ? "true" : "false"; return std::nullopt;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float: {
        const auto number = value.get<double>();
        if (!std::isfinite(number))
            return Error{ErrorCode::BadValue, "JSON has no number for NaN and infinity"};
        out += canonicalNumber(number);
        return std::nullopt;
    }
    case json::value_t::string:
        if (!utf16(value.get_ref<const std::string&>()))
            return notText();
        out += quoted(value.get_ref<const std::string&>());
        return std::nullopt;
    case json::value_t::array: {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            out += i > 0 ? "," : "";
            if (auto problem = write(value[i], out))
                return problem;
        }
        out += ']';
        return std::nullopt;
    }
    case json::value_t::object: break;
    default: return Error{ErrorCode::BadValue, "this is no JSON"};
    }
    std::vector<std::pair<std::u16string, const std::string*>> names;
    for (auto member = value.begin(); member != value.end(); ++member) {
        auto units = utf16(member.key());
        if (!units)
            return notText();
        names.emplace_back(std::move(*units), &member.key());
    }
    std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    out += '{';
    for (std::size_t i = 0; i < names.size(); ++i) {
        out += (i > 0 ? "," : "") + quoted(*names[i].second) + ":";
        if (auto problem = write(value[*names[i].second], out))
            return problem;
    }
    out += '}';
    return std::nullopt;
}

}  // namespace

std::string canonicalNumber(double value)
{
    if (!std::isfinite(value))
        return "null";
    if (value == 0)
        return "0";
    const auto [digits, point] = shortest(std::abs(value));
    const int count = static_cast<int>(digits.size());
    std::string text;
    if (count <= point && point <= kMostPlainDigits)
        text = digits + std::string(static_cast<std::size_t>(point - count), '0');
    else if (0 < point && point <= kMostPlainDigits)
        text = digits.substr(0, static_cast<std::size_t>(point)) + "." + digits.substr(static_cast<std::size_t>(point));
    else if (-kMostLeadingZeros < point && point <= 0)
        text = "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
    else
        text = digits.substr(0, 1) + (count > 1 ? "." + digits.substr(1) : "") + (point > 0 ? "e+" : "e-") +
               std::to_string(std::abs(point - 1));
    return value < 0 ? "-" + text : text;
}

Expected<std::string> canonicalJson(const nlohmann::json& value)
{
    std::string out;
    if (auto problem = write(value, out))
        return unexpected(*problem);
    return out;
}

Expected<Hash> canonicalHash(const nlohmann::json& value)
{
    const auto text = canonicalJson(value);
    if (!text)
        return unexpected(text.error());
    return sha256(*text);
}

}  // namespace isopolis
