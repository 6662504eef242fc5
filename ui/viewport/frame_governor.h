#pragma once
/// How coarsely a moving map is drawn so that it keeps up with the hand; a map that stands still is drawn in full.
///
///   governor.moved();  draw(governor.quality());  governor.drew(37);   …   if (governor.rest()) draw in full
///
/// Goes by the median of the last frames, a step at a time: first less detail from afar, then fewer pixels.

#include <array>
#include <cstddef>

namespace isopolis {

class FrameGovernor {
public:
    /// Frames above `kSlow_ms` are too slow, since the window needs its share of a frame too; below `kQuick_ms` there is time to spare.
    static constexpr double kSlow_ms = 34, kQuick_ms = 12;
    struct Quality {
        double coarseness = 1;  ///< see SceneRenderer::setCoarseness
        double pixels = 1;      ///< drawn for each pixel shown, along a side
    };
    static constexpr std::array<Quality, 4> kQualities{{{1, 1}, {2, 1}, {2, 0.7}, {4, 0.5}}};

    bool moving() const { return m_moving; }
    Quality quality() const { return m_moving ? kQualities[m_step] : kQualities[0]; }
    void moved() { m_moving = true; }
    /// The map stands still; whether the picture that was drawn last was less than full.
    bool rest();
    void drew(double frame_ms);  ///< a frame while moving

private:
    static constexpr std::size_t kFrames = 3;
    std::array<double, kFrames> m_last_ms{};
    std::size_t m_count = 0, m_step = 0;
    bool m_moving = false, m_coarse = false;
};

}  // namespace isopolis
