#include "simulation/traffic/calibration/calibration.h"

#include "gis/core/text.h"
#include "simulation/scenario/demand_factors.h"
#include "simulation/traffic/calibration/calibration_parameters.h"
#include "simulation/traffic/city/car_graph.h"
#include "simulation/traffic/city/traffic_base.h"
#include "simulation/traffic/demand/adjusted_demand.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace isopolis {

namespace {

constexpr double kDigits = 1e4;           // a factor has four decimals
constexpr double kWorthListing = 5e-4;    // factors nearer to 1 are 1
constexpr std::size_t kFewCounters = 20;  // fewer counters set aside judge little

struct Target {
    std::size_t count = 0;  ///< position among the calibrated counts
    LinkCount at;
};

class Calibrator {
public:
    Calibrator(const AppliedScenario& applied, TrafficMemory& memory, RunControl& control)
        : m_applied(withoutNetworkChanges(applied)), m_memory(memory), m_control(control)
    {
        const ParameterSet& p = applied.parameters;
        m_settings = {.countError = p.value(kCountError),
                      .routeError = p.value(kRouteError),
                      .levelError = p.value(kLevelError),
                      .endError = p.value(kEndError),
                      .pairError = p.value(kPairError),
                      .tripLengthLimit = p.value(kTripLengthLimit),
                      .rounds = static_cast<int>(p.value(kCalibrationRounds))};
    }

    Expected<Calibration> run()
    {
        if (m_applied.demandAdjustment)
            return unexpected(Error{ErrorCode::Conflict, "demand is adjusted already by “" + m_applied.demandAdjustment->name + "”"}.cure(
                "Switch that intervention off, or fit the base scenario."));
        auto base = m_memory.obtain(m_applied, m_control);
        if (!base)
            return unexpected(base.error());
        m_base = std::move(*base);
        m_settings.relativeGap = std::min(m_settings.relativeGap, m_base->settings.relativeGap);
        m_settings.maxIterations = m_base->settings.maxIterations;
        m_prior = m_base->demand.trips_veh_h.front();
        collect();
        if (m_targets.empty())
            return unexpected(Error{ErrorCode::NotFound, "this city has no count of the morning peak on a street for cars"}.cure(
                "Add a source of kind 'counts' with a column of the morning peak to the recipe and build the project again."));
        auto before = flows(m_prior);
        if (!before)
            return unexpected(before.error());
        m_km = skimWithLength(m_base->net.graph, m_cost, m_control.threads()).length_km;
        reportConflicts(*before);
        setAside();
        auto fit = fitToCounts(m_base->net.graph, m_prior, usable(), m_km, m_settings, m_control);
        if (!fit)
            return unexpected(fit.error());
        const ZoneMatrix rounded = takeFactors(fit->trips);
        auto after = flows(rounded);
        if (!after)
            return unexpected(after.error());
        m_result.rounds = std::move(fit->rounds);
        m_result.chosenRound = fit->chosen;
        m_result.end = fit->end;
        m_result.change = matrixChange(m_prior, rounded, m_km);
        judge(*before, *after);
        describe();
        return std::move(m_result);
    }

private:
    void collect()
    {
        std::set<std::string> atEdge;
        for (const ExternalStation& station : m_base->net.zones.external)
            if (station.counted)
                atEdge.insert({station.source, station.outSource});
        std::map<LinkId, std::uint32_t> position;
        for (std::uint32_t l = 0; l < m_base->net.linkOf.size(); ++l)
            if (m_base->net.linkOf[l].valid())
                position.emplace(m_base->net.linkOf[l], l);
        for (const TrafficCount& count : m_applied.city->counts()) {
            const auto link = position.find(count.link);
            if (!count.link.valid() || link == position.end()) {
                ++m_result.noStreet;
                continue;
            }
            if (!std::isfinite(count.am_peak_veh_h) || count.am_peak_veh_h < 0) {
                ++m_result.noFigure;
                continue;
            }
            m_targets.push_back({m_result.counts.size(), {link->second, count.am_peak_veh_h, false}});
            m_result.counts.push_back({count.externalId, m_applied.name(count.link), count.direction, count.link, count.year,
                                       atEdge.contains(count.externalId) ? CountRole::AtEdge : CountRole::Used, count.am_peak_veh_h});
        }
    }

    Expected<std::vector<double>> flows(const ZoneMatrix& trips)
    {
        auto e = solveEquilibrium(m_base->net.graph, OdDemand::fromMatrix(trips),
                                  {.relativeGap = m_settings.relativeGap, .maxIterations = m_settings.maxIterations}, m_control);
        if (!e)
            return unexpected(e.error());
        m_cost = std::move(e->cost);
        std::vector<double> at;
        for (const Target& t : m_targets)
            at.push_back(e->flow[t.at.link]);
        return at;
    }

    std::string words(const CountConflict& c) const
    {
        const std::string found = std::to_string(std::llround(c.found)), expected = std::to_string(std::llround(c.expected));
        switch (c.kind) {
        case CountConflict::Kind::Reversed: return "the counts of both directions fit the model much better exchanged: not used";
        case CountConflict::Kind::Series: return found + " and " + expected + " veh/h with no junction between them";
        case CountConflict::Kind::Junction: return found + " veh/h come into a junction, " + expected + " leave it";
        case CountConflict::Kind::BeyondCapacity: return found + " veh/h on a street for " + expected + ": not used";
        }
        return {};
    }

    void reportConflicts(const std::vector<double>& modelled)
    {
        std::vector<LinkCount> all;
        for (const Target& t : m_targets)
            all.push_back(t.at);
        for (const CountConflict& c : inconsistentCounts(m_base->net.graph, all, modelled, m_applied.parameters.value(kCapacityExcess))) {
            InconsistentCount told{c.kind, {}, words(c), c.leaveOut};
            for (const std::size_t t : c.counts) {
                CalibratedCount& count = m_result.counts[m_targets[t].count];
                told.ids.push_back(count.externalId);
                if (c.leaveOut)
                    count.role = CountRole::LeftOut;
            }
            m_result.inconsistent.push_back(std::move(told));
        }
    }

    /// The least id of the counts on a street, so that both directions share their fate.
    std::string stationOf(const CalibratedCount& count) const
    {
        const LinkId reverse = m_applied.city->roads().links()[count.link].reverse;
        std::string least = count.externalId;
        for (const CalibratedCount& other : m_result.counts)
            if (other.link == count.link || (reverse.valid() && other.link == reverse))
                least = std::min(least, other.externalId);
        return least;
    }

    void setAside()
    {
        const double share = m_applied.parameters.value(kHeldOutShare);
        for (Target& t : m_targets) {
            CalibratedCount& count = m_result.counts[t.count];
            if (count.role == CountRole::Used && holdOutDraw(stationOf(count)) < share)
                count.role = CountRole::HeldOut;
            t.at.heldOut = count.role == CountRole::HeldOut;
        }
    }

    std::vector<LinkCount> usable() const
    {
        std::vector<LinkCount> all;
        for (const Target& t : m_targets)
            if (m_result.counts[t.count].role != CountRole::LeftOut)
                all.push_back(t.at);
        return all;
    }

    /// Rounds the factors and gives back the trips that they make.
    ZoneMatrix takeFactors(const ZoneMatrix& fitted)
    {
        ZoneMatrix rounded = m_prior;
        std::vector<DemandFactors::Cell> cells;
        for (std::uint32_t i = 0; i < fitted.zones; ++i)
            for (std::uint32_t j = 0; j < fitted.zones; ++j) {
                const std::size_t k = i * fitted.zones + j;
                if (i == j || m_prior.values[k] <= 0)
                    continue;
                const double factor =
                    std::round(std::min(fitted.values[k] / m_prior.values[k], DemandFactors::kLargestFactor) * kDigits) / kDigits;
                if (std::abs(factor - 1) < kWorthListing)
                    continue;
                cells.push_back({i, j, factor});
                rounded.values[k] *= factor;
            }
        if (!cells.empty())
            m_result.factors = DemandFactors::create(zoneKeys(*m_applied.city, m_base->net.zones), std::move(cells)).value();
        return rounded;
    }

    void judge(const std::vector<double>& before, const std::vector<double>& after)
    {
        std::array<std::vector<CountPair>, 2> used, heldOut;
        for (std::size_t t = 0; t < m_targets.size(); ++t) {
            CalibratedCount& count = m_result.counts[m_targets[t].count];
            count.before_veh_h = before[t];
            count.after_veh_h = after[t];
            count.gehBefore = geh(before[t], count.counted_veh_h);
            count.gehAfter = geh(after[t], count.counted_veh_h);
            if (count.role == CountRole::AtEdge || count.role == CountRole::LeftOut)
                continue;
            auto& table = count.role == CountRole::Used ? used : heldOut;
            table[0].push_back({before[t], count.counted_veh_h});
            table[1].push_back({after[t], count.counted_veh_h});
        }
        m_result.used = {fitOf(used[0], Flows::Hourly), fitOf(used[1], Flows::Hourly)};
        m_result.heldOut = {fitOf(heldOut[0], Flows::Hourly), fitOf(heldOut[1], Flows::Hourly)};
        for (std::size_t side = 0; side < 2; ++side)
            used[side].insert(used[side].end(), heldOut[side].begin(), heldOut[side].end());
        m_result.all = {fitOf(used[0], Flows::Hourly), fitOf(used[1], Flows::Hourly)};
    }

    void describe()
    {
        std::set<int> years;
        for (const CalibratedCount& count : m_result.counts)
            if (count.year > 0)
                years.insert(count.year);
        m_result.source = "fitted to the morning peak of " + std::to_string(m_result.used.after.n) + " counts";
        if (!years.empty())
            m_result.source += years.size() == 1 ? " of " + std::to_string(*years.begin())
                                                 : " of " + std::to_string(*years.begin()) + " to " + std::to_string(*years.rbegin());
        m_result.source += "; " + std::to_string(m_result.heldOut.after.n) + " were set aside to judge it (Spiess 1990)";
        const auto say = [this](std::string text) { m_result.caveats.push_back(std::move(text)); };
        say(countFitEndSentence(m_result.end));
        if (m_result.heldOut.after.n < kFewCounters)
            say("Only " + std::to_string(m_result.heldOut.after.n) + " counts were set aside: their share below GEH 5 is uncertain.");
        if (m_result.heldOut.after.n > 0 && m_result.heldOut.after.meanGeh >= m_result.heldOut.before.meanGeh)
            say(ISO_TR("calibration",
                       "The counts that were set aside are not met better than before: the fit does not carry over to streets "
                       "without a count and should not be used."));
        say(ISO_TR("calibration", "The counts set aside chose the round, so their final error is a little too good."));
        say(ISO_TR("calibration",
                   "Pairs of places without modelled trips stay without; residents' trips by mode and purpose stay as modelled."));
        for (const Criterion& c : m_result.change.criteria)
            if (!c.met) {
                say(ISO_TR(
                    "calibration",
                    "The fit changes the trips more than the usual criteria allow: it corrects the demand model rather than its noise."));
                break;
            }
    }

    AppliedScenario m_applied;
    TrafficMemory& m_memory;
    RunControl& m_control;
    CountFitSettings m_settings;
    TrafficBasePtr m_base;
    ZoneMatrix m_prior, m_km;
    std::vector<double> m_cost;
    std::vector<Target> m_targets;
    Calibration m_result;
};

}  // namespace

std::string_view countRoleKey(CountRole role)
{
    static constexpr std::array<std::string_view, 4> kKeys = {"used", "held_out", "at_edge", "left_out"};
    return kKeys[static_cast<std::size_t>(role)];
}

std::string_view countFitEndKey(CountFitEnd end)
{
    static constexpr std::array<std::string_view, 4> kKeys = {"rounds", "held_out_rose", "trip_length", "nothing_to_gain"};
    return kKeys[static_cast<std::size_t>(end)];
}

std::string countFitEndSentence(CountFitEnd end)
{
    switch (end) {
    case CountFitEnd::Rounds: return ISO_TR("calibration", "The fit ended after the largest number of rounds.");
    case CountFitEnd::HeldOutRose:
        return ISO_TR("calibration", "The fit ended because the counts set aside were met worse in two rounds; the best round was kept.");
    case CountFitEnd::TripLength:
        return ISO_TR("calibration", "The fit ended because the mean length of trips would have changed by more than the limit.");
    case CountFitEnd::NothingToGain: return ISO_TR("calibration", "The fit ended because another round gained nothing.");
    }
    return {};
}

double holdOutDraw(std::string_view stationId)
{
    const Hash hash = sha256(stationId);
    std::uint32_t first = 0;
    for (std::size_t b = 0; b < 4; ++b)
        first = (first << 8U) | hash.bytes[b];
    return static_cast<double>(first) / 4294967296.0;
}

Expected<Calibration> calibrateDemand(const AppliedScenario& applied, TrafficMemory& memory, RunControl& control)
{
    return Calibrator(applied, memory, control).run();
}

Intervention asIntervention(const Calibration& calibration, std::string name)
{
    return {.name = name, .operations = {AdjustDemand{name, calibration.source, calibration.factors}}};
}

}  // namespace isopolis
