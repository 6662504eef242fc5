#include "gis/io/models3d/roof_courts.h"

#include <algorithm>

namespace isopolis {
namespace {

constexpr std::size_t kMostCorners = 2000;  ///< a seam is looked for among all pairs

void reverse(RoofFace& ring)
{
    std::reverse(ring.outline.begin(), ring.outline.end());
    std::reverse(ring.height_m.begin(), ring.height_m.end());
}

bool crossesAny(Point2 a, Point2 b, const Ring& ring)
{
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Point2 c = ring[i], d = ring[(i + 1) % ring.size()];
        if (c != a && c != b && d != a && d != b && segmentsCross(a, b, c, d))
            return true;
    }
    return false;
}

struct Seam {
    std::size_t outer = 0, court = 0;
    double length_m = 0;
};

/// From nearest to furthest.
std::vector<Seam> seams(const Ring& outer, const Ring& court)
{
    std::vector<Seam> all;
    for (std::size_t i = 0; i < outer.size(); ++i)
        for (std::size_t j = 0; j < court.size(); ++j)
            all.push_back({i, j, distance(outer[i], court[j])});
    std::sort(all.begin(), all.end(), [](const Seam& a, const Seam& b) {
        return a.length_m != b.length_m ? a.length_m < b.length_m : std::pair(a.outer, a.court) < std::pair(b.outer, b.court);
    });
    return all;
}

void insert(RoofFace& outer, const RoofFace& court, const Seam& seam)
{
    RoofFace joined;
    const auto add = [&joined](const RoofFace& from, std::size_t i) {
        joined.outline.push_back(from.outline[i]);
        joined.height_m.push_back(from.height_m[i]);
    };
    for (std::size_t i = 0; i <= seam.outer; ++i)
        add(outer, i);
    for (std::size_t k = 0; k <= court.outline.size(); ++k)
        add(court, (seam.court + k) % court.outline.size());
    for (std::size_t i = seam.outer; i < outer.outline.size(); ++i)
        add(outer, i);
    outer = std::move(joined);
}

}  // namespace

RoofFace cutCourts(RoofFace outer, std::vector<RoofFace> courts)
{
    if (signedArea(outer.outline) < 0)
        reverse(outer);
    for (RoofFace& court : courts)
        if (signedArea(court.outline) > 0)
            reverse(court);
    for (std::size_t c = 0; c < courts.size(); ++c) {
        if (outer.outline.size() + courts[c].outline.size() > kMostCorners)
            continue;
        for (const Seam& seam : seams(outer.outline, courts[c].outline)) {
            const Point2 a = outer.outline[seam.outer], b = courts[c].outline[seam.court];
            bool free = !crossesAny(a, b, outer.outline);
            for (std::size_t other = c; free && other < courts.size(); ++other)
                free = !crossesAny(a, b, courts[other].outline);
            if (!free)
                continue;
            insert(outer, courts[c], seam);
            break;
        }
    }
    return outer;
}

}  // namespace isopolis
