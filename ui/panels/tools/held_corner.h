#pragma once
/// A corner of a drawn shape in hand: Shift and a click take it up, the next click puts it down, Backspace puts it back.

#include "gis/core/geometry/geometry.h"

#include <optional>

namespace isopolis {

class HeldCorner {
public:
    bool held() const { return m_index.has_value(); }
    /// Takes up the corner nearest to a place. False if none is near.
    bool takeUp(const std::vector<Point2>& corners, Point2 at)
    {
        constexpr double kReach_m = 40;
        double nearest = kReach_m;
        m_index.reset();
        for (std::size_t i = 0; i < corners.size(); ++i)
            if (const double away = distance(corners[i], at); away < nearest) {
                nearest = away;
                m_index = i;
                m_was = corners[i];
            }
        return held();
    }
    void move(std::vector<Point2>& corners, Point2 to) const { corners[*m_index] = to; }
    void putDown() { m_index.reset(); }
    void putBack(std::vector<Point2>& corners)
    {
        move(corners, m_was);
        putDown();
    }

private:
    std::optional<std::size_t> m_index;
    Point2 m_was;
};

}  // namespace isopolis
