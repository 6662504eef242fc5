#include "simulation/access/walk_cycle_parameters.h"
#include "simulation/scenario/building_people.h"
#include "simulation/scenario/nearest_word.h"
#include "simulation/scenario/number_text.h"
#include "simulation/scenario/operation_applier.h"
#include "simulation/scenario/scenario_parameters.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

std::string whole(double value) { return std::to_string(std::llround(value)); }

std::string nameOf(const Neighbourhood& zone) { return "“" + (zone.name.empty() ? zone.externalId : zone.name) + "”"; }

/// Residents, and jobs, of the neighbourhood's places of activity that no building took away yet.
ActivityPoint leftIn(const AppliedScenario& applied, NeighbourhoodId where)
{
    ActivityPoint left{.at = {}, .neighbourhood = where};
    for (const ActivityPoint& point : applied.city->activity())
        if (point.neighbourhood == where) {
            left.people += point.people;
            left.jobs += point.jobs;
        }
    for (const RemovedBuilding& gone : applied.removedBuildings)
        if (gone.neighbourhood == where) {
            left.people -= gone.residents;
            left.jobs -= gone.jobs;
        }
    return left;
}

}  // namespace

void OperationApplier::passOver(const Intervention& intervention)
{
    for (std::size_t i = 0; i < intervention.operations.size(); ++i) {
        if (std::holds_alternative<AddBuilding>(intervention.operations[i]))
            m_goneIds.insert("new:" + intervention.name + "/" + std::to_string(i + 1));
        m_widenedElsewhere = m_widenedElsewhere || std::holds_alternative<SetLanes>(intervention.operations[i]);
    }
}

Expected<void> OperationApplier::operator()(const GreenSpace& operation)
{
    if (operation.target.empty() == operation.area.empty())
        return unexpected(
            Error{ErrorCode::BadValue, operation.area.empty() ? "the park has no area" : "the park has both a neighbourhood and an area"}
                .about("geometry")
                .cure("Draw its area, or write “neighbourhood:ID” as target."));
    MultiPolygon outline = operation.area;
    if (!operation.target.empty()) {
        auto area = resolveArea(*m_applied.city, operation.target);
        if (!area)
            return unexpected(area.error());
        outline = std::move(*area);
    }
    if (auto usable = checkArea(outline); !usable)
        return usable;
    for (const AddedPark& known : m_applied.addedParks)
        if (known.area == outline)
            return {};  // it is there already
    const double size_m2 = area(outline), smallest_m2 = m_applied.parameters.value(kSmallestPark);
    if (size_m2 < smallest_m2)
        note(Severity::Warning, "small_park",
             "the park of " + whole(size_m2) + " m² is smaller than what counts as a park to walk to (" + numberText(smallest_m2) +
                 " m², parameter “" + std::string(kSmallestPark.id) + "”): it changes noise and the picture alone");
    const Box box = bounds(outline);
    std::size_t standing = 0;
    for (const BuildingId id : idsOf(m_applied.city->buildings())) {
        const MultiPolygon& footprint = m_applied.city->buildings()[id].footprint;
        if (footprint.empty() || !box.intersects(bounds(footprint)) || !m_applied.stands(id))
            continue;
        standing += contains(outline, centroid(footprint)) ? 1 : 0;
    }
    if (standing > 0)
        note(Severity::Warning, "buildings_in_park",
             std::to_string(standing) + " buildings stand in the area of the park and stay; to take one away is a measure of its own");
    m_applied.addedParks.push_back({std::move(outline), operation.name, size_m2});
    m_changed = true;
    return {};
}

Expected<void> OperationApplier::operator()(const RemoveBuilding& operation)
{
    for (const auto& check : {checkRange(operation.residents.value_or(0), kPeopleRange, "residents"),
                              checkRange(operation.jobs.value_or(0), kPeopleRange, "jobs")})
        if (!check)
            return check;
    if (operation.target.empty())
        return unexpected(Error{ErrorCode::BadValue, "the operation names no building"}.about("target").cure(
            "Choose the building on the map, or take its id from the layer of buildings."));
    auto& made = m_applied.addedBuildings;
    const auto own = std::find_if(made.begin(), made.end(), [&](const AddedBuilding& b) { return b.externalId == operation.target; });
    if (own != made.end()) {
        if (operation.residents || operation.jobs)
            return unexpected(Error{ErrorCode::BadValue, "how many people a building of the scheme brings is known: all of them go with it"}
                                  .about("residents")
                                  .cure("Leave out residents and jobs."));
        m_goneIds.insert(own->externalId);
        made.erase(own);
        m_changed = true;
        return {};
    }
    if (m_goneIds.contains(operation.target))
        return {};  // gone already, or its intervention is switched off
    const auto& all = m_applied.city->buildings();
    std::vector<BuildingId> found;
    for (const BuildingId id : idsOf(all))
        if (all[id].externalId == operation.target)
            found.push_back(id);
    if (!found.empty())
        return removeMapped(operation, found);
    std::vector<std::string_view> ids;
    for (const Building& building : all)
        ids.push_back(building.externalId);
    for (const AddedBuilding& building : made)
        ids.push_back(building.externalId);
    const std::string_view near = nearestWord(operation.target, ids);
    return unexpected(Error{ErrorCode::NotFound, "there is no such building"}
                          .about(operation.target)
                          .cure(near.empty()
                                    ? "Choose the building on the map, or take its id from the layer of buildings; one of an earlier "
                                      "operation is written “new:INTERVENTION/NUMBER”."
                                    : "Did you mean “" + std::string(near) + "”?"));
}

Expected<void> OperationApplier::removeMapped(const RemoveBuilding& operation, const std::vector<BuildingId>& found)
{
    if (!m_applied.stands(found.front()))
        return {};
    const City& city = *m_applied.city;
    BuildingPeople guess;
    const MultiPolygon& place = city.buildings()[found.front()].footprint;
    if (operation.residents && operation.jobs && !place.empty())
        guess.neighbourhood = city.neighbourhoodAt(centroid(place));
    else
        guess = buildingPeople(city, found, m_applied.parameters.value(kMixedHomes));
    double residents = operation.residents.value_or(guess.residents), jobs = operation.jobs.value_or(guess.jobs);
    if (!guess.neighbourhood.valid()) {
        if (residents + jobs > 0)
            note(Severity::Warning, "outside_neighbourhoods",
                 "the building stands outside all neighbourhoods: its people and jobs do not count, so none leave");
        residents = jobs = 0;
    } else {
        const Neighbourhood& zone = city.neighbourhoods()[guess.neighbourhood];
        const ActivityPoint left = leftIn(m_applied, guess.neighbourhood);
        if (residents > left.people || jobs > left.jobs)
            note(Severity::Warning, "more_than_live_there",
                 nameOf(zone) + " has only " + whole(left.people) + " residents and " + whole(left.jobs) +
                     " jobs left to leave with the building: no more are taken away");
        residents = std::clamp(residents, 0.0, std::max(0.0, left.people));
        jobs = std::clamp(jobs, 0.0, std::max(0.0, left.jobs));
        if (!operation.residents || !operation.jobs)
            note(Severity::Note, "estimated_people",
                 "the building holds " + numberText(std::round(1000 * guess.floorShare) / 10) + " % of the floor area of " + nameOf(zone) +
                     "; by its share of homes and places of work, " + whole(residents) + " residents and " + whole(jobs) +
                     " jobs leave the city with it. Write residents and jobs where they are known");
    }
    for (const BuildingId id : found) {
        const MultiPolygon& footprint = city.buildings()[id].footprint;
        // Of a building in several parts the first one stands for its people.
        const bool first = id == found.front();
        m_applied.removedBuildings.push_back(
            {id, guess.neighbourhood, footprint.empty() ? Point2{} : centroid(footprint), first ? residents : 0, first ? jobs : 0});
    }
    m_changed = true;
    return {};
}

}  // namespace isopolis
