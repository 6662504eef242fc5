#include "simulation/explain/model_cards.h"

#include <array>

namespace isopolis {

namespace embedded {
extern const char* const kEmissionsCard;
extern const char* const kAirCard;
extern const char* const kOspmCard;
extern const char* const kHealthCard;
}  // namespace embedded

namespace {

ModelCard cardOf(std::string_view id, std::string_view text)
{
    constexpr std::string_view kHeading = "# ";
    const std::string_view first = text.substr(0, text.find('\n'));
    return {id, first.substr(first.starts_with(kHeading) ? kHeading.size() : 0), text};
}

}  // namespace

std::span<const ModelCard> modelCards()
{
    static const std::array cards{cardOf("emissions", embedded::kEmissionsCard), cardOf("air", embedded::kAirCard),
                                  cardOf("ospm", embedded::kOspmCard), cardOf("health", embedded::kHealthCard)};
    return cards;
}

const ModelCard* modelCard(std::string_view id)
{
    for (const ModelCard& card : modelCards())
        if (card.id == id)
            return &card;
    return nullptr;
}

}  // namespace isopolis
