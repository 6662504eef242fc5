#pragma once
/// Random numbers and elementary functions that give the same bits on every machine.
///
///   SampleRandom random(seed);   random.between(3, 5);   cosine(kPi) == -1.0
///
/// The standard's distributions and libm's sine differ between libraries, which would make two people's "seed 1" two cities.
/// Only +, -, *, / and sqrt are used, which IEEE 754 fixes. One draw per expression: compilers differ in the order of operands. Generator:
/// splitmix64 (Steele, Lea, Flood 2014).

#include "gis/core/geometry/geometry.h"

#include <cmath>
#include <cstdint>

namespace isopolis::sample {

inline constexpr double kPi = 3.14159265358979323846;

class SampleRandom {
public:
    explicit SampleRandom(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }  ///< [0, 1)
    double between(double low, double high) { return low + (high - low) * unit(); }
    int integer(int low, int high) { return low + static_cast<int>(unit() * (high - low + 1)); }  ///< both ends included
    bool chance(double probability) { return unit() < probability; }
    double bell();  ///< mean 0, deviation 0.58, within -2…2
    /// An independent generator: what one part of the city draws does not move another part.
    static SampleRandom forPart(std::uint64_t seed, std::uint64_t part);

private:
    std::uint64_t m_state;
};

double sine(double radians);
double cosine(double radians);
double exponential(double x);

inline double norm(Point2 p) { return std::sqrt(p.x * p.x + p.y * p.y); }
inline double dot(Point2 a, Point2 b) { return a.x * b.x + a.y * b.y; }
inline double cross(Point2 a, Point2 b) { return a.x * b.y - a.y * b.x; }
inline Point2 leftOf(Point2 d) { return {-d.y, d.x}; }
inline Point2 lerp(Point2 a, Point2 b, double t) { return a + (b - a) * t; }
inline Point2 unitVector(Point2 d)
{
    const double n = norm(d);
    return n > 0 ? d * (1 / n) : Point2{1, 0};
}
inline Point2 direction(double radians) { return {cosine(radians), sine(radians)}; }
/// Grows with the angle from the x axis, 0…4: sorts directions without an arc tangent.
double pseudoAngle(Point2 d);
/// Distance of a point from a segment.
double toSegment(Point2 p, Point2 a, Point2 b);
/// Length of a line by sqrt alone.
double lineLength(const Polyline& line);

/// A smooth field of about -1…1 that varies over `wave_m`.
class SmoothField {
public:
    SmoothField(SampleRandom& random, double wave_m);
    double at(Point2 p) const;

private:
    static constexpr int kWaves = 4;
    Point2 m_wave[kWaves];
    double m_phase[kWaves];
};

}  // namespace isopolis::sample
