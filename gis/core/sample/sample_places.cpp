#include "gis/core/sample/regions.h"
#include "gis/core/sample/sample_people.h"

#include <algorithm>
#include <map>

namespace isopolis::sample {

namespace {

AreaKind kindOf(BlockUse use)
{
    switch (use) {
    case BlockUse::Park:
    case BlockUse::Church: return AreaKind::Green;
    case BlockUse::Inner:
    case BlockUse::Rows:
    case BlockUse::Detached:
    case BlockUse::Slabs: return AreaKind::Residential;
    case BlockUse::OldTown: return AreaKind::Commercial;
    case BlockUse::Industrial: return AreaKind::Industrial;
    default: return AreaKind::Other;
    }
}

/// Areas of one kind and neighbourhood, or one park or wood, are one polygon.
long areaKey(const StreetPlan& plan, std::size_t face, int neighbourhood)
{
    const BlockUse use = plan.use[face];
    if (!isBuiltUp(use))
        return -1;
    if (use == BlockUse::Park)
        return 1'000'000'000L + plan.park[face];
    const bool own = use >= BlockUse::School || use == BlockUse::Square;
    return (static_cast<long>(neighbourhood + 1) * 16 + static_cast<long>(own ? AreaKind::Other : kindOf(use))) * 32 +
           (own ? static_cast<long>(use) : 0);
}

void addRiver(CityData& data, const TownShape& shape)
{
    Polygon river;
    const double reach = shape.frame() + 100, step = 18;
    for (const double side : {-1.0, 1.0})
        for (double t = -reach; t < reach + 0.5 * step; t += step)
            river.outer.push_back(shape.toCity({-side * t, shape.riverV() + side * shape.waterHalf()}));
    data.areas.push_back({"sample:area/river", AreaKind::Water, {std::move(river)}, "River Alder"});
}

/// A round-ish blob around a point.
Polygon blob(Point2 centre, double radius, SampleRandom& random)
{
    const double p2 = random.between(0, 2 * kPi), p3 = random.between(0, 2 * kPi);
    Polygon polygon;
    for (int i = 0; i < 28; ++i) {
        const double angle = 2 * kPi * i / 28;
        polygon.outer.push_back(centre + direction(angle) * (radius * (0.8 + 0.13 * sine(2 * angle + p2) + 0.07 * sine(3 * angle + p3))));
    }
    return polygon;
}

/// Woods around the town, clear of its blocks and of the river.
void addWoods(CityData& data, const TownShape& shape, NameMaker& names, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 63);
    std::vector<std::pair<Point2, double>> grown;
    for (int i = 0; i < 90; ++i) {
        const double angle = random.between(0, 2 * kPi), far = random.between(1.1, 1.7), size = random.between(0.08, 0.2);
        const Point2 at = direction(angle) * (far * shape.radius());
        const double radius = size * std::min(shape.radius(), 3000.0) * far;
        const Polygon wood = blob(at, radius, random);
        if (std::any_of(grown.begin(), grown.end(), [&](const auto& other) { return norm(other.first - at) < radius + other.second; }))
            continue;
        const auto open = [&](Point2 p) {
            return shape.remoteness(p) > 1.12 && std::fabs(p.y - shape.riverV()) > shape.riverHalf() + 25 && norm(p) < 2 * shape.radius() &&
                   std::fabs(p.x) < shape.frame() && std::fabs(p.y) < shape.frame() && shape.woodland(p) > -0.35;
        };
        if (!std::all_of(wood.outer.begin(), wood.outer.end(), open))
            continue;
        grown.emplace_back(at, radius);
        Polygon bent;
        for (std::size_t k = 0; k < wood.outer.size(); ++k)
            for (const double t : {0.0, 0.5})
                bent.outer.push_back(shape.toCity(lerp(wood.outer[k], wood.outer[(k + 1) % wood.outer.size()], t)));
        data.areas.push_back({"sample:area/wood-" + std::to_string(grown.size()), AreaKind::Green, {std::move(bent)}, names.wood()});
    }
}

void addPonds(CityData& data, const StreetPlan& plan, const TownShape& shape, NameMaker& names, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 60);
    std::map<int, bool> wet;
    for (int face = 0; face < plan.graph.faceCount(); ++face) {
        const int park = plan.park[static_cast<std::size_t>(face)];
        if (plan.use[static_cast<std::size_t>(face)] != BlockUse::Park || wet.contains(park))
            continue;
        const Ring ring = plan.outline(face);
        const Point2 centre = shape.toCity(plan.centre(face));
        double room = 1e300;
        for (std::size_t i = 0; i < ring.size(); ++i)
            room = std::min(room, toSegment(centre, ring[i], ring[(i + 1) % ring.size()]));
        if (room < 42 || !contains(ring, centre))
            continue;
        wet[park] = true;
        data.areas.push_back(
            {"sample:area/pond-" + std::to_string(wet.size()), AreaKind::Water, {blob(centre, room - 10, random)}, names.pond()});
    }
}

std::string neighbourhoodName(const CityData& data, int id)
{
    return id < 0 ? "Country" : data.neighbourhoods[NeighbourhoodId(static_cast<std::uint32_t>(id))].name;
}

class PlaceMaker {
public:
    PlaceMaker(CityData& data, NameMaker& names) : m_data(data), m_names(names) {}
    void add(PlaceKind kind, const std::string& wish, Point2 at, double capacity)
    {
        m_data.places.push_back({"sample:place/" + std::to_string(m_data.places.size() + 1), m_names.unique(wish), kind, at, capacity});
    }

private:
    CityData& m_data;
    NameMaker& m_names;
};

}  // namespace

void addAreas(CityData& data, const StreetPlan& plan, const TownShape& shape, const std::vector<int>& neighbourhoodOfFace,
              const std::vector<Point2>& roundabouts, NameMaker& names, std::uint64_t seed)
{
    addRiver(data, shape);
    std::vector<long> key;
    for (std::size_t face = 0; face < plan.use.size(); ++face)
        key.push_back(areaKey(plan, face, neighbourhoodOfFace[face]));
    int count = 0;
    const auto label = connectedRegions(plan, key, count);
    auto outlines = regionOutlines(plan, label, count);
    std::vector<BlockUse> use(static_cast<std::size_t>(count), BlockUse::Field);
    for (std::size_t face = 0; face < label.size(); ++face)
        if (label[face] >= 0)
            use[static_cast<std::size_t>(label[face])] = plan.use[face];
    for (std::size_t i = 0; i < outlines.size(); ++i) {
        const AreaKind kind = kindOf(use[i]);
        std::string name = use[i] == BlockUse::Park     ? names.park()
                           : use[i] == BlockUse::Square ? "Market Square"
                           : use[i] == BlockUse::Church ? "Minster Churchyard"
                                                        : "";
        data.areas.push_back({"sample:area/" + std::to_string(i + 1), kind, std::move(outlines[i]), std::move(name)});
    }
    SampleRandom random = SampleRandom::forPart(seed, 61);
    for (std::size_t i = 0; i < roundabouts.size(); ++i)
        data.areas.push_back({"sample:area/roundabout-" + std::to_string(i + 1), AreaKind::Green, {blob(roundabouts[i], 11, random)}, ""});
    addWoods(data, shape, names, seed);
    addPonds(data, plan, shape, names, seed);
}

void addPlaces(CityData& data, const StreetPlan& plan, const TownShape& shape, const std::vector<PlannedBuilding>& buildings,
               const std::vector<int>& neighbourhoodOfFace, NameMaker& names, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 62);
    PlaceMaker places(data, names);
    std::map<int, int> shops, clinics, parks;
    int lastSchool = -1;
    for (const PlannedBuilding& b : buildings) {
        const auto face = static_cast<std::size_t>(b.face);
        const int n = neighbourhoodOfFace[face];
        const std::string where = neighbourhoodName(data, n);
        const Point2 at = centroid(b.footprint);
        if (plan.use[face] == BlockUse::School && b.face != lastSchool) {
            lastSchool = b.face;
            const double capacity = 50 * random.integer(6, 16);
            places.add(PlaceKind::School, where + (random.chance(0.3) ? " Secondary School" : " Primary School"), at, capacity);
        } else if (plan.use[face] == BlockUse::Hospital && clinics[-1]++ == 0) {
            places.add(PlaceKind::Clinic, "St Alban's Hospital", at, 420);
        } else if (plan.use[face] == BlockUse::Stadium) {
            places.add(PlaceKind::Other, "Alder Park Stadium", at, kUnknown);
        } else if (plan.use[face] == BlockUse::Church && b.height_m > 40) {
            places.add(PlaceKind::Other, "St Wilfrid's Minster", at, kUnknown);
        } else if ((b.use == BuildingUse::Mixed || b.use == BuildingUse::Commercial) && random.chance(0.09)) {
            if (clinics[n] == 0 && random.chance(0.25)) {
                ++clinics[n];
                places.add(PlaceKind::Clinic, where + " Health Centre", at, kUnknown);
            } else {
                static constexpr const char* kTrades[] = {"Bakery", "Grocer", "Pharmacy", "Market", "Supermarket", "Hardware"};
                const char* trade = kTrades[random.integer(0, 5)];
                const double floor = std::floor(std::min(area(b.footprint), 900.0));
                places.add(PlaceKind::Shop, where + " " + trade + (shops[n]++ ? " " + std::to_string(shops[n]) : ""), at, floor);
            }
        }
    }
    for (const LandArea& a : std::vector<LandArea>(data.areas))
        if (a.kind == AreaKind::Green && !a.name.empty() && a.name.find("Wood") == std::string::npos)
            data.places.push_back({"sample:place/" + std::to_string(data.places.size() + 1), a.name, PlaceKind::Park,
                                   interiorPoint(a.outline), std::floor(area(a.outline))});
    static_cast<void>(shape);
}

}  // namespace isopolis::sample
