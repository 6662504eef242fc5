#include "simulation/air/rline_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kLogStep = 0.04;  // between tabulated distances: interpolation error below 0.02 %
constexpr double kClosest_m = 1;
constexpr double kLeastShare = 1e-9;
constexpr double kWidest = 6;  // lateral spreads beyond which the plume is nothing
constexpr double kMicrogramsPerGram = 1e6;
const double kSqrt2Pi = std::sqrt(2 * std::numbers::pi);

constexpr std::array<double, 4> kGaussNode{-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526};
constexpr std::array<double, 4> kGaussWeight{0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538};
/// Distances of the refinement from a sharp place, as parts of the line's length.
constexpr std::array<double, 6> kRefinement{1e-3, 4e-3, 1.6e-2, 6.3e-2, 0.25, 1};

double dot(Point2 a, Point2 b) { return a.x * b.x + a.y * b.y; }

double cross(Point2 a, Point2 b) { return a.x * b.y - a.y * b.x; }

/// Ascending breakpoints of the interval 0…1.
class Breakpoints {
public:
    Breakpoints()
    {
        add(0);
        add(1);
    }
    void add(double t)
    {
        if (t >= 0 && t <= 1)
            m_at[m_size++] = t;
    }
    /// Towards a sharp place, or the end of the line next to it.
    void refine(double place)
    {
        const double t = std::clamp(place, 0.0, 1.0);
        add(t);
        for (const double offset : kRefinement) {
            add(t - offset);
            add(t + offset);
        }
    }
    void sort() { std::sort(m_at.begin(), m_at.begin() + static_cast<std::ptrdiff_t>(m_size)); }
    std::size_t size() const { return m_size; }
    double operator[](std::size_t i) const { return m_at[i]; }

private:
    std::array<double, 48> m_at{};
    std::size_t m_size = 0;
};

}  // namespace

RlineTable::RlineTable(const RlineMeteorology& met, RlineCoefficients coefficients, const RlineRelease& release, double receptorHeight_m,
                       double farthest_m)
    : RlineTable(std::span(&met, 1), std::array{1.0}, coefficients, release, receptorHeight_m, farthest_m)
{}

RlineTable::RlineTable(std::span<const RlineMeteorology> hours, std::span<const double> weights, RlineCoefficients coefficients,
                       const RlineRelease& release, double receptorHeight_m, double farthest_m)
    : m_coefficients(coefficients)
{
    const double angle = hours.front().windFrom_deg * std::numbers::pi / 180;
    m_wind = {-std::sin(angle), -std::cos(angle)};
    m_nodes.resize(static_cast<std::size_t>(std::log(farthest_m) / kLogStep) + 2);
    double all = 0;
    std::vector<double> plumeWeight(m_nodes.size(), 0);  // slow winds have much concentration and little plume: both count together
    for (std::size_t h = 0; h < hours.size(); ++h) {
        const RlinePlume plume(hours[h], coefficients, {release.height_m, release.sigmaZ0_m, 0}, receptorHeight_m);
        all += weights[h];
        for (std::size_t i = 0; i < m_nodes.size(); ++i) {
            const double x = std::exp(kLogStep * static_cast<double>(i));
            const RlinePlume::Profile p = plume.profileAt(x);
            const double direct = weights[h] * std::max(1 - p.meanderShare, kLeastShare);
            plumeWeight[i] += direct;
            m_nodes[i].plume += direct * p.plume * x;
            m_nodes[i].sigmaY += direct * p.plume * x * x / p.sigmaY;
            m_nodes[i].meander += weights[h] * p.meander * p.meanderShare * x;
            m_nodes[i].meanderShare += weights[h] * p.meanderShare;
        }
    }
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        Node& node = m_nodes[i];
        node.sigmaY = node.plume / node.sigmaY;
        node.plume /= plumeWeight[i];
        node.meander /= node.meanderShare;
        node.meanderShare /= all;
    }
}

RlineTable::Node RlineTable::read(double distance_m) const
{
    const double position = std::min(std::log(distance_m) / kLogStep, static_cast<double>(m_nodes.size() - 1) - 1e-9);
    const auto i = static_cast<std::size_t>(position);
    const double u = position - static_cast<double>(i);
    const Node &a = m_nodes[i], &b = m_nodes[i + 1];
    return {a.plume + u * (b.plume - a.plume), a.meander + u * (b.meander - a.meander), a.sigmaY + u * (b.sigmaY - a.sigmaY),
            a.meanderShare + u * (b.meanderShare - a.meanderShare)};
}

double RlineTable::at(double x_m, double y_m, double sigmaY0_m) const
{
    const double r = std::max(std::sqrt(x_m * x_m + y_m * y_m), kClosest_m);
    const Node round = read(r);
    double share = round.meanderShare, plume = 0;
    if (x_m > 0 || m_coefficients == RlineCoefficients::Year2013) {
        const double x = std::max(std::abs(x_m), kClosest_m);
        const Node ahead = read(x);
        if (m_coefficients == RlineCoefficients::Year2013)
            share = ahead.meanderShare;
        const double sigmaY = std::sqrt(ahead.sigmaY * ahead.sigmaY * x * x + sigmaY0_m * sigmaY0_m), ratio = y_m / sigmaY;
        if (x_m > 0 && std::abs(ratio) < kWidest)
            plume = ahead.plume / x * std::exp(-0.5 * ratio * ratio) / (kSqrt2Pi * sigmaY);
    }
    return (1 - share) * plume + share * round.meander / (2 * std::numbers::pi * r * r);
}

double RlineTable::line(const RlineSource& source, Point2 receptor) const
{
    const Point2 along = source.end - source.start, offset = receptor - source.start;
    const double length_m = std::sqrt(dot(along, along));
    if (length_m <= 0)
        return 0;
    const double forward = dot(along, m_wind), sideways = cross(along, m_wind);
    const double sigmaY0 = std::abs(0.5 * source.width_m * forward / length_m);
    Breakpoints points;
    points.refine(dot(offset, along) / (length_m * length_m));
    if (std::abs(sideways) > 1e-9 * length_m)
        points.refine(cross(offset, m_wind) / sideways);
    if (std::abs(forward) > 1e-9 * length_m) {  // where the receptor lies level with the source: the plume begins
        points.refine(dot(offset, m_wind) / forward);
        points.add((dot(offset, m_wind) - kClosest_m) / forward);
    }
    points.sort();
    double sum = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const double half = 0.5 * (points[i + 1] - points[i]), middle = points[i] + half;
        if (half <= 0)
            continue;
        for (std::size_t k = 0; k < kGaussNode.size(); ++k) {
            const Point2 d = offset - along * (middle + half * kGaussNode[k]);
            sum += kGaussWeight[k] * half * at(dot(d, m_wind), cross(m_wind, d), sigmaY0);
        }
    }
    return sum * length_m * kMicrogramsPerGram;
}

}  // namespace isopolis
