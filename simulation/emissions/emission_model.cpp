#include "simulation/emissions/emission_model.h"

#include "simulation/emissions/fleet.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

/// Speeds that the published functions cover, km/h.
constexpr double kSlowest_kmh = 5, kFastest_kmh = 130;
constexpr std::size_t kBlocks = 64;
constexpr double kGramsPerKilogram = 1e3, kGramsPerTonne = 1e6, kMetresPerKilometre = 1e3;

/// Emission of one mean vehicle, g/km.
struct MeanFactors {
    double nox = 0, primaryNo2 = 0, pm25 = 0, co2 = 0;
};

/// Parameters of the model, read once.
struct Settings {
    explicit Settings(const ParameterSet& p)
        : nox(p.value(kNoxFactor)), exhaustPm(p.value(kExhaustPmFactor)), energy(p.value(kEnergyFactor)), wear(p.value(kWearFactor)),
          primaryNo2(p.value(kPrimaryNo2Factor)), petrol(p.value(kCo2Petrol)), diesel(p.value(kCo2Diesel)), load(p.value(kHeavyLoad)),
          electricBrake(p.value(kElectricBrake)), peakShare(p.value(kPeakFlowShare)), offPeak(p.value(kOffPeakSpeed))
    {}
    double nox, exhaustPm, energy, wear, primaryNo2, petrol, diesel, load, electricBrake, peakShare, offPeak;
};

DrivingSituation situationOf(RoadClass roadClass)
{
    return roadClass == RoadClass::Motorway || roadClass == RoadClass::Trunk ? DrivingSituation::Highway : DrivingSituation::Urban;
}

MeanFactors meanFactors(const FactorTable& table, const FleetMix& mix, const Settings& settings, DrivingSituation situation,
                        double speed_kmh)
{
    const double v = std::clamp(speed_kmh, kSlowest_kmh, kFastest_kmh);
    MeanFactors mean;
    for (const VehicleClass& vehicle : vehicleClasses()) {
        const double share = mix[vehicle.id];
        if (share <= 0)
            continue;
        const double nox = settings.nox * table.at(vehicle.id, FactorKind::NOx, situation, v);
        mean.nox += share * nox;
        mean.primaryNo2 += share * nox * std::min(1.0, settings.primaryNo2 * vehicle.primaryNo2);
        mean.pm25 += share * (settings.exhaustPm * table.at(vehicle.id, FactorKind::ExhaustPm, situation, v) +
                              settings.wear * wearPm25_g_km(vehicle, v, settings.load, settings.electricBrake));
        mean.co2 += share * settings.energy * table.at(vehicle.id, FactorKind::Energy, situation, v) *
                    (vehicle.fuel == Fuel::Diesel ? settings.diesel : settings.petrol);
    }
    return mean;
}

/// The fleet on each link: one mix per set of zones that links lie in.
class FleetMap {
public:
    explicit FleetMap(const AppliedScenario& applied) : m_mixOf(applied.linkCount())
    {
        const FleetMix everywhere = withElectricShift(standardFleet(applied.parameters), applied.electricShift);
        std::map<std::vector<std::size_t>, std::size_t> known;
        std::vector<Box> boxes;
        for (const LowEmissionZone& zone : applied.lowEmissionZones)
            boxes.push_back(bounds(zone.area));
        for (const LinkId link : idsOf(applied.links)) {
            const Polyline& line = applied.geometry(link);
            const Point2 middle = line.empty() ? Point2{} : pointAlong(line, length(line) / 2);
            std::vector<std::size_t> zones;
            for (std::size_t z = 0; z < boxes.size(); ++z)
                if (boxes[z].contains(middle) && contains(applied.lowEmissionZones[z].area, middle))
                    zones.push_back(z);
            const auto [entry, isNew] = known.try_emplace(std::move(zones), m_mixes.size());
            if (isNew) {
                m_mixes.push_back(everywhere);
                for (const std::size_t z : entry->first)
                    m_mixes.back() = inLowEmissionZone(m_mixes.back(), applied.lowEmissionZones[z]);
            }
            m_mixOf[link] = entry->second;
        }
    }
    const FleetMix& on(LinkId link) const { return m_mixes[m_mixOf[link]]; }

private:
    std::vector<FleetMix> m_mixes;
    IdVector<LinkId, std::size_t> m_mixOf;
};

Issue issueAt(const AppliedScenario& applied, LinkId link, std::string code, std::string message)
{
    return {.severity = Severity::Warning,
            .code = std::move(code),
            .message = std::move(message),
            .file = {},
            .feature = applied.externalId(link),
            .field = {}};
}

/// Vehicles per day with what is wrong about a flow told; never negative, never NaN.
double checkedFlow(const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, std::vector<Issue>& issues)
{
    const double flow = traffic.flow_veh_day[link];
    if (std::isfinite(flow) && flow >= 0)
        return flow;
    issues.push_back(issueAt(applied, link, "bad_flow", "The traffic flow is negative or not a number; it counts as no traffic."));
    return 0;
}

/// Speed of the modelled hour; the legal limit where there is traffic but no usable speed.
double checkedSpeed(const AppliedScenario& applied, const TrafficResult& traffic, LinkId link, std::vector<Issue>& issues)
{
    const double speed = traffic.speed_kmh[link];
    if (std::isfinite(speed) && speed > 0)
        return speed;
    issues.push_back(issueAt(applied, link, "bad_speed", "There is traffic but no speed; the legal limit is used."));
    return applied.links[link].speed_kmh;
}

struct LinkTraffic {
    double vehicleKm_day = 0, peak_kmh = 0, offPeak_kmh = 0;
};

void emitOnLink(EmissionResult& result, LinkId link, const LinkTraffic& t, double peakShare, const MeanFactors& peak,
                const MeanFactors& offPeak)
{
    const auto daily = [&](double MeanFactors::*part) {
        return t.vehicleKm_day * (peakShare * (peak.*part) + (1 - peakShare) * (offPeak.*part));
    };
    result.nox_g_day[link] = daily(&MeanFactors::nox);
    result.primaryNo2_g_day[link] = daily(&MeanFactors::primaryNo2);
    result.pm25_g_day[link] = daily(&MeanFactors::pm25);
    result.co2_g_day[link] = daily(&MeanFactors::co2);
}

IdVector<LinkId, LinkTraffic> trafficOnLinks(const AppliedScenario& applied, const TrafficResult& traffic, double offPeakFactor,
                                             std::vector<Issue>& issues)
{
    IdVector<LinkId, LinkTraffic> all(applied.linkCount());
    for (const LinkId link : idsOf(applied.links)) {
        const double flow = checkedFlow(applied, traffic, link, issues);
        if (flow <= 0)
            continue;
        LinkTraffic& t = all[link];
        t.vehicleKm_day = flow * applied.length_m(link) / kMetresPerKilometre;
        t.peak_kmh = checkedSpeed(applied, traffic, link, issues);
        t.offPeak_kmh = std::max(t.peak_kmh, offPeakFactor * applied.links[link].speed_kmh);
    }
    return all;
}

void addTotals(EmissionResult& result)
{
    double nox = 0, pm25 = 0, co2 = 0;
    for (const LinkId link : idsOf(result.nox_g_day)) {
        nox += result.nox_g_day[link];
        pm25 += result.pm25_g_day[link];
        co2 += result.co2_g_day[link];
    }
    result.totalNox_kg_day = nox / kGramsPerKilogram;
    result.totalPm25_kg_day = pm25 / kGramsPerKilogram;
    result.totalCo2_t_day = co2 / kGramsPerTonne;
}

}  // namespace

Expected<EmissionResult> computeEmissions(const AppliedScenario& applied, const TrafficResult& traffic, RunControl& control)
{
    const std::size_t links = applied.linkCount();
    if (traffic.flow_veh_day.size() != links || traffic.speed_kmh.size() != links)
        return unexpected(Error{ErrorCode::Conflict, "the traffic result belongs to another road network"});
    EmissionResult result;
    for (auto* part : {&result.nox_g_day, &result.pm25_g_day, &result.co2_g_day, &result.primaryNo2_g_day})
        part->resize(links);
    const Settings settings(applied.parameters);
    const FactorTable table;
    const FleetMap fleet(applied);
    const IdVector<LinkId, LinkTraffic> onLink = trafficOnLinks(applied, traffic, settings.offPeak, result.issues);

    parallelBlocks(links, kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        if (control.cancelled())
            return;
        for (std::size_t i = begin; i < end; ++i) {
            const LinkId link = LinkId::fromIndex(i);
            const LinkTraffic& t = onLink[link];
            if (t.vehicleKm_day <= 0)
                continue;
            const DrivingSituation situation = situationOf(applied.roadClass(link));
            emitOnLink(result, link, t, settings.peakShare, meanFactors(table, fleet.on(link), settings, situation, t.peak_kmh),
                       meanFactors(table, fleet.on(link), settings, situation, t.offPeak_kmh));
        }
    });
    if (control.cancelled())
        return cancelledError();
    addTotals(result);
    control.progress(Stage::Emissions, 1);
    return result;
}

}  // namespace isopolis
