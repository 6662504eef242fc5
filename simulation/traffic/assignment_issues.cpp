#include "simulation/traffic/assignment_issues.h"

#include "simulation/traffic/assignment_network.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr std::size_t kMostNamed = 10;

std::string twoDecimals(double v)
{
    const long long hundredths = std::llround(v * 100);
    const std::string digits = std::to_string(100 + hundredths % 100).substr(1);
    return std::to_string(hundredths / 100) + "." + digits;
}

std::string listOf(const std::vector<std::string>& names)
{
    std::string list;
    for (std::size_t k = 0; k < std::min(names.size(), kMostNamed); ++k)
        list += (k > 0 ? ", " : "") + names[k];
    return names.size() > kMostNamed ? list + " and " + std::to_string(names.size() - kMostNamed) + " more" : list;
}

Issue warning(const char* code, std::string message, std::string feature)
{
    return {Severity::Warning, code, std::move(message), {}, std::move(feature)};
}

/// Zones and the trips that they lose; one sentence each for those that start and those that end there.
void reportLost(const std::vector<double>& lost, const char* code, const char* what, const auto& chosen, std::vector<Issue>& issues)
{
    std::vector<std::string> zones;
    double trips = 0;
    for (std::size_t z = 0; z < lost.size(); ++z)
        if (lost[z] > 0 && chosen(static_cast<std::uint32_t>(z))) {
            zones.push_back(std::to_string(z + 1));
            trips += lost[z];
        }
    if (!zones.empty())
        issues.push_back(warning(code,
                                 twoDecimals(trips) + " trips " + what +
                                     (zones.size() == 1 ? " zone " : " " + std::to_string(zones.size()) + " zones: ") + listOf(zones) +
                                     "; they are left out",
                                 "zone " + zones.front()));
}

}  // namespace

std::vector<Issue> assignmentIssues(const AssignmentNetwork& network, const Equilibrium& e)
{
    std::vector<Issue> issues;
    std::vector<std::string> constant;
    for (const AssignmentLink& link : network.links())
        if (link.delay.b > 0 && link.delay.capacity <= 0)
            constant.push_back(std::to_string(link.from + 1) + "-" + std::to_string(link.to + 1));
    if (!constant.empty())
        issues.push_back(warning("capacity_0",
                                 (constant.size() == 1 ? "1 link has" : std::to_string(constant.size()) + " links have") +
                                     " capacity 0: their time is taken as constant, whatever the flow: " + listOf(constant),
                                 "link " + constant.front()));
    const auto cannotLeave = [&](std::uint32_t zone) { return network.out(zone).empty(); };
    const auto cannotArrive = [&](std::uint32_t zone) { return network.into(zone).empty(); };
    reportLost(e.unreachableFrom, "zone_without_road", "start where no road leaves, in", cannotLeave, issues);
    reportLost(e.unreachableTo, "zone_without_road", "end where no road arrives, in", cannotArrive, issues);
    reportLost(
        e.unreachableFrom, "no_way", "find no way to their destination; they start in",
        [&](std::uint32_t zone) { return !cannotLeave(zone); }, issues);
    return issues;
}

}  // namespace isopolis
