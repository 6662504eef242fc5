#pragma once
/// The parts that streets have in a neighbourhood's figure within one run, and how links are told as streets.
///
///   StreetParts parts = streetParts(run, where, Indicator::Pm25);
///   // Σ parts.links + parts.elsewhere == valueOf(run, Indicator::Pm25, where)
///   std::vector<Street> streets = streetsOf(run, parts.links);   // links of one street name together
///
/// Jobs within reach have no parts: `refused` says why. All zero where the figure is not defined.

#include "simulation/equity/indicator.h"

#include <memory>
#include <string>
#include <vector>

namespace isopolis {

class AnnualKernel;

struct StreetParts {
    IdVector<LinkId, double> links;  ///< in the indicator's unit
    double elsewhere = 0;            ///< background, or ways between places and the network
    std::string elsewhereLabel;      ///< empty if there is nothing of the kind
    std::string method;              ///< how exact the parts are, a sentence
    std::string refused;             ///< reason if the figure has no parts
};

/// Finds parts one after the other; the table behind those of air, which takes longest, is made once per city and parameters.
class StreetPartsFinder {
public:
    StreetParts find(const Run& run, NeighbourhoodId where, Indicator indicator);

private:
    StreetParts air(const Run& run, NeighbourhoodId where, Indicator indicator);
    CityPtr m_city;
    ParameterSet m_parameters;
    std::shared_ptr<const AnnualKernel> m_kernel;
};
StreetParts streetParts(const Run& run, NeighbourhoodId where, Indicator indicator);

/// All links of one street: of the same name, or of the same mapped object if it has none.
struct Street {
    std::string key;         ///< the same in every run of a city
    std::string label;       ///< name, or kind of road and external id
    std::string externalId;  ///< of the mapped object with the largest part
    LinkId link;             ///< with the largest part
    std::vector<LinkId> links;
    double part = 0;
};

/// Streets with a part other than 0, by their key.
std::vector<Street> streetsOf(const Run& run, const IdVector<LinkId, double>& parts);
std::string streetKey(const Run& run, LinkId link);

/// Vehicles per day in both directions at a link; 0 beyond the run's links.
double vehiclesPerDay(const Run& run, LinkId link);

}  // namespace isopolis
