#include "gis/core/sample/sample_names.h"

#include <array>
#include <span>
#include <string_view>

namespace isopolis::sample {

namespace {

constexpr std::array<std::string_view, 120> kStems = {
    "Acorn",       "Alder",    "Anchor",    "Angel",   "Apple",    "Archer",    "Ash",       "Aspen",   "Baker",    "Barley",     "Barn",
    "Beacon",      "Beech",    "Bell",      "Birch",   "Bishop",   "Blackbird", "Bluebell",  "Bower",   "Bramble",  "Brewery",    "Briar",
    "Brook",       "Candle",   "Carpenter", "Castle",  "Cedar",    "Chalk",     "Chapel",    "Cherry",  "Chestnut", "Church",     "Clay",
    "Clover",      "Coach",    "Cobbler",   "Cooper",  "Coppice",  "Corn",      "Cowslip",   "Crane",   "Crown",    "Cypress",    "Dairy",
    "Damson",      "Dove",     "Drover",    "Elder",   "Elm",      "Falcon",    "Fern",      "Ferry",   "Field",    "Finch",      "Fisher",
    "Forge",       "Fountain", "Fox",       "Foundry", "Garden",   "Glover",    "Goldsmith", "Granary", "Hawthorn", "Hazel",      "Heather",
    "Heron",       "Hill",     "Holly",     "Honey",   "Hop",      "Ivy",       "Juniper",   "Kestrel", "Kiln",     "Kingfisher", "Lamb",
    "Lantern",     "Larch",    "Lark",      "Laurel",  "Lavender", "Lilac",     "Lime",      "Linden",  "Linnet",   "Maltings",   "Maple",
    "Marigold",    "Marl",     "Mason",     "Meadow",  "Mercer",   "Mill",      "Mint",      "Monk",    "Mulberry", "Myrtle",     "Nettle",
    "Nightingale", "Oak",      "Orchard",   "Osier",   "Otter",    "Pear",      "Plum",      "Poplar",  "Potter",   "Priory",     "Quarry",
    "Robin",       "Rope",     "Rowan",     "Saddler", "Saffron",  "Sorrel",    "Swan",      "Tanner",  "Thistle",  "Willow"};
constexpr std::array<std::string_view, 9> kSideEndings = {"Street", "Lane", "Road", "Close", "Way", "Terrace", "Grove", "Row", "Gardens"};
constexpr std::array<std::string_view, 3> kMainEndings = {"Avenue", "Road", "Parade"};
constexpr std::array<std::string_view, 3> kPathEndings = {"Walk", "Path", "Passage"};
constexpr std::array<std::string_view, 12> kPrefixes = {"Upper", "Lower", "Little", "Great", "Old",  "New",
                                                        "North", "South", "East",   "West",  "Long", "Far"};
constexpr std::array<std::string_view, 44> kPlaceStarts = {
    "Ash",  "Alder", "Barrow", "Beck",  "Birch", "Bram",  "Cald",   "Carl", "Chal",  "Cold", "Cran",   "Dun",  "Eden", "Elm",  "Fair",
    "Fern", "Glen",  "Gold",   "Hal",   "Hart",  "Hazel", "Hollin", "Kel",  "Kirk",  "Lang", "Lin",    "Mar",  "Mel",  "Mill", "Nether",
    "Norr", "Oak",   "Pen",    "Raven", "Red",   "Rose",  "Sel",    "Stan", "Thorn", "Wal",  "Wether", "Whit", "Wins", "Wood"};
constexpr std::array<std::string_view, 26> kPlaceEnds = {"ford", "field", "ham",   "ley",  "ton",   "wick",   "worth", "by",    "bury",
                                                         "dale", "gate",  "hurst", "mere", "stead", "well",   "wood",  "croft", "combe",
                                                         "den",  "holme", "low",   "moor", "side",  "thorpe", "cote",  "bank"};

}  // namespace

NameMaker::NameMaker(std::uint64_t seed) : m_random(SampleRandom::forPart(seed, 20)) {}

std::string NameMaker::stem() { return std::string(kStems[static_cast<std::size_t>(m_random.integer(0, kStems.size() - 1))]); }

std::string NameMaker::unique(const std::string& wish)
{
    if (m_taken.insert(wish).second)
        return wish;
    for (int attempt = 0; attempt < 6; ++attempt) {
        std::string longer = std::string(kPrefixes[static_cast<std::size_t>(m_random.integer(0, kPrefixes.size() - 1))]) + " " + wish;
        if (m_taken.insert(longer).second)
            return longer;
    }
    for (int number = 2;; ++number)
        if (std::string longer = wish + " " + std::to_string(number); m_taken.insert(longer).second)
            return longer;
}

std::string NameMaker::street(StreetKind kind)
{
    std::span<const std::string_view> endings = kSideEndings;
    if (kind == StreetKind::Secondary || kind == StreetKind::Tertiary)
        endings = kMainEndings;
    else if (kind == StreetKind::Footway)
        endings = kPathEndings;
    std::string name;
    for (int attempt = 0; attempt < 12; ++attempt) {
        name = stem();
        name += " " + std::string(endings[static_cast<std::size_t>(m_random.integer(0, static_cast<int>(endings.size()) - 1))]);
        if (m_taken.insert(name).second)
            return name;
    }
    return unique(name);
}

std::string NameMaker::neighbourhood()
{
    std::string name;
    for (int attempt = 0; attempt < 20; ++attempt) {
        name = kPlaceStarts[static_cast<std::size_t>(m_random.integer(0, kPlaceStarts.size() - 1))];
        name += kPlaceEnds[static_cast<std::size_t>(m_random.integer(0, kPlaceEnds.size() - 1))];
        if (name.find("woodwood") == std::string::npos && m_taken.insert(name).second)
            return name;
    }
    return unique(name);
}

std::string NameMaker::park()
{
    std::string name = stem();
    const double draw = m_random.unit();
    return unique(name + (draw < 0.6 ? " Park" : draw < 0.8 ? " Green" : " Common"));
}

std::string NameMaker::pond() { return unique(stem() + " Pond"); }
std::string NameMaker::wood() { return unique(stem() + " Wood"); }

}  // namespace isopolis::sample
