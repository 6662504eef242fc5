#include "simulation/air/rline.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

namespace isopolis {

namespace {

constexpr double kKarman = 0.4;
constexpr double kNeutralLength_m = 1e6;  // |L| beyond which buoyancy is left out
constexpr double kClosest_m = 1.0;
constexpr double kSigmaVFloor_ms = 0.2;
constexpr int kWindIterations = 40;
constexpr double kWindTolerance = 1e-7;
constexpr double kMicrogramsPerGram = 1e6;
const double kSqrt2 = std::numbers::sqrt2;
const double kSqrt2OverPi = std::sqrt(2 / std::numbers::pi);
const double kSqrt2Pi = std::sqrt(2 * std::numbers::pi);

/// The published coefficients that differ between the sets: growth a ξ / (1 + b …), lateral c (1 + d …).
struct Coefficients {
    double growth, stableBend, unstableGrowth, lateral, stableLateral, unstableLateral;
};
constexpr Coefficients k2013{0.57, 3.0, 1.5, 1.6, 2.5, 1.0};
constexpr Coefficients k2023{0.70, 1.5, 1.0, 1.4, 1.5, 2.5};

const Coefficients& coefficientsOf(RlineCoefficients set) { return set == RlineCoefficients::Year2013 ? k2013 : k2023; }

double stabilityCorrection(double z, double l)
{
    if (std::abs(l) > kNeutralLength_m)
        return 0;
    const double ratio = z / l;
    if (l > 0)
        return -17 * (1 - std::exp(-0.29 * ratio));
    const double x = std::pow(1 - 16 * ratio, 0.25);
    return 2 * std::log((1 + x) / 2) + std::log((1 + x * x) / 2) - 2 * std::atan(x) + std::numbers::pi / 2;
}

/// Standard deviation of the lateral wind, m/s.
double sigmaV(const RlineMeteorology& met, RlineCoefficients set)
{
    const double u = met.frictionVelocity_ms, w = std::max(0.0, met.convectiveVelocity_ms);
    if (set == RlineCoefficients::Year2013)
        return std::max(std::sqrt(0.36 * w * w + 3.61 * u * u), kSigmaVFloor_ms);
    const double surface = 3.6 * u * u, top = std::min(surface, 0.25);
    const double height = std::max(met.mechanicalHeight_m, 1.0);
    const double mechanical = surface + (top - surface) * std::min(1.0, met.windHeight_m / height);
    return std::max(std::sqrt(mechanical + 0.35 * w * w), kSigmaVFloor_ms);
}

double square(double x) { return x * x; }

double dot(Point2 a, Point2 b) { return a.x * b.x + a.y * b.y; }

double cross(Point2 a, Point2 b) { return a.x * b.y - a.y * b.x; }

// Four-point Gauss rule on [-1, 1].
constexpr std::array<double, 4> kGaussNode{-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526};
constexpr std::array<double, 4> kGaussWeight{0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538};

/// Breakpoints along the line (0…1), denser towards the given positions.
std::vector<double> breakpoints(const std::vector<double>& singular)
{
    constexpr int kRefinements = 12;
    constexpr double kSmallest = 1e-4;  // of the length
    std::vector<double> points{0, 1};
    const double ratio = std::pow(1 / kSmallest, 1.0 / (kRefinements - 1));
    for (const double t : singular) {
        points.push_back(t);
        double offset = kSmallest;
        for (int k = 0; k < kRefinements; ++k, offset *= ratio) {
            points.push_back(t - offset);
            points.push_back(t + offset);
        }
    }
    std::erase_if(points, [](double t) { return !(t >= 0 && t <= 1); });
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    return points;
}

}  // namespace

RlineMeteorology neutralMeteorology(double wind_ms, double windHeight_m, double roughness_m, double displacement_m)
{
    RlineMeteorology met;
    met.frictionVelocity_ms = kKarman * wind_ms / std::log((windHeight_m - displacement_m) / roughness_m);
    met.mechanicalHeight_m = 2300 * std::pow(met.frictionVelocity_ms, 1.5);
    met.mixingHeight_m = met.mechanicalHeight_m;
    met.moninObukhov_m = 10 * kNeutralLength_m;
    met.roughness_m = roughness_m;
    met.displacement_m = displacement_m;
    met.wind_ms = wind_ms;
    met.windHeight_m = windHeight_m;
    return met;
}

RlinePlume::RlinePlume(const RlineMeteorology& met, RlineCoefficients coefficients, const RlineRelease& release, double receptorHeight_m)
    : m_met(met), m_ground{met.frictionVelocity_ms, met.moninObukhov_m, met.roughness_m, met.displacement_m}, m_coefficients(coefficients),
      m_release(release), m_receptorHeight_m(receptorHeight_m), m_sigmaV_ms(sigmaV(met, coefficients))
{
    if (coefficients == RlineCoefficients::Year2023)
        m_windFloor_ms = std::max({4.47 * met.frictionVelocity_ms, kSqrt2 * m_sigmaV_ms, 0.2828});
    m_windScale = met.wind_ms / std::max(profile(met.windHeight_m, m_ground), m_windFloor_ms);
}

RlinePlume::Ground RlinePlume::behindWall(double height_m) const
{
    const double roughness_m = std::max(height_m / 9, m_met.roughness_m);
    const double faster = std::max(1.0, std::pow(roughness_m / m_met.roughness_m, 0.14));
    return {m_met.frictionVelocity_ms * faster, m_met.moninObukhov_m * faster * faster * faster, roughness_m,
            m_met.displacement_m / m_met.roughness_m * roughness_m};
}

double RlinePlume::profile(double z_m, const Ground& ground) const
{
    const double l = ground.moninObukhov_m, z0 = ground.roughness_m;
    const double z = std::max(z_m - ground.displacement_m, z0);
    return ground.frictionVelocity_ms / kKarman * (std::log(z / z0) - stabilityCorrection(z, l) + stabilityCorrection(z0, l));
}

double RlinePlume::windAt(double z_m, const Ground& ground) const
{
    if (m_coefficients == RlineCoefficients::Year2023)
        return std::max(m_windScale * std::max(profile(z_m, ground), m_windFloor_ms), m_windFloor_ms);
    const double wind = z_m > ground.displacement_m + ground.roughness_m ? m_windScale * profile(z_m, ground) : kSqrt2 * m_sigmaV_ms;
    return std::sqrt(2 * square(m_sigmaV_ms) + square(wind));
}

double RlinePlume::verticalSpread(double x_m, double wind_ms, const Ground& ground) const
{
    const Coefficients& c = coefficientsOf(m_coefficients);
    const double ratio = ground.frictionVelocity_ms / wind_ms, l = ground.moninObukhov_m, xi = ratio * x_m;
    double sigma = c.growth * xi;
    if (l > 0)
        sigma /= 1 + c.stableBend * ratio * std::pow(x_m / l, 2.0 / 3);
    else
        sigma *= 1 + c.unstableGrowth * ratio * x_m / -l;
    if (m_coefficients == RlineCoefficients::Year2013)
        sigma = std::min(sigma, kSqrt2OverPi * m_met.mixingHeight_m);
    return sigma;
}

double RlinePlume::lateralSpread(double verticalSpread_m) const
{
    const Coefficients& c = coefficientsOf(m_coefficients);
    const double l = m_met.moninObukhov_m;
    const double bend = l > 0 ? 1 + c.stableLateral * verticalSpread_m / l : 1 / std::sqrt(1 + c.unstableLateral * verticalSpread_m / -l);
    return c.lateral * m_sigmaV_ms / m_met.frictionVelocity_ms * verticalSpread_m * bend;
}

RlinePlume::Spread RlinePlume::spreadAt(double x_m, const Ground& ground, const Start& start) const
{
    const double zs = start.height_m;
    Spread spread;
    spread.wind = windAt(zs, ground);
    double plume = 0;
    // The plume's mean height depends on the wind at that height: fixed point, sped up by Aitken's extrapolation.
    double before = spread.wind, beforeThat = spread.wind;
    for (int i = 1; i <= kWindIterations; ++i) {
        plume = verticalSpread(x_m, spread.wind, ground);
        spread.sigmaZ = std::sqrt(square(plume) + square(start.sigmaZ0_m));
        const double mean = kSqrt2OverPi * spread.sigmaZ * std::exp(-0.5 * square(zs / spread.sigmaZ)) +
                            zs * std::erf(zs / (kSqrt2 * spread.sigmaZ)) + start.lift_m;
        beforeThat = before;
        before = spread.wind;
        spread.wind = windAt(std::max(mean, zs), ground);
        if (std::abs(spread.wind - before) <= kWindTolerance * spread.wind)
            break;
        if (i % 2 == 0) {
            const double bend = spread.wind - 2 * before + beforeThat;
            const double extrapolated = spread.wind - square(spread.wind - before) / bend;
            if (bend != 0 && extrapolated > 0.5 * spread.wind && extrapolated < 2 * spread.wind)
                spread.wind = extrapolated;
            before = spread.wind;
        }
    }
    spread.sigmaY = std::sqrt(square(lateralSpread(plume)) + square(m_release.sigmaY0_m));
    return spread;
}

double RlinePlume::vertical(const Spread& spread, bool lid, double height_m) const
{
    const double zs = height_m, z = m_receptorHeight_m, sigma = spread.sigmaZ;
    const auto gauss = [&](double distance) { return std::exp(-0.5 * square(distance / sigma)); };
    double sum = gauss(zs - z) + gauss(zs + z);
    if (lid && m_coefficients == RlineCoefficients::Year2023) {
        const double height = std::max(m_met.mixingHeight_m, zs + 2.15 * sigma);
        for (int j = 1; j < 10; ++j) {
            const double image = 2 * j * height;
            const double added = gauss(image + zs - z) + gauss(image - zs - z) + gauss(image + zs + z) + gauss(image - zs + z);
            sum += added;
            if (added <= 1e-6 * sum)
                break;
        }
    }
    return sum / (kSqrt2Pi * sigma * spread.wind);
}

double RlinePlume::direct(const Spread& spread, double y_m) const
{
    const double ratio = y_m / spread.sigmaY;
    if (std::abs(ratio) > 8)
        return 0;
    return vertical(spread, true) * std::exp(-0.5 * square(ratio)) / (kSqrt2Pi * spread.sigmaY);
}

double RlinePlume::directAt(double x_m, double y_m) const { return x_m <= 0 ? 0 : direct(spreadAt(std::max(x_m, kClosest_m)), y_m); }

double RlinePlume::at(double x_m, double y_m) const { return at(x_m, y_m, around(std::hypot(x_m, y_m))); }

double RlinePlume::meanderShare(double wind_ms) const { return std::min(1.0, 2 * square(m_sigmaV_ms / wind_ms)); }

RlinePlume::Profile RlinePlume::profileAt(double x_m) const
{
    const Spread spread = spreadAt(std::max(x_m, kClosest_m));
    return {vertical(spread, true), vertical(spread, false), spread.sigmaY, meanderShare(spread.wind)};
}

RlinePlume::Spread RlinePlume::around(double r_m) const { return spreadAt(std::max(r_m, kClosest_m)); }

double RlinePlume::at(double x_m, double y_m, const Spread& round) const
{
    const double r = std::max(std::hypot(x_m, y_m), kClosest_m);
    const double meander = vertical(round, false) / (2 * std::numbers::pi * r);
    // The older set weighs by the plume's wind at the distance along the wind, upwind of the source too.
    Spread ahead = round;
    if (x_m > 0 || m_coefficients == RlineCoefficients::Year2013)
        ahead = spreadAt(std::max(std::abs(x_m), kClosest_m));
    const double plume = x_m > 0 ? direct(ahead, y_m) : 0;
    const double wind = m_coefficients == RlineCoefficients::Year2023 ? round.wind : ahead.wind;
    const double share = meanderShare(wind);
    return (1 - share) * plume + share * meander;
}

double RlinePlume::mixedWake(double x_m, const RlineWallsInWind& walls, double height_m, const Ground& before, double& sigmaY_m,
                             double& edge_m) const
{
    constexpr double kTallestAffected_m = 12, kRecovery = 9, kMixedHeights = 1.25;
    const double wall_m = walls.downwind_m;
    edge_m = spreadAt(walls.downwindAway_m, before, {height_m, m_release.sigmaZ0_m, wall_m}).sigmaZ + 0.1 * wall_m;
    const double away_m = x_m - walls.downwindAway_m;
    const Ground behind = behindWall(wall_m);
    const Spread spread = spreadAt(away_m, behind, {height_m, edge_m, wall_m});
    sigmaY_m = spread.sigmaY;
    const double flat = 1 / (kSqrt2Pi * spread.sigmaZ * spread.wind);
    const double atGround = 2 * flat * std::exp(-0.5 * square(height_m / spread.sigmaZ));
    const double sheltered = (1 - 0.75 * wall_m / std::max(wall_m, kTallestAffected_m)) * std::exp(-away_m / (kRecovery * wall_m));
    const double mixed_m = kMixedHeights * wall_m;
    const double left = 1 / (1 + 0.5 * (1 - sheltered) * windAt(wall_m, behind) * atGround * mixed_m);
    if (m_receptorHeight_m <= mixed_m)
        return left * atGround;
    const auto gauss = [&](double distance) { return std::exp(-0.5 * square(distance / spread.sigmaZ)); };
    return left * flat * (gauss(m_receptorHeight_m - mixed_m - height_m) + gauss(m_receptorHeight_m - mixed_m + height_m));
}

double RlinePlume::atWalls(double x_m, double y_m, double r_m, const RlineWallsInWind& walls) const
{
    const double highest_m = std::max(walls.downwind_m, walls.upwind_m), z = m_release.height_m;
    Ground ground = m_ground;
    double plume = 0, sigmaB_m = 0, lift_m = 0;
    if (x_m > 0) {
        const double x = std::max(x_m, kClosest_m);
        double height = z, slowed = 1, sigmaY = 0;
        if (walls.startsAtUpwind) {
            height = std::max(z, 0.75 * walls.upwind_m);
            ground = behindWall(walls.upwind_m);
            slowed = 1 - std::exp(-x / (8 * walls.upwind_m));
        }
        if (walls.downwind_m > 0 && x > walls.downwindAway_m) {
            plume = mixedWake(x, walls, height, ground, sigmaY, sigmaB_m);
            ground = behindWall(walls.downwind_m);
            lift_m = walls.downwind_m;
        } else {
            const Spread spread = spreadAt(x, ground, {z, m_release.sigmaZ0_m, 0});
            sigmaY = spread.sigmaY;
            plume = vertical(spread, true, height) / slowed;
        }
        plume *= std::exp(-0.5 * square(y_m / sigmaY)) / (kSqrt2Pi * sigmaY);
    } else {
        sigmaB_m = 0.25 * highest_m;
        ground = behindWall(highest_m);
    }
    const double height = std::max(z, 0.75 * highest_m), r = std::max(r_m, kClosest_m);
    const Spread round = spreadAt(r, ground, {height, std::hypot(m_release.sigmaZ0_m, sigmaB_m), lift_m});
    const double share = meanderShare(round.wind);
    return (1 - share) * plume + share * vertical(round, false, height) / (2 * std::numbers::pi * r);
}

namespace {

/// Walls as this wind meets them; `shift` is where the plume starts relative to the source.
RlineWallsInWind wallsInWind(const RlineSource& source, Point2 offset, Point2 wind, Point2& shift)
{
    const Point2 along = source.end - source.start;
    const double length_m = std::hypot(along.x, along.y);
    const double sine = cross(along, wind) / length_m;  // positive: the wind blows to the left of the way
    const bool alongRoad = std::abs(sine) < 1e-6;       // such a wind crosses no wall: each counts as one that the plume never reaches
    RlineWall down, up;
    for (const RlineWall& wall : source.walls) {
        RlineWall& side = alongRoad || (wall.offset_m > 0) == (sine > 0) ? down : up;
        if (wall.height_m > 0 && (side.height_m <= 0 || std::abs(wall.offset_m) < std::abs(side.offset_m)))
            side = wall;
    }
    RlineWallsInWind met;
    met.downwind_m = down.height_m;
    met.upwind_m = up.height_m;
    const double lee_m = (down.height_m > 0 ? 4.0 : 6.5) * up.height_m;
    shift = {};
    if (up.height_m > 0 && std::abs(up.offset_m) < lee_m) {
        met.startsAtUpwind = true;
        shift = Point2{-along.y, along.x} * (up.offset_m / length_m);
    }
    if (down.height_m > 0) {
        met.downwindAway_m = std::abs(down.offset_m) / (std::abs(sine) + 1e-8) - dot(shift, wind);
        // In wind almost along the road no wall lies farther than the road's end.
        const double farthest = std::max(std::abs(dot(offset - shift, wind)), std::abs(dot(offset - along - shift, wind)));
        if (farthest >= std::abs(down.offset_m))
            met.downwindAway_m = std::min(met.downwindAway_m, farthest);
    }
    return met;
}

}  // namespace

double rlineConcentration(const RlineMeteorology& met, RlineCoefficients coefficients, const RlineSource& source, Point2 receptor,
                          double receptorHeight_m)
{
    const Point2 along = source.end - source.start;
    const double length_m = std::hypot(along.x, along.y);
    if (length_m <= 0)
        return 0;
    const double angle = met.windFrom_deg * std::numbers::pi / 180;
    const Point2 wind{-std::sin(angle), -std::cos(angle)};
    const double sigmaY0 = std::abs(0.5 * source.width_m * dot(along, wind) / length_m);
    const RlinePlume plume(met, coefficients, {source.height_m, source.sigmaZ0_m, sigmaY0}, receptorHeight_m);

    const Point2 offset = receptor - source.start;
    const double forward = dot(along, wind), sideways = cross(along, wind);
    std::vector<double> singular{dot(offset, along) / square(length_m)};
    if (std::abs(sideways) > 1e-9 * length_m)
        singular.push_back(cross(offset, wind) / sideways);
    const bool walled = coefficients == RlineCoefficients::Year2023 && !source.walls.empty();
    Point2 shift;
    RlineWallsInWind walls;
    if (walled)
        walls = wallsInWind(source, offset, wind, shift);
    if (std::abs(forward) > 1e-9 * length_m) {  // where the receptor lies level with the source: the plume begins
        singular.push_back(dot(offset - shift, wind) / forward);
        singular.push_back((dot(offset - shift, wind) - kClosest_m) / forward);
        if (walls.downwind_m > 0)
            singular.push_back((dot(offset - shift, wind) - walls.downwindAway_m) / forward);
    }
    const std::vector<double> points = breakpoints(singular);
    double sum = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const double half = 0.5 * (points[i + 1] - points[i]), middle = points[i] + half;
        for (std::size_t k = 0; k < kGaussNode.size(); ++k) {
            const Point2 d = offset - along * (middle + half * kGaussNode[k]);
            const Point2 from = d - shift;
            sum += kGaussWeight[k] * half *
                   (walled ? plume.atWalls(dot(from, wind), cross(wind, from), std::hypot(d.x, d.y), walls)
                           : plume.at(dot(d, wind), cross(wind, d)));
        }
    }
    return sum * length_m * kMicrogramsPerGram;
}

}  // namespace isopolis
