#include "gis/core/sample/street_plan.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

using Streets = std::vector<PlannedStreet>;

constexpr double kRingStep_m = 62;

int addStreet(Streets& streets, std::string name, StreetKind kind, std::string id = {})
{
    streets.push_back({std::move(name), std::move(id), kind});
    return static_cast<int>(streets.size()) - 1;
}

void draw(std::vector<PlanSegment>& out, const Polyline& line, const Streets& streets, int street)
{
    const StreetKind kind = street < 0 ? StreetKind::None : streets[static_cast<std::size_t>(street)].kind;
    for (std::size_t i = 1; i < line.size(); ++i)
        out.push_back({line[i - 1], line[i], {kind, street}});
}

/// Radii of the ring streets: the ramparts of the old town, then steps that grow with the distance.
std::vector<double> ringRadii(const TownShape& shape)
{
    std::vector<double> radii = {shape.oldTownRadius()};
    double step = 0.30 * std::min(shape.radius(), 2000.0);
    while (radii.back() + step < 0.98 * shape.radius()) {
        radii.push_back(radii.back() + step);
        step = std::min(step * 1.22, 1500.0);
    }
    return radii;
}

struct Wobble {
    double a2, a3, p2, p3;
    double at(double angle) const { return 1 + a2 * sine(2 * angle + p2) + a3 * sine(3 * angle + p3); }
};

Polyline ringLine(const TownShape& shape, double radius, const Wobble& wobble)
{
    const int n = std::max(24, static_cast<int>(2 * kPi * radius / kRingStep_m));
    Polyline line;
    for (int i = 0; i <= n; ++i) {
        const double angle = 2 * kPi * (i % n) / n;
        line.push_back(Point2{0, 0.5 * shape.riverV()} + direction(angle) * (radius * wobble.at(angle)));
    }
    return line;
}

void drawRings(std::vector<PlanSegment>& out, const TownShape& shape, const std::vector<double>& radii, const Wobble& wobble,
               Streets& streets)
{
    for (std::size_t k = 0; k < radii.size(); ++k) {
        StreetKind kind = StreetKind::Secondary;
        std::string name = k == 0 ? "Ramparts" : k == 1 ? "Inner Ring" : "Ring Street " + std::to_string(k);
        if (k + 1 == radii.size() && k > 0) {
            kind = StreetKind::RingRoad;
            name = "Ring Road";
        }
        draw(out, ringLine(shape, radii[k], wobble), streets, addStreet(streets, std::move(name), kind));
    }
    draw(out, ringLine(shape, 1.3 * shape.radius(), wobble), streets, -1);
}

bool insideFrame(const TownShape& shape, Point2 p) { return std::fabs(p.x) < shape.frame() && std::fabs(p.y) < shape.frame(); }

struct Fan {
    Point2 from;
    std::vector<double> degrees;
    std::vector<std::string> names;
};

void drawRadials(std::vector<PlanSegment>& out, const TownShape& shape, const std::vector<double>& radii, SampleRandom& random,
                 Streets& streets)
{
    const double south = shape.riverV() - shape.riverHalf() - 0.32 * shape.oldTownRadius();
    const Fan north{{0, 0}, {5, 47, 90, 134, 175}, {"Easthaven Road", "Northolme Road", "Kingsgate", "Millbrook Road", "Westering Road"}};
    const Fan fanSouth{{0, south}, {-24, -66, -116, -155}, {"Saltmarket Road", "Abbotsford Road", "Southmoor Road", "Ferry Lane Road"}};
    for (const Fan& fan : {north, fanSouth})
        for (std::size_t i = 0; i < fan.degrees.size(); ++i) {
            const double wiggle = fan.degrees[i] == 90 ? 0 : random.between(-5, 5);
            const double angle = (fan.degrees[i] + wiggle) * kPi / 180;
            const double stray = random.between(-0.05, 0.05);
            // Inner radials that are not on an axis of the old town begin at its ramparts.
            const bool axis = fan.from.y < 0 || std::fabs(fan.degrees[i] - 90) > 80 || fan.degrees[i] == 90;
            Polyline line;
            for (double r = axis ? 0 : radii[0] * 0.45; line.empty() || insideFrame(shape, line.back()); r += 110)
                line.push_back(fan.from + direction(angle + stray * sine(r / (0.33 * shape.radius()))) * r);
            draw(out, line, streets, addStreet(streets, fan.names[i], StreetKind::Primary));
        }
    // The axis: market street, Old Bridge, bridge square.
    const double bank = shape.riverV() + shape.riverHalf(), far = shape.riverV() - shape.riverHalf();
    draw(out, {{0, 0}, {0, bank}}, streets, addStreet(streets, "Market Street", StreetKind::Primary));
    const int bridge = addStreet(streets, "Old Bridge", StreetKind::Primary, "sample:way/old-bridge");
    streets.back().bridge = true;
    draw(out, {{0, bank}, {0, far}}, streets, bridge);
    draw(out, {{0, far}, {0, south}}, streets, addStreet(streets, "Bridge Street", StreetKind::Primary));
}

/// Where two radials have spread far apart, a lesser one begins at a ring between them.
void drawMinorRadials(std::vector<PlanSegment>& out, const TownShape& shape, const std::vector<double>& radii, const Wobble& wobble,
                      SampleRandom& random, Streets& streets)
{
    std::vector<double> angles = {5, 47, 90, 134, 175, 205, 246, 294, 336, 365};
    for (std::size_t k = 1; k < radii.size(); ++k) {
        std::vector<double> next;
        for (std::size_t i = 0; i < angles.size(); ++i) {
            next.push_back(angles[i]);
            if (i + 1 == angles.size())
                continue;
            const double a = angles[i], b = angles[i + 1], middle = 0.5 * (a + b) + random.between(-2, 2);
            const bool river = (a < 180 && b > 180) || (a < 350 && b > 350);
            if (river || (b - a) * kPi / 180 * radii[k] < 1150)
                continue;
            next.push_back(middle);
            const double angle = middle * kPi / 180;
            Polyline line;
            const Point2 from{0, 0.5 * shape.riverV()};
            for (double r = radii[k] * (wobble.at(angle) - 0.03); r < 1.28 * shape.radius(); r += 120)
                line.push_back(from + direction(angle) * r);
            draw(out, line, streets, addStreet(streets, "", StreetKind::Secondary));
        }
        angles = next;
    }
}

}  // namespace

std::vector<PlanSegment> mainStreets(const TownShape& shape, SampleRandom& random, Streets& streets)
{
    std::vector<PlanSegment> out;
    const auto radii = ringRadii(shape);
    const Wobble wobble{random.between(0.02, 0.05), random.between(0.015, 0.035), random.between(0, 2 * kPi), random.between(0, 2 * kPi)};
    drawRadials(out, shape, radii, random, streets);
    drawRings(out, shape, radii, wobble, streets);
    drawMinorRadials(out, shape, radii, wobble, random, streets);
    const double reach = 1.46 * shape.radius();
    for (const double side : {1.0, -1.0}) {
        const double v = shape.riverV() + side * shape.riverHalf();
        Polyline line;
        for (double u = -reach; u <= reach + 1; u += reach / 60)
            line.push_back({u, v});
        draw(out, line, streets, addStreet(streets, side > 0 ? "North Quay" : "South Quay", StreetKind::Tertiary));
    }
    return out;
}

}  // namespace isopolis::sample
