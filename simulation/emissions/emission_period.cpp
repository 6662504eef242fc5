#include "simulation/emissions/emission_period.h"

namespace isopolis {

Expected<EmissionResult> emissionsOfPeriod(const AppliedScenario& applied, const TrafficResult& traffic, Period period, RunControl& control)
{
    constexpr double kHoursPerDay = 24;
    const std::size_t at = indexOf(period);
    if (at >= traffic.hours.size())
        return unexpected(Error{ErrorCode::NotFound, "the run models one hour of the morning only"}.cure(
            "Set the parameter traffic.profile.hours_modelled to 4 and calculate again, or choose the morning."));
    TrafficResult whole;
    whole.capacity_veh_h = traffic.capacity_veh_h;
    whole.flow_veh_h = traffic.hours[at].flow_veh_h;
    whole.speed_kmh = traffic.hours[at].speed_kmh;
    whole.flow_veh_day = traffic.hours[at].flow_veh_h;
    for (const LinkId link : idsOf(whole.flow_veh_day))
        whole.flow_veh_day[link] *= kHoursPerDay;
    // The other periods take no time; their places keep the order, by which peaks are known.
    whole.hours.assign(kPeriodCount, traffic.hours[at]);
    for (std::size_t i = 0; i < kPeriodCount; ++i)
        whole.hours[i].hours = i == at ? kHoursPerDay : 0;
    return computeEmissions(applied, whole, control);
}

}  // namespace isopolis
