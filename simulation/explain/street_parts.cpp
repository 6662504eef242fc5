#include "simulation/explain/street_parts.h"

#include "simulation/air/air_contributions.h"
#include "simulation/air/annual_kernel.h"
#include "simulation/air/road_lines.h"
#include "simulation/equity/street_places.h"
#include "simulation/noise/noise_contributions.h"
#include "simulation/traffic/path_shares.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace isopolis {

namespace {
constexpr double kGramPerKilogram = 1000;

StreetParts carbonParts(const Run& run, NeighbourhoodId where)
{
    StreetParts parts;
    parts.links.resize(run.applied.linkCount(), 0.0);
    const IdVector<LinkId, NeighbourhoodId> places = streetPlaces(run.applied);
    for (LinkId link : idsOf(places))
        if (places[link] == where && run.emissions.co2_g_day.contains(link))
            parts.links[link] = run.emissions.co2_g_day[link] / kGramPerKilogram;
    parts.method = ISO_TR("explain", "Each street counts with what vehicles emit on it within this neighbourhood.");
    return parts;
}

StreetParts timeParts(const Run& run, NeighbourhoodId where)
{
    StreetParts parts;
    OriginTime time = timeOnLinks_min(run.applied, run.traffic, ZoneId::fromIndex(where.index()));
    parts.links = std::move(time.minutes);
    parts.elsewhere = time.connector_min;
    parts.elsewhereLabel = ISO_TR("explain", "Ways between places and the street network");
    parts.method = ISO_TR("explain", "Each street counts with the time that the mean car trip from here spends on it.");
    return parts;
}

StreetParts noiseOfStreets(const Run& run, NeighbourhoodId where)
{
    StreetParts parts;
    QuietControl control;
    const auto kernel = obtainNoiseKernel(run.applied, control);
    if (!kernel) {
        parts.links.resize(run.applied.linkCount(), 0.0);
        parts.refused = kernel.error().message;
        return parts;
    }
    NoiseParts found = noiseParts(run.applied, run.traffic, **kernel, where);
    parts.links = std::move(found.links);
    parts.elsewhere = found.quiet_dB + found.trams_dB;
    parts.elsewhereLabel =
        found.trams_dB > 0 ? ISO_TR("explain", "Level without road traffic, and trams") : ISO_TR("explain", "Level without road traffic");
    parts.method = std::move(found.method);
    return parts;
}

std::string_view roadClassName(RoadClass roadClass)
{
    switch (roadClass) {
    case RoadClass::Motorway: return ISO_TR("explain", "Motorway");
    case RoadClass::Trunk:
    case RoadClass::Primary:
    case RoadClass::Secondary: return ISO_TR("explain", "Main road");
    case RoadClass::Service: return ISO_TR("explain", "Service road");
    case RoadClass::Pedestrian:
    case RoadClass::Footway:
    case RoadClass::Steps:
    case RoadClass::Cycleway:
    case RoadClass::Track: return ISO_TR("explain", "Path");
    default: return ISO_TR("explain", "Street");
    }
}

/// External id of the mapped object; of an added road without its direction.
std::string objectId(const Run& run, LinkId link)
{
    if (!run.applied.isAdded(link))
        return run.applied.city->roads().wayOf(link).externalId;
    const std::string& id = run.applied.externalId(link);
    return id.substr(0, id.rfind('#'));
}

double dailyFlow(const Run& run, LinkId link) { return run.traffic.flow_veh_day.contains(link) ? run.traffic.flow_veh_day[link] : 0; }

LinkId oppositeOf(const Run& run, LinkId link)
{
    const RoadNetwork& roads = run.applied.city->roads();
    if (!run.applied.isAdded(link))
        return roads.links()[link].reverse;
    const std::string object = objectId(run, link);
    for (std::size_t i = roads.links().size(); i < run.applied.linkCount(); ++i)
        if (const LinkId other = LinkId::fromIndex(i); other != link && objectId(run, other) == object)
            return other;
    return {};
}
}  // namespace

StreetParts StreetPartsFinder::air(const Run& run, NeighbourhoodId where, Indicator indicator)
{
    if (!m_kernel || m_city != run.applied.city || m_parameters != run.applied.parameters) {
        QuietControl control;
        std::vector<Issue> known;  // the run has told them
        m_kernel = std::make_shared<const AnnualKernel>(annualKernel(run.applied, known, control));
        m_city = run.applied.city;
        m_parameters = run.applied.parameters;
    }
    LinkShares shares = linkShares(run.applied, run.emissions, run.air, *m_kernel, where);
    StreetParts parts;
    const bool no2 = indicator == Indicator::No2;
    const bool coarse = indicator == Indicator::Pm10;
    parts.links = std::move(no2 ? shares.no2_ug_m3 : coarse ? shares.pm10_ug_m3 : shares.pm25_ug_m3);
    parts.elsewhere = no2 ? shares.backgroundNo2_ug_m3 : coarse ? shares.backgroundPm10_ug_m3 : shares.backgroundPm25_ug_m3;
    parts.elsewhereLabel = ISO_TR("explain", "Background from outside the modelled streets");
    parts.method = std::move(shares.method);
    return parts;
}

StreetParts StreetPartsFinder::find(const Run& run, NeighbourhoodId where, Indicator indicator)
{
    StreetParts parts;
    if (!std::isfinite(valueOf(run, indicator, where))) {
        parts.links.resize(run.applied.linkCount(), 0.0);
        return parts;
    }
    switch (indicator) {
    case Indicator::No2:
    case Indicator::Pm25:
    case Indicator::Pm10: return air(run, where, indicator);
    case Indicator::Co2: return carbonParts(run, where);
    case Indicator::CarTime: return timeParts(run, where);
    case Indicator::NoiseLden: return noiseOfStreets(run, where);
    case Indicator::NoiseAnnoyed:
    case Indicator::NoiseSleep:
        parts.refused =
            ISO_TR("explain", "Annoyance follows the level of all streets together; single streets have a share in the level only.");
        return parts;
    case Indicator::No2AboveEu:
    case Indicator::Pm25AboveEu:
    case Indicator::Pm10AboveEu:
        parts.refused =
            ISO_TR("explain", "A home is above the limit or not, by all streets and the background together; single streets have a "
                              "share in the concentration only.");
        return parts;
    case Indicator::RoadCharge:
        parts.refused = ISO_TR("explain", "What is paid is added up over whole trips by car; single streets have no share in it.");
        return parts;
    case Indicator::JobsByCar:
    case Indicator::JobsOnFoot:
    case Indicator::JobsByCycle:
    case Indicator::JobsByTransit: break;
    case Indicator::SchoolOnFoot:
    case Indicator::ClinicOnFoot:
    case Indicator::ParkOnFoot:
        parts.refused = ISO_TR("explain", "The walk to the nearest place follows whole ways, so single streets have no share in it.");
        return parts;
    }
    parts.refused = ISO_TR("explain", "Jobs within reach are counted as reached or not, so single streets have no share in them.");
    return parts;
}

StreetParts streetParts(const Run& run, NeighbourhoodId where, Indicator indicator)
{
    return StreetPartsFinder().find(run, where, indicator);
}

std::string streetKey(const Run& run, LinkId link)
{
    const std::string& name = run.applied.name(link);
    return name.empty() ? objectId(run, link) : "name:" + name;
}

std::vector<Street> streetsOf(const Run& run, const IdVector<LinkId, double>& parts)
{
    std::map<std::string, Street> streets;
    std::map<std::string, double> largest;
    const std::size_t n = std::min(parts.size(), run.applied.linkCount());
    for (std::size_t i = 0; i < n; ++i) {
        const LinkId link = LinkId::fromIndex(i);
        if (parts[link] == 0)
            continue;
        const std::string key = streetKey(run, link);
        Street& street = streets[key];
        street.links.push_back(link);
        street.part += parts[link];
        if (street.link.valid() && std::abs(parts[link]) <= largest[key])
            continue;
        largest[key] = std::abs(parts[link]);
        street.link = link;
        street.externalId = objectId(run, link);
    }
    std::vector<Street> out;
    for (auto& [key, street] : streets) {
        street.key = key;
        street.label = run.applied.name(street.link);
        if (street.label.empty())
            street.label = std::string(roadClassName(run.applied.roadClass(street.link))) + " " + street.externalId;
        out.push_back(std::move(street));
    }
    return out;
}

double vehiclesPerDay(const Run& run, LinkId link)
{
    if (!link.valid() || link.index() >= run.applied.linkCount())
        return 0;
    const LinkId opposite = oppositeOf(run, link);
    return dailyFlow(run, link) + (opposite.valid() ? dailyFlow(run, opposite) : 0);
}

}  // namespace isopolis
