#include "gis/io/osm/osm_tags.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kMetresPerFoot = 0.3048, kMetresPerInch = 0.0254;
constexpr double kHighest_m = 900, kMostStoreys = 200;

template <std::size_t N>
bool oneOf(std::string_view value, const std::array<std::string_view, N>& words)
{
    return std::find(words.begin(), words.end(), value) != words.end();
}

constexpr std::array<std::string_view, 14> kHomes = {"residential",    "apartments", "house",    "detached", "semidetached_house",
                                                     "terrace",        "dormitory",  "bungalow", "villa",    "houseboat",
                                                     "static_caravan", "farm",       "cabin",    "mansion"};
constexpr std::array<std::string_view, 6> kCommerce = {"commercial", "retail", "office", "supermarket", "hotel", "shop"};
constexpr std::array<std::string_view, 7> kIndustry = {"industrial", "warehouse", "manufacture", "factory", "hangar", "brewery", "depot"};
constexpr std::array<std::string_view, 27> kPublic = {
    "school",       "university", "college",     "kindergarten",  "hospital",  "clinic",     "public",    "civic",         "government",
    "church",       "cathedral",  "chapel",      "mosque",        "synagogue", "temple",     "religious", "train_station", "transportation",
    "fire_station", "museum",     "sports_hall", "sports_centre", "stadium",   "grandstand", "library",   "townhall",      "embassy"};
constexpr std::array<std::string_view, 24> kOutbuildings = {
    "garage",  "garages",           "shed",      "roof",         "hut",    "carport",        "kiosk",       "greenhouse",
    "toilets", "service",           "container", "tent",         "ruins",  "farm_auxiliary", "barn",        "stable",
    "bunker",  "transformer_tower", "parking",   "construction", "bridge", "canopy",         "outbuilding", "storage_tank"};

std::optional<double> number(std::string_view text, std::string_view& rest)
{
    std::string copy(text.substr(0, 32));
    std::replace(copy.begin(), copy.end(), ',', '.');
    double value = 0;
    const auto [end, error] = std::from_chars(copy.data(), copy.data() + copy.size(), value);
    if (error != std::errc())
        return {};
    rest = text.substr(static_cast<std::size_t>(end - copy.data()));
    while (!rest.empty() && rest.front() == ' ')
        rest.remove_prefix(1);
    return value;
}

BuildingUse useOf(const OsmTags& tags, std::string_view building, bool& known)
{
    known = true;
    if (oneOf(building, kHomes))
        return BuildingUse::Residential;
    if (building == "mixed_use" || building == "mixed" || building == "residential;commercial")
        return BuildingUse::Mixed;
    if (oneOf(building, kCommerce))
        return BuildingUse::Commercial;
    if (oneOf(building, kIndustry))
        return BuildingUse::Industrial;
    if (oneOf(building, kPublic))
        return BuildingUse::Public;
    if (tags.has("office") || tags.is("tourism", "hotel"))
        return BuildingUse::Commercial;
    constexpr std::array<std::string_view, 16> kPublicAmenities = {
        "school",       "university", "college",          "kindergarten", "hospital", "clinic",  "townhall",          "police",
        "fire_station", "library",    "place_of_worship", "courthouse",   "prison",   "theatre", "conference_centre", "community_centre"};
    if (oneOf(tags.get("amenity"), kPublicAmenities) || tags.is("tourism", "museum"))
        return BuildingUse::Public;
    known = false;
    return BuildingUse::Mixed;
}

}  // namespace

std::string_view OsmTags::get(std::string_view key) const
{
    for (const auto& [k, v] : m_pairs)
        if (k == key)
            return v;
    return {};
}

std::optional<double> parseMetres(std::string_view value)
{
    std::string_view unit;
    const auto first = number(value, unit);
    if (!first || !std::isfinite(*first))
        return {};
    if (unit.empty() || unit == "m" || unit == "metres" || unit == "meters")
        return *first;
    if (unit == "ft" || unit == "feet")
        return *first * kMetresPerFoot;
    if (!unit.starts_with("'"))
        return {};
    double metres = *first * kMetresPerFoot;
    unit.remove_prefix(1);
    if (unit.empty())
        return metres;
    std::string_view rest;
    const auto inches = number(unit, rest);
    if (!inches || (rest != "\"" && !rest.empty()))
        return {};
    metres += *inches * kMetresPerInch;
    return metres;
}

std::optional<BuildingRule> buildingRule(const OsmTags& tags, double footprint_m2, AssumptionSet& assumptions, const std::string& feature,
                                         IssueLog& log)
{
    const std::string_view building = tags.get("building");
    if (building.empty() || building == "no" || building == "proposed" || building == "demolished")
        return {};
    BuildingRule rule;
    rule.use = useOf(tags, building, rule.useKnown);
    if (const std::string_view tag = tags.get("height"); !tag.empty()) {
        const auto height = parseMetres(tag);
        if (height && *height > 0 && *height <= kHighest_m) {
            rule.height_m = *height;
            rule.origin = HeightOrigin::Height;
        } else {
            log.warn("bad_height", "the height '" + std::string(tag.substr(0, 40)) + "' is not understood", feature, "height");
        }
    }
    if (const std::string_view tag = tags.get("building:levels"); rule.height_m <= 0 && !tag.empty()) {
        std::string_view rest;
        const auto levels = number(tag, rest);
        if (levels && rest.empty() && *levels > 0 && *levels <= kMostStoreys) {
            rule.height_m = *levels * assumptions.use(kStoreyHeight);
            rule.origin = HeightOrigin::Levels;
        } else if (!levels || !rest.empty() || *levels != 0) {
            log.warn("bad_levels", "the number of storeys '" + std::string(tag.substr(0, 40)) + "' is not understood", feature,
                     "building:levels");
        }
    }
    const bool small = !rule.useKnown && rule.origin == HeightOrigin::Default && footprint_m2 < assumptions.use(kOutbuildingArea);
    rule.outbuilding = oneOf(building, kOutbuildings) || small;
    if (rule.outbuilding)
        rule.use = BuildingUse::Other;
    if (rule.origin == HeightOrigin::Default)
        rule.height_m = assumptions.use(rule.outbuilding ? kOutbuildingHeight : kDefaultHeight);
    return rule;
}

std::optional<AreaKind> areaKind(const OsmTags& tags)
{
    const std::string_view natural = tags.get("natural"), landuse = tags.get("landuse"), leisure = tags.get("leisure");
    constexpr std::array<std::string_view, 2> kWaterUses = {"reservoir", "basin"};
    constexpr std::array<std::string_view, 2> kWaterways = {"riverbank", "dock"};
    if (natural == "water" || natural == "bay" || oneOf(tags.get("waterway"), kWaterways) || oneOf(landuse, kWaterUses))
        return AreaKind::Water;
    constexpr std::array<std::string_view, 6> kGreenNature = {"wood", "scrub", "grassland", "heath", "wetland", "shrubbery"};
    constexpr std::array<std::string_view, 12> kGreenUses = {"grass",         "forest",       "meadow",  "cemetery", "recreation_ground",
                                                             "village_green", "allotments",   "orchard", "vineyard", "farmland",
                                                             "flowerbed",     "plant_nursery"};
    constexpr std::array<std::string_view, 6> kGreenLeisure = {"park", "garden", "golf_course", "playground", "nature_reserve", "common"};
    if (oneOf(natural, kGreenNature) || oneOf(landuse, kGreenUses) || oneOf(leisure, kGreenLeisure))
        return AreaKind::Green;
    if (landuse == "residential")
        return AreaKind::Residential;
    if (landuse == "commercial" || landuse == "retail")
        return AreaKind::Commercial;
    if (landuse == "industrial" || landuse == "railway" || landuse == "port" || landuse == "quarry")
        return AreaKind::Industrial;
    return {};
}

std::optional<PlaceKind> placeKind(const OsmTags& tags)
{
    const std::string_view amenity = tags.get("amenity"), healthcare = tags.get("healthcare");
    if (amenity == "school")
        return PlaceKind::School;
    constexpr std::array<std::string_view, 4> kCare = {"hospital", "clinic", "doctors", "doctor"};
    if (oneOf(amenity, kCare) || oneOf(healthcare, kCare))
        return PlaceKind::Clinic;
    if (tags.is("leisure", "park"))
        return PlaceKind::Park;
    const std::string_view shop = tags.get("shop");
    if (!shop.empty() && shop != "no" && shop != "vacant")
        return PlaceKind::Shop;
    return {};
}

bool isWorkplace(const OsmTags& tags)
{
    constexpr std::array<std::string_view, 29> kServices = {
        "restaurant",   "cafe",    "bar",      "pub",          "fast_food",    "bank",       "pharmacy", "post_office", "doctors",
        "dentist",      "clinic",  "hospital", "school",       "kindergarten", "university", "college",  "theatre",     "cinema",
        "nightclub",    "library", "police",   "fire_station", "townhall",     "courthouse", "embassy",  "childcare",   "social_facility",
        "nursing_home", "fuel"};
    if (oneOf(tags.get("amenity"), kServices) || tags.is("tourism", "hotel") || tags.has("office") || tags.has("craft"))
        return true;
    return placeKind(tags) == PlaceKind::Shop;
}

}  // namespace isopolis
