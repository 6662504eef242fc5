#pragma once
/// The time by which connections wait and outages are written down: the world's, or that of a recording which is replayed.
///
///   FeedClock real;
///   FeedClock replay(1709510400, 360);    // begins at that moment (Unix time), six minutes a second
///   replay.now_s();   replay.wait_ms(60); // real milliseconds until a minute of the recording has passed
///
/// Copies tell the same time. Only waiting is faster in a replay: what a network takes is not.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace isopolis {

class FeedClock {
public:
    FeedClock() = default;
    FeedClock(std::int64_t start_s, double speed) : m_start_ms(start_s * 1000), m_speed(speed), m_began(std::chrono::steady_clock::now()) {}

    std::int64_t now_ms() const
    {
        using std::chrono::duration_cast, std::chrono::milliseconds;
        if (m_speed <= 0)
            return duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
        const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - m_began;
        return m_start_ms + static_cast<std::int64_t>(passed.count() * m_speed);
    }
    std::int64_t now_s() const { return now_ms() / 1000; }
    int wait_ms(double s) const { return static_cast<int>(std::clamp(s * 1000 / (m_speed > 0 ? m_speed : 1), 0.0, 2e9)); }

private:
    std::int64_t m_start_ms = 0;
    double m_speed = 0;  ///< 0: the world's time
    std::chrono::steady_clock::time_point m_began;
};

}  // namespace isopolis
