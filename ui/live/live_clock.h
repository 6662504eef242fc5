#pragma once
/// The twin's own time: now, faster, stopped, or any moment of the past.
///
///   LiveClock clock;  clock.setRange(first_s, last_s);
///   clock.seek(t_s, now_ms);  clock.setSpeed(600, now_ms);  clock.play(now_ms);
///   clock.at(now_ms);                               // Unix seconds that the twin shows
///
/// What surprises: nothing looks at a real clock in here; every call is told the time (Unix milliseconds). Playing never runs ahead of
/// the real time, where it becomes live, nor past the end of a recording, where it stops.

#include <cstdint>
#include <span>

namespace isopolis {

class LiveClock {
public:
    enum class Mode : std::uint8_t { Live, Playing, Paused };

    /// What is recorded: from the first start to the last end, Unix seconds. Both 0: nothing.
    void setRange(std::int64_t first_s, std::int64_t last_s);
    std::int64_t first_s() const { return m_first_s; }
    /// End of the time line: the present if the recording reaches it (a day or less is missing), else the recording's end.
    std::int64_t end_s(std::int64_t now_ms) const;
    bool recorded(std::int64_t now_ms) const { return end_s(now_ms) != now_ms / 1000; }  ///< it ended long ago

    void goLive() { m_mode = Mode::Live; }
    void pause(std::int64_t now_ms);
    void play(std::int64_t now_ms);  ///< from where it stands; from the beginning if it stands at the end
    void seek(std::int64_t at_s, std::int64_t now_ms);
    void setSpeed(double times, std::int64_t now_ms);  ///< 1 to 3600

    std::int64_t at(std::int64_t now_ms) const;
    /// Turns Playing that has come to an end into Live or Paused. True: the mode has changed.
    bool settle(std::int64_t now_ms);
    Mode mode() const { return m_mode; }
    double speed() const { return m_speed; }

private:
    double exact(std::int64_t now_ms) const;
    void anchor(std::int64_t now_ms);

    Mode m_mode = Mode::Live;
    std::int64_t m_first_s = 0, m_last_s = 0;
    double m_at_s = 0, m_speed = 1;
    std::int64_t m_since_ms = 0;
};

/// Speeds that are offered: 1, 10, 60, 600, 3600.
std::span<const double> liveSpeeds();

}  // namespace isopolis
