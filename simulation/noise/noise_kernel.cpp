#include "simulation/noise/noise_kernel.h"

#include "gis/core/geometry/spatial_grid.h"
#include "simulation/noise/noise_kernel_folder.h"
#include "simulation/noise/noise_parameters.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <tuple>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 256;
constexpr double kLineCell_m = 100;
constexpr double kSourceHeight_m = 0.05;
constexpr double kShortestPiece_m = 5, kPiecePerDistance = 0.5;
constexpr double kNearestSource_m = 1;
constexpr double kDetour_m = 60;      // reflections and side paths longer than the direct way by more are not searched
constexpr double kParkMargin_m = 50;  // more than a cell of the grid of ground factors
constexpr double kHumidity_pct = 70;
constexpr std::size_t kKernelsKept = 2;

struct Settings {
    explicit Settings(const ParameterSet& p)
        : reach_m(p.value(kNoiseReach)), detail_m(p.value(kNoiseDetailReach)), height_m(p.value(kNoiseReceptorHeight)),
          medium(Air{.temperature_C = p.value(kNoiseTemperature), .humidity_pct = kHumidity_pct})
    {}
    double reach_m, detail_m, height_m;
    Medium medium;
};

/// Adds energy that one piece of road sends to a receptor, per unit of power per metre.
void addPiece(const NoiseScene& scene, const Settings& settings, Point2 at, Point3 receptor, double metres, Octaves& homogeneous,
              Octaves& favourable)
{
    const double away = distance(at, receptor.flat());
    // Right on the axis the point source has no direction: it is moved aside.
    const Point2 place = away >= kNearestSource_m ? at : Point2{receptor.x + kNearestSource_m, receptor.y};
    const Point3 source{place.x, place.y, scene.ground().heightAt(place) + kSourceHeight_m};
    const auto add = [&](const PathTerms& terms) {
        for (std::size_t i = 0; i < kOctaveCount; ++i) {
            if (terms.homogeneous.exists)
                homogeneous[i] += metres * energy(-terms.homogeneous.attenuation[i]);
            if (terms.favourable.exists)
                favourable[i] += metres * energy(-terms.favourable.attenuation[i]);
        }
    };
    if (away > settings.detail_m) {
        add(verticalPath(scene.cut(source, receptor), settings.medium));
        return;
    }
    for (const SoundPath& path : searchPaths(scene, source, receptor, {.reflections = 1, .lateral = true, .detour_m = kDetour_m}))
        add(evaluate(path, settings.medium));
}

NoiseTransfer transferOf(const CityNoise& city, const Settings& settings, std::uint32_t index, Point3 receptor)
{
    Octaves homogeneous{}, favourable{};
    const NoiseLine& line = city.lines[index];
    for (std::size_t s = 1; s < line.axis.size(); ++s) {
        const Point2 a = line.axis[s - 1], b = line.axis[s];
        double done = 0;
        const double length_m = distance(a, b);
        while (done < length_m) {
            // As long as half the distance of its near end, and no crumb left over.
            const Point2 from = a + (b - a) * (done / length_m);
            double piece = std::max(kShortestPiece_m, kPiecePerDistance * distance(from, receptor.flat()));
            if (done + 1.5 * piece > length_m)
                piece = length_m - done;
            const Point2 middle = a + (b - a) * ((done + piece / 2) / length_m);
            if (distance(middle, receptor.flat()) <= settings.reach_m)
                addPiece(city.scene, settings, middle, receptor, piece, homogeneous, favourable);
            done += piece;
        }
    }
    NoiseTransfer t;
    t.line = index;
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        t.homogeneous[i] = static_cast<float>(homogeneous[i]);
        t.favourable[i] = static_cast<float>(favourable[i]);
    }
    return t;
}

SpatialGrid lineGrid(const std::vector<NoiseLine>& lines)
{
    Box extent;
    for (const NoiseLine& line : lines)
        extent.add(line.bounds);
    if (extent.empty())
        extent.add(Point2{});
    SpatialGrid grid(extent.grown(1), kLineCell_m);
    for (std::size_t i = 0; i < lines.size(); ++i)
        grid.insert(lines[i].bounds, static_cast<std::uint32_t>(i));
    return grid;
}

/// Lines that come within reach, ascending.
std::vector<std::uint32_t> linesNear(const CityNoise& city, const SpatialGrid& grid, Point2 at, double reach_m)
{
    std::vector<std::uint32_t> near = grid.query(at, reach_m);
    std::erase_if(near, [&](std::uint32_t line) { return nearestOnLine(city.lines[line].axis, at).distance_m > reach_m; });
    return near;
}

std::vector<Box> additionsOf(const AppliedScenario& applied)
{
    std::vector<Box> boxes;
    for (const AddedBuilding& b : applied.addedBuildings)
        boxes.push_back(bounds(b.footprint));
    for (const AddedBarrier& b : applied.barriers)
        boxes.push_back(bounds(b.axis));
    for (const RemovedBuilding& gone : applied.removedBuildings)
        boxes.push_back(bounds(applied.city->buildings()[gone.building].footprint));
    for (const AddedPark& park : applied.addedParks)
        boxes.push_back(bounds(park.area).grown(kParkMargin_m));
    return boxes;
}

/// What two kernels must share to exchange transfers.
Hash baseHash(const AppliedScenario& applied)
{
    AppliedScenario plain;
    plain.city = applied.city;
    plain.parameters = applied.parameters;
    return noiseGeometryHash(plain);
}

/// The kernel of a city as it is, and of the standard parameters: what many runs will ask for again.
bool isStandard(const AppliedScenario& applied)
{
    AppliedScenario plain;
    plain.city = applied.city;
    return !applied.changedTransit && applied.addedLinks.empty() && applied.buildingsAsMapped() && applied.addedParks.empty() &&
           applied.barriers.empty() && noiseGeometryHash(plain) == baseHash(applied);
}

}  // namespace

std::size_t NoiseKernel::transferCount() const
{
    std::size_t n = 0;
    for (const auto& list : m_transfers)
        n += list.size();
    return n;
}

class NoiseKernelBuilder {
public:
    NoiseKernelBuilder(const AppliedScenario& applied, const NoiseKernel* earlier) : m_settings(applied.parameters)
    {
        m_kernel = std::make_shared<NoiseKernel>();
        m_city = cityNoise(applied, m_kernel->m_issues);
        m_kernel->m_additions = additionsOf(applied);
        m_kernel->m_base = baseHash(applied);
        if (earlier && earlier->m_base == m_kernel->m_base)
            takeFrom(*earlier);
    }

    Expected<NoiseKernelPtr> build(RunControl& control)
    {
        const SpatialGrid grid = lineGrid(m_city.lines);
        const std::size_t n = m_city.receptors.size();
        m_kernel->m_transfers.resize(n);
        std::vector<std::size_t> reused(n);
        std::atomic<std::size_t> done{0};
        parallelBlocks(n, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                if (control.cancelled())
                    return;
                m_kernel->m_transfers[i] = transfers(i, grid, reused[i]);
                control.progress(Stage::Noise, static_cast<double>(++done) / static_cast<double>(n));
            }
        });
        if (control.cancelled())
            return cancelledError();
        for (const std::size_t r : reused)
            m_kernel->m_reused += r;
        m_kernel->m_lines = std::move(m_city.lines);
        m_kernel->m_receptors = std::move(m_city.receptors);
        return NoiseKernelPtr(m_kernel);
    }

private:
    /// A road by its link, a piece of a tram's way by where it begins.
    using LineName = std::tuple<std::uint32_t, double, double>;
    static LineName nameOf(const NoiseLine& line)
    {
        return line.links[0].valid() ? LineName{line.links[0].value(), 0, 0}
                                     : LineName{line.links[0].value(), line.axis.front().x, line.axis.front().y};
    }
    void takeFrom(const NoiseKernel& earlier)
    {
        m_earlier = &earlier;
        m_changed = earlier.m_additions;
        for (const Box& box : m_kernel->m_additions) {
            const auto same = std::find(m_changed.begin(), m_changed.end(), box);
            // A box that both have may still hold another building: it counts as changed.
            if (same == m_changed.end())
                m_changed.push_back(box);
        }
        for (std::size_t i = 0; i < earlier.m_receptors.size(); ++i)
            m_receptorBefore.try_emplace({earlier.m_receptors[i].at.x, earlier.m_receptors[i].at.y}, i);
        for (std::uint32_t i = 0; i < earlier.m_lines.size(); ++i)
            m_lineBefore.try_emplace(nameOf(earlier.m_lines[i]), i);
    }

    /// An obstacle in a changed box can only matter to paths inside the box around receptor and road.
    bool touched(const NoiseLine& line, Point2 at) const
    {
        Box corridor = line.bounds;
        corridor.add(at);
        corridor = corridor.grown(kDetour_m);
        return std::any_of(m_changed.begin(), m_changed.end(), [&](const Box& box) { return box.intersects(corridor); });
    }

    const NoiseTransfer* known(std::size_t receptor, std::uint32_t line) const
    {
        if (!m_earlier)
            return nullptr;
        const Point2 at = m_city.receptors[receptor].at;
        const auto before = m_receptorBefore.find({at.x, at.y});
        const auto road = m_lineBefore.find(nameOf(m_city.lines[line]));
        if (before == m_receptorBefore.end() || road == m_lineBefore.end() || touched(m_city.lines[line], at) ||
            m_earlier->m_lines[road->second].axis != m_city.lines[line].axis)
            return nullptr;
        const auto list = m_earlier->of(before->second);
        const auto found =
            std::lower_bound(list.begin(), list.end(), road->second, [](const NoiseTransfer& t, std::uint32_t l) { return t.line < l; });
        return found != list.end() && found->line == road->second ? &*found : nullptr;
    }

    std::vector<NoiseTransfer> transfers(std::size_t receptor, const SpatialGrid& grid, std::size_t& reused) const
    {
        const NoiseReceptor& r = m_city.receptors[receptor];
        const Point3 at{r.at.x, r.at.y, r.ground_m + m_settings.height_m};
        std::vector<NoiseTransfer> list;
        for (const std::uint32_t line : linesNear(m_city, grid, r.at, m_settings.reach_m)) {
            if (const NoiseTransfer* before = known(receptor, line)) {
                list.push_back(*before);
                list.back().line = line;
                ++reused;
            } else {
                list.push_back(transferOf(m_city, m_settings, line, at));
            }
        }
        return list;
    }

    Settings m_settings;
    std::shared_ptr<NoiseKernel> m_kernel;
    CityNoise m_city;
    const NoiseKernel* m_earlier = nullptr;
    std::vector<Box> m_changed;
    std::map<std::pair<double, double>, std::size_t> m_receptorBefore;
    std::map<LineName, std::uint32_t> m_lineBefore;
};

Expected<NoiseKernelPtr> buildNoiseKernel(const AppliedScenario& applied, RunControl& control, const NoiseKernel* earlier)
{
    return NoiseKernelBuilder(applied, earlier).build(control);
}

namespace {

/// The newest kernels of the process: a memory of a pure function, so that results never depend on it.
class KernelMemory {
public:
    NoiseKernelPtr find(const Hash& key)
    {
        const std::lock_guard lock(m_mutex);
        for (const auto& [hash, kernel] : m_newest)
            if (hash == key)
                return kernel;
        return nullptr;
    }
    NoiseKernelPtr newest()
    {
        const std::lock_guard lock(m_mutex);
        return m_newest.empty() ? nullptr : m_newest.front().second;
    }
    void put(const Hash& key, NoiseKernelPtr kernel)
    {
        const std::lock_guard lock(m_mutex);
        m_newest.insert(m_newest.begin(), {key, std::move(kernel)});
        if (m_newest.size() > kKernelsKept)
            m_newest.resize(kKernelsKept);
    }

private:
    std::mutex m_mutex;
    std::vector<std::pair<Hash, NoiseKernelPtr>> m_newest;
};

KernelMemory& kernelMemory()
{
    static KernelMemory memory;
    return memory;
}

}  // namespace

Expected<NoiseKernelPtr> obtainNoiseKernel(const AppliedScenario& applied, RunControl& control)
{
    const Hash key = noiseGeometryHash(applied);
    if (NoiseKernelPtr known = kernelMemory().find(key))
        return known;
    if (NoiseKernelPtr known = loadNoiseKernel(key)) {
        kernelMemory().put(key, known);
        return known;
    }
    const bool standard = isStandard(applied);
    NoiseKernelPtr earlier = kernelMemory().newest();
    if (!earlier && !standard)
        earlier = loadNoiseKernel(baseHash(applied));
    auto kernel = buildNoiseKernel(applied, control, earlier.get());
    if (!kernel)
        return kernel;
    kernelMemory().put(key, *kernel);
    if (standard)
        saveNoiseKernel(key, **kernel);
    return kernel;
}

struct NoiseProbe::Parts {
    explicit Parts(const AppliedScenario& applied) : settings(applied.parameters)
    {
        std::vector<Issue> issues;
        city = cityNoise(applied, issues);
        grid = lineGrid(city.lines);
    }
    Settings settings;
    CityNoise city;
    SpatialGrid grid;
};

NoiseProbe::NoiseProbe(const AppliedScenario& applied) : m_parts(std::make_unique<Parts>(applied)) {}
NoiseProbe::~NoiseProbe() = default;
const CityNoise& NoiseProbe::city() const { return m_parts->city; }

std::vector<NoiseTransfer> NoiseProbe::transfersAt(Point2 at) const
{
    const Parts& p = *m_parts;
    const Point3 receptor{at.x, at.y, p.city.scene.ground().heightAt(at) + p.settings.height_m};
    std::vector<NoiseTransfer> list;
    for (const std::uint32_t line : linesNear(p.city, p.grid, at, p.settings.reach_m))
        list.push_back(transferOf(p.city, p.settings, line, receptor));
    return list;
}

}  // namespace isopolis
