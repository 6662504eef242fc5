#include "gis/core/sample/street_plan.h"

#include <algorithm>

namespace isopolis::sample {

namespace {

BlockUse useOf(Quarter quarter)
{
    switch (quarter) {
    case Quarter::OldTown: return BlockUse::OldTown;
    case Quarter::Inner: return BlockUse::Inner;
    case Quarter::Rows: return BlockUse::Rows;
    case Quarter::Detached: return BlockUse::Detached;
    case Quarter::Slabs: return BlockUse::Slabs;
    case Quarter::Industrial: return BlockUse::Industrial;
    case Quarter::Fields: return BlockUse::Field;
    }
    return BlockUse::Field;
}

struct Candidate {
    int face;
    Point2 centre;
    double area;
};

class UseChooser {
public:
    UseChooser(StreetPlan& plan, const TownShape& shape, SampleRandom& random) : m_plan(plan), m_shape(shape), m_random(random) {}

    void run()
    {
        m_plan.use.assign(static_cast<std::size_t>(m_plan.graph.faceCount()), BlockUse::Outside);
        for (int face = 0; face < m_plan.graph.faceCount(); ++face)
            assignQuarter(face);
        give(BlockUse::Square, {0.16 * m_shape.oldTownRadius(), 0.1 * m_shape.oldTownRadius()}, 3500, 14000);
        give(BlockUse::Church, {-0.2 * m_shape.oldTownRadius(), 0.2 * m_shape.oldTownRadius()}, 3500, 12000);
        give(BlockUse::Hospital, m_shape.hospital().at, m_shape.hospital().least_m2, m_shape.hospital().most_m2);
        give(BlockUse::Stadium, m_shape.stadium().at, m_shape.stadium().least_m2, m_shape.stadium().most_m2);
        giveSchools();
        ensureCityPark();
    }

private:
    void assignQuarter(int face)
    {
        const auto ring = planRing(m_plan.graph, face);
        const double area = ringArea(ring);
        if (area <= 0)
            return;
        const Point2 centre = ringCentre(ring);
        auto& use = m_plan.use[static_cast<std::size_t>(face)];
        if (m_shape.inRiver(centre)) {
            use = BlockUse::River;
            return;
        }
        use = m_plan.park[static_cast<std::size_t>(face)] >= 0 ? BlockUse::Park : useOf(m_shape.quarterAt(centre));
        // Large leftovers at the edge of the plan are countryside, whatever their centre says.
        if (isBuiltUp(use) && area > 160000)
            use = BlockUse::Field;
        if (isBuiltUp(use))
            m_candidates.push_back({face, centre, area});
    }

    bool free(int face) const
    {
        const BlockUse use = m_plan.use[static_cast<std::size_t>(face)];
        return use >= BlockUse::OldTown && use <= BlockUse::Detached;
    }

    /// Gives the nearest block of a fitting size to a use.
    void give(BlockUse use, Point2 near, double least_m2, double most_m2)
    {
        const Candidate* best = nullptr;
        for (const Candidate& c : m_candidates)
            if (free(c.face) && c.area > least_m2 && c.area < most_m2 && (!best || norm(c.centre - near) < norm(best->centre - near)))
                best = &c;
        if (best)
            m_plan.use[static_cast<std::size_t>(best->face)] = use;
    }

    void giveSchools()
    {
        // One school site per about 1.1 km² of town, each in its own cell of a loose grid.
        const double step = 1050;
        const int reach = static_cast<int>(m_shape.radius() / step) + 1;
        for (int i = -reach; i <= reach; ++i)
            for (int j = -reach; j <= reach; ++j) {
                const Point2 at{(i + 0.3 * m_random.bell()) * step, (j + 0.3 * m_random.bell()) * step};
                if (m_shape.remoteness(at) < 0.95 && !m_shape.inRiver(at))
                    give(BlockUse::School, at, 7000, 30000);
            }
    }

    /// A town has a park near its centre even if chance gave none.
    void ensureCityPark()
    {
        const Point2 near{-0.9 * m_shape.oldTownRadius(), 1.1 * m_shape.oldTownRadius()};
        for (const Candidate& c : m_candidates)
            if (m_plan.use[static_cast<std::size_t>(c.face)] == BlockUse::Park && norm(c.centre - near) < 2 * m_shape.oldTownRadius())
                return;
        int park = 0;
        for (const int p : m_plan.park)
            park = std::max(park, p + 1);
        const Candidate* first = nullptr;
        for (const Candidate& c : m_candidates)
            if (free(c.face) && (!first || norm(c.centre - near) < norm(first->centre - near)))
                first = &c;
        if (!first)
            return;
        m_plan.use[static_cast<std::size_t>(first->face)] = BlockUse::Park;
        m_plan.park[static_cast<std::size_t>(first->face)] = park;
    }

    StreetPlan& m_plan;
    const TownShape& m_shape;
    SampleRandom& m_random;
    std::vector<Candidate> m_candidates;
};

}  // namespace

void chooseUses(StreetPlan& plan, const TownShape& shape, SampleRandom& random) { UseChooser(plan, shape, random).run(); }

}  // namespace isopolis::sample
