#pragma once
/// Times from where people live to where opportunities are: what the measures of access need of a city.
///
///   Expected<CityAccess> m = cityAccess(applied, walkNetwork(applied), {.what = Opportunity::Schools, .limit_min = 60}, control);
///   PlaceValues nearest = costToClosest(m->minutes, m->supply, 1);
///   meanOf(*m, nearest)[neighbourhood].mean;
///
/// Places are the population points (people of new buildings too), then the opportunities, each a place of its own; a park is reached
/// at its edge. Times are those of the access model: straight to the nearest junction, streets, straight on, by car with the terminal time.
/// Pairs beyond the limit are absent.
///
/// Errors: NotFound (the city's data name no such place), Unsupported (more than 60 million pairs: about 1 GB), Cancelled.

#include "gis/core/expected.h"
#include "simulation/access/measures/cost_matrix.h"
#include "simulation/access/mode_network.h"
#include "simulation/run/run_control.h"

namespace isopolis {

enum class Opportunity : std::uint8_t { Jobs, Schools, Health, Shops, Parks };
std::string_view opportunityKey(Opportunity what);  ///< "jobs", "schools", "health", "shops", "parks"

struct CityAccessRequest {
    Opportunity what = Opportunity::Jobs;
    double limit_min = 60;
    std::vector<Point2> extra;  ///< more starting points, of nobody; the last places
};

struct CityAccess {
    CostMatrix minutes;
    PlaceValues supply, demand;  ///< jobs or places, people
    std::size_t firstExtra = 0;  ///< place of the first extra point
    std::vector<std::pair<AccessPlaceId, NeighbourhoodId>> homes;
    std::vector<Issue> issues;
};
Expected<CityAccess> cityAccess(const AppliedScenario& applied, const ModeNetwork& net, const CityAccessRequest& request,
                                RunControl& control);

/// A figure of a neighbourhood's people.
struct PeopleMean {
    double people = 0, mean = 0, deviation = 0, lowest = 0, highest = 0;  ///< NaN where nobody lives
    double without = 0;  ///< people whose figure is infinite or unknown; they are in none of the others
};
IdVector<NeighbourhoodId, PeopleMean> meanOf(const CityAccess& access, std::size_t neighbourhoods, const PlaceValues& values);

}  // namespace isopolis
