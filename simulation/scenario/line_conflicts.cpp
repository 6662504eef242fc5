#include "simulation/scenario/line_conflicts.h"

#include "simulation/scenario/bus_ways.h"

#include <cmath>
#include <map>
#include <set>

namespace isopolis {

namespace {

/// How far a way may bulge beyond the straight line between two stops and still be looked at.
constexpr double kBulge_m = 1000;
constexpr double kSecondsPerMinute = 60;

std::set<LinkId> lostToBuses(const AppliedScenario& applied)
{
    std::set<LinkId> lost;
    for (const LinkId id : idsOf(applied.city->roads().links()))
        if (applied.city->roads().links()[id].modes.has(Mode::Bus) && !applied.links[id].modes.has(Mode::Bus))
            lost.insert(id);
    return lost;
}

std::string rounded(double value) { return std::to_string(std::lround(value)); }

class ConflictFinder {
public:
    ConflictFinder(AppliedScenario& applied, std::set<LinkId> lost)
        : m_applied(applied), m_lost(std::move(lost)), m_mapped(applied, BusWays::Streets::AsMapped),
          m_left(applied, BusWays::Streets::OfScenario)
    {
        for (const LinkId id : m_lost)
            m_box.add(bounds(applied.geometry(id)));
        m_box = m_box.grown(kBulge_m);
    }

    void look(TransitLineId id)
    {
        const TransitLine& line = m_applied.transit().lines[id];
        std::set<std::pair<StopId, StopId>> seen;
        std::map<std::string, LineConflict> worst;  // by street
        bool prepared = false;
        for (const TransitPattern& pattern : line.patterns)
            for (std::size_t i = 1; i < pattern.stops.size(); ++i) {
                const StopId from = pattern.stops[i - 1], to = pattern.stops[i];
                Box box;
                box.add(place(from));
                box.add(place(to));
                if (!box.intersects(m_box) || !seen.insert({from, to}).second)
                    continue;
                if (!prepared) {
                    m_mapped.prefer(line.geometry);
                    m_left.prefer(line.geometry);
                    prepared = true;
                }
                if (auto conflict = between(id, from, to, pattern.arrival_s[i] - pattern.departure_s[i - 1]))
                    keepWorst(worst, *conflict);
            }
        for (const auto& [street, conflict] : worst)
            tell(conflict);
    }

private:
    Point2 place(StopId stop) const { return m_applied.transit().stops[stop].at; }

    std::optional<LineConflict> between(TransitLineId line, StopId from, StopId to, int ride_s)
    {
        const NodeId a = m_mapped.join(place(from)), b = m_mapped.join(place(to));
        if (!a.valid() || !b.valid())
            return {};
        const auto before = m_mapped.find(a, b);
        if (!before)
            return {};
        for (const LinkId link : before->links) {
            if (!m_lost.contains(link))
                continue;
            LineConflict conflict{.line = line, .link = link, .from = from, .to = to};
            const auto after = m_left.find(a, b);
            conflict.cut = !after;
            if (after) {
                conflict.extra_m = std::max(0.0, after->length_m - before->length_m);
                conflict.extra_s = before->length_m > 0 ? conflict.extra_m / before->length_m * ride_s : 0;
            }
            return conflict;
        }
        return {};
    }

    void keepWorst(std::map<std::string, LineConflict>& worst, const LineConflict& conflict) const
    {
        const auto [known, fresh] = worst.emplace(street(conflict.link), conflict);
        if (!fresh && std::pair(conflict.cut, conflict.extra_m) > std::pair(known->second.cut, known->second.extra_m))
            known->second = conflict;
    }

    std::string street(LinkId link) const
    {
        const std::string& name = m_applied.name(link);
        return name.empty() ? m_applied.city->roads().wayOf(link).externalId : name;
    }

    void tell(const LineConflict& c)
    {
        const TransitNetwork& network = m_applied.transit();
        const std::string where = "between “" + network.stops[c.from].name + "” and “" + network.stops[c.to].name + "”";
        std::string text =
            "the line “" + network.lines[c.line].name + "” runs along “" + street(c.link) + "”, which the scheme closes to buses: ";
        text += c.cut ? "no other way is left " + where
                      : "the way " + where + " becomes " + rounded(c.extra_m) + " m longer, about " +
                            rounded(c.extra_s / kSecondsPerMinute) + " min";
        m_applied.issues.push_back({Severity::Warning,
                                    "cuts_line",
                                    text + "; its timetable is left as it is",
                                    {},
                                    network.lines[c.line].externalId,
                                    m_applied.city->roads().wayOf(c.link).externalId});
        m_applied.lineConflicts.push_back(c);
    }

    AppliedScenario& m_applied;
    std::set<LinkId> m_lost;
    BusWays m_mapped, m_left;
    Box m_box;
};

}  // namespace

void findLineConflicts(AppliedScenario& applied)
{
    std::set<LinkId> lost = lostToBuses(applied);
    const TransitNetwork& network = applied.transit();
    if (lost.empty() || network.lines.empty())
        return;
    ConflictFinder finder(applied, std::move(lost));
    for (const TransitLineId id : idsOf(network.lines))
        if (network.lines[id].mode == "bus")
            finder.look(id);
}

}  // namespace isopolis
