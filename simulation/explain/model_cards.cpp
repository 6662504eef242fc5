#include "simulation/explain/model_cards.h"

#include <array>

namespace isopolis {

namespace embedded {
extern const char* const kEmissionsCard;
extern const char* const kAirCard;
extern const char* const kOspmCard;
extern const char* const kHealthCard;
extern const char* const kTrafficCard;
extern const char* const kDemandCard;
extern const char* const kTransitCard;
extern const char* const kAccessCard;
extern const char* const kNoiseCard;
}  // namespace embedded

namespace {

ModelCard cardOf(std::string_view id, std::string_view text)
{
    constexpr std::string_view kHeading = "# ";
    const std::string_view first = text.substr(0, text.find('\n'));
    return {id, first.substr(first.starts_with(kHeading) ? kHeading.size() : 0), text};
}

constexpr std::string_view kBold = "**", kBoldEnd = ".**";

/// Where the next "**Heading.**" at the beginning of a line stands.
struct Heading {
    std::size_t begin = std::string_view::npos, end = std::string_view::npos;  ///< of the marks and all between
    std::string_view words;
    bool found() const { return begin != std::string_view::npos; }
};

Heading nextHeading(std::string_view text, std::size_t from)
{
    for (std::size_t at = text.find(kBold, from); at != std::string_view::npos; at = text.find(kBold, at + kBold.size())) {
        if (at > 0 && text[at - 1] != '\n')
            continue;
        const std::size_t words = at + kBold.size(), end = text.find(kBoldEnd, words);
        if (end == std::string_view::npos)
            return {};
        return {at, end + kBoldEnd.size(), text.substr(words, end - words)};
    }
    return {};
}

/// Lines joined, marks of code and emphasis dropped.
std::string plainText(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool space = c == '\n' || c == ' ';
        if (c == '`' || c == '*' || (space && (out.empty() || out.back() == ' ')))
            continue;
        out += space ? ' ' : c;
    }
    while (!out.empty() && out.back() == ' ')
        out.pop_back();
    return out;
}

std::vector<std::string_view> cardIdsBehind(Indicator indicator)
{
    switch (indicator) {
    case Indicator::No2:
    case Indicator::Pm25:
    case Indicator::Pm10: return {"air", "ospm", "emissions", "traffic", "demand"};
    case Indicator::No2AboveEu:
    case Indicator::Pm25AboveEu:
    case Indicator::Pm10AboveEu: return {"health", "air", "ospm", "emissions", "traffic", "demand"};
    case Indicator::Co2: return {"emissions", "traffic", "demand"};
    case Indicator::NoiseLden:
    case Indicator::NoiseAnnoyed:
    case Indicator::NoiseSleep: return {"noise", "traffic", "demand"};
    case Indicator::JobsByTransit: return {"transit"};
    case Indicator::RoadCharge: return {"traffic", "demand"};
    case Indicator::JobsByCar:
    case Indicator::CarTime: return {"access", "traffic", "demand"};
    case Indicator::JobsOnFoot:
    case Indicator::JobsByCycle:
    case Indicator::SchoolOnFoot:
    case Indicator::ClinicOnFoot:
    case Indicator::ParkOnFoot: break;
    }
    return {"access"};
}

}  // namespace

std::span<const ModelCard> modelCards()
{
    static const std::array cards{
        cardOf("emissions", embedded::kEmissionsCard), cardOf("air", embedded::kAirCard),         cardOf("ospm", embedded::kOspmCard),
        cardOf("health", embedded::kHealthCard),       cardOf("traffic", embedded::kTrafficCard), cardOf("demand", embedded::kDemandCard),
        cardOf("transit", embedded::kTransitCard),     cardOf("access", embedded::kAccessCard),   cardOf("noise", embedded::kNoiseCard)};
    return cards;
}

const ModelCard* modelCard(std::string_view id)
{
    for (const ModelCard& card : modelCards())
        if (card.id == id)
            return &card;
    return nullptr;
}

std::vector<std::string_view> cardParts(const ModelCard& card)
{
    std::vector<std::string_view> out;
    for (Heading h = nextHeading(card.text, 0); h.found(); h = nextHeading(card.text, h.end))
        out.push_back(h.words);
    return out;
}

std::string cardPart(const ModelCard& card, std::string_view heading)
{
    for (Heading h = nextHeading(card.text, 0); h.found();) {
        const Heading next = nextHeading(card.text, h.end);
        if (h.words == heading)
            return plainText(card.text.substr(h.end, next.found() ? next.begin - h.end : std::string_view::npos));
        h = next;
    }
    return {};
}

std::vector<const ModelCard*> cardsBehind(Indicator indicator)
{
    std::vector<const ModelCard*> out;
    for (const std::string_view id : cardIdsBehind(indicator))
        if (const ModelCard* card = modelCard(id))
            out.push_back(card);
    return out;
}

}  // namespace isopolis
