#include "simulation/sensing/air_correction.h"

#include "gis/core/geometry/spatial_grid.h"
#include "gis/core/text.h"
#include "simulation/air/air_field.h"
#include "simulation/run/parallel.h"
#include "simulation/sensing/sensing_parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace isopolis {

/// What the sensors with a value in the window say of any place.
class CorrectionSpread {
public:
    static Expected<CorrectionSpread> create(const FieldCovariance& covariance, const std::vector<SensingSite>& sites,
                                             const ResidualHistory& h, const std::vector<double>& residual)
    {
        CorrectionSpread s;
        s.m_covariance = covariance;
        std::vector<double> errorSd, y;
        for (std::size_t k = 0; k < sites.size(); ++k)
            if (std::isfinite(residual[k])) {
                s.m_sites.push_back(sites[k]);
                errorSd.push_back(h.errorSd[k]);
                y.push_back(residual[k]);
            }
        auto made = Interpolator::create(covariance.among(s.m_sites), errorSd);
        if (!made)
            return unexpected(made.error());
        s.m_weights = made->weights(std::move(y));
        s.m_interpolator = std::move(*made);
        return s;
    }

    Interpolated at(const SensingSite& place) const
    {
        std::vector<double> b;
        for (const SensingSite& site : m_sites)
            b.push_back(m_covariance(place, site));
        return m_interpolator->at(b, m_covariance.variance(place), m_weights);
    }

private:
    FieldCovariance m_covariance;
    std::vector<SensingSite> m_sites;
    std::vector<double> m_weights;
    std::optional<Interpolator> m_interpolator;
};

namespace {

/// No concentration is below zero; one that is not known stays unknown, which std::max(0.0, v) would make a zero.
double notNegative(double v) { return v < 0 ? 0 : v; }

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kHour_s = 3600, kRecent_s = 14 * 86400, kPast_s = 30 * 86400;
constexpr std::size_t kBlocks = 64;
constexpr double kGrid_m = 100;

bool isMainRoad(RoadClass c) { return c <= RoadClass::Tertiary; }

const IdVector<ReceptorId, double>& fieldOf(const Run& run, AirQuantity q)
{
    return q == AirQuantity::No2 ? run.air.no2_ug_m3 : run.air.pm25_ug_m3;
}

/// Residuals by hour, oldest first.
ResidualHistory historyOf(const std::vector<AirStation>& stations, const std::vector<double>& modelled, std::vector<std::int64_t>& hours)
{
    std::map<std::int64_t, std::vector<double>> byHour;
    ResidualHistory h;
    for (std::size_t s = 0; s < stations.size(); ++s) {
        double sum = 0;
        for (const StationValue& v : stations[s].values) {
            auto& row = byHour.try_emplace(v.start_s - v.start_s % kHour_s, stations.size(), kNone).first->second;
            row[s] = v.value - modelled[s];
            sum += v.value;
        }
        const double mean = stations[s].values.empty() ? modelled[s] : sum / static_cast<double>(stations[s].values.size());
        h.at.push_back(stations[s].at);
        h.errorSd.push_back(observationError(stations[s].device, mean));
    }
    for (const auto& [hour, row] : byHour) {
        hours.push_back(hour);
        h.addTime(row);
    }
    return h;
}

std::vector<double> meanDuring(const ResidualHistory& h, const std::vector<std::int64_t>& hours, std::int64_t from, std::int64_t to)
{
    std::vector<double> sum(h.sensors(), 0), n(h.sensors(), 0);
    for (std::size_t t = 0; t < hours.size(); ++t)
        if ((from == 0 && to == 0) || (hours[t] >= from && hours[t] < to))
            for (std::size_t s = 0; s < h.sensors(); ++s)
                if (std::isfinite(h.value(t, s))) {
                    sum[s] += h.value(t, s);
                    n[s] += 1;
                }
    for (std::size_t s = 0; s < sum.size(); ++s)
        sum[s] = n[s] > 0 ? sum[s] / n[s] : kNone;
    return sum;
}

void meansOfNeighbourhoods(const Run& run, AirCorrection& c)
{
    const std::size_t n = run.applied.city->neighbourhoods().size();
    std::vector<double> sum(n, 0), people(n, 0);
    for (const ReceptorId r : idsOf(run.air.receptors)) {
        const Receptor& receptor = run.air.receptors[r];
        if (!receptor.neighbourhood.valid())
            continue;
        sum[receptor.neighbourhood.index()] += receptor.people * c.corrected_ug_m3[r];
        people[receptor.neighbourhood.index()] += receptor.people;
    }
    for (std::size_t k = 0; k < n; ++k)
        c.correctedMean_ug_m3.push(people[k] > 0 ? sum[k] / people[k] : kNone);
}

}  // namespace

std::string_view airQuantityKey(AirQuantity quantity) { return quantity == AirQuantity::No2 ? "no2_ug_m3" : "pm25_ug_m3"; }

std::vector<SensingSite> sitesOf(const AppliedScenario& applied, std::span<const Point2> places)
{
    const double reach = kKerbDistance.standard;
    Box extent;
    for (std::size_t l = 0; l < applied.linkCount(); ++l)
        for (const Point2& p : applied.geometry(LinkId::fromIndex(l)))
            extent.add(p);
    SpatialGrid grid(extent.grown(kGrid_m), kGrid_m);
    for (std::size_t l = 0; l < applied.linkCount(); ++l)
        if (const LinkId id = LinkId::fromIndex(l); isMainRoad(applied.roadClass(id)))
            grid.insert(bounds(applied.geometry(id)).grown(reach), static_cast<std::uint32_t>(l));
    std::vector<SensingSite> sites;
    for (const Point2& place : places) {
        SensingSite site{place, std::nullopt};
        double nearest = reach;
        for (const std::uint32_t l : grid.query(place, reach)) {
            const LinkId id = LinkId::fromIndex(l);
            if (const double d = nearestOnLine(applied.geometry(id), place).distance_m; d < nearest) {
                nearest = d;
                site.street = applied.roadClass(id);
            }
        }
        sites.push_back(site);
    }
    return sites;
}

Expected<AirCorrection> correctAir(const Run& base, const AirCorrectionRequest& request, RunControl& control)
{
    AirCorrection c;
    c.quantity = request.quantity;
    std::vector<AirStation> stations;
    for (const AirStation& station : request.stations)
        if (!station.values.empty())
            stations.push_back(station);
    if (stations.empty())
        return unexpected(Error{ErrorCode::NotFound, "no station has measured " + std::string(airQuantityKey(request.quantity))}.cure(
            "Import measurements (isopolis-cli feed import), or choose another quantity."));
    const AirProbe probe(base.applied, base.emissions, control);
    std::vector<double> modelled;
    std::vector<Point2> places;
    for (const AirStation& station : stations) {
        const AirLevels levels = probe.at(station.at).levels;
        modelled.push_back(request.quantity == AirQuantity::No2 ? levels.no2_ug_m3 : levels.pm25_ug_m3);
        places.push_back(station.at);
    }
    const std::vector<SensingSite> sites = sitesOf(base.applied, places);
    std::vector<std::int64_t> hours;
    const ResidualHistory all = historyOf(stations, modelled, hours);
    const std::int64_t newest = hours.back() + kHour_s;
    const auto split = static_cast<std::size_t>(std::lower_bound(hours.begin(), hours.end(), newest - kRecent_s) - hours.begin());
    const bool enough = newest - kRecent_s - hours.front() >= kPast_s;
    const ResidualHistory past = enough ? all.during(0, split) : all, recent = all.during(split, hours.size());
    c.covariance = fitFieldCovariance(past, sites);
    c.gate = judgeCorrection(past, recent, c.covariance.among(sites));
    const std::vector<double> residual = meanDuring(all, hours, request.from_s, request.to_s);
    if (control.cancelled())
        return cancelledError();

    if (c.gate.applied && std::any_of(residual.begin(), residual.end(), [](double r) { return std::isfinite(r); })) {
        auto made = CorrectionSpread::create(c.covariance, sites, all, residual);
        if (!made)
            return unexpected(made.error());
        c.spread = std::make_shared<const CorrectionSpread>(std::move(*made));
    }
    const auto& model = fieldOf(base, request.quantity);
    std::vector<Point2> at;
    for (const Receptor& receptor : base.air.receptors)
        at.push_back(receptor.at);
    const std::vector<Interpolated> here = correctionAt(c, base.applied, at, control);
    c.corrected_ug_m3 = model;
    for (const ReceptorId id : idsOf(model)) {
        c.corrected_ug_m3[id] = notNegative(model[id] + here[id.index()].increment);
        c.sigma_ug_m3.push(here[id.index()].sigma);
    }
    for (std::size_t s = 0; s < stations.size(); ++s) {
        const LeftOutSensor left = s < c.gate.left.sensors.size() ? c.gate.left.sensors[s] : LeftOutSensor{0, kNone, kNone};
        c.stations.push_back({stations[s].id, stations[s].name, modelled[s], modelled[s] + residual[s],
                              notNegative(modelled[s] + (c.spread ? c.spread->at(sites[s]).increment : 0)), left.before, left.after,
                              sites[s].street.has_value()});
    }
    meansOfNeighbourhoods(base, c);
    if (!c.covariance.fitted)
        c.caveats.emplace_back(ISO_TR("sensing", "Too few stations or days to learn how far residuals reach: standard lengths are used."));
    if (request.from_s != 0 || request.to_s != 0)
        c.caveats.emplace_back(ISO_TR("sensing", "The map is of the hours chosen: it holds their weather too and is no annual mean."));
    c.caveats.emplace_back(
        ISO_TR("sensing", "A scheme is shown uncorrected, or times the ratio of the base; residuals are never carried into it."));
    return c;
}

std::vector<Interpolated> correctionAt(const AirCorrection& correction, const AppliedScenario& applied, std::span<const Point2> places,
                                       RunControl& control)
{
    const std::vector<SensingSite> sites = sitesOf(applied, places);
    std::vector<Interpolated> out(sites.size());
    parallelBlocks(sites.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t k = begin; k < end && !control.cancelled(); ++k)
            out[k] =
                correction.spread ? correction.spread->at(sites[k]) : Interpolated{0, std::sqrt(correction.covariance.variance(sites[k]))};
    });
    return out;
}

IdVector<ReceptorId, double> correctedByRatio(const AirCorrection& correction, const Run& base, const Run& scheme)
{
    const auto& was = fieldOf(base, correction.quantity);
    IdVector<ReceptorId, double> field = fieldOf(scheme, correction.quantity);
    if (!correction.gate.applied || scheme.air.receptors != base.air.receptors)
        return field;
    for (const ReceptorId r : idsOf(field))
        if (was[r] > 0)
            field[r] *= correction.corrected_ug_m3[r] / was[r];
    return field;
}

}  // namespace isopolis
