#include "gis/core/sample/town_shape.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

// A town of 50,000 people has a built-up radius of 1.6 km: 6,200 people per km², a compact European town.
constexpr double kReferenceRadius_m = 1600, kReferencePeople = 50000;

SampleRandom shapeRandom(std::uint64_t seed) { return SampleRandom::forPart(seed, 1); }

}  // namespace

TownShape::TownShape(double population, std::uint64_t seed)
    : m_radius(kReferenceRadius_m * std::sqrt(population / kReferencePeople)), m_oldTown(std::clamp(0.22 * m_radius, 140.0, 420.0)),
      m_riverV(0), m_riverHalf(std::clamp(0.031 * m_radius, 26.0, 95.0)), m_bend_m(0), m_bendWave_m(0), m_bendPhase(0), m_bendPhase2(0),
      m_shiftX([&] {
          auto r = SampleRandom::forPart(seed, 2);
          return SmoothField(r, 900);
      }()),
      m_shiftY([&] {
          auto r = SampleRandom::forPart(seed, 3);
          return SmoothField(r, 900);
      }()),
      m_edge([&] {
          auto r = SampleRandom::forPart(seed, 4);
          return SmoothField(r, 0.95 * m_radius);
      }()),
      m_mix([&] {
          auto r = SampleRandom::forPart(seed, 5);
          return SmoothField(r, 700);
      }()),
      m_rich([&] {
          auto r = SampleRandom::forPart(seed, 6);
          return SmoothField(r, 1.1 * m_radius);
      }()),
      m_woods([&] {
          auto r = SampleRandom::forPart(seed, 7);
          return SmoothField(r, 1500);
      }()),
      m_hills([&] {
          auto r = SampleRandom::forPart(seed, 8);
          return SmoothField(r, 2600);
      }())
{
    SampleRandom random = shapeRandom(seed);
    m_riverV = -(0.52 * m_oldTown + m_riverHalf);
    m_bend_m = 0.085 * m_radius + 20;
    m_bendWave_m = 1.5 * m_radius + 500;
    m_bendPhase = random.between(0, 2 * kPi);
    m_bendPhase2 = random.between(0, 2 * kPi);
    m_hillAt = {-0.55 * m_radius, 0.75 * m_radius};
    // Industry lies down the river and down the wind; estates of slabs at the edge.
    m_industry.push_back({{0.74 * m_radius, m_riverV - 0.27 * m_radius}, 0.30 * m_radius});
    m_industry.push_back({{0.93 * m_radius, m_riverV + 0.2 * m_radius}, 0.17 * m_radius});
    const int estates = 3 + static_cast<int>(m_radius / 2200);
    for (int i = 0; i < estates; ++i) {
        const Point2 d = direction(2 * kPi * (i + random.between(0.1, 0.6)) / estates + 0.5);
        m_slabs.push_back({d * (m_radius * random.between(0.6, 0.82)), std::min(0.15 * m_radius, 480.0)});
    }
}

Point2 TownShape::toCity(Point2 p) const
{
    const double k = 2 * kPi / m_bendWave_m;
    const double off = (p.y - m_riverV) / (0.62 * m_radius);
    const double bend = m_bend_m * (sine(k * p.x + m_bendPhase) + 0.45 * sine(1.9 * k * p.x + m_bendPhase2)) / (1 + off * off);
    const double shift = std::min(26.0, 0.02 * m_radius);
    return kOrigin + Point2{p.x + shift * m_shiftX.at(p), p.y + bend + shift * m_shiftY.at(p)};
}

Point2 TownShape::toPlan(Point2 city) const
{
    // The bend is gentle (its slope is below one), so repeated correction converges.
    Point2 plan = city - kOrigin;
    for (int i = 0; i < 60; ++i) {
        const Point2 miss = city - toCity(plan);
        plan = plan + miss;
        if (norm(miss) < 1e-3)
            break;
    }
    return plan;
}

double TownShape::remoteness(Point2 p) const
{
    const double r = norm(p - Point2{0, 0.3 * m_riverV}) / m_radius;
    return r * (1 + 0.15 * m_edge.at(p)) + 0.03 * m_mix.at(p);
}

Quarter TownShape::quarterAt(Point2 p) const
{
    const double far = remoteness(p);
    if (far > 1)
        return Quarter::Fields;
    if (norm(p - Point2{0, 0.5 * m_riverV}) < 1.02 * m_oldTown)
        return Quarter::OldTown;
    const double mix = 0.07 * m_mix.at(p);
    for (const Spot& spot : m_industry)
        if (norm(p - spot.at) < spot.radius * (1 + 1.5 * mix))
            return Quarter::Industrial;
    for (const Spot& spot : m_slabs)
        if (norm(p - spot.at) < spot.radius * (1 + 2 * mix))
            return Quarter::Slabs;
    if (far + mix < 0.44)
        return Quarter::Inner;
    return far + mix < 0.7 ? Quarter::Rows : Quarter::Detached;
}

double TownShape::wealth(Point2 p) const
{
    // The wind blows from the west: the smoke of the industry makes the east cheap. A hill with a view is dear.
    double value = -0.45 * p.x / m_radius + 0.28 * m_rich.at(p);
    value += 0.4 * std::max(0.0, 1 - norm(p - m_hillAt) / (0.7 * m_radius));
    for (const Spot& spot : m_industry)
        value -= 0.5 * std::max(0.0, 1 - norm(p - spot.at) / (2.2 * spot.radius));
    for (const Spot& spot : m_slabs)
        value -= 0.7 * std::max(0.0, 1.1 - norm(p - spot.at) / (1.6 * spot.radius));
    return std::clamp(value, -1.0, 1.0);
}

double TownShape::ground_m(Point2 p) const
{
    constexpr double kRiver_m = 182, kRise_m = 16, kHill_m = 42;
    const double off = std::max(0.0, std::fabs(p.y - m_riverV) - m_riverHalf - 20);
    const double valley = off * off / (off * off + 900.0 * 900.0);
    const double q = norm(p - m_hillAt) / (0.55 * m_radius);
    const double hill = q < 1 ? (1 - q * q) * (1 - q * q) : 0;
    return kRiver_m + valley * (kRise_m + 7 * m_hills.at(p) + kHill_m * hill);
}

}  // namespace isopolis::sample
