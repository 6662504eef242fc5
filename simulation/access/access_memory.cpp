#include "simulation/access/access_memory.h"

namespace isopolis {

bool AccessMemory::find(const AccessQuestion& question, std::vector<double>& answer)
{
    const std::scoped_lock lock(m_mutex);
    for (auto it = m_recent.begin(); it != m_recent.end(); ++it)
        if (it->first == question) {
            m_recent.splice(m_recent.begin(), m_recent, it);
            answer = it->second;
            return true;
        }
    return false;
}

void AccessMemory::keep(AccessQuestion question, const std::vector<double>& answer)
{
    const std::scoped_lock lock(m_mutex);
    m_recent.emplace_front(std::move(question), answer);
    if (m_recent.size() > kMost)
        m_recent.pop_back();
}

}  // namespace isopolis
