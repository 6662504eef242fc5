#include "ui/layout/opening_size.h"

#include <QScreen>
#include <QWidget>

#include <algorithm>

namespace isopolis {

QSize openingSize(const QWidget& window, QSize usual)
{
    constexpr double kUsualText_px = 20, kOfScreen = 0.9;  // the rest is for title bar and panels of the desktop
    const double larger = std::max(1.0, window.fontMetrics().height() / kUsualText_px);
    return (usual * larger).boundedTo(window.screen()->availableSize() * kOfScreen);
}

}  // namespace isopolis
