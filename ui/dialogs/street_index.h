#pragma once
/// The streets of a city by name, for searching without a map.
///
///   StreetIndex streets(*city);   streets.items()[3].name;   // "Rue du Lac", all its ways that motor traffic may use

#include "gis/core/city/city.h"

namespace isopolis {

struct StreetItem {
    std::string name;
    std::vector<std::string> ways;  ///< external ids, in order of the city
    double length_m = 0;            ///< of one direction
};

class StreetIndex {
public:
    explicit StreetIndex(const City& city);
    const std::vector<StreetItem>& items() const { return m_items; }  ///< by name

private:
    std::vector<StreetItem> m_items;
};

}  // namespace isopolis
