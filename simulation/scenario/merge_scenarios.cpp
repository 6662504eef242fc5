#include "simulation/scenario/merge_scenarios.h"

#include "simulation/scenario/demand_factors.h"

#include <algorithm>
#include <set>

namespace isopolis {

namespace {

/// Names of what a scenario stands on, itself first; the city as it is last, as an empty name.
std::vector<std::string> lineageOf(const Scenario& scenario, const std::vector<Scenario>& all)
{
    std::vector<std::string> names{scenario.name};
    for (const Scenario* at = &scenario; !at->base.empty() && at->base != kBaseScenarioName;) {
        const std::string& base = at->base;
        const auto found = std::find_if(all.begin(), all.end(), [&base](const Scenario& s) { return s.name == base; });
        if (found == all.end())
            break;
        at = &*found;
        names.push_back(at->name);
    }
    names.emplace_back();
    return names;
}

/// What a scenario and those between it and the base add to the base.
Expected<Scenario> addedTo(const std::string& base, const Scenario& scenario, const std::vector<Scenario>& all)
{
    if (scenario.name == base)
        return Scenario{.name = scenario.name, .base = base, .seed = scenario.seed};
    // With the base taken for the city as it is.
    std::vector<Scenario> cut = all;
    Scenario own = scenario;
    if (own.base == base)
        own.base.clear();
    for (Scenario& each : cut)
        if (each.base == base)
            each.base.clear();
    Expected<Scenario> flat = flattened(own, cut);
    if (flat)
        flat->base = base;
    return flat;
}

/// What an operation acts on, if only one of its kind can act on it; empty: any number may stand beside each other.
std::string subjectOf(const Operation& operation)
{
    return std::visit(
        [](const auto& op) -> std::string {
            using T = std::decay_t<decltype(op)>;
            if constexpr (std::is_same_v<T, FleetShift> || std::is_same_v<T, AdjustDemand>)
                return "*";  // one for the whole city
            else if constexpr (requires { op.where.target; })
                return op.where.target;
            else if constexpr (requires { op.target; })
                return op.target;
            else
                return {};
        },
        operation);
}

bool alike(const Operation& a, const Operation& b)
{
    return a.index() == b.index() && !subjectOf(a).empty() && subjectOf(a) == subjectOf(b);
}

void takeOut(Scenario& from, const std::string& intervention, const Operation& operation)
{
    for (Intervention& each : from.interventions)
        if (each.name == intervention)
            std::erase(each.operations, operation);
}

}  // namespace

Expected<ScenarioMerge> ScenarioMerge::of(const Scenario& first, const Scenario& second, const std::vector<Scenario>& all)
{
    if (first.name == second.name)
        return unexpected(
            Error{ErrorCode::BadValue, "a scenario cannot be merged with itself"}.at(first.name).cure("Choose another scenario."));
    for (const Scenario* each : {&first, &second})  // bases that are unknown or go round
        if (const Expected<Scenario> whole = flattened(*each, all); !whole)
            return unexpected(whole.error());
    ScenarioMerge merge;
    const std::vector<std::string> ofFirst = lineageOf(first, all), ofSecond = lineageOf(second, all);
    const std::set<std::string> known(ofSecond.begin(), ofSecond.end());
    merge.m_base = *std::find_if(ofFirst.begin(), ofFirst.end(), [&known](const std::string& name) { return known.contains(name); });
    Expected<Scenario> a = addedTo(merge.m_base, first, all), b = addedTo(merge.m_base, second, all);
    if (!a || !b)
        return unexpected(a ? b.error() : a.error());
    merge.m_first = std::move(*a);
    merge.m_second = std::move(*b);
    merge.findConflicts();
    return merge;
}

void ScenarioMerge::findConflicts()
{
    for (const Intervention& mine : m_first.interventions) {
        for (const Intervention& other : m_second.interventions) {
            if (mine == other)
                continue;
            if (mine.name == other.name) {
                m_conflicts.push_back({.kind = MergeConflict::Kind::Named, .subject = mine.name, .first = mine.name, .second = other.name});
                continue;
            }
            if (!mine.enabled || !other.enabled)
                continue;
            for (const Operation& a : mine.operations)
                for (const Operation& b : other.operations)
                    if (alike(a, b) && !(a == b))
                        m_conflicts.push_back({.kind = MergeConflict::Kind::Measure,
                                               .subject = subjectOf(a),
                                               .first = mine.name,
                                               .second = other.name,
                                               .firstOperation = a,
                                               .secondOperation = b});
        }
    }
    for (const auto& [id, mine] : m_first.parameters.overrides()) {
        const auto& others = m_second.parameters.overrides();
        if (const auto other = others.find(id); other != others.end() && other->second.value != mine.value)
            m_conflicts.push_back(
                {.kind = MergeConflict::Kind::Assumption, .subject = id, .firstValue = mine.value, .secondValue = other->second.value});
    }
}

Scenario ScenarioMerge::merged(std::string name, const std::vector<MergeSide>& sides) const
{
    Scenario first = m_first, second = m_second;
    ParameterSet parameters = second.parameters;
    for (const auto& [id, value] : first.parameters.overrides())
        (void)parameters.set(id, value);  // known and in its range, since the scenario holds it
    for (std::size_t i = 0; i < m_conflicts.size(); ++i) {
        const MergeConflict& conflict = m_conflicts[i];
        const bool keepsFirst = i >= sides.size() || sides[i] == MergeSide::First;
        Scenario& loser = keepsFirst ? second : first;
        switch (conflict.kind) {
        case MergeConflict::Kind::Named:
            std::erase_if(loser.interventions, [&](const Intervention& each) { return each.name == conflict.subject; });
            break;
        case MergeConflict::Kind::Measure:
            takeOut(loser, keepsFirst ? conflict.second : conflict.first,
                    *(keepsFirst ? conflict.secondOperation : conflict.firstOperation));
            break;
        case MergeConflict::Kind::Assumption:
            if (!keepsFirst)
                (void)parameters.set(conflict.subject, second.parameters.overrides().at(conflict.subject));
            break;
        }
    }
    Scenario both{.name = std::move(name), .base = m_base, .parameters = parameters, .seed = m_first.seed};
    for (const Scenario* side : {&first, &second}) {
        for (Intervention each : side->interventions) {
            // Once, where both have it; and an operation that stands already does so only once.
            if (std::find(both.interventions.begin(), both.interventions.end(), each) != both.interventions.end())
                continue;
            if (side == &second && each.enabled)
                std::erase_if(each.operations, [&](const Operation& operation) {
                    return !subjectOf(operation).empty() &&
                           std::any_of(first.interventions.begin(), first.interventions.end(), [&](const Intervention& mine) {
                               return mine.enabled &&
                                      std::find(mine.operations.begin(), mine.operations.end(), operation) != mine.operations.end();
                           });
                });
            if (!each.operations.empty())
                both.interventions.push_back(std::move(each));
        }
    }
    return both;
}

}  // namespace isopolis
