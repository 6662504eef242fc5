#pragma once
/// The word that somebody probably meant: `nearestWord("spede_kmh", keys) == "speed_kmh"`.

#include <span>
#include <string_view>

namespace isopolis {

/// The candidate that only adds a suffix ("speed" → "speed_kmh"), else the one with the smallest edit distance, the first of equals; empty
/// if none is near (a third of the word's letters).
std::string_view nearestWord(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace isopolis
