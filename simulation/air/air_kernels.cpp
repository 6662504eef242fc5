#include "simulation/air/air_kernels.h"

#include "simulation/air/air_kernels_folder.h"
#include "simulation/air/air_parameters.h"
#include "simulation/air/houses.h"
#include "simulation/run/kernel_file.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 512;
constexpr double kNearCells = 8, kFarCells = 20;  // where exact integrals begin to fade out, and end
constexpr double kFinest_m = 5;                   // the far part is smooth: no finer grid is needed
constexpr double kMostNodes = 4096.0 * 4096.0;
constexpr double kLargestSide_m = 1e6;
constexpr double kAtWall_m = 3;  // façades lie this much before or behind the median wall
constexpr std::size_t kKernelsKept = 2;
constexpr std::size_t kMostPoints = 5'000'000;

/// All that cells, points and their units rest on, but for the roads of a scheme.
Hash baseHash(const AppliedScenario& applied, const AirPlaces& places, std::size_t mappedLines)
{
    Hasher h;
    h.add("air kernels").add(applied.city->revision()).add(static_cast<std::uint64_t>(mappedLines));
    for (const ParameterSpec* spec : kAirParameters)
        h.add(applied.parameters.value(*spec));
    h.add(places.area.minX).add(places.area.minY).add(places.area.maxX).add(places.area.maxY);
    h.add(static_cast<int>(places.hours.period ? 1 + static_cast<int>(*places.hours.period) : 0))
        .add(static_cast<int>(places.hours.weather));
    h.add(places.cell_m).add(static_cast<std::uint64_t>(places.mostCells)).add(static_cast<std::uint64_t>(places.points.size()));
    for (const Point2 p : places.points)
        h.add(p.x).add(p.y);
    return h.finish();
}

Hash fullHash(const AppliedScenario& applied, const AirPlaces& places, const std::vector<RoadLine>& lines)
{
    Hasher h;
    h.add(baseHash(applied, places, 0));
    for (const RoadLine& line : lines)
        h.add(line.links[0].value()).add(line.links[1].value());
    for (const AddedLink& link : applied.addedLinks)
        for (const Point2 p : link.geometry)
            h.add(p.x).add(p.y);
    for (const AddedBuilding& b : applied.addedBuildings) {
        h.add(b.height_m).add(b.name);
        for (const Polygon& part : b.footprint)
            for (const Point2 p : part.outer)
                h.add(p.x).add(p.y);
    }
    for (const RemovedBuilding& gone : applied.removedBuildings)
        h.add("gone").add(gone.building.value());
    return h.finish();
}

Error unusable(const std::string& what)
{
    return Error{ErrorCode::BadValue, what}.cure("Choose an area of the city and a cell size above 0.");
}

Expected<void> checkPlaces(const AirPlaces& places)
{
    if (places.mostCells > 0) {
        const Box& a = places.area;
        if (!std::isfinite(a.width()) || !std::isfinite(a.height()) || a.empty() || !(places.cell_m > 0) || !std::isfinite(places.cell_m))
            return unexpected(unusable("the area of the air map is empty or not a number"));
        if (a.width() > kLargestSide_m || a.height() > kLargestSide_m)
            return unexpected(unusable("the area of the air map is larger than 1000 km"));
    }
    if (places.points.size() > kMostPoints)
        return unexpected(unusable("the air is asked for at more than five million points"));
    for (const Point2 p : places.points)
        if (!(std::abs(p.x) < 1e8 && std::abs(p.y) < 1e8))
            return unexpected(unusable("a point at which the air is asked for is not a number"));
    return {};
}

Raster emptyRaster(const AirPlaces& places)
{
    Raster raster;
    if (places.mostCells == 0)
        return raster;
    const Box& area = places.area;
    raster.cell_m = std::max(places.cell_m, std::sqrt(area.width() * area.height() / static_cast<double>(places.mostCells)));
    raster.columns = std::max(1, static_cast<int>(area.width() / raster.cell_m));
    raster.rows = std::max(1, static_cast<int>(area.height() / raster.cell_m));
    raster.origin = {area.minX, area.minY};
    raster.values.assign(static_cast<std::size_t>(raster.columns) * static_cast<std::size_t>(raster.rows), 0.0F);
    return raster;
}

}  // namespace

Point2 AirKernels::placeAt(std::size_t i) const
{
    if (i >= cells())
        return m_places.points[i - cells()];
    const auto columns = static_cast<std::size_t>(m_raster.columns);
    return m_raster.centreOf(static_cast<int>(i % columns), static_cast<int>(i / columns));
}

std::size_t AirKernels::units() const
{
    std::size_t n = 0;
    for (const auto& list : m_units)
        n += list.size();
    return n;
}

std::size_t AirKernels::bytes() const
{
    std::size_t n = m_units.size() * sizeof(m_units.front()) + units() * sizeof(Unit) + m_walled.size() * sizeof(Walled);
    for (const auto& list : m_deposits)
        n += list.size() * sizeof(FarDeposit);
    return n + (m_far ? m_far->nodes() * sizeof(double) : 0) + cells() * sizeof(float);
}

class AirKernelBuilder {
public:
    AirKernelBuilder(const AppliedScenario& applied, const AirPlaces& places, std::vector<RoadLine> lines)
        : m_applied(applied), m_lines(std::move(lines)), m_kernels(std::make_shared<AirKernels>())
    {
        AirKernels& k = *m_kernels;
        k.m_places = places;
        k.m_raster = emptyRaster(places);
        for (const RoadLine& line : m_lines) {
            k.m_lines.push_back(line.links);
            k.m_mappedLines += applied.isAdded(line.links[0]) ? 0 : 1;
        }
        k.m_base = baseHash(applied, places, k.m_mappedLines);
    }

    /// Some hours instead of the year's; not to be exchanged with other kernels.
    void setHours(const HoursWeather& hours) { m_kernels->m_state = hours; }

    /// Weather and the grid of the far part, which take little time; the rest may come from a file.
    Expected<std::shared_ptr<AirKernels>> begin(RunControl& control)
    {
        AirKernels& k = *m_kernels;
        if (!k.m_state && !k.m_places.hours.annual()) {
            auto hours = hoursWeather(m_applied, k.m_places.hours, control);
            if (!hours)
                return unexpected(hours.error());
            k.m_state = std::move(*hours);
        }
        k.m_weather = k.m_state ? k.m_state->kernel : sharedKernel(m_applied, k.m_issues, control);
        if (control.cancelled())
            return cancelledError();
        prepareFar(control);
        return m_kernels;
    }

    Expected<AirKernelsPtr> build(RunControl& control, const AirKernels* earlier)
    {
        AirKernels& k = *m_kernels;
        if (earlier && earlier->m_base == k.m_base && !k.m_state)
            m_earlier = earlier;
        if (auto begun = begin(control); !begun)
            return unexpected(begun.error());
        const std::size_t n = k.cells() + k.points();
        k.m_units.resize(n);
        std::vector<char> inside(n);
        std::vector<std::size_t> reused(n);
        const RoadLineIndex index(m_lines, m_split.to_m);
        const Houses houses(m_applied);
        std::atomic<std::size_t> done{0};
        parallelBlocks(n, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                if (control.cancelled())
                    return;
                const Point2 at = k.placeAt(i);
                inside[i] = houses.at(at) ? 1 : 0;
                if (!inside[i] || i >= k.cells())
                    k.m_units[i] = unitsAt(i, at, index, reused[i]);
            }
            control.progress(Stage::Air, static_cast<double>(done += end - begin) / static_cast<double>(n));
        });
        if (control.cancelled())
            return cancelledError();
        for (std::size_t i = 0; i < k.cells(); ++i)
            if (inside[i])
                k.m_raster.values[i] = std::numeric_limits<float>::quiet_NaN();
        for (const std::size_t r : reused)
            k.m_reused += r;
        tellInside(houses, inside);
        addCanyons(inside, control);
        if (control.cancelled())
            return cancelledError();
        return AirKernelsPtr(m_kernels);
    }

private:
    void prepareFar(RunControl& control)
    {
        AirKernels& k = *m_kernels;
        Box area;
        if (k.cells() > 0)
            area.add(k.m_raster.bounds());
        for (const Point2 p : k.m_places.points)
            area.add(p);
        if (area.empty())
            area.add(Point2{});
        const double reach_m = k.m_weather->reach_m();
        const double cell_m = std::max({kFinest_m, k.cells() > 0 ? std::min(k.m_raster.cell_m, kCoarsest_m) : kCoarsest_m,
                                        std::sqrt((area.width() + 2 * reach_m) * (area.height() + 2 * reach_m) / kMostNodes)});
        m_split = {kNearCells * cell_m, kFarCells * cell_m};
        const Point2 anchor = k.cells() > 0 ? k.m_raster.centreOf(0, 0) : area.centre();
        k.m_far = std::make_unique<FarField>(area, anchor, cell_m, *k.m_weather, m_split);
        k.m_deposits.resize(m_lines.size());
        parallelBlocks(m_lines.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t l = begin; l < end; ++l)
                k.m_far->deposit(*m_lines[l].geometry.line, k.m_deposits[l]);
        });
    }

    std::vector<AirKernels::Unit> unitsAt(std::size_t place, Point2 at, const RoadLineIndex& index, std::size_t& reused) const
    {
        const AirKernels& k = *m_kernels;
        std::vector<AirKernels::Unit> units;
        // Cells that lay in a house of the earlier scheme have no units to give.
        const bool known = m_earlier && !(place < k.cells() && std::isnan(m_earlier->m_raster.values[place]));
        if (known)
            for (const AirKernels::Unit& unit : m_earlier->m_units[place])
                if (unit.line < k.m_mappedLines)
                    units.push_back(unit);
        reused = units.size();
        for (const std::uint32_t l : index.near(at)) {
            if (known && l < k.m_mappedLines)
                continue;
            if (const double unit = k.m_weather->nearAlongLine(*m_lines[l].geometry.line, at, m_split); unit > 0)
                units.push_back({l, static_cast<float>(unit)});
        }
        units.shrink_to_fit();
        return units;
    }

    void tellInside(const Houses& houses, const std::vector<char>& inside)
    {
        AirKernels& k = *m_kernels;
        std::size_t n = 0;
        const std::string* first = nullptr;
        for (std::size_t p = 0; p < k.points(); ++p)
            if (inside[k.cells() + p]) {
                ++n;
                if (!first)
                    first = houses.at(k.m_places.points[p]);
            }
        if (n > 0)
            k.m_issues.push_back({.severity = Severity::Warning,
                                  .code = "receptor_in_building",
                                  .message = std::to_string(n) + " points at which the air is asked for lie inside buildings; they get the "
                                                                 "value of the open air. The first building is named.",
                                  .file = {},
                                  .feature = first ? *first : std::string(),
                                  .field = {}});
    }

    void addCanyons(const std::vector<char>& inside, RunControl& control)
    {
        AirKernels& k = *m_kernels;
        k.m_canyons = findCanyons(m_applied, m_lines);
        k.m_climate = canyonClimate(k.m_weather->winds());
        if (k.m_canyons.empty())
            return;
        const CanyonIndex index(k.m_canyons, m_lines, kAtWall_m);
        std::vector<std::vector<AirKernels::Walled>> found(kBlocks);
        parallelBlocks(inside.size(), kBlocks, control.threads(), [&](std::size_t block, std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
                if (inside[i])
                    continue;
                const Point2 at = k.placeAt(i);
                if (const auto place = index.at(at)) {
                    const RoadLine& line = m_lines[k.m_canyons[place->canyon].line];
                    found[block].push_back({i, place->canyon, place->offset_m, k.m_weather->alongLine(line.geometry, at)});
                }
            }
        });
        for (const auto& list : found)
            k.m_walled.insert(k.m_walled.end(), list.begin(), list.end());
    }

    static constexpr double kCoarsest_m = 10;
    const AppliedScenario& m_applied;
    std::vector<RoadLine> m_lines;
    std::shared_ptr<AirKernels> m_kernels;
    const AirKernels* m_earlier = nullptr;
    KernelSplit m_split;
};

Expected<AirKernelsPtr> buildAirKernels(const AppliedScenario& applied, const AirPlaces& places, RunControl& control,
                                        const AirKernels* earlier)
{
    if (const Expected<void> checked = checkPlaces(places); !checked)
        return unexpected(checked.error());
    return AirKernelBuilder(applied, places, groundLines(applied)).build(control, earlier);
}

Expected<AirKernelsPtr> buildAirKernels(const AppliedScenario& applied, const AirPlaces& places, const HoursWeather& hours,
                                        RunControl& control)
{
    if (const Expected<void> checked = checkPlaces(places); !checked)
        return unexpected(checked.error());
    AirKernelBuilder builder(applied, places, groundLines(applied));
    builder.setHours(hours);
    return builder.build(control, nullptr);
}

namespace {

/// The kernels of a city as it is, under the parameters' standard values: what other programs will ask for again.
bool isStandard(const AppliedScenario& applied, const AirPlaces& places)
{
    if (!places.hours.annual() || !applied.addedLinks.empty() || !applied.buildingsAsMapped())
        return false;
    for (const ParameterSpec* spec : kAirParameters)
        if (applied.parameters.value(*spec) != spec->standard)
            return false;
    return true;
}

}  // namespace

Expected<AirKernelsPtr> obtainAirKernels(const AppliedScenario& applied, const AirPlaces& places, RunControl& control)
{
    struct Kept {
        Hash key;
        AirKernelsPtr kernels;
    };
    static std::mutex mutex;
    static std::vector<Kept> kept;  // newest first
    const Hash key = fullHash(applied, places, groundLines(applied));
    AirKernelsPtr newest;
    {
        const std::lock_guard lock(mutex);
        for (const Kept& known : kept)
            if (known.key == key)
                return known.kernels;
        if (!kept.empty())
            newest = kept.front().kernels;
    }
    const bool standard = isStandard(applied, places);
    Expected<AirKernelsPtr> built = AirKernelsPtr();
    if (standard && checkPlaces(places)) {
        AirKernelBuilder builder(applied, places, groundLines(applied));
        if (const std::string stored = loadAirKernels(key); !stored.empty()) {
            auto begun = builder.begin(control);
            if (!begun)
                return unexpected(begun.error());
            if (AirKernelFile::unpack(stored, **begun))
                built = AirKernelsPtr(*begun);
        }
    }
    if (!*built) {
        built = buildAirKernels(applied, places, control, newest.get());
        if (!built)
            return built;
        if (standard && keepsKernelFiles())
            saveAirKernels(key, AirKernelFile::pack(**built));
    }
    const std::lock_guard lock(mutex);
    kept.insert(kept.begin(), {key, *built});
    if (kept.size() > kKernelsKept)
        kept.resize(kKernelsKept);
    return built;
}

}  // namespace isopolis
