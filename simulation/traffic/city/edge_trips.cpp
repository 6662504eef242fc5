#include "simulation/traffic/city/edge_trips.h"

#include "simulation/traffic/city/gravity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace isopolis {

namespace {

double sumOf(const std::vector<double>& v) { return std::accumulate(v.begin(), v.end(), 0.0); }

class EdgeBuilder {
public:
    EdgeBuilder(const CityNetwork& net, const ZoneMatrix& time_min, Period period, const TrafficSettings& settings)
        : m_net(net), m_times(time_min), m_settings(settings), m_inner(net.zones.internal), m_zones(net.zones.count()), m_in(m_zones, 0),
          m_out(m_zones, 0)
    {
        m_result.trips = ZoneMatrix(m_zones);
        for (std::size_t e = m_inner; e < m_zones; ++e) {
            m_in[e] = net.zones.external[e - m_inner].inByPeriod_veh_h[indexOf(period)];
            m_out[e] = net.zones.external[e - m_inner].outByPeriod_veh_h[indexOf(period)];
        }
    }

    EdgeTrips build(const ZoneWeights& weights)
    {
        if (m_zones > m_inner) {
            placeThrough();
            placeRest(weights);
        }
        return std::move(m_result);
    }

private:
    /// Entering traffic that leaves again: shared over the other stations by what leaves there.
    void placeThrough()
    {
        const double totalIn = sumOf(m_in), totalOut = sumOf(m_out);
        if (m_zones - m_inner < 2 || totalIn <= 0 || totalOut <= 0)
            return;
        ZoneMatrix seed(m_zones);
        std::vector<double> rows(m_zones, 0), columns(m_zones, 0);
        const double through = m_settings.throughShare * std::min(totalIn, totalOut);
        for (std::size_t i = m_inner; i < m_zones; ++i) {
            rows[i] = m_in[i] * through / totalIn;
            columns[i] = m_out[i] * through / totalOut;
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
                m_result.trips.values[i * m_zones + j] = t;
                m_result.through += t;
                m_in[i] -= t;
                m_out[j] -= t;
            }
        }
        for (std::size_t z = m_inner; z < m_zones; ++z) {  // rounding
            m_in[z] = std::max(0.0, m_in[z]);
            m_out[z] = std::max(0.0, m_out[z]);
        }
    }

    void placeRest(const ZoneWeights& weights)
    {
        ZoneMatrix seed = deterrence(m_times, m_settings.deterrence_per_min);
        for (std::size_t i = 0; i < m_zones; ++i)
            for (std::size_t j = 0; j < m_zones; ++j)
                if ((i >= m_inner) == (j >= m_inner) || !m_net.connected(i) || !m_net.connected(j))
                    seed.values[i * m_zones + j] = 0;
        const double in = sumOf(m_in), out = sumOf(m_out), volumes = in + out;
        std::vector<double> rows = m_in, columns = m_out;
        share(seed, weights.finishes, in, columns, true);
        share(seed, weights.starts, out, rows, false);
        const Balanced placed = balance(std::move(seed), rows, columns);
        for (std::size_t k = 0; k < placed.trips.values.size(); ++k)
            m_result.trips.values[k] += placed.trips.values[k];
        m_result.edge = placed.trips.total();
        const double missing = volumes - m_result.edge;
        if (missing > 1e-6 * volumes) {
            m_result.unplaced = missing;
            m_result.issues.push_back({Severity::Warning, "edge_not_balanced",
                                       std::to_string(std::llround(missing)) +
                                           " vehicles an hour across the city's edge find no neighbourhood to go to or come from"});
        }
    }

    /// Gives neighbourhoods that a station reaches their part of a total.
    void share(const ZoneMatrix& seed, const std::vector<double>& weights, double total, std::vector<double>& margin, bool columns) const
    {
        double sum = 0;
        for (std::size_t z = 0; z < m_inner; ++z) {
            bool any = false;
            for (std::size_t e = m_inner; e < m_zones && !any; ++e)
                any = (columns ? m_in[e] * seed.values[e * m_zones + z] : m_out[e] * seed.values[z * m_zones + e]) > 0;
            margin[z] = any ? weights[z] : 0;
            sum += margin[z];
        }
        for (std::size_t z = 0; z < m_inner; ++z)
            margin[z] *= sum > 0 ? total / sum : 0;
    }

    const CityNetwork& m_net;
    const ZoneMatrix& m_times;
    const TrafficSettings& m_settings;
    std::size_t m_inner, m_zones;
    std::vector<double> m_in, m_out;
    EdgeTrips m_result;
};

}  // namespace

EdgeTrips edgeTrips(const CityNetwork& net, const ZoneMatrix& time_min, Period period, const ZoneWeights& weights,
                    const TrafficSettings& settings)
{
    return EdgeBuilder(net, time_min, period, settings).build(weights);
}

}  // namespace isopolis
