#include "simulation/equity/format_figure.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {
constexpr int kMostDecimals = 17;
constexpr std::size_t kGroup = 3;
/// Enough for the longest double in fixed notation (309 digits) with its decimals.
constexpr std::size_t kBuffer = 400;

std::string grouped(const std::string& digits)
{
    const std::size_t whole = std::min(digits.find('.'), digits.size());
    std::string out;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i < whole && (whole - i) % kGroup == 0)
            out += ',';
        out += digits[i];
    }
    return out;
}

bool isZero(const std::string& digits) { return digits.find_first_of("123456789") == std::string::npos; }

std::string formatted(double value, int decimals, bool plus)
{
    if (std::isnan(value))
        return "no value";
    if (std::isinf(value))
        return value > 0 ? "no limit" : "\u2212no limit";
    char buffer[kBuffer];
    const auto end =
        std::to_chars(buffer, buffer + kBuffer, std::abs(value), std::chars_format::fixed, std::clamp(decimals, 0, kMostDecimals));
    const std::string digits(buffer, end.ptr);
    if (isZero(digits))
        return digits;
    return (value < 0 ? "\u2212" : plus ? "+" : "") + grouped(digits);
}
}  // namespace

std::string formatFigure(double value, int decimals) { return formatted(value, decimals, false); }
std::string formatChange(double value, int decimals) { return formatted(value, decimals, true); }

}  // namespace isopolis
