#include "simulation/access/measures/competition.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// Calls `f(i, j, weight)` for each pair, origins and their destinations ascending.
template <class F>
void forPairs(const CostMatrix& costs, const Decay& decay, const F& f)
{
    for (std::size_t i = 0; i < costs.places(); ++i) {
        const auto origin = AccessPlaceId::fromIndex(i);
        const CostRow row = costs.from(origin);
        for (std::size_t k = 0; k < row.size(); ++k)
            f(origin, AccessPlaceId(row.to[k]), weightAt(decay, row.cost[k]));
    }
}

/// a ÷ b, and nothing where there is nothing to share among.
double share(double a, double b) { return b > 0 ? a / b : 0; }

PlaceValues none(const CostMatrix& costs) { return PlaceValues(costs.places(), 0.0); }

}  // namespace

PlaceValues twoStepCatchment(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand, const Decay& decay)
{
    PlaceValues served = none(costs), access = none(costs);
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) { served[j] += demand[i] * f; });
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) { access[i] += share(supply[j], served[j]) * f; });
    return access;
}

PlaceValues balancedCatchment(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand, const Decay& decay)
{
    PlaceValues ofOrigin = none(costs), ofDestination = none(costs), served = none(costs), access = none(costs);
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) {
        ofOrigin[i] += f;
        ofDestination[j] += f;
    });
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) { served[j] += demand[i] * share(f, ofOrigin[i]); });
    forPairs(costs, decay,
             [&](AccessPlaceId i, AccessPlaceId j, double f) { access[i] += share(supply[j], served[j]) * share(f, ofDestination[j]); });
    return access;
}

PlaceValues spatialAvailability(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand, const Decay& decay,
                                double alpha)
{
    PlaceValues weight = demand, wanted = none(costs), access = none(costs);
    for (double& people : weight)
        people = people > 0 ? std::pow(people, alpha) : 0;
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) { wanted[j] += weight[i] * f; });
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) { access[i] += supply[j] * share(weight[i] * f, wanted[j]); });
    return access;
}

PlaceValues totalConstrained(const CostMatrix& costs, const PlaceValues& supply, const Decay& decay)
{
    PlaceValues access = none(costs);
    std::vector<bool> inMatrix(costs.places(), false);
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) {
        access[i] += supply[j] * f;
        inMatrix[j.index()] = true;
    });
    double weighted = 0, total = 0;
    for (const AccessPlaceId place : idsOf(access)) {
        weighted += access[place];
        total += inMatrix[place.index()] ? supply[place] : 0;
    }
    for (double& value : access)
        value = total * share(value, weighted);
    return access;
}

Expected<DoublyConstrained> doublyConstrained(const CostMatrix& costs, const PlaceValues& supply, const PlaceValues& demand,
                                              const Decay& decay, double tolerance, int maxIterations)
{
    double people = 0, places = 0;
    for (const double p : demand)
        people += p;
    for (const double s : supply)
        places += s;
    // Totals that differ by rounding alone are one.
    constexpr double kSameTotal = 1e-9;
    if (!(std::abs(people - places) <= kSameTotal * std::max(people, places)))
        return unexpected(Error{ErrorCode::BadValue, "demand adds up to " + std::to_string(people) + " and supply to " +
                                                         std::to_string(places) + "; the doubly constrained measure needs equal totals"}
                              .about("demand, supply")
                              .cure("Scale one of them, or use the singly constrained measure."));
    PlaceValues a(costs.places(), 1.0), b(costs.places(), 1.0);
    DoublyConstrained result;
    const auto balance = [&](PlaceValues& own, bool origins) {
        PlaceValues sum = none(costs);
        forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) {
            (origins ? sum[i] : sum[j]) += f * (origins ? b[j] * supply[j] : a[i] * demand[i]);
        });
        for (const AccessPlaceId place : idsOf(own))
            own[place] = sum[place] > 0 ? 1 / sum[place] : 0;
    };
    for (result.iterations = 1; result.iterations <= maxIterations; ++result.iterations) {
        balance(a, true);
        balance(b, false);
        PlaceValues left = none(costs);
        forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) { left[i] += a[i] * demand[i] * b[j] * supply[j] * f; });
        result.largestError = 0;
        for (const AccessPlaceId place : idsOf(left))
            if (demand[place] > 0)
                result.largestError = std::max(result.largestError, std::abs(left[place] / demand[place] - 1));
        if (result.largestError <= tolerance)
            break;
    }
    if (result.largestError > tolerance)
        return unexpected(
            Error{ErrorCode::Conflict, "no flows fit both totals; the largest error is " + std::to_string(result.largestError * 100) + " %"}
                .cure("Look for places that reach nothing, or use the singly constrained measure."));
    forPairs(costs, decay, [&](AccessPlaceId i, AccessPlaceId j, double f) {
        result.flow.push_back({i, j, a[i] * demand[i] * b[j] * supply[j] * f});
    });
    return result;
}

}  // namespace isopolis
