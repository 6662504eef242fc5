#include "simulation/explain/explanation.h"

#include "simulation/equity/format_figure.h"
#include "simulation/explain/attribution.h"
#include "simulation/explain/explanation_sentence.h"
#include "simulation/explain/street_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {
constexpr std::size_t kStreetsShown = 10;

/// Links that only the run before has (roads of a base that the scheme drops), by their external id.
std::map<std::string, LinkId> addedLinks(const Run& run)
{
    std::map<std::string, LinkId> out;
    for (std::size_t i = run.applied.city->roads().links().size(); i < run.applied.linkCount(); ++i)
        out[run.applied.externalId(LinkId::fromIndex(i))] = LinkId::fromIndex(i);
    return out;
}

struct StreetChanges {
    std::vector<Street> streets;  ///< `part` is the change
    std::vector<bool> gone;       ///< per street: its link is one of the run before
};

/// Changes per link of the run after, and what is left on links of the run before.
StreetChanges streetChanges(const Study& study, const StreetParts& before, const StreetParts& after)
{
    IdVector<LinkId, double> delta = after.links, gone = before.links;
    const std::size_t cityLinks = study.city->roads().links().size();
    const std::map<std::string, LinkId> earlier = addedLinks(*study.before);
    for (LinkId link : idsOf(delta)) {
        LinkId twin = link;
        if (link.index() >= cityLinks) {
            const auto found = earlier.find(study.after->applied.externalId(link));
            twin = found == earlier.end() ? LinkId() : found->second;
        }
        if (!gone.contains(twin))
            continue;
        delta[link] -= gone[twin];
        gone[twin] = 0;
    }
    for (double& part : gone)
        part = -part;
    StreetChanges changes;
    changes.streets = streetsOf(*study.after, delta);
    changes.gone.resize(changes.streets.size(), false);
    for (Street& street : streetsOf(*study.before, gone)) {
        const auto same =
            std::find_if(changes.streets.begin(), changes.streets.end(), [&](const Street& s) { return s.key == street.key; });
        if (same != changes.streets.end()) {
            same->part += street.part;
            continue;
        }
        changes.streets.push_back(std::move(street));
        changes.gone.push_back(true);
    }
    return changes;
}

StreetFlow flowOn(const Study& study, const Street& street, bool gone)
{
    const bool added = street.link.index() >= study.city->roads().links().size();
    return {.street = street.label,
            .delta = street.part,
            .before_veh_day = added && !gone ? 0 : vehiclesPerDay(*study.before, street.link),
            .after_veh_day = added && gone ? 0 : vehiclesPerDay(*study.after, street.link)};
}

void addStreets(Explanation& why, const Study& study, const StreetParts& before, const StreetParts& after, std::vector<StreetFlow>& flows)
{
    if (!after.refused.empty()) {
        why.streetsRefused = after.refused;
        why.streetResidual = why.change;
        return;
    }
    StreetChanges changes = streetChanges(study, before, after);
    std::vector<std::size_t> order(changes.streets.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return std::abs(changes.streets[a].part) > std::abs(changes.streets[b].part); });
    double shown = 0, others = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const Street& street = changes.streets[order[rank]];
        if (rank >= kStreetsShown) {
            others += street.part;
            continue;
        }
        shown += street.part;
        const bool gone = changes.gone[order[rank]];
        why.streets.push_back({.id = street.externalId,
                               .label = street.label,
                               .delta = street.part,
                               .first = street.part,
                               .last = street.part,
                               .link = gone && street.link.index() >= study.city->roads().links().size() ? LinkId() : street.link});
        flows.push_back(flowOn(study, street, gone));
    }
    why.streetResidual = why.change - shown;
    const IndicatorInfo& info = indicatorInfo(why.indicator);
    if (order.size() > kStreetsShown)
        why.notes.push_back(std::to_string(order.size() - kStreetsShown) + ISO_TR("explain", " other streets together: ") +
                            formatChange(others, info.decimals) + " " + std::string(unitSymbol(info.unit)) + ".");
    if (const double elsewhere = after.elsewhere - before.elsewhere; elsewhere != 0)
        why.notes.push_back(after.elsewhereLabel + ": " + formatChange(elsewhere, info.decimals) + " " +
                            std::string(unitSymbol(info.unit)) + ".");
    why.notes.push_back(after.method);
}
}  // namespace

Expected<Explanation> explain(const Study& study, NeighbourhoodId where, Indicator indicator, RunControl& control)
{
    if (!study.city || !study.before || !study.after)
        return unexpected(Error{ErrorCode::Internal, "an explanation needs the city and both runs"});
    if (!study.city->neighbourhoods().contains(where))
        return unexpected(Error{ErrorCode::NotFound, "there is no such neighbourhood"});
    if (control.cancelled())
        return cancelledError();
    Explanation why;
    why.where = where;
    why.indicator = indicator;
    why.before = valueOf(*study.before, indicator, where);
    why.after = valueOf(*study.after, indicator, where);
    why.change = why.after - why.before;
    StreetPartsFinder finder;
    const StreetParts before = finder.find(*study.before, where, indicator), after = finder.find(*study.after, where, indicator);
    why.trace = traceFigure(*study.city, *study.before, *study.after, study.report, {.indicator = indicator, .neighbourhood = where},
                            {.before = &before, .after = &after});
    if (!std::isfinite(why.change)) {
        why.streetsRefused = ISO_TR("explain", "The figure is not defined here before or with the scheme.");
        why.notes.push_back(why.streetsRefused);
        why.sentence = changeSentence(study, why, {});
        return why;
    }
    std::vector<StreetFlow> flows;
    addStreets(why, study, before, after, flows);
    Expected<Attribution> attribution = attributeInterventions(study, where, indicator, control);
    if (!attribution)
        return unexpected(attribution.error());
    why.interventions = std::move(attribution->interventions);
    why.interventionResidual = attribution->residual;
    why.notes.insert(why.notes.end(), attribution->notes.begin(), attribution->notes.end());
    why.sentence = changeSentence(study, why, flows);
    control.progress(Stage::Explain, 1);
    return why;
}

}  // namespace isopolis
