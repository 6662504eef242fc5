#include "simulation/access/access_matrix.h"

#include "simulation/access/nearest_places.h"
#include "simulation/run/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostPairs = 60'000'000, kBlocks = 128;

PlaceKind kindOf(Opportunity what)
{
    switch (what) {
    case Opportunity::Schools: return PlaceKind::School;
    case Opportunity::Health: return PlaceKind::Clinic;
    case Opportunity::Shops: return PlaceKind::Shop;
    case Opportunity::Parks: return PlaceKind::Park;
    case Opportunity::Jobs: break;
    }
    return PlaceKind::Other;
}

/// Where each place is entered; a place without an entrance is out of reach.
struct Ends {
    std::vector<TravelEnd> ends;
    std::vector<std::uint32_t> place;  ///< ascending
};

class MatrixBuilder {
public:
    MatrixBuilder(const AppliedScenario& applied, const ModeNetwork& net, const CityAccessRequest& request)
        : m_applied(applied), m_net(net), m_request(request), m_starts(net.places, net.canStart, net.reach_m),
          m_graph(net.places.size(), net.edges)
    {}

    Expected<CityAccess> build(RunControl& control)
    {
        const std::vector<ActivityPoint> activity = m_applied.activity();
        for (const ActivityPoint& point : activity)
            if (point.people > 0) {
                m_access.homes.emplace_back(add(m_origins, m_starts.nearest(point.at), 0, point.people), point.neighbourhood);
            }
        if (m_request.what == Opportunity::Jobs)
            addJobs(activity);
        else
            addPlaces();
        if (m_destinations.place.empty())
            return unexpected(Error{ErrorCode::NotFound,
                                    "the city's data name no " + std::string(opportunityKey(m_request.what)) + " that this mode can reach"}
                                  .about("opportunity")
                                  .cure("Choose another opportunity, or add a source of places to the city's recipe."));
        m_access.firstExtra = m_places;
        for (const Point2 at : m_request.extra)
            add(m_origins, m_starts.nearest(at), 0, 0);
        return search(control);
    }

private:
    AccessPlaceId add(Ends& to, const NodeFinder::Found& found, double supply, double demand)
    {
        const AccessPlaceId place = AccessPlaceId::fromIndex(m_places++);
        m_access.supply.push(supply);
        m_access.demand.push(demand);
        to.ends.push_back({found.node, found.node.valid() ? found.distance_m * m_net.connectorPerMetre_min : 0, supply});
        to.place.push_back(place.value());
        return place;
    }

    void addJobs(const std::vector<ActivityPoint>& activity)
    {
        const NodeFinder finder(m_net.places, m_net.canEnd, m_net.reach_m);
        for (const ActivityPoint& point : activity)
            if (point.jobs > 0)
                add(m_destinations, finder.nearest(point.at), point.jobs, 0);
    }

    void addPlaces()
    {
        const PlaceEnds found = placeEnds(m_applied, kindOf(m_request.what), m_net);
        std::size_t last = ~std::size_t{0};
        for (std::size_t k = 0; k < found.ends.size(); ++k) {
            if (found.place[k] != last) {
                last = found.place[k];
                ++m_places;
                m_access.supply.push(1);
                m_access.demand.push(0);
            }
            m_destinations.ends.push_back(found.ends[k]);
            m_destinations.place.push_back(static_cast<std::uint32_t>(m_places - 1));
        }
    }

    Expected<CityAccess> search(RunControl& control)
    {
        const std::size_t origins = m_origins.ends.size(), blocks = std::min(kBlocks, std::max<std::size_t>(1, origins));
        std::vector<std::vector<TravelCost>> parts(blocks);
        std::atomic<std::size_t> pairs = 0;
        const double limit = m_request.limit_min - m_net.terminal_min;
        parallelBlocks(origins, blocks, control.threads(), [&](std::size_t block, std::size_t begin, std::size_t end) {
            for (std::size_t o = begin; o < end && !control.cancelled() && pairs <= kMostPairs; ++o) {
                const TravelEnd& origin = m_origins.ends[o];
                if (!origin.node.valid())
                    continue;
                const std::size_t before = parts[block].size();
                reach(timesFrom(m_graph, {origin}, limit), AccessPlaceId(m_origins.place[o]), limit, parts[block]);
                pairs += parts[block].size() - before;
            }
        });
        if (control.cancelled())
            return cancelledError();
        if (pairs > kMostPairs)
            return unexpected(Error{ErrorCode::Unsupported, "more than 60 million pairs of homes and opportunities lie within " +
                                                                std::to_string(std::lround(m_request.limit_min)) + " minutes"}
                                  .about("limit")
                                  .cure("Choose a shorter limit."));
        std::vector<TravelCost> all;
        all.reserve(pairs);
        for (std::vector<TravelCost>& part : parts) {
            all.insert(all.end(), part.begin(), part.end());
            std::vector<TravelCost>().swap(part);
        }
        m_access.minutes = CostMatrix(m_places, all);
        return std::move(m_access);
    }

    /// One pair a place: by its best entrance.
    void reach(const std::vector<double>& times, AccessPlaceId from, double limit, std::vector<TravelCost>& pairs) const
    {
        for (std::size_t k = 0; k < m_destinations.ends.size();) {
            const std::uint32_t place = m_destinations.place[k];
            double best = std::numeric_limits<double>::infinity();
            for (; k < m_destinations.ends.size() && m_destinations.place[k] == place; ++k)
                if (const TravelEnd& end = m_destinations.ends[k]; end.node.valid())
                    best = std::min(best, times[end.node.index()] + end.connector_min);
            if (best <= limit)
                pairs.push_back({from, AccessPlaceId(place), best + m_net.terminal_min});
        }
    }

    const AppliedScenario& m_applied;
    const ModeNetwork& m_net;
    const CityAccessRequest& m_request;
    NodeFinder m_starts;
    TravelGraph m_graph;
    CityAccess m_access;
    Ends m_origins, m_destinations;
    std::size_t m_places = 0;
};

}  // namespace

std::string_view opportunityKey(Opportunity what)
{
    switch (what) {
    case Opportunity::Jobs: return "jobs";
    case Opportunity::Schools: return "schools";
    case Opportunity::Health: return "health";
    case Opportunity::Shops: return "shops";
    case Opportunity::Parks: break;
    }
    return "parks";
}

Expected<CityAccess> cityAccess(const AppliedScenario& applied, const ModeNetwork& net, const CityAccessRequest& request,
                                RunControl& control)
{
    return MatrixBuilder(applied, net, request).build(control);
}

IdVector<NeighbourhoodId, PeopleMean> meanOf(const CityAccess& access, std::size_t neighbourhoods, const PlaceValues& values)
{
    IdVector<NeighbourhoodId, PeopleMean> means(neighbourhoods);
    const auto known = [&](AccessPlaceId place) { return std::isfinite(values[place]); };
    for (const auto& [place, where] : access.homes) {
        PeopleMean& m = means[where];
        const double people = access.demand[place], value = values[place];
        if (!known(place)) {
            m.without += people;
            continue;
        }
        m.lowest = m.people > 0 ? std::min(m.lowest, value) : value;
        m.highest = m.people > 0 ? std::max(m.highest, value) : value;
        m.people += people;
        m.mean += people * value;
    }
    for (PeopleMean& m : means) {
        if (m.people > 0)
            m.mean /= m.people;
        else
            m.mean = m.deviation = m.lowest = m.highest = kUnknown;
    }
    for (const auto& [place, where] : access.homes)
        if (known(place))
            means[where].deviation += access.demand[place] * (values[place] - means[where].mean) * (values[place] - means[where].mean);
    for (PeopleMean& m : means)
        if (m.people > 0)
            m.deviation = std::sqrt(m.deviation / m.people);
    return means;
}

}  // namespace isopolis
