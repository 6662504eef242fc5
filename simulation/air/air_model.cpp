#include "simulation/air/air_model.h"

#include "simulation/air/air_parameters.h"
#include "simulation/air/canyons.h"
#include "simulation/air/photochemistry.h"
#include "simulation/air/road_lines.h"
#include "simulation/run/parallel.h"

#include <array>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 256;

/// Activity points with people, equal places of one neighbourhood merged, in the order of first appearance.
IdVector<ReceptorId, Receptor> receptorsOf(const AppliedScenario& applied)
{
    IdVector<ReceptorId, Receptor> receptors;
    std::map<std::tuple<double, double, NeighbourhoodId>, ReceptorId> known;
    for (const ActivityPoint& point : applied.activity()) {
        if (!(point.people > 0))
            continue;
        const auto [entry, isNew] = known.try_emplace({point.at.x, point.at.y, point.neighbourhood}, ReceptorId{});
        if (isNew)
            entry->second = receptors.push({point.at, point.neighbourhood, 0});
        receptors[entry->second].people += point.people;
    }
    return receptors;
}

void addRoadParts(AirResult& result, std::span<const RoadLine> lines, const AnnualKernel& kernel, const CanyonParts& canyons,
                  RunControl& control)
{
    const std::size_t n = result.receptors.size();
    for (auto* part : {&result.roadNox_ug_m3, &result.roadPrimaryNo2_ug_m3, &result.roadPm25_ug_m3, &result.roadPm10_ug_m3})
        part->resize(n);
    const RoadLineIndex index(lines, kernel.reach_m());
    std::atomic<std::size_t> done{0};
    parallelBlocks(n, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        if (control.cancelled())
            return;
        for (std::size_t i = begin; i < end; ++i) {
            const ReceptorId receptor = ReceptorId::fromIndex(i);
            const Point2 at = result.receptors[receptor].at;
            const auto& canyon = canyons.ofReceptor[i];
            LineStrength sum;
            for (const std::uint32_t l : index.near(at)) {
                const RoadLine& line = lines[l];
                const double unit = canyon && canyon->line == l ? canyon->unit : kernel.alongLine(line.geometry, at);
                sum.nox += line.total.nox * unit;
                sum.primaryNo2 += line.total.primaryNo2 * unit;
                sum.pm25 += line.total.pm25 * unit;
                sum.pm10 += line.total.pm10 * unit;
            }
            result.roadNox_ug_m3[receptor] = sum.nox;
            result.roadPrimaryNo2_ug_m3[receptor] = sum.primaryNo2;
            result.roadPm25_ug_m3[receptor] = sum.pm25;
            result.roadPm10_ug_m3[receptor] = sum.pm10;
        }
        const std::size_t finished = done += end - begin;
        control.progress(Stage::Air, static_cast<double>(finished) / static_cast<double>(n));
    });
}

void addTotals(AirResult& result, const UsedBackground& background, double halfValue)
{
    const std::size_t n = result.receptors.size();
    result.backgroundNo2_ug_m3 = background.no2;
    result.backgroundPm25_ug_m3 = background.pm25;
    result.backgroundPm10_ug_m3 = background.pm10;
    for (auto* values : {&result.no2_ug_m3, &result.pm25_ug_m3, &result.pm10_ug_m3})
        values->resize(n);
    for (const ReceptorId receptor : idsOf(result.receptors)) {
        const RoadNo2 road = roadNo2(result.roadNox_ug_m3[receptor], result.roadPrimaryNo2_ug_m3[receptor], background.o3, halfValue);
        result.no2_ug_m3[receptor] = background.no2 + road.primary + road.secondary;
        result.pm25_ug_m3[receptor] = background.pm25 + result.roadPm25_ug_m3[receptor];
        result.pm10_ug_m3[receptor] = background.pm10 + result.roadPm10_ug_m3[receptor];
    }
}

/// NO2 at the receptors as the mean of the parts of the year, each with its own balance of NO, NO2 and ozone.
Expected<void> addChemistry(AirResult& result, const AppliedScenario& applied, const EmissionResult& emissions,
                            std::span<const RoadLine> lines, const UsedBackground& background, RunControl& control)
{
    const auto parts = weatherParts(applied, control);
    if (!parts)
        return unexpected(parts.error());
    const double residence_s = applied.parameters.value(kResidence);
    IdVector<ReceptorId, double> no2(result.receptors.size());
    for (const HoursWeather& part : **parts) {
        AirResult of;
        of.receptors = result.receptors;
        const CanyonParts canyons = canyonParts(applied, lines, emissions.stirring, part.kernel->winds(), of.receptors, control);
        addRoadParts(of, lines, *part.kernel, canyons, control);
        if (control.cancelled())
            return cancelledError();
        for (const ReceptorId receptor : idsOf(no2))
            no2[receptor] += part.share * no2OfHours(part.emission * of.roadNox_ug_m3[receptor],
                                                     part.emission * of.roadPrimaryNo2_ug_m3[receptor], background, part, residence_s);
    }
    result.no2_ug_m3 = std::move(no2);
    return {};
}

void addMeans(AirResult& result, std::size_t neighbourhoods)
{
    IdVector<NeighbourhoodId, double> people(neighbourhoods);
    struct Mean {
        IdVector<NeighbourhoodId, double>& of;
        const IdVector<ReceptorId, double>& values;
    };
    const std::array<Mean, 3> means{
        {{result.no2Mean_ug_m3, result.no2_ug_m3}, {result.pm25Mean_ug_m3, result.pm25_ug_m3}, {result.pm10Mean_ug_m3, result.pm10_ug_m3}}};
    for (const Mean& mean : means)
        mean.of.resize(neighbourhoods);
    for (const ReceptorId id : idsOf(result.receptors)) {
        const Receptor& receptor = result.receptors[id];
        if (!people.contains(receptor.neighbourhood))
            continue;
        people[receptor.neighbourhood] += receptor.people;
        for (const Mean& mean : means)
            mean.of[receptor.neighbourhood] += receptor.people * mean.values[id];
    }
    for (const NeighbourhoodId id : idsOf(people))
        for (const Mean& mean : means)
            mean.of[id] = people[id] > 0 ? mean.of[id] / people[id] : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

Expected<AirResult> computeAir(const AppliedScenario& applied, const EmissionResult& emissions, RunControl& control)
{
    std::vector<Issue> issues;
    const std::shared_ptr<const AnnualKernel> kernel = sharedKernel(applied, issues, control);
    if (control.cancelled())
        return cancelledError();
    Expected<AirResult> result = computeAir(applied, emissions, *kernel, control);
    if (result)
        result->issues.insert(result->issues.begin(), issues.begin(), issues.end());
    return result;
}

Expected<AirResult> computeAir(const AppliedScenario& applied, const EmissionResult& emissions, const AnnualKernel& kernel,
                               RunControl& control)
{
    if (const Expected<void> checked = checkEmissions(applied, emissions); !checked)
        return unexpected(checked.error());
    AirResult result;
    result.receptors = receptorsOf(applied);
    const std::vector<RoadLine> lines = roadLines(applied, emissions, result.issues);
    const CanyonParts canyons = canyonParts(applied, lines, emissions.stirring, kernel.winds(), result.receptors, control);
    if (canyons.canyons > 0)
        result.issues.push_back({.severity = Severity::Note,
                                 .code = "street_canyons",
                                 .message = std::to_string(canyons.canyons) + " streets with traffic count as canyons; " +
                                            std::to_string(std::lround(canyons.people)) + " people live at them.",
                                 .file = {},
                                 .feature = {},
                                 .field = {}});
    addRoadParts(result, lines, kernel, canyons, control);
    if (control.cancelled())
        return cancelledError();
    const UsedBackground background = usedBackground(applied, result.issues);
    addTotals(result, background, applied.parameters.value(kNo2Conversion));
    if (chemistryByClass(applied))
        if (auto added = addChemistry(result, applied, emissions, lines, background, control); !added)
            return unexpected(added.error());
    addMeans(result, applied.city->neighbourhoods().size());
    control.progress(Stage::Air, 1);
    return result;
}

}  // namespace isopolis
