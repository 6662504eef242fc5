#include "ui/scene/overlay_users.h"

#include "gis/core/text.h"
#include "ui/scene/colour_scale.h"
#include "ui/scene/flow_width.h"

namespace isopolis {

namespace {
constexpr Colour kWay{0x0b, 0x4f, 0x8a};  // dark blue: apart from the warm areas for any colour vision, and from water by its width
constexpr double kLeastTrips = 0.5;       // half a car an hour is no user

IdVector<NeighbourhoodId, double> tripsOf(const City& city, const StreetUsers& users)
{
    IdVector<NeighbourhoodId, double> trips(city.neighbourhoods().size(), 0.0);
    for (const StreetUsers::Pair& pair : users.pairs)
        for (const ZoneId zone : {pair.from, pair.to})
            if (zone.index() < trips.size())
                trips[NeighbourhoodId::fromIndex(zone.index())] += pair.trips_veh_h;
    return trips;
}
}  // namespace

Overlay makeStreetUsersOverlay(const City& city, const StreetUsers& users) { return makeStreetUsersOverlay(city, users, {}); }

Overlay makeStreetUsersOverlay(const City& city, const StreetUsers& users, const StreetUsers& other)
{
    Overlay overlay;
    overlay.key = "street_users";
    overlay.legend.title = ISO_TR("indicator", "Car trips that use the street, by where they begin or end");
    overlay.legend.unit = Unit::VehPerHour;
    overlay.legend.note = ISO_TR("legend", "Areas without colour: no such trips. A trip counts where it begins and where it ends. "
                                           "Width of the lines: how many of these cars drive along a street in an hour, one direction.");
    const IdVector<NeighbourhoodId, double> trips = tripsOf(city, users);
    std::vector<double> some;
    for (const StreetUsers* side : {&users, &other})
        for (const double n : tripsOf(city, *side))
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
    // Where these trips come from and go to, street by street; what is less than half a car an hour is no way of theirs to the eye.
    overlay.links.resize(users.flow_veh_h.size());
    bool any = false;
    for (const LinkId link : idsOf(users.flow_veh_h))
        if (users.flow_veh_h[link] >= kLeastTrips) {
            overlay.links[link] = {kWay, flowWidth_m(users.flow_veh_h[link])};
            any = true;
        }
    if (any)
        overlay.legend.classes.push_back({.colour = kWay, .label = ISO_TR("legend", "Streets that these trips use")});
    return overlay;
}

}  // namespace isopolis
