#include "simulation/project/run_codec.h"

namespace isopolis {

namespace {

/// One description of the layout serves both directions: `io(value)` writes or reads.
class Encoder {
public:
    static constexpr bool kReading = false;
    ByteWriter out;
    void operator()(const double& v) { out.real(v); }
    void operator()(const int& v) { out.u32(static_cast<std::uint32_t>(v)); }
    void operator()(const bool& v) { out.byte(v ? 1 : 0); }
    void operator()(const std::string& v) { out.text(v); }
    void operator()(const std::vector<double>& v) { out.reals(v); }
    std::size_t size(std::size_t n, std::size_t)
    {
        out.u64(n);
        return n;
    }
};

class Decoder {
public:
    static constexpr bool kReading = true;
    ByteReader in;
    void operator()(double& v) { v = in.real(); }
    void operator()(int& v) { v = static_cast<int>(in.u32()); }
    void operator()(bool& v) { v = in.byte() != 0; }
    void operator()(std::string& v) { v = in.text(); }
    void operator()(std::vector<double>& v) { v = in.reals(); }
    std::size_t size(std::size_t, std::size_t itemBytes) { return in.count64(itemBytes); }
};

template <class Io, class Tag>
void idValue(Io& io, StrongId<Tag>& id)
{
    int raw = static_cast<int>(id.value());
    io(raw);
    if constexpr (Io::kReading)
        id = StrongId<Tag>(static_cast<std::uint32_t>(raw));
}

template <class Io>
void issues(Io& io, std::vector<Issue>& list)
{
    list.resize(io.size(list.size(), 40));
    for (Issue& issue : list) {
        int severity = static_cast<int>(issue.severity);
        io(severity);
        issue.severity = severity == 0 ? Severity::Note : severity == 1 ? Severity::Warning : Severity::Error;
        for (std::string* field : {&issue.code, &issue.message, &issue.file, &issue.feature, &issue.field})
            io(*field);
    }
}

template <class Io>
void traffic(Io& io, TrafficResult& t)
{
    int internal = static_cast<int>(t.zones.internal);
    io(internal);
    t.zones.internal = static_cast<std::size_t>(internal);
    t.zones.external.resize(io.size(t.zones.external.size(), 98));
    for (ExternalStation& s : t.zones.external) {
        idValue(io, s.node);
        io(s.name);
        io(s.in_veh_h);
        io(s.out_veh_h);
        io(s.counted);
        io(s.source);
        io(s.outSource);
        for (std::size_t period = 0; period < kPeriodCount; ++period) {
            io(s.inByPeriod_veh_h[period]);
            io(s.outByPeriod_veh_h[period]);
        }
    }
    io(t.production_veh_h.raw());
    io(t.attraction_veh_h.raw());
    for (ZoneMatrix* m : {&t.trips_veh_h, &t.time_min}) {
        int zones = static_cast<int>(m->zones);
        io(zones);
        m->zones = static_cast<std::size_t>(zones);
        io(m->values);
    }
    for (auto* v : {&t.flow_veh_h, &t.capacity_veh_h, &t.time_s, &t.speed_kmh, &t.flow_veh_day})
        io(v->raw());
    t.hours.resize(io.size(t.hours.size(), 24));
    for (HourTraffic& hour : t.hours) {
        io(hour.hours);
        io(hour.flow_veh_h.raw());
        io(hour.speed_kmh.raw());
    }
    for (double* v : {&t.relativeGap, &t.objective_veh_min, &t.totalTime_veh_h, &t.totalDistance_veh_km, &t.intrazonal_veh_h,
                      &t.unassigned_veh_h, &t.conservationError_veh_h})
        io(*v);
    io(t.iterations);
    io(t.converged);
    t.demand.eachFigure([&io](double& v) { io(v); });
    io(t.demand.response);
    io(t.demand.transitResponds);
    io(t.demand.feedbackRounds);
    io(t.demand.feedbackConverged);
    issues(io, t.issues);
}

/// Only where streets cost something, so that stored results without charges keep their form.
template <class Io>
void roadCharge(Io& io, RoadChargePayments& paid)
{
    paid.paid_eur_day.resize(io.size(paid.paid_eur_day.size(), kFifthCount * sizeof(double)));
    for (ByFifth<double>& home : paid.paid_eur_day)
        for (double& value : home)
            io(value);
    io(paid.residents.raw());
    for (double* v : {&paid.elsewhere_eur_day, &paid.edge_eur_day, &paid.revenue_eur_day})
        io(*v);
}

template <class Io>
void emissions(Io& io, EmissionResult& e)
{
    for (auto* v : {&e.nox_g_day, &e.pm25_g_day, &e.co2_g_day, &e.primaryNo2_g_day, &e.pm10_g_day, &e.stirring})
        io(v->raw());
    for (double* v : {&e.totalNox_kg_day, &e.totalPm25_kg_day, &e.totalCo2_t_day, &e.totalPm10_kg_day, &e.totalColdNox_kg_day,
                      &e.totalWearPm25_kg_day, &e.totalElectricity_MWh_day, &e.totalGridCo2_t_day})
        io(*v);
    issues(io, e.issues);
}

template <class Io>
void air(Io& io, AirResult& a)
{
    a.receptors.resize(io.size(a.receptors.size(), 28));
    for (Receptor& r : a.receptors) {
        io(r.at.x);
        io(r.at.y);
        idValue(io, r.neighbourhood);
        io(r.people);
    }
    for (auto* v :
         {&a.roadNox_ug_m3, &a.roadPrimaryNo2_ug_m3, &a.roadPm25_ug_m3, &a.roadPm10_ug_m3, &a.no2_ug_m3, &a.pm25_ug_m3, &a.pm10_ug_m3})
        io(v->raw());
    for (auto* v : {&a.no2Mean_ug_m3, &a.pm25Mean_ug_m3, &a.pm10Mean_ug_m3})
        io(v->raw());
    for (double* v : {&a.backgroundNo2_ug_m3, &a.backgroundPm25_ug_m3, &a.backgroundPm10_ug_m3})
        io(*v);
    issues(io, a.issues);
}

template <class Io>
void noise(Io& io, NoiseResult& n)
{
    n.receptors.resize(io.size(n.receptors.size(), 37));
    for (NoiseReceptor& r : n.receptors) {
        io(r.at.x);
        io(r.at.y);
        io(r.ground_m);
        idValue(io, r.neighbourhood);
        io(r.people);
        io(r.atFacade);
    }
    io(n.lden_dB);
    io(n.lnight_dB);
    for (auto* v : {&n.ldenMean_dB, &n.lnightMean_dB, &n.above55_pct, &n.nightAbove50_pct, &n.highlyAnnoyed_pct, &n.sleepDisturbed_pct})
        io(v->raw());
    for (auto* bands : {&n.peopleByDen, &n.peopleByNight})
        for (double& people : *bands)
            io(people);
    io(n.highlyAnnoyed);
    io(n.sleepDisturbed);
    issues(io, n.issues);
}

template <class Io>
void cases(Io& io, AttributableCases& c)
{
    for (double* v : {&c.central, &c.low, &c.high})
        io(*v);
}

template <class Io>
void health(Io& io, HealthResult& h)
{
    io(h.people);
    for (PollutantHealth* p : {&h.no2, &h.pm25, &h.pm10}) {
        for (double* v : {&p->mean_ug_m3, &p->aboveWho, &p->aboveEu})
            io(*v);
        cases(io, p->deaths);
    }
    for (auto* v : {&h.no2AboveWho_percent, &h.no2AboveEu_percent, &h.pm25AboveWho_percent, &h.pm25AboveEu_percent, &h.pm10AboveWho_percent,
                    &h.pm10AboveEu_percent})
        io(v->raw());
    for (auto* v : {&h.no2Deaths, &h.pm25Deaths}) {
        v->resize(io.size(v->size(), 24));
        for (AttributableCases& c : *v)
            cases(io, c);
    }
    issues(io, h.issues);
}

template <class Io>
void access(Io& io, AccessResult& a)
{
    for (auto* v :
         {&a.jobsByCar, &a.jobsOnFoot, &a.jobsByCycle, &a.carTime_min, &a.schoolOnFoot_min, &a.clinicOnFoot_min, &a.parkOnFoot_min})
        io(v->raw());
    io(a.carCutoff_min);
    io(a.walkCutoff_min);
    io(a.cycleCutoff_min);
    issues(io, a.issues);
}

template <class Io>
void transit(Io& io, TransitResult& t)
{
    io(t.timetable);
    io(t.jobsByTransit.raw());
    io(t.cutoff_min);
    for (int* v : {&t.window.first_s, &t.window.length_s, &t.window.step_s})
        io(*v);
    issues(io, t.issues);
}

template <class Io>
void results(Io& io, Run& run)
{
    traffic(io, run.traffic);
    emissions(io, run.emissions);
    air(io, run.air);
    noise(io, run.noise);
    health(io, run.health);
    access(io, run.access);
    transit(io, run.transit);
    issues(io, run.diagnostics);
    if (!run.applied.roadCharge_eur.empty())
        roadCharge(io, run.traffic.roadCharge);
}

void checkSizes(const Run& run, const ByteReader& in)
{
    const std::size_t links = run.applied.linkCount();
    const std::size_t places = run.applied.city->neighbourhoods().size();
    const std::size_t zones = run.traffic.zones.count(), receptors = run.air.receptors.size();
    const auto need = [&in](bool fits) {
        if (!fits)
            in.fail("stored results do not fit this city and scenario");
    };
    for (const auto* v : {&run.traffic.flow_veh_h, &run.traffic.capacity_veh_h, &run.traffic.time_s, &run.traffic.speed_kmh,
                          &run.traffic.flow_veh_day, &run.emissions.nox_g_day, &run.emissions.pm25_g_day, &run.emissions.co2_g_day,
                          &run.emissions.primaryNo2_g_day, &run.emissions.pm10_g_day, &run.emissions.stirring})
        need(v->size() == links);
    for (const auto* v : {&run.air.no2Mean_ug_m3, &run.air.pm25Mean_ug_m3, &run.air.pm10Mean_ug_m3, &run.access.jobsByCar,
                          &run.access.jobsOnFoot, &run.access.carTime_min, &run.access.jobsByCycle, &run.access.schoolOnFoot_min,
                          &run.access.clinicOnFoot_min, &run.access.parkOnFoot_min, &run.transit.jobsByTransit})
        need(v->size() == places);
    for (const auto* v : {&run.air.roadNox_ug_m3, &run.air.roadPrimaryNo2_ug_m3, &run.air.roadPm25_ug_m3, &run.air.roadPm10_ug_m3,
                          &run.air.no2_ug_m3, &run.air.pm25_ug_m3, &run.air.pm10_ug_m3})
        need(v->size() == receptors);
    for (const auto* v : {&run.noise.ldenMean_dB, &run.noise.lnightMean_dB, &run.noise.above55_pct, &run.noise.nightAbove50_pct,
                          &run.noise.highlyAnnoyed_pct, &run.noise.sleepDisturbed_pct})
        need(v->size() == places);
    for (const auto* v : {&run.health.no2AboveWho_percent, &run.health.no2AboveEu_percent, &run.health.pm25AboveWho_percent,
                          &run.health.pm25AboveEu_percent, &run.health.pm10AboveWho_percent, &run.health.pm10AboveEu_percent})
        need(v->size() == places);
    for (const auto* v : {&run.health.no2Deaths, &run.health.pm25Deaths})
        need(v->size() == places);
    need(run.noise.lden_dB.size() == run.noise.receptors.size() && run.noise.lnight_dB.size() == run.noise.receptors.size());
    for (const NoiseReceptor& r : run.noise.receptors)
        need(run.applied.city->neighbourhoods().contains(r.neighbourhood));
    for (const auto* m : {&run.traffic.trips_veh_h, &run.traffic.time_min})
        need(m->zones == zones && m->values.size() == zones * zones);
    if (!run.applied.roadCharge_eur.empty())
        need(run.traffic.roadCharge.paid_eur_day.size() == places && run.traffic.roadCharge.residents.size() == places);
    need(run.traffic.zones.internal == places && run.traffic.hours.size() <= kPeriodCount);
    for (const HourTraffic& hour : run.traffic.hours)
        need(hour.flow_veh_h.size() == links && hour.speed_kmh.size() == links);
    for (const Receptor& r : run.air.receptors)
        need(run.applied.city->neighbourhoods().contains(r.neighbourhood));
    for (const ExternalStation& s : run.traffic.zones.external)
        need(run.applied.city->roads().nodes().contains(s.node));
}

}  // namespace

std::vector<std::uint8_t> encodeResults(const Run& run)
{
    Encoder io;
    // The layout is written once for both directions; the encoder only reads through the references.
    results(io, const_cast<Run&>(run));
    return io.out.take();
}

void decodeResults(std::span<const std::uint8_t> bytes, Run& run)
{
    Decoder io{ByteReader(bytes)};
    results(io, run);
    if (!io.in.atEnd())
        io.in.fail("stored results are longer than expected");
    checkSizes(run, io.in);
}

}  // namespace isopolis
