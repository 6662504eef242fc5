#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/overlay.h"

namespace isopolis {

Overlay makeStreetUsersOverlay(const City& city, const StreetUsers& users)
{
    Overlay overlay;
    overlay.key = "street_users";
    overlay.legend.title = ISO_TR("indicator", "Car trips that use the street, by where they begin or end");
    overlay.legend.unit = Unit::VehPerHour;
    overlay.legend.note = ISO_TR("legend", "Areas without colour: no such trips. A trip counts where it begins and where it ends.");
    IdVector<NeighbourhoodId, double> trips(city.neighbourhoods().size(), 0.0);
    for (const StreetUsers::Pair& pair : users.pairs)
        for (const ZoneId zone : {pair.from, pair.to})
            if (zone.index() < trips.size())
                trips[NeighbourhoodId::fromIndex(zone.index())] += pair.trips_veh_h;
    constexpr double kLeastTrips = 0.5;  // half a car an hour is no user
    std::vector<double> some;
    for (const double n : trips)
        if (n >= kLeastTrips)
            some.push_back(n);
    overlay.neighbourhoods.resize(trips.size());
    const std::vector<double> limits = classLimits(some, kLevelClasses);
    const auto palette = sequentialPalette(Ramp::Warm);
    overlay.legend.decimals = decimalsOf(limits);
    for (std::size_t i = 0; i + 1 < limits.size(); ++i)
        overlay.legend.classes.push_back({.colour = palette[i], .from = limits[i], .to = limits[i + 1]});
    for (NeighbourhoodId id : idsOf(trips))
        if (trips[id] >= kLeastTrips)
            overlay.neighbourhoods[id].colour = palette[classOf(limits, trips[id])];
    return overlay;
}

}  // namespace isopolis
