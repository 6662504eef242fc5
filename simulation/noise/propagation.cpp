#include "simulation/noise/propagation.h"

#include "simulation/noise/diffraction.h"
#include "simulation/noise/ground_effect.h"

#include <algorithm>
#include <numbers>

namespace isopolis {

namespace {

constexpr double kSpeedOfSound_m_s = 340;
constexpr double kSphere_dB = 11;  // 10 lg 4π
constexpr double kNearest_m = 0.5;
constexpr double kLargestDiffraction_dB = 25;

enum class Condition { Homogeneous, Favourable };

double distanceOf(PlanePoint a, PlanePoint b) { return std::hypot(b.x - a.x, b.z - a.z); }

void addDistance(PathTerms& terms, const Medium& medium, double spread_m, double air_m)
{
    terms.divergence = 20 * std::log10(std::max(spread_m, kNearest_m)) + kSphere_dB;
    for (std::size_t i = 0; i < kOctaveCount; ++i)
        terms.airAbsorption[i] = medium.alpha_dB_km[i] * air_m / 1000;
}

GroundTerms groundOf(Condition condition, const Medium& medium, const MeanPlane& plane, double gMinimum)
{
    return condition == Condition::Homogeneous ? groundHomogeneous(medium, plane, gMinimum) : groundFavourable(medium, plane, gMinimum);
}

/// Ground term of one side of an edge: −20 lg(1 + (10^(−A/20) − 1) 10^(−(Δ_image − Δ)/20)). An image bends more round an edge than what it
/// mirrors; where a source lies below the mean plane it would bend less, and the logarithm end in nothing: then both count as alike.
double groundBesideEdge(double ground, double imageDiffraction, double diffraction)
{
    const double more = std::max(imageDiffraction - diffraction, 0.0);
    return -20 * std::log10(1 + (std::pow(10, -ground / 20) - 1) * std::pow(10, -more / 20));
}

/// Geometry of the diffraction of one condition.
struct EdgeGeometry {
    bool blocked = false, candidate = false;
    std::size_t first = 0, last = 0;  ///< indices of the outermost edges in the profile
    double delta = 0, deltaImageS = 0, deltaImageR = 0, spread = 0;
    double rayleigh = 0;  ///< δ* of both images, for an edge below the ray
    MeanPlane sourceSide, receiverSide;
};

EdgeGeometry edgeGeometry(const CutProfile& profile, const RayFrame& frame)
{
    EdgeGeometry g;
    const EdgeSearch search = findEdges(profile, frame);
    g.blocked = search.blocked;
    g.candidate = search.blocked || search.nearEdge;
    if (!g.candidate)
        return g;
    g.first = search.edges.front();
    g.last = search.edges.back();
    g.sourceSide = meanPlane(profile, 0, g.first);
    g.receiverSide = meanPlane(profile, g.last, profile.points.size() - 1);
    const PlanePoint s = frame.source, r = frame.receiver, imageS = g.sourceSide.image(s), imageR = g.receiverSide.image(r);
    std::array<PlanePoint, kMostEdges> edges;
    const std::size_t n = search.edges.size();
    for (std::size_t i = 0; i < n; ++i)
        edges[i] = {profile.points[search.edges[i]].x, profile.points[search.edges[i]].z};
    const std::span<const PlanePoint> over(edges.data(), n);
    for (std::size_t i = 1; i < n; ++i)
        g.spread += frame.rayLength(edges[i - 1], edges[i]);
    g.delta = pathDifference(frame, s, over, r);
    g.deltaImageS = pathDifference(frame, imageS, over, r);
    g.deltaImageR = pathDifference(frame, s, over, imageR);
    if (!g.blocked)
        g.rayleigh = pathDifference(frame, imageS, over, imageR);
    return g;
}

bool diffractsBelowRay(const EdgeGeometry& g, double wavelength_m)
{
    return g.delta > -wavelength_m / 20 && g.delta > wavelength_m / 4 - g.rayleigh;
}

void addBoundary(ConditionTerms& out, Condition condition, const CutProfile& profile, const Medium& medium, const RayFrame& frame,
                 PathTerms& terms)
{
    const EdgeGeometry g = edgeGeometry(profile, frame);
    out.blocked = g.blocked;
    out.pathDifference_m = g.delta;
    bool anyDiffracts = false;
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        out.diffracts[i] = g.blocked || (g.candidate && diffractsBelowRay(g, medium.wavelength_m[i]));
        anyDiffracts = anyDiffracts || out.diffracts[i];
    }
    const GroundTerms whole = groundOf(condition, medium, terms.whole, nearGroundFactor(terms.whole, profile.sourceG));
    out.w = whole.w;
    out.cf = whole.cf;
    out.ground = whole.ground;
    if (!anyDiffracts) {
        out.boundary = out.ground;
        return;
    }
    const GroundTerms before = groundOf(condition, medium, g.sourceSide, nearGroundFactor(g.sourceSide, profile.sourceG));
    const GroundTerms behind = groundOf(condition, medium, g.receiverSide, g.receiverSide.G);
    out.groundSO = before.ground;
    out.groundOR = behind.ground;
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        if (!out.diffracts[i]) {
            out.boundary[i] = out.ground[i];
            continue;
        }
        const double lambda = medium.wavelength_m[i];
        const double sr = diffractionTerm(g.delta, lambda, g.spread);
        const double imageS = diffractionTerm(g.deltaImageS, lambda, g.spread), imageR = diffractionTerm(g.deltaImageR, lambda, g.spread);
        out.diffractionSR[i] = sr;
        out.diffractionImageS[i] = imageS;
        out.diffractionImageR[i] = imageR;
        out.deltaGroundSO[i] = groundBesideEdge(before.ground[i], imageS, sr);
        out.deltaGroundOR[i] = groundBesideEdge(behind.ground[i], imageR, sr);
        out.diffraction[i] = std::min(sr, kLargestDiffraction_dB) + out.deltaGroundSO[i] + out.deltaGroundOR[i];
        out.boundary[i] = out.diffraction[i];
    }
    if (!terms.hasEdge) {
        terms.hasEdge = true;
        terms.sourceSide = g.sourceSide;
        terms.receiverSide = g.receiverSide;
    }
}

/// The part of the ray that meets a reflecting wall: between source or last edge before it and next edge behind it or receiver.
std::pair<PlanePoint, PlanePoint> rayAt(const CutProfile& profile, const RayFrame& frame, double x)
{
    PlanePoint before = frame.source, behind = frame.receiver;
    const EdgeSearch search = findEdges(profile, frame);
    if (!search.blocked)
        return {before, behind};
    for (std::size_t i = 0; i < search.edges.size(); ++i) {
        const PlanePoint edge{profile.points[search.edges[i]].x, profile.points[search.edges[i]].z};
        if (edge.x < x) {
            before = edge;
        } else {
            behind = edge;
            break;
        }
    }
    return {before, behind};
}

/// Sound that passes over a reflecting wall is lost; a ray that arrives above its top finds no wall at all.
void addReflections(ConditionTerms& out, const CutProfile& profile, const Medium& medium, const RayFrame& frame)
{
    for (const CutPoint& p : profile.points) {
        if (p.kind != CutKind::Reflection)
            continue;
        const auto [before, behind] = rayAt(profile, frame, p.x);
        RayFrame part(before, behind, frame.curved);
        part.radius_m = frame.radius_m;
        const PlanePoint top{p.x, p.wallTop};
        if (part.chordAt(p.x) + part.rise(p.x) > p.wallTop)
            out.exists = false;
        const double delta = -std::abs(pathDifference(part, before, std::span<const PlanePoint>(&top, 1), behind));
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            out.retro[i] += diffractionTerm(delta, medium.wavelength_m[i], 0);
    }
}

void finish(PathTerms& terms)
{
    for (ConditionTerms* c : {&terms.homogeneous, &terms.favourable})
        for (std::size_t i = 0; i < kOctaveCount; ++i)
            c->attenuation[i] =
                c->exists ? terms.divergence + terms.airAbsorption[i] + c->boundary[i] + terms.absorption[i] + c->retro[i] : -kSilent_dB;
}

PlanePoint end(const CutPoint& p) { return {p.x, p.z}; }

}  // namespace

Medium::Medium(const Air& air) : alpha_dB_km(airAbsorption_dB_km(air))
{
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        const double f = kOctaveHz[i];
        wavelength_m[i] = kSpeedOfSound_m_s / f;
        wavenumber[i] = 2 * std::numbers::pi / wavelength_m[i];
        f25[i] = std::pow(f, 2.5);
        f15[i] = std::pow(f, 1.5);
        f075[i] = std::pow(f, 0.75);
    }
}

PathTerms verticalPath(const CutProfile& profile, const Medium& medium)
{
    PathTerms terms;
    const PlanePoint s = end(profile.points.front()), r = end(profile.points.back());
    const double d = distanceOf(s, r);
    addDistance(terms, medium, d, d);
    terms.whole = meanPlane(profile, 0, profile.points.size() - 1);
    for (const CutPoint& p : profile.points)
        if (p.kind == CutKind::Reflection)
            for (std::size_t i = 0; i < kOctaveCount; ++i)
                terms.absorption[i] -= level(1 - std::clamp(p.absorption[i], 0.0, 1.0));
    const RayFrame straight(s, r, false), arcs(s, r, true);
    addBoundary(terms.homogeneous, Condition::Homogeneous, profile, medium, straight, terms);
    addBoundary(terms.favourable, Condition::Favourable, profile, medium, arcs, terms);
    addReflections(terms.homogeneous, profile, medium, straight);
    addReflections(terms.favourable, profile, medium, arcs);
    finish(terms);
    return terms;
}

PathTerms lateralPath(const CutProfile& profile, double direct_m, const Medium& medium)
{
    PathTerms terms;
    const PlanePoint s = end(profile.points.front()), r = end(profile.points.back());
    const double developed = distanceOf(s, r);
    addDistance(terms, medium, direct_m, developed);
    terms.whole = meanPlane(profile, 0, profile.points.size() - 1);
    double firstEdge = r.x, lastEdge = s.x;
    for (const CutPoint& p : profile.points)
        if (p.kind == CutKind::VerticalEdge) {
            firstEdge = std::min(firstEdge, p.x);
            lastEdge = std::max(lastEdge, p.x);
        }
    // Along the unfolded path the ray is straight: its share of the length is that of the ground distance.
    const double spread = r.x > s.x ? std::max(0.0, lastEdge - firstEdge) * developed / (r.x - s.x) : 0;
    const double delta = developed - direct_m;
    const double gPrime = nearGroundFactor(terms.whole, profile.sourceG);
    for (ConditionTerms* c : {&terms.homogeneous, &terms.favourable}) {
        const bool curved = c == &terms.favourable;
        const GroundTerms ground = groundOf(curved ? Condition::Favourable : Condition::Homogeneous, medium, terms.whole, gPrime);
        c->w = ground.w;
        c->cf = ground.cf;
        c->ground = ground.ground;
        c->pathDifference_m = delta;
        for (std::size_t i = 0; i < kOctaveCount; ++i) {
            c->diffractionSR[i] = c->diffraction[i] = diffractionTerm(delta, medium.wavelength_m[i], spread);
            c->boundary[i] = c->ground[i] + c->diffraction[i];
        }
    }
    finish(terms);
    return terms;
}

Octaves longTermAttenuation(const PathTerms& terms, double favourableShare)
{
    Octaves result{};
    for (std::size_t i = 0; i < kOctaveCount; ++i) {
        const double h = terms.homogeneous.exists ? energy(-terms.homogeneous.attenuation[i]) : 0;
        const double f = terms.favourable.exists ? energy(-terms.favourable.attenuation[i]) : 0;
        result[i] = -level(favourableShare * f + (1 - favourableShare) * h);
    }
    return result;
}

}  // namespace isopolis
