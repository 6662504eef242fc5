#include "simulation/traffic/calibration/inconsistent_counts.h"

#include "simulation/traffic/validation/count_statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace isopolis {

namespace {

constexpr std::uint32_t kNoLink = ~0U;
constexpr double kTolerance = 0.1, kSigmas = 5;
// Exchanged counts are believed when they bring the pair's GEH under half of what it was, and the gain is beyond a poor fit of one
// direction.
constexpr double kExchangedShare = 0.5, kExchangedGain = 8;
constexpr int kLongestChain = 200;

class Finder {
public:
    Finder(const AssignmentNetwork& network, std::span<const LinkCount> counts, std::span<const double> modelled)
        : m_network(network), m_counts(counts), m_modelled(modelled)
    {
        for (std::size_t c = 0; c < counts.size(); ++c)
            m_at.emplace(counts[c].link, c);
    }

    void reversed(std::vector<CountConflict>& found) const
    {
        for (const auto& [link, a] : m_at) {
            const std::uint32_t back = reverseOf(link);
            const auto other = m_at.find(back);
            if (back == kNoLink || back < link || other == m_at.end())
                continue;
            const std::size_t b = other->second;
            const double asIs = geh(m_modelled[a], m_counts[a].veh_h) + geh(m_modelled[b], m_counts[b].veh_h);
            const double exchanged = geh(m_modelled[a], m_counts[b].veh_h) + geh(m_modelled[b], m_counts[a].veh_h);
            if (exchanged < kExchangedShare * asIs && asIs - exchanged > kExchangedGain)
                found.push_back({CountConflict::Kind::Reversed, {a, b}, m_counts[b].veh_h, m_counts[a].veh_h, true});
        }
    }

    void inSeries(std::vector<CountConflict>& found) const
    {
        for (const auto& [link, a] : m_at) {
            std::uint32_t next = onlyWayOn(link);
            for (int n = 0; next != kNoLink && next != link && n < kLongestChain; ++n) {
                if (const auto other = m_at.find(next); other != m_at.end()) {
                    if (differ(m_counts[a].veh_h, m_counts[other->second].veh_h, 1))
                        found.push_back(
                            {CountConflict::Kind::Series, {a, other->second}, m_counts[other->second].veh_h, m_counts[a].veh_h, false});
                    break;
                }
                next = onlyWayOn(next);
            }
        }
    }

    void atJunctions(std::vector<CountConflict>& found) const
    {
        for (auto node = static_cast<std::uint32_t>(m_network.zoneCount()); node < m_network.nodeCount(); ++node) {
            const auto in = m_network.into(node), out = m_network.out(node);
            if (in.size() + out.size() < 3 || in.empty() || out.empty())
                continue;  // a chain is the other test's
            CountConflict c;
            c.kind = CountConflict::Kind::Junction;
            if (!sum(in, c.found, c.counts) || !sum(out, c.expected, c.counts))
                continue;
            if (differ(c.found, c.expected, static_cast<double>(in.size() + out.size()) / 2))
                found.push_back(std::move(c));
        }
    }

    void beyondCapacity(std::vector<CountConflict>& found, double excess) const
    {
        for (std::size_t c = 0; c < m_counts.size(); ++c)
            if (const double capacity = m_network.link(m_counts[c].link).delay.capacity; m_counts[c].veh_h > excess * capacity)
                found.push_back({CountConflict::Kind::BeyondCapacity, {c}, capacity, m_counts[c].veh_h, true});
    }

private:
    std::uint32_t reverseOf(std::uint32_t link) const
    {
        for (const std::uint32_t back : m_network.out(m_network.head(link)))
            if (m_network.head(back) == m_network.tail(link))
                return back;
        return kNoLink;
    }

    /// Where everything on a link must go on, turning back apart; none at junctions and where a zone begins or ends.
    std::uint32_t onlyWayOn(std::uint32_t link) const
    {
        const std::uint32_t node = m_network.head(link), back = reverseOf(link);
        if (node < m_network.zoneCount())
            return kNoLink;
        std::uint32_t next = kNoLink;
        for (const std::uint32_t out : m_network.out(node)) {
            if (out == back)
                continue;
            if (next != kNoLink)
                return kNoLink;
            next = out;
        }
        if (next == kNoLink)
            return kNoLink;
        const std::uint32_t nextBack = reverseOf(next);
        for (const std::uint32_t in : m_network.into(node))
            if (in != link && in != nextBack)
                return kNoLink;
        return next;
    }

    bool sum(std::span<const std::uint32_t> links, double& total, std::vector<std::size_t>& used) const
    {
        for (const std::uint32_t l : links) {
            const auto at = m_at.find(l);
            if (at == m_at.end())
                return false;
            total += m_counts[at->second].veh_h;
            used.push_back(at->second);
        }
        return true;
    }

    static bool differ(double a, double b, double counters)
    {
        const double difference = std::abs(a - b);
        return difference > kTolerance * std::max(a, b) && difference > kSigmas * std::sqrt(std::max(1.0, a + b) * std::max(1.0, counters));
    }

    const AssignmentNetwork& m_network;
    std::span<const LinkCount> m_counts;
    std::span<const double> m_modelled;
    std::map<std::uint32_t, std::size_t> m_at;  ///< the first count of a link
};

}  // namespace

std::vector<CountConflict> inconsistentCounts(const AssignmentNetwork& network, std::span<const LinkCount> counts,
                                              std::span<const double> modelled, double capacityExcess)
{
    const Finder finder(network, counts, modelled);
    std::vector<CountConflict> found;
    finder.reversed(found);
    finder.inSeries(found);
    finder.atJunctions(found);
    finder.beyondCapacity(found, capacityExcess);
    return found;
}

std::string_view countConflictKey(CountConflict::Kind kind)
{
    static constexpr std::array<std::string_view, 4> kKeys = {"reversed", "series", "junction", "beyond_capacity"};
    return kKeys[static_cast<std::size_t>(kind)];
}

}  // namespace isopolis
