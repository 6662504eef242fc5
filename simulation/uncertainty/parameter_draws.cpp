#include "simulation/uncertainty/parameter_draws.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>

namespace isopolis {

namespace {

/// Parameters that one study, one fleet or one way of measuring gives together: too high here means too high there.
struct Group {
    std::string_view name;
    std::vector<std::string_view> beginnings;
};
const std::vector<Group>& groups()
{
    static const std::vector<Group> all = {
        {"traffic.capacity", {"traffic.capacity."}},
        {"traffic.speed_factor", {"traffic.speed_factor."}},
        {"traffic.external",
         {"traffic.external.motorway", "traffic.external.trunk", "traffic.external.primary", "traffic.external.secondary",
          "traffic.external.tertiary"}},
    };
    return all;
}

std::uint64_t mixed(std::uint64_t x)
{
    // splitmix64 (Steele, Lea, Flood 2014).
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

std::uint64_t seedOf(std::uint64_t seed, std::string_view name)
{
    std::uint64_t h = mixed(seed);
    for (const char c : name)
        h = mixed(h ^ static_cast<unsigned char>(c));
    return h;
}

double unit(std::uint64_t bits) { return (static_cast<double>(bits >> 11) + 0.5) * 0x1.0p-53; }

double normalBelow(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

/// Deviations of a normal distribution whose range is ±2 of them, cut at low and high.
double cutNormal(double u, double low, double centre, double high)
{
    constexpr double kDeviationsOfRange = 4;
    const double sigma = (high - low) / kDeviationsOfRange;
    if (!(sigma > 0))
        return centre;
    const double from = normalBelow((low - centre) / sigma), to = normalBelow((high - centre) / sigma);
    return std::clamp(centre + sigma * normalQuantile(std::clamp(from + u * (to - from), 1e-300, 1 - 1e-16)), low, high);
}

}  // namespace

double normalQuantile(double u)
{
    constexpr std::array<double, 6> a{-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                                      1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr std::array<double, 5> b{-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
                                      -1.328068155288572e+01};
    constexpr std::array<double, 6> c{-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                                      -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    constexpr std::array<double, 4> d{7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    constexpr double kTail = 0.02425;
    double x = 0;
    if (u < kTail || u > 1 - kTail) {
        const double q = std::sqrt(-2 * std::log(u < kTail ? u : 1 - u));
        x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) / ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
        x = u < kTail ? x : -x;
    } else {
        const double q = u - 0.5, r = q * q;
        x = (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
            (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
    }
    const double error = normalBelow(x) - u, step = error * std::sqrt(2 * 3.14159265358979323846) * std::exp(x * x / 2);
    return x - step / (1 + x * step / 2);
}

std::string correlationGroup(const ParameterSpec& spec)
{
    for (const Group& group : groups())
        for (const std::string_view beginning : group.beginnings)
            if (spec.id.starts_with(beginning))
                return std::string(group.name);
    return std::string(spec.id);
}

double quantileOf(const ParameterSpec& spec, Distribution distribution, double centre, double u)
{
    const double low = spec.low, high = spec.high;
    switch (distribution) {
    case Distribution::Fixed: return centre;
    case Distribution::Uniform: return low + (high - low) * u;
    case Distribution::Triangular: {
        if (!(high > low))
            return centre;
        const double below = (centre - low) / (high - low);
        return u < below ? low + std::sqrt(u * (high - low) * (centre - low)) : high - std::sqrt((1 - u) * (high - low) * (high - centre));
    }
    case Distribution::Normal: return cutNormal(u, low, centre, high);
    case Distribution::LogNormal:
        if (!(low > 0))
            return cutNormal(u, low, centre, high);
        return std::clamp(std::exp(cutNormal(u, std::log(low), std::log(centre), std::log(high))), low, high);
    }
    return centre;
}

std::vector<double> latinColumn(std::size_t samples, std::uint64_t seed, std::string_view name)
{
    const std::uint64_t own = seedOf(seed, name);
    std::vector<std::size_t> order(samples);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [own](std::size_t a, std::size_t b) { return std::pair(mixed(own ^ mixed(a)), a) < std::pair(mixed(own ^ mixed(b)), b); });
    std::vector<double> column(samples);
    for (std::size_t stratum = 0; stratum < samples; ++stratum) {
        // Within the stratum, and never rounded up to the next one.
        const double offset = std::min(unit(mixed(own + mixed(stratum + 0x51))), 1 - 1e-9);
        column[order[stratum]] = (static_cast<double>(stratum) + offset) / static_cast<double>(samples);
    }
    return column;
}

std::vector<double> DrawDesign::point(std::size_t index) const
{
    std::vector<double> at;
    for (std::size_t a = 0; a < axes.size(); ++a)
        at.push_back(columns[a][axes[a].dear ? blockOf(index) : index]);
    return at;
}

ParameterSet DrawDesign::at(const std::vector<double>& point) const
{
    ParameterSet values = base;
    for (const DrawnParameter& p : parameters) {
        const double value = std::clamp(quantileOf(*p.spec, p.distribution, p.centre, point[p.axis]), p.spec->low, p.spec->high);
        // Always within the range, so it cannot be refused.
        static_cast<void>(values.set(*p.spec, {.value = value, .reason = "draw of an ensemble", .evidence = {}}));
    }
    return values;
}

Hash DrawDesign::hash() const
{
    Hasher h;
    h.add("draws").add(static_cast<std::uint64_t>(samples)).add(static_cast<std::uint64_t>(blocks)).add(seed);
    base.addTo(h);
    for (const DrawnParameter& p : parameters)
        h.add(p.spec->id)
            .add(p.spec->low)
            .add(p.spec->high)
            .add(p.centre)
            .add(static_cast<int>(p.distribution))
            .add(axes[p.axis].name)
            .add(axes[p.axis].dear);
    return h.finish();
}

DrawDesign designDraws(const ParameterSet& base, const DrawSettings& settings)
{
    DrawDesign design;
    design.base = base;
    design.samples = std::max<std::size_t>(1, settings.samples);
    design.seed = settings.seed;
    std::map<std::string, std::size_t> axisOf;
    bool anyDear = false;
    for (const ParameterSpec* spec : allParameters()) {
        if (spec->distribution == Distribution::Fixed || !(spec->high > spec->low) || (settings.drawn && !settings.drawn(*spec)))
            continue;
        const std::string name = correlationGroup(*spec);
        const auto [at, isNew] = axisOf.try_emplace(name, design.axes.size());
        if (isNew)
            design.axes.push_back({.name = name, .dear = false});
        DrawAxis& axis = design.axes[at->second];
        axis.dear = axis.dear || (settings.dear && settings.dear(*spec));
        anyDear = anyDear || axis.dear;
        const bool told = base.overridden(*spec) && spec->distribution == Distribution::Uniform;
        design.parameters.push_back({.spec = spec,
                                     .centre = base.value(*spec),
                                     .distribution = told ? Distribution::Triangular : spec->distribution,
                                     .axis = at->second});
    }
    design.blocks = anyDear ? std::clamp<std::size_t>(settings.blocks, 1, design.samples) : 1;
    for (const DrawAxis& axis : design.axes)
        design.columns.push_back(latinColumn(axis.dear ? design.blocks : design.samples, design.seed, axis.name));
    return design;
}

}  // namespace isopolis
