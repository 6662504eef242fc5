#include "simulation/explain/situation_note.h"

#include "gis/core/text.h"
#include "simulation/emissions/emission_parameters.h"
#include "simulation/emissions/factor_sheet.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace isopolis {

namespace {

/// Volume over capacity in each hour that is modelled; as the emission model takes it.
std::vector<double> loadsOf(const Run& run, LinkId link)
{
    const TrafficResult& traffic = run.traffic;
    const double capacity = traffic.capacity_veh_h.contains(link) ? traffic.capacity_veh_h[link] : 0;
    std::vector<double> loads;
    const auto add = [&](const IdVector<LinkId, double>& flow) {
        const double f = flow.contains(link) ? flow[link] : 0;
        if (f > 0)
            loads.push_back(capacity > 0 && std::isfinite(f) ? f / capacity : 0);
    };
    if (traffic.hours.size() > 1)
        for (const HourTraffic& hour : traffic.hours)
            add(hour.flow_veh_h);
    else
        add(traffic.flow_veh_h);
    return loads;
}

SheetComponent componentOf(Indicator indicator)
{
    return indicator == Indicator::No2   ? SheetComponent::NOx
           : indicator == Indicator::Co2 ? SheetComponent::Co2
                                         : SheetComponent::ExhaustPm;
}

}  // namespace

std::vector<std::string> situationNotes(const Run& run, std::span<const LinkId> links, Indicator indicator)
{
    if (!run.applied.city || !(run.applied.parameters.value(kOwnFactors) > 0.5))
        return {};
    const auto own = obtainFactorSheet(run.applied.city->factors());
    if (!own || !*own)
        return {};
    const ServiceLimits service = serviceLimits(run.applied.parameters);
    const SheetComponent component = componentOf(indicator);
    std::set<std::string> notes;
    for (const LinkId link : links)
        for (const double load : loadsOf(run, link)) {
            const TrafficSituation wanted =
                situationOfStreet(run.applied.roadClass(link), run.applied.links[link].speed_kmh, load, service);
            for (const VehicleClass& vehicle : vehicleClasses()) {
                const auto answers = (*own)->nearest(vehicle.id, component, wanted);
                if (answers && !(*answers == wanted))
                    notes.insert(trafficSituationName(wanted) +
                                 ISO_TR("explain", " is not in the user's factors for every class of vehicle: ") +
                                 trafficSituationName(*answers) + ISO_TR("explain", " answers."));
            }
        }
    return {notes.begin(), notes.end()};
}

}  // namespace isopolis
