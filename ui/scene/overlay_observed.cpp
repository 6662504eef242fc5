#include "ui/scene/overlay_observed.h"

#include "gis/core/text.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace isopolis {

namespace {

/// Farther than half a wide street a sensor is not on it.
constexpr double kOnStreet_m = 25;
/// The middle line: legible above any colour of the street.
constexpr Colour kLine{0x1A, 0x20, 0x28};
constexpr float kWidth_m = 3;
constexpr double kDash_m = 14, kGap_m = 12;

bool forCars(const RoadLink& link) { return link.modes.has(Mode::Car); }

/// Pieces of a line between two distances along it.
Polyline pieceOf(const Polyline& line, double from_m, double to_m)
{
    Polyline piece{pointAlong(line, from_m)};
    double along = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        along += distance(line[i - 1], line[i]);
        if (along > from_m && along < to_m)
            piece.push_back(line[i]);
    }
    piece.push_back(pointAlong(line, to_m));
    return piece;
}

}  // namespace

IdVector<LinkId, LinkKnowledge> linkKnowledge(const RoadNetwork& roads, std::span<const Point2> sensors)
{
    IdVector<LinkId, LinkKnowledge> known;
    known.resize(roads.links().size());
    std::vector<LinkId> open;
    const auto reach = [&](LinkId link, LinkKnowledge how) {
        for (const LinkId each : {link, roads.links()[link].reverse})
            if (each.valid() && known[each] < how) {
                known[each] = how;
                open.push_back(each);
            }
    };
    for (const Point2 at : sensors) {
        LinkId nearest;
        double best = kOnStreet_m;
        for (LinkId link : idsOf(roads.links()))
            if (forCars(roads.links()[link]) && bounds(roads.links()[link].geometry).grown(kOnStreet_m).contains(at))
                if (const double d = nearestOnLine(roads.links()[link].geometry, at).distance_m; d < best) {
                    best = d;
                    nearest = link;
                }
        if (nearest.valid())
            reach(nearest, LinkKnowledge::Observed);
    }
    // Streets for cars that meet at a node, both directions of one counted once.
    std::vector<std::vector<LinkId>> meeting(roads.nodes().size());
    for (LinkId link : idsOf(roads.links())) {
        const RoadLink& l = roads.links()[link];
        if (!forCars(l) || (l.reverse.valid() && forCars(roads.links()[l.reverse]) && l.reverse < link))
            continue;
        meeting[l.from.index()].push_back(link);
        if (l.to != l.from)
            meeting[l.to.index()].push_back(link);
    }
    while (!open.empty()) {
        const LinkId from = open.back();
        open.pop_back();
        for (const NodeId node : {roads.links()[from].from, roads.links()[from].to})
            if (meeting[node.index()].size() == 2)  // nowhere else to go
                for (const LinkId on : meeting[node.index()])
                    reach(on, LinkKnowledge::Inferred);
    }
    return known;
}

void showKnowledge(Overlay& overlay, const RoadNetwork& roads, const IdVector<LinkId, LinkKnowledge>& known)
{
    bool observed = false, inferred = false;
    for (LinkId link : idsOf(known)) {
        const RoadLink& l = roads.links()[link];
        if (known[link] == LinkKnowledge::ModelOnly || (l.reverse.valid() && l.reverse < link) || l.geometry.size() < 2)
            continue;
        if (known[link] == LinkKnowledge::Observed) {
            overlay.lines.push_back({l.geometry, kLine, kWidth_m});
            observed = true;
            continue;
        }
        inferred = true;
        const double whole = length(l.geometry);
        for (double along = 0; along < whole; along += kDash_m + kGap_m)
            overlay.lines.push_back({pieceOf(l.geometry, along, std::min(whole, along + kDash_m)), kLine, kWidth_m});
    }
    if (!observed)
        return;
    overlay.key += "/observed";
    overlay.legend.note = inferred ? ISO_TR("legend", "Dark middle line: a sensor observes the street; dashed: inferred from it; none: the "
                                                      "model alone. Colours: the modelled hour. Width: vehicles per hour and direction.")
                                   : ISO_TR("legend", "Dark middle line: a sensor observes the street; none: the model alone. Colours: the "
                                                      "modelled hour. Width: vehicles per hour and direction.");
}

}  // namespace isopolis
