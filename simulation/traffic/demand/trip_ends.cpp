#include "simulation/traffic/demand/trip_ends.h"

#include <cmath>
#include <numeric>

namespace isopolis {

namespace {

double total(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

class TripEndBuilder {
public:
    TripEndBuilder(const std::vector<ZoneActivity>& zones, const TripRates& rates) : m_zones(zones), m_rates(rates) {}

    TripEnds build()
    {
        clean();
        homeBased();
        m_mix = mix();
        attract();
        awayFromHome();
        return std::move(m_ends);
    }

private:
    /// Figures that make no sense count as 0, and are named.
    void clean()
    {
        for (ZoneActivity& z : m_zones)
            for (const auto& [figure, what] :
                 {std::pair{&z.people, "people"}, {&z.jobs, "jobs"}, {&z.pupils, "school places"}, {&z.shops, "shops"}})
                if (!std::isfinite(*figure) || *figure < 0) {
                    m_ends.issues.push_back({Severity::Warning,
                                             "bad_activity",
                                             z.name + ": the number of " + what + " is negative or no number; it counts as 0",
                                             {},
                                             z.externalId,
                                             what});
                    *figure = 0;
                }
    }

    void homeBased()
    {
        for (std::uint32_t z = 0; z < m_zones.size(); ++z)
            for (std::uint8_t fifth = 0; fifth < kFifthCount; ++fifth) {
                const double people = m_zones[z].people * m_zones[z].fifths[fifth];
                // Row of no fifth: also where those begin who are away from home.
                if (!(people > 0) && fifth > 0)
                    continue;
                for (const bool car : {true, false}) {
                    const double available = m_rates.carAvailable[fifth];
                    const double trips = m_rates.perPersonDay * m_rates.factor[fifth] * people * (car ? available : 1 - available);
                    m_ends.rows.push_back({z, fifth, car});
                    for (const Purpose p : kPurposes)
                        m_ends.production[indexOf(p)].push_back(p == Purpose::NotHomeBased ? 0 : m_rates.share[indexOf(p)] * trips);
                    m_persons += trips;
                }
            }
    }

    std::vector<double> mix() const
    {
        std::vector<double> weight;
        for (const ZoneActivity& z : m_zones)
            weight.push_back(z.jobs + m_rates.jobsPerResident * z.people + m_rates.jobsPerShop * z.shops);
        return weight;
    }

    void attract()
    {
        std::vector<double> jobs, pupils;
        for (const ZoneActivity& z : m_zones) {
            jobs.push_back(z.jobs);
            pupils.push_back(z.pupils);
        }
        place(Purpose::HomeWork, jobs, "no_jobs", "no neighbourhood has jobs: trips to work end by the mix of shops and residents");
        place(Purpose::HomeEducation, pupils, "no_schools",
              "the data have no schools: trips to school end by the mix of jobs, shops and residents");
        place(Purpose::HomeShopLeisure, m_mix, "no_places",
              "no neighbourhood has jobs, shops or residents that draw trips: they end where people live");
    }

    void place(Purpose purpose, std::vector<double> weight, const char* code, const char* note)
    {
        const std::vector<double>& production = m_ends.production[indexOf(purpose)];
        const double trips = total(production);
        if (total(weight) <= 0 && trips > 0) {
            m_ends.issues.push_back({Severity::Note, code, note});
            weight = total(m_mix) > 0 ? m_mix : people();
        }
        scaleTo(weight, trips);
        m_ends.attraction[indexOf(purpose)] = std::move(weight);
    }

    std::vector<double> people() const
    {
        std::vector<double> v;
        for (const ZoneActivity& z : m_zones)
            v.push_back(z.people);
        return v;
    }

    static void scaleTo(std::vector<double>& v, double wanted)
    {
        const double sum = total(v);
        for (double& x : v)
            x = sum > 0 ? x * wanted / sum : 0;
    }

    void awayFromHome()
    {
        const std::size_t at = indexOf(Purpose::NotHomeBased);
        std::vector<double> ends = total(m_mix) > 0 ? m_mix : people();
        scaleTo(ends, m_rates.share[at] * m_persons);
        for (std::size_t r = 0; r < m_ends.rows.size(); ++r)
            if (const TripRow& row = m_ends.rows[r]; row.fifth == 0) {
                const double available = m_rates.carAvailable[0];
                m_ends.production[at][r] = ends[row.zone] * (row.car ? available : 1 - available);
            }
        m_ends.attraction[at] = std::move(ends);
    }

    std::vector<ZoneActivity> m_zones;
    const TripRates& m_rates;
    std::vector<double> m_mix;
    double m_persons = 0;
    TripEnds m_ends;
};

}  // namespace

TripEnds tripEnds(const std::vector<ZoneActivity>& zones, const TripRates& rates) { return TripEndBuilder(zones, rates).build(); }

}  // namespace isopolis
