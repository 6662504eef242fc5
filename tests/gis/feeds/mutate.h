#pragma once
/// Damaged copies of a message, by chance and always the same ones for a seed.
///
///   std::mt19937 random(4711);   std::string broken = mutated(sound, random);

#include <iterator>
#include <random>
#include <string>

namespace isopolis::test {

/// Flips, cuts, doubles, swaps and inserts, one to four times.
inline std::string mutated(const std::string& sound, std::mt19937& random)
{
    std::string s = sound;
    static const std::string kBits[] = {
        "\"",   "{",   "]",  "<",    ">", "&", ",", "\n", "-", "9999999999999999999999", "1e999", std::string(1, '\0'),
        "\xff", "NaN", "0x", "\\u00"};
    for (unsigned n = 1 + random() % 4; n > 0 && !s.empty(); --n) {
        const std::size_t at = random() % s.size(), length = 1 + random() % 12;
        switch (random() % 6) {
        case 0: s[at] = static_cast<char>(s[at] ^ static_cast<char>(1U << (random() % 8))); break;
        case 1: s.erase(at, length); break;
        case 2: s.insert(at, s.substr(random() % s.size(), length)); break;
        case 3: s.resize(at); break;
        case 4: s.insert(at, kBits[random() % std::size(kBits)]); break;
        default: s[at] = static_cast<char>(random()); break;
        }
    }
    return s;
}

}  // namespace isopolis::test
