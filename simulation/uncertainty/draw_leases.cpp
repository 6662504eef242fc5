#include "simulation/uncertainty/draw_leases.h"

namespace isopolis {

DrawLeases::DrawLeases(const DrawDesign& design, const std::function<bool(std::size_t)>& known) : m_blocks(design.blocks)
{
    m_waiting.resize(m_blocks);
    for (std::size_t i = 0; i < design.samples; ++i)
        if (!known(i)) {
            m_waiting[i % m_blocks].insert(i);
            m_unfinished.insert(i);
        }
    m_open = m_unfinished.size();
}

std::size_t DrawLeases::choose(int worker) const
{
    const auto own = m_blockOf.find(worker);
    if (own != m_blockOf.end() && !m_waiting[own->second].empty())
        return own->second;
    std::set<std::size_t> taken;
    for (const auto& [other, block] : m_blockOf)
        if (other != worker)
            taken.insert(block);
    std::size_t fullest = 0;
    for (std::size_t b = 0; b < m_blocks; ++b) {
        if (!m_waiting[b].empty() && !taken.contains(b))
            return b;
        if (m_waiting[b].size() > m_waiting[fullest].size())
            fullest = b;
    }
    return fullest;
}

std::vector<std::size_t> DrawLeases::lend(int worker, std::size_t most)
{
    const std::size_t block = choose(worker);
    std::set<std::size_t>& waiting = m_waiting[block];
    std::vector<std::size_t> lease;
    while (!waiting.empty() && lease.size() < most)
        lease.push_back(waiting.extract(waiting.begin()).value());
    if (!lease.empty()) {
        m_blockOf[worker] = block;
        m_lent[worker].insert(lease.begin(), lease.end());
    }
    return lease;
}

void DrawLeases::done(std::size_t index)
{
    if (m_unfinished.erase(index) == 0)
        return;
    --m_open;
    m_waiting[index % m_blocks].erase(index);
    for (auto& [worker, lent] : m_lent)
        lent.erase(index);
}

void DrawLeases::giveBack(int worker)
{
    m_blockOf.erase(worker);
    for (const std::size_t index : m_lent[worker])
        m_waiting[index % m_blocks].insert(index);
    m_lent.erase(worker);
}

bool DrawLeases::lentTo(int worker) const
{
    const auto lent = m_lent.find(worker);
    return lent != m_lent.end() && !lent->second.empty();
}

}  // namespace isopolis
