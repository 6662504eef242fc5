#pragma once
/// Overrides of parameters, each with the reason that its author gave.

#include "gis/core/expected.h"
#include "gis/core/hash.h"
#include "simulation/scenario/parameter_spec.h"

#include <map>

namespace isopolis {

struct ParameterOverride {
    double value = 0;
    std::string reason, evidence;
    friend bool operator==(const ParameterOverride&, const ParameterOverride&) = default;
};

class ParameterSet {
public:
    double value(const ParameterSpec& spec) const;  ///< override, else spec.standard
    bool overridden(const ParameterSpec& spec) const;
    Expected<void> set(const ParameterSpec& spec, ParameterOverride value);  ///< refused outside low…high
    Expected<void> set(std::string_view id, ParameterOverride value);        ///< refused if the id is unknown
    void reset(const ParameterSpec& spec);
    const std::map<std::string, ParameterOverride, std::less<>>& overrides() const { return m_overrides; }
    void addTo(Hasher& hasher) const;  ///< ids and values; reasons do not change results
    friend bool operator==(const ParameterSet&, const ParameterSet&) = default;

private:
    std::map<std::string, ParameterOverride, std::less<>> m_overrides;
};

}  // namespace isopolis
