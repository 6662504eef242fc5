#pragma once
/// Invented English names, each given once.
///
///   NameMaker names(seed);   names.street(StreetKind::Residential);   // "Tanner's Row"
///
/// When the plain names are used up, "Upper", "Little" … make more, and at last a number.

#include "gis/core/sample/planar_graph.h"

#include <set>
#include <string>

namespace isopolis::sample {

class NameMaker {
public:
    explicit NameMaker(std::uint64_t seed);
    /// Marks a name as taken.
    void reserve(const std::string& name) { m_taken.insert(name); }
    std::string street(StreetKind kind);
    std::string neighbourhood();
    std::string park();
    std::string pond();
    std::string wood();
    /// A name made unique by the ways of this maker, e.g. for "Mill Lane School".
    std::string unique(const std::string& wish);

private:
    std::string stem();
    SampleRandom m_random;
    std::set<std::string> m_taken;
};

}  // namespace isopolis::sample
