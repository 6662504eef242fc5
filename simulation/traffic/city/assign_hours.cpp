#include "simulation/traffic/city/assign_hours.h"

#include "simulation/run/parallel.h"

#include <algorithm>
#include <atomic>

namespace isopolis {

namespace {

/// Progress of one hour as its part of all.
class PartOfHours : public RunControl {
public:
    PartOfHours(RunControl& whole, std::size_t hours, std::size_t hour, std::vector<std::atomic<double>>& done)
        : m_whole(whole), m_hours(hours), m_hour(hour), m_done(done)
    {}
    void progress(Stage stage, double fraction) override
    {
        m_done[m_hour] = fraction;
        double sum = 0;
        for (const std::atomic<double>& part : m_done)
            sum += part;
        m_whole.progress(stage, sum / static_cast<double>(m_hours));
    }
    bool cancelled() const override { return m_whole.cancelled(); }
    int threads() const override { return m_whole.threads(); }

private:
    RunControl& m_whole;
    std::size_t m_hours, m_hour;
    std::vector<std::atomic<double>>& m_done;
};

}  // namespace

Expected<Hours> assignHours(const AssignmentNetwork& network, const HourMatrices& trips, const TrafficSettings& settings,
                            RunControl& control)
{
    const std::size_t n = trips.size();
    const bool charged = std::any_of(network.links().begin(), network.links().end(), [](const AssignmentLink& l) { return l.toll > 0; });
    std::vector<Expected<Equilibrium>> solved(n, Expected<Equilibrium>(Equilibrium{}));
    std::vector<std::atomic<double>> done(n);
    parallelBlocks(n, n, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        for (std::size_t t = begin; t < end; ++t) {
            PartOfHours part(control, n, t, done);
            solved[t] = solveEquilibrium(network, OdDemand::fromMatrix(trips[t]),
                                         {.relativeGap = settings.relativeGap,
                                          .maxIterations = settings.maxIterations,
                                          .tollWeight = settings.charge_min_per_eur,
                                          .keepRoutes = charged},
                                         part);
        }
    });
    Hours hours;
    for (Expected<Equilibrium>& e : solved) {
        if (!e)
            return unexpected(e.error());
        hours.push_back(std::move(*e));
    }
    return hours;
}

}  // namespace isopolis
