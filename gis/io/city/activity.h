#pragma once
/// Where in each neighbourhood people live and work: residents and jobs spread over clusters of buildings.
///
///   std::vector<ActivityPoint> points = spreadPeople(zones, buildings, assumptions, log);
///
/// A cluster gathers the buildings of one neighbourhood in one square cell (assumption `people.cluster_size_m`); it lies
/// at the mean of their places, weighted by floor area. Floor area = footprint × storeys; storeys = height ÷ storey
/// height, at least one. Residents go by residential floor area, jobs by the rest plus mapped shops and offices.
///   - population known: the zone's people are spread over its clusters;
///   - population unknown: residents per m² of residential floor area (assumption);
///   - jobs unknown: jobs per resident for the whole city (assumption), spread over all places of work.
/// A zone without buildings gets one point inside its outline.

#include "gis/io/city/zones.h"
#include "gis/io/osm/osm_reader.h"

namespace isopolis {

struct BuildingStock {
    const std::vector<Building>& buildings;
    const std::vector<bool>& outbuilding;
    const std::vector<Workplace>& workplaces;
};

/// Sets population and jobs of the zones where they are not known.
std::vector<ActivityPoint> spreadPeople(ZoneSet& zones, const BuildingStock& stock, AssumptionSet& assumptions, IssueLog& log);

}  // namespace isopolis
