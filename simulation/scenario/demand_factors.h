#pragma once
/// Factors on the car trips between pairs of zones: what a fit to counts found, as data of an operation.
///
///   auto factors = DemandFactors::create({"neighbourhood:7", "edge:osm:node/12"}, {{0, 1, 1.25}});
///   (*factors)->factor(0, 1);   // 1.25; 1 for a pair that is not listed
///
/// Zones are named, so that a table is refused by a city whose zones are others: "neighbourhood:" and the external id, or "edge:" and the
/// external id of the junction where a main road crosses the edge of the city. Factors are of the morning's modelled hour; in the evening
/// the way back has the factor of the way there, at other times both have their geometric mean.
/// Errors: BadValue (a zone named twice, a pair listed twice or unknown, a factor that is not within 0…kLargestFactor).

#include "gis/core/expected.h"
#include "gis/core/hash.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace isopolis {

class DemandFactors {
public:
    struct Cell {
        std::uint32_t from = 0, to = 0;  ///< positions in zones()
        double factor = 1;
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    static constexpr double kLargestFactor = 1000;

    static Expected<std::shared_ptr<const DemandFactors>> create(std::vector<std::string> zones, std::vector<Cell> cells);

    const std::vector<std::string>& zones() const { return m_zones; }
    std::span<const Cell> cells() const { return m_cells; }     ///< by from, then to
    std::span<const Cell> from(std::uint32_t zone) const;       ///< the row of an origin
    double factor(std::uint32_t from, std::uint32_t to) const;  ///< 1 if not listed
    const Hash& hash() const { return m_hash; }                 ///< of zones and cells
    friend bool operator==(const DemandFactors& a, const DemandFactors& b) { return a.m_hash == b.m_hash; }

private:
    DemandFactors() = default;
    std::vector<std::string> m_zones;
    std::vector<Cell> m_cells;
    Hash m_hash;
};
using DemandFactorsPtr = std::shared_ptr<const DemandFactors>;

/// "12=1.25 40=0.8": a row as it stands in the JSON form of a scenario; the numbers before "=" are positions in zones().
std::string factorRowText(std::span<const DemandFactors::Cell> row);
/// Errors: BadValue.
Expected<std::vector<DemandFactors::Cell>> factorRowFromText(std::uint32_t from, const std::string& text);

}  // namespace isopolis
