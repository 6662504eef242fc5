#include "simulation/air/air_field.h"

#include "simulation/air/air_parameters.h"
#include "simulation/air/photochemistry.h"
#include "simulation/emissions/emission_period.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <array>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 256;
constexpr std::size_t kParts = 4;  // NOx, direct NO2, PM2.5, PM10

std::array<double, kParts> partsOf(const LineStrength& q) { return {q.nox, q.primaryNo2, q.pm25, q.pm10}; }

}  // namespace

/// One run's emissions through the kernels.
class AirFieldBuilder {
public:
    AirFieldBuilder(const AirKernels& kernels, const AppliedScenario& applied, const EmissionResult& emissions)
        : m_kernels(kernels), m_applied(applied), m_emissions(emissions), m_residence_s(applied.parameters.value(kResidence))
    {}

    Expected<AirField> build(RunControl& control)
    {
        const AirKernels& k = m_kernels;
        for (const auto& links : k.m_lines)
            for (const LinkId link : links)
                if (link.valid() && link.index() >= m_applied.linkCount())
                    return unexpected(Error{ErrorCode::Conflict, "the air kernels belong to another road network"});
        for (const auto& links : k.m_lines) {
            LineStrength q;
            for (const LinkId link : links)
                if (link.valid())
                    q += lineStrength(m_applied, m_emissions, link);
            m_strengths.push_back(q);
        }
        convolve(control);
        AirField field;
        field.issues = k.m_issues;
        field.background = usedBackground(m_applied, field.issues);
        field.no2 = field.pm25 = field.pm10 = k.m_raster;
        field.points.resize(k.points());
        const std::vector<double> extra = canyonUnits(control);
        const double halfValue = m_applied.parameters.value(kNo2Conversion);
        parallelBlocks(k.m_units.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            if (control.cancelled())
                return;
            auto walled = std::lower_bound(k.m_walled.begin(), k.m_walled.end(), begin,
                                           [](const AirKernels::Walled& w, std::size_t place) { return w.place < place; });
            for (std::size_t i = begin; i < end; ++i) {
                const bool isWalled = walled != k.m_walled.end() && walled->place == i;
                const std::size_t w = static_cast<std::size_t>(walled - k.m_walled.begin());
                if (isWalled)
                    ++walled;
                if (i < k.cells() && std::isnan(k.m_raster.values[i]))
                    continue;
                const AirLevels levels = levelsAt(i, isWalled ? w : kNone, extra, field.background, halfValue);
                if (i >= k.cells()) {
                    field.points[i - k.cells()] = levels;
                    continue;
                }
                field.no2.values[i] = static_cast<float>(levels.no2_ug_m3);
                field.pm25.values[i] = static_cast<float>(levels.pm25_ug_m3);
                field.pm10.values[i] = static_cast<float>(levels.pm10_ug_m3);
            }
        });
        if (control.cancelled())
            return cancelledError();
        return field;
    }

private:
    static constexpr std::size_t kNone = ~std::size_t{0};

    void convolve(RunControl& control)
    {
        parallelBlocks(kParts, kParts, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t part = begin; part < end && !control.cancelled(); ++part) {
                std::vector<double> source(m_kernels.m_far->nodes(), 0.0);
                for (std::size_t l = 0; l < m_strengths.size(); ++l)
                    if (const double q = partsOf(m_strengths[l])[part]; q > 0)
                        for (const FarDeposit& d : m_kernels.m_deposits[l])
                            source[d.node] += q * static_cast<double>(d.metres);
                m_far[part] = m_kernels.m_far->convolve(source);
            }
        });
    }

    /// What walls add to the own street's unit, per walled place.
    std::vector<double> canyonUnits(RunControl& control) const
    {
        const AirKernels& k = m_kernels;
        std::vector<double> extra(k.m_walled.size());
        if (extra.empty())
            return extra;
        std::vector<char> used(k.m_canyons.size());
        for (const AirKernels::Walled& w : k.m_walled)
            used[w.canyon] = m_strengths[k.m_canyons[w.canyon].line].any() ? 1 : 0;
        const OspmSettings settings = canyonSettings(m_applied.parameters);
        std::vector<CanyonUnits> units(k.m_canyons.size());
        parallelBlocks(units.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t c = begin; c < end && !control.cancelled(); ++c) {
                if (!used[c])
                    continue;
                double stir = 0;
                for (const LinkId link : k.m_lines[k.m_canyons[c].line])
                    stir += m_emissions.stirring.contains(link) ? m_emissions.stirring[link] : 0;
                units[c] = canyonUnit(k.m_canyons[c], k.m_climate, stir, settings);
            }
        });
        for (std::size_t w = 0; w < extra.size(); ++w) {
            const AirKernels::Walled& walled = k.m_walled[w];
            if (used[walled.canyon])
                extra[w] = canyonUnitAt(k.m_canyons[walled.canyon], units[walled.canyon], walled.offset_m) - walled.open;
        }
        return extra;
    }

    AirLevels levelsAt(std::size_t place, std::size_t walled, const std::vector<double>& extra, const UsedBackground& background,
                       double halfValue) const
    {
        std::array<double, kParts> sum{};
        const auto add = [&](std::uint32_t line, double unit) {
            const std::array<double, kParts> q = partsOf(m_strengths[line]);
            for (std::size_t part = 0; part < kParts; ++part)
                sum[part] += unit * q[part];
        };
        for (const AirKernels::Unit& unit : m_kernels.m_units[place])
            add(unit.line, static_cast<double>(unit.unit));
        const Point2 at = m_kernels.placeAt(place);
        for (std::size_t part = 0; part < kParts; ++part)
            sum[part] += m_kernels.m_far->at(m_far[part], at);
        if (walled != kNone)
            add(m_kernels.m_canyons[m_kernels.m_walled[walled].canyon].line, extra[walled]);
        const double factor = m_kernels.m_state ? m_kernels.m_state->emission : 1;
        for (double& s : sum)
            s = factor * std::max(0.0, s);
        double no2 = 0;
        if (m_kernels.m_state) {
            no2 = no2OfHours(sum[0], sum[1], background, *m_kernels.m_state, m_residence_s);
        } else {
            const RoadNo2 road = roadNo2(sum[0], sum[1], background.o3, halfValue);
            no2 = background.no2 + road.primary + road.secondary;
        }
        return {.no2_ug_m3 = no2,
                .pm25_ug_m3 = background.pm25 + sum[2],
                .pm10_ug_m3 = background.pm10 + sum[3],
                .roadNox_ug_m3 = sum[0],
                .roadPrimaryNo2_ug_m3 = sum[1],
                .roadPm25_ug_m3 = sum[2],
                .roadPm10_ug_m3 = sum[3]};
    }

    const AirKernels& m_kernels;
    const AppliedScenario& m_applied;
    const EmissionResult& m_emissions;
    double m_residence_s;
    std::vector<LineStrength> m_strengths;
    std::array<std::vector<double>, kParts> m_far;
};

Expected<AirField> airField(const AirKernels& kernels, const AppliedScenario& applied, const EmissionResult& emissions, RunControl& control)
{
    if (const Expected<void> checked = checkEmissions(applied, emissions); !checked)
        return unexpected(checked.error());
    return AirFieldBuilder(kernels, applied, emissions).build(control);
}

namespace {

/// NO2 as the mean of the parts of the year, each with its own balance; the rest of the field is that of the year.
Expected<void> addChemistry(AirField& field, const AppliedScenario& applied, const EmissionResult& emissions, const AirPlaces& places,
                            RunControl& control)
{
    const auto parts = weatherParts(applied, control);
    if (!parts)
        return unexpected(parts.error());
    std::vector<double> cells(field.no2.values.size(), 0.0), points(field.points.size(), 0.0);
    for (const HoursWeather& part : **parts) {
        const auto kernels = buildAirKernels(applied, places, part, control);
        if (!kernels)
            return unexpected(kernels.error());
        const auto of = airField(**kernels, applied, emissions, control);
        if (!of)
            return unexpected(of.error());
        for (std::size_t i = 0; i < cells.size(); ++i)
            cells[i] += part.share * static_cast<double>(of->no2.values[i]);
        for (std::size_t i = 0; i < points.size(); ++i)
            points[i] += part.share * of->points[i].no2_ug_m3;
    }
    for (std::size_t i = 0; i < cells.size(); ++i)
        field.no2.values[i] = static_cast<float>(cells[i]);
    for (std::size_t i = 0; i < points.size(); ++i)
        field.points[i].no2_ug_m3 = points[i];
    return {};
}

}  // namespace

Expected<AirField> airField(const AppliedScenario& applied, const EmissionResult& emissions, const AirPlaces& places, RunControl& control)
{
    if (const Expected<void> checked = checkEmissions(applied, emissions); !checked)
        return unexpected(checked.error());
    const Expected<AirKernelsPtr> kernels = obtainAirKernels(applied, places, control);
    if (!kernels)
        return unexpected(kernels.error());
    Expected<AirField> field = airField(**kernels, applied, emissions, control);
    if (field && places.hours.annual() && chemistryByClass(applied))
        if (auto added = addChemistry(*field, applied, emissions, places, control); !added)
            return unexpected(added.error());
    return field;
}

Expected<AirField> airFieldOfHours(const AppliedScenario& applied, const TrafficResult& traffic, const EmissionResult& emissions,
                                   const AirPlaces& places, RunControl& control)
{
    if (!places.hours.period)
        return airField(applied, emissions, places, control);
    const auto period = emissionsOfPeriod(applied, traffic, *places.hours.period, control);
    if (!period)
        return unexpected(period.error());
    return airField(applied, *period, places, control);
}

}  // namespace isopolis
