#include "simulation/scenario/road_charges.h"

#include "simulation/scenario/number_text.h"
#include "simulation/scenario/operation_applier.h"

#include <algorithm>
#include <cmath>

namespace isopolis {

namespace {

constexpr double kMetresPerKilometre = 1000;

std::string twoDecimals(double value)
{
    const long long cents = std::llround(value * 100);
    const std::string digits = std::to_string(100 + cents % 100).substr(1);
    return std::to_string(cents / 100) + "." + digits;
}

}  // namespace

bool leadsInto(const AppliedScenario& applied, LinkId link, const MultiPolygon& area)
{
    const Polyline& line = applied.geometry(link);
    if (line.size() < 2 || contains(area, line.front()))
        return false;
    // A street that only touches the area with a corner between two of its points does not lead into it.
    return std::any_of(line.begin() + 1, line.end(), [&](Point2 p) { return contains(area, p); }) ||
           contains(area, pointAlong(line, length(line) / 2));
}

void chargeEntries(AppliedScenario& applied)
{
    for (const ChargedArea& charged : applied.chargedAreas) {
        const Box box = bounds(charged.area);
        for (std::size_t i = 0; i < applied.linkCount(); ++i) {
            const LinkId link = LinkId::fromIndex(i);
            if (applied.links[link].modes.has(Mode::Car) && box.intersects(bounds(applied.geometry(link))) &&
                leadsInto(applied, link, charged.area))
                applied.roadCharge_eur[link] += charged.charge_eur;
        }
    }
}

Expected<void> OperationApplier::operator()(const RoadCharge& operation)
{
    if (auto ok = checkRange(operation.charge_eur, kChargeRange_eur, "charge_eur"); !ok)
        return ok;
    const bool neighbourhood = operation.where.target.starts_with("neighbourhood:");
    if (neighbourhood || operation.where.target.empty()) {
        ChargedArea charged{operation.where.area, operation.charge_eur};
        if (neighbourhood) {
            auto area = resolveArea(*m_applied.city, operation.where.target);
            if (!area)
                return unexpected(area.error());
            charged.area = std::move(*area);
        }
        if (auto usable = checkArea(charged.area); !usable)
            return usable;
        if (!(operation.charge_eur > 0))
            return {};
        const Box box = bounds(charged.area);
        bool entered = false;
        for (std::size_t i = 0; i < m_applied.linkCount() && !entered; ++i) {
            const LinkId link = LinkId::fromIndex(i);
            entered = m_applied.links[link].modes.has(Mode::Car) && box.intersects(bounds(m_applied.geometry(link))) &&
                      leadsInto(m_applied, link, charged.area);
        }
        // No refusal: another intervention may make the street that leads in, or close it, and each must stand without the other.
        if (!entered)
            note(
                Severity::Warning, "nobody_pays",
                "no street for cars leads into the area from outside, so nobody pays. Draw it around the streets whose use shall cost, and "
                "leave some of the city outside");
        m_applied.chargedAreas.push_back(std::move(charged));
        m_changed = true;
        return {};
    }
    const auto links = targets(operation.where);
    if (!links)
        return unexpected(links.error());
    std::vector<LinkId> driven;
    for (const LinkId id : *links)
        if (m_applied.links[id].modes.has(Mode::Car))
            driven.push_back(id);
    double length_m = 0;  // of the street: where it can be driven both ways each stretch counts once
    for (const LinkId id : driven) {
        const LinkId reverse = reverseOf(id);
        if (!(reverse.valid() && reverse < id && std::binary_search(driven.begin(), driven.end(), reverse)))
            length_m += m_applied.length_m(id);
    }
    if (!(length_m > 0) || !(operation.charge_eur > 0))
        return {};
    for (const LinkId id : driven)
        m_applied.roadCharge_eur[id] += operation.charge_eur * m_applied.length_m(id) / length_m;
    note(Severity::Note, "charge_by_length",
         "driving along all " + numberText(std::round(length_m)) + " m of it costs " + twoDecimals(operation.charge_eur) +
             " euro; who drives along a part pays that part, " + twoDecimals(operation.charge_eur * kMetresPerKilometre / length_m) +
             " euro a kilometre. Where the two directions are mapped as streets of their own, choose one for each charge");
    m_changed = true;
    return {};
}

}  // namespace isopolis
