#include "simulation/transit/transit_access.h"

#include "simulation/run/parallel.h"
#include "simulation/scenario/clock_text.h"
#include "simulation/transit/transit_parameters.h"
#include "simulation/transit/travel_times.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kBlocks = 128;
constexpr double kSecondsPerMinute = 60, kSecondsPerHour = 3600;
/// A window with fewer trips than this share of the busiest one is pointed out; without effect on results.
constexpr double kQuietShare = 0.25;

/// Someone who starts: where, standing for how many people.
struct Starter {
    Point2 at;
    NeighbourhoodId neighbourhood;
    double people = 0;
};

/// At most `most` places of a neighbourhood, each standing for an equal share of its people, in the order of the city's places.
void addStarters(const std::vector<const ActivityPoint*>& residents, std::size_t most, std::vector<Starter>& out)
{
    double people = 0;
    for (const ActivityPoint* p : residents)
        people += p->people;
    if (residents.size() <= most) {
        for (const ActivityPoint* p : residents)
            out.push_back({p->at, p->neighbourhood, p->people});
        return;
    }
    const double share = people / static_cast<double>(most);
    double passed = 0;
    std::size_t chosen = 0;
    for (const ActivityPoint* p : residents) {
        passed += p->people;
        for (; chosen < most && passed > (static_cast<double>(chosen) + 0.5) * share; ++chosen)
            out.push_back({p->at, p->neighbourhood, share});
    }
}

std::vector<Starter> starters(const AppliedScenario& applied, const std::vector<ActivityPoint>& activity)
{
    const auto most = static_cast<std::size_t>(std::lround(applied.parameters.value(kTransitOrigins)));
    const std::size_t ofCity = applied.city->activity().size();
    std::vector<std::vector<const ActivityPoint*>> residents(applied.city->neighbourhoods().size());
    for (const ActivityPoint& point : applied.city->activity())
        if (point.people > 0)
            residents[point.neighbourhood.index()].push_back(&point);
    // The same places in every scenario, for fewer people where a building goes.
    const auto left = applied.shareLeft();
    std::vector<Starter> out;
    for (const auto& list : residents)
        addStarters(list, most, out);
    for (Starter& starter : out)
        starter.people *= left[starter.neighbourhood];
    std::erase_if(out, [](const Starter& starter) { return !(starter.people > 0); });
    for (std::size_t i = ofCity; i < activity.size(); ++i)
        if (activity[i].people > 0)
            out.push_back({activity[i].at, activity[i].neighbourhood, activity[i].people});
    return out;
}

/// Mean jobs within `limit_s` over the departures, from each starter.
std::vector<double> meanJobs(const TransitModel& model, const std::vector<Starter>& from, const std::vector<ActivityPoint>& activity,
                             const DepartureWindow& window, RunControl& control, std::vector<Issue>& issues)
{
    std::vector<Point2> origins, places;
    std::vector<double> jobs;
    for (const Starter& s : from)
        origins.push_back(s.at);
    for (const ActivityPoint& p : activity)
        if (p.jobs > 0) {
            places.push_back(p.at);
            jobs.push_back(p.jobs);
        }
    const TransitPlaces starts(model, origins, control), ends(model, places, control);
    if (starts.apart() + ends.apart() > 0)
        issues.push_back({Severity::Warning,
                          "no_junction",
                          std::to_string(starts.apart()) + " starting places and " + std::to_string(ends.apart()) +
                              " places with jobs lie too far from any street for walking: they reach nothing and are not reached",
                          {},
                          {},
                          {}});
    std::vector<double> mean(from.size(), 0);
    std::atomic<std::size_t> done = 0;
    parallelBlocks(from.size(), kBlocks, control.threads(), [&](std::size_t, std::size_t begin, std::size_t end) {
        RangeSearch search(model, ends);
        for (std::size_t i = begin; i < end && !control.cancelled(); ++i) {
            double sum = 0;
            search.run(starts.joint(i), starts.stopsOf(i), window, [&](std::size_t, std::span<const int> times) {
                double reached = 0;
                for (std::size_t d = 0; d < times.size(); ++d)
                    reached += times[d] < RangeSearch::kTooLong ? jobs[d] : 0;
                sum += reached;
            });
            mean[i] = sum / static_cast<double>(window.count());
        }
        const std::size_t now = done.fetch_add(end - begin) + (end - begin);
        control.progress(Stage::Transit, static_cast<double>(now) / static_cast<double>(from.size()));
    });
    return mean;
}

/// Trips whose first departure lies in [from, to).
std::size_t tripsBetween(const Timetable& t, int from_s, int to_s)
{
    std::size_t trips = 0;
    for (std::uint32_t route = 0; route < t.routeCount(); ++route) {
        const int* const first = t.departures(route, 0);
        const int* const end = first + t.trips(route);
        trips += static_cast<std::size_t>(std::lower_bound(first, end, to_s) - std::lower_bound(first, end, from_s));
    }
    return trips;
}

/// A window in which hardly anything runs is a question badly asked, and says so.
void noteQuietWindow(const Timetable& t, const DepartureWindow& window, std::vector<Issue>& issues)
{
    constexpr int kDay_s = 30 * 3600;
    std::size_t busiest = 0;
    int when_s = 0;
    for (int at = 0; at < kDay_s; at += static_cast<int>(kSecondsPerHour))
        if (const std::size_t trips = tripsBetween(t, at, at + window.length_s); trips > busiest) {
            busiest = trips;
            when_s = at;
        }
    const std::size_t here = tripsBetween(t, window.first_s, window.first_s + window.length_s);
    if (static_cast<double>(here) < kQuietShare * static_cast<double>(busiest))
        issues.push_back({Severity::Warning,
                          "quiet_window",
                          "only " + std::to_string(here) + " trips of public transport begin in the window of departures from " +
                              clockText(window.first_s) + ", while " + std::to_string(busiest) + " begin in one from " + clockText(when_s) +
                              ": choose the hour with the parameter “" + std::string(kTransitWindowStart.id) + "”",
                          {},
                          {},
                          {}});
}

/// Hash of all that the model reads, but for a timetable of the scheme's own: streets for walking, people and jobs, parameters.
Hash keyOf(const AppliedScenario& applied)
{
    Hasher h;
    h.add("transit access").add(applied.city->revision());
    applied.parameters.addTo(h);
    std::string walkable;
    for (const LinkState& link : applied.links)
        walkable += link.modes.has(Mode::Walk) ? '1' : '0';
    h.add(walkable);
    for (const AddedLink& link : applied.addedLinks)
        h.add(link.from.value()).add(link.to.value()).add(link.length_m);
    const std::vector<ActivityPoint> activity = applied.activity();
    for (std::size_t i = applied.city->activity().size(); i < activity.size(); ++i)
        h.add(activity[i].at.x).add(activity[i].at.y).add(activity[i].neighbourhood.value()).add(activity[i].people).add(activity[i].jobs);
    for (const RemovedBuilding& gone : applied.removedBuildings)
        h.add("gone").add(gone.building.value()).add(gone.residents).add(gone.jobs);
    return h.finish();
}

Expected<TransitResult> calculate(const AppliedScenario& applied, RunControl& control)
{
    const ParameterSet& p = applied.parameters;
    TransitResult result;
    result.cutoff_min = p.value(kTransitCutoff);
    result.window = {.first_s = static_cast<int>(std::lround(p.value(kTransitWindowStart) * kSecondsPerHour)),
                     .length_s = static_cast<int>(std::lround(p.value(kTransitWindowLength) * kSecondsPerMinute)),
                     .step_s = static_cast<int>(std::lround(p.value(kTransitWindowStep) * kSecondsPerMinute))};
    result.jobsByTransit = IdVector<NeighbourhoodId, double>(applied.city->neighbourhoods().size(), kUnknown);
    if (!hasTimetable(applied.transit())) {
        result.issues.push_back({Severity::Note,
                                 "no_timetable",
                                 "the city has no timetable of public transport: access by public transport is not known and not shown",
                                 {},
                                 {},
                                 {}});
        return result;
    }
    control.progress(Stage::Transit, 0);
    // Nothing beyond the cut-off counts, so nothing beyond it is looked for.
    TransitSettings settings = transitSettings(p);
    settings.longest_s = static_cast<int>(std::lround(result.cutoff_min * kSecondsPerMinute));
    auto model = makeTransitModel(applied, settings, control);
    if (!model)
        return unexpected(model.error());
    result.timetable = true;
    result.issues = (*model)->issues;
    noteQuietWindow((*model)->timetable, result.window, result.issues);
    const std::vector<ActivityPoint> activity = applied.activity();
    const std::vector<Starter> from = starters(applied, activity);
    const std::vector<double> jobs = meanJobs(**model, from, activity, result.window, control, result.issues);
    if (control.cancelled())
        return cancelledError();
    IdVector<NeighbourhoodId, double> people(result.jobsByTransit.size()), sum(people.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        people[from[i].neighbourhood] += from[i].people;
        sum[from[i].neighbourhood] += from[i].people * jobs[i];
    }
    for (const NeighbourhoodId id : idsOf(sum))
        if (people[id] > 0)
            result.jobsByTransit[id] = sum[id] / people[id];
    control.progress(Stage::Transit, 1);
    return result;
}

}  // namespace

std::shared_ptr<const TransitResult> TransitMemory::find(const Hash& key)
{
    const std::scoped_lock lock(m_mutex);
    for (auto it = m_recent.begin(); it != m_recent.end(); ++it)
        if (it->first == key) {
            m_recent.splice(m_recent.begin(), m_recent, it);
            return it->second;
        }
    return {};
}

void TransitMemory::keep(const Hash& key, const TransitResult& result)
{
    auto kept = std::make_shared<const TransitResult>(result);
    const std::scoped_lock lock(m_mutex);
    m_recent.emplace_front(key, std::move(kept));
    if (m_recent.size() > kMost)
        m_recent.pop_back();
}

Expected<TransitResult> computeTransit(const AppliedScenario& applied, RunControl& control, TransitMemory* memory)
{
    if (memory == nullptr || applied.changedTransit)
        return calculate(applied, control);
    const Hash key = keyOf(applied);
    if (const auto held = memory->find(key))
        return *held;
    Expected<TransitResult> result = calculate(applied, control);
    if (result)
        memory->keep(key, *result);
    return result;
}

}  // namespace isopolis
