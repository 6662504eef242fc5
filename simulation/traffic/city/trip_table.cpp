#include "simulation/traffic/city/trip_table.h"

#include "simulation/traffic/city/gravity.h"

#include <algorithm>
#include <numeric>

namespace isopolis {

namespace {

double sumOf(const std::vector<double>& v, std::size_t begin, std::size_t end)
{
    return std::accumulate(v.begin() + static_cast<std::ptrdiff_t>(begin), v.begin() + static_cast<std::ptrdiff_t>(end), 0.0);
}

void scale(std::vector<double>& v, std::size_t begin, std::size_t end, double factor)
{
    for (std::size_t k = begin; k < end; ++k)
        v[k] *= factor;
}

std::string figure(double v) { return std::to_string(std::llround(v)); }

/// One table from margins to trips; rows and columns are cut down as their parts are placed.
class TripBuilder {
public:
    TripBuilder(const CityNetwork& net, const ZoneMatrix& times, const TrafficSettings& settings)
        : m_net(net), m_times(times), m_settings(settings), m_inner(net.zones.internal), m_zones(net.zones.count()), m_rows(m_zones),
          m_columns(m_zones)
    {
        m_table.trips = ZoneMatrix(m_zones);
    }

    TripTable build()
    {
        margins();
        const std::vector<double> production = m_rows;
        placeThrough();
        limitLeaving();
        scaleArrivals();
        placeRest();
        m_table.production = production;
        for (std::size_t z = 0; z < m_inner; ++z) {
            const double lost = m_net.access[z].lostPeople * m_settings.tripsPerPersonHour;
            m_table.production[z] += lost;
            m_table.unplaced += lost;
        }
        m_table.attraction.assign(m_zones, 0);
        for (std::size_t i = 0; i < m_zones; ++i)
            for (std::size_t j = 0; j < m_zones; ++j)
                m_table.attraction[j] += m_table.trips.values[i * m_zones + j];
        return std::move(m_table);
    }

private:
    void margins()
    {
        double jobs = 0;
        for (std::size_t z = 0; z < m_inner; ++z) {
            const ZoneAccess& zone = m_net.access[z];
            m_rows[z] = zone.people * m_settings.tripsPerPersonHour;
            m_columns[z] = zone.jobs + m_settings.residentAttraction * zone.people;
            jobs += zone.jobs + zone.lostJobs;
        }
        for (std::size_t e = 0; e < m_net.zones.external.size(); ++e) {
            m_rows[m_inner + e] = m_net.zones.external[e].in_veh_h;
            m_columns[m_inner + e] = m_net.zones.external[e].out_veh_h;
        }
        if (jobs <= 0)
            note("no_jobs", "no neighbourhood has jobs: car trips end where people live");
    }

    /// Entering traffic that leaves again: shared over the other stations by what leaves there.
    void placeThrough()
    {
        const double totalIn = sumOf(m_rows, m_inner, m_zones), totalOut = sumOf(m_columns, m_inner, m_zones);
        if (m_zones - m_inner < 2 || totalIn <= 0 || totalOut <= 0)
            return;
        ZoneMatrix seed(m_zones);
        std::vector<double> rows(m_zones, 0), columns(m_zones, 0);
        const double through = m_settings.throughShare * std::min(totalIn, totalOut);
        for (std::size_t i = m_inner; i < m_zones; ++i) {
            rows[i] = m_rows[i] * through / totalIn;
            columns[i] = m_columns[i] * through / totalOut;
            for (std::size_t j = m_inner; j < m_zones; ++j)
                if (i != j && std::isfinite(m_times.values[i * m_zones + j]))
                    seed.values[i * m_zones + j] = 1;
        }
        const Balanced placed = balance(std::move(seed), rows, columns);
        for (std::size_t i = m_inner; i < m_zones; ++i) {
            double row = 0;
            for (std::size_t j = m_inner; j < m_zones; ++j)
                row += placed.trips.values[i * m_zones + j];
            // With few stations the margins may not fit together: no station sends more than its share.
            const double fit = row > rows[i] ? rows[i] / row : 1;
            for (std::size_t j = m_inner; j < m_zones; ++j) {
                const double t = fit * placed.trips.values[i * m_zones + j];
                m_table.trips.values[i * m_zones + j] = t;
                m_rows[i] -= t;
                m_columns[j] -= t;
            }
        }
        for (std::size_t z = m_inner; z < m_zones; ++z) {  // rounding
            m_rows[z] = std::max(0.0, m_rows[z]);
            m_columns[z] = std::max(0.0, m_columns[z]);
        }
    }

    void limitLeaving()
    {
        const double most = m_settings.leavingShare * sumOf(m_rows, 0, m_inner), leaving = sumOf(m_columns, m_inner, m_zones);
        if (leaving <= most)
            return;
        scale(m_columns, m_inner, m_zones, most / leaving);
        note("leaving_limited", "volumes at the city's edge ask for " + figure(leaving) +
                                    " veh/h that leave, more than residents make: cut to " + figure(most) + " veh/h");
    }

    void scaleArrivals()
    {
        const double arriving = sumOf(m_rows, 0, m_zones) - sumOf(m_columns, m_inner, m_zones), weight = sumOf(m_columns, 0, m_inner);
        scale(m_columns, 0, m_inner, weight > 0 ? arriving / weight : 0);
    }

    void placeRest()
    {
        ZoneMatrix seed = deterrence(m_times, m_settings.deterrence_per_min);
        for (std::size_t i = 0; i < m_zones; ++i)
            for (std::size_t j = 0; j < m_zones; ++j)
                if ((i >= m_inner && j >= m_inner) || !m_net.connected(i) || !m_net.connected(j))
                    seed.values[i * m_zones + j] = 0;
        const Balanced placed = balance(std::move(seed), m_rows, m_columns);
        if (!placed.converged)
            m_table.issues.push_back({Severity::Warning, "trips_not_balanced",
                                      "trips between zones miss their totals by up to " + std::to_string(100 * placed.error) +
                                          " % of the largest zone: parts of the city do not reach each other by car"});
        for (std::size_t i = 0; i < m_zones; ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < m_zones; ++j) {
                m_table.trips.values[i * m_zones + j] += placed.trips.values[i * m_zones + j];
                sum += placed.trips.values[i * m_zones + j];
            }
            // Balanced rows miss their totals by rounding only; a row without any destination, or an unbalanced one, loses trips.
            if (sum == 0 || !placed.converged)
                m_table.unplaced += std::max(0.0, m_rows[i] - sum);
        }
    }

    void note(std::string code, std::string message) { m_table.issues.push_back({Severity::Note, std::move(code), std::move(message)}); }

    const CityNetwork& m_net;
    const ZoneMatrix& m_times;
    const TrafficSettings& m_settings;
    std::size_t m_inner, m_zones;
    std::vector<double> m_rows, m_columns;
    TripTable m_table;
};

}  // namespace

TripTable tripTable(const CityNetwork& net, const ZoneMatrix& freeTimes_min, const TrafficSettings& settings)
{
    return TripBuilder(net, freeTimes_min, settings).build();
}

}  // namespace isopolis
