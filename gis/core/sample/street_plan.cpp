#include "gis/core/sample/street_plan.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

constexpr double kBendStep_m = 30;  ///< straight plan edges are bent at this step

Polyline bent(const TownShape& shape, Point2 a, Point2 b)
{
    const int n = std::max(1, static_cast<int>(norm(b - a) / kBendStep_m + 0.5));
    Polyline line;
    for (int i = 0; i <= n; ++i)
        line.push_back(shape.toCity(i == n ? b : lerp(a, b, static_cast<double>(i) / n)));
    // Points that hardly bend the line are left out.
    Polyline lean = {line.front()};
    for (std::size_t i = 1; i + 1 < line.size(); ++i)
        if (toSegment(line[i], lean.back(), line[i + 1]) > 0.12)
            lean.push_back(line[i]);
    lean.push_back(line.back());
    return lean;
}

/// Main roads stay where no town is; all other streets need a block of the town beside them.
void dropStreetsInFields(StreetPlan& plan, const TownShape& shape)
{
    auto& graph = plan.graph;
    for (int e = 0; e < graph.edgeCount(); ++e) {
        const int h = 2 * e;
        EdgeInfo& info = graph.info(h);
        const BlockUse left = plan.use[static_cast<std::size_t>(graph.half(h).face)];
        const BlockUse right = plan.use[static_cast<std::size_t>(graph.half(h + 1).face)];
        const Point2 middle = lerp(graph.originOf(h), graph.vertex(graph.target(h)), 0.5);
        const double far = shape.remoteness(middle);
        const bool bridge = left == BlockUse::River && right == BlockUse::River;
        const bool main =
            info.kind == StreetKind::Primary || info.kind == StreetKind::RingRoad || (info.kind == StreetKind::Secondary && far < 1.04);
        if (!isBuiltUp(left) && !isBuiltUp(right) && !main && !bridge)
            info.kind = StreetKind::None;
        const bool quay = (left == BlockUse::River) != (right == BlockUse::River);
        if (quay && info.kind == StreetKind::Tertiary && far > 0.5)
            info.kind = StreetKind::Footway;
    }
}

/// Lesser roads that end somewhere in the fields are taken back to the town.
void dropRoadsToNowhere(StreetPlan& plan)
{
    auto& graph = plan.graph;
    for (bool changed = true; changed;) {
        changed = false;
        std::vector<int> degree(static_cast<std::size_t>(graph.vertexCount()), 0);
        for (int h = 0; h < 2 * graph.edgeCount(); ++h)
            degree[static_cast<std::size_t>(graph.half(h).origin)] += plan.isStreet(h);
        for (int h = 0; h < 2 * graph.edgeCount(); ++h) {
            const auto use = [&](int side) { return plan.use[static_cast<std::size_t>(graph.half(side).face)]; };
            const bool fields = !isBuiltUp(use(h)) && !isBuiltUp(use(PlanarGraph::twin(h)));
            if (graph.info(h).kind == StreetKind::Secondary && fields && degree[static_cast<std::size_t>(graph.half(h).origin)] == 1) {
                graph.info(h).kind = StreetKind::None;
                changed = true;
            }
        }
    }
}

/// Keeps the streets that hang together with the Old Bridge; blocks left without a street turn into fields.
void dropIsolatedStreets(StreetPlan& plan)
{
    auto& graph = plan.graph;
    std::vector<std::vector<int>> leaving(static_cast<std::size_t>(graph.vertexCount()));
    std::vector<int> stack;
    for (int h = 0; h < 2 * graph.edgeCount(); ++h) {
        if (!plan.isStreet(h))
            continue;
        leaving[static_cast<std::size_t>(graph.half(h).origin)].push_back(h);
        if (plan.streets[static_cast<std::size_t>(graph.info(h).street)].externalId == "sample:way/old-bridge")
            stack.push_back(graph.half(h).origin);
    }
    std::vector<char> reached(leaving.size(), 0);
    while (!stack.empty()) {
        const auto v = static_cast<std::size_t>(stack.back());
        stack.pop_back();
        if (reached[v])
            continue;
        reached[v] = 1;
        for (const int h : leaving[v])
            stack.push_back(graph.target(h));
    }
    for (int face = 0; face < graph.faceCount(); ++face) {
        bool served = false;
        for (const int h : graph.loop(face)) {
            if (!reached[static_cast<std::size_t>(graph.half(h).origin)])
                graph.info(h).kind = StreetKind::None;
            served = served || plan.isStreet(h);
        }
        if (auto& use = plan.use[static_cast<std::size_t>(face)]; !served && isBuiltUp(use))
            use = BlockUse::Field;
    }
}

/// Each crossing of the river is a bridge street of its own.
void nameBridges(StreetPlan& plan)
{
    static constexpr const char* kNames[] = {"Mill Bridge",   "Chapel Bridge", "Ferry Bridge",   "Tanners' Bridge", "Weir Bridge",
                                             "Osier Bridge",  "Ring Bridge",   "Heron Bridge",   "Lock Bridge",     "Swan Bridge",
                                             "Alder Bridge",  "Quarry Bridge", "Pilgrim Bridge", "Wharf Bridge",    "Otter Bridge",
                                             "Meadow Bridge", "Stone Bridge",  "Barge Bridge",   "Willow Bridge",   "Fen Bridge"};
    std::size_t count = 0;
    auto& graph = plan.graph;
    for (int h = 0; h < 2 * graph.edgeCount(); h += 2) {
        if (!plan.isBridge(h) || graph.info(h).kind == StreetKind::None ||
            plan.streets[static_cast<std::size_t>(graph.info(h).street)].bridge)
            continue;
        PlannedStreet street{count < std::size(kNames) ? kNames[count] : "Bridge " + std::to_string(count + 2),
                             "sample:way/bridge-" + std::to_string(count + 2), graph.info(h).kind, true};
        ++count;
        plan.streets.push_back(std::move(street));
        graph.info(h).street = static_cast<int>(plan.streets.size()) - 1;
    }
}

}  // namespace

bool isBuiltUp(BlockUse use) { return use >= BlockUse::Park; }

bool StreetPlan::isBridge(int h) const
{
    const auto river = [&](int side) { return use[static_cast<std::size_t>(graph.half(side).face)] == BlockUse::River; };
    return river(h) && river(PlanarGraph::twin(h));
}

Polyline StreetPlan::line(int h) const
{
    const Polyline& stored = lines[static_cast<std::size_t>(h) / 2];
    return h % 2 == 0 ? stored : Polyline(stored.rbegin(), stored.rend());
}

Ring StreetPlan::outline(int face) const
{
    Ring ring;
    for (const int h : graph.loop(face)) {
        const Polyline side = line(h);
        ring.insert(ring.end(), side.begin(), side.end() - 1);
    }
    return ring;
}

Point2 StreetPlan::centre(int face) const { return ringCentre(planRing(graph, face)); }

std::vector<Point2> planRing(const PlanarGraph& graph, int face)
{
    std::vector<Point2> ring;
    for (const int h : graph.loop(face))
        ring.push_back(graph.originOf(h));
    return ring;
}

double ringArea(const std::vector<Point2>& ring)
{
    double sum = 0;
    for (std::size_t i = 1; i + 1 < ring.size(); ++i)
        sum += cross(ring[i] - ring[0], ring[i + 1] - ring[0]);
    return 0.5 * sum;
}

Point2 ringCentre(const std::vector<Point2>& ring)
{
    Point2 sum;
    double area = 0;
    for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
        const Point2 a = ring[i] - ring[0], b = ring[i + 1] - ring[0];
        const double w = cross(a, b);
        sum = sum + (a + b) * (w / 3);
        area += w;
    }
    return std::fabs(area) > 1e-9 ? ring[0] + sum * (1 / area) : ring[0];
}

StreetPlan makeStreetPlan(const TownShape& shape, std::uint64_t seed)
{
    SampleRandom random = SampleRandom::forPart(seed, 10);
    StreetPlan plan;
    plan.graph = PlanarGraph::arrange(mainStreets(shape, random, plan.streets), shape.frame() - 1);
    cutIntoBlocks(plan, shape, random);
    chooseUses(plan, shape, random);
    dropStreetsInFields(plan, shape);
    dropRoadsToNowhere(plan);
    dropIsolatedStreets(plan);
    nameBridges(plan);
    for (int h = 0; h < 2 * plan.graph.edgeCount(); h += 2)
        plan.lines.push_back(bent(shape, plan.graph.originOf(h), plan.graph.vertex(plan.graph.target(h))));
    return plan;
}

}  // namespace isopolis::sample
