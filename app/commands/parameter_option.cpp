#include "app/commands/parameter_option.h"

#include <charconv>

namespace isopolis {

Expected<void> setParameter(Scenario& scenario, const std::string& assignment)
{
    const auto at = assignment.find('=');
    double value = 0;
    const char* end = assignment.data() + assignment.size();
    if (at == std::string::npos || std::from_chars(assignment.data() + at + 1, end, value).ptr != end || at + 1 == assignment.size())
        return unexpected(Error{ErrorCode::BadValue, "'" + assignment + "' is not of the form id=value"}.about("--set").cure(
            "Example: --set traffic.bpr.beta=5"));
    const std::string id = assignment.substr(0, at);
    if (auto set = scenario.parameters.set(id, {.value = value, .reason = "set on the command line", .evidence = {}}); !set)
        return set;
    scenario.name += " [" + assignment + "]";
    return {};
}

}  // namespace isopolis
