#pragma once
/// Where the map lies in a picture, or the two maps side by side: equally wide, so that one camera is right for both.
///
///   const MapPanes panes(MapPanes::Number::Two, 1206);   // pixels: 600 for each, 6 between them
///   camera.setViewport(panes.width(), height);
///   const MapSide side = panes.sideAt(x);   const double inMap = x - panes.left(side);

#include <algorithm>
#include <cstdint>

namespace isopolis {

enum class MapSide : std::uint8_t { Left, Right };

class MapPanes {
public:
    enum class Number : std::uint8_t { One, Two };
    static constexpr int kGap_px = 6;

    MapPanes(Number number, int width_px)
        : m_all(std::max(1, width_px)), m_width(number == Number::One ? m_all : std::max(1, (m_all - kGap_px) / 2))
    {}
    int width() const { return m_width; }  ///< of each
    /// The right one ends where the picture does; a single map is the right one.
    int left(MapSide side) const { return side == MapSide::Left ? 0 : m_all - m_width; }
    /// Between the maps: the nearer one.
    MapSide sideAt(double x_px) const { return m_width < m_all && x_px < 0.5 * m_all ? MapSide::Left : MapSide::Right; }

private:
    int m_all, m_width;
};

}  // namespace isopolis
