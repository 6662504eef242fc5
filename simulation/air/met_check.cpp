#include "simulation/air/met_check.h"

#include "simulation/air/air_parameters.h"
#include "simulation/air/rline_table.h"
#include "simulation/air/road_lines.h"
#include "simulation/run/parallel.h"

#include <cmath>
#include <numbers>
#include <numeric>

namespace isopolis {

namespace {

constexpr std::size_t kMostHours = 1500, kReceptors = 50, kBlocks = 32, kFewestHours = 24;
constexpr double kTableReach_m = 2000, kLargestRadius_m = 380, kNearest_m = 1;

/// The smallest step that leaves few enough hours and visits all hours of the day.
std::size_t stepFor(std::size_t hours)
{
    std::size_t step = (hours + kMostHours - 1) / kMostHours;
    while (std::gcd(step, std::size_t{24}) != 1)
        ++step;
    return step;
}

std::vector<Point2> receptorsAround()
{
    std::vector<Point2> receptors;
    for (std::size_t i = 0; i < kReceptors; ++i) {
        const double turn = 2.4 * static_cast<double>(i), away = kLargestRadius_m * (0.1 + static_cast<double>(i) / 55);
        receptors.push_back({away * std::cos(turn), away * std::sin(turn)});
    }
    return receptors;
}

}  // namespace

Expected<MeteorologyCheck> checkMeteorology(const AppliedScenario& applied, RunControl& control)
{
    const Weather& weather = applied.city->weather();
    std::vector<Issue> told;
    const std::vector<MetHour> all = boundaryLayers(weather.hours, metSite(applied), told);
    if (all.size() < kFewestHours)
        return unexpected(Error{ErrorCode::NotFound, "the city has no hourly weather: its wind rose counts as neutral air"}.cure(
            "Add a source of kind 'weather' with hourly wind to the recipe."));
    std::vector<MetHour> hours;
    for (std::size_t i = 0; i < all.size(); i += stepFor(all.size()))
        hours.push_back(all[i]);
    const ParameterSet& p = applied.parameters;
    const MetSite site = metSite(applied);
    KernelSettings settings;
    settings.roughness_m = site.roughness_m;
    settings.displacement_m = site.displacement_m;
    settings.windHeight_m = site.windHeight_m;
    settings.sourceHeight_m = p.value(kSourceHeight);
    settings.sigmaZ0_m = p.value(kInitialSigmaZ);
    settings.roadWidth_m = p.value(kRoadWidth);
    settings.receptorHeight_m = p.value(kReceptorHeight);
    settings.minimumWind_ms = p.value(kMinimumWind);
    settings.nearest_m = kNearest_m;
    const std::vector<MetClass> classes = metClasses(hours, periodShares(p));
    const AnnualKernel kernel = AnnualKernel::build(settings, std::span<const MetClass>(classes), control);

    const std::vector<Polyline> streets{{{-400, -30}, {420, 60}}, {{50, -500}, {-20, 450}}, {{-300, 300}, {350, 180}}};
    const std::vector<Point2> receptors = receptorsAround();
    const std::vector<double> weights = hourWeights(hours, periodShares(p));
    std::vector<std::vector<double>> sums(kBlocks, std::vector<double>(receptors.size(), 0.0));
    parallelBlocks(hours.size(), kBlocks, control.threads(), [&](std::size_t block, std::size_t begin, std::size_t end) {
        for (std::size_t h = begin; h < end && !control.cancelled(); ++h) {
            const RlineTable table(hours[h].met, RlineCoefficients::Year2023, {settings.sourceHeight_m, settings.sigmaZ0_m, 0},
                                   settings.receptorHeight_m, kTableReach_m);
            const double angle = hours[h].met.windFrom_deg * std::numbers::pi / 180;
            for (const Polyline& street : streets) {
                // The kernel's initial lateral spread is the mean over all angles: the same here, through the width.
                const Point2 d = street[1] - street[0];
                const double cosine = std::abs((std::sin(angle) * d.x + std::cos(angle) * d.y) / std::hypot(d.x, d.y));
                const RlineSource source{street[0], street[1], settings.sourceHeight_m, settings.sigmaZ0_m,
                                         settings.roadWidth_m / std::numbers::sqrt2 / std::max(cosine, 1e-6)};
                for (std::size_t r = 0; r < receptors.size(); ++r)
                    sums[block][r] += weights[h] * table.line(source, receptors[r]);
            }
        }
    });
    if (control.cancelled())
        return cancelledError();
    MeteorologyCheck check{hours.size(), all.size(), classes.size(), receptors.size(), 0, 0};
    for (std::size_t r = 0; r < receptors.size(); ++r) {
        double hourly = 0, classed = 0;
        for (const auto& block : sums)
            hourly += block[r];
        for (const Polyline& street : streets)
            classed += kernel.alongLine(KernelLine(street), receptors[r]);
        const double deviation = 100 * (classed / hourly - 1);
        check.largest_percent = std::max(check.largest_percent, std::abs(deviation));
        check.mean_percent += deviation / static_cast<double>(receptors.size());
    }
    return check;
}

}  // namespace isopolis
