#pragma once
/// Model cards: what a model is for, its equations, validity, parameters, checks, and what it is not.
///
///   for (const ModelCard& card : modelCards()) …   modelCard("air")->text   // Markdown, English
///
/// The text is that of assets/parameters/<id>.md, embedded at build time; the first line is "# Title". Figures of checks are those that
/// the tests measure. Another model adds its file here and in the CMakeLists beside this header.

#include "simulation/equity/indicator.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace isopolis {

struct ModelCard {
    std::string_view id;     ///< "emissions", "air", "ospm", "health", "traffic", "demand", "transit", "access", "noise"
    std::string_view title;  ///< first line of the text
    std::string_view text;   ///< Markdown
};

std::span<const ModelCard> modelCards();
const ModelCard* modelCard(std::string_view id);  ///< null if there is none

/// "Purpose", "Equations", …: the headings of a card in order.
std::vector<std::string_view> cardParts(const ModelCard& card);
/// The text below a heading as one line without marks; empty if the card has no such heading.
std::string cardPart(const ModelCard& card, std::string_view heading);
/// Cards of the models behind an indicator's figures, the last one first.
std::vector<const ModelCard*> cardsBehind(Indicator indicator);

}  // namespace isopolis
