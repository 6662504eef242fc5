#include "gis/io/import_assumptions.h"

#include "gis/core/text.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

/// How many times beyond its range a recipe may set a built-in value: a guard against wrong units.
constexpr double kFarthest = 10;

struct Spec {
    std::string_view id, label, meaning, unit;
    double value, low, high;
    std::string_view source;
};

constexpr std::string_view kOsmLevels = "OpenStreetMap wiki, Simple 3D Buildings: about 3 m per level";
constexpr std::string_view kOsmSpeeds = "OpenStreetMap wiki, Default speed limits: usual European limits by class of road";
constexpr std::string_view kOsmLanes = "OpenStreetMap wiki, Key:lanes: assumed lanes where the tag is missing";
constexpr std::string_view kOwn = "Assumption of this program's authors; replace it in the recipe where better data exist";

constexpr Spec kTable[] = {
    {kStoreyHeight, ISO_TR("assumption", "Storey height"),
     ISO_TR("assumption", "Height of one storey, where only the number of storeys is known"), "m", 3.0, 2.5, 4.0, kOsmLevels},
    {kDefaultHeight, ISO_TR("assumption", "Height of a building without tags"),
     ISO_TR("assumption", "Height of a building whose height and storeys are unknown"), "m", 9.0, 3.0, 30.0, kOwn},
    {kOutbuildingHeight, ISO_TR("assumption", "Height of an outbuilding"),
     ISO_TR("assumption", "Height of garages, sheds, kiosks, roofs and very small buildings"), "m", 3.0, 2.0, 4.0, kOwn},
    {kOutbuildingArea, ISO_TR("assumption", "Largest outbuilding"),
     ISO_TR("assumption", "A building of unknown use and height with a smaller footprint counts as an outbuilding, without people"), "m²",
     30.0, 10.0, 60.0, kOwn},
    {kMixedResidentialShare, ISO_TR("assumption", "Homes in buildings of unknown or mixed use"),
     ISO_TR("assumption", "Share of the floor area of such buildings in which people live"), "share", 0.7, 0.4, 0.95, kOwn},
    {kResidentsPerFloorArea, ISO_TR("assumption", "Residents per floor area"),
     ISO_TR("assumption", "People per square metre of residential gross floor area, where no population is known"), "1/m²", 0.018, 0.01,
     0.035, "30 to 100 m² of gross floor area per resident span European practice; assumption of this program's authors"},
    {kJobsPerResident, ISO_TR("assumption", "Jobs per resident"),
     ISO_TR("assumption", "Jobs in the city per resident, where no jobs are known; spread over places of work"), "jobs each", 0.45, 0.25,
     1.2, kOwn},
    {kWorkplaceFloorArea, ISO_TR("assumption", "Floor area of a shop or office"),
     ISO_TR("assumption", "Floor area that a mapped shop, office or service counts for when jobs are spread"), "m²", 100.0, 30.0, 300.0,
     kOwn},
    {kClusterSize, ISO_TR("assumption", "Size of building clusters"),
     ISO_TR("assumption", "Side of the cells in which the people and jobs of buildings are gathered"), "m", 100.0, 50.0, 250.0, kOwn},
    {kMatchDistance, ISO_TR("assumption", "Reach of a counting point"),
     ISO_TR("assumption", "A count belongs to the nearest road for cars within this distance"), "m", 30.0, 10.0, 60.0, kOwn},
    {kZoneRadius, ISO_TR("assumption", "Largest radius of a zone given by its centre"),
     ISO_TR("assumption", "Zones known by their centres are the nearest places to it, up to this distance"), "m", 500.0, 50.0, 5000.0,
     kOwn},
    {kCalmSpeed, ISO_TR("assumption", "Calm"),
     ISO_TR("assumption", "Hours with less wind have no direction; they count in all directions at this speed"), "m/s", 0.5, 0.2, 1.0,
     kOwn},
    {kGatewayDistance, ISO_TR("assumption", "Reach of a gateway at the city's edge"),
     ISO_TR("assumption", "Opposite carriageways that end at the edge within this distance meet in one gateway"), "m", 80.0, 0.0, 200.0,
     kOwn},
    {kStationWalk, ISO_TR("assumption", "Walking speed inside stations"),
     ISO_TR("assumption", "Speed along ways inside stations whose length is known and whose time is not"), "m/s", 1.33, 0.8, 1.7,
     "4.8 km/h as for walks to stops (Department for Transport (UK), Journey time statistics); range: assumption"},
    {kStationStair, ISO_TR("assumption", "Time for one stair"),
     ISO_TR("assumption", "Time per stair inside stations, where only the number of stairs is known"), "s", 0.6, 0.35, 1.2, kOwn},
};

struct ClassSpec {
    double speed_kmh, speedLow, speedHigh, lanes, lanesHigh;
};
// In the order of RoadClass: motorway … steps.
constexpr std::array<ClassSpec, kRoadClassCount> kClasses = {{
    {120, 80, 130, 2, 4},
    {80, 50, 110, 2, 3},
    {50, 30, 90, 1, 3},
    {50, 30, 90, 1, 2},
    {50, 30, 80, 1, 2},
    {50, 20, 80, 1, 2},
    {50, 20, 60, 1, 1},
    {20, 5, 30, 1, 1},
    {30, 5, 50, 1, 1},
    {5, 5, 20, 1, 1},
    {30, 10, 50, 1, 1},
    {25, 10, 30, 1, 1},
    {5, 5, 25, 1, 1},
    {5, 5, 10, 1, 1},
}};

CityAssumption toAssumption(const Spec& s)
{
    return {std::string(s.id),    std::string(s.label), std::string(s.meaning), std::string(s.unit), s.value, s.low, s.high,
            std::string(s.source)};
}

CityAssumption speedOf(RoadClass roadClass, const ClassSpec& s)
{
    const std::string name(roadClassKey(roadClass));
    return {speedAssumption(roadClass),
            "Speed limit of " + name + " without a tag",
            ISO_TR("assumption", "Legal speed limit where the map names none"),
            "km/h",
            s.speed_kmh,
            s.speedLow,
            s.speedHigh,
            std::string(kOsmSpeeds)};
}

CityAssumption lanesOf(RoadClass roadClass, const ClassSpec& s)
{
    const std::string name(roadClassKey(roadClass));
    return {lanesAssumption(roadClass),
            "Lanes of " + name + " without a tag",
            ISO_TR("assumption", "Lanes in each direction where the map names none"),
            "lanes",
            s.lanes,
            1,
            s.lanesHigh,
            std::string(kOsmLanes)};
}

Error refuse(const CityAssumption& a, std::string message, std::string cure)
{
    return Error{ErrorCode::BadValue, std::move(message)}.about("assumptions." + a.id).cure(std::move(cure));
}

}  // namespace

std::string speedAssumption(RoadClass roadClass) { return "roads.speed_kmh." + std::string(roadClassKey(roadClass)); }
std::string lanesAssumption(RoadClass roadClass) { return "roads.lanes." + std::string(roadClassKey(roadClass)); }

Expected<AssumptionSet> AssumptionSet::make(const std::vector<CityAssumption>& ofRecipe)
{
    AssumptionSet set;
    for (const Spec& spec : kTable)
        set.m_entries.push_back({toAssumption(spec)});
    for (std::size_t i = 0; i < kRoadClassCount; ++i)
        set.m_entries.push_back({speedOf(static_cast<RoadClass>(i), kClasses[i])});
    for (std::size_t i = 0; i < kRoadClassCount; ++i)
        set.m_entries.push_back({lanesOf(static_cast<RoadClass>(i), kClasses[i])});
    for (const CityAssumption& own : ofRecipe) {
        if (!std::isfinite(own.value) || !(own.low <= own.value && own.value <= own.high))
            return unexpected(refuse(own, "the value does not lie between low and high", "Widen the range or correct the value"));
        const auto known =
            std::find_if(set.m_entries.begin(), set.m_entries.end(), [&](const Entry& e) { return e.assumption.id == own.id; });
        if (known == set.m_entries.end()) {
            set.m_entries.push_back({own});
            if (own.label.empty())
                set.m_entries.back().assumption.label = own.id;
            continue;
        }
        CityAssumption& base = known->assumption;
        if (own.value < base.low / kFarthest || own.value > base.high * kFarthest)
            return unexpected(
                refuse(own, "the value lies far outside the plausible range", "Check the unit, which is '" + base.unit + "'"));
        if (own.unit != base.unit && !own.unit.empty())
            return unexpected(refuse(own, "the unit must be '" + base.unit + "'", "Convert the value and write this unit"));
        base.value = own.value;
        base.low = own.low;
        base.high = own.high;
        base.source = own.source;
        if (!own.label.empty())
            base.label = own.label;
        if (!own.meaning.empty())
            base.meaning = own.meaning;
    }
    return set;
}

bool AssumptionSet::has(std::string_view id) const
{
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& e) { return e.assumption.id == id; });
}

double AssumptionSet::use(std::string_view id)
{
    for (Entry& entry : m_entries)
        if (entry.assumption.id == id) {
            entry.used = true;
            return entry.assumption.value;
        }
    return kUnknown;
}

double AssumptionSet::peek(std::string_view id) const
{
    for (const Entry& entry : m_entries)
        if (entry.assumption.id == id)
            return entry.assumption.value;
    return kUnknown;
}

std::vector<CityAssumption> AssumptionSet::used() const
{
    std::vector<CityAssumption> out;
    for (const Entry& entry : m_entries)
        if (entry.used)
            out.push_back(entry.assumption);
    return out;
}

}  // namespace isopolis
