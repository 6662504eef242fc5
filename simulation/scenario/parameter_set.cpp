#include "simulation/scenario/parameter_set.h"

#include "simulation/scenario/nearest_word.h"
#include "simulation/scenario/number_text.h"

#include <vector>

namespace isopolis {

double ParameterSet::value(const ParameterSpec& spec) const
{
    const auto found = m_overrides.find(spec.id);
    return found == m_overrides.end() ? spec.standard : found->second.value;
}

bool ParameterSet::overridden(const ParameterSpec& spec) const { return m_overrides.find(spec.id) != m_overrides.end(); }

Expected<void> ParameterSet::set(const ParameterSpec& spec, ParameterOverride value)
{
    // The negation refuses NaN too.
    if (!(value.value >= spec.low && value.value <= spec.high)) {
        std::string range = numberText(spec.low) + " to " + numberText(spec.high);
        if (!unitSymbol(spec.unit).empty())
            range += " " + std::string(unitSymbol(spec.unit));
        return unexpected(Error{ErrorCode::BadValue, numberText(value.value) + " is outside the range " + range}
                              .about(std::string(spec.id))
                              .cure("Choose a value in the range that its source supports."));
    }
    m_overrides.insert_or_assign(std::string(spec.id), std::move(value));
    return {};
}

Expected<void> ParameterSet::set(std::string_view id, ParameterOverride value)
{
    if (const ParameterSpec* spec = findParameter(id))
        return set(*spec, std::move(value));
    std::vector<std::string_view> ids;
    for (const ParameterSpec* spec : allParameters())
        ids.push_back(spec->id);
    Error error = Error{ErrorCode::NotFound, "there is no parameter of this id"}.about(std::string(id));
    if (const std::string_view near = nearestWord(id, ids); !near.empty())
        error.cure("Did you mean “" + std::string(near) + "”?");
    else
        error.cure("Take an id from the parameter sheet.");
    return unexpected(std::move(error));
}

void ParameterSet::reset(const ParameterSpec& spec)
{
    if (const auto found = m_overrides.find(spec.id); found != m_overrides.end())
        m_overrides.erase(found);
}

void ParameterSet::addTo(Hasher& hasher) const
{
    for (const auto& [id, item] : m_overrides) {
        // An override that equals the standard value changes nothing, so it leaves the key as it was.
        const ParameterSpec* spec = findParameter(id);
        if (spec && spec->standard == item.value)
            continue;
        hasher.add(id).add(item.value);
    }
    hasher.add("end of parameters");
}

}  // namespace isopolis
