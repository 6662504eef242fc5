#pragma once
/// Model cards: what a model is for, its equations, validity, parameters, checks, and what it is not.
///
///   for (const ModelCard& card : modelCards()) …   modelCard("air")->text   // Markdown, English
///
/// The text is that of assets/parameters/<id>.md, embedded at build time; the first line is "# Title". Figures of checks are those that
/// the tests measure. Another model adds its file here and in the CMakeLists beside this header.

#include <span>
#include <string_view>

namespace isopolis {

struct ModelCard {
    std::string_view id;     ///< "emissions", "air", "ospm", "health"
    std::string_view title;  ///< first line of the text
    std::string_view text;   ///< Markdown
};

std::span<const ModelCard> modelCards();
const ModelCard* modelCard(std::string_view id);  ///< null if there is none

}  // namespace isopolis
