#include "simulation/air/road_lines.h"

#include "simulation/air/air_parameters.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace isopolis {

namespace {

constexpr double kSecondsPerDay = 86400;
constexpr double kGridCell_m = 250;
constexpr double kDisplacementPerRoughness = 5;  // R-LINE default
constexpr double kReferenceHeight_m = 10;
constexpr std::size_t kFewestHours = 24;
constexpr int kFallbackDirections = 8;
constexpr double kFrequencyTolerance = 0.01;

Issue warning(std::string code, std::string message)
{
    return {.severity = Severity::Warning, .code = std::move(code), .message = std::move(message), .file = {}, .feature = {}, .field = {}};
}

bool inTunnel(const AppliedScenario& applied, LinkId link)
{
    return !applied.isAdded(link) && applied.city->roads().wayOf(link).structure == Structure::Tunnel;
}

/// The opposite link if it is later in order and runs over the same points.
LinkId partnerOf(const AppliedScenario& applied, LinkId link)
{
    if (applied.isAdded(link))
        return {};
    const auto& links = applied.city->roads().links();
    const LinkId other = links[link].reverse;
    if (!links.contains(other) || other == link || links[other].reverse != link)
        return {};
    const Polyline& a = links[link].geometry;
    const Polyline& b = links[other].geometry;
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.rbegin()) ? other : LinkId{};
}

/// Usable classes of the rose with frequencies that sum to one; empty if there are none.
std::vector<WindClass> usableRose(const Weather& weather, std::vector<Issue>& issues)
{
    std::vector<WindClass> rose;
    double sum = 0;
    for (const WindClass& wind : weather.rose) {
        const bool usable = std::isfinite(wind.from_deg) && std::isfinite(wind.speed_ms) && wind.speed_ms >= 0 &&
                            std::isfinite(wind.frequency) && wind.frequency > 0;
        if (!usable)
            continue;
        rose.push_back(wind);
        rose.back().from_deg = std::fmod(std::fmod(wind.from_deg, 360.0) + 360.0, 360.0);
        sum += wind.frequency;
    }
    if (std::any_of(weather.rose.begin(), weather.rose.end(), [](const WindClass& w) {
            return !(std::isfinite(w.from_deg) && std::isfinite(w.speed_ms) && w.speed_ms >= 0 && std::isfinite(w.frequency) &&
                     w.frequency >= 0);
        }))
        issues.push_back(warning("bad_wind_class", "The wind rose holds classes that are not numbers or are negative; they are left out."));
    if (!rose.empty() && std::abs(sum - 1) > kFrequencyTolerance)
        issues.push_back(warning("wind_rose_sum", "The frequencies of the wind rose do not sum to one; they are scaled."));
    for (WindClass& wind : rose)
        wind.frequency /= sum;
    return rose;
}

double lowestMast(const KernelSettings& settings) { return settings.displacement_m + std::exp(1.0) * settings.roughness_m; }

KernelSettings settingsOf(const AppliedScenario& applied)
{
    const ParameterSet& p = applied.parameters;
    KernelSettings settings;
    settings.roughness_m = p.value(kRoughness);
    settings.displacement_m = kDisplacementPerRoughness * settings.roughness_m;
    settings.sourceHeight_m = p.value(kSourceHeight);
    settings.sigmaZ0_m = p.value(kInitialSigmaZ);
    settings.roadWidth_m = p.value(kRoadWidth);
    settings.receptorHeight_m = p.value(kReceptorHeight);
    settings.minimumWind_ms = p.value(kMinimumWind);
    settings.reach_m = p.value(kCutOff);
    settings.nearest_m = p.value(kFacadeDistance);
    settings.windHeight_m = applied.city->weather().height_m;
    return settings;
}

}  // namespace

Hash weatherKey(const AppliedScenario& applied)
{
    Hasher h;
    const Weather& weather = applied.city->weather();
    h.add(static_cast<std::uint64_t>(weather.rose.size()));
    for (const WindClass& w : weather.rose)
        h.add(w.from_deg).add(w.speed_ms).add(w.frequency);
    h.add(static_cast<std::uint64_t>(weather.hours.size()));
    for (const WeatherHour& w : weather.hours)
        h.add(static_cast<std::uint64_t>(w.hour)).add(w.from_deg).add(w.speed_ms).add(w.cloud).add(w.temperature_c);
    h.add(weather.height_m).add(weather.temperature_c).add(applied.city->frame().latitude).add(applied.city->frame().longitude);
    for (const ParameterSpec* spec : kAirParameters)
        h.add(applied.parameters.value(*spec));
    return h.finish();
}

KernelSettings kernelSettings(const AppliedScenario& applied)
{
    KernelSettings settings = settingsOf(applied);
    if (!(settings.windHeight_m >= lowestMast(settings)))
        settings.windHeight_m = kReferenceHeight_m;
    return settings;
}

MetSite metSite(const AppliedScenario& applied)
{
    const ParameterSet& p = applied.parameters;
    const City& city = *applied.city;
    MetSite site;
    site.latitude_deg = city.frame().latitude;
    site.longitude_deg = city.frame().longitude;
    site.roughness_m = p.value(kRoughness);
    site.displacement_m = kDisplacementPerRoughness * site.roughness_m;
    site.windHeight_m = city.weather().height_m;
    site.albedo = p.value(kAlbedo);
    site.bowen = p.value(kBowen);
    site.minimumWind_ms = p.value(kMinimumWind);
    site.stableLength_m = p.value(kStableLength);
    site.lapse_k_m = p.value(kLapse);
    site.cloud = p.value(kCloud);
    if (std::isfinite(city.weather().temperature_c))
        site.temperature_c = city.weather().temperature_c;
    return site;
}

std::array<double, kDayPeriodCount> periodShares(const ParameterSet& p)
{
    const double night = p.value(kDayNightShare), peak = p.value(kDayPeakShare);
    return {night, 1 - night - peak, peak};
}

LineStrength& LineStrength::operator+=(const LineStrength& other)
{
    nox += other.nox;
    primaryNo2 += other.primaryNo2;
    pm25 += other.pm25;
    pm10 += other.pm10;
    return *this;
}

LineStrength lineStrength(const AppliedScenario& applied, const EmissionResult& emissions, LinkId link)
{
    const double length_m = length(applied.geometry(link));
    if (length_m <= 0)
        return {};
    const double perMetreSecond = 1 / (kSecondsPerDay * length_m);
    const double pm10 = emissions.pm10_g_day.contains(link) ? emissions.pm10_g_day[link] : 0;
    return {emissions.nox_g_day[link] * perMetreSecond, emissions.primaryNo2_g_day[link] * perMetreSecond,
            emissions.pm25_g_day[link] * perMetreSecond, pm10 * perMetreSecond};
}

Expected<void> checkEmissions(const AppliedScenario& applied, const EmissionResult& emissions)
{
    for (const auto* part : {&emissions.nox_g_day, &emissions.primaryNo2_g_day, &emissions.pm25_g_day, &emissions.pm10_g_day}) {
        if (part->size() != applied.linkCount() && !(part == &emissions.pm10_g_day && part->empty()))
            return unexpected(Error{ErrorCode::Conflict, "the emissions belong to another road network"});
        for (const LinkId link : idsOf(*part))
            if (!std::isfinite((*part)[link]) || (*part)[link] < 0)
                return unexpected(Error{ErrorCode::BadValue, "an emission is negative or not a number"}.at(applied.externalId(link)));
    }
    return {};
}

void setStrengths(std::vector<RoadLine>& lines, const AppliedScenario& applied, const EmissionResult& emissions)
{
    for (RoadLine& line : lines) {
        line.total = {};
        for (std::size_t side = 0; side < line.links.size(); ++side) {
            line.strengths[side] = line.links[side].valid() ? lineStrength(applied, emissions, line.links[side]) : LineStrength{};
            line.total += line.strengths[side];
        }
    }
}

std::vector<RoadLine> groundLines(const AppliedScenario& applied)
{
    const ModeSet quiet = ModeSet(Mode::Cycle) | Mode::Walk;
    const auto emits = [&](LinkId link) {
        return link.valid() && (applied.isAdded(link) || !applied.links[link].modes.without(quiet).empty() ||
                                !applied.city->roads().links()[link].modes.without(quiet).empty());
    };
    std::vector<RoadLine> lines;
    for (const LinkId link : idsOf(applied.links)) {
        const LinkId partner = partnerOf(applied, link);
        if ((partner.valid() && partner < link) || inTunnel(applied, link) || !(emits(link) || emits(partner)))
            continue;
        RoadLine line{.links = {link, partner}, .strengths = {}, .total = {}, .geometry = KernelLine(applied.geometry(link)), .bounds = {}};
        if (!(line.geometry.length_m > 0))
            continue;
        line.bounds = bounds(*line.geometry.line);
        lines.push_back(line);
    }
    return lines;
}

std::vector<RoadLine> roadLines(const AppliedScenario& applied, const EmissionResult& emissions, std::vector<Issue>& issues)
{
    std::vector<RoadLine> lines;
    std::size_t tunnels = 0;
    const auto strength = [&](LinkId link) {
        if (!link.valid())
            return LineStrength{};
        const LineStrength q = lineStrength(applied, emissions, link);
        if (!q.any() || !inTunnel(applied, link))
            return q;
        ++tunnels;
        return LineStrength{};
    };
    for (const LinkId link : idsOf(applied.links)) {
        const LinkId partner = partnerOf(applied, link);
        if (partner.valid() && partner < link)
            continue;
        RoadLine line{.links = {link, partner},
                      .strengths = {strength(link), strength(partner)},
                      .total = {},
                      .geometry = KernelLine(applied.geometry(link)),
                      .bounds = {}};
        for (const LineStrength& q : line.strengths)
            line.total += q;
        if (!line.total.any())
            continue;
        line.bounds = bounds(*line.geometry.line);
        lines.push_back(line);
    }
    if (tunnels > 0)
        issues.push_back({.severity = Severity::Note,
                          .code = "tunnel_emission",
                          .message = std::to_string(tunnels) +
                                     " tunnel links emit, but their portals are not modelled: they add nothing to concentrations.",
                          .file = {},
                          .feature = {},
                          .field = {}});
    return lines;
}

RoadLineIndex::RoadLineIndex(std::span<const RoadLine> lines, double reach_m) : m_reach_m(reach_m)
{
    Box extent;
    for (const RoadLine& line : lines)
        extent.add(line.bounds);
    if (extent.empty())
        extent.add(Point2{});
    m_grid = SpatialGrid(extent.grown(1), kGridCell_m);
    for (std::size_t i = 0; i < lines.size(); ++i)
        m_grid.insert(lines[i].bounds, static_cast<std::uint32_t>(i));
}

RoadNo2 roadNo2(double roadNox, double roadPrimaryNo2, double backgroundO3, double halfValue)
{
    const double rest = std::max(0.0, roadNox - roadPrimaryNo2);
    // Never more NO2 than there is NO, which the relation would give for much ozone and a small half-value.
    return {roadPrimaryNo2, rest > 0 ? std::min(rest, backgroundO3 * rest / (rest + halfValue)) : 0};
}

UsedBackground usedBackground(const AppliedScenario& applied, std::vector<Issue>& issues)
{
    const Background& measured = applied.city->background();
    const auto choose = [&](double value, const ParameterSpec& fallback, const char* what) {
        if (std::isfinite(value) && value >= 0)
            return value;
        issues.push_back(warning("no_background", std::string("The city has no background concentration of ") + what + "; the parameter '" +
                                                      std::string(fallback.id) + "' is used."));
        return applied.parameters.value(fallback);
    };
    UsedBackground used{choose(measured.no2, kFallbackNo2, "NO2"), choose(measured.pm25, kFallbackPm25, "PM2.5"),
                        choose(measured.o3, kFallbackO3, "ozone"), 0};
    used.pm10 = used.pm25 / applied.parameters.value(kBackgroundPmRatio);
    return used;
}

AnnualKernel annualKernel(const AppliedScenario& applied, std::vector<Issue>& issues, RunControl& control)
{
    const ParameterSet& p = applied.parameters;
    const Weather& weather = applied.city->weather();
    KernelSettings settings = settingsOf(applied);
    if (weather.hours.size() >= kFewestHours && settings.windHeight_m >= lowestMast(settings)) {
        const std::vector<MetHour> hours = boundaryLayers(weather.hours, metSite(applied), issues);
        if (hours.size() >= kFewestHours)
            return AnnualKernel::build(settings, std::span<const MetClass>(metClasses(hours, periodShares(p))), control);
    }
    std::vector<WindClass> rose = usableRose(weather, issues);
    if (rose.empty()) {
        issues.push_back(
            warning("no_weather",
                    "The city has no wind rose; wind from all directions at the speed of the parameter 'air.fallback_wind' is used."));
        settings.windHeight_m = kReferenceHeight_m;
        for (int i = 0; i < kFallbackDirections; ++i)
            rose.push_back({360.0 * i / kFallbackDirections, p.value(kFallbackWind), 1.0 / kFallbackDirections});
    }
    // The log profile needs the wind well above the displaced surface.
    if (!(settings.windHeight_m >= lowestMast(settings))) {
        issues.push_back(
            warning("low_wind_mast", "The height of the wind measurement lies within the roughness of the city; 10 m is used."));
        settings.windHeight_m = kReferenceHeight_m;
    }
    return AnnualKernel::build(settings, std::span<const WindClass>(rose), control);
}

std::shared_ptr<const AnnualKernel> sharedKernel(const AppliedScenario& applied, std::vector<Issue>& issues, RunControl& control)
{
    struct Kept {
        Hash key;
        std::shared_ptr<const AnnualKernel> kernel;
        std::vector<Issue> issues;
    };
    constexpr std::size_t kMostKept = 4;
    static std::mutex mutex;
    static std::vector<Kept> kept;  // newest last
    const Hash key = weatherKey(applied);
    {
        const std::lock_guard lock(mutex);
        for (const Kept& known : kept)
            if (known.key == key) {
                issues.insert(issues.end(), known.issues.begin(), known.issues.end());
                return known.kernel;
            }
    }
    std::vector<Issue> told;
    const auto kernel = std::make_shared<const AnnualKernel>(annualKernel(applied, told, control));
    issues.insert(issues.end(), told.begin(), told.end());
    if (control.cancelled())
        return kernel;
    const std::lock_guard lock(mutex);
    if (kept.size() >= kMostKept)
        kept.erase(kept.begin());
    kept.push_back({key, kernel, std::move(told)});
    return kernel;
}

}  // namespace isopolis
