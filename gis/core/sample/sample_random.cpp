#include "gis/core/sample/sample_random.h"

namespace isopolis::sample {

std::uint64_t SampleRandom::next()
{
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

SampleRandom SampleRandom::forPart(std::uint64_t seed, std::uint64_t part)
{
    SampleRandom mix(seed * 0x2545f4914f6cdd1dULL + part);
    mix.next();
    return SampleRandom(mix.next());
}

double SampleRandom::bell()
{
    double sum = -2;
    for (int i = 0; i < 4; ++i)
        sum += unit();
    return sum;
}

double sine(double x)
{
    x -= 2 * kPi * std::floor(x / (2 * kPi) + 0.5);
    if (x > kPi / 2)
        x = kPi - x;
    if (x < -kPi / 2)
        x = -kPi - x;
    const double q = x * x;
    double term = x, sum = x;
    for (int k = 1; k <= 9; ++k) {
        term *= -q / ((2.0 * k) * (2.0 * k + 1));
        sum += term;
    }
    return sum;
}

double cosine(double x) { return sine(x + kPi / 2); }

double exponential(double x)
{
    constexpr double kLn2 = 0.69314718055994530942;
    const double k = std::floor(x / kLn2 + 0.5);
    const double r = x - k * kLn2;
    double term = 1, sum = 1;
    for (int i = 1; i <= 14; ++i) {
        term *= r / i;
        sum += term;
    }
    return std::ldexp(sum, static_cast<int>(k));
}

double pseudoAngle(Point2 d)
{
    const double s = std::fabs(d.x) + std::fabs(d.y);
    const double p = s > 0 ? d.y / s : 0;
    if (d.x < 0)
        return 2 - p;
    return d.y < 0 ? 4 + p : p;
}

double toSegment(Point2 p, Point2 a, Point2 b)
{
    const Point2 d = b - a;
    const double q = dot(d, d);
    const double t = q > 0 ? std::fmin(1, std::fmax(0, dot(p - a, d) / q)) : 0;
    return norm(p - (a + d * t));
}

double lineLength(const Polyline& line)
{
    double sum = 0;
    for (std::size_t i = 1; i < line.size(); ++i)
        sum += norm(line[i] - line[i - 1]);
    return sum;
}

SmoothField::SmoothField(SampleRandom& random, double wave_m)
{
    for (int i = 0; i < kWaves; ++i) {
        const double angle = random.between(0, 2 * kPi);
        m_wave[i] = direction(angle) * (2 * kPi / (wave_m * random.between(0.7, 1.6)));
        m_phase[i] = random.between(0, 2 * kPi);
    }
}

double SmoothField::at(Point2 p) const
{
    double sum = 0;
    for (int i = 0; i < kWaves; ++i)
        sum += sine(dot(p, m_wave[i]) + m_phase[i]);
    return sum * 0.5;
}

}  // namespace isopolis::sample
