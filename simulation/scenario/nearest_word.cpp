#include "simulation/scenario/nearest_word.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace isopolis {

namespace {

/// Words longer than this are not compared: input is hostile and the distance is quadratic.
constexpr std::size_t kLongestWord = 200;

/// Levenshtein distance, two rows.
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> previous(b.size() + 1), current(b.size() + 1);
    std::iota(previous.begin(), previous.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        current[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j)
            current[j + 1] = std::min({previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0U : 1U)});
        std::swap(previous, current);
    }
    return previous[b.size()];
}

}  // namespace

std::string_view nearestWord(std::string_view word, std::span<const std::string_view> candidates)
{
    if (word.size() > kLongestWord)
        return {};
    // The unit was forgotten: "speed" for "speed_kmh".
    for (const std::string_view candidate : candidates)
        if (!word.empty() && candidate.size() > word.size() && candidate.starts_with(word) && candidate[word.size()] == '_')
            return candidate;
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t difference = candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
        if (difference >= bestDistance)
            continue;
        const std::size_t d = editDistance(word, candidate);
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

}  // namespace isopolis
