#include "simulation/run/parallel.h"
#include "simulation/traffic/demand/destination_choice.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace isopolis {

namespace {

constexpr double kShareTolerance = 1e-6, kShareWarning = 1e-3;
constexpr int kMostFits = 60;
/// A mode that would need a larger constant than this cannot have the wanted share.
constexpr double kLargestConstant_min = 400;
constexpr int kGammaRounds = 4;

std::string percent(double share)
{
    const long long tenths = std::llround(share * 1000);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

/// All purposes at one set of constants: trips by mode, persons a day, car drivers in the last place.
struct ModeTotals {
    ByMode<double> persons{};
    double drivers = 0, all = 0;
};

class Fitter {
public:
    Fitter(const TripEnds& ends, const ModeCosts& costs, const DemandSettings& s, RunControl& control)
        : m_ends(ends), m_costs(costs), m_s(s), m_control(control), m_fixed(fixedTransitShare(costs, s))
    {
        m_result.gamma_per_min = s.gamma_per_min;
    }

    Expected<ModeConstants> fit()
    {
        const bool observed = std::any_of(m_s.observedMean_min.begin(), m_s.observedMean_min.end(), [](double v) { return v > 0; });
        for (int round = 0; round < (observed ? kGammaRounds : 1); ++round) {
            if (round > 0)
                if (auto done = fitGamma(); !done)
                    return unexpected(done.error());
            if (auto done = fitShares(); !done)
                return unexpected(done.error());
        }
        report();
        return std::move(m_result);
    }

private:
    Expected<ModeTotals> totals()
    {
        ByPurpose<ModeTotals> parts{};
        ByPurpose<std::optional<Error>> failed;
        parallelBlocks(kPurposeCount, kPurposeCount, m_control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
            for (std::size_t p = begin; p < end; ++p) {
                const ModeSplit split = splitModes(kPurposes[p], m_ends, m_costs, m_result.minutes, m_s, 1);
                auto placed = placeTrips(kPurposes[p], split, m_ends, m_result.gamma_per_min[p], m_s.beta);
                if (!placed) {
                    failed[p] = placed.error();
                    continue;
                }
                for (std::size_t m = 0; m < kTripModeCount; ++m)
                    if (!split.share[m].values.empty())
                        for (std::size_t k = 0; k < placed->trips.values.size(); ++k)
                            parts[p].persons[m] += placed->trips.values[k] * split.share[m].values[k];
                parts[p].all = placed->trips.total();
                parts[p].drivers = parts[p].persons[indexOf(TripMode::Car)] / m_s.occupancy[p];
            }
        });
        ModeTotals sum;
        for (std::size_t p = 0; p < kPurposeCount; ++p) {
            if (failed[p])
                return unexpected(*failed[p]);
            for (std::size_t m = 0; m < kTripModeCount; ++m)
                sum.persons[m] += parts[p].persons[m];
            sum.drivers += parts[p].drivers;
            sum.all += parts[p].all;
        }
        return sum;
    }

    Expected<void> fitShares()
    {
        for (int i = 0; i < kMostFits; ++i) {
            if (m_control.cancelled())
                return cancelledError();
            const auto sum = totals();
            if (!sum)
                return unexpected(sum.error());
            ++m_result.iterations;
            if (!(sum->all > 0))
                return {};
            const auto responding = [&](double v) { return (1 - m_fixed) * v / sum->all; };
            m_shares = {responding(sum->drivers), responding(sum->persons[indexOf(TripMode::Transit)]),
                        responding(sum->persons[indexOf(TripMode::Cycle)])};
            m_result.worstMiss = 0;
            adjust(TripMode::Car, m_shares[0], m_s.driverShare);
            if (m_fixed == 0)
                adjust(TripMode::Transit, m_shares[1], m_s.transitShare);
            adjust(TripMode::Cycle, m_shares[2], m_s.cycleShare);
            // Only differences matter to the choice; none below 0 keeps the logsums above 0.
            const double least = *std::min_element(m_result.minutes.begin(), m_result.minutes.end());
            for (double& k : m_result.minutes)
                k -= least;
            if (m_result.worstMiss <= kShareTolerance)
                return {};
        }
        return {};
    }

    void adjust(TripMode mode, double share, double wanted)
    {
        double& k = m_result.minutes[indexOf(mode)];
        m_result.worstMiss = std::max(m_result.worstMiss, std::abs(share - wanted));
        if (share > 0 && wanted > 0)
            k = std::clamp(k + std::log(odds(share) / odds(wanted)) / m_s.theta_per_min, -kLargestConstant_min, kLargestConstant_min);
        else if (wanted <= 0)
            k = kLargestConstant_min;
    }
    static double odds(double share) { return share / (1 - std::min(share, 0.999)); }

    Expected<void> fitGamma()
    {
        for (std::size_t p = 0; p < kPurposeCount; ++p) {
            if (!(m_s.observedMean_min[p] > 0))
                continue;
            const ModeSplit split = splitModes(kPurposes[p], m_ends, m_costs, m_result.minutes, m_s, m_control.threads());
            const ReachedMargins margins = reachedMargins(split.logsum_min, m_ends.production[p], m_ends.attraction[p]);
            const OdTable minutes = minutesByModes(split, m_ends, m_costs, m_s);
            const auto fitted =
                calibrateDeterrence(split.logsum_min, margins.rows, margins.columns, m_s.beta, m_s.observedMean_min[p], &minutes);
            if (!fitted)
                return unexpected(Error(fitted.error()).about("traffic.distribution.mean, " + std::string(purposeKey(kPurposes[p]))));
            m_result.gamma_per_min[p] = fitted->gamma;
        }
        return {};
    }

    void report()
    {
        if (m_result.worstMiss > kShareWarning)
            m_result.issues.push_back({Severity::Warning, "mode_shares_not_met",
                                       "the mode shares of the city cannot be met: car drivers " + percent(m_shares[0]) + " (wanted " +
                                           percent(m_s.driverShare) + "), bicycles " + percent(m_shares[2]) + " (wanted " +
                                           percent(m_s.cycleShare) + ") of all trips"});
        for (std::size_t p = 0; p < kPurposeCount; ++p)
            if (m_result.gamma_per_min[p] > m_s.theta_per_min * (1 + 1e-12)) {
                m_result.issues.push_back({Severity::Note, "choice_order",
                                           "destinations respond more strongly to cost than modes do (deterrence above the scale of mode "
                                           "choice): the order of the two choices is then doubtful"});
                break;
            }
    }

    const TripEnds& m_ends;
    const ModeCosts& m_costs;
    const DemandSettings& m_s;
    RunControl& m_control;
    double m_fixed;
    std::array<double, 3> m_shares{};
    ModeConstants m_result;
};

}  // namespace

Expected<ModeConstants> fitConstants(const TripEnds& ends, const ModeCosts& costs, const DemandSettings& settings, RunControl& control)
{
    if (auto fine = checkCosts(costs, ends.attraction[0].size()); !fine)
        return unexpected(fine.error());
    return Fitter(ends, costs, settings, control).fit();
}

}  // namespace isopolis
