#include "simulation/air/annual_kernel.h"

#include "simulation/air/rline_table.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace isopolis {

namespace {

// Resolution of the tables: numerical choices, checked by the test against the plume formula.
constexpr int kDirections = 360;         // wind directions, 1° apart
constexpr std::size_t kAzimuthStep = 2;  // degrees between table columns
constexpr std::size_t kAzimuths = kDirections / kAzimuthStep;
constexpr double kLogStep = 0.05;  // between table radii
constexpr double kCell_m = 10;
constexpr double kPolarReach_m = 150;  // nearer than this the polar table is read, farther the square grid
constexpr double kSpeedRatio = 1.06;   // between tabulated wind speeds
constexpr double kClosest_m = 1;
// Ratios of a piece's length to its distance up to which one, two and three Gauss points suffice.
constexpr double kFar = 0.1, kMiddle = 0.5, kNear = 1.0;
constexpr double kFloor_m = 2;         // distances below count as this when pieces are halved
constexpr double kLongestNear = 0.35;  // longest piece of a near part, of the width of the change from near to far
const double kTwoPoint = 0.5 / std::numbers::sqrt3, kThreePoint = 0.5 * std::sqrt(0.6);
constexpr std::size_t kGridBlocks = 16;
constexpr double kMicrogramsPerGram = 1e6;
constexpr double kDegree = std::numbers::pi / 180;

/// Weight of each wind direction (1° bins) at one tabulated speed.
struct SpeedNode {
    double wind_ms = 0;
    std::array<double, kDirections> weight{};
    bool used = false;
};

std::size_t directionBin(int degrees) { return static_cast<std::size_t>(((degrees % kDirections) + kDirections) % kDirections); }

/// Spreads a weight evenly over a sector.
void addSector(SpeedNode& node, double from_deg, double width_deg, double weight)
{
    const double low = from_deg - width_deg / 2, high = from_deg + width_deg / 2;
    for (int bin = static_cast<int>(std::floor(low)) - 1; bin <= static_cast<int>(std::ceil(high)) + 1; ++bin) {
        const double overlap = std::min(high, bin + 0.5) - std::max(low, bin - 0.5);
        if (overlap > 0)
            node.weight[directionBin(bin)] += weight * overlap / width_deg;
    }
    node.used = true;
}

double sectorWidth(std::span<const WindClass> rose)
{
    std::vector<double> directions;
    for (const WindClass& wind : rose)
        directions.push_back(wind.from_deg);
    std::sort(directions.begin(), directions.end());
    directions.erase(std::unique(directions.begin(), directions.end()), directions.end());
    constexpr double kWidest_deg = 45;  // a rose of very few directions is still a set of winds, not of sectors
    return std::min(kWidest_deg, 360.0 / static_cast<double>(directions.size()));
}

/// Distributes the classes over tabulated speeds so that U·K is interpolated linearly in ln U.
std::vector<SpeedNode> speedNodes(std::span<const WindClass> rose, double minimum_ms)
{
    double fastest = minimum_ms;
    for (const WindClass& wind : rose)
        fastest = std::max(fastest, wind.speed_ms);
    const double step = std::log(kSpeedRatio);
    std::vector<SpeedNode> nodes(static_cast<std::size_t>(std::log(fastest / minimum_ms) / step) + 2);
    for (std::size_t i = 0; i < nodes.size(); ++i)
        nodes[i].wind_ms = minimum_ms * std::exp(step * static_cast<double>(i));
    const double width = sectorWidth(rose);
    for (const WindClass& wind : rose) {
        const double speed = std::max(wind.speed_ms, minimum_ms);
        const double position = std::log(speed / minimum_ms) / step;
        const std::size_t lower = std::min(static_cast<std::size_t>(position), nodes.size() - 2);
        const double upperShare = position - static_cast<double>(lower);
        for (const auto& [index, share] : {std::pair{lower, 1 - upperShare}, std::pair{lower + 1, upperShare}})
            if (share > 0)
                addSector(nodes[index], wind.from_deg, width, wind.frequency * share * nodes[index].wind_ms / speed);
    }
    std::erase_if(nodes, [](const SpeedNode& node) { return !node.used; });
    return nodes;
}

double distanceToSegment(Point2 a, Point2 b)
{
    const Point2 d = b - a;
    const double square = d.x * d.x + d.y * d.y;
    const double t = square > 0 ? std::clamp(-(a.x * d.x + a.y * d.y) / square, 0.0, 1.0) : 0;
    return std::hypot(a.x + t * d.x, a.y + t * d.y);
}

}  // namespace

/// One state of the air with the directions it comes from.
struct AnnualKernel::Wind {
    std::vector<RlineMeteorology> hours;
    std::vector<double> hourWeight;
    std::array<double, kDirections> weight{};  ///< by direction of 1°
};

AnnualKernel AnnualKernel::build(const KernelSettings& settings, std::span<const WindClass> rose, RunControl& control)
{
    std::vector<Wind> winds;
    for (const SpeedNode& node : speedNodes(rose, settings.minimumWind_ms))
        winds.push_back(
            {{neutralMeteorology(node.wind_ms, settings.windHeight_m, settings.roughness_m, settings.displacement_m)}, {1}, node.weight});
    AnnualKernel kernel = tabulate(settings, winds, control);
    kernel.m_winds.assign(rose.begin(), rose.end());
    return kernel;
}

AnnualKernel AnnualKernel::build(const KernelSettings& settings, std::span<const MetClass> classes, RunControl& control)
{
    // Plumes of one direction and stability are alike: they share a table, averaged over the hours of all speeds and periods.
    std::vector<Wind> winds;
    std::vector<WindClass> byDirection;
    constexpr double kSector_deg = 360.0 / static_cast<double>(kDirectionClasses);
    for (std::size_t i = 0; i < classes.size();) {
        Wind wind;
        double weight = 0;
        const MetClass& first = classes[i];
        for (; i < classes.size() && classes[i].direction == first.direction && classes[i].stability == first.stability; ++i) {
            const MetClass& c = classes[i];
            double sampled = 0;
            for (const double w : c.sampleWeight)
                sampled += w;
            for (std::size_t h = 0; h < c.sample.size(); ++h) {
                wind.hours.push_back(c.sample[h]);
                wind.hourWeight.push_back(c.sampleWeight[h] * c.weight / sampled);
            }
            byDirection.push_back({first.met.windFrom_deg, c.met.wind_ms, c.weight});
            weight += c.weight;
        }
        SpeedNode node;
        addSector(node, first.met.windFrom_deg, kSector_deg, weight);
        wind.weight = node.weight;
        winds.push_back(std::move(wind));
    }
    AnnualKernel kernel = tabulate(settings, winds, control);
    kernel.m_winds = std::move(byDirection);
    return kernel;
}

AnnualKernel AnnualKernel::tabulate(const KernelSettings& settings, std::span<const Wind> winds, RunControl& control)
{
    AnnualKernel kernel;
    kernel.m_reach_m = settings.reach_m;
    kernel.m_nearestSquare_m2 = std::max(kClosest_m * kClosest_m, settings.nearest_m * settings.nearest_m);
    kernel.m_logStep = kLogStep;
    kernel.m_cell_m = kCell_m;
    const double corner_m = settings.reach_m + 2 * kCell_m;
    kernel.m_radii = static_cast<std::size_t>(std::ceil(std::log(corner_m * std::numbers::sqrt2) / kLogStep)) + 1;
    kernel.m_polar.assign(kernel.m_radii * kAzimuths, 0);

    const RlineRelease release{settings.sourceHeight_m, settings.sigmaZ0_m, 0};
    const double sigmaY0_m = settings.roadWidth_m / (2 * std::numbers::sqrt2);
    std::vector<std::optional<RlineTable>> tables(winds.size());
    parallelBlocks(winds.size(), winds.size(), control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t n = begin; n < end && !control.cancelled(); ++n)
            tables[n].emplace(winds[n].hours, winds[n].hourWeight, RlineCoefficients::Year2023, release, settings.receptorHeight_m,
                              2 * corner_m);
    });
    if (control.cancelled())
        return kernel;
    parallelBlocks(kernel.m_radii, kernel.m_radii, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
            const double r_m = std::exp(kLogStep * static_cast<double>(i));
            double* row = &kernel.m_polar[i * kAzimuths];
            std::array<double, kDirections> byAngle{};  // between wind and receptor, one state of the air
            for (std::size_t n = 0; n < winds.size(); ++n) {
                for (int angle = 0; angle <= kDirections / 2; ++angle) {
                    const double value = tables[n]->at(r_m * std::cos(angle * kDegree), r_m * std::sin(angle * kDegree), sigmaY0_m);
                    byAngle[directionBin(angle)] = value;
                    byAngle[directionBin(-angle)] = value;
                }
                for (int from = 0; from < kDirections; ++from) {
                    const double weight = winds[n].weight[directionBin(from)];
                    if (weight <= 0)
                        continue;
                    for (std::size_t a = 0; a < kAzimuths; ++a)
                        row[a] += weight * byAngle[directionBin(static_cast<int>(a * kAzimuthStep) - from - kDirections / 2)];
                }
            }
            for (std::size_t a = 0; a < kAzimuths; ++a)
                row[a] *= kMicrogramsPerGram * r_m * r_m;
        }
    });

    kernel.m_halfCells = static_cast<int>(std::ceil(settings.reach_m / kCell_m)) + 1;
    const int side = 2 * kernel.m_halfCells + 1;
    kernel.m_grid.resize(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    parallelBlocks(static_cast<std::size_t>(side), kGridBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t row = begin; row < end; ++row)
            for (int column = 0; column < side; ++column) {
                const Point2 offset{(column - kernel.m_halfCells) * kCell_m, (static_cast<int>(row) - kernel.m_halfCells) * kCell_m};
                const double r = std::max(kClosest_m, std::hypot(offset.x, offset.y));
                kernel.m_grid[row * static_cast<std::size_t>(side) + static_cast<std::size_t>(column)] = kernel.polarAt(r, offset);
            }
    });
    return kernel;
}

/// r²K from the polar table, bilinear in ln r and azimuth.
double AnnualKernel::polarAt(double r_m, Point2 offset) const
{
    const double radius = std::min(std::log(r_m) / m_logStep, static_cast<double>(m_radii - 1) - 1e-9);
    const auto i = static_cast<std::size_t>(radius);
    const double u = radius - static_cast<double>(i);
    double azimuth = std::atan2(offset.x, offset.y) / (kDegree * static_cast<double>(kAzimuthStep));
    if (azimuth < 0)
        azimuth += static_cast<double>(kAzimuths);
    const auto floor = static_cast<std::size_t>(azimuth);
    const double v = azimuth - static_cast<double>(floor);
    const std::size_t a = floor % kAzimuths, b = (floor + 1) % kAzimuths;
    const double* inner = &m_polar[i * kAzimuths];
    const double* outer = inner + kAzimuths;
    return (1 - u) * ((1 - v) * inner[a] + v * inner[b]) + u * ((1 - v) * outer[a] + v * outer[b]);
}

double AnnualKernel::at(Point2 offset) const
{
    const double square = std::max(m_nearestSquare_m2, offset.x * offset.x + offset.y * offset.y);
    if (square >= m_reach_m * m_reach_m)
        return 0;
    if (square < kPolarReach_m * kPolarReach_m)
        return polarAt(std::sqrt(square), offset) / square;
    const double x = offset.x / m_cell_m + m_halfCells, y = offset.y / m_cell_m + m_halfCells;
    const auto column = static_cast<std::size_t>(x), row = static_cast<std::size_t>(y);
    const double u = x - static_cast<double>(column), v = y - static_cast<double>(row);
    const auto side = static_cast<std::size_t>(2 * m_halfCells + 1);
    const double* south = &m_grid[row * side + column];
    const double* north = south + side;
    return ((1 - v) * ((1 - u) * south[0] + u * south[1]) + v * ((1 - u) * north[0] + u * north[1])) / square;
}

/// Gauss points by the ratio of length to distance; halves what is too long for its distance. Ends relative to the receptor.
double AnnualKernel::segment(Point2 a, Point2 b) const
{
    const double length_m = distance(a, b);
    const double away = distanceToSegment(a, b);
    if (away >= m_reach_m)
        return 0;
    const double ratio = length_m / std::max(away, kFloor_m);
    const auto value = [&](double t) { return at(Point2{} - (a + (b - a) * t)); };
    if (ratio <= kFar)
        return length_m * value(0.5);
    if (ratio <= kMiddle) {
        return length_m * 0.5 * (value(0.5 - kTwoPoint) + value(0.5 + kTwoPoint));
    }
    if (ratio <= kNear) {
        return length_m / 18 * (5 * value(0.5 - kThreePoint) + 8 * value(0.5) + 5 * value(0.5 + kThreePoint));
    }
    const Point2 middle = (a + b) * 0.5;
    return segment(a, middle) + segment(middle, b);
}

double KernelSplit::farShare(double r_m) const
{
    const double t = std::clamp((r_m - from_m) / (to_m - from_m), 0.0, 1.0);
    return t * t * t * (10 + t * (6 * t - 15));  // two continuous derivatives
}

/// As `segment`, with pieces short enough for the change between near and far.
double AnnualKernel::nearSegment(Point2 a, Point2 b, const KernelSplit& split) const
{
    const double away = distanceToSegment(a, b);
    if (away >= split.to_m)
        return 0;
    const double length_m = distance(a, b);
    const double ratio = length_m / std::max(away, kFloor_m);
    const auto value = [&](double t) {
        const Point2 offset = Point2{} - (a + (b - a) * t);
        return (1 - split.farShare(std::hypot(offset.x, offset.y))) * at(offset);
    };
    if (length_m <= kLongestNear * (split.to_m - split.from_m)) {
        if (ratio <= kFar)
            return length_m * value(0.5);
        if (ratio <= kMiddle)
            return length_m * 0.5 * (value(0.5 - kTwoPoint) + value(0.5 + kTwoPoint));
        if (ratio <= kNear)
            return length_m / 18 * (5 * value(0.5 - kThreePoint) + 8 * value(0.5) + 5 * value(0.5 + kThreePoint));
    }
    const Point2 middle = (a + b) * 0.5;
    return nearSegment(a, middle, split) + nearSegment(middle, b, split);
}

double AnnualKernel::nearAlongLine(const Polyline& line, Point2 receptor, const KernelSplit& split) const
{
    double sum = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i)
        sum += nearSegment(line[i] - receptor, line[i + 1] - receptor, split);
    return sum;
}

KernelLine::KernelLine(const Polyline& polyline) : line(&polyline), length_m(length(polyline))
{
    if (polyline.empty())
        return;
    middle = pointAlong(polyline, 0.5 * length_m);
    first = pointAlong(polyline, (0.5 - kTwoPoint) * length_m);
    second = pointAlong(polyline, (0.5 + kTwoPoint) * length_m);
}

double AnnualKernel::alongLine(const KernelLine& line, Point2 receptor) const
{
    // No point of the line lies farther from its middle than half its length.
    const Point2 offset = receptor - line.middle;
    const double away = std::sqrt(offset.x * offset.x + offset.y * offset.y) - 0.5 * line.length_m;
    if (away >= m_reach_m)
        return 0;
    if (line.length_m <= kFar * away)
        return line.length_m * at(offset);
    if (line.length_m <= kMiddle * away)
        return 0.5 * line.length_m * (at(receptor - line.first) + at(receptor - line.second));
    double sum = 0;
    for (std::size_t i = 0; i + 1 < line.line->size(); ++i)
        sum += segment((*line.line)[i] - receptor, (*line.line)[i + 1] - receptor);
    return sum;
}

}  // namespace isopolis
