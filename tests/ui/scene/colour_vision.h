#pragma once
/// Distance of two colours as people with a colour vision deficiency see them: Machado, Oliveira & Fernandes 2009 (severity 100)
/// and CIEDE2000 (Sharma, Wu & Dalal 2005), sRGB and D65.

#include "ui/scene/overlay.h"

#include <array>
#include <cmath>
#include <numbers>

namespace isopolis::test {

using Triple = std::array<double, 3>;
inline constexpr std::array<std::array<Triple, 3>, 4> kVision{{
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}},  // protanopia
    {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}},   // deuteranopia
    {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}},  // tritanopia
}};

inline Triple labOf(Colour colour, const std::array<Triple, 3>& vision)
{
    const auto linear = [](std::uint8_t v) {
        const double c = v / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const Triple rgb{linear(colour.r), linear(colour.g), linear(colour.b)};
    Triple seen{};
    for (std::size_t i = 0; i < 3; ++i)
        seen[i] = std::clamp(vision[i][0] * rgb[0] + vision[i][1] * rgb[1] + vision[i][2] * rgb[2], 0.0, 1.0);
    const double x = 0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2];
    const double y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2];
    const double z = 0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2];
    const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
    const double fx = f(x / 0.95047), fy = f(y), fz = f(z / 1.08883);
    return {116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)};
}

inline double ciede2000(const Triple& first, const Triple& second)
{
    constexpr double kDegree = std::numbers::pi / 180;
    auto [l1, a1, b1] = first;
    auto [l2, a2, b2] = second;
    const double mean = (std::hypot(a1, b1) + std::hypot(a2, b2)) / 2;
    const double g = 0.5 * (1 - std::sqrt(std::pow(mean, 7) / (std::pow(mean, 7) + std::pow(25.0, 7))));
    a1 *= 1 + g;
    a2 *= 1 + g;
    const double c1 = std::hypot(a1, b1), c2 = std::hypot(a2, b2);
    const auto hue = [](double b, double a) {
        const double h = std::atan2(b, a) / kDegree;
        return h < 0 ? h + 360 : h;
    };
    const double h1 = hue(b1, a1), h2 = hue(b2, a2);
    double dh = c1 * c2 == 0 ? 0 : h2 - h1;
    dh = dh > 180 ? dh - 360 : dh < -180 ? dh + 360 : dh;
    const double dl = l2 - l1, dc = c2 - c1, dH = 2 * std::sqrt(c1 * c2) * std::sin(dh / 2 * kDegree);
    const double lm = (l1 + l2) / 2, cm = (c1 + c2) / 2;
    double hm = h1 + h2;
    if (c1 * c2 != 0)
        hm = std::abs(h1 - h2) <= 180 ? hm / 2 : hm < 360 ? (hm + 360) / 2 : (hm - 360) / 2;
    const double t = 1 - 0.17 * std::cos((hm - 30) * kDegree) + 0.24 * std::cos(2 * hm * kDegree) +
                     0.32 * std::cos((3 * hm + 6) * kDegree) - 0.20 * std::cos((4 * hm - 63) * kDegree);
    const double sl = 1 + 0.015 * (lm - 50) * (lm - 50) / std::sqrt(20 + (lm - 50) * (lm - 50)), sc = 1 + 0.045 * cm,
                 sh = 1 + 0.015 * cm * t;
    const double turn = (hm - 275) / 25;
    const double rt =
        -2 * std::sqrt(std::pow(cm, 7) / (std::pow(cm, 7) + std::pow(25.0, 7))) * std::sin(60 * std::exp(-turn * turn) * kDegree);
    return std::sqrt(dl * dl / (sl * sl) + dc * dc / (sc * sc) + dH * dH / (sh * sh) + rt * (dc / sc) * (dH / sh));
}

}  // namespace isopolis::test
