#include "simulation/run/run.h"

namespace isopolis {

namespace {

void addValues(Hasher& h, const std::vector<double>& values)
{
    h.add(static_cast<std::uint64_t>(values.size()));
    for (const double v : values)
        h.add(v);
}

void addTraffic(Hasher& h, const TrafficResult& t)
{
    h.add("traffic").add(static_cast<std::uint64_t>(t.zones.internal));
    for (const ExternalStation& s : t.zones.external) {
        h.add(s.node.value()).add(s.in_veh_h).add(s.out_veh_h).add(s.counted).add(s.source).add(s.outSource);
        for (std::size_t period = 0; period < kPeriodCount; ++period)
            h.add(s.inByPeriod_veh_h[period]).add(s.outByPeriod_veh_h[period]);
    }
    for (const auto* v : {&t.production_veh_h, &t.attraction_veh_h})
        addValues(h, v->raw());
    for (const ZoneMatrix* m : {&t.trips_veh_h, &t.time_min})
        addValues(h, m->values);
    for (const auto* v : {&t.flow_veh_h, &t.capacity_veh_h, &t.time_s, &t.speed_kmh, &t.flow_veh_day})
        addValues(h, v->raw());
    for (const HourTraffic& hour : t.hours) {
        h.add(hour.hours);
        addValues(h, hour.flow_veh_h.raw());
        addValues(h, hour.speed_kmh.raw());
    }
    for (const double v : {t.relativeGap, t.objective_veh_min, t.totalTime_veh_h, t.totalDistance_veh_km, t.intrazonal_veh_h,
                           t.unassigned_veh_h, t.conservationError_veh_h})
        h.add(v);
    h.add(t.iterations).add(t.converged);
    // Without a charge nothing is added: results of cities without one keep their hash.
    if (t.roadCharge.charged()) {
        h.add("road charge");
        for (const ByFifth<double>& home : t.roadCharge.paid_eur_day)
            for (const double paid : home)
                h.add(paid);
        addValues(h, t.roadCharge.residents.raw());
        h.add(t.roadCharge.elsewhere_eur_day).add(t.roadCharge.edge_eur_day).add(t.roadCharge.revenue_eur_day);
    }
    DemandSummary demand = t.demand;
    demand.eachFigure([&h](double v) { h.add(v); });
    h.add(demand.response).add(demand.transitResponds).add(demand.feedbackRounds).add(demand.feedbackConverged);
}

void addAccess(Hasher& h, const AccessResult& a)
{
    h.add("access");
    for (const auto* v :
         {&a.jobsByCar, &a.jobsOnFoot, &a.jobsByCycle, &a.carTime_min, &a.schoolOnFoot_min, &a.clinicOnFoot_min, &a.parkOnFoot_min})
        addValues(h, v->raw());
    h.add(a.carCutoff_min).add(a.walkCutoff_min).add(a.cycleCutoff_min);
}

void addTransit(Hasher& h, const TransitResult& t)
{
    h.add("transit").add(t.timetable);
    addValues(h, t.jobsByTransit.raw());
    h.add(t.cutoff_min).add(t.window.first_s).add(t.window.length_s).add(t.window.step_s);
}

void addEmissions(Hasher& h, const EmissionResult& e)
{
    h.add("emissions");
    for (const auto* v : {&e.nox_g_day, &e.pm25_g_day, &e.co2_g_day, &e.primaryNo2_g_day, &e.pm10_g_day, &e.stirring})
        addValues(h, v->raw());
    for (const double v : {e.totalNox_kg_day, e.totalPm25_kg_day, e.totalCo2_t_day, e.totalPm10_kg_day, e.totalColdNox_kg_day,
                           e.totalWearPm25_kg_day, e.totalElectricity_MWh_day, e.totalGridCo2_t_day})
        h.add(v);
}

void addAir(Hasher& h, const AirResult& a)
{
    h.add("air").add(static_cast<std::uint64_t>(a.receptors.size()));
    for (const Receptor& r : a.receptors)
        h.add(r.at.x).add(r.at.y).add(r.neighbourhood.value()).add(r.people);
    for (const auto* v :
         {&a.roadNox_ug_m3, &a.roadPrimaryNo2_ug_m3, &a.roadPm25_ug_m3, &a.roadPm10_ug_m3, &a.no2_ug_m3, &a.pm25_ug_m3, &a.pm10_ug_m3})
        addValues(h, v->raw());
    for (const auto* v : {&a.no2Mean_ug_m3, &a.pm25Mean_ug_m3, &a.pm10Mean_ug_m3})
        addValues(h, v->raw());
    h.add(a.backgroundNo2_ug_m3).add(a.backgroundPm25_ug_m3).add(a.backgroundPm10_ug_m3);
}

void addNoise(Hasher& h, const NoiseResult& n)
{
    h.add("noise").add(static_cast<std::uint64_t>(n.receptors.size()));
    for (const NoiseReceptor& r : n.receptors)
        h.add(r.at.x).add(r.at.y).add(r.ground_m).add(r.neighbourhood.value()).add(r.people).add(r.atFacade);
    for (const auto* v : {&n.lden_dB, &n.lnight_dB})
        addValues(h, *v);
    for (const auto* v :
         {&n.ldenMean_dB, &n.lnightMean_dB, &n.above55_pct, &n.nightAbove50_pct, &n.highlyAnnoyed_pct, &n.sleepDisturbed_pct})
        addValues(h, v->raw());
    for (const auto* bands : {&n.peopleByDen, &n.peopleByNight})
        for (const double people : *bands)
            h.add(people);
    h.add(n.highlyAnnoyed).add(n.sleepDisturbed);
}

void addCases(Hasher& h, const AttributableCases& cases) { h.add(cases.central).add(cases.low).add(cases.high); }

void addHealth(Hasher& h, const HealthResult& r)
{
    h.add("health").add(r.people);
    for (const PollutantHealth* p : {&r.no2, &r.pm25, &r.pm10}) {
        h.add(p->mean_ug_m3).add(p->aboveWho).add(p->aboveEu);
        addCases(h, p->deaths);
    }
    for (const auto* v : {&r.no2AboveWho_percent, &r.no2AboveEu_percent, &r.pm25AboveWho_percent, &r.pm25AboveEu_percent,
                          &r.pm10AboveWho_percent, &r.pm10AboveEu_percent})
        addValues(h, v->raw());
    for (const auto* v : {&r.no2Deaths, &r.pm25Deaths})
        for (const AttributableCases& cases : *v)
            addCases(h, cases);
}

}  // namespace

Hash RunKey::hash() const { return Hasher().add(city).add(scenario).add(engine).finish(); }

Hash resultHash(const Run& run)
{
    Hasher h;
    h.add("network").add(static_cast<std::uint64_t>(run.applied.linkCount()));
    for (const LinkState& state : run.applied.links)
        h.add(state.speed_kmh).add(state.lanes).add(static_cast<std::uint32_t>(state.modes.bits())).add(static_cast<int>(state.cycle));
    for (const AddedBarrier& b : run.applied.barriers)
        h.add("barrier").add(b.height_m);
    for (const auto& [link, surface] : run.applied.surfaces)
        h.add("surface").add(link.value()).add(surface);
    addTraffic(h, run.traffic);
    addAccess(h, run.access);
    addTransit(h, run.transit);
    addEmissions(h, run.emissions);
    addAir(h, run.air);
    addNoise(h, run.noise);
    addHealth(h, run.health);
    return h.finish();
}

}  // namespace isopolis
