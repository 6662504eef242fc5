#include "simulation/traffic/city/charge_skim.h"

#include "simulation/traffic/route_state.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// Mean charge from the origin to each position of the bush; negative where no flow comes.
std::vector<double> meanCharges(const AssignmentNetwork& network, const Bush& bush)
{
    std::vector<double> mean(bush.size(), -1);
    if (!mean.empty())
        mean[0] = 0;
    for (std::size_t k = 1; k < bush.size(); ++k) {
        double in = 0, paid = 0;
        for (std::uint32_t s = bush.begin[k]; s < bush.begin[k + 1]; ++s) {
            if (!(bush.flow[s] > 0))
                continue;
            in += bush.flow[s];
            paid += bush.flow[s] * (std::max(0.0, mean[bush.tail[s]]) + network.link(bush.link[s]).toll);
        }
        if (in > 0)
            mean[k] = paid / in;
    }
    return mean;
}

}  // namespace

ChargeSkim chargeSkim(const AssignmentNetwork& network, const Equilibrium& equilibrium, double charge_min_per_eur, int threads)
{
    const std::size_t zones = network.zoneCount();
    ChargeSkim result{skim(network, equilibrium.cost, threads), leastCostTolls(network, equilibrium.cost, threads)};
    if (equilibrium.routes)
        for (const Bush& bush : equilibrium.routes->bushes) {
            const std::vector<double> mean = meanCharges(network, bush);
            for (std::size_t k = 1; k < bush.size(); ++k)
                if (bush.order[k] < zones && mean[k] >= 0)
                    result.charge_eur.values[bush.origin * zones + bush.order[k]] = mean[k];
        }
    for (std::size_t k = 0; k < result.time_min.values.size(); ++k)
        if (double& minutes = result.time_min.values[k]; std::isfinite(minutes))
            minutes = std::max(0.0, minutes - charge_min_per_eur * result.charge_eur.values[k]);
    fillWithinZones(result.time_min);
    return result;
}

}  // namespace isopolis
