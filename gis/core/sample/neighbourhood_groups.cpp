#include "gis/core/sample/regions.h"

#include <algorithm>
#include <queue>

namespace isopolis::sample {

namespace {

constexpr double kPeopleEach = 3500;
constexpr double kIslandPeople = 2000;  ///< a part of town smaller than this belongs to its nearest neighbour
constexpr double kLeastPeople = 2300, kMostPeople = 5000;
constexpr int kRounds = 45;
constexpr int kFree = -1, kElsewhere = -2;

/// How much farther the other side of a street feels.
double barrier(StreetKind kind)
{
    switch (kind) {
    case StreetKind::RingRoad:
    case StreetKind::Primary: return 2.2;
    case StreetKind::Secondary: return 1.7;
    case StreetKind::Tertiary: return 1.25;
    default: return 1;
    }
}

struct Side {
    int to;
    double cost_m;
};

class Grouper {
public:
    Grouper(const StreetPlan& plan, const std::vector<double>& people, std::uint64_t seed)
        : m_plan(plan), m_people(people), m_random(SampleRandom::forPart(seed, 40)), m_owner(people.size(), -1),
          m_group(people.size(), kElsewhere)
    {
        std::vector<long> town(people.size(), -1);
        m_sides.resize(people.size());
        for (std::size_t face = 0; face < people.size(); ++face)
            if (isBuiltUp(plan.use[face])) {
                town[face] = 1;
                m_centre.push_back(plan.centre(static_cast<int>(face)));
            } else {
                m_centre.push_back({});
            }
        int parts = 0;
        const auto part = connectedRegions(plan, town, parts);
        m_parts.resize(static_cast<std::size_t>(parts));
        for (std::size_t face = 0; face < people.size(); ++face)
            if (part[face] >= 0)
                m_parts[static_cast<std::size_t>(part[face])].push_back(static_cast<int>(face));
        joinSides();
    }

    std::vector<int> run(int& count)
    {
        std::vector<const std::vector<int>*> islands;
        double largest = 0;
        for (const auto& part : m_parts)
            largest = std::max(largest, peopleOf(part));
        for (const auto& part : m_parts)
            if (double total = peopleOf(part); total < kIslandPeople && total < largest)
                islands.push_back(&part);
            else
                divide(part, std::max(1, static_cast<int>(total / kPeopleEach + 0.5)));
        even();
        for (const auto* island : islands)
            join(*island);
        return numbered(count);
    }

private:
    double peopleOf(const std::vector<int>& faces) const
    {
        double sum = 0;
        for (const int face : faces)
            sum += m_people[static_cast<std::size_t>(face)];
        return sum;
    }

    void joinSides()
    {
        const auto& graph = m_plan.graph;
        for (const auto& part : m_parts)
            for (const int face : part)
                for (const int h : graph.loop(face)) {
                    const int other = graph.half(PlanarGraph::twin(h)).face;
                    if (isBuiltUp(m_plan.use[static_cast<std::size_t>(other)]))
                        m_sides[static_cast<std::size_t>(face)].push_back(
                            {other, norm(centre(face) - centre(other)) * barrier(graph.info(h).kind)});
                }
    }

    Point2 centre(int face) const { return m_centre[static_cast<std::size_t>(face)]; }

    std::vector<int> spreadSeeds(const std::vector<int>& faces, int k)
    {
        std::vector<int> seeds = {faces[static_cast<std::size_t>(m_random.integer(0, static_cast<int>(faces.size()) - 1))]};
        std::vector<double> nearest(faces.size(), 1e300);
        while (static_cast<int>(seeds.size()) < k) {
            std::size_t best = 0;
            double bestScore = -1;
            for (std::size_t i = 0; i < faces.size(); ++i) {
                nearest[i] = std::min(nearest[i], norm(centre(faces[i]) - centre(seeds.back())));
                // Dense blocks attract seeds.
                const double score = nearest[i] * (10 + m_people[static_cast<std::size_t>(faces[i])]);
                if (score > bestScore) {
                    bestScore = score;
                    best = i;
                }
            }
            seeds.push_back(faces[best]);
        }
        return seeds;
    }

    /// Every face goes to the seed that is nearest over the blocks between, so each neighbourhood hangs together.
    void grow(const std::vector<int>& seeds, const std::vector<double>& handicap)
    {
        using Entry = std::pair<double, std::pair<int, int>>;
        std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
        for (std::size_t i = 0; i < seeds.size(); ++i)
            queue.push({handicap[i], {seeds[i], static_cast<int>(i)}});
        while (!queue.empty()) {
            const auto [cost, entry] = queue.top();
            queue.pop();
            int& owner = m_group[static_cast<std::size_t>(entry.first)];
            if (owner != kFree)
                continue;
            owner = entry.second;
            for (const Side& side : m_sides[static_cast<std::size_t>(entry.first)])
                if (m_group[static_cast<std::size_t>(side.to)] == kFree)
                    queue.push({cost + side.cost_m, {side.to, owner}});
        }
    }

    /// Each seed moves to the block nearest to the middle of its people.
    void moveSeeds(const std::vector<int>& faces, const std::vector<double>& people, const std::vector<Point2>& middle,
                   std::vector<int>& seeds) const
    {
        std::vector<double> nearest(seeds.size(), 1e300);
        for (const int face : faces) {
            const auto g = static_cast<std::size_t>(m_group[static_cast<std::size_t>(face)]);
            if (const double d = norm(centre(face) - middle[g] * (1 / people[g])); d < nearest[g]) {
                nearest[g] = d;
                seeds[g] = face;
            }
        }
    }

    /// Cuts a part of town into k neighbourhoods of about equal population; the most even of many rounds counts.
    void divide(const std::vector<int>& faces, int k)
    {
        std::vector<int> seeds = spreadSeeds(faces, k);
        std::vector<double> handicap(seeds.size(), 0);
        const double fair = peopleOf(faces) / k;
        Box box;
        for (const int face : faces)
            box.add(centre(face));
        const double typical = 0.5 * std::sqrt(box.width() * box.height() / k);
        std::vector<int> bestGroups(faces.size(), 0);
        double bestUnevenness = 1e300;
        for (int round = 0; round < kRounds; ++round) {
            for (const int face : faces)
                m_group[static_cast<std::size_t>(face)] = kFree;
            grow(seeds, handicap);
            std::vector<double> people(seeds.size(), 0);
            std::vector<Point2> middle(seeds.size());
            for (const int face : faces) {
                const auto g = static_cast<std::size_t>(m_group[static_cast<std::size_t>(face)]);
                const double w = m_people[static_cast<std::size_t>(face)] + 1;
                people[g] += w;
                middle[g] = middle[g] + centre(face) * w;
            }
            double unevenness = 0;
            for (const double n : people)
                unevenness += (n / fair - 1) * (n / fair - 1);
            if (unevenness < bestUnevenness) {
                bestUnevenness = unevenness;
                for (std::size_t i = 0; i < faces.size(); ++i)
                    bestGroups[i] = m_group[static_cast<std::size_t>(faces[i])];
            }
            moveSeeds(faces, people, middle, seeds);
            for (std::size_t g = 0; g < seeds.size(); ++g)
                handicap[g] =
                    std::clamp(handicap[g] + 0.16 * typical * std::clamp(people[g] / fair - 1, -1.0, 1.0), -0.9 * typical, 0.9 * typical);
            const double least = *std::min_element(handicap.begin(), handicap.end());
            for (double& value : handicap)
                value -= least;
        }
        const std::size_t first = m_members.size();
        m_members.resize(first + seeds.size());
        for (std::size_t i = 0; i < faces.size(); ++i) {
            m_members[first + static_cast<std::size_t>(bestGroups[i])].push_back(faces[i]);
            m_owner[static_cast<std::size_t>(faces[i])] = static_cast<int>(first) + bestGroups[i];
            m_group[static_cast<std::size_t>(faces[i])] = kElsewhere;
        }
    }

    /// The neighbour with the fewest people, -1 if there is none.
    int smallestNeighbour(int group) const
    {
        int best = -1;
        double least = 1e300;
        for (const int face : m_members[static_cast<std::size_t>(group)])
            for (const Side& side : m_sides[static_cast<std::size_t>(face)])
                if (const int other = m_owner[static_cast<std::size_t>(side.to)]; other != group)
                    if (const double people = peopleOf(m_members[static_cast<std::size_t>(other)]); people < least) {
                        least = people;
                        best = other;
                    }
        return best;
    }

    /// Joins neighbourhoods that came out too small to their smallest neighbour and halves those that are too large.
    void even()
    {
        for (std::size_t g = 0; g < m_members.size(); ++g) {
            if (m_members[g].empty() || peopleOf(m_members[g]) >= kLeastPeople)
                continue;
            const int to = smallestNeighbour(static_cast<int>(g));
            if (to < 0)
                continue;
            auto& target = m_members[static_cast<std::size_t>(to)];
            target.insert(target.end(), m_members[g].begin(), m_members[g].end());
            for (const int face : m_members[g])
                m_owner[static_cast<std::size_t>(face)] = to;
            m_members[g].clear();
        }
        const std::size_t before = m_members.size();
        for (std::size_t g = 0; g < before; ++g)
            if (peopleOf(m_members[g]) > kMostPeople && m_members[g].size() > 1) {
                const std::vector<int> faces = std::move(m_members[g]);
                m_members[g].clear();
                divide(faces, 2);
            }
    }

    std::vector<int> numbered(int& count) const
    {
        std::vector<int> number(m_members.size(), -1);
        count = 0;
        for (std::size_t g = 0; g < m_members.size(); ++g)
            if (!m_members[g].empty())
                number[g] = count++;
        std::vector<int> out(m_owner.size(), -1);
        for (std::size_t face = 0; face < m_owner.size(); ++face)
            if (m_owner[face] >= 0)
                out[face] = number[static_cast<std::size_t>(m_owner[face])];
        return out;
    }

    void join(const std::vector<int>& island)
    {
        int best = -1;
        double nearest = 1e300;
        for (std::size_t face = 0; face < m_owner.size(); ++face)
            if (m_owner[face] >= 0)
                if (const double d = norm(m_centre[face] - centre(island[0])); d < nearest) {
                    nearest = d;
                    best = m_owner[face];
                }
        for (const int face : island)
            m_owner[static_cast<std::size_t>(face)] = best;
    }

    const StreetPlan& m_plan;
    const std::vector<double>& m_people;
    SampleRandom m_random;
    std::vector<int> m_owner, m_group;  ///< m_group: within the part that is being divided
    std::vector<Point2> m_centre;
    std::vector<std::vector<Side>> m_sides;
    std::vector<std::vector<int>> m_parts;
    std::vector<std::vector<int>> m_members;  ///< faces per neighbourhood; empty if it was dissolved
};

}  // namespace

std::vector<int> groupIntoNeighbourhoods(const StreetPlan& plan, const std::vector<double>& peopleOfFace, std::uint64_t seed, int& count)
{
    return Grouper(plan, peopleOfFace, seed).run(count);
}

}  // namespace isopolis::sample
