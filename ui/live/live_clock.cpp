#include "ui/live/live_clock.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace isopolis {

namespace {
constexpr std::int64_t kStillLive_s = 86400;
constexpr std::array<double, 5> kSpeeds{1, 10, 60, 600, 3600};
}  // namespace

std::span<const double> liveSpeeds() { return kSpeeds; }

void LiveClock::setRange(std::int64_t first_s, std::int64_t last_s)
{
    m_first_s = first_s;
    m_last_s = std::max(first_s, last_s);
}

std::int64_t LiveClock::end_s(std::int64_t now_ms) const
{
    const std::int64_t now_s = now_ms / 1000;
    return m_last_s == 0 || now_s - m_last_s <= kStillLive_s ? now_s : m_last_s;
}

double LiveClock::exact(std::int64_t now_ms) const
{
    const auto end = static_cast<double>(end_s(now_ms));
    if (m_mode == Mode::Live)
        return end;
    const double passed = m_mode == Mode::Playing ? static_cast<double>(now_ms - m_since_ms) / 1000 * m_speed : 0;
    return std::min(end, m_at_s + std::max(0.0, passed));
}

std::int64_t LiveClock::at(std::int64_t now_ms) const { return static_cast<std::int64_t>(std::floor(exact(now_ms))); }

void LiveClock::anchor(std::int64_t now_ms)
{
    m_at_s = exact(now_ms);
    m_since_ms = now_ms;
}

void LiveClock::pause(std::int64_t now_ms)
{
    anchor(now_ms);
    m_mode = Mode::Paused;
}

void LiveClock::play(std::int64_t now_ms)
{
    anchor(now_ms);
    if (m_first_s > 0 && m_at_s >= static_cast<double>(end_s(now_ms)))
        m_at_s = static_cast<double>(m_first_s);
    m_mode = Mode::Playing;
}

void LiveClock::seek(std::int64_t at_s, std::int64_t now_ms)
{
    const std::int64_t end = end_s(now_ms);
    m_at_s = static_cast<double>(std::clamp(at_s, std::min(m_first_s, end), end));
    m_since_ms = now_ms;
    if (m_mode == Mode::Live)
        m_mode = Mode::Paused;
}

void LiveClock::setSpeed(double times, std::int64_t now_ms)
{
    anchor(now_ms);
    m_speed = std::clamp(times, kSpeeds.front(), kSpeeds.back());
}

bool LiveClock::settle(std::int64_t now_ms)
{
    if (m_mode != Mode::Playing || exact(now_ms) < static_cast<double>(end_s(now_ms)))
        return false;
    if (recorded(now_ms))
        pause(now_ms);
    else
        goLive();
    return true;
}

}  // namespace isopolis
