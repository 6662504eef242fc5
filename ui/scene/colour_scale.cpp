#include "ui/scene/colour_scale.h"

#include <algorithm>
#include <cmath>

namespace isopolis {
namespace {

constexpr std::array<Colour, 5> kWarm{{{0xFF, 0xF3, 0xC9}, {0xF8, 0xC9, 0x79}, {0xE9, 0x8A, 0x4B}, {0xB8, 0x4A, 0x55}, {0x5C, 0x1F, 0x5A}}};
/// More classes along the warm ramp and on to black, spaced so that the smallest distance between any two is as large as can be.
constexpr std::array<Colour, 6> kWarm6{
    {{0xFF, 0xF8, 0xDC}, {0xF9, 0xCC, 0x80}, {0xDF, 0x7D, 0x4D}, {0xB8, 0x4A, 0x55}, {0x7B, 0x2E, 0x58}, {0x1E, 0x0A, 0x2E}}};
constexpr std::array<Colour, 7> kWarm7{{{0xFF, 0xF8, 0xDC},
                                        {0xFA, 0xD5, 0x92},
                                        {0xEB, 0x91, 0x50},
                                        {0xCA, 0x62, 0x51},
                                        {0xA1, 0x3F, 0x56},
                                        {0x6E, 0x27, 0x59},
                                        {0x1E, 0x0A, 0x2E}}};
constexpr std::array<Colour, 8> kWarm8{{{0xFF, 0xF8, 0xDC},
                                        {0xFB, 0xDA, 0x9D},
                                        {0xEF, 0xA1, 0x5C},
                                        {0xD5, 0x70, 0x4F},
                                        {0xB9, 0x4B, 0x55},
                                        {0x8B, 0x35, 0x57},
                                        {0x61, 0x21, 0x5A},
                                        {0x1E, 0x0A, 0x2E}}};
/// YlGnBu of C. Brewer's colorbrewer2.org.
constexpr std::array<Colour, 5> kCool{{{0xFF, 0xFF, 0xCC}, {0xA1, 0xDA, 0xB4}, {0x41, 0xB6, 0xC4}, {0x2C, 0x7F, 0xB8}, {0x25, 0x34, 0x94}}};
constexpr std::array<Colour, 3> kBetter{{{0x9C, 0xC3, 0xE4}, {0x44, 0x7C, 0xBD}, {0x0A, 0x3A, 0x82}}};
constexpr std::array<Colour, 3> kWorse{{{0xEF, 0xB6, 0x81}, {0xC9, 0x74, 0x2C}, {0x7A, 0x35, 0x04}}};
constexpr Colour kUnchanged{0xD9, 0xD9, 0xD6}, kTooClose{0x8F, 0x8F, 0x8A};
constexpr std::array<Colour, 4> kLoad{{{0x9C, 0xC3, 0xDC}, {0xF2, 0xCE, 0x6B}, {0xE0, 0x79, 0x3A}, {0x8C, 0x1C, 0x3A}}};
/// Found by search for the largest smallest distance over normal vision, protanopia, deuteranopia and tritanopia.
constexpr std::array<Colour, 9> kBivariate{{{0xFA, 0xFA, 0xF9},
                                            {0xCE, 0xB3, 0x8B},
                                            {0xA0, 0x6D, 0x00},
                                            {0xA4, 0xB3, 0xF0},
                                            {0x78, 0x73, 0x7F},
                                            {0x4E, 0x36, 0x12},
                                            {0x59, 0x68, 0xDE},
                                            {0x2E, 0x35, 0x69},
                                            {0x09, 0x07, 0x08}}};
/// After Okabe & Ito 2008, Color Universal Design.
constexpr std::array<Colour, 4> kTransit{{{0x00, 0x72, 0xB2}, {0xD5, 0x5E, 0x00}, {0x33, 0x22, 0x4F}, {0x2F, 0xB5, 0x93}}};

/// A step of 1, 2 or 5 × 10^n close to a quarter of the typical class width: coarse enough to read, fine enough to divide.
double roundingStep(double spread, std::size_t classes)
{
    const double wanted = spread / static_cast<double>(classes) / 2.5;
    if (!(wanted > 0))
        return 0;
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    const double mantissa = wanted / power;
    return power * (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1);
}

double quantile(const std::vector<double>& sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - std::floor(at)) * (sorted[high] - sorted[low]);
}

}  // namespace

std::span<const Colour, 5> sequentialPalette(Ramp ramp) { return ramp == Ramp::Warm ? kWarm : kCool; }
std::vector<Colour> burdenPalette(std::size_t classes)
{
    switch (classes) {
    case 8: return {kWarm8.begin(), kWarm8.end()};
    case 7: return {kWarm7.begin(), kWarm7.end()};
    case 6: return {kWarm6.begin(), kWarm6.end()};
    default: break;
    }
    // Fewer classes: every so many of the five.
    std::vector<Colour> out;
    const std::size_t n = std::min(classes, kWarm.size());
    for (std::size_t i = 0; i < n; ++i)
        out.push_back(kWarm[n > 1 ? i * (kWarm.size() - 1) / (n - 1) : 0]);
    while (!out.empty() && out.size() < classes)
        out.push_back(out.back());
    return out;
}

std::span<const Colour, 3> betterPalette() { return kBetter; }
std::span<const Colour, 3> worsePalette() { return kWorse; }
Colour unchangedColour() { return kUnchanged; }
Colour tooCloseColour() { return kTooClose; }
Colour hiddenColour() { return {0xFB, 0xFA, 0xF6}; }
std::span<const Colour, 4> loadPalette() { return kLoad; }
std::span<const Colour, 9> bivariatePalette() { return kBivariate; }
std::span<const Colour, 4> transitPalette() { return kTransit; }

double roundDown(double value)
{
    if (!(value > 0) || !std::isfinite(value))
        return 0;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double mantissa : {5.0, 2.5, 2.0}) {
        if (value >= mantissa * power * (1 - 1e-12))
            return mantissa * power;
    }
    return power;
}

std::vector<double> classLimits(std::span<const double> values, std::size_t classes)
{
    std::vector<double> sorted;
    std::copy_if(values.begin(), values.end(), std::back_inserter(sorted), [](double v) { return std::isfinite(v); });
    if (sorted.empty() || classes == 0)
        return {};
    std::sort(sorted.begin(), sorted.end());
    // The middle nine tenths decide the rounding, so that one outlier does not make all other limits equal.
    double spread = quantile(sorted, 0.95) - quantile(sorted, 0.05);
    if (spread <= 0)
        spread = sorted.back() - sorted.front();
    if (spread <= std::abs(sorted.back()) * 1e-9) {
        const double step = std::max(roundDown(std::abs(sorted.back()) / 10), 1e-9);
        const double low = std::floor(sorted.front() / step) * step;
        return {low, low + step};
    }
    const double step = roundingStep(spread, classes);
    std::vector<double> limits{std::floor(sorted.front() / step + 1e-9) * step};
    for (std::size_t i = 1; i < classes; ++i) {
        const double limit = std::round(quantile(sorted, static_cast<double>(i) / static_cast<double>(classes)) / step) * step;
        if (limit > limits.back() + step / 2)
            limits.push_back(limit);
    }
    const double top = std::ceil(sorted.back() / step - 1e-9) * step;
    if (top > limits.back() + step / 2 || limits.size() == 1)
        limits.push_back(std::max(top, limits.back() + step));
    return limits;
}

std::size_t classOf(std::span<const double> limits, double value)
{
    if (limits.size() < 2)
        return 0;
    const auto above = std::upper_bound(limits.begin() + 1, limits.end() - 1, value);
    return static_cast<std::size_t>(above - limits.begin() - 1);
}

int decimalsOf(std::span<const double> limits)
{
    for (int decimals = 0; decimals < 4; ++decimals) {
        const double scale = std::pow(10.0, decimals);
        const bool exact = std::all_of(limits.begin(), limits.end(), [scale](double limit) {
            return std::abs(std::round(limit * scale) - limit * scale) < 1e-6 * std::max(1.0, std::abs(limit * scale));
        });
        if (exact)
            return decimals;
    }
    return 4;
}

Colour mixed(Colour a, Colour b, double shareOfB)
{
    const auto mix = [shareOfB](std::uint8_t from, std::uint8_t to) {
        return static_cast<std::uint8_t>(std::lround(from + (to - from) * std::clamp(shareOfB, 0.0, 1.0)));
    };
    return {mix(a.r, b.r), mix(a.g, b.g), mix(a.b, b.b), mix(a.a, b.a)};
}

double luminance(Colour colour)
{
    const auto linear = [](std::uint8_t channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

}  // namespace isopolis
