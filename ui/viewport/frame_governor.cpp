#include "ui/viewport/frame_governor.h"

#include <algorithm>
#include <utility>

namespace isopolis {

bool FrameGovernor::rest()
{
    m_moving = false;
    m_count = 0;
    return std::exchange(m_coarse, false);
}

void FrameGovernor::drew(double frame_ms)
{
    if (!m_moving)
        return;
    m_coarse = m_step > 0;
    m_last_ms[m_count++] = frame_ms;
    if (m_count < kFrames)
        return;
    m_count = 0;
    std::sort(m_last_ms.begin(), m_last_ms.end());
    const double median_ms = m_last_ms[kFrames / 2];
    if (median_ms > kSlow_ms && m_step + 1 < kQualities.size())
        ++m_step;
    else if (median_ms < kQuick_ms && m_step > 0)
        --m_step;
}

}  // namespace isopolis
