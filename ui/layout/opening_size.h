#pragma once
/// The size that a window is opened with: larger where text is larger, and never larger than the screen.
///
///   resize(openingSize(*this, {520, 420}));

#include <QSize>

class QWidget;

namespace isopolis {

QSize openingSize(const QWidget& window, QSize usual);

}  // namespace isopolis
